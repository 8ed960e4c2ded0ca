"""The items that plain loops wrote, for formulas that look at their cells: nothing is copied, values are taken anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from operator import itemgetter
from types import NoneType
from typing import Any

from hqe_docs.paper.excel.linemap import Run
from hqe_docs.paper.excel.plainloop import PlainLoop, PlainValue
from hqe_docs.paper.excel.sheet import Cell
from hqe_docs.paper.language.filters import FILTERS

_FAIR = 10**15  # whole numbers from here on are written as texts


@dataclass(frozen=True, slots=True)
class LoopItems:
    """Some of the `items` of a plain loop, from turn `start` on, which fill the rows of `run`."""

    plain: PlainLoop
    items: Sequence[Any]
    start: int
    run: Run

    def goes_on_as(self, later: LoopItems) -> bool:
        """Say whether `later` is the next ones."""
        return self.items is later.items and self.run.goes_on_as(later.run)

    def longer(self, count: int) -> LoopItems:
        """Return the same with `count` items more."""
        return replace(self, run=replace(self.run, count=self.run.count + count))

    def cells(self) -> Iterator[tuple[Cell, range]]:
        """Yield each cell but formulas, with its rows."""
        run = self.run
        for first, row in enumerate(self.plain.rows, run.number):
            rows = range(first, first + run.count * run.stride, run.stride)
            yield from ((cell, rows) for cell in row.cells if cell.formula is None)

    def values(self, cell: Cell) -> Sequence[Any]:
        """Return what `cell` prints in each turn, nothing for one that prints no value."""
        if not cell.text:
            return []
        items = self.items[self.start : self.start + self.run.count]
        return taken({cell.name: self.plain.values[cell.name]}, items, self.start)[cell.name]


def taken(
    values: Mapping[str, PlainValue], items: Sequence[dict[str, Any]], start: int
) -> dict[str, Sequence[Any]]:
    """Return what cells print of each item, the first of which is in turn `start`; any error that a filter has."""
    keys = [value.key for value in values.values() if value.first is None]
    found = zip(*map(itemgetter(*keys), items), strict=True) if len(keys) > 1 else _single(keys, items)
    return {
        name: _filtered(value, next(found))
        if value.first is None
        else range(start + value.first, start + value.first + len(items))
        for name, value in values.items()
    }


def _single(keys: Sequence[str], items: Sequence[dict[str, Any]]) -> Iterator[Sequence[Any]]:
    return (list(map(itemgetter(key), items)) for key in keys)


def _filtered(value: PlainValue, values: Sequence[Any]) -> Sequence[Any]:
    return list(map(FILTERS[value.filter], values)) if value.filter else values


def as_read(values: Sequence[Any]) -> list[float | str | None] | None:
    """Return texts and fair numbers as they are read from cells, None when there is anything else among them."""
    kinds = set(map(type, values))
    if not kinds <= {str, int, float, NoneType}:
        return None
    whole = values if kinds == {int} else [value for value in values if type(value) is int]
    broken = values if kinds == {float} else [value for value in values if type(value) is float]
    if not all(map(isfinite, broken)) or (whole and not -_FAIR < min(whole) <= max(whole) < _FAIR):
        return None
    if kinds == {int}:
        return list(map(float, values))
    read = [float(value) if type(value) is int else value for value in values] if int in kinds else values
    return [None if value == "" else value for value in read] if str in kinds else list(read)
