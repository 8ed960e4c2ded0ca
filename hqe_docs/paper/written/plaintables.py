"""Tables that stand in plain text with tabs: a row a line, or a cell a line as programs copy them out of Word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlainTable:
    """The rows of a table and the lines it takes, the first 0-based, the last excluded.

    Out of Word an empty cell may be the rest of a `merged` one.
    """

    start: int
    end: int
    rows: tuple[Row, ...]
    merged: bool = False


def plain_tables(lines: Sequence[str]) -> Iterator[PlainTable]:
    """Yield the tables among `lines`, in order."""
    at = 0
    while at < len(lines):
        found = _cell_a_line(lines, at) or _row_a_line(lines, at)
        if found:
            yield found
        at = found.end if found else at + 1


def _cell_a_line(lines: Sequence[str], start: int) -> PlainTable | None:
    """Return the table whose cells each begin with a tab; an empty line ends a row."""
    if start and lines[start - 1].startswith("\t"):
        return None  # inside a row that begins no table
    rows: list[Row] = []
    at = start
    while at < len(lines) and lines[at].startswith("\t"):
        end = _first(lines, at, lambda line: not line.startswith("\t"))
        row = tuple(cell(line) for line in lines[at:end])
        if not _belongs(row, rows):
            break
        rows.append(row)
        at = _first(lines, end, lambda line: bool(line.strip(" ")))
        if end == at:  # text right after the cells
            break
    return _table(start, at, rows, merged=True)


def _first(lines: Sequence[str], start: int, fits: Callable[[str], bool]) -> int:
    return next((index for index in range(start, len(lines)) if fits(lines[index])), len(lines))


def _belongs(row: Row, rows: Sequence[Row]) -> bool:
    """Say whether a row has the columns of those above; a header has two at least."""
    return len(row) <= len(rows[0]) if rows else len(row) > 1


def _row_a_line(lines: Sequence[str], start: int) -> PlainTable | None:
    rows: list[Row] = []
    for line in map(lines.__getitem__, range(start, len(lines))):
        # the first row begins with text: a paragraph may be indented by a tab
        if "\t" not in (line if rows else line.lstrip()) or _ROLE.match(line.strip()):
            break
        row = tuple(map(cell, line.split("\t")))
        if not _belongs(row, rows):
            break
        rows.append(row)
    return _table(start, start + len(rows), rows)


_ROLE = re.compile(r"[^\t：:]{0,12}[：:]\t")  # 组长：⇥张三⇥局长 is a roster


def _table(start: int, end: int, rows: list[Row], *, merged: bool = False) -> PlainTable | None:
    """Return the table of rows, of which there are two at least; last cells may be missing."""
    if len(rows) < 2:
        return None
    whole = tuple(row + ("",) * (len(rows[0]) - len(row)) for row in rows)
    return PlainTable(start, end, whole, merged)


_PADDING = re.compile(r"(?<=[\u3000-\uffef])\s{2,}|\s{2,}(?=[\u3000-\uffef])")


def cell(text: str) -> str:
    """Return a cell's text without the spaces by which a typist moved it about."""
    return _PADDING.sub("", text.strip("\t \u3000\r"))
