"""Cells as they are written: the type of the value kept, text never a formula (ECMA-376 §18.3.1.4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import Any

from jinja2 import pass_context

from hqe_docs.paper.excel.heights import DEFAULT_HEIGHT, Rooms, SharedRows, grown
from hqe_docs.paper.excel.linemap import LineMap, Spot, Turns
from hqe_docs.paper.excel.loopitems import LoopItems
from hqe_docs.paper.excel.refs import LAST_ROW, column_number, split_cell
from hqe_docs.paper.excel.samerows import SameRows
from hqe_docs.paper.excel.sheet import Cell, Row
from hqe_docs.paper.excel.strips import Strip
from hqe_docs.paper.excel.styles import DateStyles
from hqe_docs.paper.language.bounds import MOST_OUTPUT, OutputTooLarge
from hqe_docs.paper.language.notes import Notes
from hqe_docs.paper.language.shown import legal, printed
from hqe_docs.paper.language.tagforms import SAME

MOST_CHARACTERS = 32_767
SPECIAL = re.compile("[^\t\n\x20-%'-;=?-^`-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]").search
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_BLANKS = (" ", "\t", "\n")  # read only with xml:space when they stand at an end (XML 1.0 §2.10)
PRECISE = 15  # significant digits that a spreadsheet number keeps
EPOCH = date(1899, 12, 30).toordinal()
FIRST_SAFE_DAY = date(1900, 3, 1)  # before it, serial numbers differ by the leap day that 1900 never had
Filter = Callable[..., str]


@dataclass(frozen=True, slots=True)
class PendingFormula:
    """A formula cell whose references wait until all rows are known.

    It may stand for `count` rows: each `stride` rows below the one before and in the next turn of the loop.
    """

    cell: Cell
    number: int
    spot: Spot
    count: int = 1
    stride: int = 1


@dataclass(slots=True)
class SheetWriter:
    """The rows of one sheet as they are written, and what has to be known of them afterwards."""

    map: LineMap
    notes: Notes
    styles: DateStyles
    prefix: str = ""
    rooms: Rooms | None = None
    tallest: float = 0.0
    number: int = 0
    length: int = 0
    at: str = "0"
    spot: Spot = field(default_factory=Spot)
    turns: list[int] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    chunks: list[str | Strip] = field(default_factory=list)
    size: int = 0  # characters at most
    pending: list[PendingFormula] = field(default_factory=list)
    loops: list[LoopItems] = field(default_factory=list)
    merges: dict[tuple[str, Turns], int] = field(default_factory=dict)
    same: SameRows = field(default_factory=SameRows)
    shared: dict[tuple[str, Turns], SharedRows] = field(default_factory=dict)
    sharing: list[SharedRows] = field(default_factory=list)

    def open_row(self, index: int, row: Row, *, bare: bool) -> None:
        """Start the next row from the template's `row`, which is segment `index`."""
        self.close_row()
        self.number += self.length + 1
        self.length = row.length - 1
        if self.number > LAST_ROW:
            raise OutputTooLarge(f"一张工作表最多 {LAST_ROW} 行")
        loops = self.map.segments[index].loops
        self.spot = Spot(loops, tuple([self.turns[loop] for loop in loops]))
        self.map.record(index, self.spot.turns, self.number)
        self.at = str(self.number)
        self.tallest = 0.0
        if not bare:
            self.pieces.append(f'<{self.prefix}row r="{self.at}"{row.attributes}>')

    def close_row(self) -> None:
        """Finish the row at hand, if it has been started."""
        if self.pieces:
            if self.tallest and " ht=" not in self.pieces[0]:
                self.pieces[0] = f'{self.pieces[0][:-1]} ht="{self.tallest:g}">'
            for rows in self.sharing:
                rows.height += self._height()
                rows.last = len(self.chunks)
            self.sharing.clear()
            self.pieces.append(f"</{self.prefix}row>")
            chunk = "".join(self.pieces)
            self.chunks.append(chunk)
            self.pieces.clear()
            self.size += len(chunk)
            if self.size > MOST_OUTPUT:
                self.size = sum(map(len, self.chunks))
            if self.size > MOST_OUTPUT:
                raise OutputTooLarge(f"超过 {MOST_OUTPUT} 个字符")

    def _height(self) -> float:
        height = self.pieces[0].partition(' ht="')[2].partition('"')[0]
        return float(height) if height else self._usual()

    def _usual(self) -> float:
        return self.rooms.usual if self.rooms else DEFAULT_HEIGHT

    def share(self, cell: Cell, needed: float) -> None:
        """Note that the row at hand belongs to a {% vm %} cell whose text needs so many points in all."""
        group = (self.same.first_of(cell, self.spot),) if cell.merged == SAME else self.spot.turns[:-1]
        key = (cell.name, group)
        self.sharing.append(self.shared.setdefault(key, SharedRows(needed)))

    def settle(self) -> None:
        """Let the last row of each {% vm %} cell have the height that its text lacks."""
        lacks: dict[int, float] = {}
        for rows in self.shared.values():
            lacks[rows.last] = max(lacks.get(rows.last, 0.0), rows.needed - rows.height)
        for index, points in lacks.items():
            row = self.chunks[index]
            if points > 0 and isinstance(row, str):
                self.chunks[index] = grown(row, points, self._usual())

    def continues(self, cell: Cell, value: Any) -> bool:
        """Say whether a merged cell goes on in this row, having begun in an earlier one."""
        if cell.merged == SAME:
            return self.same.continues(cell, value, self.number, self.spot, self.map)
        if not self.spot.turns:
            return False
        return self.merges.setdefault((cell.name, self.spot.turns[:-1]), self.number) != self.number

    def merged(self) -> Iterator[tuple[str, int, int]]:
        """Yield each merged cell with its first and last row; {% vm %} goes to the end of its innermost loop."""
        for (cell, outer), first in self.merges.items():
            yield cell, first, self.map.end_of(split_cell(cell)[1], outer)
        yield from self.same.merged(self.map)


