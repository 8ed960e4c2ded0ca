"""Which cells of a filled grid are labels and which are values, when the blank form isn't there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hqe_docs.paper.forms.model import Cell, Grid
from hqe_docs.paper.forms.vocabulary import Words
from hqe_docs.values import Fault, as_date, squeeze

FEWEST_TITLES = 3
LONGEST, LONGEST_DATA = 12, 60  # of a label; of a number, day or code
DATA = -3  # a weight that only values have
_DATA = re.compile(
    r"[\d.,:：/年月日×Xx%￥¥元万\-~～ ]*\d[\d.,:：/年月日Xx%￥¥元万\-~～ ]*[\u4e00-\u9fff]{0,2}|\S+@\S+|[0-9A-Z]{8,}"
)
_HOUSE = re.compile(r"\d(?:号|组|室|栋|幢|楼|层|单元)\Z")  # the end of an address
_NO_WORD = re.compile(r"[√✓×/—-]+")
_SPACED = re.compile(r"[\u4e00-\u9fff](?:[ \u3000]+[\u4e00-\u9fff])+")


@dataclass(frozen=True, slots=True)
class LabelGuess:
    """Tells labels by the words known to be such, by their form, and by standing before what is blank."""

    words: Words
    known: frozenset[str]
    _weights: dict[str, float] = field(default_factory=dict, compare=False, repr=False)

    def values(self, grid: Grid) -> set[int]:
        """Return the ids of the cells that hold a value and nothing else."""
        lists = self._lists(grid)
        found = [cell for body in lists.values() for cell in body]
        for row in range(grid.rows):
            if row not in lists:
                found.extend(self._in_row(grid, [cell for cell in grid.row(row) if cell.row == row]))
        return {id(cell) for cell in found}

    # ------------------------------------------------------------ how much a text is a label
    def weight(self, cell: Cell) -> float:
        """Return how much a text looks like a label: above zero it does."""
        text = cell.text.strip()
        if text not in self._weights:
            self._weights[text] = self._weight_of(text)
        return self._weights[text]

    def _weight_of(self, text: str) -> float:
        plain = squeeze(self.words.label(text))
        if not plain or self.words.keeps(text) or self.words.is_note(text) or self.words.is_photo(text):
            return 4
        keys = (self.words.key(text), plain)
        if any(key in self.known or key in self.words.synonyms for key in keys) or self.words.is_beside(
            plain
        ):
            return 4
        if len(plain) <= LONGEST_DATA and (not isinstance(as_date(text), Fault) or _DATA.fullmatch(plain)):
            return DATA - 1
        if plain in self.words.lists["常见值"] or _NO_WORD.fullmatch(plain):
            return DATA
        return self._by_form(text, plain)

    def _by_form(self, text: str, plain: str) -> float:
        weight = 3.0 if text.endswith(("：", ":")) or _SPACED.fullmatch(text) else 0.0
        weight += 2.5 if _bare(plain).endswith(self.words.lists["标签尾"]) else -0.5
        weight -= 1.5 if len(plain) > 2 and plain.endswith(self.words.lists["值尾"]) else 0
        weight -= 2 if len(plain) > LONGEST else 0
        weight -= 5 if _HOUSE.search(plain) else 0
        return weight - (2 if re.search(r"[。；;，,]", plain) else 0)

    # ------------------------------------------------------------ lists
    def _lists(self, grid: Grid) -> dict[int, list[Cell]]:
        """Return the rows of lists with their values: titles, and what stands below them in the same columns."""
        found: dict[int, list[Cell]] = {}
        row = 0
        while row < grid.rows:
            titles = self._titles(grid, row)
            if titles:
                found[row] = []
            row += 1
            while titles and row < grid.rows and (body := self._body(grid, titles, row)) is not None:
                found[row] = body
                row += 1
        return found

    def _titles(self, grid: Grid, row: int) -> list[Cell]:
        """Return the cells of a row of titles: most look like labels, fewer when data stand right below them."""
        cells = [cell for cell in grid.row(row) if cell.bottom == row + 1]
        weights = [self.weight(cell) for cell in cells]
        if len(cells) < FEWEST_TITLES or not all(cell.text.strip() for cell in cells) or min(weights) <= DATA:
            return []
        below = self._body(grid, cells, row + 1) if row + 1 < grid.rows else None
        data = sum(self.weight(cell) <= DATA for cell in below or ())
        share = 0.3 if data * 2 > len(cells) else 0.4 if data > 1 else 0.7
        return cells if sum(weight > 0 for weight in weights) >= share * len(cells) else []

    def _body(self, grid: Grid, titles: Sequence[Cell], row: int) -> list[Cell] | None:
        """Return the filled cells of a row below titles; None when it has other columns or labels of its own."""
        cells = [grid.at(row, title.column) for title in titles]
        if any(
            cell is None or (cell.column, cell.right) != (title.column, title.right) or cell.row != row
            for cell, title in zip(cells, titles, strict=True)
        ):
            return None
        said = [
            (title, cell)
            for title, cell in zip(titles, cells, strict=True)
            if cell is not None and cell.text.strip()
        ]
        first = cells[0]
        labels = sum(
            self.weight(cell) > 3 for _, cell in said
        )  # a value may be a word that is a label elsewhere: 户主
        if labels * 2 >= max(len(said), 1) or (first is not None and self.words.is_total(first.text)):
            return None
        return [cell for title, cell in said if not self.words.is_number(title.text)]

    # ------------------------------------------------------------ labels and values in turn
    def _in_row(self, grid: Grid, cells: Sequence[Cell]) -> Iterator[Cell]:
        """Yield the values of a row in which labels and values take turns."""
        best = _in_turn(
            [_Seen(self._weight_at(grid, cell), not cell.text.strip(), cell.height > 1) for cell in cells]
        )
        for cell, is_value in zip(cells, best, strict=True):
            if is_value and cell.text.strip():
                yield cell

    def _weight_at(self, grid: Grid, cell: Cell) -> float:
        """Return the weight of a cell, more when what is right of it is blank."""
        after = grid.after(cell)
        is_before_blank = after is not None and not after.text.strip() and after.row == cell.row
        return self.weight(cell) + (2 if is_before_blank else 0)


def _bare(label: str) -> str:
    return re.sub(r"[（(][^（）()]*[)）]", "", label)


@dataclass(frozen=True, slots=True)
class _Seen:
    weight: float
    is_blank: bool
    is_tall: bool


def _in_turn(seen: Sequence[_Seen]) -> list[bool]:
    """Return for each cell of a row whether it is a value: the likeliest order of labels and values."""
    scores: dict[bool, tuple[float, list[bool]]] = {False: (0.0, []), True: (-9.0, [])}
    before: _Seen | None = None
    for one in seen:
        step: dict[bool, tuple[float, list[bool]]] = {}
        for is_value in (False, True):
            own = (
                (4.0 if one.is_blank else -one.weight) if is_value else (-4.0 if one.is_blank else one.weight)
            )
            step[is_value] = max(
                (
                    score + own + _turn(was_value=was, is_value=is_value, before=before, one=one),
                    [*path, is_value],
                )
                for was, (score, path) in scores.items()
            )
        scores, before = step, one
    return max(scores.values())[1]


def _turn(*, was_value: bool, is_value: bool, before: _Seen | None, one: _Seen) -> float:
    """Return how likely a value or a label is after what stands before it."""
    if before is None:
        return -3.0 if is_value else (0.0 if not was_value else -9.0)
    if was_value != is_value:
        return 1.0
    if is_value:
        return 0.0 if one.is_blank or before.is_blank else -2.0
    return 0.5 if before.is_tall else -0.5
