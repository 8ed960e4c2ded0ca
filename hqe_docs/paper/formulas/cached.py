"""Values put into the formula cells of a filled workbook, for readers that don't calculate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from xml.sax.saxutils import escape

from lxml import etree

from hqe_docs.paper.formulas.calculation import Calculation, Corners, Formula, corners
from hqe_docs.paper.formulas.grid import Cells
from hqe_docs.paper.formulas.scalars import Fault, Unknown, Value
from hqe_docs.paper.formulas.written import Columns, Texts, cells_in, cells_of, put_into
from hqe_docs.paper.package import Parts
from hqe_docs.paper.refs import column_number, taken_out
from hqe_docs.paper.sheet import Sheet
from hqe_docs.paper.workbook import Workbook

_WIDE = 512  # columns of a reference that stands for the whole sheet
_ARRAY = re.compile(r' t="array" ref="([A-Z]+\d+)(?::([A-Z]+\d+))?"')


@dataclass(slots=True)
class _Page:
    """The XML of a sheet, cut behind each of its formulas, and these with the place of their cell's opening."""

    prefix: str
    pieces: list[str]
    formulas: list[tuple[int, Formula]] = field(default_factory=list)

    @property
    def closing(self) -> str:
        return f"</{self.prefix}f></{self.prefix}c>"


def put_values(parts: Parts, workbook: Workbook, sheets: Sequence[tuple[str, str, Sheet]]) -> None:
    """Give the formula cells of the sheets (name, part, as read from the template) their values.

    A cell whose value can't be told is left without; so are all where days are counted from 1904.
    """
    if workbook.from_1904:
        return
    calculation = Calculation({name: Cells(name) for name, _, _ in sheets}, _defined_names(workbook.root))
    pages = {
        name: _page(parts[part].decode(), name, sheet.prefix, calculation)
        for name, part, sheet in sheets
        if sheet.has_formulas
    }
    formulas = [formula for page in pages.values() for _, formula in page.formulas]
    wanted, texts = _wanted(calculation, formulas), Texts(parts)
    for name, part, sheet in sheets:
        if name in wanted:
            _read(calculation.sheets[name], wanted[name], parts[part], sheet, pages.get(name), texts)
    calculation.settle(formulas)
    for name, part, _ in sheets:
        if name in pages:
            parts[part] = _with_values(pages[name]).encode()


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


def _page(xml: str, name: str, prefix: str, calculation: Calculation) -> _Page:
    page = _Page(prefix, [])
    page.pieces = xml.split(page.closing)
    opening = re.compile(rf'<{prefix}c r="([A-Z]+)(\d+)"[^>]*><{prefix}f([^>]*)>([^<]*)')
    for piece in page.pieces[:-1]:
        start = piece.rfind(f"<{prefix}c r=")
        match = opening.match(piece, start)
        if match is None:
            raise ValueError(piece[start:])
        column, row, text = column_number(match[1]), int(match[2]), unescape(match[4])
        array = _ARRAY.fullmatch(match[3])
        formula = calculation.formula(name, column, row, text, is_array=array is not None)
        if array and array[2] not in (None, array[1]):
            formula.state = "unknown"  # its other cells are not formulas
        page.formulas.append((start, formula))
    return page


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
            yield sheet or formula.sheet, left, 1, right, 1
    names = calculation.names
    said = " ".join({formula.skeleton.lower() for formula in formulas} | set(names.values())) if names else ""
    for (_home, name), text in names.items():
        if name in said:
            yield from (corners(one) for one in taken_out(text)[1])


def _read(cells: Cells, columns: Columns, xml: bytes, sheet: Sheet, page: _Page | None, texts: Texts) -> None:
    if page is None and not sheet.has_tags:
        put_into(cells, cells_of(sheet, columns), texts)
        return
    pieces = page.pieces if page else [xml.decode()]
    put_into(cells, cells_in(pieces, sheet.prefix, columns), texts)
    hidden = re.compile(rf'<{sheet.prefix}row [^>]*\bhidden="(?:1|true)"')
    if any(formula.is_subtotal for formula in cells.formulas.values()):
        cells.hides_rows = any(hidden.search(piece) for piece in pieces)


def _with_values(page: _Page) -> str:
    done: list[str] = []
    for piece, (start, formula) in zip(page.pieces, page.formulas, strict=False):
        try:
            kind, written = _written(formula.value())
        except Unknown:
            done += (piece, page.closing)
            continue
        place = piece.index(">", start)
        prefix = page.prefix
        done += (piece[:place], kind, piece[place:])
        done.append(f"</{prefix}f><{prefix}v>{written}</{prefix}v></{prefix}c>")
    return "".join((*done, page.pieces[-1]))


def _written(value: Value) -> tuple[str, str]:
    """Return the kind of a value as an attribute, and how it is written."""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, str):
        return ' t="str"', escape(value)
    if isinstance(value, Fault):
        return ' t="e"', value.code
    return "", f"{(value or 0.0) + 0.0:.15g}"
