"""Parts that hang on a sheet and point at its rows or columns: tables, comments, drawings, controls."""

from __future__ import annotations

import copy

from lxml import etree

from hqe_docs.paper.book import Book, area_of, ends_of, moved_cell
from hqe_docs.paper.drawings import move_drawing, relink_shapes
from hqe_docs.paper.linemap import LineMap
from hqe_docs.paper.package import Parts
from hqe_docs.paper.refs import ROWS, column_number, split_cell
from hqe_docs.paper.relations import relations_of, written
from hqe_docs.paper.vml import moved_shapes

MOST_COMMENTS = 10_000  # made of one comment; Excel grows slow with more shapes on a sheet
_CONTROL = ("fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx", "listFillRange")


def move_attached(parts: Parts, sheet_part: str, name: str, book: Book) -> None:
    """Move what the parts attached to sheet `name`, which is `sheet_part`, say about its rows or columns."""
    lines = book.maps[name]
    for kind, part in [(item.kind, item.target) for item in relations_of(parts, sheet_part)]:
        if kind == "vmlDrawing":
            others = [parts[other] for other in parts if other.endswith(".vml") and other != part]
            formula = lambda text: book.formula(text, name)  # noqa: E731  (one expression, used once)
            parts[part] = moved_shapes(parts[part], others, lines, formula, MOST_COMMENTS)
        elif kind in ("table", "comments", "threadedComment", "drawing", "ctrlProp", "pivotTable"):
            root = etree.fromstring(parts[part])
            _move(kind, root, name, book)
            parts[part] = written(root)


def relink_attached(parts: Parts, sheet_part: str, name: str, book: Book) -> None:
    """Let shapes and controls on sheet `name`, whose own rows stay, show the cells of others where these are."""
    for kind, part in [(item.kind, item.target) for item in relations_of(parts, sheet_part)]:
        if kind in ("drawing", "ctrlProp"):
            root = etree.fromstring(parts[part])
            before = etree.tostring(root)
            if kind == "drawing":
                relink_shapes(root, name, book)
            else:
                _relink_control(root, name, book)
            if etree.tostring(root) != before:
                parts[part] = written(root)


def _relink_control(root: etree._Element, name: str, book: Book) -> None:
    for key in _CONTROL:
        if root.get(key):
            root.set(key, book.formula(root.get(key, ""), name))


def _move(kind: str, root: etree._Element, name: str, book: Book) -> None:
    lines = book.maps[name]
    if kind == "drawing":
        move_drawing(root, name, book)
    elif kind == "comments":
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
