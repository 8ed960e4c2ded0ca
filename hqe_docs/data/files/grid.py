"""A sheet as a grid of texts: what stands in each cell, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from hqe_docs.data.files.textrows import TextRows
from hqe_docs.problems import Location, cell_at

Merge = tuple[tuple[int, int], tuple[int, int]]
APPENDED = "（hqe 附表）"  # ends the title of a sheet that this program puts beside a ledger
CHOICES = "可选："  # begins the hidden sheet of what drop-downs offer
_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: rows of cell texts from row 1, column A; merges are 0-based (row, column), both ends inside.

    `from_1904`: a day's number left in a cell counts from 1904. `uncomputed` names the cells, as F17, whose formula
    has no result: they are not known to be empty.
    """

    file: str
    sheet: str
    rows: Sequence[Sequence[str]]
    is_hidden: bool = False
    merges: tuple[Merge, ...] = ()
    from_1904: bool = False
    uncomputed: frozenset[str] = frozenset()

    def at(self, row: int, column: int) -> Location:
        """Return the place of 0-based `row` and `column`."""
        return cell_at(self.file, self.sheet, row + 1, column + 1)

    def text(self, row: int, column: int) -> str:
        """Return the text of a 0-based cell, empty beyond the end of its row."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    def column(self, column: int) -> list[str]:
        """Return the texts of a 0-based column, from row 1 to the last."""
        if isinstance(self.rows, TextRows):
            return self.rows.column(column)
        return [cells[column] if column < len(cells) else "" for cells in self.rows]


def cell_text(value: Any) -> str:
    """Return a cell's value as text; whole floats lose their point, dates become 2023-06-30."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return "" if value is None else str(value)


def _number_text(value: float) -> str:
    # Excel keeps 15 significant digits; more would invent some. From 1e15 on the number was cut.
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}".replace("e+", "E+")


def is_error(text: str) -> bool:
    """Say whether a cell holds a formula's error."""
    return text in _ERRORS


def is_appended(grid: Grid) -> bool:
    """Say whether this program wrote the sheet beside a ledger, to be read by people only."""
    first = next((text for row in grid.rows[:1] for text in row if text), "")
    return first.strip().endswith(APPENDED) or (grid.is_hidden and first.startswith(CHOICES))