class CellForm:
    """How values are written into one cell of the template, after the number of its row and before `tail`."""

    def __init__(self, writer: SheetWriter, cell: Cell, tail: str = "") -> None:
        prefix = writer.prefix
        self.cell = cell
        self.head = f'<{prefix}c r="{cell.column}'
        self.style = f' s="{cell.style}"' if cell.style else ""
        self.blank = f'"{self.style}/>{tail}'
        self.opening = (f'"{self.style} t="inlineStr"><{prefix}is><{prefix}t>', f"><{prefix}v>")
        self.closing = (f"</{prefix}t></{prefix}is></{prefix}c>{tail}", f"</{prefix}v></{prefix}c>{tail}")
        self.room = writer.rooms.of(cell) if writer.rooms else None
        # this many characters need one line at the most
        self.short = self.room.units / 2 if self.room else MOST_CHARACTERS
        self.from_1904 = writer.styles.from_1904
        self._writer = writer

    def number(self, value: Any) -> str | None:
        """Return how a number or a day is written, None for what is written as text."""
        number, dated = _number(value, self._writer)
        return None if number is None else f"{self.number_opening(dated=dated)}{number}{self.closing[1]}"

    def number_opening(self, *, dated: bool) -> str:
        """Return what stands before a number or a day."""
        style = f' s="{self._writer.styles.dated(self.cell.style)}"' if dated else self.style
        return f'"{style}{self.opening[1]}'

    def text(self, value: str) -> str:
        """Return how a text is written; what a cell can't hold is noted."""
        if not value:
            return self.blank
        if len(value) > MOST_CHARACTERS or SPECIAL(value):
            value = escaped(value, self._writer.notes)
        opening = self.opening[0]
        if value[:1] in _BLANKS or value[-1:] in _BLANKS:
            opening = f'{opening[:-1]} xml:space="preserve">'
        return f"{opening}{value}{self.closing[0]}"

    def height(self, text: str) -> float:
        """Return the points that a text needs, 0 for one line."""
        return self.room.height(text) if self.room and (len(text) > self.short or "\n" in text) else 0.0


