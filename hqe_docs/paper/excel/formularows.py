"""Formulas of loop rows written row by row without reading each anew: in a run of rows their numbers only count."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import islice, repeat

from hqe_docs.paper.excel.book import Book
from hqe_docs.paper.excel.cells import PendingFormula, SheetWriter
from hqe_docs.paper.excel.linemap import Spot
from hqe_docs.paper.excel.sheet import Cell

_NUMBERS = re.compile("([0-9]+)")
_TOGETHER = 256


@dataclass(frozen=True, slots=True)
class CountedTexts:
    """The formulas of some rows, in which only numbers count from row to row."""

    pattern: str
    numbers: Sequence[range]
    count: int

    def __getitem__(self, index: int) -> str:
        return self.pattern % tuple([numbers[index] for numbers in self.numbers])

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(self.count))


@dataclass(slots=True)
class FormulaRows:
    """The formulas of one cell in some rows as they are now.

    `values` are what they come to, each with its kind as an attribute; a row's is None when that can't be told.
    Or `amounts` are, when all are numbers and the texts are counted.
    """

    cell: Cell
    rows: range
    texts: Sequence[str] | CountedTexts
    array: str
    values: Iterable[tuple[str, str] | None] = field(default=repeat(None))
    amounts: Iterable[float] | None = None

    def cells(self, prefix: str) -> Iterator[bytes]:
        """Yield the cell of each row."""
        cell, array = self.cell, f' t="array" ref="{self.array}"' if self.array else ""
        style, marks = f' s="{cell.style}"' if cell.style else "", cell.formula.marks if cell.formula else ""
        opening, attributes = f'<{prefix}c r="{cell.column}', f'"{style}{marks}'
        middle, end, closing = f"><{prefix}f{array}>", f"</{prefix}f>", f"</{prefix}c>"
        before, after = f"{end}<{prefix}v>", f"</{prefix}v>{closing}"
        if self.amounts is not None and isinstance(self.texts, CountedTexts):
            around = [part.replace("%", "%%") for part in (opening, attributes + middle, before, after)]
            text = escape(self.texts.pattern, quote=False)
            pattern = "{}%d{}{text}{}%.15g{}".format(*around, text=text).encode()
            yield from (
                pattern % facts for facts in zip(self.rows, *self.texts.numbers, self.amounts, strict=True)
            )
            return
        valued = zip(self.rows, _escaped(self.texts), self.values, strict=False)
        while some := list(islice(valued, _TOGETHER)):
            cells = [
                f"{opening}{row}{attributes}{middle}{text}{end}{closing}"
                if value is None
                else f"{opening}{row}{attributes}{value[0]}{middle}{text}{before}{value[1]}{after}"
                for row, text, value in some
            ]
            yield from "\0".join(cells).encode().split(b"\0")


def _escaped(texts: Iterable[str]) -> Iterator[str]:
    left = iter(texts)
    while some := list(islice(left, _TOGETHER)):
        yield from escape("\0".join(some), quote=False).split("\0")


def formula_rows(pending: PendingFormula, home: str, book: Book) -> FormulaRows:
    """Return the formulas that `pending` stands for, pointing at the rows as they are now.

    From turn to turn a reference stays or moves by the rows of a turn, each of its ends by itself; so the first, the
    second and the last row say what the others are, unless both ends of an area have changed places between.
    """
    formula, count = pending.cell.formula, pending.count
    text, array = (formula.text, formula.array) if formula else ("", "")
    *outer, first = pending.spot.turns or (0,)

    def at(turn: int) -> str:
        if count == 1:
            return book.formula(text, home, pending.spot)
        return book.formula(text, home, Spot(pending.spot.loops, (*outer, first + turn)))

    samples = [_NUMBERS.split(at(turn)) for turn in ((0, 1, count - 1) if count > 3 else ())]
    texts = _counted(samples, count, pending.stride) or list(map(at, range(count)))
    rows = range(pending.number, pending.number + count * pending.stride, pending.stride)
    area = book.formula(array, home, pending.spot) if array else ""
    return FormulaRows(pending.cell, rows, texts, area)


def _counted(samples: list[list[str]], count: int, stride: int) -> CountedTexts | None:
    """Return the formulas of which `samples` are the first, the second and the last; None if they don't just count."""
    if len({tuple(words[::2]) for words in samples}) != 1:
        return None
    pattern, numbers = "", []
    for first, second, last in zip(*samples, strict=True):
        if first == second == last:
            pattern += first.replace("%", "%%")
            continue
        start, step = int(first), int(second) - int(first)
        if step != stride or int(last) - start != step * (count - 1):
            return None
        pattern += "%d"
        numbers.append(range(start, start + count * step, step))
    return CountedTexts(pattern, numbers, count)


def rows_xml(writer: SheetWriter, formulas: Sequence[FormulaRows]) -> Iterator[bytes]:
    """Yield the written rows and let them go, each formula put where its number stands between two U+0000."""
    cells = [rows.cells(writer.prefix) for rows in formulas]
    chunks = deque(writer.chunks)
    writer.chunks.clear()
    while chunks:
        chunk = chunks.popleft()
        if isinstance(chunk, str):
            pieces = chunk.encode().split(b"\0")
            pieces[1::2] = [next(cells[int(index)]) for index in pieces[1::2]]
            yield b"".join(pieces)
        else:
            yield from chunk.rows(cells.__getitem__)
