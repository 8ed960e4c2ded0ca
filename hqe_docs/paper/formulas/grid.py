"""Cells and areas that formulas look at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Protocol

from hqe_docs.paper.formulas.scalars import Fault, Unknown, Value

MOST_CELLS = 200_000  # of an area that is calculated with cell by cell
MOST_LOOKS = 10_000_000  # at cells of areas, in one workbook: seconds
_DEAR = 10  # looks that calculating with a cell costs
Key = tuple[str, Any]


class Pending(Protocol):
    """What stands in a cell until its value is known."""

    def value(self) -> Value:
        """Return what it comes to; Unknown when that can't be told."""


class Unreadable:
    """A cell whose value the file doesn't say in a way that is understood."""

    def value(self) -> Value:
        """Raise Unknown."""
        raise Unknown


@dataclass(slots=True)
class Looks:
    """How often areas' cells may still be looked at; after that, formulas are left to the office program."""

    left: int = MOST_LOOKS

    def take(self, count: int) -> None:
        """Take `count` looks; Unknown when there are no more."""
        self.left -= count
        if self.left < 0:
            raise Unknown


@dataclass(slots=True)
class Cells:
    """The cells of one sheet: column → row → value or formula, rows in their order."""

    name: str
    looks: Looks = field(default_factory=Looks)
    columns: dict[int, dict[int, Any]] = field(default_factory=dict)
    subtotals: set[tuple[int, int]] = field(default_factory=set)
    hides_rows: bool = False
    last_row: int = 0
    found: dict[Any, Any] = field(default_factory=dict)  # what has been worked out of whole areas

    def put(self, columns: Mapping[int, dict[int, Any]]) -> None:
        """Put values (column → row → value) into the sheet, where cells may stand already."""
        for column, rows in columns.items():
            before = self.columns.get(column)
            self.columns[column] = _in_order(before, rows) if before else rows
        self.last_row = max((max(rows) for rows in self.columns.values() if rows), default=0)

    def value(self, column: int, row: int) -> Value:
        """Return the value of a cell, its formula worked out."""
        cells = self.columns.get(column)
        value = cells.get(row) if cells else None
        if value is None or type(value) in _PLAIN:
            return value
        pending: Pending = value
        return pending.value()

    def index(self, column: int, key_of: Callable[[Value], Key]) -> dict[Key, list[int]] | None:
        """Return key → rows of a whole column, None while formulas in it wait to be worked out."""
        known = ("index", column, key_of)
        if known not in self.found:
            cells = self.columns.get(column, {})
            if not all(type(value) in _PLAIN for value in cells.values()):
                return None
            rows: dict[Key, list[int]] = {}
            for row, value in cells.items():
                rows.setdefault(key_of(value), []).append(row)
            self.found[known] = rows
        index: dict[Key, list[int]] = self.found[known]
        return index


_PLAIN = {float, str, bool, Fault}


def _in_order(before: dict[int, Any], rows: dict[int, Any]) -> dict[int, Any]:
    """Return what stands in a column and what comes to it, by row."""
    first, last = (min(rows), max(rows)) if rows else (0, 0)
    if any(first <= row <= last for row in before):
        return dict(sorted((rows | before).items()))
    found = {row: before[row] for row in sorted(before) if row < first}
    found.update(rows)
    found.update((row, before[row]) for row in sorted(before) if row > last)
    return found


@dataclass(slots=True)
class Area:
    """Cells of a sheet, from corner to corner, both counted from 1."""

    cells: Cells
    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def key(self) -> tuple[str, int, int, int, int]:
        return self.cells.name, self.left, self.top, self.right, self.bottom

    def at(self, row: int, column: int) -> Value:
        """Return a value, row and column counted from 0 inside the area."""
        return self.cells.value(self.left + column, self.top + row)

    def part(self, row: int, column: int, height: int, width: int) -> Area:
        """Return a smaller area, its corner counted from 0 inside this one."""
        left, top = self.left + column, self.top + row
        return Area(self.cells, left, top, left + width - 1, top + height - 1)

    def rows_of(self, column: int) -> Sequence[int]:
        """Return the rows of the area in which a column, counted from 1, holds something."""
        cells = self.cells.columns.get(column)
        if not cells:
            return ()
        self.cells.looks.take(min(self.height, len(cells)))
        if self.height <= len(cells):
            return list(filter(cells.__contains__, range(self.top, self.bottom + 1)))
        return [row for row in cells if self.top <= row <= self.bottom]

    def values(self) -> Iterator[Value]:
        """Return the values of all cells that hold something, column by column."""
        return chain.from_iterable(self.runs())

    def runs(self) -> Iterator[Sequence[Value]]:
        """Yield the values of the cells of each column that hold something."""
        for column in range(self.left, self.right + 1) if self.width < 512 else sorted(self.cells.columns):
            if self.left <= column <= self.right:
                rows, cells = self.rows_of(column), self.cells.columns.get(column, {})
                found = list(map(cells.__getitem__, rows))
                plain = set(map(type, found)) <= _PLAIN
                yield found if plain else [self.cells.value(column, row) for row in rows]

    def counted(self, key_of: Callable[[Value], Key], key: Key) -> Sequence[int] | None:
        """Return the rows of a one-column area whose key is `key`, None when there is no index."""
        index = self.cells.index(self.left, key_of) if self.width == 1 else None
        if index is None:
            return None
        rows = index.get(key, ())
        return rows[bisect_left(rows, self.top) : bisect_right(rows, self.bottom)]


@dataclass(frozen=True, slots=True)
class Array:
    """Values that were worked out, row by row."""

    rows: Sequence[Sequence[Value]]

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return len(self.rows[0])

    def at(self, row: int, column: int) -> Value:
        """Return a value, row and column counted from 0."""
        return self.rows[row][column]

    def part(self, row: int, column: int, height: int, width: int) -> Array:
        """Return a smaller array."""
        return Array([line[column : column + width] for line in self.rows[row : row + height]])

    def values(self) -> Iterator[Value]:
        """Return all values, row by row."""
        return chain.from_iterable(self.rows)

    def runs(self) -> Sequence[Sequence[Value]]:
        """Return the values of each row."""
        return self.rows


Many = Area | Array
Operand = Value | Area | Array


def spread(function: Callable[..., Value], *operands: Operand) -> Operand:
    """Return `function` of the operands, cell by cell where some of them are areas."""
    many = [operand for operand in operands if isinstance(operand, Area | Array)]
    if not many:
        return function(*operands)
    height, width = max(one.height for one in many), max(one.width for one in many)
    if height * width > MOST_CELLS or any(not _fits(one, height, width) for one in many):
        raise Unknown
    for area in many:
        if isinstance(area, Area):
            area.cells.looks.take(height * width * _DEAR)
    return Array(
        [
            [_kept(function, [_at(one, row, column) for one in operands]) for column in range(width)]
            for row in range(height)
        ]
    )


def _fits(one: Many, height: int, width: int) -> bool:
    return one.height in (1, height) and one.width in (1, width)


def _at(operand: Operand, row: int, column: int) -> Value:
    if isinstance(operand, Area | Array):
        return operand.at(row if operand.height > 1 else 0, column if operand.width > 1 else 0)
    return operand


def _kept(function: Callable[..., Value], operands: list[Value]) -> Value:
    try:
        value: Operand = function(*operands)
    except Fault as fault:
        return Fault(fault.code)
    if isinstance(value, Area | Array):
        raise Unknown
    return value
