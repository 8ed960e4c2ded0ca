"""Rows put together from columns only when they are written: until then what they are made from is kept, not they."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice, repeat

Texts = Callable[[], Sequence[bytes]]  # makes the texts of a column
Piece = str | Texts | int


@dataclass(slots=True)
class Strip:
    """The rows of `count` turns of a loop, as what stands in one turn: texts that are the same in each turn, columns of
    those that are not, and numbers of formulas. `most` is how many characters all have at most, without the formulas.
    """

    count: int
    pieces: list[Piece] = field(default_factory=list)
    most: int = 0

    def add(self, text: str) -> None:
        """Append a text that is the same in each turn."""
        if self.pieces and isinstance(self.pieces[-1], str):
            self.pieces[-1] += text
        else:
            self.pieces.append(text)
        self.most += self.count * len(text)

    def add_column(self, texts: Texts, most: int) -> None:
        """Append texts of each turn, which are `most` bytes at most."""
        self.pieces.append(texts)
        self.most += most

    def rows(self, formulas: Callable[[int], Iterable[bytes]]) -> bytes:
        """Return the rows; `formulas` gives, by its number, the next cells of a formula."""
        width, count = len(self.pieces), self.count
        made = {piece: piece() for piece in dict.fromkeys(self.pieces) if callable(piece)}
        buffer = [piece.encode() if isinstance(piece, str) else b"" for piece in self.pieces] * count
        for index, piece in enumerate(self.pieces):
            if isinstance(piece, int):
                buffer[index::width] = islice(formulas(piece), count)
            elif not isinstance(piece, str):
                buffer[index::width] = made[piece]
        return b"".join(buffer)

    def __len__(self) -> int:
        """Return how many characters the rows have without the formulas; slow."""
        return len(self.rows(lambda _number: repeat(b"")).decode())
