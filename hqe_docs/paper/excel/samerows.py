"""Equal neighbours of a marked column made one cell: which rows go together, down to where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from hqe_docs.paper.excel.linemap import LineMap, Segment, Spot
from hqe_docs.paper.excel.refs import column_number, split_cell
from hqe_docs.paper.excel.sheet import Cell, Row
from hqe_docs.paper.language.tagforms import SAME

_NO_LOOP = -1
Bounds = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(slots=True)
class Block:
    """Rows whose marked cell is equal: its name and first row, and the cell and row of the last record."""

    name: str
    text: str
    first: int
    cell: Cell
    number: int
    spot: Spot


@dataclass(slots=True)
class SameRows:
    """The blocks of a sheet's marked cells; `tails` are the last rows of the template that belong to each."""

    tails: dict[str, int] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    open: dict[tuple[int, str], Block] = field(default_factory=dict)
    broken: int = 0  # the row in which a marked column further left began anew

    def continues(self, cell: Cell, value: Any, number: int, spot: Spot, lines: LineMap) -> bool:
        """Say whether `cell` of row `number` belongs to the block above it; else it begins one."""
        key = (spot.loops[0] if spot.loops else _NO_LOOP, cell.column)
        text, block = "" if value is None else str(value), self.open.get(key)
        is_equal = block is not None and block.text == text and bool(text.strip())  # blanks stay apart
        if block and is_equal and self.broken != number and self._end(block, lines) + 1 == number:
            block.cell, block.number, block.spot = cell, number, spot
            return True
        self.broken = number
        self.open[key] = Block(cell.name, text, number, cell, number, spot)
        self.blocks.append(self.open[key])
        return False

    def first_of(self, cell: Cell, spot: Spot) -> int:
        """Return the first row of the block that `cell` was just written into."""
        return self.open[spot.loops[0] if spot.loops else _NO_LOOP, cell.column].first

    def merged(self, lines: LineMap) -> Iterator[tuple[str, int, int]]:
        """Yield the template's cell, first and last row of each block."""
        for block in self.blocks:
            yield block.name, block.first, self._end(block, lines)

    def _end(self, block: Block, lines: LineMap) -> int:
        """Return the last row written of the block's last record."""
        tail = self.tails.get(block.cell.name, 0)
        span = lines.span(block.cell.row, tail, block.spot) if tail > block.cell.row else None
        return span[1] if span else block.number


def tails_of(rows: Sequence[Row], segments: Sequence[Segment], root: etree._Element) -> dict[str, int]:
    """Return marked cell → the last row of its record down to which nothing else stands in its column."""
    marked = [(i, cell) for i, row in enumerate(rows) for cell in row.cells if cell.merged == SAME]
    areas = [bounds(merge.get("ref", "")) for merge in root.iter("{*}mergeCell")] if marked else []
    return {cell.name: _tail(rows, segments, index, cell, areas) for index, cell in marked}


def _tail(
    rows: Sequence[Row], segments: Sequence[Segment], index: int, cell: Cell, areas: Sequence[Bounds]
) -> int:
    loops, last = segments[index].loops, cell.row
    place = column_number(cell.column)
    others = [area for area in areas if area[0] <= place <= area[2] and area[:2] != (place, cell.row)]
    for row, segment in zip(rows[index + 1 :], segments[index + 1 :], strict=False):
        if segment.loops[: len(loops)] != loops or not loops:
            break
        if not row.controls:
            end = row.number + row.length - 1
            filled = any(one.column == cell.column and _says_something(one) for one in row.cells)
            if filled or any(top <= end and bottom >= row.number for _, top, _, bottom in others):
                break
            last = end
    return last


def _says_something(cell: Cell) -> bool:
    return bool(cell.text) or cell.formula is not None or cell.rest != "/>"


def bounds(area: str) -> Bounds:
    """Return left, top, right and bottom of an area such as A5:C6."""
    first, _, last = area.partition(":")
    (left, top), (right, bottom) = split_cell(first), split_cell(last or first)
    return column_number(left), top, column_number(right), bottom


def apart(areas: Sequence[str]) -> list[str]:
    """Return the areas without those that begin inside another: Excel repairs a sheet whose merges overlap."""
    reached: dict[int, int] = {}  # column → the last row taken
    kept: set[int] = set()
    placed = sorted((bounds(area)[1], -bounds(area)[3], index) for index, area in enumerate(areas))
    for top, bottom, index in placed:
        left, _, right, _ = bounds(areas[index])
        columns = range(left, right + 1)
        if all(reached.get(column, 0) < top for column in columns):
            kept.add(index)
            reached.update(dict.fromkeys(columns, -bottom))
    return [area for index, area in enumerate(areas) if index in kept]
