"""Formulas that are the same further down, told by their text: most of a ledger's need no reading of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from hqe_docs.paper.excel.refs import Corners

_ROW = "\x02"  # can't be in XML, so nothing in a formula looks like it
_PART_OF_A_NUMBER = re.compile(rf"[\d.]{_ROW}|{_ROW}[\d.]")
Read = TypeVar("Read")
Downward = tuple[
    str | None, int, int, int, int, int, int
]  # corners, and 1 for a top or bottom that goes along


@dataclass(slots=True)
class SameDown(Generic[Read]):
    """What was read of formulas, by their text with the row's own number taken out.

    A text read in two rows whose references stay or go along is known for all rows.
    """

    once: dict[tuple[str, bool], tuple[int, Read, Sequence[Corners]] | None] = field(default_factory=dict)
    known: dict[tuple[str, bool], tuple[Read, list[Downward]]] = field(default_factory=dict)

    def read(self, text: str, row: int, is_array: bool) -> tuple[Read, Sequence[Corners]] | None:
        """Return what a formula in `row` was read as and its references, None when it has to be read."""
        found = self.known.get((text.replace(str(row), _ROW), is_array))
        if found is None:
            return None
        return found[0], [
            (sheet, left, top + row * falls, right, bottom + row * sinks)
            for sheet, left, top, right, bottom, falls, sinks in found[1]
        ]

    def learn(self, text: str, row: int, is_array: bool, read: Read, references: Sequence[Corners]) -> None:
        """Keep what a formula in `row` was read as."""
        key = text.replace(str(row), _ROW), is_array
        if key not in self.once:
            self.once[key] = None if _PART_OF_A_NUMBER.search(key[0]) else (row, read, references)
            return
        before = self.once[key]
        if before is None or before[0] == row:
            return
        shapes = [_downward(*pair, before[0], row) for pair in zip(before[2], references, strict=False)]
        if before[1] is read and None not in shapes:
            self.known[key] = read, [shape for shape in shapes if shape]
        else:
            self.once[key] = None


def _downward(one: Corners, other: Corners, row: int, next_row: int) -> Downward | None:
    sheet, left, top, right, bottom = one
    falls, sinks = (int(now != then) for now, then in ((other[2], top), (other[4], bottom)))
    step = next_row - row
    if other != (sheet, left, top + step * falls, right, bottom + step * sinks):
        return None
    return sheet, left, top - row * falls, right, bottom - row * sinks, falls, sinks
