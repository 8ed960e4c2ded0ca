"""Formulas of loop rows written row by row without reading each anew: in a run of rows their numbers only count."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import repeat

from hqe_docs.paper.excel.book import Book
from hqe_docs.paper.excel.cells import PendingFormula, SheetWriter
from hqe_docs.paper.excel.linemap import Spot
from hqe_docs.paper.excel.sheet import Cell

_NUMBERS = re.compile("([0-9]+)")


@dataclass(slots=True)
class FormulaRows:
    """The formulas of one cell in some rows as they are now; in `regular` ones numbers only count from row to row.

    `values` are what they come to, each with its kind as an attribute; a row's is None when that can't be told.
    """

    cell: Cell
    rows: range
    texts: Sequence[str]
    array: str
    regular: bool
    values: Iterable[tuple[str, str] | None] = field(default=repeat(None))

    def cells(self, prefix: str) -> list[bytes]:
        """Return the cell of each row."""
        cell, array = self.cell, f' t="array" ref="{self.array}"' if self.array else ""
        style, marks = f' s="{cell.style}"' if cell.style else "", cell.formula.marks if cell.formula else ""
        texts = escape("\0".join(self.texts), quote=False)
        opening, attributes = f'<{prefix}c r="{cell.column}', f'"{style}{marks}'
        middle, end, closing = f"><{prefix}f{array}>", f"</{prefix}f>", f"</{prefix}c>"
        before, after = f"{end}<{prefix}v>", f"</{prefix}v>{closing}"
        valued = zip(self.rows, texts.split("\0"), self.values, strict=False)
        cells = [
            f"{opening}{row}{attributes}{middle}{text}{end}{closing}"
            if value is None
            else f"{opening}{row}{attributes}{value[0]}{middle}{text}{before}{value[1]}{after}"
            for row, text, value in valued
        ]
        return "\0".join(cells).encode().split(b"\0")


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
    columns = _columns(samples, count, pending.stride)
    texts = map("".join, zip(*columns, strict=False)) if columns else map(at, range(count))
    rows = range(pending.number, pending.number + count * pending.stride, pending.stride)
    area = book.formula(array, home, pending.spot) if array else ""
    return FormulaRows(pending.cell, rows, list(texts), area, bool(columns))


def _columns(samples: list[list[str]], count: int, stride: int) -> list[Iterable[str]]:
    """Return the pieces of each row's formula, one of them limited to `count`; nothing if they don't just count."""
    if len({tuple(words[::2]) for words in samples}) != 1:
        return []
    columns: list[Iterable[str]] = [repeat("", count)]
    for first, second, last in zip(*samples, strict=True):
        if first == second == last:
            columns.append(repeat(first))
            continue
        start, step = int(first), int(second) - int(first)
        if step != stride or int(last) - start != step * (count - 1):
            return []
        columns.append(map(str, range(start, start + count * step, step)))
    return columns


def rows_xml(writer: SheetWriter, formulas: Sequence[FormulaRows]) -> Iterator[bytes]:
    """Yield the written rows and let them go, each formula put where its number stands between two U+0000."""
    cells = [iter(rows.cells(writer.prefix)) for rows in formulas]
    chunks = deque(writer.chunks)
    writer.chunks.clear()
    while chunks:
        chunk = chunks.popleft()
        pieces = (chunk if isinstance(chunk, bytes) else chunk.encode()).split(b"\0")
        pieces[1::2] = [next(cells[int(index)]) for index in pieces[1::2]]
        yield b"".join(pieces)
