"""Formulas of loop rows written row by row without reading each anew: in a run of rows their numbers only count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import repeat

from hqe_docs.paper.book import Book
from hqe_docs.paper.cells import PendingFormula
from hqe_docs.paper.linemap import Spot

_NUMBERS = re.compile("([0-9]+)")


def formula_texts(pending: PendingFormula, text: str, home: str, book: Book) -> Iterator[str]:
    """Yield `text`, the formula of each row that `pending` stands for, pointing at the rows as they are now.

    From turn to turn a reference stays or moves by the rows of a turn, each of its ends by itself; so the first, the
    second and the last row say what the others are, unless both ends of an area have changed places between.
    """
    *outer, first = pending.spot.turns or (0,)

    def at(turn: int) -> str:
        if pending.count == 1:
            return book.formula(text, home, pending.spot)
        return book.formula(text, home, Spot(pending.spot.loops, (*outer, first + turn)))

    count = pending.count
    samples = [_NUMBERS.split(at(turn)) for turn in ((0, 1, count - 1) if count > 3 else ())]
    columns = _columns(samples, count, pending.stride)
    yield from map("".join, zip(*columns, strict=False)) if columns else map(at, range(count))


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
