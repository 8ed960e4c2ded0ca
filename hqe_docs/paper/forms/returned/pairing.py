"""Which cell and which line of a filled form is which of the blank one, also when rows were added to a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hqe_docs.paper.forms.model import Cell, Form, Grid, Place, Text
from hqe_docs.paper.forms.returned.slottext import EMPTY_BOXES, TICKS, compact, printed

_BOXES = dict.fromkeys(map(ord, TICKS + EMPTY_BOXES))
LIKE = 0.5  # of the words of a blank line, or of the texts of a blank row


@dataclass(frozen=True, slots=True)
class Added:
    """A row of a filled list that the blank form has not: it is like the row `like`, and has number `count` after it."""

    like: int
    count: int
    row: int


@dataclass
class GridPair:
    """A blank grid and the filled one; `places` are those of the blank grid."""

    blank: Grid
    filled: Grid
    places: Sequence[Place]
    rows: dict[int, int] = field(default_factory=dict)
    added: list[Added] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._own = _places_by_cell(self.places)
        self._lists = {
            place.text.row for place in self.places if _is_listed(place) and isinstance(place.text, Cell)
        }
        self._pair_rows()

    def cell(self, blank: Cell) -> Cell | None:
        """Return the filled form's cell for one of the blank form."""
        return self.cell_in(blank, self.rows.get(blank.row, -1))

    def cell_in(self, blank: Cell, row: int) -> Cell | None:
        """Return the cell of a row of the filled form that stands where `blank` does in its own row.

        In Word the cells of a row are counted: programs that save a table again draw its grid anew.
        """
        at = self.filled.at(row, blank.column)
        if self.blank.is_sheet:
            return at
        own, others = list(_starting(self.blank, blank.row)), list(_starting(self.filled, row))
        if len(own) != len(others):
            return at
        return next((other for one, other in zip(own, others, strict=True) if one is blank), at)

    # ------------------------------------------------------------ rows
    def _pair_rows(self) -> None:
        spare = self.filled.rows - self.blank.rows
        if spare == 0:
            self.rows = {row: row for row in range(self.blank.rows)}
            return
        at, last, counts = 0, -1, dict[int, int]()
        for row in range(self.blank.rows):
            while spare > 0 and last >= 0 and at < self.filled.rows and self._goes_on(row, at):
                counts[last] = counts.get(last, 0) + 1
                self.added.append(Added(last, counts[last], at))
                at, spare = at + 1, spare - 1
            self.rows[row] = at
            at += 1
            last = row if row in self._lists else -1 if self._fixed(row) else last
        for rest in range(at, self.filled.rows if last >= 0 else at):
            counts[last] = counts.get(last, 0) + 1
            self.added.append(Added(last, counts[last], rest))

    def _goes_on(self, row: int, at: int) -> bool:
        """Say whether row `at` of the filled form belongs to the list before and isn't the blank form's `row`."""
        if row in self._lists:
            return False
        fixed = self._fixed(row)
        said = [compact(cell.text).text for cell in self.filled.row(at)]
        if not fixed:
            is_free = all(id(cell) not in self._own for cell in _starting(self.blank, row))
            return is_free and any(said)
        return sum(any(text in one for one in said) for text in fixed) < LIKE * len(fixed)

    def _fixed(self, row: int) -> list[str]:
        """Return the texts of a blank row that filling leaves alone."""
        pieces = (text for cell in _starting(self.blank, row) for text in self._printed(cell))
        return [text for text in pieces if text]

    def _printed(self, cell: Cell) -> list[str]:
        slots = sorted(
            (slot for one in self._own.get(id(cell), ()) for slot in one.slots), key=lambda slot: slot.start
        )
        return printed(cell.marked, slots)


def _starting(grid: Grid, row: int) -> Iterator[Cell]:
    return (cell for cell in grid.row(row) if cell.row == row)


def _is_listed(place: Place) -> bool:
    return place.index is not None and place.kind not in ("digits", "matrix")


def pair_grids(blank: Form, filled: Form, places: Sequence[Place]) -> list[GridPair]:
    """Return the grids of both forms in pairs: sheets by name, tables in their order."""
    by_cell = _places_by_cell(places)
    named = {grid.title: grid for grid in filled.grids if grid.is_sheet}
    same = len(blank.grids) == len(filled.grids)
    pairs, at = [], 0
    for number, grid in enumerate(blank.grids):
        other = named.get(grid.title) or (filled.grids[number] if same else _likest(grid, filled.grids[at:]))
        if other is not None:
            at = next(i for i, one in enumerate(filled.grids) if one is other) + 1
            own = [place for cell in grid.cells for place in by_cell.get(id(cell), ())]
            pairs.append(GridPair(grid, other, own))
    return pairs


def _likest(grid: Grid, others: Sequence[Grid]) -> Grid | None:
    """Return the table that says most of what `grid` says, the first of those."""
    own = {text for cell in grid.cells if (text := compact(cell.text).text)}
    shares = [(sum(compact(cell.text).text in own for cell in other.cells), other) for other in others]
    most, likest = max(shares, key=lambda pair: pair[0], default=(0, None))
    return likest if most else None


def _places_by_cell(places: Sequence[Place]) -> Mapping[int, Sequence[Place]]:
    found: dict[int, list[Place]] = {}
    for place in places:
        found.setdefault(id(place.text), []).append(place)
    return found


# ---------------------------------------------------------------- lines
def pair_lines(blank: Form, filled: Form, asked: Sequence[Text]) -> dict[int, Text]:
    """Return id of a blank line → the filled line that has most of its words, going on from the one before."""
    found: dict[int, Text] = {}
    same = len(blank.lines) == len(filled.lines)
    at = 0
    for number, line in enumerate(blank.lines):
        if not any(line is one for one in asked):
            continue
        if same and (_shared(line, filled.lines[number]) >= LIKE or not compact(line.text).text):
            found[id(line)], at = filled.lines[number], number + 1
            continue
        best = max(range(at, len(filled.lines)), key=lambda i: _shared(line, filled.lines[i]), default=None)
        if best is not None and _shared(line, filled.lines[best]) >= LIKE:
            found[id(line)], at = filled.lines[best], best + 1
    return found


def _shared(line: Text, other: Text) -> float:
    """Return how many of a blank line's characters come again in another, in their order; boxes, which change, aside."""
    own, said = (compact(one.text).text.translate(_BOXES) for one in (line, other))
    at = count = 0
    for char in own:
        found = said.find(char, at)
        if found >= 0:
            at, count = found + 1, count + 1
    return count / len(own) if own else 0.0
