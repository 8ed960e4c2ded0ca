"""Cells whose formula failed or was never calculated, which calamine gives as blanks."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from hqe_docs.data.extent import ERROR_MARK, parts
from hqe_docs.data.grid import Grid

_CHUNK = 4 << 20
_LONGEST = 64 << 10  # of a cell's XML
# ECMA-376 §18.3.1.4: an error has the type e; a formula that was never calculated has no value, or an empty one
_CELL = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\br="([A-Z]{1,3})([0-9]{1,7})")(?:'
    rb'[^>]*\bt="e"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]{1,9})'
    rb"|[^>/]*><(?:\w+:)?f\b(?:[^>]*/>|[^<]*</(?:\w+:)?f>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>)",
    re.DOTALL,
)
_NEW_MARKS = (ERROR_MARK, b"<f", b":f")
# [MS-XLS] §2.4.24 BoolErr, and §2.4.127 Formula with an error or an empty string for a value
_OLD_MARKS = re.compile(
    rb"\x05\x02\x08\x00|\x02\x00[\x00\x07\x0f\x17\x1d\x24\x2a]\x00\x00\x00\xff\xff|\x03\x00{5}\xff\xff",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula's cell, 0-based: its error, or "" when it was never calculated."""

    row: int
    column: int
    error: str


def with_errors(path: Path, grids: list[Grid]) -> list[Grid]:
    """Return `grids` with the errors of formulas in their cells, as Excel shows them."""
    found = formulas(path)
    return [_filled(grid, [item for item in found.get(grid.sheet, ()) if item.error]) for grid in grids]


def _filled(grid: Grid, errors: list[Formula]) -> Grid:
    if not errors:
        return grid
    rows = [list(row) for row in grid.rows]
    for item in errors:
        if item.row < len(rows):
            row = rows[item.row]
            row += [""] * (item.column + 1 - len(row))
            row[item.column] = item.error
    return replace(grid, rows=rows)


def formulas(path: Path) -> dict[str, list[Formula]]:
    """Return sheet title → its cells whose formula failed or was never calculated; empty when that can't be told."""
    try:
        with path.open("rb") as stream:
            is_new = stream.read(2) == b"PK"
        return _new(path) if is_new else _old(path.read_bytes())
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, EOFError):
        return {}


def _new(path: Path) -> dict[str, list[Formula]]:
    with zipfile.ZipFile(path) as archive:
        found = {}
        for title, part in parts(archive):
            with archive.open(part) as stream:
                found[title] = list(_in_sheet(stream))
        return found


def _in_sheet(stream: IO[bytes]) -> Iterator[Formula]:
    rest = b""
    while chunk := stream.read(_CHUNK):
        data, end = rest + chunk, 0
        if any(mark in data for mark in _NEW_MARKS):
            for match in _CELL.finditer(data):
                end = match.end()
                yield Formula(
                    int(match[2]) - 1, _column(match[1]), (match[3] or b"").decode("ascii", "replace")
                )
        rest = data[max(end, len(data) - _LONGEST) :]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _old(data: bytes) -> dict[str, list[Formula]]:
    if not _OLD_MARKS.search(data):
        return {}
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
    except Exception:
        return {}
    return {sheet.name: list(_in_old_sheet(sheet)) for sheet in book.sheets()}


def _in_old_sheet(sheet: object) -> Iterator[Formula]:
    from xlrd import XL_CELL_ERROR, XL_CELL_TEXT, error_text_from_code

    for row in range(getattr(sheet, "nrows", 0)):
        for column, cell in enumerate(sheet.row(row)):  # type: ignore[attr-defined] # xlrd has no types
            if cell.ctype == XL_CELL_ERROR:
                yield Formula(row, column, error_text_from_code.get(cell.value, "#VALUE!"))
            elif cell.ctype == XL_CELL_TEXT and not cell.value:
                yield Formula(row, column, "")
