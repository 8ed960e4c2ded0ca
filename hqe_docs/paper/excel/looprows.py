"""The rows of a plain loop, many at a time: bytes put together by columns, the same as cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from hqe_docs.paper.excel.cells import CellForm, PendingFormula, SheetWriter
from hqe_docs.paper.excel.linemap import Run, Spot
from hqe_docs.paper.excel.loopitems import LoopItems, taken
from hqe_docs.paper.excel.plaincolumns import Column, ColumnMaker, Unusual, numbered
from hqe_docs.paper.excel.plainloop import PlainLoop
from hqe_docs.paper.excel.refs import LAST_ROW
from hqe_docs.paper.excel.sheet import Cell, Row
from hqe_docs.paper.excel.strips import Strip
from hqe_docs.paper.language.bounds import MOST_OUTPUT
from hqe_docs.paper.language.filters import FilterFault, Unprintable

_STILL_KINDS = {str, int, float}  # without days
_CHUNK = 256  # items: what belongs to them stays in the processor's cache
Otherwise = Callable[[Sequence[Any], int], None]  # writes these items, the first of which is in this turn


@dataclass(slots=True)
class _Chunk:
    """Some turns of a loop: which rows they fill, what stands in the cells."""

    run: Run
    columns: dict[str, Column]
    strip: Strip
    formulas: list[PendingFormula] = field(default_factory=list)
    goes_on: bool = False  # whether its formulas do as those of the chunk before


class LoopRows:
    """Writes the rows of a plain loop, which is the sheet's loop number `loop`."""

    def __init__(self, writer: SheetWriter, plain: PlainLoop, loop: int) -> None:
        self._writer, self._plain, self._loop = writer, plain, loop
        self._loops = writer.map.segments[plain.index].loops
        self._tails = _tails(plain, writer.prefix)
        cells = [cell for row in plain.rows for cell in row.cells if cell.text]
        self._forms = {cell.name: CellForm(writer, cell, self._tails[cell.name]) for cell in cells}
        self._makers = {name: ColumnMaker(form) for name, form in self._forms.items()}
        self._last: Run | None = None
        self._first_pending = 0

    def write(self, items: Sequence[Any], otherwise: Otherwise) -> None:
        """Write the rows of `items`; those with anything unusual are left to `otherwise`."""
        for start in range(0, len(items), _CHUNK):
            some = items[start : start + _CHUNK]
            self._writer.close_row()
            try:
                chunk = self._chunk(some, start)
                self._keep(chunk, LoopItems(self._plain, items, start, chunk.run))
            except Unusual:
                otherwise(some, start)

    def _chunk(self, items: Sequence[Any], start: int) -> _Chunk:
        writer = self._writer
        if set(map(type, items)) != {dict}:
            raise Unusual
        columns = self._columns(_taken(self._plain, items, start))
        outer = tuple([writer.turns[loop] for loop in self._loops[:-1]])
        first, rows = writer.number + writer.length + 1, self._plain.rows
        run = Run(outer, writer.turns[self._loop] + 1, len(items), first, len(rows))
        goes_on = self._last is not None and self._last.goes_on_as(run)
        chunk = _Chunk(run, columns, Strip(run.count), goes_on=goes_on)
        for offset, row in enumerate(rows):
            self._add_row(chunk, row, first + offset)
        return chunk

    def _columns(self, values: dict[str, Sequence[Any]]) -> dict[str, Column]:
        """Return the columns of the cells; of values that have all been written before, kinds need not be told."""
        makers = self._makers
        known = {name: found for name, some in values.items() if (found := makers[name].remembered(some))}
        others = {name: some for name, some in values.items() if name not in known}
        kinds = {name: set(map(type, some)) for name, some in others.items()}
        self._find_date_styles(
            {name: some for name, some in others.items() if not kinds[name] <= _STILL_KINDS}
        )
        return known | {name: makers[name].column(some, kinds[name]) for name, some in others.items()}

    def _find_date_styles(self, values: dict[str, Sequence[Any]]) -> None:
        """Ask for the formats of days in the order of the rows, in which those that are made are numbered."""
        styles, forms = self._writer.styles, self._forms
        unknown = [name for name in values if not styles.knows(forms[name].cell.style)]
        firsts = sorted((_first_day(values[name]), order, name) for order, name in enumerate(unknown))
        for index, _order, name in firsts:
            if index >= 0:
                styles.dated(forms[name].cell.style)

    def _add_row(self, chunk: _Chunk, row: Row, first: int) -> None:
        strip, prefix, run = chunk.strip, self._writer.prefix, chunk.run
        numbers = range(first, first + run.count * run.stride, run.stride)
        written, most = partial(numbered, b"%d", numbers), run.count * len(str(numbers[-1]))
        strip.add(f'<{prefix}row r="')
        strip.add_column(written, most)
        strip.add(f'"{row.attributes}')
        heights = [c.heights for cell in row.cells if (c := chunk.columns.get(cell.name)) and c.heights]
        if heights and " ht=" not in row.attributes:
            tallest = map(max, zip(*heights, strict=True))
            texts = [f' ht="{points:g}"'.encode() if points else b"" for points in tallest]
            strip.add_column(lambda: texts, sum(map(len, texts)))
        strip.add(f">{_head(row.cells[0], prefix)}")
        for cell in row.cells:
            if cell.formula is None:
                strip.add_column(written, most)
                self._add_cell(chunk, cell)
            else:
                self._add_formula(chunk, cell, first)

    def _add_cell(self, chunk: _Chunk, cell: Cell) -> None:
        strip, column = chunk.strip, chunk.columns.get(cell.name)
        if column is None:
            style = f' s="{cell.style}"' if cell.style else ""
            strip.add(f'"{style}{cell.rest}{self._tails[cell.name]}')
            return
        strip.add(column.opening)
        strip.add_column(column.texts, column.most)
        strip.add(column.closing)

    def _add_formula(self, chunk: _Chunk, cell: Cell, first: int) -> None:
        run = chunk.run
        chunk.strip.pieces.append(self._pending_from(chunk) + len(chunk.formulas))
        spot = Spot(self._loops, run.first)
        chunk.formulas.append(PendingFormula(cell, first, spot, run.count, run.stride))
        chunk.strip.add(self._tails[cell.name])

    def _pending_from(self, chunk: _Chunk) -> int:
        return self._first_pending if chunk.goes_on else len(self._writer.pending)

    def _keep(self, chunk: _Chunk, items: LoopItems) -> None:
        writer, run = self._writer, chunk.run
        last, size = run.last + run.stride - 1, chunk.strip.most
        if last > LAST_ROW or writer.size + size > MOST_OUTPUT:
            raise Unusual  # row by row it is told where that happens
        for offset in range(run.stride):
            writer.map.record_run(self._plain.index + offset, replace(run, number=run.number + offset))
        writer.turns[self._loop] += run.count
        writer.number, writer.length = last, 0
        self._keep_formulas(chunk)
        kept = writer.loops
        if kept and kept[-1].goes_on_as(items):
            kept[-1] = kept[-1].longer(run.count)
        else:
            kept.append(items)
        writer.chunks.append(chunk.strip)
        writer.size += size

    def _keep_formulas(self, chunk: _Chunk) -> None:
        pending, first = self._writer.pending, self._pending_from(chunk)
        if chunk.goes_on:
            for index, formula in enumerate(chunk.formulas, first):
                pending[index] = replace(pending[index], count=pending[index].count + formula.count)
        else:
            pending.extend(chunk.formulas)
        self._first_pending, self._last = first, chunk.run


def _tails(plain: PlainLoop, prefix: str) -> dict[str, str]:
    """Return what stands after each cell, up to the number of the next one's row or its formula."""
    return {
        cell.name: f"</{prefix}row>" if following is None else _head(following, prefix)
        for row in plain.rows
        for cell, following in zip(row.cells, (*row.cells[1:], None), strict=True)
    }


def _head(cell: Cell, prefix: str) -> str:
    return f'<{prefix}c r="{cell.column}' if cell.formula is None else ""


def _taken(plain: PlainLoop, items: Sequence[dict[str, Any]], start: int) -> dict[str, Sequence[Any]]:
    try:
        return taken(plain.values, items, start)
    except (KeyError, Unprintable, FilterFault, ValueError, TypeError, ArithmeticError):
        raise Unusual from None


def _first_day(values: Sequence[Any]) -> int:
    """Return the index of the first day that a spreadsheet counts, or -1."""
    if not any(issubclass(kind, date) for kind in set(map(type, values))):
        return -1
    days = ((index, day) for index, day in enumerate(values) if isinstance(day, date))
    return next((index for index, day in days if (day.year, day.month) >= (1900, 3)), -1)
