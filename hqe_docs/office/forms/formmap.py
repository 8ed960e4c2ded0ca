"""A binding file: which name of the data goes to which label of a form, written once, read by people and by us."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hqe_docs.paper.forms.filled.filler import Filled, Filler
from hqe_docs.paper.forms.filled.lists import ListTable
from hqe_docs.paper.forms.filled.matching import Matched, Spot
from hqe_docs.problems import Location, Problems
from hqe_docs.yamlfile import read_yaml

FORM, DIGEST, PLACES, LISTS = "表格", "摘要", "填写处", "名单"
LABEL, WHERE, FIELD, COLUMNS, CANDIDATES = "标签", "位置", "填", "列", "候选"
ALL = "名单"  # what a list without a label above it is called


@dataclass(frozen=True, slots=True)
class Bound:
    """A label of the form, where it stands, and the name of the data that goes there; of a list its columns too."""

    label: str
    where: str
    name: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormMap:
    """What a binding file says."""

    file: str
    digest: str
    places: tuple[Bound, ...]
    lists: tuple[Bound, ...] = ()

    def filled(self, filler: Filler, values: Mapping[str, Any]) -> Filled:
        """Return the form with the values that the bindings name."""
        return filler.fill(values, self._matched)

    def _matched(self, filler: Filler, values: Mapping[str, Any]) -> Matched:
        matched = Matched()
        for bound in self.places:
            spot = spot_of(bound, filler.labels.spots) if bound.name else None
            value = value_at(values, bound.name)
            if spot is not None and value is not None:
                matched.values.append((spot, value))
        for bound in self.lists:
            table = table_of(bound, filler.labels.tables) if bound.name else None
            records = value_at(values, bound.name)
            if table is not None and isinstance(records, list | tuple):
                matched.lists.append((table, [_record(bound, item) for item in records]))
        used = {name.split(".")[0] for bound in (*self.places, *self.lists) for name in [bound.name]}
        matched.unused = [name for name in map(str, values) if name not in used]
        return matched


def _record(bound: Bound, item: Any) -> dict[str, Any]:
    own = item if isinstance(item, Mapping) else {}
    return {label: value_at(own, name) for label, name in bound.columns.items() if name}


def value_at(values: Mapping[str, Any], name: str) -> Any:
    """Return what the data has at a name; dots lead into mappings."""
    if name in values:
        return values[name]
    value: Any = values
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


# ---------------------------------------------------------------- places of a form
def where(spot: Spot) -> str:
    """Return where the first place of a spot stands, as people read it."""
    return str(spot.places[0].address).lstrip("#")


def where_of(table: ListTable) -> str:
    """Return where the first place of a list stands, as people read it."""
    return str(next(iter(table.rows[0].values())).address).lstrip("#")


def name_of(table: ListTable) -> str:
    """Return what a list is called."""
    return "/".join(table.names) or ALL


def spot_of(bound: Bound, spots: Sequence[Spot]) -> Spot | None:
    """Return the spot that a binding means: of its label, by its place where several have it."""
    named = [spot for spot in spots if spot.name == bound.label]
    placed = [spot for spot in named if where(spot) == bound.where]
    return placed[0] if placed else named[0] if len(named) == 1 else None


def table_of(bound: Bound, tables: Sequence[ListTable]) -> ListTable | None:
    """Return the list that a binding means."""
    named = [table for table in tables if name_of(table) == bound.label]
    placed = [table for table in named if where_of(table) == bound.where]
    return placed[0] if placed else named[0] if len(named) == 1 else None


def digest_of(path: Path) -> str:
    """Return by what a form is known again."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


# ---------------------------------------------------------------- the file
def read_map(path: Path, form: Path, filler: Filler, found: Problems) -> FormMap | None:
    """Return the bindings in the file at `path`; told is what of them no longer fits the form."""
    made = load_map(path, found)
    if made is None:
        return None
    gone = [bound.label for bound in made.places if bound.name and not spot_of(bound, filler.labels.spots)]
    gone += [bound.label for bound in made.lists if bound.name and not table_of(bound, filler.labels.tables)]
    if made.digest != digest_of(form):
        found.add("F251", Location(path.name), same=len(made.places) + len(made.lists) - len(gone))
    for label in gone:
        found.add("F252", Location(path.name), label=label)
    return made


def load_map(path: Path, found: Problems) -> FormMap | None:
    """Return what a binding file says; None, with a problem, when it is none."""
    file = read_yaml(path, path.name, found)
    said = file.value if file else None
    if not isinstance(said, Mapping) or not isinstance(said.get(PLACES), list):
        if not found.has_errors:
            found.add("F213", Location(path.name), file=path.name, detail=f"没有“{PLACES}”")
        return None
    lists = said.get(LISTS)
    return FormMap(
        str(said.get(FORM) or ""),
        str(said.get(DIGEST) or ""),
        tuple(_bounds(said[PLACES])),
        tuple(_bounds(lists if isinstance(lists, list) else ())),
    )


def _bounds(items: Sequence[Any]) -> Iterator[Bound]:
    for item in items:
        if isinstance(item, Mapping) and item.get(LABEL):
            columns = item.get(COLUMNS)
            own = {str(k): str(v or "") for k, v in columns.items()} if isinstance(columns, Mapping) else {}
            yield Bound(str(item[LABEL]), str(item.get(WHERE) or ""), str(item.get(FIELD) or ""), own)
