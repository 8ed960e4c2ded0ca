"""The places of a grid: blank cells get the label at their left or above, blanks inside a cell their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from hqe_docs.paper.forms.model import Cell, Grid, Kind, Place, Text
from hqe_docs.paper.forms.places.blanks import Blank, find_blanks
from hqe_docs.paper.forms.places.heads import Head, find_heads, header_rows, parents_of
from hqe_docs.paper.forms.places.questions import ASKED, answers_to, rows_alone
from hqe_docs.paper.forms.places.roles import Roles
from hqe_docs.paper.forms.vocabulary import Words

LEFT, ABOVE, INSIDE, BOXES, CROSSING, CONTROL = (
    "左侧标签",
    "上方表头",
    "单元格内",
    "逐格",
    "行列交叉",
    "内容控件",
)
FEWEST_BOXES, FEWEST_OF_NUMBER = 8, 6
FEWEST_IN_ROW = 3  # texts side by side
LONGEST_RULE = 20  # characters of a cell in a scoring table that may be asked for, not printed


@dataclass(frozen=True, slots=True)
class Named:
    """What a cell is called: label, those above it, how that was found, its number in a list or among boxes."""

    label: str
    how: str
    parents: tuple[str, ...] = ()
    index: int | None = None


@dataclass
class Finder:
    """Finds the places of one grid; `before` is the last header of the table before it, `outer` the label around it."""

    grid: Grid
    words: Words
    before: Head | None = None
    outer: str = ""
    heads: list[Head] = field(init=False)

    def __post_init__(self) -> None:
        self.roles = Roles(self.grid, self.words)
        self.heads = find_heads(self.roles, self.before)
        self._under = header_rows(self.heads)
        alone = [cell for cell in rows_alone(self.grid) if cell.row not in self._under]
        self._asked = answers_to(alone, self.words)

    def places(self) -> list[Place]:
        """Return the places in the order of the cells."""
        return [place for cell in self.grid.cells for place in self._of(cell)]

    def _of(self, cell: Cell) -> Iterator[Place]:
        question = self._asked.get(id(cell))
        if question is not None:
            yield from answering(cell, question, self.words)
            return
        role = self.roles.of(cell)
        if role not in ("blank", "inline", "control") or (
            self.grid.is_spare(cell.row) and cell.row not in self._under
        ):
            return
        named = self._named(cell)
        if (named is not None and not named.label) or (
            named is None and self.words.is_note(cell.marked.replace("_", ""))
        ):
            return
        if named is not None and self.outer and named.how != BOXES:
            named = replace(named, parents=(self.outer, *named.parents))
        if named is not None and (self._is_kept(named, cell) or self._is_unit(named, cell)):
            return
        if role == "control":
            yield from controlled(cell, named, CONTROL)
        elif role == "inline":
            blanks = self._own_blanks(cell)
            own = blanks if named else list(by_level(blanks, self.words))
            yield from inside(cell, own, named, INSIDE)
        elif named is not None:
            yield _whole(cell, named, self._under.get(cell.row))

    def _own_blanks(self, cell: Cell) -> list[Blank]:
        """Return the blanks of a cell before its first signature; printed rules of a scoring table have none."""
        head = self._under.get(cell.row)
        blanks = list(unsigned(self.roles.blanks(cell), self.words))
        if head is not None and cell.row in head.printed and len(cell.text) > LONGEST_RULE:
            return [blank for blank in blanks if blank.kind == "tick"]
        return [blank for blank in blanks if not (blank.kind == "date" and closes(blank, cell))]

    def _is_kept(self, named: Named, cell: Cell) -> bool:
        """Say whether a label, or one of those above or before it in the row, leaves its place to others."""
        if self.words.is_continued(named.label) or any(map(self.words.keeps, (named.label, *named.parents))):
            return True
        row = [one for one in self.grid.row(cell.row) if one.column < cell.column]
        pairs = pairwise(row)
        return any(
            self.roles.of(one) == self.roles.of(after) == "label"
            and self.words.keeps(one.text)
            and one.row == cell.row
            for one, after in pairs
        )

    def _is_unit(self, named: Named, cell: Cell) -> bool:
        """Say whether a cell says in which unit its row is counted."""
        is_titled = named.how in (CROSSING, ABOVE) and named.label.endswith(self.words.lists["单位栏"])
        return is_titled and self.words.is_units(cell.text)

    # ------------------------------------------------------------ names
    def _named(self, cell: Cell) -> Named | None:
        head = self._under.get(cell.row)
        title = head.title(cell) if head else None
        if head is not None and title is not None:
            return self._under_title(head, title, cell)
        named = self._boxed(cell) or self._beside(cell)
        if named is None and not any(blank.label for blank in self.roles.blanks(cell)):
            return self._below(cell)
        return named

    def _under_title(self, head: Head, title: int, cell: Cell) -> Named:
        parents = (*head.parents, *parents_of(self.roles, head.titles[title]))
        index = head.rows.index(cell.row)
        if cell.row in head.printed:
            return Named(head.labels[title], CROSSING, (*parents, *self._row_name(head, cell)), index)
        return Named(head.labels[title], ABOVE, parents, index if head.is_list else None)

    def _row_name(self, head: Head, cell: Cell) -> tuple[str, ...]:
        """Return what a row of a matrix is called: its number and the text after it, or its first text."""
        said = [
            (t, one)
            for t in head.titles
            if (one := self.grid.at(cell.row, t.column)) and one.column < cell.column
        ]
        numbers = (one for t, one in said if self.words.is_number(t.text) and self.roles.of(one) == "number")
        number = next(numbers, None)
        after = [one for _, one in said if number is None or one.column > number.column]
        texts = [one for one in after if self.roles.of(one) in ("label", "note")]
        text = next(
            (one for one in texts if one.height == 1), texts[0] if texts else None
        )  # no class of rows
        return tuple(self.words.label(one.text) for one in (number, text) if one is not None)

    def _beside(self, cell: Cell) -> Named | None:
        left = self.grid.left(cell)
        if left is None or self.roles.of(left) != "label" or self._ends_table(cell):
            return None
        above = self.grid.above(cell)
        if (
            above is not None
            and left.row <= above.row
            and left.bottom >= cell.bottom
            and self.roles.of(above) == "label"
        ):
            return Named(self.roles.label(above), ABOVE, (*self._groups(left), self.roles.label(left)))
        return Named(self.roles.label(left), LEFT, self._groups(left))

    def _ends_table(self, cell: Cell) -> bool:
        """Say whether a blank of a sheet stands right of a row of titles or values, outside of the table."""
        if not self.grid.is_sheet or self.roles.of(cell) != "blank":
            return False
        row = self.grid.row(cell.row)
        said = [bool(one.text.strip()) and self.roles.of(one) in ("label", "note", "number") for one in row]
        return sum(said) >= FEWEST_IN_ROW and all(said[: sum(said)])

    def _below(self, cell: Cell) -> Named | None:
        """Return the label right above a cell of the same width that no label of its own stands beside."""
        left, above = self.grid.left(cell), self.grid.above(cell)
        if (
            above is None
            or self.roles.of(above) != "label"
            or (above.column, above.right) != (cell.column, cell.right)
        ):
            return None
        free = left is None or self.roles.of(left) in ("blank", "label", "inline")
        used = self.roles.of(self.grid.after(above)) in ("blank", "inline", "control")
        is_title = above.row == 0 and above.width == self.grid.columns
        if not free or used or is_title:
            return None
        return Named(self.roles.label(above), ABOVE, self._groups(above))

    def _groups(self, label: Cell) -> tuple[str, ...]:
        """Return the labels left of a label that reach over more rows and have a label beside them in this one."""
        return tuple(
            self.roles.label(one)
            for one in self.grid.row(label.row)
            if one.column < label.column
            and one.height > label.height
            and self.roles.of(one) == "label"
            and self.roles.of(self.grid.after(one, label.row)) == "label"
        )

    def _boxed(self, cell: Cell) -> Named | None:
        """Return the name of one of many free cells right of a label: a number, one character a box."""
        if self.roles.of(cell) != "blank":
            return None
        row = list(self.grid.row(cell.row))
        here = next(i for i, one in enumerate(row) if one is cell)
        first = here
        while first > 0 and self._is_box(row[first - 1], cell):
            first -= 1
        last = here
        while last + 1 < len(row) and self._is_box(row[last + 1], cell):
            last += 1
        label = row[first - 1] if first > 0 else None
        if label is not None and self.roles.of(label) != "label":
            return None
        name, count = self.roles.label(label) if label else self.outer, last - first + 1
        if not name:
            return None
        if count < (FEWEST_OF_NUMBER if self.words.wants_digits(name) else FEWEST_BOXES):
            return None
        return Named(name, BOXES, self._groups(label) if label else (), here - first)

    def _is_box(self, one: Cell, cell: Cell) -> bool:
        return self.roles.of(one) == "blank" and (one.row, one.height) == (cell.row, cell.height)


def _whole(cell: Cell, named: Named, head: Head | None) -> Place:
    kind: Kind = "digits" if named.how == BOXES else "matrix" if named.how == CROSSING else "cell"
    if named.how == ABOVE and named.index is not None and head is not None:
        kind = "list"
    options = tuple(option for control in cell.controls for option in control.options)
    return Place(named.label, kind, named.how, cell, named.parents, options, index=named.index)


# ---------------------------------------------------------------- inside a text
def answering(text: Text, question: str, words: Words) -> Iterator[Place]:
    """Yield the places of a text that answers a question above it; the question itself ("") has none."""
    if question:
        yield from inside(text, find_blanks(text.marked, words), Named(question, ASKED), INSIDE)


def by_level(blanks: Sequence[Blank], words: Words) -> Iterator[Blank]:
    """Yield blanks, those that only levels of an address name each under its own: ____镇____村评分表."""
    for blank in blanks:
        levels = [
            level
            for slot in blank.slots
            if slot.start < slot.end and (level := re.match(words.region, slot.name)) is not None
        ]
        if blank.label or blank.kind != "inline" or len(levels) != len(blank.slots):
            yield blank
            continue
        for slot, level in zip(blank.slots, levels, strict=True):
            yield replace(blank, label=level[0], slots=(slot,), start=slot.start, end=slot.end)


def unsigned(blanks: Sequence[Blank], words: Words) -> Iterator[Blank]:
    """Yield the blanks before the first signature of a text."""
    for blank in blanks:
        if words.keeps(blank.label):
            return
        yield blank


def closes(blank: Blank, text: Text) -> bool:
    """Say whether a date without a label ends a text of sentences: the day it is signed."""
    before, after = text.marked[: blank.start], text.marked[blank.end :]
    return (
        not blank.label and "。" in before and before.rstrip(" \u3000\t").endswith("\n") and not after.strip()
    )


def inside(text: Text, blanks: Sequence[Blank], named: Named | None, how: str) -> Iterator[Place]:
    """Yield the places in a text: those with a label of their own, the others together under the text's."""
    own = [blank for blank in blanks if not blank.label]
    if own and named is not None:
        yield from _together(text, own, named)
    for blank in blanks:
        if blank.label:
            yield _single(text, blank, named, how)


