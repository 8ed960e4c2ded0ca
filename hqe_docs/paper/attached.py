"""Parts that hang on a sheet and point at its rows: tables, comments, drawings."""

from __future__ import annotations

import re

from lxml import etree

from hqe_docs.paper.package import Parts
from hqe_docs.paper.refs import split_cell
from hqe_docs.paper.relations import relations_of
from hqe_docs.paper.rowmap import RowMap

_ANCHOR_ROWS = (2, 6)  # of the eight numbers of a VML anchor: left, dx, top, dy, right, dx, bottom, dy


def move_attached(parts: Parts, sheet_part: str, rows: RowMap) -> None:
    """Move what the parts attached to `sheet_part` say about its rows."""
    for kind, name in [(item.kind, item.target) for item in relations_of(parts, sheet_part)]:
        if kind == "vmlDrawing":
            parts[name] = _moved_vml(parts[name], rows)
        elif kind in ("table", "comments", "drawing"):
            root = etree.fromstring(parts[name])
            _move(kind, root, rows)
            parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _move(kind: str, root: etree._Element, rows: RowMap) -> None:
    if kind == "drawing":
        for edge in root.iter("{*}row"):
            edge.text = str(rows.position(int(edge.text or "0") + 1) - 1)
    elif kind == "comments":
        for comment in root.iter("{*}comment"):
            column, row = split_cell(comment.get("ref", "A1"))
            comment.set("ref", f"{column}{rows.position(row)}")
    else:
        for element in (root, *root.iter("{*}autoFilter")):
            _stretch(element, rows, headed=root.get("headerRowCount") != "0")


def _stretch(element: etree._Element, rows: RowMap, *, headed: bool) -> None:
    left, _, right = element.get("ref", "").partition(":")
    if not right:
        return
    (first, top), (last, bottom) = split_cell(left), split_cell(right)
    span = rows.span(top, bottom)
    if span:
        # a table without a data row is refused by Excel
        low = max(span[1], span[0] + 1) if headed else span[1]
        element.set("ref", f"{first}{span[0]}:{last}{low}")


def _moved_vml(xml: bytes, rows: RowMap) -> bytes:
    text = xml.decode("utf-8")

    def anchor(match: re.Match[str]) -> str:
        numbers = [part.strip() for part in match[2].split(",")]
        for index in _ANCHOR_ROWS:
            if index < len(numbers):
                numbers[index] = str(rows.position(int(numbers[index]) + 1) - 1)
        return match[1] + ", ".join(numbers) + match[3]

    def row(match: re.Match[str]) -> str:
        return f"{match[1]}{rows.position(int(match[2]) + 1) - 1}{match[3]}"

    text = re.sub(r"(<x:Anchor>)([^<]*)(</x:Anchor>)", anchor, text)
    return re.sub(r"(<x:Row>)(\d+)(</x:Row>)", row, text).encode()
