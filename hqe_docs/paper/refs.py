"""References in formulas (ECMA-376 §18.17.2): found, moved with their rows, shifted for shared formulas."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from hqe_docs.problems import column_letters

LAST_ROW = 1_048_576
_COLUMN, _ROW = r"\$?[A-Z]{1,3}", r"\$?[1-9]\d{0,6}"
_TOKEN = re.compile(
    r"\"(?:[^\"]|\"\")*\""  # text
    r"|\[[^\[\]]*\]"  # structured or external
    r"|(?<![\w.$\]!:'])(?P<sheet>(?:'(?:[^']|'')+'|[\w.]+)!)?"
    rf"(?:(?P<c1>{_COLUMN})(?P<r1>{_ROW})(?::(?P<c2>{_COLUMN})(?P<r2>{_ROW}))?|(?P<q1>{_ROW}):(?P<q2>{_ROW})"
    rf"|(?P<columns>{_COLUMN}:{_COLUMN}))(?![\w(.!])"
)
_CELL = re.compile(r"(\$?[A-Z]{1,3})(\$?\d+)")


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference of a formula; `sheet` is None for the formula's own sheet, `last` None for one cell."""

    sheet: str | None
    first: tuple[str, str]
    last: tuple[str, str] | None


Rows = tuple[int, int]
Finder = Callable[[Reference], Rows]


def replaced(formula: str, rows_of: Finder, rename: Callable[[str], str]) -> str:
    """Return `formula` with each reference's rows replaced by `rows_of` it, and its sheets renamed."""

    def one(match: re.Match[str]) -> str:
        if match["c1"] is None and match["q1"] is None and match["columns"] is None:
            return match[0]
        name = match["sheet"]
        if name and "[" in name:
            return match[0]
        sheet = unquoted(name[:-1]) if name else None
        prefix = quoted(rename(sheet)) + "!" if sheet is not None else ""
        return prefix + (match["columns"] or _moved(match, sheet, rows_of))

    return _TOKEN.sub(one, formula)


def _moved(match: re.Match[str], sheet: str | None, rows_of: Finder) -> str:
    first = (match["c1"] or "", match["r1"] or match["q1"])
    ends = (match["c2"] or "", match["r2"] or match["q2"])
    reference = Reference(sheet, first, ends if ends[1] else None)
    top, bottom = rows_of(reference)
    text = f"{first[0]}{_dollar(first[1])}{top}"
    if reference.last is None and top == bottom:
        return text
    column, row = reference.last or first
    return f"{text}:{column}{_dollar(row)}{bottom}"


def _dollar(row: str) -> str:
    return "$" if row.startswith("$") else ""


def unquoted(name: str) -> str:
    """Return a sheet name as written on its tab."""
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def quoted(name: str) -> str:
    """Return a sheet name as formulas write it."""
    plain = re.fullmatch(r"[^\W\d]\w*", name) and not re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]\d*", name)
    return name if plain else "'" + name.replace("'", "''") + "'"


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