def _single(text: Text, blank: Blank, named: Named | None, how: str) -> Place:
    above = (*named.parents, named.label) if named and named.label != blank.label else ()
    index = named.index if named else None
    return Place(blank.label, blank.kind, how, text, above, blank.options, blank.slots, index)


def _together(text: Text, blanks: Sequence[Blank], named: Named) -> Iterator[Place]:
    """Yield the boxes, if any, and then all other blanks as one place: ____省____市, a date alone as a date."""
    ticks = [blank for blank in blanks if blank.kind == "tick"]
    others = [blank for blank in blanks if blank.kind != "tick"]

    def place(some: Sequence[Blank], kind: Kind) -> Place:
        slots = tuple(slot for blank in some for slot in blank.slots)
        options = tuple(option for blank in some for option in blank.options)
        return Place(named.label, kind, named.how, text, named.parents, options, slots, named.index)

    if ticks:
        yield place(ticks, "tick")
    if others:
        yield place(others, "date" if [one.kind for one in others] == ["date"] else "inline")


def controlled(text: Text, named: Named | None, how: str) -> Iterator[Place]:
    """Yield the content controls and form fields of a text: one takes the text's label, several their own."""
    controls = [control for control in text.controls if control.kind != "box"]
    for control in controls:
        label = named.label if named and (len(controls) == 1 or not control.title) else control.title
        parents = named.parents if named and label == named.label else ()
        index = named.index if named and label == named.label else None
        if label:
            yield Place(label, "control", how, text, parents, control.options, index=index, control=control)
