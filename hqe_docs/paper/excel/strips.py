"""Rows put together from columns only when they are written: until then what they are made from is kept, not they."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, repeat

Texts = Callable[[], Sequence[bytes]]  # makes the texts of a column
Piece = str | Texts | int
_TOGETHER = 32  # turns: for a join a buffer of 80 bytes a piece is filled


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

    def rows(self, formulas: Callable[[int], Iterable[bytes]]) -> Iterator[bytes]:
        """Yield the rows, some together; `formulas` gives, by its number, the next cells of a formula."""
        width, row = len(self.pieces), [one.encode() if isinstance(one, str) else b"" for one in self.pieces]
        made = {one: one() for one in dict.fromkeys(self.pieces) if callable(one)}
        columns = [(index, made[one]) for index, one in enumerate(self.pieces) if callable(one)]
        numbers = [(index, one) for index, one in enumerate(self.pieces) if isinstance(one, int)]
        for start in range(0, self.count, _TOGETHER):
            end = min(start + _TOGETHER, self.count)
            buffer = row * (end - start)
            for index, texts in columns:
                buffer[index::width] = texts[start:end]
            for index, number in numbers:
                buffer[index::width] = islice(formulas(number), end - start)
            yield b"".join(buffer)

    def __len__(self) -> int:
        """Return how many characters the rows have without the formulas; slow."""
        return sum(len(rows.decode()) for rows in self.rows(lambda _number: repeat(b"")))
