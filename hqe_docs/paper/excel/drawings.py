"""Drawings of a sheet: pictures, shapes and charts at the rows or columns that theirs became (ECMA-376 §20.5)."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from itertools import count

from lxml import etree

from hqe_docs.paper.excel.book import Book
from hqe_docs.paper.excel.linemap import NOWHERE_SPECIAL, LineMap, Span, Spot
from hqe_docs.paper.excel.sheetrules import drop

MOST_DRAWN = 10_000  # made of one picture
_LINES = ("col", "row")


Drawn = tuple[etree._Element, Spot]  # the anchor of a chart inside a loop, and its turn


def move_drawing(root: etree._Element, name: str, book: Book) -> list[Drawn]:
    """Move what is drawn on sheet `name`, inside a loop once for each turn; return the charts inside loops."""
    lines = book.maps[name]
    free = count(max((int(one.get("id", "0")) for one in root.iter("{*}cNvPr")), default=0) + 1)
    relink_shapes(root, name, book)
    charts: list[Drawn] = []
    for anchor in list(root.iter("{*}twoCellAnchor", "{*}oneCellAnchor")):
        if anchor.get("editAs") != "absolute":
            charts += _move(anchor, lines, free)
    return charts


def relink_shapes(root: etree._Element, name: str, book: Book) -> None:
    """Let shapes of sheet `name` that show a cell show it where it is now."""
    for shape in root.iter("{*}sp"):
        if shape.get("textlink"):
            shape.set("textlink", book.formula(shape.get("textlink", ""), name))


def shift_controls(root: etree._Element, lines: LineMap) -> None:
    """Move the anchors that a worksheet itself holds, of its controls and embedded objects."""
    for anchor in root.iter("{*}anchor"):
        top, bottom = _line(anchor, "from", lines), _line(anchor, "to", lines)
        if top is not None and bottom is not None:
            place = lines.position(top + 1) - 1
            _set(anchor, "from", lines, place)
            _set(anchor, "to", lines, place + bottom - top)


def _move(anchor: etree._Element, lines: LineMap, free: count[int]) -> Iterator[Drawn]:
    top, bottom = _line(anchor, "from", lines), _line(anchor, "to", lines)
    bottom = top if bottom is None else bottom
    if top is None or bottom is None:
        return
    spans = _spans(lines, top, bottom)
    keeps_size, before = _keeps_size(anchor), anchor
    for number, ((first, last), spot) in enumerate(spans[:MOST_DRAWN]):
        one = copy.deepcopy(anchor) if number else anchor
        if number:
            for drawn in one.iter("{*}cNvPr"):
                drawn.set("id", str(next(free)))
            before.addnext(one)
        before = one
        _set(one, "from", lines, first)
        _set(one, "to", lines, first + bottom - top if keeps_size else last)
        if spot.loops and _is_chart(one):
            yield one, spot
    if not spans:
        drop(anchor)


def _spans(lines: LineMap, top: int, bottom: int) -> list[tuple[Span, Spot]]:
    """Return where lines `top` to `bottom`, counted from 0, went: once for each turn of a loop around them."""
    first, last = (lines.segments[lines.index_of(line + 1)].loops for line in (top, bottom))
    if first and last and first[0] == last[0]:
        return [((low - 1, high - 1), spot) for (low, high), spot in lines.turned_areas(top + 1, bottom + 1)]
    return [((lines.position(top + 1) - 1, lines.position(bottom + 1) - 1), NOWHERE_SPECIAL)]


def _is_chart(anchor: etree._Element) -> bool:
    return next(anchor.iter("{*}graphicFrame"), None) is not None


def _keeps_size(anchor: etree._Element) -> bool:
    """Say whether it is a chart or picture, unreadable when stretched over many rows, or says itself it keeps."""
    is_picture: Sequence[str] = ("{*}graphicFrame", "{*}pic")
    return anchor.get("editAs") == "oneCell" or next(anchor.iter(*is_picture), None) is not None


def _edge(anchor: etree._Element, end: str, lines: LineMap) -> etree._Element | None:
    return anchor.find(f"{{*}}{end}/{{*}}{_LINES[lines.axis.half]}")


def _line(anchor: etree._Element, end: str, lines: LineMap) -> int | None:
    edge = _edge(anchor, end, lines)
    return int(edge.text or "0") if edge is not None else None


def _set(anchor: etree._Element, end: str, lines: LineMap, line: int) -> None:
    edge = _edge(anchor, end, lines)
    if edge is not None:
        edge.text = str(max(min(line, lines.axis.last - 1), 0))
