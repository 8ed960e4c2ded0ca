"""The one model of a form: grids of cells and lines of text, and the places in them where a value belongs.

A Word table and a worksheet give the same `Grid`; a paragraph outside tables, or in a text box, is a `Text`.
`Text.element` is the XML element that holds it (w:tc or w:p; None in a sheet, where the address says all), `marked`
its text with underlined blanks as `_`, character for character as long as `text`, so that offsets fit both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any, Literal

from hqe_docs.problems import Location

WIDE_LINES = str.maketrans("＿﹍", "__")  # underlines as wide as a Han character
Kind = Literal["cell", "list", "inline", "date", "tick", "digits", "control", "matrix"]


@dataclass(frozen=True, slots=True)
class Control:
    """A content control or an old form field: what it is called, its kind, what may be chosen, its element."""

    title: str
    kind: Literal["text", "date", "choice", "box"]
    options: tuple[str, ...] = ()
    element: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A piece of a form with its address (without file), the lines it has, and the controls in it."""

    address: Location
    lines: tuple[str, ...] = ()
    marked: str = ""
    controls: tuple[Control, ...] = ()
    element: Any = field(default=None, compare=False, repr=False)

    @property
    def text(self) -> str:
        """Return the lines joined by line breaks: what the offsets of slots count in."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Text):
    """A cell, a merged area being one: 0-based row and column, how many it covers, its width in twips (0: unknown).

    `is_fixed`: it has a formula, is hidden, locked or holds a table, so that nothing is to be written into it.
    """

    row: int
    column: int
    width: int = 1
    height: int = 1
    twips: int = 0
    is_fixed: bool = False

    @property
    def right(self) -> int:
        """Return the first column right of it."""
        return self.column + self.width

    @property
    def bottom(self) -> int:
        """Return the first row below it."""
        return self.row + self.height


@dataclass(frozen=True)
class Grid:
    """The cells of a table, or of a sheet, whose name is the `title`.

    A sheet has one free row more than is drawn, which a list takes that has nothing but titles.
    """

    cells: tuple[Cell, ...]
    title: str = ""
    is_sheet: bool = False

    def is_spare(self, row: int) -> bool:
        """Say whether it is the row of a sheet below all that is drawn."""
        return self.is_sheet and row == self.rows - 1

    @cached_property
    def _covered(self) -> dict[tuple[int, int], Cell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.bottom)
            for column in range(cell.column, cell.right)
        }

    @cached_property
    def rows(self) -> int:
        """Return how many rows there are."""
        return max((cell.bottom for cell in self.cells), default=0)

    @cached_property
    def columns(self) -> int:
        """Return how many columns there are."""
        return max((cell.right for cell in self.cells), default=0)

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell that covers this place of the grid."""
        return self._covered.get((row, column))

    def left(self, cell: Cell) -> Cell | None:
        """Return the neighbour at the left of a cell's first row."""
        return self.at(cell.row, cell.column - 1)

    def after(self, cell: Cell, row: int | None = None) -> Cell | None:
        """Return the neighbour at the right of a cell's first row, or of another of its rows."""
        return self.at(cell.row if row is None else row, cell.right)

    def above(self, cell: Cell) -> Cell | None:
        """Return the neighbour above a cell's first column."""
        return self.at(cell.row - 1, cell.column)

    def below(self, cell: Cell) -> Cell | None:
        """Return the neighbour below a cell's first column."""
        return self.at(cell.bottom, cell.column)

    def row(self, number: int) -> Sequence[Cell]:
        """Return the cells that cover row `number`, from the left."""
        return self._by_row.get(number, ())

    @cached_property
    def _by_row(self) -> dict[int, list[Cell]]:
        found: dict[int, list[Cell]] = {}
        for (row, _), cell in sorted(self._covered.items(), key=itemgetter(0)):
            own = found.setdefault(row, [])
            if not own or own[-1] is not cell:
                own.append(cell)
        return found


@dataclass(frozen=True, slots=True)
class Form:
    """What is read of a form: its grids in document order, and its lines outside of them.

    `tree` is what was parsed: the root of the main part of a Word document, None of a workbook.
    """

    file: str
    grids: tuple[Grid, ...]
    lines: tuple[Text, ...] = ()
    tree: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where to write, as offsets in the text of the place: from `start` to before `end`; `name` is the unit or word beside.

    Of a date: 年, 月, 日, each the blank before its unit. Of a tick: the mark, `name` being the option.
    """

    start: int
    end: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value belongs: its label as people read it, with those above it, outermost first.

    `index` numbers the rows of a list or matrix and the boxes of digits, which share label and parents.
    `slots` is empty when the whole cell is the place.
    """

    label: str
    kind: Kind
    how: str
    text: Text
    parents: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    index: int | None = None
    control: Control | None = None

    @property
    def address(self) -> Location:
        """Return where it is, without the file."""
        return self.text.address

    @property
    def path(self) -> str:
        """Return parents and label in one: 家庭成员/姓名."""
        return "/".join((*self.parents, self.label))

    def as_json(self) -> dict[str, Any]:
        """Return it in the form of `hqe form inspect --json`."""
        said: dict[str, Any] = {
            "label": self.label,
            "parents": list(self.parents),
            "kind": self.kind,
            "how": self.how,
            "address": self.address.as_json(),
            "options": list(self.options),
        }
        return said if self.index is None else {**said, "index": self.index}
