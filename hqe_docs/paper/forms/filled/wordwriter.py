"""A Word form read once and written many times: the parts with the main one changed, all others as they are."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace

from lxml import etree

from hqe_docs.paper.forms.filled.edits import Writing
from hqe_docs.paper.forms.filled.room import Room, word_room
from hqe_docs.paper.forms.filled.wordtext import change, set_old_field
from hqe_docs.paper.forms.model import Cell, Form, Grid
from hqe_docs.paper.package import Parts
from hqe_docs.paper.word.controls import fill_control
from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.word.wordgrid import STRICT, main_part, paragraphs_of, pieces
from hqe_docs.paper.xmlbytes import xml_bytes
from hqe_docs.problems import Location, Problem, Problems

Element = etree._Element
_KEPT = frozenset(W + name for name in ("rFonts", "color", "spacing", "sz", "szCs", "lang"))


@dataclass
class WordWriter:
    """Writes into copies of a form's main part; the look of each blank without one is its label's."""

    form: Form
    parts: Parts
    part: str = field(init=False)
    _numbers: dict[Element, int] = field(init=False)
    _looks: dict[tuple[int, int, int], Element | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.part = main_part(self.parts)
        self._numbers = {element: number for number, element in enumerate(self.form.tree.iter())}
        self._grids = {_table(grid): grid for grid in self.form.grids}

    def write(self, writings: Sequence[Writing]) -> tuple[Parts, list[Problem]]:
        """Return the parts with all that is to be written, and what could not be."""
        made, found = Parts(self.parts), Problems()
        if not writings:
            return made, []
        tree = deepcopy(self.form.tree)
        twins = list(tree.iter())
        for writing in writings:
            for control, text in writing.controls:
                twin = twins[self._numbers[control.element]]
                if twin.tag == W + "sdt":
                    found.extend(fill_control(twin, text, _in(self.form, writing.text.address)))
                else:
                    set_old_field(twin, text)
            if writing.edits:
                change(twins[self._numbers[writing.text.element]], writing.edits, self._look(writing))
        xml = xml_bytes(tree)
        is_strict = STRICT in self.parts[self.part]
        made[self.part] = xml.replace(W[1:-1].encode(), STRICT) if is_strict else xml
        return made, list(found)

    def room(self, cell: Cell) -> Room | None:
        """Return what a cell holds, None when its row grows."""
        grid = self._grids.get(cell.address.table)
        return word_room(grid, cell) if grid is not None and cell.element is not None else None

    def _look(self, writing: Writing) -> Element | None:
        """Return the look of the label of a blank cell: of the next text at its left, else above."""
        cell = writing.text
        if not isinstance(cell, Cell) or cell.address.table is None:
            return None
        place = cell.address.table, cell.row, cell.column
        if place not in self._looks:
            self._looks[place] = _label_look(self._grids[place[0]], cell)
        return self._looks[place]


def _in(form: Form, address: Location) -> Location:
    return replace(address, file=form.file)


def _table(grid: Grid) -> int | None:
    return grid.cells[0].address.table if grid.cells else None


def _label_look(grid: Grid, cell: Cell) -> Element | None:
    left: Cell | None = cell
    above: Cell | None = cell
    while left is not None:
        left = grid.left(left)
        if left is not None and left.text.strip():
            break
    while left is None and above is not None:
        above = grid.above(above)
        if above is not None and above.text.strip():
            break
    label = left or above
    return _plain_look(label.element) if label is not None else None


def _plain_look(cell: Element) -> Element | None:
    """Return the fonts and size of a cell's first typed text: a label may be bold, what is filled in is not."""
    runs = (holder.getparent() for p in paragraphs_of(cell) for text, holder in pieces(p) if text.strip())
    run = next((run for run in runs if run is not None and run.tag == W + "r"), None)
    look = run.find(W + "rPr") if run is not None else None
    if look is None:
        return None
    made = etree.Element(W + "rPr")
    for child in look:
        if child.tag in _KEPT:
            made.append(deepcopy(child))
    return made
