"""What each cell of a grid is: blank, label, value with blanks in it, note, or to be kept as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from hqe_docs.paper.forms.model import Cell, Grid
from hqe_docs.paper.forms.places.blanks import Blank, find_blanks
from hqe_docs.paper.forms.vocabulary import Words

Role = Literal["blank", "label", "inline", "note", "kept", "number", "control"]
NARROWEST = 150  # twips: 2.6 mm, into which nothing can be written
LONGEST = 60  # of a label
ROOM = 6  # spaces behind a colon, in which a value has its place
SHORT = 14  # of one that names a signature
_EMPTY = re.compile(
    r"[\s；;。.，,、：:_＿\-－—…/@]*|(?:\s*\d[.、．]\s*)+"
)  # also 1. 2. 3. with nothing behind
_NUMBER = re.compile(r"[（(]?(?:\d{1,3}(?:[.-]\d{1,2}){0,2}|[一二三四五六七八九十]{1,3})[)）.、]?")
_ROOM = re.compile(r"\s*\n\s*\n")


@dataclass
class Roles:
    """The roles of a grid's cells, each worked out once."""

    grid: Grid
    words: Words
    _known: dict[tuple[int, int], Role] = field(default_factory=dict)
    _blanks: dict[tuple[int, int], list[Blank]] = field(default_factory=dict)

    def of(self, cell: Cell | None) -> Role:
        """Return the role of a cell; what is outside the grid is kept."""
        if cell is None:
            return "kept"
        place = (cell.row, cell.column)
        if place not in self._known:
            self._known[place] = self._role(cell)
        return self._known[place]

    def blanks(self, cell: Cell) -> list[Blank]:
        """Return the blanks in a cell's text; more of them where a label stands at its left."""
        place = (cell.row, cell.column)
        if place not in self._blanks:
            left = self.grid.left(cell)
            beside = left is not None and self._is_name(left)
            weak = beside or "，" in cell.text
            self._blanks[place] = find_blanks(cell.marked, self.words, is_value=beside, weak=weak)
        return self._blanks[place]

    def label(self, cell: Cell) -> str:
        """Return the label that a cell's text is."""
        return self.words.label(cell.text)

    def _role(self, cell: Cell) -> Role:
        if cell.is_fixed:
            return "number" if self.grid.is_sheet else "kept"
        if not self.grid.is_sheet and any(control.kind != "box" for control in cell.controls):
            return "control"
        if 0 < cell.twips < NARROWEST or self.words.is_photo(cell.text):
            return "kept"
        if _EMPTY.fullmatch(cell.text):
            return "blank"
        if self.words.is_signed(cell.text) and not self._is_title(cell):
            return "blank" if _ROOM.match(cell.text) else "kept"
        return self._said(cell)

    def _said(self, cell: Cell) -> Role:
        if _NUMBER.fullmatch(cell.text.strip()):
            return "number"
        if self._is_value(cell):
            return "inline"
        return "label" if self._is_name(cell) else "note"

    def _is_title(self, cell: Cell) -> bool:
        """Say whether a text that names a signature or seal is only its label."""
        return len(self.words.label(cell.text)) <= SHORT and not find_blanks(cell.marked, self.words)

    def _is_value(self, cell: Cell) -> bool:
        """Say whether a text has blanks, and is not a label with a unit or a colon."""
        if not self.blanks(cell):
            return False
        if find_blanks(cell.marked, self.words):
            return not (self._is_name(cell) and self._is_only_label(cell))
        return (
            not self._is_name(cell)
            or "，" in cell.text
            or self.words.is_units(cell.text)
            or self._has_units(self.blanks(cell))
        )

    def _has_units(self, blanks: Sequence[Blank]) -> bool:
        """Say whether blanks stand before units, or after 大写: 江西省    市    县（区）."""
        slots = [slot for blank in blanks for slot in blank.slots]
        said = [self.words.is_beside(slot.name) or self.words.is_units(slot.name) for slot in slots]
        return all(said) and len(said) > 1 and not {slot.name for slot in slots} <= set("年月日")

    def _is_name(self, cell: Cell) -> bool:
        """Say whether a text is short and names something: no sentence, no note, no boxes."""
        text = self.words.label(cell.text)
        return (
            1 <= len(text) <= LONGEST
            and not re.search(r"[。；;].|[□☐☑▢]|_{2}", text)
            and not self.words.is_note(cell.text)
            and re.search(r"[\u4e00-\u9fffA-Za-z]", text) is not None
        )

    def _is_only_label(self, cell: Cell) -> bool:
        """Say whether its blanks are part of a label: a colon at the end with a free cell beside, （  岁） under it."""
        blanks = find_blanks(cell.marked, self.words)
        rest = cell.marked[blanks[0].start :]
        if blanks[0].after_colon and not rest.strip("：: \u3000\xa0"):
            after = self.grid.after(cell)
            below = None if self.grid.is_spare(cell.bottom) else self.grid.below(cell)
            has_room = blanks[0].slots[0].end - blanks[0].slots[0].start >= ROOM
            if has_room:
                return any(one is not None and _EMPTY.fullmatch(one.text) for one in (after, below))
            return self._is_free(after) or self._is_free(below) or self._is_asked(after)
        room = cell.marked[blanks[0].slots[0].start :]
        if room.startswith("\n") and not room.strip():  # below a name
            return self._is_free(self.grid.after(cell)) or self._is_free(self.grid.below(cell))
        bare = re.sub(r"[（(][^（）()]*[)）]", "", cell.text)
        bracketed = all(cell.marked[blank.start] in "（(" or self._within(cell, blank) for blank in blanks)
        return bool(
            bracketed
            and re.search(r"[\u4e00-\u9fff]{2}", bare.replace(" ", ""))
            and self._is_free(self.grid.after(cell))
        )

    @staticmethod
    def _within(cell: Cell, blank: Blank) -> bool:
        before = cell.marked[: blank.start]
        return max(before.rfind("（"), before.rfind("(")) > max(before.rfind("）"), before.rfind(")"))

    def _is_free(self, cell: Cell | None) -> bool:
        """Say whether a neighbour is blank or holds nothing but a unit."""
        if cell is None or cell.is_fixed:
            return False
        return bool(_EMPTY.fullmatch(cell.text)) or self.words.is_units(cell.text)

    def _is_asked(self, cell: Cell | None) -> bool:
        """Say whether a neighbour has blanks of its own, so that a label stands beside it."""
        blanks = find_blanks(cell.marked, self.words, is_value=True, weak=True) if cell is not None else []
        return bool(blanks) and not blanks[0].label
