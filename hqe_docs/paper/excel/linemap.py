"""Where the rows or columns of a sheet template went, for everything that points at them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hqe_docs.paper.excel.refs import ROWS, Axis

Loops = tuple[int, ...]  # numbers of the loops around a row, outermost first
Turns = tuple[int, ...]  # the turn of each of them; turns are counted through the whole sheet
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows `start` to `start + length - 1` of the template, which are written together."""

    start: int
    length: int
    loops: Loops


@dataclass(frozen=True, slots=True)
class Spot:
    """A row that was written, seen from the template: which loops it stands in, in which turns."""

    loops: Loops = ()
    turns: Turns = ()


NOWHERE_SPECIAL = Spot()


@dataclass(slots=True)
class Run:
    """Turns of a loop, one after another from `turn` on, whose row stands at `number` and every `stride` rows."""

    outer: Turns
    turn: int
    count: int
    number: int
    stride: int
    spelt: bool = False  # whether each of its turns is noted by itself, too

    @property
    def first(self) -> Turns:
        return (*self.outer, self.turn)

    @property
    def last(self) -> int:
        return self.number + (self.count - 1) * self.stride

    @property
    def is_dense(self) -> bool:
        return self.stride == 1 or self.count == 1

    def each(self) -> Iterator[Turns]:
        """Yield its turns."""
        return ((*self.outer, turn) for turn in range(self.turn, self.turn + self.count))

    def goes_on_as(self, run: Run) -> bool:
        """Say whether `run` is the next turns of the same loop."""
        after = (self.outer, self.turn + self.count, self.last + self.stride, self.stride)
        return not self.spelt and after == (run.outer, run.turn, run.number, run.stride)


