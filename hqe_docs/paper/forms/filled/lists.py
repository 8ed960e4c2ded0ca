"""The lists of a form: their columns by label and the places of each row; rows of a matrix by number or name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hqe_docs.paper.forms.filled.edits import is_blank
from hqe_docs.paper.forms.model import Place
from hqe_docs.paper.forms.vocabulary import Words
from hqe_docs.values import squeeze


@dataclass(frozen=True)
class ListTable:
    """A list: the keys of the labels above it, its columns (key → label), its rows (key of a column → place).

    `said`: what is printed in each row of a matrix, squeezed; empty for a list.
    """

    names: tuple[str, ...]
    columns: Mapping[str, str]
    rows: tuple[Mapping[str, Place], ...]
    said: tuple[frozenset[str], ...] = ()
    paths: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # key of a column → keys of all labels above

    def column(self, label: str, words: Words) -> str:
        """Return the key of the column that a label means, also with those above it: 上年/人数."""
        key = words.key(label)
        if key in self.columns or self.is_matrix:
            return key
        asked = tuple(map(words.key, label.split("/")))
        found = [one for one, path in self.paths.items() if holds(path, asked)]
        return found[0] if len(found) == 1 else key

    @property
    def is_matrix(self) -> bool:
        """Say whether its rows are printed, so that records belong to some of them."""
        return bool(self.said)

    def has_row(self, name: str) -> bool:
        """Say whether exactly one of its rows is called so."""
        return sum(squeeze(name) in said for said in self.said) == 1

    def knows(self, records: Sequence[Mapping[str, Any]], words: Words) -> bool:
        """Say whether it is a matrix, and all records are of its rows."""
        return self.is_matrix and all(self._row_of(record, words) is not None for record in records)

    def placed(
        self, records: Sequence[Mapping[str, Any]], words: Words
    ) -> Iterator[tuple[int | None, Mapping[str, Any]]]:
        """Yield each record with the number of its row; None when no row is its own."""
        for number, record in enumerate(records):
            if not self.is_matrix:
                yield (number if number < len(self.rows) else None), record
            else:
                row = self._row_of(record, words)
                plain = all(words.key(str(key)) in self.columns for key in record)
                yield (number if row is None and plain and number < len(self.rows) else row), record

    def _row_of(self, record: Mapping[str, Any], words: Words) -> int | None:
        """Return the row whose number or text a record says."""
        by_number = [squeeze(str(value)) for key, value in record.items() if words.is_number(str(key))]
        own = by_number or [
            squeeze(str(value))
            for key, value in record.items()
            if words.key(str(key)) not in self.columns and not is_blank(value)
        ]
        found = [i for i, said in enumerate(self.said) if any(text in said for text in own)]
        return found[0] if len(found) == 1 else None


def list_tables(places: Sequence[Place], words: Words) -> Iterator[ListTable]:
    """Yield the lists and matrices among the places of a form, those that go on in another table as one."""
    rows: dict[tuple[Any, ...], list[Place]] = {}
    for place in places:
        if place.index is not None and place.kind != "digits":
            home = place.address.table, place.address.sheet
            rows.setdefault((*home, getattr(place.text, "row", 0)), []).append(place)
    groups: dict[tuple[Any, ...], list[list[Place]]] = {}
    for key, row in rows.items():
        is_matrix = any(place.kind == "matrix" for place in row)
        labels = frozenset(place.label for place in row)
        own = (is_matrix, key[:2] if is_matrix else _shared(row))
        kept = next((k for k in groups if k[0] == own and (k[1] <= labels or labels <= k[1])), (own, labels))
        groups.setdefault(kept, []).append(row)
    for (own, _), group in groups.items():
        yield _table(group, words, is_matrix=own[0])


def _table(rows: Sequence[Sequence[Place]], words: Words, *, is_matrix: bool) -> ListTable:
    names = _shared([place for row in rows for place in row])
    by_key = [dict(_columns(row, words)) for row in rows]
    paths = {key: _path(place, words) for row in by_key for key, place in row.items()}
    columns = {key: place.label for row in by_key for key, place in row.items()}
    said = [frozenset(squeeze(name) for place in row for name in place.parents[len(names) :]) for row in rows]
    return ListTable(
        tuple(map(words.key, names)), columns, tuple(by_key), tuple(said) if is_matrix else (), paths
    )


def _columns(row: Sequence[Place], words: Words) -> Iterator[tuple[str, Place]]:
    """Yield the places of a row by label; those that share one by the labels above them too."""
    labels = [words.key(place.label) for place in row]
    for label, place in zip(labels, row, strict=True):
        yield label if labels.count(label) == 1 else "/".join(_path(place, words)), place


def _path(place: Place, words: Words) -> tuple[str, ...]:
    return tuple(map(words.key, (*place.parents, place.label)))


def holds(path: Sequence[str], keys: Sequence[str]) -> bool:
    """Say whether `keys` stand in `path` in their order, the last at its end."""
    rest = iter(path[:-1])
    return path[-1] == keys[-1] and all(key in rest for key in keys[:-1])


def _shared(places: Sequence[Place]) -> tuple[str, ...]:
    """Return the labels that stand above all of the places."""
    first, *others = [place.parents for place in places]
    count = 0
    while all(len(first) > count and other[: count + 1] == first[: count + 1] for other in others):
        if len(first) == count:
            break
        count += 1
    return first[:count]
