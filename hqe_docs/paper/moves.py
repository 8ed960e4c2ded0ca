"""Everything of a sheet that points at rows or columns, moved to where these went."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from hqe_docs.paper.linemap import NOWHERE_SPECIAL, LineMap, Spot
from hqe_docs.paper.refs import COLUMNS, ROWS, Axis, Lines, Reference, column_number, replaced, split_cell
from hqe_docs.paper.samerows import apart
from hqe_docs.problems import column_letters

MOST_BREAKS = 1_023
_RANGE = re.compile(r"([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?")
Merges = Sequence[tuple[str, int, int]]  # cell of the template, first and last row written


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a workbook: by the template's name, where rows went and what the sheet is called now.

    With `axis` COLUMNS the maps are of columns, and all is moved sideways.
    """

    maps: Mapping[str, LineMap]
    names: Mapping[str, str]
    axis: Axis = ROWS

    def formula(
        self, text: str, home: str | None, spot: Spot = NOWHERE_SPECIAL, *, stretch: bool = False
    ) -> str:
        """Return `text`, a formula at `spot` of sheet `home`, pointing at the rows as they are now."""

        def lines_of(reference: Reference) -> Lines:
            name = reference.sheet if reference.sheet is not None else home
            lines = self.maps.get(name) if name is not None else None
            return _lines(reference, self.axis, lines, spot if name == home else NOWHERE_SPECIAL, stretch)

        return replaced(text, lines_of, lambda name: self.names.get(name, name), self.axis)


def _lines(reference: Reference, axis: Axis, lines: LineMap | None, spot: Spot, stretch: bool) -> Lines:
    first, last = (end[axis.half] for end in (reference.first, reference.last or reference.first))
    low, high = axis.number(first), axis.number(last)
    if lines is None:
        return low, high
    one = reference.last is None and not stretch
    # a cell of a fixed row in a loop is its first writing, a fixed range is all of it
    span = lines.span(low, high, spot, (first.startswith("$"), last.startswith("$")))
    if span is None:
        return axis.last, axis.last  # nothing was written: a row that is always blank, so that a sum is 0
    return (span[0], span[0]) if one else span


def areas(reference: str, lines: LineMap, *, joined: bool) -> Iterator[str]:
    """Yield the areas that the space-separated areas of `reference` became."""
    for part in reference.split():
        ends = _ends(part)
        if ends is None:
            yield part
            continue
        low, high = (lines.axis.number(end[lines.axis.half]) for end in ends)
        for span in lines.joined_areas(low, high) if joined else lines.areas(low, high):
            first, last = (_put(end, line, lines.axis) for end, line in zip(ends, span, strict=True))
            yield first if first == last else f"{first}:{last}"


def _ends(area: str) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """Return both ends of an area as (column, row), None when it is none."""
    match = _RANGE.fullmatch(area.replace("$", ""))
    return ((match[1], match[2]), (match[3] or match[1], match[4] or match[2])) if match else None


def _put(end: tuple[str, str], line: int, axis: Axis) -> str:
    return end[0] + axis.written(line) if axis.half else axis.written(line) + end[1]


def move_sheet(root: etree._Element, name: str, book: Book, merges: Merges = ()) -> None:
    """Move what stands around the cells of sheet `name`: panes, filters, merges, ranges, links, breaks."""
    lines = book.maps[name]
    for element in list(root.iter("{*}selection", "{*}pane", "{*}sheetView")):
        _move_view(element, lines)
    for element in list(root.iter("{*}autoFilter", "{*}sortState", "{*}sortCondition")):
        _set_area(element, lines)
    _move_merges(root, lines, merges)
    for group in ("dataValidations", "conditionalFormatting", "ignoredErrors", "protectedRanges"):
        for element in list(root.iterfind("{*}" + group)):
            _move_ranges(element, name, book)
    _move_links(root, name, book)
    _move_breaks(root, lines)
    _move_extensions(root, name, book)


