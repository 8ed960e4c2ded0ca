"""Values given by label matched to the places of a form, as people read labels; what is open to two readings is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from hqe_docs.paper.forms.filled.edits import is_blank
from hqe_docs.paper.forms.filled.lists import ListTable, holds, list_tables
from hqe_docs.paper.forms.model import Cell, Place
from hqe_docs.paper.forms.places.questions import ASKED
from hqe_docs.paper.forms.vocabulary import Words
from hqe_docs.values import squeeze

Path = tuple[str, ...]
ROW = "项目"  # what is printed in a row of a matrix
NAMELESS = "名单"  # what a list without a label above it is called


@dataclass(frozen=True)
class Spot:
    """The places that one value fills: one, the boxes of a number, or boxes to tick with a blank of the same label."""

    path: Path
    literal: str
    places: tuple[Place, ...]

    @property
    def name(self) -> str:
        """Return its label with those above it."""
        return self.places[0].path

    @cached_property
    def typed(self) -> Path:
        """Return its label with those above it as the form has them: 家庭成员（一）, 家庭成员（二）."""
        return tuple(map(squeeze, (*self.places[0].parents, self.places[0].label)))


@dataclass(slots=True)
class Matched:
    """What goes where: values by spot, records by list; labels without place; labels with several places."""

    values: list[tuple[Spot, Any]] = field(default_factory=list)
    lists: list[tuple[ListTable, list[Mapping[str, Any]]]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    unclear: list[tuple[str, tuple[Spot, ...]]] = field(default_factory=list)


@dataclass(frozen=True)
class Labels:
    """The places of a form by what they are called; `says`: a label, a value → it stands beside that label already."""

    places: Sequence[Place]
    words: Words
    says: Callable[[str, Any], bool] = lambda _label, _value: False

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Return the spots outside of lists, in document order."""
        groups: dict[Any, list[Place]] = {}
        for number, place in enumerate(self.places):
            if place.kind in ("list", "matrix") or (place.index is not None and place.kind != "digits"):
                continue
            boxed = place.kind == "digits" or place.kind in ("tick", "inline")
            home = place.address.table, place.address.sheet
            is_wide = place.kind == "digits" or place.how == ASKED  # over several cells or lines
            own = (place.path, home) if is_wide else (place.path, str(place.address))
            groups.setdefault(own if boxed else number, []).append(place)
        return tuple(self._spot(group) for group in groups.values())

    def _spot(self, group: Sequence[Place]) -> Spot:
        path = tuple(map(self.words.key, (*group[0].parents, group[0].label)))
        return Spot(path, squeeze(group[0].label), tuple(group))

    @cached_property
    def tables(self) -> tuple[ListTable, ...]:
        """Return the lists and matrices."""
        return tuple(list_tables(self.places, self.words))

    @cached_property
    def _by_label(self) -> dict[str, list[Spot]]:
        found: dict[str, list[Spot]] = {}
        for spot in self.spots:
            found.setdefault(spot.path[-1], []).append(spot)
        return found

    # ------------------------------------------------------------ values
    def match(self, values: Mapping[str, Any]) -> Matched:
        """Return where each value goes; labels written as the form writes them come first."""
        matched = Matched()
        taken: set[int] = set()
        flat = sorted(self._flat(values, (), matched), key=lambda pair: not self._is_literal(pair[0]))
        for path, value in flat:
            if len(path) == 1 and self.says(self.words.key(path[0]), value):
                continue
            found = [spot for spot in self.find(path) or self.find(("".join(path),)) if id(spot) not in taken]
            if len(found) == 1 or _is_one_thing(found):
                taken.update(map(id, found))
                matched.values += [(spot, value) for spot in found]
            elif found and isinstance(value, list | tuple) and len(value) == len(found):
                taken.update(map(id, found))
                matched.values += zip(found, value, strict=True)
            elif found:
                matched.unclear.append(("/".join(path), tuple(found)))
            elif not (self._in_list(path, value, matched) or self._in_part(path, value, matched)):
                matched.unused.append("/".join(path))
        for table, records in matched.lists:
            matched.unused += self._strange(table, records)
        return matched

    def _strange(self, table: ListTable, records: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        """Yield the labels of records that no column of a list has, under what the list is called."""
        if table.is_matrix:
            return
        name = table.names[-1] if table.names else NAMELESS
        labels = dict.fromkeys(
            str(key) for one in records for key, value in one.items() if not is_blank(value)
        )
        for label in labels:
            if table.column(label, self.words) not in table.columns and not self.words.is_number(label):
                yield f"{name}/{label}"

    def _flat(self, values: Mapping[str, Any], above: Path, matched: Matched) -> Iterator[tuple[Path, Any]]:
        """Yield the values with their labels, mappings opened; lists of records are matched on the way."""
        for label, value in values.items():
            path = (*above, *str(label).split("/"))
            if is_blank(value):
                continue
            if isinstance(value, Mapping) and (not self.find(path) or self._is_above(path, value)):
                yield from self._flat(value, path, matched)
            elif _is_records(value):
                yield from self._records(path, value, matched)
            else:
                yield path, value

    def _is_above(self, path: Path, value: Mapping[str, Any]) -> bool:
        """Say whether a label stands above others, though it also means one: 申请人: {姓名: …}."""
        return any(self.find((*path, str(label))) for label in value)

    def _is_literal(self, path: Path) -> bool:
        return any(
            spot.literal == squeeze(path[-1]) for spot in self._by_label.get(self.words.key(path[-1]), ())
        )

    def find(self, path: Path) -> list[Spot]:
        """Return the spots that a label with those above it means: the nearest ones, several when none is nearer."""
        keys, typed = tuple(map(self.words.key, path)), tuple(map(squeeze, path))
        found = [spot for spot in self._by_label.get(keys[-1], ()) if holds(spot.path, keys)]
        nearer = (
            [spot for spot in found if holds(spot.typed, typed)],
            [spot for spot in found if spot.literal == typed[-1]],
            [spot for spot in found if spot.path == keys],
        )
        found = next(filter(None, nearer), found)
        fewest = min((len(spot.path) for spot in found), default=0)
        return [spot for spot in found if len(spot.path) == fewest]

    # ------------------------------------------------------------ lists
    def _records(self, path: Path, records: Sequence[Any], matched: Matched) -> Iterator[tuple[Path, Any]]:
        table = self._table(path, records, [one for one, _ in matched.lists])
        if table is not None:
            matched.lists.append((table, list(records)))
        elif len(records) == 1:
            yield from self._flat(records[0], path, matched)
        else:
            matched.unused.append("/".join(path))

    def _table(self, path: Path, records: Sequence[Any], taken: Sequence[ListTable]) -> ListTable | None:
        name = self.words.key(path[-1])
        labels = {str(key) for record in records for key in record}
        free = [table for table in self.tables if not any(table is other for other in taken)]
        shares = [
            (len({table.column(one, self.words) for one in labels} & table.columns.keys()), table)
            for table in free
        ]
        named = [
            pair
            for pair in shares
            if pair[0] and (name in (pair[1].names or (NAMELESS,)) or pair[1].knows(records, self.words))
        ]
        enough = [
            pair for pair in shares if pair[0] > 1 and pair[0] * 2 >= min(len(labels), len(pair[1].columns))
        ]
        best = sorted(named or enough, key=lambda pair: (-pair[0], pair[1].is_matrix))
        if not best or (len(best) > 1 and _same(best[0]) == _same(best[1])):
            return None
        return best[0][1]

    def _in_list(self, path: Path, value: Any, matched: Matched) -> bool:
        """Put a list of values into the column of that label; a single value into a list of its own."""
        key = self.words.key(path[-1])
        tables = [table for table in self.tables if key in table.columns]
        above = self.words.key(path[-2]) if len(path) > 1 else ""
        rows = [table for table in tables if above and table.has_row(path[-2])]
        if len(rows) == 1:
            _records_of(rows[0], matched).append({ROW: path[-2], path[-1]: value})
            return True
        tables = [table for table in tables if above in table.names or (not above and not table.names)]
        if len(tables) != 1:
            return False
        items = value if isinstance(value, list | tuple) else [value]
        known = _records_of(tables[0], matched)
        known += [{} for _ in range(len(items) - len(known))]
        for number, item in enumerate(items):
            known[number] = {**known[number], path[-1]: item}
        return True

    def _in_part(self, path: Path, value: Any, matched: Matched) -> bool:
        """Put a value into the blank that is its part of a place, as 大写 and 小写 of an amount."""
        name = self.words.key(path[-1])
        parts = [
            (spot, slot.name)
            for spot in self.spots
            for slot in spot.places[0].slots
            if slot.name and name == self.words.key(slot.name) and self.words.is_beside(slot.name)
        ]
        if len(parts) != 1:
            return False
        spot, part = parts[0]
        known = next((said for other, said in matched.values if other is spot), None)
        if known is None:
            matched.values.append((spot, {part: value}))
        elif isinstance(known, dict):
            known[part] = value
        return known is None or isinstance(known, dict)


def _records_of(table: ListTable, matched: Matched) -> list[Mapping[str, Any]]:
    """Return the records that are matched to a list, which more can be added to."""
    known = next((records for other, records in matched.lists if other is table), None)
    if known is None:
        matched.lists.append((table, known := []))
    return known


def _same(pair: tuple[int, ListTable]) -> tuple[int, bool]:
    """Return what two tables must share for neither to be the better one; the row of sums is not the list above it."""
    return pair[0], pair[1].is_matrix


def _is_one_thing(spots: Sequence[Spot]) -> bool:
    """Say whether spots of one label are the same question again: on lines above the table, and once in it."""
    in_grids = sum(isinstance(spot.places[0].text, Cell) for spot in spots)
    return bool(spots) and in_grids <= 1


def _is_records(value: Any) -> bool:
    return (
        isinstance(value, list | tuple) and bool(value) and all(isinstance(item, Mapping) for item in value)
    )
