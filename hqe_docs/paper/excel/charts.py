"""What charts and pivot caches draw from: the ranges as they are when filled (ECMA-376 §21.2.2, §18.10)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from lxml import etree

from hqe_docs.paper.excel.book import Book, area_of, ends_of
from hqe_docs.paper.excel.linemap import Spot
from hqe_docs.paper.excel.refs import Lines, replaced
from hqe_docs.paper.package import TYPES, Parts
from hqe_docs.paper.xmlbytes import xml_bytes

_KEPT_VALUES = ("{*}numCache", "{*}strCache", "{*}multiLvlStrCache", "{*}lvl")
_KINDS = re.compile(r"(chart|chartex|pivotCacheDefinition)\+xml$")


def move_charts(parts: Parts, book: Book, changed: Collection[str], settled: Collection[str] = ()) -> None:
    """Let charts and pivot caches draw from the rows as they are; `changed`: sheets by the template's name.

    The values that they keep of these sheets go: the office reads them anew. Parts already `settled` stay.
    """
    for kind, name in [(kind, name) for kind, name in _found(parts) if name not in settled]:
        root = etree.fromstring(parts[name])
        is_moved = _move_pivot if kind == "pivotCacheDefinition" else _move_chart
        if is_moved(root, book, changed):
            parts[name] = xml_bytes(root)


def own_chart(xml: bytes, name: str, book: Book, spot: Spot) -> bytes:
    """Return the chart that stands in a loop of sheet `name` as it is at `spot`: it draws its own turn."""
    root = etree.fromstring(xml)
    _redraw(root, [name], lambda text, stretch: book.formula(text, name, spot, stretch=stretch, own=True))
    return xml_bytes(root)


def _found(parts: Parts) -> Iterator[tuple[str, str]]:
    for item in etree.fromstring(parts[TYPES]):
        kind, name = _KINDS.search(item.get("ContentType", "")), item.get("PartName", "").lstrip("/")
        if kind and name in parts:
            yield kind[1], name


def _move_chart(root: etree._Element, book: Book, changed: Collection[str]) -> bool:
    return _redraw(root, changed, lambda text, stretch: book.formula(text, None, stretch=stretch))


def _redraw(root: etree._Element, changed: Collection[str], formula: Callable[[str, bool], str]) -> bool:
    touched = False
    for element in root.iter("{*}f", "{*}sqref"):
        text = element.text or ""
        parent = element.getparent()
        if parent is None or not any(name in changed for name in _sheets_of(text)):
            continue
        touched = True
        whole = parent.getparent()
        is_title = whole is not None and etree.QName(whole).localname == "tx"
        element.text = formula(text, not is_title)
        for kept in [kept for word in _KEPT_VALUES for kept in parent.iterfind(word)]:
            parent.remove(kept)
    return touched


def _sheets_of(formula: str) -> list[str]:
    found: list[str] = []

    def look(name: str) -> str:
        found.append(name)
        return name

    replaced(formula, lambda _reference: Lines(1, 1), look)
    return found


def _move_pivot(root: etree._Element, book: Book, changed: Collection[str]) -> bool:
    source = root.find("{*}cacheSource/{*}worksheetSource")
    if source is None:
        return False
    sheet, ends = source.get("sheet", ""), ends_of(source.get("ref", ""))
    if sheet in changed and ends and sheet in book.maps:
        lines = book.maps[sheet]
        low, high = (lines.axis.number(end[lines.axis.half]) for end in ends)
        span = lines.span(low, high)
        if span:
            source.set("ref", area_of(ends, span, lines.axis))
        source.set("sheet", book.name_of(sheet))
    elif not source.get("name"):
        return False
    root.set("refreshOnLoad", "1")
    return True
