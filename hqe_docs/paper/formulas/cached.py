"""Values put into the formula cells of a filled workbook, for readers that don't calculate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from xml.sax.saxutils import escape

from lxml import etree

from hqe_docs.paper.formulas.calculation import Calculation, Formula
from hqe_docs.paper.formulas.grid import Cells, Looks
from hqe_docs.paper.formulas.scalars import Fault, Unknown, Value
from hqe_docs.paper.formulas.written import Columns, Texts, cells_in, cells_of, put_into
from hqe_docs.paper.package import Parts
from hqe_docs.paper.refs import Corners, column_number, taken_out
from hqe_docs.paper.sheet import Sheet
from hqe_docs.paper.workbook import Workbook

_WIDE = 512  # columns of a reference that stands for the whole sheet
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # ECMA-376 §22.9.2.19
_ARRAY = re.compile(rb' t="array" ref="([A-Z]+\d+)(?::([A-Z]+\d+))?"')


@dataclass(slots=True)
class _Page:
    """The XML of a sheet, and its formulas with the places where their cell begins and its formula ends."""

    xml: bytes
    prefix: str
    formulas: list[tuple[int, int, Formula]] = field(default_factory=list)


def put_values(parts: Parts, workbook: Workbook, sheets: Sequence[tuple[str, str, Sheet]]) -> None:
    """Give the formula cells of the sheets (name, part, as read from the template) their values.

    A cell whose value can't be told is left without; so are all where days are counted from 1904.
    """
    if workbook.from_1904:
        return
    looks = Looks()
    calculation = Calculation(
        {name: Cells(name, looks) for name, _, _ in sheets}, _defined_names(workbook.root)
    )
    pages = {
        name: _page(parts[part], calculation.sheets[name], sheet.prefix, calculation)
        for name, part, sheet in sheets
        if sheet.has_formulas
    }
    formulas = [formula for page in pages.values() for _, _, formula in page.formulas]
    formulas += [
        one for name, _, sheet in sheets for one in _kept(sheet, calculation.sheets[name], calculation)
    ]
    wanted, texts = _wanted(calculation, formulas), Texts(parts)
    for name, part, sheet in sheets:
        if name in wanted:
            _read(calculation.sheets[name], wanted[name], parts[part], sheet, texts)
    calculation.settle(formulas)
    for name, part, _ in sheets:
        if name in pages:
            parts[part] = _with_values(pages[name])


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


def _kept(sheet: Sheet, cells: Cells, calculation: Calculation) -> Iterator[Formula]:
    """Yield the formulas that stand as the template has them, for others to look at."""
    for row in sheet.rows if sheet.has_formulas and not sheet.has_tags else ():
        for cell in row.cells:
            column = column_number(cell.column)
            if cell.formula and cell.row not in cells.columns.get(column, ()):
                is_array = bool(cell.formula.array)
                yield calculation.formula(cells, column, cell.row, cell.formula.text, is_array=is_array)


def _wanted(calculation: Calculation, formulas: Sequence[Formula]) -> dict[str, Columns]:
    """Return sheet → the columns that formulas look at."""
    wanted: dict[str, Columns] = {}
    for sheet, left, _top, right, _bottom in {*_places(calculation, formulas)}:
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


def _read(cells: Cells, columns: Columns, xml: bytes, sheet: Sheet, texts: Texts) -> None:
    if sheet.has_tags:
        hidden = rf'<{sheet.prefix}row [^>]*\bhidden="(?:1|true)"'
        cells.hides_rows = re.search(hidden.encode(), xml) is not None
        put_into(cells, cells_in(xml, sheet.prefix, columns), texts)
    else:
        cells.hides_rows = any(" hidden=" in row.attributes for row in sheet.rows)
        put_into(cells, cells_of(sheet, columns), texts)


def _with_values(page: _Page) -> bytes:
    done, xml, last, closing = list[bytes](), page.xml, 0, f"</{page.prefix}f>".encode()
    for start, end, formula in page.formulas:
        try:
            kind, written = _written(formula.value())
        except Unknown:
            continue
        place = xml.index(b">", start)
        done += (xml[last:place], kind.encode(), xml[place:end])
        done.append(f"</{page.prefix}f><{page.prefix}v>{written}</{page.prefix}v>".encode())
        last = end + len(closing)
    return b"".join((*done, xml[last:]))


def _written(value: Value) -> tuple[str, str]:
    """Return the kind of a value as an attribute, and how it is written."""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, str):
        return ' t="str"', _LOOKS_ESCAPED.sub("_x005F_", escape(value))
    if isinstance(value, Fault):
        return ' t="e"', value.code
    return "", f"{(value or 0.0) + 0.0:.15g}"
