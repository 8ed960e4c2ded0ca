"""References in formulas (ECMA-376 §18.17.2): found, moved with rows or columns, shifted for shared formulas."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from hqe_docs.problems import column_letters

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_COLUMN, _ROW = r"\$?[A-Z]{1,3}", r"\$?[1-9]\d{0,6}"
_TOKEN = re.compile(
    r"\"(?:[^\"]|\"\")*\""  # text
    r"|\[[^\[\]]*\]"  # structured or external
    r"|(?<![\w.$\]!:'])(?P<sheet>(?:'(?:[^']|'')+'|[\w.]+)!)?"
    rf"(?:(?P<c1>{_COLUMN})(?P<r1>{_ROW})(?::(?P<c2>{_COLUMN})(?P<r2>{_ROW}))?|(?P<q1>{_ROW}):(?P<q2>{_ROW})"
    rf"|(?P<k1>{_COLUMN}):(?P<k2>{_COLUMN}))(?![\w(.!])"
)
_CELL = re.compile(r"(\$?[A-Z]{1,3})(\$?\d+)")
REFERENCE_MARK = "\x01"  # can't be in XML, so nothing in a formula looks like it


@dataclass(frozen=True, slots=True)
class Axis:
    """Rows or columns: which half of (column, row) they are, how many a sheet has."""

    half: int
    last: int

    def number(self, text: str) -> int:
        """Return the number of a row or column as a reference writes it, `$7` or `$F`."""
        return int(text.lstrip("$")) if self.half else column_number(text)

    def written(self, number: int) -> str:
        """Return how references write it."""
        return str(number) if self.half else column_letters(number)


COLUMNS, ROWS = Axis(0, LAST_COLUMN), Axis(1, LAST_ROW)


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference of a formula: `sheet` is None for the formula's own, `last` None for one cell.

    Its ends are (column, row); a whole row has no column, a whole column no row.
    """

    sheet: str | None
    first: tuple[str, str]
    last: tuple[str, str] | None


class Lines(NamedTuple):
    """First and last row or column that a reference goes to; a pinned one is written with `$`."""

    first: int
    last: int
    pinned: bool = False


Corners = tuple[str | None, int, int, int, int]  # sheet, left, top, right, bottom
Finder = Callable[[Reference], Lines]


def replaced(formula: str, lines_of: Finder, rename: Callable[[str], str], axis: Axis = ROWS) -> str:
    """Return `formula` with each reference's rows or columns replaced by `lines_of` it, its sheets renamed."""

    def one(match: re.Match[str]) -> str:
        name = match["sheet"]
        if _first(match) == ("", "") or (name and "[" in name):
            return match[0]
        sheet = unquoted(name[:-1]) if name else None
        new = rename(sheet) if sheet is not None else None
        prefix = (name or "") if new is None or new == sheet else quoted(new) + "!"
        return prefix + _moved(match, sheet, lines_of, axis)

    return _TOKEN.sub(one, formula)


def taken_out(formula: str) -> tuple[str, list[Corners]]:
    """Return `formula` with a mark in place of each of its references, and the corners of these."""
    found: list[Corners] = []

    def one(match: re.Match[str]) -> str:
        name, c1, r1, c2, r2, q1, q2, k1, k2 = match.groups()
        if not (c1 or q1 or k1) or (name and "[" in name):
            return match[0]
        left, right = (_COLUMNS[c1 or k1], _COLUMNS[c2 or c1 or k2]) if c1 or k1 else (1, LAST_COLUMN)
        top, bottom = (_row(r1 or q1), _row(r2 or r1 or q2)) if r1 or q1 else (1, LAST_ROW)
        if left > right or top > bottom:
            left, right, top, bottom = min(left, right), max(left, right), min(top, bottom), max(top, bottom)
        found.append((unquoted(name[:-1]) if name else None, left, top, right, bottom))
        return REFERENCE_MARK

    return _TOKEN.sub(one, formula), found


def _row(text: str) -> int:
    return int(text[1:] if text[0] == "$" else text)


class _Numbers(dict[str, int]):
    """The number of each column that was asked for, by its letters."""

    def __missing__(self, letters: str) -> int:
        self[letters] = column_number(letters)
        return self[letters]


_COLUMNS = _Numbers()


def _first(match: re.Match[str]) -> tuple[str, str]:
    return match["c1"] or match["k1"] or "", match["r1"] or match["q1"] or ""


def _moved(match: re.Match[str], sheet: str | None, lines_of: Finder, axis: Axis) -> str:
    first = _first(match)
    ends = (match["c2"] or match["k2"] or "", match["r2"] or match["q2"] or "")
    if not first[axis.half]:
        return f"{''.join(first)}:{''.join(ends)}"
    reference = Reference(sheet, first, None if ends == ("", "") else ends)
    low, high, pinned = lines_of(reference)
    text = _written(first, low, axis, pinned)
    if reference.last is None and low == high:
        return text
    return f"{text}:{_written(reference.last or first, high, axis, pinned)}"


def _written(end: tuple[str, str], line: int, axis: Axis, pinned: bool) -> str:
    column, row = end
    new = ("$" if pinned or end[axis.half].startswith("$") else "") + axis.written(line)
    return column + new if axis.half else new + row


def unquoted(name: str) -> str:
    """Return a sheet name as written on its tab."""
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def quoted(name: str) -> str:
    """Return a sheet name as formulas write it."""
    plain = re.fullmatch(r"[^\W\d]\w*", name) and not re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]\d*", name)
    return name if plain else "'" + name.replace("'", "''") + "'"


@lru_cache(maxsize=1_024)
def column_number(letters: str) -> int:
    """Return the number of a column, A being 1."""
    number = 0
    for letter in letters.lstrip("$"):
        number = number * 26 + ord(letter) - 64
    return number


def split_cell(cell: str) -> tuple[str, int]:
    """Return column letters and row of a cell such as `F7` or `$F$7`."""
    match = _CELL.fullmatch(cell)
    if match is None:
        raise ValueError(cell)
    return match[1].lstrip("$"), int(match[2].lstrip("$"))


def shifted(formula: str, rows: int, columns: int) -> str:
    """Return a shared formula as it reads `rows` further down and `columns` further right."""

    def part(match: re.Match[str]) -> str:
        column, row = match[1], match[2]
        if not column.startswith("$"):
            column = column_letters(column_number(column) + columns)
        return column + (row if row.startswith("$") else str(int(row) + rows))

    def one(match: re.Match[str]) -> str:
        if match["c1"] is None:
            return match[0]
        return (match["sheet"] or "") + _CELL.sub(part, match[0][len(match["sheet"] or "") :])

    return _TOKEN.sub(one, formula)
