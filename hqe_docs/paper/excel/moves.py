"""Everything of a sheet that points at rows or columns, moved to where these went."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence

from lxml import etree

from hqe_docs.paper.excel.book import Book, area_of, areas, ends_of, moved_cell
from hqe_docs.paper.excel.drawings import shift_controls
from hqe_docs.paper.excel.linemap import LineMap
from hqe_docs.paper.excel.refs import COLUMNS, ROWS, column_number, split_cell
from hqe_docs.paper.excel.samerows import apart
from hqe_docs.paper.excel.sheetrules import close_group, drop, move_rules
from hqe_docs.paper.excel.sparklines import move_sparklines
from hqe_docs.problems import column_letters

MOST_BREAKS = 1_023
Merges = Sequence[tuple[str, int, int]]  # cell of the template, first and last row written
_SPLITS = ("xSplit", "ySplit")  # of a pane, by axis


def move_sheet(root: etree._Element, name: str, book: Book, merges: Merges = ()) -> None:
    """Move what stands around the cells of sheet `name`: panes, filters, merges, ranges, links, breaks."""
    lines = book.maps[name]
    for view in list(root.iter("{*}sheetView", "{*}customSheetView")):
        _move_view(view, lines)
    for element in list(root.iter("{*}autoFilter", "{*}sortState", "{*}sortCondition")):
        _set_area(element, lines)
    _move_merges(root, lines, merges)
    move_rules(root, name, book)
    move_sparklines(root, name, book)
    _move_links(root, name, book)
    for group in list(root.iter("{*}rowBreaks" if lines.axis is ROWS else "{*}colBreaks")):
        _move_breaks(group, lines)
    shift_controls(root, lines)
    for cell in root.iter("{*}inputCells", "{*}cellWatch"):
        cell.set("r", _position(cell.get("r", "A1"), lines))


def points_elsewhere(root: etree._Element, formulas: Iterable[str], name: str, book: Book) -> bool:
    """Say whether anything on sheet `name`, its cells' `formulas` included, has to point at other cells now."""
    elements = root.iter("{*}formula", "{*}formula1", "{*}formula2", "{*}f")
    texts = [
        *formulas,
        *(element.text or "" for element in elements),
        *(element.get("val", "") for element in root.iter("{*}cfvo")),
        *(link.get("location", "") for link in root.iter("{*}hyperlink")),
    ]
    return any(book.formula(text, name) != text for text in texts)


def _position(cell: str, lines: LineMap) -> str:
    column, row = split_cell(cell)
    return moved_cell(cell, lines.position((column_number(column), row)[lines.axis.half]), lines.axis)


def _move_view(view: etree._Element, lines: LineMap) -> None:
    for pane in list(view.iterfind("{*}pane")):
        _move_split(view, pane, lines)
    for element in (view, *view.iterfind("{*}pane"), *view.iterfind("{*}selection")):
        for attribute in ("topLeftCell", "activeCell"):
            if element.get(attribute):
                element.set(attribute, _position(element.get(attribute, ""), lines))
        if element.get("sqref"):
            element.set("sqref", element.get("activeCell") or "A1")
            element.attrib.pop("activeCellId", "")


def _move_split(view: etree._Element, pane: etree._Element, lines: LineMap) -> None:
    """Let the frozen rows or columns be those of the template; without any left the pane goes."""
    key = _SPLITS[lines.axis.half]
    if pane.get("state") not in ("frozen", "frozenSplit") or not pane.get(key):
        return
    column, row = split_cell(view.get("topLeftCell") or "A1")  # the count begins where the view does
    top = (column_number(column), row)[lines.axis.half]
    frozen = lines.position(top + int(float(pane.get(key, "0")))) - lines.position(top)
    if frozen:
        pane.set(key, str(frozen))
        return
    del pane.attrib[key]
    if pane.get(_SPLITS[1 - lines.axis.half]):
        _unsplit(view, pane, lines)
        return
    drop(pane)
    for selection in list(view.iterfind("{*}selection")):
        drop(selection)


