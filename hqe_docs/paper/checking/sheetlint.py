"""What stands wrong in an Excel template although its tags are right: what filling would lose or distort."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from hqe_docs.paper.checking.tagpieces import place_of, sheets_of
from hqe_docs.paper.excel.linemap import LineMap
from hqe_docs.paper.excel.program import segments_of
from hqe_docs.paper.excel.refs import split_cell, unquoted
from hqe_docs.paper.excel.sheet import Cell, Sheet
from hqe_docs.paper.excel.sheetcopies import sheet_controls
from hqe_docs.paper.excel.workbook import WORKBOOK
from hqe_docs.paper.package import Parts
from hqe_docs.problems import Location, Problem, problem

_STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
_AREA = re.compile(r"('(?:[^']|'')+'|[^'!,]+)!\$?[A-Z]{0,3}\$?(\d+)(?::\$?[A-Z]{0,3}\$?(\d+))?")
# a function of many values that is given one cell: =SUM(D4), =COUNTIF($D$4,"是"), =SUBTOTAL(9,D4)
_OF_ONE = re.compile(
    r"\b((?:SUM|AVERAGE|COUNT|COUNTA|COUNTIF|SUMIF|MAX|MIN|PRODUCT|SUBTOTAL\(\d+,)\(?\s*\$?[A-Z]{1,3}\$?(\d+)\s*)[,)]",
    re.IGNORECASE,
)
_MOST_SHOWN = 20


def lint_sheets(parts: Parts, file: str) -> Iterator[Problem]:
    """Yield what control rows would lose, merged cells and defined names that they cut."""
    sheets = [sheet for _, sheet in sheets_of(parts)]
    for sheet in sheets:
        yield from _lost(sheet, file)
        yield from _torn_merges(sheet, file)
        yield from _sums_of_one(sheet, file)
    yield from _torn_names(parts, {sheet.name: _controls(sheet) for sheet in sheets}, file)


def _controls(sheet: Sheet) -> set[int]:
    """Return the rows that go away in filling."""
    rows = {row.number for row in sheet.rows if row.controls}
    return rows | {row.number for row, _, _ in sheet_controls(sheet)}


def _lost(sheet: Sheet, file: str) -> Iterator[Problem]:
    for row in sheet.rows:
        for cell in row.cells if row.controls else ():
            text = _other_text(cell)
            if text:
                yield problem("T165", place_of(cell, sheet, file), text=text[:_MOST_SHOWN])


def _other_text(cell: Cell) -> str:
    """Return what a cell of a control row holds beside its control tags."""
    if cell.formula:
        return f"={cell.formula.text}"
    if cell.text:
        return _STATEMENT.sub("", cell.text).replace("{##}", "").strip()
    return "".join(re.findall(r">([^<]+)<", cell.rest)).strip()


def _torn_merges(sheet: Sheet, file: str) -> Iterator[Problem]:
    controls, lines = _controls(sheet), LineMap(segments_of(list(sheet.rows)))

    def loops(row: int) -> tuple[int, ...]:
        return lines.segments[lines.index_of(row)].loops

    for merge in sheet.root.iter("{*}mergeCell") if controls else ():
        area = merge.get("ref", "A1")
        (first, top), (_, bottom) = (split_cell(end) for end in (area.split(":")[0], area.split(":")[-1]))
        if top != bottom and (loops(top) != loops(bottom) or {top, bottom} & controls):
            yield problem("T166", place_of(Cell(first, top, ""), sheet, file), area=area)


def _sums_of_one(sheet: Sheet, file: str) -> Iterator[Problem]:
    """Yield the sums outside a loop that take one cell of its rows: only a range grows with the rows."""
    lines = LineMap(segments_of(list(sheet.rows)))

    def loops(row: int) -> tuple[int, ...]:
        return lines.segments[lines.index_of(row)].loops

    for row in sheet.rows:
        for cell in row.cells:
            for text, single in _OF_ONE.findall(cell.formula.text) if cell.formula else ():
                if set(loops(int(single))) - set(loops(row.number)):
                    yield problem("T174", place_of(cell, sheet, file), text=f"{text})", row=single)


def _torn_names(parts: Parts, controls: Mapping[str, set[int]], file: str) -> Iterator[Problem]:
    for name in etree.fromstring(parts[WORKBOOK]).iterfind("{*}definedNames/{*}definedName"):
        for sheet, *rows in _AREA.findall(name.text or ""):
            cut = [row for row in rows if row and int(row) in controls.get(unquoted(sheet), ())]
            if cut:
                title = name.get("name", "").removeprefix("_xlnm.")
                yield problem("T167", Location(file, unquoted(sheet)), name=title, row=cut[0])
