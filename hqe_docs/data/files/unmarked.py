"""Sheets as a village filled them: what `hqe check --mark` has written into a workbook is not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hqe_docs.data.files.grid import Grid
from hqe_docs.problems import HEADER_ROWS, REMARKS, SUMMARY, SUMMARY_TITLE, is_remark


def without_marks(grids: Sequence[Grid]) -> list[Grid]:
    """Return the grids without the sheet that sums the problems up, and with the column of remarks blank."""
    kept = [grid for grid in grids if not is_summary(grid)]
    return [_without_column(grid, has_summary=len(kept) < len(grids)) for grid in kept]


def is_summary(grid: Grid) -> bool:
    """Say whether this is the sheet that marking adds."""
    first = next((text for row in grid.rows[:1] for text in row[:1]), "")
    return grid.sheet.startswith(SUMMARY) and first.startswith(SUMMARY_TITLE)


def _without_column(grid: Grid, *, has_summary: bool) -> Grid:
    columns = {column for column in _headed(grid) if _is_ours(grid, column, has_summary=has_summary)}
    if not columns:
        return grid
    rows = [["" if i in columns else text for i, text in enumerate(row)] for row in grid.rows]
    return replace(grid, rows=rows)


def _headed(grid: Grid) -> set[int]:
    """Return the columns in which the title of the remarks stands."""
    rows = grid.rows[:HEADER_ROWS]
    return {i for row in rows if REMARKS in row for i, text in enumerate(row) if text == REMARKS}


def _is_ours(grid: Grid, column: int, *, has_summary: bool) -> bool:
    """Say whether our remarks stand below the title, or nothing while the summary is there."""
    texts = list(_below(grid, column))
    return any(map(is_remark, texts)) or (has_summary and not texts)


def _below(grid: Grid, column: int) -> Iterator[str]:
    cells = (row[column].strip() for row in grid.rows if column < len(row))
    yield from (text for text in cells if text not in ("", REMARKS))