def value_filter(writer: SheetWriter, cell: Cell) -> Filter:
    """Return the filter that writes its value into `cell` of the row at hand."""
    form = CellForm(writer, cell)
    add, head = writer.pieces.append, form.head
    shares = form.room is not None and cell.merged

    @pass_context
    def write(_context: Any, value: Any) -> str:
        if cell.merged and writer.continues(cell, value):
            value = ""
        if type(value) is not str:
            number = form.number(value)
            if number is not None:
                add(head + writer.at + number)
                return ""
            value = printed(value, writer.notes)
        needed = form.height(value)
        if shares:
            writer.share(cell, needed)
        elif needed > writer.tallest:
            writer.tallest = needed
        add(head + writer.at + form.text(value))
        return ""

    return write


def escaped(text: str, notes: Notes) -> str:
    """Return a cell's text as XML; what can't stand in a cell is noted."""
    text = legal(text, notes)
    if len(text) > MOST_CHARACTERS:
        notes.add("T203", found=len(text))
    return as_xml(text)


def as_xml(text: str) -> str:
    """Return a text that a cell can hold as it stands in XML."""
    text = escape(text, quote=False)
    # _x0041_ in a cell would be read as A (ECMA-376 §22.9.2.19)
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def _number(value: Any, writer: SheetWriter) -> tuple[str | None, bool]:
    """Return how a number or day is written, and whether it is a day; None for what is written as text."""
    if isinstance(value, bool):
        return None, False
    if isinstance(value, int):
        return (str(value) if abs(value) < 10**PRECISE else None), False
    if isinstance(value, Decimal):
        short = value.is_finite() and len(value.normalize().as_tuple().digits) <= PRECISE
        return (f"{value:f}" if short else None), False
    if isinstance(value, float | Fraction):
        number = float(value)
        return (repr(number) if abs(number) < float("inf") else None), False
    if isinstance(value, date):
        return _serial(value, writer.styles.from_1904), True
    return None, False


def _serial(day: date, from_1904: bool) -> str | None:
    moment = day if isinstance(day, datetime) else None
    plain = moment.date() if moment else day
    if plain < FIRST_SAFE_DAY:
        return None
    serial = plain.toordinal() - EPOCH - (1462 if from_1904 else 0)
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second if moment else 0
    return str(serial) if not seconds else repr(serial + seconds / 86_400)


def still_filter(writer: SheetWriter, cells: list[Cell]) -> Filter:
    """Return the filter that writes cells without tags into the row at hand."""
    pieces = [f'<{writer.prefix}c r="{cell.column}' for cell in cells]
    rests = [f'"{_style(cell)}{cell.rest}' for cell in cells]
    parts = [pieces[0], *(rest + piece for rest, piece in zip(rests, pieces[1:], strict=False)), rests[-1]]
    add = writer.pieces.append

    @pass_context
    def write(_context: Any, _value: Any) -> str:
        add(writer.at.join(parts))
        return ""

    return write


def formula_filter(writer: SheetWriter, cell: Cell) -> Filter:
    """Return the filter that leaves room for a formula cell in the row at hand."""

    @pass_context
    def write(_context: Any, _value: Any) -> str:
        # U+0000 can't be in XML, so nothing else looks like this
        writer.pieces.append(f"\x00{len(writer.pending)}\x00")
        writer.pending.append(PendingFormula(cell, writer.number, writer.spot))
        return ""

    return write


def _style(cell: Cell) -> str:
    return f' s="{cell.style}"' if cell.style else ""


def by_column(cell: Cell) -> int:
    """Return the number of the cell's column, for sorting."""
    return column_number(cell.column)
