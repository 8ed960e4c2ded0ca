"""Rows added to a list of a sheet: what stands below moves down, with all that points at it."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from hqe_docs.paper.excel.attached import move_attached
from hqe_docs.paper.excel.book import Book
from hqe_docs.paper.excel.charts import move_charts
from hqe_docs.paper.excel.linemap import LineMap, Segment, Spot
from hqe_docs.paper.excel.moves import move_sheet
from hqe_docs.paper.excel.refs import ROWS, split_cell
from hqe_docs.paper.excel.workbook import finish_workbook, read_workbook
from hqe_docs.paper.forms.grids.sheetform import column_said, strings_in, whole
from hqe_docs.paper.package import Parts
from hqe_docs.paper.xmlbytes import xml_bytes, xml_root
from hqe_docs.problems import Location

Element = etree._Element


def more_sheet_rows(parts: Parts, address: Location, more: int) -> bool:
    """Put `more` rows like that of a cell behind it; say whether that was possible."""
    name, row = address.sheet or "", split_cell(address.cell or "A1")[1]
    workbook = read_workbook(parts)
    part = dict(workbook.sheets).get(name)
    root = xml_root(parts[part]) if part else None
    if part is None or root is None or not _is_simple(root, row):
        return False
    book = Book({name: _map(row, more)}, {})
    _grow(root, name, row, more, book, strings_in(parts))
    move_sheet(root, name, book)
    parts[part] = xml_bytes(root)
    settled = move_attached(parts, part, name, book)
    move_charts(parts, book, [name], settled)
    for other, other_part in workbook.sheets:
        if other != name:
            _point_anew(parts, other, other_part, book)
    finish_workbook(parts, workbook, book)
    return True


def _map(row: int, more: int) -> LineMap:
    """Return where the rows go: those before stay, the row comes `more` times again, those behind move down."""
    lines = LineMap(
        [Segment(1, row - 1, ()), Segment(row, 1, (0,)), Segment(row + 1, ROWS.last - row - more, ())]
    )
    lines.record(0, (), 1)
    for turn in range(more + 1):
        lines.record(1, (turn,), row + turn)
    lines.record(2, (), row + more + 1)
    return lines


def _is_simple(root: Element, row: int) -> bool:
    """Say whether all rows and cells say where they stand, none of the row reaches further down, no formula is shared."""
    if not _is_numbered(root):
        return False
    shared = any(f.get("t") in ("shared", "array", "dataTable") for f in root.iter("{*}f"))
    ends = (item.get("ref", "").split(":") for item in root.iterfind("{*}mergeCells/{*}mergeCell"))
    tall = any(
        len(area) == 2 and split_cell(area[0])[1] == row and split_cell(area[1])[1] > row for area in ends
    )
    return row > 1 and not shared and not tall


def _is_numbered(root: Element) -> bool:
    rows = root.iterfind("{*}sheetData/{*}row")
    merges = root.iterfind("{*}mergeCells/{*}mergeCell")
    ends = [end for item in merges for end in item.get("ref", "").split(":")]
    ends += [cell.get("r", "A1") for cell in root.iterfind("{*}sheetData/{*}row/{*}c")]
    return all(whole(row.get("r")) > 0 for row in rows) and all(column_said(end) > -1 for end in ends)


def _grow(root: Element, name: str, row: int, more: int, book: Book, strings: Sequence[str]) -> None:
    data = root.find("{*}sheetData")
    for element in list(data) if data is not None else ():
        number = int(element.get("r", "0"))
        if number > row:
            _put(element, number + more, name, book, Spot())
        elif number < row:
            _put(element, number, name, book, Spot())
        else:
            for turn in range(more, 0, -1):
                copy = deepcopy(element)
                element.addnext(copy)
                _put(copy, row + turn, name, book, Spot((0,), (turn,)))
                count_on(copy, turn, strings)
            _put(element, row, name, book, Spot((0,), (0,)))


def _put(element: Element, number: int, name: str, book: Book, spot: Spot) -> None:
    """Give a row its number, its cells theirs, and its formulas the rows they look at now."""
    if element.get("r") != str(number):
        element.set("r", str(number))
    for cell in element.iterfind("{*}c"):
        if place := cell.get("r"):
            cell.set("r", f"{split_cell(place)[0]}{number}")
        for formula in cell.iterfind("{*}f"):
            if formula.text:
                formula.text = book.formula(formula.text, name, spot)


def count_on(row: Element, turn: int, strings: Sequence[str]) -> None:
    """Let the row's number, if it is typed as one or as text, count on."""
    for cell in row.iterfind("{*}c"):
        kind, held = cell.get("t", "n"), cell.find("{*}v")
        value = (held.text or "") if held is not None else cell.findtext("{*}is/{*}t") or ""
        if kind == "s":
            value = strings[whole(value)] if -1 < whole(value) < len(strings) else ""
        number = whole(value.strip())
        if cell.find("{*}f") is None and kind in ("n", "s", "inlineStr") and number > -1:
            for child in list(cell):
                cell.remove(child)
            cell.attrib.pop("t", "")
            etree.SubElement(cell, f"{{{etree.QName(cell).namespace}}}v").text = str(number + turn)
            return


def _point_anew(parts: Parts, name: str, part: str, book: Book) -> None:
    """Let the formulas of another sheet look at the rows as they are now."""
    root = xml_root(parts[part])
    changed = False
    for formula in root.iter("{*}f", "{*}formula", "{*}formula1", "{*}formula2"):
        new = book.formula(formula.text or "", name)
        if new != (formula.text or ""):
            formula.text, changed = new, True
    if changed:
        parts[part] = xml_bytes(root)