def _unsplit(view: etree._Element, pane: etree._Element, lines: LineMap) -> None:
    """Leave the pane split the other way only."""
    left = "bottomLeft" if lines.axis is COLUMNS else "topRight"
    pane.set("activePane", left)
    for selection in list(view.iterfind("{*}selection")):
        if selection.get("pane") != left:
            drop(selection)


def _set_area(element: etree._Element, lines: LineMap) -> None:
    ends = ends_of(element.get("ref", ""))
    if ends is None:
        return
    low, high = (lines.axis.number(end[lines.axis.half]) for end in ends)
    span = lines.span(low, high)
    if span is None:
        drop(element)
        return
    element.set("ref", area_of(ends, span, lines.axis))
    for column in element.iterfind("{*}filterColumn") if lines.axis is COLUMNS else ():
        column.set("colId", str(lines.position(low + int(column.get("colId", "0"))) - span[0]))


def _move_merges(root: etree._Element, lines: LineMap, merges: Merges) -> None:
    old = root.find("{*}mergeCells")
    references = [str(e.get("ref")) for e in old] if old is not None else []
    widths = {reference.split(":")[0]: reference.split(":")[-1] for reference in references}
    grown = {cell for cell, _first, _last in merges}
    found = [a for r in references if r.split(":")[0] not in grown for a in areas(r, lines, joined=False)]
    for cell, first, last in merges:
        left, right = split_cell(cell)[0], split_cell(widths.get(cell, cell))[0]
        if first != last or left != right:
            found.append(f"{left}{first}:{right}{last}")
    found = [area for area in found if ":" in area]
    _write_merges(root, old, apart(found) if merges else found)


# what may stand between the rows and the merges (CT_Worksheet, ECMA-376 §18.3.1.99)
_BEFORE_MERGES = (
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
)


def _write_merges(root: etree._Element, old: etree._Element | None, found: list[str]) -> None:
    if old is None and found:
        namespace = etree.QName(root).namespace
        before = [e for e in root if etree.QName(e).localname in _BEFORE_MERGES]
        old = etree.Element(f"{{{namespace}}}mergeCells")
        before[-1].addnext(old)
    if old is None:
        return
    if not found:
        drop(old)
        return
    namespace = etree.QName(old).namespace
    for child in list(old):
        old.remove(child)
    old.set("count", str(len(found)))
    for area in found:
        etree.SubElement(old, f"{{{namespace}}}mergeCell", ref=area)


def _move_links(root: etree._Element, name: str, book: Book) -> None:
    group = root.find("{*}hyperlinks")
    if group is None:
        return
    lines = book.maps[name]
    for link in list(group):
        ends = ends_of(link.get("ref", ""))
        if ends is None:
            continue
        low, high = (lines.axis.number(end[lines.axis.half]) for end in ends)
        for span, spot in lines.turned_areas(low, high):
            repeated = copy.copy(link)
            repeated.set("ref", area_of(ends, span, lines.axis))
            if repeated.get("location"):
                repeated.set("location", book.formula(repeated.get("location", ""), name, spot))
            link.addprevious(repeated)
        group.remove(link)
    close_group(group)


def _move_breaks(group: etree._Element, lines: LineMap) -> None:
    namespace, old = etree.QName(group).namespace, list(group)
    places = {last: entry for entry in old for _first, last in lines.areas(*[int(entry.get("id", "0"))] * 2)}
    for entry in old:
        group.remove(entry)
    for last in sorted(places)[:MOST_BREAKS]:
        entry = etree.SubElement(group, f"{{{namespace}}}brk")
        for key, value in places[last].attrib.items():
            entry.set(key, value)
        entry.set("id", str(last))
    if not len(group):
        drop(group)
    for count in ("count", "manualBreakCount"):
        group.set(count, str(len(group)))


def set_dimension(root: etree._Element, last_row: int, columns: list[int]) -> None:
    """Set the used range, which some readers trust."""
    dimension = root.find("{*}dimension")
    if dimension is not None:
        right = column_letters(max(columns, default=1))
        left = column_letters(min(columns, default=1))
        dimension.set("ref", f"{left}1:{right}{max(last_row, 1)}")
