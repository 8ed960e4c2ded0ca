"""Texts longer than their cell holds, found before anything is printed; made smaller only when that is asked for.

Only what the form itself fixes is judged: rows of a Word table with a height, cells of a sheet by width and height.
A row without a height grows with its text. Widths are estimated: a Han character is as wide as its size.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from hqe_docs.paper.forms.filled.edits import Writing, changed, width
from hqe_docs.paper.forms.model import Cell, Grid
from hqe_docs.paper.word.namespaces import W
from hqe_docs.problems import Problems

SIZE = 10.5  # points: 五号, of a text whose run says nothing
SMALLEST = 6.0
STEP = 0.5
LINE = 1.3  # of the size
MARGIN = 10.8  # points at both sides of a cell together
TWIPS = 20


RoomOf = Callable[[Cell], "Room | None"]


@dataclass(frozen=True, slots=True)
class Room:
    """What a cell holds: points across, lines of its own size, that size."""

    across: float
    height: float
    size: float

    def lines(self, text: str, size: float) -> int:
        """Return on how many lines a text of this size stands."""
        halves = (width(part) for part in text.split("\n"))
        return sum(max(1, math.ceil(count * size / 2 / self.across)) for count in halves)

    def holds(self, size: float) -> int:
        """Return how many lines of this size there is room for."""
        return max(1, int((self.height + 1) / (size * LINE)))

    def fitting(self, text: str) -> float:
        """Return the size in which a text fits, the smallest when none does."""
        size = self.size
        while size > SMALLEST and self.lines(text, size) > self.holds(size):
            size -= STEP
        return size


def too_long(
    file: str, room_of: RoomOf, writings: Sequence[Writing], found: Problems, *, shrinks: bool
) -> None:
    """Note each text that its cell can't hold, and how much fits; with `shrinks` it is made smaller instead."""
    for writing in writings:
        cell = writing.text
        room = room_of(cell) if isinstance(cell, Cell) and writing.edits else None
        if not isinstance(cell, Cell) or room is None:
            continue
        text = changed(cell.text, writing.edits)
        if room.lines(text, room.size) <= max(room.holds(room.size), room.lines(cell.text, room.size)):
            continue  # what was printed there may be too long already
        size = room.fitting(text) if shrinks else room.size
        if shrinks:
            writing.edits = [replace(edit, size=size) for edit in writing.edits]
        if room.lines(text, size) > room.holds(size):
            _tell(file, cell, room, room.lines(text, size), size, found)


def _tell(file: str, cell: Cell, room: Room, lines: int, size: float, found: Problems) -> None:
    holds = room.holds(size)
    where = replace(cell.address, file=file)
    label = str(cell.address).lstrip("#")
    found.add("F209", where, label=label, lines=lines, room=holds, chars=int(room.across / size) * holds)


def word_room(grid: Grid, cell: Cell) -> Room | None:
    """Return the room of a cell in rows of a height, None where a row grows."""
    heights = [_height(grid, row) for row in range(cell.row, cell.bottom)]
    if not all(heights) or not cell.twips:
        return None
    return Room(max(cell.twips / TWIPS - MARGIN, 1.0), sum(heights), _size(grid, cell))


def _height(grid: Grid, number: int) -> float:
    own = next((one for one in grid.row(number) if one.row == number and one.element is not None), None)
    row = next(own.element.iterancestors(W + "tr"), None) if own is not None else None
    height = row.find(f"{W}trPr/{W}trHeight") if row is not None else None
    text = height.get(W + "val", "") if height is not None else ""
    return int(text) / TWIPS if text.isascii() and text.isdigit() and len(text) < 7 else 0.0


def _size(grid: Grid, cell: Cell) -> float:
    """Return the size of a cell's text, else of the cell at its left, which its label is."""
    for one in (cell, grid.left(cell), grid.above(cell)):
        found = (
            next(one.element.iter(W + "sz"), None) if one is not None and one.element is not None else None
        )
        if isinstance(found, etree._Element) and found.get(W + "val", "").isdecimal():
            return int(found.get(W + "val", "0")) / 2 or SIZE
    return SIZE
