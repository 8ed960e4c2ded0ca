"""Parts that hang on a sheet and point at its rows or columns: tables, comments, drawings."""

from __future__ import annotations

import re

from lxml import etree

from hqe_docs.paper.linemap import LineMap
from hqe_docs.paper.package import Parts
from hqe_docs.paper.refs import COLUMNS, column_number, split_cell
from hqe_docs.paper.relations import relations_of
from hqe_docs.problems import column_letters

# of the eight numbers of a VML anchor, left, dx, top, dy, right, dx, bottom, dy, the columns and the rows
_ANCHORED = ((0, 4), (2, 6))
_DRAWN, _NOTED = ("col", "row"), ("Column", "Row")  # elements of drawings and of VML


def move_attached(parts: Parts, sheet_part: str, lines: LineMap) -> None:
    """Move what the parts attached to `sheet_part` say about its rows or columns."""
    for kind, name in [(item.kind, item.target) for item in relations_of(parts, sheet_part)]:
        if kind == "vmlDrawing":
            parts[name] = _moved_vml(parts[name], lines)
        elif kind in ("table", "comments", "drawing"):
            root = etree.fromstring(parts[name])
            _move(kind, root, lines)
            parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _move(kind: str, root: etree._Element, lines: LineMap) -> None:
    if kind == "drawing":
        for edge in root.iter("{*}" + _DRAWN[lines.axis.half]):
            edge.text = _moved(edge.text or "0", lines)
    elif kind == "comments":
        for comment in root.iter("{*}comment"):
            comment.set("ref", _moved_cell(comment.get("ref", "A1"), lines))
    else:
        for element in (root, *root.iter("{*}autoFilter")):
            _stretch(element, lines, headed=root.get("headerRowCount") != "0")


def _moved(index: str, lines: LineMap) -> str:
    """Return a row or column counted from 0, moved."""
    return str(lines.position(int(index) + 1) - 1)


def _moved_cell(cell: str, lines: LineMap) -> str:
    column, row = split_cell(cell)
    if lines.axis is COLUMNS:
        return f"{column_letters(lines.position(column_number(column)))}{row}"
    return f"{column}{lines.position(row)}"


def _stretch(element: etree._Element, lines: LineMap, *, headed: bool) -> None:
    left, _, right = element.get("ref", "").partition(":")
    if not right:
        return
    if lines.axis is COLUMNS:
        element.set("ref", f"{_moved_cell(left, lines)}:{_moved_cell(right, lines)}")
        return
    (first, top), (last, bottom) = split_cell(left), split_cell(right)
    span = lines.span(top, bottom)
    if span:
        # a table without a data row is refused by Excel
        low = max(span[1], span[0] + 1) if headed else span[1]
        element.set("ref", f"{first}{span[0]}:{last}{low}")


def _moved_vml(xml: bytes, lines: LineMap) -> bytes:
    word = _NOTED[lines.axis.half]

    def anchor(match: re.Match[str]) -> str:
        numbers = [part.strip() for part in match[2].split(",")]
        for index in _ANCHORED[lines.axis.half]:
            if index < len(numbers):
                numbers[index] = _moved(numbers[index], lines)
        return match[1] + ", ".join(numbers) + match[3]

    def line(match: re.Match[str]) -> str:
        return match[1] + _moved(match[2], lines) + match[3]

    text = re.sub(r"(<x:Anchor>)([^<]*)(</x:Anchor>)", anchor, xml.decode("utf-8"))
    return re.sub(rf"(<x:{word}>)(\d+)(</x:{word}>)", line, text).encode()
