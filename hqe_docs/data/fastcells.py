"""A column of cells read at once: those already in the form of their column stay, each other text is read once.

`cells.read_cell` alone says what a text means. The tests here only say of which texts it returns the text itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from hqe_docs.data.cells import CellFault, read_cell
from hqe_docs.data.kinds import Field

if TYPE_CHECKING:
    import polars as pl

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LONGEST = 2**20  # the unread texts of a column of notes are remembered, those of a novel are not
_WORDS = r"^[一-龥A-Za-z0-9][一-龥A-Za-z0-9（）、，。；：“”]*$"


def read_column(texts: pl.Series, column: Field) -> tuple[pl.Series, Iterator[tuple[int, CellFault]]]:
    """Return the values of a column and, lazily, (row index, fault) of each cell at fault."""
    others = texts.filter(~_is_settled(texts, column)).unique()
    read = {text: read_cell(text, column) for text in others}
    changed = {text: value for text, (value, _) in read.items() if value != text}
    wrong = {text: fault for text, (_, fault) in read.items() if fault}
    values = texts.replace(list(changed), list(changed.values())) if changed else texts
    return values, _faults(texts, wrong)


def _faults(texts: pl.Series, wrong: dict[str, CellFault]) -> Iterator[tuple[int, CellFault]]:
    if wrong:
        rows = texts.is_in(list(wrong)).arg_true()
        yield from ((i, wrong[text]) for i, text in zip(rows, texts.gather(rows), strict=True))