@dataclass(slots=True)
class LineMap:
    """The template's segments and, for each and each turn of its loops, the first and last row written.

    The same of columns, when `axis` says so.
    """

    segments: Sequence[Segment]
    axis: Axis = ROWS
    joined: dict[tuple[int, int], list[Span]] = field(default_factory=dict)
    _written: dict[tuple[int, Turns], list[int]] = field(default_factory=dict)
    _turns: dict[int, list[Turns]] = field(default_factory=dict)
    _runs: dict[int, list[Run]] = field(default_factory=dict)  # by segment, until someone asks for each turn

    def record(self, index: int, turns: Turns, number: int) -> None:
        """Note that segment `index` was written from row `number` on, in `turns` of its loops."""
        self._spell_out(index)
        for depth in range(len(turns) + 1):
            span = self._written.setdefault((index, turns[:depth]), [number, number])
            span[1] = number
        self._turns.setdefault(index, []).append(turns)

    def record_run(self, index: int, run: Run) -> None:
        """Note that segment `index`, a row of a loop, was written in the turns of `run`."""
        for depth in range(len(run.outer) + 1):
            span = self._written.setdefault((index, run.outer[:depth]), [run.number, run.number])
            span[1] = run.last
        runs = self._runs.setdefault(index, [])
        if runs and runs[-1].goes_on_as(run):
            runs[-1].count += run.count
        else:
            runs.append(replace(run))

    def runs(self) -> Iterator[list[Any]]:
        """Yield what was written: template's row, its loops, outer turns, first turn, how many, first row, stride."""
        for index, segment in enumerate(self.segments):
            loops = list(segment.loops)
            runs = self._runs.get(index, ())
            for run in runs:
                yield [segment.start, loops, list(run.outer), run.turn, run.count, run.number, run.stride]
            spelt = {turns for run in runs if run.spelt for turns in run.each()}
            for turns in self._turns.get(index, ()):
                if turns not in spelt:
                    outer, last = (list(turns[:-1]), turns[-1]) if turns else ([], 0)
                    yield [segment.start, loops, outer, last, 1, self._written[index, turns][0], 1]

    @property
    def written(self) -> dict[tuple[int, Turns], list[int]]:
        """The first and last row written, by segment and turns of as many of its loops."""
        self._spell_out(*self._runs)
        return self._written

    @property
    def turns_of(self) -> dict[int, list[Turns]]:
        """The turns in which each segment was written."""
        self._spell_out(*self._runs)
        return self._turns

    def _spell_out(self, *indexes: int) -> None:
        for index in indexes:
            for run in (run for run in self._runs.get(index, ()) if not run.spelt):
                run.spelt = True
                turns = list(run.each())
                numbers = range(run.number, run.last + 1, run.stride)
                spans = zip(turns, numbers, strict=True)
                self._written.update(((index, turn), [number, number]) for turn, number in spans)
                self._turns.setdefault(index, []).extend(turns)

    def _found(self, index: int, turns: Turns) -> Sequence[int] | None:
        """Return first and last row written of segment `index` in `turns`."""
        found = self._written.get((index, turns))
        if found or index not in self._runs or not turns:
            return found
        runs = self._runs[index]
        run = runs[max(bisect_right(runs, turns[-1], key=lambda run: run.turn) - 1, 0)]
        if run.outer != turns[:-1] or not 0 <= turns[-1] - run.turn < run.count:
            return None
        number = run.number + (turns[-1] - run.turn) * run.stride
        return number, number

    def index_of(self, row: int) -> int:
        """Return the index of the segment that holds the template's `row`."""
        return max(bisect_right(self.segments, row, key=lambda segment: segment.start) - 1, 0)

    def span(
        self, top: int, bottom: int, spot: Spot = NOWHERE_SPECIAL, fixed: tuple[bool, bool] = (False, False)
    ) -> Span | None:
        """Return first and last row that the template's rows `top` to `bottom` became, seen from `spot`.

        Loops that a row shares with `spot` are taken in the same turn, others from first turn to last;
        a fixed end ($) is taken over all turns. None when nothing of it was written.
        """
        low, high = self.index_of(top), self.index_of(bottom)
        first = self._edge(range(low, high + 1), top, spot, fixed[0], last=False)
        last = self._edge(range(high, low - 1, -1), bottom, spot, fixed[1], last=True)
        return None if first is None or last is None else (min(first, last), max(first, last))

    def _edge(self, indexes: range, row: int, spot: Spot, fixed: bool, *, last: bool) -> int | None:
        if last and row == self.axis.last:
            return row  # an area down to the sheet's end still is
        for index in indexes:
            segment = self.segments[index]
            depth = 0 if fixed else _shared(segment.loops, spot.loops)
            found = self._found(index, spot.turns[:depth])
            if found:
                inside = 0 <= row - segment.start < segment.length
                offset = row - segment.start if inside else (segment.length - 1 if last else 0)
                return min(found[1 if last else 0] + offset, self.axis.last)
        return None

    def areas(self, top: int, bottom: int) -> Iterator[Span]:
        """Yield what rows `top` to `bottom` became: one area for each turn that holds them whole."""
        return (span for span, _spot in self.turned_areas(top, bottom))

    def turned_areas(self, top: int, bottom: int) -> Iterator[tuple[Span, Spot]]:
        """Yield these areas, each with the turn that holds it."""
        low, high = self.index_of(top), self.index_of(bottom)
        loops = self.segments[low].loops[: _shared(self.segments[low].loops, self.segments[high].loops)]
        seen: dict[Turns, None] = {}
        for index in range(low, high + 1):
            self._spell_out(index)
            seen.update(dict.fromkeys(turns[: len(loops)] for turns in self._turns.get(index, ())))
        for turns in seen:
            spot = Spot(loops, turns)
            span = self.span(top, bottom, spot)
            if span:
                yield span, spot

    def joined_areas(self, top: int, bottom: int) -> list[Span]:
        """Return the areas with neighbours made one; asked when all rows are written, so worked out once."""
        if (top, bottom) not in self.joined:
            self.joined[top, bottom] = self._join(top, bottom)
        return self.joined[top, bottom]

    def _join(self, top: int, bottom: int) -> list[Span]:
        joined: list[Span] = []
        for first, last in sorted(self._unbroken(top, bottom) or self.areas(top, bottom)):
            if joined and joined[-1][1] + 1 >= first:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            else:
                joined.append((first, last))
        return joined

    def _unbroken(self, top: int, bottom: int) -> list[Span]:
        """Return what one row of a loop became, if all of it stands in runs without other rows between."""
        low, high = self.index_of(top), self.index_of(bottom)
        runs = self._runs.get(low, ()) if low == high else ()
        alone = len(self._turns.get(low, ())) == sum(run.count for run in runs if run.spelt)
        return [(run.number, run.last) for run in runs] if alone and all(run.is_dense for run in runs) else []

    def spot_of(self, row: int) -> Spot:
        """Return the first writing of the template's `row`."""
        index = self.index_of(row)
        runs = self._runs.get(index, [])
        firsts = self._turns.get(index, [])[:1] + [run.first for run in runs[:1]]
        return Spot(self.segments[index].loops, min(firsts)) if firsts else NOWHERE_SPECIAL

    def position(self, row: int) -> int:
        """Return the row at which the template's `row` stands, or would stand had it been written."""
        span = self.span(row, row)
        if span:
            return span[0]
        index = self.index_of(row)
        ends = (self._end(before) for before in range(index))
        return max((end for end in ends if end), default=0) + 1

    def places(self, row: int) -> Iterator[tuple[int, Spot]]:
        """Yield each row that the template's `row` was written as, and which turn that was."""
        index = self.index_of(row)
        segment = self.segments[index]
        for turns in self.turns_of.get(index, ()):
            yield self.written[index, turns][0] + row - segment.start, Spot(segment.loops, turns)

    def end_of(self, row: int, outer: Turns) -> int:
        """Return the last row of the innermost loop around the template's `row`, the others in turns `outer`."""
        loops = self.segments[self.index_of(row)].loops
        return max(
            self._written[index, outer][1] + segment.length - 1
            for index, segment in enumerate(self.segments)
            if segment.loops[: len(loops)] == loops and (index, outer) in self._written
        )

    def _end(self, index: int) -> int:
        found = self._written.get((index, ()))
        return found[1] + self.segments[index].length - 1 if found else 0


def _shared(left: Loops, right: Loops) -> int:
    depth = 0
    for mine, other in zip(left, right, strict=False):
        if mine != other:
            break
        depth += 1
    return depth
