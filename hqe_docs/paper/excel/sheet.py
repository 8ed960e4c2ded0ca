"""A worksheet of a template, read into rows and cells (ECMA-376 §18.3.1)."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import Any

from lxml import etree

from hqe_docs.paper.excel.refs import column_number, shifted, split_cell
from hqe_docs.paper.language.tagforms import MERGE_MARK, ROW_CONTROL
from hqe_docs.paper.language.tags import has_tags
from hqe_docs.paper.xmlbytes import xml_bytes
from hqe_docs.problems import column_letters

_DECLARATIONS = re.compile(r' xmlns(?::[\w.-]+)?="[^"]*"')
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
RUN = "\x00{}\x00"  # before the run of this look: what stands in no XML stands in no text either
_MOST_KEPT, _MOST_STRINGS = 256 * 1024, 1_000  # of a sheet that is kept as read
Bound = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell's formula; `array` is the area of an array formula, `marks` what else the cell says of itself."""

    text: str
    array: str = ""
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: with tags (`text`), with a formula, or as it is (`rest`: what follows its attributes)."""

    column: str
    row: int
    style: str
    text: str = ""
    formula: Formula | None = None
    rest: str = "/>"
    merged: str = ""  # vm: over its loop; SAME: over rows of equal text
    origin: str = ""  # the template's cell of which a column loop made this one
    bound: Bound = ()  # and the names known only in it
    looks: tuple[str, ...] = ()  # of the runs of its text, each of which begins with RUN

    @property
    def name(self) -> str:
        return f"{self.column}{self.row}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row, or `length` blank ones; `controls` are its {%tr %} statements with their cells."""

    number: int
    attributes: str = ""
    cells: tuple[Cell, ...] = ()
    length: int = 1
    controls: tuple[tuple[str, Cell], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet without its rows (`root`), and its rows, blank ones between them included.

    A copy of a template's sheet says which it was `copied_from` and what only it knows (`bound`).
    """

    name: str
    root: etree._Element
    rows: tuple[Row, ...]
    prefix: str
    is_widened: bool = False
    bound: Bound = ()
    copied_from: str = ""

    @property
    def has_tags(self) -> bool:
        return self.is_widened or any(
            row.controls or any(cell.text for cell in row.cells) for row in self.rows
        )

    @property
    def has_formulas(self) -> bool:
        return any(True for _ in self.formulas())

    def formulas(self) -> Iterator[str]:
        """Yield the formulas of the cells."""
        return (cell.formula.text for row in self.rows for cell in row.cells if cell.formula)


def read_sheet(name: str, xml: bytes, strings: Sequence[str]) -> Sheet:
    """Return the worksheet in `xml`; `strings` are the texts of the shared string table."""
    rich = any(isinstance(text, RichText) for text in strings)  # two with other looks are equal
    if rich or len(xml) > _MOST_KEPT or len(strings) > _MOST_STRINGS:
        return replace(_read(xml, tuple(strings)), name=name)
    kept = _read_once(xml, tuple(strings))  # the same template is filled many times
    return replace(kept, name=name, root=copy.deepcopy(kept.root))


def _read(xml: bytes, strings: tuple[str, ...]) -> Sheet:
    root = etree.fromstring(xml)
    namespace = f"{{{etree.QName(root).namespace}}}"
    reader = _Reader(namespace, strings, {uri: prefix for prefix, uri in root.nsmap.items()}, {})
    data = root.find(namespace + "sheetData")
    elements = [] if data is None else list(data)
    rows = tuple(_with_blanks(list(reader.rows(elements))))
    for element in elements:
        element.getparent().remove(element)  # type: ignore[union-attr]
    return Sheet("", root, rows, f"{root.prefix}:" if root.prefix else "")


_read_once = lru_cache(maxsize=16)(_read)


def _with_blanks(rows: Sequence[Row]) -> Iterator[Row]:
    expected = 1
    for row in rows:
        if row.number > expected:
            yield Row(expected, length=row.number - expected)
        yield row
        expected = row.number + 1


@dataclass(frozen=True, slots=True)
class _Reader:
    namespace: str
    strings: Sequence[str]
    prefixes: dict[str, str | None]
    shared: dict[str, tuple[str, int, int]]

    def rows(self, elements: Sequence[etree._Element]) -> Iterator[Row]:
        """Yield the rows; one that doesn't say its number comes after the one before."""
        number = 0
        for element in elements:
            number = int(element.get("r", "0")) or number + 1
            cells = tuple(self.cells(element, number))
            controls = tuple((found, cell) for cell in cells for found in ROW_CONTROL.findall(cell.text))
            yield Row(number, self._attributes(element, cells), cells, controls=controls)

    def cells(self, row: etree._Element, number: int) -> Iterator[Cell]:
        """Yield the cells of a row; one that doesn't say its place stands right of the one before."""
        column = ""
        for element in row.iterfind(self.namespace + "c"):
            place = element.get("r")
            column = split_cell(place)[0] if place else column_letters(column_number(column) + 1)
            yield self.cell(element, column, number)

    def _attributes(self, element: etree._Element, cells: Sequence[Cell]) -> str:
        # without ht the office fits the row to its text, which only filling decides
        fitted = any(cell.text for cell in cells) and element.get("customHeight") not in ("1", "true")
        left_out = {"r", "ht", "spans"} if fitted else {"r", "spans"}
        pairs = ((self._name(key), value) for key, value in element.attrib.items() if key not in left_out)
        return "".join(f' {name}="{escape(str(value))}"' for name, value in pairs if name)

    def _name(self, key: str | bytes) -> str:
        name = etree.QName(key)
        if not name.namespace:
            return name.localname
        prefix = self.prefixes.get(name.namespace)
        return f"{prefix}:{name.localname}" if prefix else ""

    def cell(self, element: etree._Element, column: str, row: int) -> Cell:
        style = element.get("s", "")
        formula = element.find(self.namespace + "f")
        if formula is not None and formula.get("t") != "dataTable":
            return Cell(column, row, style, formula=self._formula(formula, column, row))
        text = self._text(element)
        if has_tags(text):
            mark = MERGE_MARK.search(text)
            looks = text.looks if isinstance(text, RichText) else ()
            plain = MERGE_MARK.sub("", text) or "{##}"
            return Cell(column, row, style, text=plain, merged=mark[1] if mark else "", looks=looks)
        return Cell(column, row, style, rest=self._rest(element))

    def _text(self, element: etree._Element) -> str:
        kind = element.get("t", "n")
        if kind == "n":
            return ""
        value = element.findtext(self.namespace + "v") or ""
        if kind == "s" and value.isdecimal() and int(value) < len(self.strings):
            return self.strings[int(value)]
        if kind == "inlineStr":
            return tagged_text(element.find(self.namespace + "is"), self.namespace)
        return value if kind == "str" else ""

    def _formula(self, element: etree._Element, column: str, row: int) -> Formula:
        text, kind, number = element.text or "", element.get("t"), element.get("si", "")
        if kind == "shared" and text:
            self.shared[number] = (text, row, column_number(column))
        elif kind == "shared" and number in self.shared:
            text, top, left = self.shared[number]
            text = shifted(text, row - top, column_number(column) - left)
        cell = element.getparent()
        marks = self._marks(cell) if cell is not None else ""
        return Formula(text, element.get("ref", "") if kind == "array" else "", marks)

    @staticmethod
    def _marks(element: etree._Element) -> str:
        """Return the marks of a dynamic array (cm), of phonetic signs (ph) …"""
        kept = ((str(key), value) for key, value in element.attrib.items())
        return "".join(f' {key}="{escape(str(value))}"' for key, value in kept if key not in ("r", "s", "t"))

    def _rest(self, element: etree._Element) -> str:
        kind = element.get("t")
        children = "".join(_DECLARATIONS.sub("", _xml(child)) for child in element)
        marks = self._marks(element)
        if not children:
            return f"{marks}/>"
        closing = f"{element.prefix}:c" if element.prefix else "c"
        return marks + (f' t="{kind}"' if kind else "") + f">{children}</{closing}>"


def _xml(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False)


def string_text(item: etree._Element | None, namespace: str) -> str:
    """Return the text of a string item, its runs joined, without phonetic hints."""
    if item is None:
        return ""
    texts = (t for t in item.iter(namespace + "t") if t.getparent().tag != namespace + "rPh")  # type: ignore[union-attr]
    return _decoded("".join(t.text or "" for t in texts))


def _decoded(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class RichText(str):
    """The text of a tagged cell, its runs told apart, with the look of each."""

    looks: tuple[str, ...] = ()


def tagged_text(item: etree._Element | None, namespace: str) -> str:
    """Return the text of a string item; with tags and several runs, a RichText."""
    text = string_text(item, namespace)
    if item is None or not has_tags(text):
        return text
    runs = list(_runs(item, namespace))
    if len(runs) < 2:
        return text
    rich = RichText("".join(RUN.format(number) + text for number, (_look, text) in enumerate(runs)))
    rich.looks = tuple(look for look, _text in runs)
    return rich


def _runs(item: etree._Element, namespace: str) -> Iterator[tuple[str, str]]:
    """Yield look and text of each run; a tag cut into runs belongs to the one in which it begins."""
    held: tuple[str, str] | None = None
    for run in item.iterfind(namespace + "r"):
        look, text = run.find(namespace + "rPr"), _decoded(run.findtext(namespace + "t") or "")
        if held and _is_open(held[1]):
            held = (held[0], held[1] + text)
            continue
        if held:
            yield held
        held = (_DECLARATIONS.sub("", _xml(look)) if look is not None else "", text)
    if held:
        yield held


def _is_open(text: str) -> bool:
    return text.endswith("{") or any(
        text.rfind(a) > text.rfind(b) for a, b in (("{{", "}}"), ("{%", "%}"), ("{#", "#}"))
    )


def read_strings(xml: bytes | None) -> tuple[list[str], bytes | None]:
    """Return the texts of the shared string table, and the table with tagged ones blanked."""
    if xml is None:
        return [], None
    root = etree.fromstring(xml)
    namespace = f"{{{etree.QName(root).namespace}}}"
    items = list(root.iterfind(namespace + "si"))
    texts = [tagged_text(item, namespace) for item in items]
    for item, text in zip(items, texts, strict=True):
        if has_tags(text):
            for child in list(item):
                item.remove(child)
            etree.SubElement(item, namespace + "t")
    return texts, xml_bytes(root)