def _move_view(element: etree._Element, lines: LineMap) -> None:
    axis = lines.axis
    for attribute in ("topLeftCell", "activeCell"):
        value = element.get(attribute)
        if value:
            column, row = split_cell(value)
            line = lines.position((column_number(column), row)[axis.half])
            element.set(attribute, _put((column, str(row)), line, axis))
    if element.get("sqref"):
        element.set("sqref", element.get("activeCell") or "A1")
    if axis is COLUMNS and element.get("state") == "frozen" and element.get("xSplit"):
        # xSplit counts the columns that stay
        element.set("xSplit", str(lines.position(int(element.get("xSplit", "0")) + 1) - 1))


def _set_area(element: etree._Element, lines: LineMap) -> None:
    ends = _ends(element.get("ref", ""))
    if ends is None:
        return
    low, high = (lines.axis.number(end[lines.axis.half]) for end in ends)
    span = lines.span(low, high)
    if span is None:
        _drop(element)
        return
    first, last = (_put(end, line, lines.axis) for end, line in zip(ends, span, strict=True))
    element.set("ref", f"{first}:{last}")
    for column in element.iterfind("{*}filterColumn") if lines.axis is COLUMNS else ():
        column.set("colId", str(lines.position(low + int(column.get("colId", "0"))) - span[0]))


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


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
        _drop(old)
        return
    namespace = etree.QName(old).namespace
    for child in list(old):
        old.remove(child)
    old.set("count", str(len(found)))
    for area in found:
        etree.SubElement(old, f"{{{namespace}}}mergeCell", ref=area)


def _move_ranges(group: etree._Element, name: str, book: Book) -> None:
    """Move sqref of the group or of its children; what has no row left goes."""
    holders = [element for element in (group, *group) if element.get("sqref")]
    for element in holders:
        old = element.get("sqref", "")
        new = " ".join(areas(old, book.maps[name], joined=True))
        if not new:
            _drop(element)
            continue
        element.set("sqref", new)
        for formula in element.iter("{*}formula", "{*}formula1", "{*}formula2"):
            formula.text = book.formula(formula.text or "", name, _corner(old, book.maps[name]))
    if group.get("count"):
        group.set("count", str(len(group)))
    if group not in holders and not len(group):
        _drop(group)


def _corner(reference: str, lines: LineMap) -> Spot:
    ends = _ends(reference.split(maxsplit=1)[0]) if reference else None
    return lines.spot_of(lines.axis.number(ends[0][lines.axis.half])) if ends else NOWHERE_SPECIAL


def _move_links(root: etree._Element, name: str, book: Book) -> None:
    group = root.find("{*}hyperlinks")
    if group is None:
        return
    for link in list(group):
        for area in areas(link.get("ref", ""), book.maps[name], joined=False):
            repeated = copy.copy(link)
            repeated.set("ref", area)
            if repeated.get("location"):
                repeated.set("location", book.formula(str(repeated.get("location")), name))
            link.addprevious(repeated)
        group.remove(link)
    if not len(group):
        _drop(group)


def _move_breaks(root: etree._Element, lines: LineMap) -> None:
    group = root.find("{*}rowBreaks" if lines.axis is ROWS else "{*}colBreaks")
    if group is None:
        return
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
        _drop(group)
    for count in ("count", "manualBreakCount"):
        group.set(count, str(len(group)))


def _move_extensions(root: etree._Element, name: str, book: Book) -> None:
    """Move validations and formats of later Excel editions (x14), whose areas stand in xm:sqref."""
    lines = book.maps[name]
    for area in list(root.iterfind("{*}extLst//{*}sqref")):
        holder = area.getparent()
        old = area.text or ""
        area.text = " ".join(areas(old, lines, joined=True))
        if holder is None:
            continue
        for formula in holder.iter("{*}f"):
            formula.text = book.formula(formula.text or "", name, _corner(old, lines))
        if not area.text:
            _drop(holder)


def set_dimension(root: etree._Element, last_row: int, columns: list[int]) -> None:
    """Set the used range, which some readers trust."""
    dimension = root.find("{*}dimension")
    if dimension is not None:
        right = column_letters(max(columns, default=1))
        left = column_letters(min(columns, default=1))
        dimension.set("ref", f"{left}1:{right}{max(last_row, 1)}")
