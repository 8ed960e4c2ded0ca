"""`hqe template check`: templates looked at, their names held against a dossier's, with an example of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hqe_docs.data.kinds import load_kinds
from hqe_docs.library import Library
from hqe_docs.masking import masked, shorten
from hqe_docs.office.mapping.context import context_of
from hqe_docs.office.mapping.samplecase import paper_context, sample_contexts
from hqe_docs.office.templates.filldata import Asked, gather, hint_of_column, is_dossier, is_stopped, list_at
from hqe_docs.office.templates.filling import ITEM as ITEM_NAME
from hqe_docs.office.templates.outnames import NUMBER
from hqe_docs.office.workspace import Loaded, open_dossiers
from hqe_docs.paper.checking.inspection import Inspection, inspect, try_filling
from hqe_docs.paper.checking.names import ITEM, Use, path_text
from hqe_docs.paper.checking.names import Path as NamePath
from hqe_docs.paper.language.filters import described
from hqe_docs.problems import Location, Problem, Problems, has_errors
from hqe_docs.values import nearest

Context = Mapping[str, Any]
# what dossier.yaml says of officials; the columns of ledgers say themselves what they hide (掩码)
_HIDDEN = {"姓名": "姓名", "责任人": "姓名", "主任": "姓名", "组长": "姓名", "成员": "姓名", "电话": "电话"}
_LONGEST = 24


@dataclass(slots=True)
class Name:
    """A name that a template uses: where, whether any data have it, and what stands there."""

    name: str
    state: str
    example: str
    places: list[Location] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "count": len(self.places),
            "state": self.state,
            "example": self.example,
            "where": [place.as_json() for place in dict.fromkeys(self.places)],
        }


@dataclass(frozen=True, slots=True)
class CheckedTemplate:
    """One template: its names in their order, and its problems."""

    file: str
    names: list[Name]
    problems: list[Problem]

    def as_json(self) -> dict[str, Any]:
        return {"file": self.file, "names": [name.as_json() for name in self.names]}


def check_templates(
    files: Sequence[Path],
    data: Sequence[str] = (),
    *,
    settings: Sequence[str] = (),
    each: str | None = None,
    libraries: Sequence[Path] = (),
) -> tuple[list[CheckedTemplate], list[Problem]]:
    """Return what the templates use and what is wrong with them, held against data or an invented dossier.

    `data`, `settings` and `each` are what `hqe fill` takes.
    """
    library, found = Library.over_shipped(libraries), Problems()
    asked = Asked(data, settings, libraries=libraries)
    given = _given(asked, each, library, found) if data or settings else None
    if given is None and (data or settings):
        return [], list(found)
    samples = sample_contexts(library) if given is None or given.is_dossier else ()
    sample = {key: value for context in samples for key, value in context.items() if is_filled(value)}
    told = frozenset({*given.mapping, "发文"} if given else ())
    masks = _masks(library)
    checked = []
    for file in files:
        own = given.context(file.name) if given else None
        look = _Look(inspect(file, own), samples, own, told, masks)
        names = look.names()
        try_filling(look.inspection, file, sample, own)
        checked.append(CheckedTemplate(str(file), names, list(look.inspection.found)))
    return checked, [*found, *(item for one in checked for item in one.problems)]


# ---------------------------------------------------------------- the data
@dataclass(frozen=True, slots=True)
class _Given:
    """The data that were given: a dossier, or a mapping of its own."""

    loaded: Loaded | None
    mapping: Context

    @property
    def is_dossier(self) -> bool:
        return self.loaded is not None

    def context(self, template: str) -> Context:
        """Return the mapping that this template would see."""
        if self.loaded is None:
            return self.mapping
        named = (name for name, it in self.loaded.documents.items() if template in _templates(it))
        return paper_context(self.loaded, self.mapping, next(named, Path(template).stem))


def _templates(document: Any) -> set[str]:
    return {*document.templates, *(name for names in document.by_role.values() for name in names)}


def _given(asked: Asked, each: str | None, library: Library, found: Problems) -> _Given | None:
    """Return the data as `hqe fill` would lay them together; of a list gone through by `each` all its names."""
    if len(asked.data) == 1 and not asked.settings and each is None and is_dossier(Path(asked.data[0])):
        return _dossier(Path(asked.data[0]), library, found)
    given = gather(asked, found)
    rows = list_at(given, each, found) if each else None
    if is_stopped(found, given):
        return None
    if rows is None:
        return _Given(None, given.values)
    names = {NUMBER: 1, **given.values, **_any_row(rows), ITEM_NAME: rows[0] if rows else {}}
    return _Given(None, names | {name: given.values[name] for name in given.fixed})


def _dossier(path: Path, library: Library, found: Problems) -> _Given | None:
    (loaded,) = open_dossiers([path], libraries=library.roots[:-1])
    if loaded.is_sound and not has_errors(loaded.dossier_problems):
        return _Given(loaded, context_of(loaded))
    found.extend(loaded.dossier_problems)
    found.add("R160", Location(str(path)), path=path, detail="档案有错误")
    return None


def _any_row(rows: Sequence[Any]) -> Context:
    """Return the columns of all rows, each with the first value that says something."""
    merged: dict[str, Any] = {}
    for row in rows:
        for key, value in row.items() if isinstance(row, Mapping) else ():
            if not is_filled(merged.get(key)):
                merged[key] = value
    return merged


# ---------------------------------------------------------------- names against data
@dataclass(frozen=True, slots=True)
class _Stand:
    """What stands at a path: values, or nothing, although `siblings` do beside it; neither can be said of []."""

    values: tuple[Any, ...] = ()
    siblings: frozenset[str] = frozenset()
    depth: int = 0


def stand(contexts: Sequence[Context], path: NamePath) -> _Stand:
    """Return what the mappings have at `path`; lists are gone through."""
    values: tuple[Any, ...] = tuple(contexts)
    for depth, key in enumerate(path):
        if key == ITEM:
            values = tuple(item for value in values for item in _items(value))
            continue
        mappings = [value for value in values if isinstance(value, Mapping)]
        values = tuple(value[key] for value in mappings if key in value)
        if mappings and not values:
            return _Stand((), frozenset(str(name) for each in mappings for name in each), depth)
    return _Stand(values)


def _items(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else list(value) if isinstance(value, Mapping) else ()


@dataclass(frozen=True, slots=True)
class _Look:
    """One template before the data; `told` are the keys that the data themselves have."""

    inspection: Inspection
    samples: Sequence[Context]
    data: Context | None
    told: frozenset[str]
    masks: Mapping[str, str]

    def names(self) -> list[Name]:
        """Return the names in the order of their first use; those that nobody has, and empty ones, are told."""
        uses: dict[NamePath, list[Use]] = {}
        for use in self.inspection.uses:
            uses.setdefault(use.path, []).append(use)
        found = Problems()
        names = [self._name(path, each, found) for path, each in uses.items()]
        self.inspection.add(found)
        return names

    def _name(self, path: NamePath, uses: Sequence[Use], found: Problems) -> Name:
        known = stand([*self.samples, *([self.data] if self.data is not None else [])], path)
        here = stand([self.data], path) if self.data is not None else known
        state = "known"
        if known.siblings:
            state = "optional" if all(use.guarded for use in uses) else "unknown"
        elif path[0] in self.told and here.values and not any(map(is_filled, here.values)):
            state = "empty"
        name = Name(path_text(path), state, self._example(path, here.values), [use.where for use in uses])
        self._tell(path, known, uses, name, found)
        return name

    def _tell(self, path: NamePath, known: _Stand, uses: Sequence[Use], name: Name, found: Problems) -> None:
        if name.state == "unknown":
            before, wrong, after = path[: known.depth], path[known.depth], path[known.depth + 1 :]
            guess = nearest(wrong, sorted(known.siblings))
            meant = f"，是不是“{path_text((*before, guess, *after))}”？" if guess else ""
            hint = hint_of_column(self.data or {}, wrong) if known.depth == 0 and not self.samples else ""
            for where in dict.fromkeys(use.where for use in uses if not use.guarded):
                found.add("T201", where, hint=hint, name=name.name, guess=meant)
        elif name.state == "empty":
            found.add("T163", uses[0].where, name=name.name)

    def _example(self, path: NamePath, values: Sequence[Any]) -> str:
        """Return the first value that says something, personal ones hidden."""
        value = next((value for value in values if is_filled(value)), None)
        if isinstance(value, list | tuple):
            return f"列表，{len(value)} 项"
        key = next((part for part in reversed(path) if part != ITEM), "")
        text = " ".join(described(value).split())
        shown = masked(text, self.masks.get(key, "")) if text and text[0] != "〔" else text
        return shorten(shown, _LONGEST)


def is_filled(value: Any) -> bool:
    return value not in (None, "", [], {})


def _masks(library: Library) -> dict[str, str]:
    """Return what the columns of all ledgers, and the keys of dossier.yaml, hide."""
    kinds = load_kinds(library, Problems()).values()
    columns = {item.name: item.mask for kind in kinds for item in kind.fields if item.mask}
    return _HIDDEN | columns
