"""Tables that stand in plain text with tabs: a row a line, or a cell a line as programs copy them out of Word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
    rows: list[Row] = []
    at = start
    while at < len(lines) and lines[at].startswith("\t"):
        end = next(
            (index for index in range(at, len(lines)) if not lines[index].startswith("\t")), len(lines)
        )
        rows.append(tuple(cell(line) for line in lines[at:end]))
        at = next((index for index in range(end, len(lines)) if lines[index].strip(" ")), len(lines))
        if end == at:  # text right after the cells
            break
    return _table(start, at, rows, merged=True) if len(rows) > 1 else None


def _row_a_line(lines: Sequence[str], start: int) -> PlainTable | None:
    rows: list[Row] = []
    for line in lines[start:]:
        # the first row begins with text: a paragraph may be indented by a tab
        if "\t" not in (line if rows else line.lstrip()) or _ROLE.match(line.strip()):
            break
        rows.append(tuple(map(cell, line.split("\t"))))
    return _table(start, start + len(rows), rows) if len(rows) > 1 else None


_ROLE = re.compile(r"[^\t：:]{0,12}[：:]\t")  # 组长：⇥张三⇥局长 is a roster


def _table(start: int, end: int, rows: list[Row], *, merged: bool = False) -> PlainTable | None:
    """Return the table when its rows have the columns of its header: last ones may be missing."""
    columns = len(rows[0])
    if columns < 2 or any(len(row) > columns for row in rows):
        return None
    whole = tuple(row + ("",) * (columns - len(row)) for row in rows)
    return PlainTable(start, end, whole, merged)


_PADDING = re.compile(r"(?<=[\u3000-\uffef])\s{2,}|\s{2,}(?=[\u3000-\uffef])")


def cell(text: str) -> str:
    """Return a cell's text without the spaces by which a typist moved it about."""
    return _PADDING.sub("", text.strip("\t \u3000\r"))
