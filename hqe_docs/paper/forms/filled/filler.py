"""A form read once and filled as often as there are records; nothing but the places with a value changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from hqe_docs.paper.excel.refs import split_cell
from hqe_docs.paper.forms.filled.continuation import continued
from hqe_docs.paper.forms.filled.edits import (
    Unfit,
    Writing,
    boxes,
    control_text,
    edits_of,
    has_illegal,
    is_blank,
    option_of,
)
from hqe_docs.paper.forms.filled.growth import grown
from hqe_docs.paper.forms.filled.lists import ListTable
from hqe_docs.paper.forms.filled.matching import Labels, Matched, Spot
from hqe_docs.paper.forms.filled.room import too_long
from hqe_docs.paper.forms.filled.sheetwriter import SheetWriter
from hqe_docs.paper.forms.filled.wordwriter import WordWriter
from hqe_docs.paper.forms.inspection import find_places, form_of
from hqe_docs.paper.forms.model import Cell, Form, Place
from hqe_docs.paper.forms.vocabulary import Words
from hqe_docs.paper.language.filters import described, met
from hqe_docs.paper.package import Parts
from hqe_docs.problems import Location, Problem, Problems, problem
from hqe_docs.values import did_you_mean, squeeze

MOST_ROWS = 2_000  # of a list that has grown
Matching = Callable[["Filler", Mapping[str, Any]], Matched]


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form: its parts, what was wrong, labels of the data without place, places without value."""

    parts: Parts
    problems: tuple[Problem, ...]
    unused: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()


