"""A column map: what the titles and the values of another system's export mean in a standard ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hqe_docs.data.kinds import Field, LedgerKind
from hqe_docs.problems import Location, Problems
from hqe_docs.values import did_you_mean, squeeze
from hqe_docs.yamlfile import YamlFile, read_yaml

VALUES = "取值"


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Title → standard title, and of each standard column its own value → standard value."""

    titles: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    file: YamlFile = field(default_factory=lambda: YamlFile(""))


def read_column_map(path: Path, found: Problems) -> ColumnMap | None:
    """Return the column map in the YAML file at `path`; None, with a problem, when it is none."""
    file = read_yaml(path, path.name, found)
    if file is None:
        return None
    whole: Mapping[str, Any] = file.value if isinstance(file.value, Mapping) else {"": None}
    titles = {title: name for title, name in whole.items() if title != VALUES}
    values = whole.get(VALUES) or {}
    if not _is_flat(titles) or not isinstance(values, Mapping) or not all(map(_is_flat, values.values())):
        found.add("L329", Location(path.name))
        return None
    return ColumnMap(titles, values, file)


def _is_flat(part: object) -> bool:
    return isinstance(part, Mapping) and all(isinstance(text, str) for text in part.values())


def check_titles(kind: LedgerKind, said: ColumnMap, found: Problems, more: Iterable[LedgerKind] = ()) -> None:
    """Report the titles of the map that go to a column which neither `kind` nor one of `more` has."""
    for title, name in said.titles.items():
        if all(item.field(name) is None for item in (kind, *more)):
            _no_column(kind, title, name, said.file.at((title,)), found)


def taught(kind: LedgerKind, said: ColumnMap, found: Problems) -> LedgerKind:
    """Return `kind` with the values of the map understood; columns and values it doesn't have are reported."""
    fields = {item.name: item for item in kind.fields}
    for name, pairs in said.values.items():
        if name not in fields:
            _no_column(kind, VALUES, name, said.file.at((VALUES, name)), found)
            continue
        choices = fields[name].choices
        for own, value in pairs.items():
            if value not in choices:
                where = said.file.at((VALUES, name, own))
                found.add("L524", where, name=name, value=value, codes="、".join(choices) or "（不需要对照）")
        fields[name] = _with_values(fields[name], pairs)
    return replace(kind, fields=tuple(fields.values()))


def _no_column(kind: LedgerKind, title: str, name: str, where: Location, found: Problems) -> None:
    known = [item.name for item in kind.fields]
    hint = did_you_mean(name, known)
    found.add("L523", where, hint=hint, title=title, name=name, kind=kind.name, fields="、".join(known))


def _with_values(column: Field, pairs: Mapping[str, str]) -> Field:
    own = {squeeze(text): value for text, value in pairs.items()}
    missing = column.missing - set(own)
    if column.codes:
        return replace(column, synonyms={**column.synonyms, **own}, missing=missing)
    yes = {text for text, value in own.items() if value == "是"}
    no = {text for text, value in own.items() if value == "否"}
    true, false = (column.true_values - no) | yes, (column.false_values - yes) | no
    return replace(column, true_values=true, false_values=false, missing=missing)
