"""Rows of a sheet kept as columns of text; a row is made when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    import polars as pl

Row = tuple[str, ...]
_BLOCK = 1_024


class TextRows(Sequence[Row]):
    """The rows of `frame`, whose columns are text without gaps: a sequence of rows as other sheets have them.

    A county's sheet takes a third of the memory of a list of rows, and its columns go to the checks as they are.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame
        self._blocks: dict[int, list[Row]] = {}

    def __len__(self) -> int:
        return self.frame.height

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return self.pick(range(*index.indices(len(self))))
        at = range(len(self))[index]
        return self._block(at // _BLOCK)[at % _BLOCK]

    def __iter__(self) -> Iterator[Row]:
        return self.frame.iter_rows()

    def pick(self, indices: Sequence[int]) -> list[Row]:
        """Return these rows, without keeping them."""
        return self.frame[list(indices)].rows()

    def column(self, index: int) -> list[str]:
        """Return the texts of one column."""
        return self.frame.to_series(index).to_list() if index < self.frame.width else [""] * len(self)

    def columns(self, indices: Sequence[int]) -> list[pl.Series]:
        """Return the texts of these rows, which go down, column by column."""
        if indices and indices[-1] - indices[0] == len(indices) - 1:
            return self.frame.slice(indices[0], len(indices)).get_columns()
        return self.frame[list(indices)].get_columns()

    def _block(self, number: int) -> list[Row]:
        """Return some rows, made once: who asks for single cells asks for their neighbours too."""
        if number not in self._blocks:
            self._blocks[number] = self.frame.slice(number * _BLOCK, _BLOCK).rows()
        return self._blocks[number]