@dataclass
class Filler:
    """Fills one form: `shrinks` makes long texts smaller.

    Where there are more records than rows, a list gets more, in its own place when it `grows`, else as 续表.
    """

    form: Form
    parts: Parts
    words: Words
    grows: bool = True
    shrinks: bool = False
    is_grown: bool = False  # it has been given rows
    added: tuple[Place, ...] = ()  # rows of a list that no line is drawn around
    _grown: dict[tuple[tuple[str, int], ...], Filler | None] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.places: tuple[Place, ...] = (*find_places(self.form, self.words), *self.added)
        self.labels = Labels(self.places, self.words, self._says)
        self._writer = (WordWriter if self.form.tree is not None else SheetWriter)(self.form, self.parts)

    def fill(self, values: Mapping[str, Any], matching: Matching | None = None) -> Filled:
        """Return the form with `values` (label → value, list, list of records, mapping of such) in its places.

        `matching` says what goes where, if not the labels do.
        """
        matched = matching(self, values) if matching else self.labels.match(values)
        matched.lists = [(table, self._new(table, records)) for table, records in matched.lists]
        other = None if self.is_grown else self._with_rows(matched)
        return other.fill(values, matching) if other is not None else self.filled(matched)

    def filled(self, matched: Matched) -> Filled:
        """Return the form with what was matched in its places."""
        turn = _Turn(self, Problems())
        turn.tell(matched)
        for spot, value in matched.values:
            turn.spot(spot, value)
        for table, records in matched.lists:
            turn.records(table, records)
        writings = [one for one in turn.writings.values() if one.edits or one.controls]
        too_long(self.form.file, self._writer.room, writings, turn.found, shrinks=self.shrinks)
        parts, found = self._writer.write(writings)
        turn.found.extend(found)
        return Filled(parts, tuple(turn.found), tuple(matched.unused), tuple(self._blank(turn)))

    def _blank(self, turn: _Turn) -> Iterable[str]:
        """Return the labels of the places that stay blank; those of a list that has any record are not counted."""
        left = (place for place in self.places if (place.address, place.path) not in turn.done)
        return dict.fromkeys(
            place.path
            for place in left
            if place.path not in turn.listed and (place.address, place.label) not in turn.options
        )

    def _new(self, table: ListTable, records: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Return the records that do not stand in the list yet: a form filled twice is filled once."""
        if table.is_matrix:
            return list(records)
        columns = {key: place.text for key, place in table.rows[0].items() if isinstance(place.text, Cell)}
        grid = next(grid for grid in self.form.grids if any(cell in columns.values() for cell in grid.cells))
        there = [
            {key: squeeze(one.text) for key, cell in columns.items() if (one := grid.at(row, cell.column))}
            for row in range(grid.rows)
        ]
        return [record for record in records if not any(self._is_there(table, record, row) for row in there)]

    def _is_there(self, table: ListTable, record: Mapping[str, Any], row: Mapping[str, str]) -> bool:
        own = {
            table.column(str(key), self.words): value for key, value in record.items() if not is_blank(value)
        }
        said = [key for key in own if key in row]
        return bool(said) and all(row[key] == squeeze(described(own[key])) for key in said)

    @cached_property
    def _said(self) -> dict[str, set[str]]:
        """Return label → what stands right of it, in the first cell and in all of them together."""
        said: dict[str, set[str]] = {}
        for grid in self.form.grids:
            for cell in grid.cells:
                beside = [squeeze(one.text) for one in grid.row(cell.row) if one.column >= cell.right]
                if cell.text.strip() and beside and beside[0]:
                    key = self.words.key(cell.text)
                    said.setdefault(key, set()).update((beside[0], "".join(beside)))
        return said

    def _says(self, label: str, value: Any) -> bool:
        """Say whether a value stands beside its label already: a form filled twice is filled once."""
        said = self._said.get(label)
        return said is not None and squeeze(described(value)) in said

    # ------------------------------------------------------------ more rows
    def _with_rows(self, matched: Matched) -> Filler | None:
        """Return the filler of the same form with as many rows as there are records; None when there are enough."""
        needed = [
            (table, len(records) - len(table.rows))
            for table, records in matched.lists
            if not table.is_matrix and len(table.rows) < len(records) <= MOST_ROWS
        ]
        if not needed:
            return None
        key = tuple((str(_home(table)), more) for table, more in needed)
        if key not in self._grown:
            self._grown[key] = self._grow(needed)
        return self._grown[key]

    def _grow(self, needed: Sequence[tuple[ListTable, int]]) -> Filler | None:
        places = [(_last(table), more) for table, more in needed]
        parts = (
            grown(self.form, self.parts, places)
            if self.grows
            else continued(self.form, self.parts, places, self.words)
        )
        form = form_of(parts, self.form.file) if parts is not None else None
        if parts is None or form is None or isinstance(form, str):
            return None
        made = Filler(form, parts, self.words, shrinks=self.shrinks, is_grown=True)
        if form.tree is None and len(needed) == 1 and self.grows:
            known = {place.address for place in made.places}
            new = tuple(place for place in _below(*needed[0]) if place.address not in known)
            made = replace(made, added=new) if new else made
        return made if len(made.places) > len(self.places) else None


def _below(table: ListTable, more: int) -> Iterator[Place]:
    """Yield the places of so many rows of a sheet below the last one of a list."""
    for down in range(1, more + 1):
        for place in table.rows[-1].values():
            cell = place.text
            if isinstance(cell, Cell):
                letters, row = split_cell(cell.address.cell or "A1")
                address = replace(cell.address, cell=f"{letters}{row + down}")
                moved = replace(cell, address=address, row=cell.row + down)
                yield replace(place, text=moved, index=(place.index or 0) + down)


def _last(table: ListTable) -> Place:
    return next(iter(table.rows[-1].values()))


def _home(table: ListTable) -> Location:
    return _last(table).address


# ---------------------------------------------------------------- one record
@dataclass
class _Turn:
    """What one record writes, text by text, and what was wrong with it."""

    filler: Filler
    found: Problems
    writings: dict[Location, Writing] = field(default_factory=dict)
    done: set[tuple[Location, str]] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)  # paths that are not told as blank
    options: set[tuple[Location, str]] = field(default_factory=set)

    def tell(self, matched: Matched) -> None:
        """Note the labels that several places have."""
        for label, spots in matched.unclear:
            where = "、".join(f"{spot.name}（{str(spot.places[0].address).lstrip('#')}）" for spot in spots)
            self.found.add("F202", Location(self.filler.form.file), label=label, places=where)
            self.listed |= {spot.name for spot in spots}  # which have a value, though none of them its own

    def spot(self, spot: Spot, value: Any) -> None:
        """Write one value."""
        places = spot.places
        if places[0].kind == "digits":
            self._try(places[0], value, lambda: self._boxes(places, value))
        elif len(places) > 1 and places[0].kind == "tick":
            self._ticks_or_blank(places, value)
        else:
            self.place(places[0], value)

    def _ticks_or_blank(self, places: Sequence[Place], value: Any) -> None:
        """Tick what is an option of any of the places; the rest is for the blank of the same label, or for 其他."""
        rest = list(value) if isinstance(value, list | tuple) else [value]
        ticks = [place for place in places if place.kind == "tick"]
        blank = next((place for place in places if place.kind != "tick"), None)
        for place in ticks:
            own = [item for item in rest if option_of(place, str(item)) is not None]
            rest = [item for item in rest if item not in own]
            if own:
                self.place(place, own)
        if rest:
            self.place(blank or ticks[-1], rest)

    def _boxes(self, places: Sequence[Place], value: Any) -> None:
        for place, char in boxes(places, value):
            self.place(place, char, is_char=True)
        self.done |= {(place.address, place.path) for place in places}

    def place(self, place: Place, value: Any, *, is_char: bool = False) -> None:
        """Write a value into one place."""
        if not is_blank(value):
            self._try(place, value, lambda: self._write(place, value, is_char=is_char))

    def _write(self, place: Place, value: Any, *, is_char: bool) -> None:
        writing = self.writings.setdefault(place.address, Writing(place.text))
        if place.control is not None:
            writing.controls.append((place.control, control_text(place.control, value)))
        else:
            plain = replace(place, kind="cell") if is_char else place
            inner = self._inner(place) if place.kind == "tick" else {}
            taken = {edit.start for edit in writing.edits}
            writing.edits += [edit for edit in edits_of(plain, value, inner) if edit.start not in taken]
        self.done.add((place.address, place.path))
        self.options |= {(place.address, option) for option in place.options}

    def _inner(self, place: Place) -> dict[str, Place]:
        """Return the blanks in the same text that are called as one of a tick's options."""
        options = set(place.options)
        return {
            other.label: other
            for other in self.filler.places
            if other.text is place.text and other.kind == "inline" and other.label in options
        }

    def _try(self, place: Place, value: Any, write: Any) -> None:
        where = replace(place.address, file=self.filler.form.file)
        if has_illegal(value):
            self.found.add("F214", where, label=place.path)
        try:
            write()
        except Unfit as fault:
            facts: dict[str, object] = {"label": place.path, "value": met(value), **fault.facts}
            self.found.extend([problem(fault.code, where, **facts)])  # type: ignore[arg-type]  # no hint among them

    # ------------------------------------------------------------ lists
    def records(self, table: ListTable, records: Sequence[Mapping[str, Any]]) -> None:
        """Write the records of a list, each into its row."""
        words, left = self.filler.words, 0
        for number, record in table.placed(records, words):
            if number is None:
                left += not is_blank(record)
                continue
            row = table.rows[number]
            for label, value in record.items():
                place = row.get(table.column(str(label), words))
                if place is not None:
                    self.place(place, value)
        self.listed |= {place.path for row in table.rows for place in row.values()}
        if left:
            where = replace(_home(table), file=self.filler.form.file)
            name = "、".join(table.columns.values()) if not table.names else table.names[-1]
            self.found.add("F208", where, name=name, count=left, rows=len(table.rows))


def left_over(file: str, unused: Sequence[str], blank: Sequence[str]) -> Iterator[Problem]:
    """Yield the notes that say which labels of the data the form lacks, and which places stay blank."""
    if unused:
        hint = next((text for label in unused if (text := did_you_mean(label, blank))), "")
        yield problem("F211", Location(file), hint=hint, labels="、".join(unused))
    if blank:
        yield problem("F210", Location(file), labels="、".join(blank))
