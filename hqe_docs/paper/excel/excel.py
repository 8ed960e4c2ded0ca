"""Excel templates: rows streamed into the template's own sheets, all that points at rows moved along."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from hqe_docs.paper.excel.attached import move_attached, relink_attached
from hqe_docs.paper.excel.book import Book
from hqe_docs.paper.excel.cells import SheetWriter, by_column
from hqe_docs.paper.excel.celltrail import keep_sheet
from hqe_docs.paper.excel.charts import move_charts
from hqe_docs.paper.excel.columnpass import Sheets, with_columns
from hqe_docs.paper.excel.formularows import FormulaRows, formula_rows, rows_xml
from hqe_docs.paper.excel.moves import move_sheet, points_elsewhere, set_dimension
from hqe_docs.paper.excel.program import render_sheet
from hqe_docs.paper.excel.sheet import Sheet, read_sheet, read_strings
from hqe_docs.paper.excel.sheetcopies import Copied, Turns, only_unknown, with_copies
from hqe_docs.paper.excel.styles import DateStyles
from hqe_docs.paper.excel.tables import name_columns, tables_of, with_blank_rows
from hqe_docs.paper.excel.workbook import (
    STRINGS,
    STYLES,
    Workbook,
    finish_workbook,
    read_workbook,
    sheet_names,
)
from hqe_docs.paper.formulas.cached import FilledSheet, put_values
from hqe_docs.paper.language.notes import Note, Notes, as_problems
from hqe_docs.paper.language.tags import has_tags, render_into, text_environment
from hqe_docs.paper.package import Parts
from hqe_docs.paper.properties import CORE, core_properties, property_texts
from hqe_docs.paper.trail import Trail
from hqe_docs.paper.xmlbytes import xml_bytes
from hqe_docs.problems import Location, Problem, problem

_ROWS = "\ue000hqe-rows\ue000"  # no template holds it
_HEADINGS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


@dataclass(frozen=True, slots=True)
class _Written:
    part: str
    sheet: Sheet
    writer: SheetWriter


def fill_excel(
    parts: Parts,
    file: str,
    context: Mapping[str, Any],
    fallback_title: str,
    turns: Turns | None = None,
    trail: Trail | None = None,
) -> tuple[Parts, list[Problem]]:
    """Return the parts of the filled workbook and what was wrong; with an error the parts are of no use.

    With `turns` the first sheet with tags is made as many times. The `trail` gets which cell came from which.
    """
    try:
        workbook = read_workbook(parts)
        strings, blanked = read_strings(parts.get(STRINGS))
        sheets: Sheets = [(part, read_sheet(name, parts[part], strings)) for name, part in workbook.sheets]
    except (KeyError, ValueError, etree.XMLSyntaxError):
        return parts, [problem("T101", Location(file=file), detail="不是完整的 Excel 工作簿")]
    filled = Parts(parts)
    copied = with_copies(sheets, filled, workbook, file, context, turns)
    if not only_unknown(copied.found):
        return filled, copied.found
    sheets, found = with_columns(copied.sheets, filled, workbook, file, context)
    filling = _Filling(file, context, [*copied.found, *found])
    if blanked is not None and any(has_tags(text) for text in strings):
        filled[STRINGS] = blanked
    if CORE in parts:
        render = filling.renderer(Location(file=file, path="文档属性"))
        filled[CORE] = core_properties(property_texts(parts[CORE]), context, fallback_title, render)
    with _collector_at_rest():
        _fill_sheets(filling, filled, workbook, sheets, copied, trail)
    return filled, list(dict.fromkeys(filling.found))


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Let no cycles be looked for: a tenth of the time of a large ledger goes there, and rows leave none."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


@dataclass(slots=True)
class _Filling:
    file: str
    context: Mapping[str, Any]
    found: list[Problem]

    def inside(self, sheet: Sheet) -> _Filling:
        """Return the same with what only `sheet` knows."""
        return replace(self, context={**self.context, **dict(sheet.bound)}) if sheet.bound else self

    def renderer(self, where: Location, escape: Callable[[str], str] = str) -> Callable[[str], str]:
        """Return a function that fills a text standing at `where`; `escape` is put on each value."""

        def render(source: str) -> str:
            if not has_tags(source):
                return source
            notes = Notes(names=set(self.context))
            text = render_into(text_environment(notes, escape), source, self.context)
            self.found.extend(as_problems(notes, lambda _note: where))
            return text

        return render

    def sheet(self, part: str, sheet: Sheet, styles: DateStyles, parts: Parts) -> _Written:
        """Return the rows of `sheet`, its problems put to those found."""
        notes = Notes(names=set(self.context))
        writer, cell_of = render_sheet(sheet, self.context, notes, styles)
        kept = with_blank_rows(sheet, writer.map, tables_of(parts, part))
        if kept is not sheet and not list(notes):
            writer, cell_of = render_sheet(kept, self.context, notes, styles)

        def place(note: Note) -> Location:
            return Location(file=self.file, sheet=sheet.copied_from or sheet.name, cell=cell_of(note))

        self.found.extend(as_problems(notes, place))
        return _Written(part, kept, writer)


def _fill_sheets(
    filling: _Filling,
    filled: Parts,
    workbook: Workbook,
    sheets: Sheets,
    copied: Copied,
    trail: Trail | None,
) -> None:
    styles = DateStyles(filled.get(STYLES), workbook.from_1904)
    names = sheet_names(
        workbook, filling.renderer(Location(file=filling.file, path="工作表名称")), copied.names
    )
    written = [filling.inside(sheet).sheet(part, sheet, styles, filled) for part, sheet in sheets]
    if not only_unknown(filling.found):
        return
    book = Book({one.sheet.name: one.writer.map for one in written}, names)
    if trail is not None:
        for one in written:
            keep_sheet(trail, book.name_of(one.sheet.name), one.sheet, one.writer.map)
    renamed = [old for old, new in names.items() if old != new]
    if copied.is_recast or renamed or any(_has_own_tags(one.sheet) for one in written):
        _put_sheets(filling, filled, workbook, written, book, renamed)
    if styles.xml is not None:
        filled[STYLES] = styles.xml


def _put_sheets(
    filling: _Filling,
    filled: Parts,
    workbook: Workbook,
    written: list[_Written],
    book: Book,
    renamed: Sequence[str],
) -> None:
    """Put the sheets that have changed among the parts, with all that is attached to them or points at them."""
    known = {str(element.get("name")) for element in workbook.root.iter("{*}definedName")}
    touched = [
        one for one in written if _has_own_tags(one.sheet) or _points_elsewhere(one.sheet, book, known)
    ]
    settled: list[str] = []
    for one in written:
        if one.sheet.has_tags:
            lines, chunks = one.writer.map, one.writer.chunks
            name_columns(filled, list(tables_of(filled, one.part)), one.sheet, lines, chunks)
            settled += move_attached(filled, one.part, one.sheet.name, book)
        else:
            relink_attached(filled, one.part, one.sheet.name, book)
    changed = [one.sheet.name for one in written if one.sheet.has_tags]
    move_charts(filled, book, [*changed, *renamed], settled)
    finish_workbook(filled, workbook, book)
    formulas = _formulas(filled, workbook, written, touched, book)
    for one in touched:
        filled.stream(one.part, _sheet_xml(one, book, filling.inside(one.sheet), formulas[one.part]))


def _formulas(
    filled: Parts, workbook: Workbook, written: Sequence[_Written], touched: Sequence[_Written], book: Book
) -> dict[str, list[FormulaRows]]:
    """Return the formulas of the touched sheets with their values, by part; those of the others get theirs."""
    formulas = {
        one.part: [formula_rows(pending, one.sheet.name, book) for pending in one.writer.pending]
        for one in touched
    }
    if any(one.sheet.has_formulas for one in written):
        sheets = []
        for one in written:
            anew = (one.writer, formulas[one.part]) if one.part in formulas else (None, ())
            sheets.append(FilledSheet(book.name_of(one.sheet.name), one.part, one.sheet, *anew))
        put_values(filled, workbook, sheets)
    return formulas


def _has_own_tags(sheet: Sheet) -> bool:
    """Say whether a sheet holds anything to fill in itself."""
    return sheet.has_tags or any(has_tags(element.text or "") for element in _headings(sheet))


def _headings(sheet: Sheet) -> list[etree._Element]:
    return [element for name in _HEADINGS for element in sheet.root.iterfind("{*}headerFooter/{*}" + name)]


def _points_elsewhere(sheet: Sheet, book: Book, names: Collection[str]) -> bool:
    """Say whether a sheet without tags depends on others: its results, kept from before, then no longer hold."""
    return any(
        "!" in text or "[" in text or any(name in text for name in names) for text in sheet.formulas()
    ) or points_elsewhere(sheet.root, sheet.formulas(), sheet.name, book)


def _sheet_xml(
    one: _Written, book: Book, filling: _Filling, formulas: Sequence[FormulaRows]
) -> Iterator[bytes]:
    """Yield the sheet's part in pieces; the rows are let go as they are given."""
    sheet, writer, root = one.sheet, one.writer, one.sheet.root
    heading = filling.renderer(
        Location(file=filling.file, sheet=sheet.copied_from or sheet.name, path="页眉页脚"),
        lambda text: text.replace("&", "&&"),
    )
    for element in _headings(sheet):
        element.text = heading(element.text or "")
    move_sheet(root, sheet.name, book, list(writer.merged()))
    set_dimension(root, writer.number, [by_column(cell) for row in sheet.rows for cell in row.cells])
    data = root.find("{*}sheetData")
    if data is not None:
        data.text = _ROWS
    xml = xml_bytes(root)
    before, rows, after = xml.partition(_ROWS.encode())
    yield before
    if rows:
        yield from rows_xml(one.writer, formulas)
    yield after
