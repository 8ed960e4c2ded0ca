"""Parts that hang on a sheet and point at its rows or columns: tables, comments, drawings, controls."""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Iterable, Iterator

from lxml import etree

from hqe_docs.paper.excel.book import Book, area_of, ends_of, moved_cell
from hqe_docs.paper.excel.charts import own_chart
from hqe_docs.paper.excel.drawings import Drawn, move_drawing, relink_shapes
from hqe_docs.paper.excel.linemap import LineMap
from hqe_docs.paper.excel.refs import ROWS, column_number, split_cell
from hqe_docs.paper.excel.vml import moved_shapes
from hqe_docs.paper.package import Parts
from hqe_docs.paper.relations import (
    add_part,
    content_type,
    free_name,
    relate,
    relations_of,
    share_relations,
)
from hqe_docs.paper.xmlbytes import xml_bytes

MOST_COMMENTS = 10_000  # made of one comment; Excel grows slow with more shapes on a sheet
_CONTROL = ("fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx", "listFillRange")


def move_attached(parts: Parts, sheet_part: str, name: str, book: Book) -> list[str]:
    """Move what the parts attached to sheet `name`, which is `sheet_part`, say about its rows or columns.

    Return the charts that stand in loops: one for each turn, drawing that turn.
    """
    lines, charts = book.maps[name], list[str]()
    for kind, part in [(item.kind, item.target) for item in relations_of(parts, sheet_part)]:
        if kind == "vmlDrawing":
            others = [parts[other] for other in parts if other.endswith(".vml") and other != part]
            formula = lambda text: book.formula(text, name)  # noqa: E731  (one expression, used once)
            parts[part] = moved_shapes(parts[part], others, lines, formula, MOST_COMMENTS)
        elif kind == "drawing":
            root = etree.fromstring(parts[part])
            charts += _own_charts(parts, part, move_drawing(root, name, book), name, book)
            parts[part] = xml_bytes(root)
        elif kind in ("table", "comments", "threadedComment", "ctrlProp", "pivotTable"):
            root = etree.fromstring(parts[part])
            _move(kind, root, name, book)
            parts[part] = xml_bytes(root)
    return charts


def _own_charts(parts: Parts, drawing: str, found: Iterable[Drawn], name: str, book: Book) -> Iterator[str]:
    """Give each chart of a loop's turn a part of its own; yield their names."""
    targets = {item.id: item.target for item in relations_of(parts, drawing)}
    patterns = {target: parts[target] for target in targets.values()}
    taken: set[str] = set()
    for anchor, spot in found:
        frame = next((one for one in anchor.iter("{*}chart") if one.attrib), None)
        key = (
            next((key for key in frame.attrib if str(key).endswith("}id")), None)
            if frame is not None
            else None
        )
        old = targets.get(str(frame.get(key))) if frame is not None and key is not None else None
        if frame is None or key is None or old is None:
            continue
        chart = own_chart(patterns[old], name, book, spot)
        new = old
        if old in taken:
            new = free_name(parts, f"{posixpath.dirname(old)}/chart{{}}.xml")
            add_part(parts, new, chart, content_type(parts, old))
            share_relations(parts, old, new)
            frame.set(key, relate(parts, drawing, "chart", new))
        taken.add(old)
        parts[new] = chart
        yield new


def relink_attached(parts: Parts, sheet_part: str, name: str, book: Book) -> list[str]:
    """Let shapes and controls on sheet `name`, whose own rows stay, show the cells of others; return no charts."""
    for kind, part in [(item.kind, item.target) for item in relations_of(parts, sheet_part)]:
        if kind in ("drawing", "ctrlProp"):
            root = etree.fromstring(parts[part])
            before = etree.tostring(root)
            if kind == "drawing":
                relink_shapes(root, name, book)
            else:
                _relink_control(root, name, book)
            if etree.tostring(root) != before:
                parts[part] = xml_bytes(root)
    return []


def _relink_control(root: etree._Element, name: str, book: Book) -> None:
    for key in _CONTROL:
        if root.get(key):
            root.set(key, book.formula(root.get(key, ""), name))


def _move(kind: str, root: etree._Element, name: str, book: Book) -> None:
    lines = book.maps[name]
    if kind == "comments":
        _move_comments(root, lines)
    elif kind == "threadedComment":
        for comment in list(root):
            _place(comment, lines, 1)
    elif kind == "ctrlProp":
        _relink_control(root, name, book)
    elif kind == "pivotTable":
        for location in root.iterfind("{*}location"):
            _shift(location, lines)
    else:
        for element in (root, *root.iter("{*}autoFilter", "{*}sortState", "{*}sortCondition")):
            _stretch(element, lines, headed=root.get("headerRowCount") != "0")


def _move_comments(root: etree._Element, lines: LineMap) -> None:
    authors = [author.text or "" for author in root.iterfind("{*}authors/{*}author")]
    for comment in list(root.iterfind("{*}commentList/{*}comment")):
        author = int(comment.get("authorId", "0"))
        # a conversation (its author is "tc=" with its id) is held once
        is_conversation = author < len(authors) and authors[author].startswith("tc=")
        _place(comment, lines, 1 if is_conversation else MOST_COMMENTS)


def _place(comment: etree._Element, lines: LineMap, most: int) -> None:
    """Put the comment at each cell that its own became, `most` at the most."""
    cell = comment.get("ref", "A1")
    column, row = split_cell(cell)
    places = [place for place, _ in lines.places((column_number(column), row)[lines.axis.half])][:most]
    before = comment
    for number, place in enumerate(places):
        one = copy.deepcopy(comment) if number else comment
        if number:
            for key in [key for key in one.attrib if str(key).endswith("}uid")]:
                del one.attrib[key]
            before.addnext(one)
        one.set("ref", moved_cell(cell, place, lines.axis))
        before = one
    if not places:
        comment.getparent().remove(comment)  # type: ignore[union-attr]


def _shift(element: etree._Element, lines: LineMap) -> None:
    """Move an area that keeps its size."""
    ends = ends_of(element.get("ref", ""))
    if ends:
        low, high = (lines.axis.number(end[lines.axis.half]) for end in ends)
        place = lines.position(low)
        element.set("ref", area_of(ends, (place, place + high - low), lines.axis))


def _stretch(element: etree._Element, lines: LineMap, *, headed: bool) -> None:
    ends = ends_of(element.get("ref", ""))
    if ends is None:
        return
    low, high = (lines.axis.number(end[lines.axis.half]) for end in ends)
    span = lines.span(low, high)
    if span:
        # a table without a data row is refused by Excel
        least = span[0] + (headed and lines.axis is ROWS and element.tag.endswith("table"))
        element.set("ref", area_of(ends, (span[0], max(span[1], least)), lines.axis))
