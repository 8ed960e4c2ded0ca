"""Values put into the formula cells of a filled workbook, for readers that don't calculate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

from lxml import etree

from hqe_docs.paper.excel.cells import SheetWriter
from hqe_docs.paper.excel.formularows import FormulaRows
from hqe_docs.paper.excel.loopvalues import read_loops
from hqe_docs.paper.excel.refs import Corners, column_number, taken_out
from hqe_docs.paper.excel.sheet import Sheet
from hqe_docs.paper.excel.workbook import Workbook
from hqe_docs.paper.formulas.calculation import Calculation, Formula
from hqe_docs.paper.formulas.grid import Cells, Looks
from hqe_docs.paper.formulas.many import ManyFormulas, value_of, work_out_across
from hqe_docs.paper.formulas.written import Columns, Texts, cells_in, cells_of, put_into
from hqe_docs.paper.package import Parts

_WIDE = 512  # columns of a reference that stands for the whole sheet
_ARRAY = re.compile(rb' t="array" ref="([A-Z]+\d+)(?::([A-Z]+\d+))?"')


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A sheet of the filled workbook: its name now, its part, how it was in the template, and its formulas.

    Without `writer` the part stands as it was; else the rows are those of `writer`, and `rows` the formulas in them.
    """

    name: str
    part: str
    sheet: Sheet
    writer: SheetWriter | None = None
    rows: Sequence[FormulaRows] = ()


@dataclass(slots=True)
class _Page:
    """The XML of a sheet, and its formulas with the places where their cell begins and its formula ends."""

    xml: bytes
    prefix: str
    formulas: list[tuple[int, int, Formula]] = field(default_factory=list)


def put_values(parts: Parts, workbook: Workbook, sheets: Sequence[FilledSheet]) -> None:
    """Give the formulas of the sheets their values, in `parts` for those that were not written anew.

    A cell whose value can't be told is left without; so are all where days are counted from 1904.
    """
    if workbook.from_1904:
        return
    looks = Looks()
    calculation = Calculation(
        {one.name: Cells(one.name, looks) for one in sheets}, _defined_names(workbook.root)
    )
    pages = {
        one.part: _page(parts[one.part], calculation.sheets[one.name], one.sheet.prefix, calculation)
        for one in sheets
        if one.writer is None and one.sheet.has_formulas
    }
    many = [
        ManyFormulas(calculation, calculation.sheets[one.name], rows) for one in sheets for rows in one.rows
    ]
    formulas = [formula for page in pages.values() for _, _, formula in page.formulas]
    formulas += [formula for some in many for formula in some.formulas]
    formulas += [formula for one in sheets for formula in _kept(one, calculation)]
    places = {*_places(calculation, formulas), *(place for some in many for place in some.places)}
    wanted, texts = _wanted(places), Texts(parts)
    for one in sheets:
        if one.name in wanted:
            _read(calculation.sheets[one.name], wanted[one.name], parts, one, texts)
    formulas += work_out_across(many)
    calculation.settle(formulas)
    for some in many:
        some.finish()
    for part, page in pages.items():
        parts[part] = _with_values(page)


def _defined_names(root: etree._Element) -> dict[tuple[str, str], str]:
    """Return (sheet or '' for all, name in small letters) → what it stands for."""
    sheets = [sheet.get("name", "") for sheet in root.iterfind("{*}sheets/{*}sheet")]
    return {
        (
            sheets[int(home)] if (home := one.get("localSheetId")) else "",
            one.get("name", "").lower(),
        ): one.text or ""
        for one in root.iterfind("{*}definedNames/{*}definedName")
    }


def _page(xml: bytes, cells: Cells, prefix: str, calculation: Calculation) -> _Page:
    page, numbers, end = _Page(xml, prefix), dict[bytes, int](), 0
    opening, closing = f"<{prefix}c r=".encode(), f"</{prefix}f></{prefix}c>".encode()
    cell = re.compile(rf'<{prefix}c r="([A-Z]+)(\d+)"[^>]*><{prefix}f([^>]*)>([^<]*)'.encode())
    while (end := xml.find(closing, end + 1)) > 0:
        start = xml.rfind(opening, 0, end)
        match = cell.match(xml, start)
        if match is None:
            continue
        letters, row, kind, source = match.groups()
        array = _ARRAY.fullmatch(kind) if kind else None
        column = numbers.get(letters) or numbers.setdefault(letters, column_number(letters.decode()))
        text = unescape(source.decode()) if b"&" in source else source.decode()
        formula = calculation.formula(cells, column, int(row), text, is_array=array is not None)
        if array and array[2] not in (None, array[1]):
            formula.state = "unknown"  # its other cells are not formulas
        page.formulas.append((start, end, formula))
    return page


def _kept(one: FilledSheet, calculation: Calculation) -> Iterator[Formula]:
    """Yield the formulas that stand as the template has them, for others to look at."""
    cells = calculation.sheets[one.name]
    for row in one.sheet.rows if one.writer is None and one.sheet.has_formulas else ():
        for cell in row.cells:
            column = column_number(cell.column)
            if cell.formula and cell.row not in cells.columns.get(column, ()):
                is_array = bool(cell.formula.array)
                yield calculation.formula(cells, column, cell.row, cell.formula.text, is_array=is_array)


def _wanted(places: Iterable[Corners]) -> dict[str, Columns]:
    """Return sheet → the columns that formulas look at."""
    wanted: dict[str, Columns] = {}
    for sheet, left, _top, right, _bottom in places:
        found = wanted.setdefault(sheet or "", set())
        if right - left > _WIDE:
            wanted[sheet or ""] = None
        elif found is not None:
            found.update(range(left, right + 1))
    return wanted


def _places(calculation: Calculation, formulas: Sequence[Formula]) -> Iterator[Corners]:
    for formula in formulas:
        for sheet, left, _top, right, _bottom in formula.references:
            yield sheet or formula.home.name, left, 1, right, 1
    names = calculation.names
    said = " ".join((*(skeleton.lower() for skeleton, _ in calculation.programs), *names.values()))
    for (_home, name), text in names.items():
        if name in said:
            yield from taken_out(text)[1]


def _read(cells: Cells, columns: Columns, parts: Parts, one: FilledSheet, texts: Texts) -> None:
    sheet, writer = one.sheet, one.writer
    if writer is None or not sheet.has_tags:
        cells.hides_rows = any(" hidden=" in row.attributes for row in sheet.rows)
        put_into(cells, cells_of(sheet, columns), texts)
        return
    xml = "".join(chunk for chunk in writer.chunks if isinstance(chunk, str)).encode()
    in_loops = (row.attributes for items in writer.loops for row in items.plain.rows)
    opening, hidden = rf"<{sheet.prefix}row [^>]*", r'\bhidden="(?:1|true)"'
    cells.hides_rows = re.search((opening + hidden).encode(), xml) is not None or any(
        re.search(hidden, attributes) for attributes in in_loops
    )
    known, written = read_loops(writer, columns)
    put_into(cells, [*cells_in(xml, sheet.prefix, columns), *written], texts)
    cells.put(known)


def _with_values(page: _Page) -> bytes:
    done, xml, last, closing = list[bytes](), page.xml, 0, f"</{page.prefix}f>".encode()
    for start, end, formula in page.formulas:
        written = value_of(formula)
        if written is None:
            continue
        place = xml.index(b">", start)
        done += (xml[last:place], written[0].encode(), xml[place:end])
        done.append(f"</{page.prefix}f><{page.prefix}v>{written[1]}</{page.prefix}v>".encode())
        last = end + len(closing)
    return b"".join((*done, xml[last:]))
