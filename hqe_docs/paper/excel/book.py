"""The sheets of a workbook as they are when filled: what a formula or an area of the template points at now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hqe_docs.paper.excel.linemap import NOWHERE_SPECIAL, LineMap, Spot
from hqe_docs.paper.excel.refs import COLUMNS, ROWS, Axis, Lines, Reference, replaced, split_cell

_RANGE = re.compile(r"([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?")
Ends = tuple[tuple[str, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a workbook: by the template's name, where rows went and what the sheet is called now.

    With `axis` COLUMNS the maps are of columns, and all is moved sideways.
    """

    maps: Mapping[str, LineMap]
    names: Mapping[str, str]
    axis: Axis = ROWS

    def formula(
        self,
        text: str,
        home: str | None,
        spot: Spot = NOWHERE_SPECIAL,
        *,
        stretch: bool = False,
        own: bool = False,
    ) -> str:
        """Return `text`, a formula at `spot` of sheet `home`, pointing at the rows as they are now.

        With `own` a `$` doesn't mean all turns: it looks at those of its own turn only.
        """

        def lines_of(reference: Reference) -> Lines:
            name = reference.sheet if reference.sheet is not None else home
            lines = self.maps.get(name) if name is not None else None
            return self._lines(reference, lines, spot if name == home else NOWHERE_SPECIAL, stretch, own=own)

        return replaced(text, lines_of, self.name_of, self.axis)

    def rule(self, text: str, home: str, spot: Spot) -> str:
        """Return `text`, a formula that a rule of sheet `home` uses for several rows, as it is at `spot`.

        What doesn't move from row to row is pinned with `$`, since the office shifts the rest. Beside that a
        `$` on a column only keeps it for the columns of its block, so it means the same turn of it.
        """

        def lines_of(reference: Reference) -> Lines:
            lines = self.maps.get(reference.sheet if reference.sheet is not None else home)
            inside = spot if reference.sheet in (None, home) else NOWHERE_SPECIAL
            own = self.axis is COLUMNS and reference.last is None
            found = self._lines(reference, lines, inside, stretch=False, own=own)
            number = self.axis.number(reference.first[self.axis.half])
            away = lines is None or lines.segments[lines.index_of(number)].loops != spot.loops
            return found._replace(pinned=bool(spot.loops) and away)

        return replaced(text, lines_of, self.name_of, self.axis)

    def name_of(self, sheet: str) -> str:
        """Return what the template's `sheet` is called now."""
        return self.names.get(sheet, sheet)

    def _lines(
        self,
        reference: Reference,
        lines: LineMap | None,
        spot: Spot,
        stretch: bool,
        *,
        own: bool,
    ) -> Lines:
        axis = self.axis
        first, last = (end[axis.half] for end in (reference.first, reference.last or reference.first))
        low, high = axis.number(first), axis.number(last)
        if lines is None:
            return Lines(low, high)
        one = reference.last is None and not stretch
        # a cell of a fixed row in a loop is its first writing, a fixed range is all of it
        fixed = (False, False) if own else (first.startswith("$"), last.startswith("$"))
        span = lines.span(low, high, spot, fixed)
        if span is None:  # nothing was written: a row that is always blank, so that a sum is 0
            return Lines(axis.last, axis.last)
        return Lines(span[0], span[0]) if one else Lines(*span)


def areas(reference: str, lines: LineMap, *, joined: bool) -> Iterator[str]:
    """Yield the areas that the space-separated areas of `reference` became."""
    for part in reference.split():
        ends = ends_of(part)
        if ends is None:
            yield part
            continue
        low, high = (lines.axis.number(end[lines.axis.half]) for end in ends)
        for span in lines.joined_areas(low, high) if joined else lines.areas(low, high):
            yield area_of(ends, span, lines.axis)


def area_of(ends: Ends, span: tuple[int, int], axis: Axis) -> str:
    """Return the area of `ends` with other rows or columns."""
    first, last = (put(end, line, axis) for end, line in zip(ends, span, strict=True))
    return first if first == last else f"{first}:{last}"


def ends_of(area: str) -> Ends | None:
    """Return both ends of an area as (column, row), None when it is none."""
    match = _RANGE.fullmatch(area.replace("$", ""))
    return ((match[1], match[2]), (match[3] or match[1], match[4] or match[2])) if match else None


def put(end: tuple[str, str], line: int, axis: Axis) -> str:
    """Return the cell `end` (column, row) in another row or column."""
    return end[0] + axis.written(line) if axis.half else axis.written(line) + end[1]


def moved_cell(cell: str, line: int, axis: Axis) -> str:
    """Return `cell`, in row or column `line` now."""
    column, row = split_cell(cell)
    return put((column, str(row)), line, axis)
