"""The mapping that a template is filled with outside any build: data files and dossiers laid over each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hqe_docs.data.dossier import FILES
from hqe_docs.data.given.given import ROWS, Given, Placing, read_given
from hqe_docs.data.given.scalars import typed
from hqe_docs.paper.language.origins import Sourced
from hqe_docs.problems import Location, Problems
from hqe_docs.values import did_you_mean
from hqe_docs.yamlfile import KeyPath, path_text

if TYPE_CHECKING:
    from hqe_docs.office.workspace import Progress

_NAME = r"[^\W\d]\w*"
_NAMED = re.compile(rf"({_NAME})=(.+)", re.DOTALL)
_SET = re.compile(rf"({_NAME}(?:\.{_NAME})*)=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Source:
    """One --data as typed: `名单=人员.xlsx#三月` is the sheet 三月 of a file, put under 名单."""

    path: Path
    name: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be laid together: --data and --set as typed, the paper that 发文 and 文书 are made for."""

    data: Sequence[str] = ()
    settings: Sequence[str] = ()
    paper: str = ""
    libraries: Sequence[Path] = ()
    progress: Progress | None = None
    sources: list[Source] = field(default_factory=list)


def gather(asked: Asked, found: Problems) -> Given:
    """Return all that was given, later over earlier; two tables of one name are a problem."""
    whole = Given()
    asked.sources.extend(source for text in asked.data if (source := _source(text, found)))
    for source in asked.sources:
        given = _read(source, asked, found)
        whole.is_whole = whole.is_whole and given is not None
        if given:
            named = _renamed(given, source.name)
            named.values = {name: _sourced(value, (name,), named.at) for name, value in named.values.items()}
            _lay_over(whole, named, found)
    for text in asked.settings:
        _set(whole, text, found)
    return whole


def _sourced(value: Any, path: KeyPath, at: Placing) -> Any:
    """Return `value` with its lists telling where their items were read."""
    if isinstance(value, dict):
        return {key: _sourced(item, (*path, key), at) for key, item in value.items()}
    if not isinstance(value, list) or isinstance(value, Sourced):
        return value
    return Sourced(value, lambda index, key: at((*path, index) if key is None else (*path, index, key)))


def _source(text: str, found: Problems) -> Source | None:
    match = _NAMED.fullmatch(text)
    name, rest = (match[1], match[2]) if match and not Path(text).exists() else ("", text)
    file, _, sheet = (rest, "", "") if Path(rest).exists() else rest.rpartition("#")
    if file and Path(file).exists():
        return Source(Path(file), name, sheet)
    found.add("R140", Location(file or rest), detail="没有这个文件")
    return None


def is_dossier(path: Path) -> bool:
    """Say whether `path` is a dossier or its folder."""
    return path.is_dir() or path.name in FILES


def _read(source: Source, asked: Asked, found: Problems) -> Given | None:
    path = source.path
    if is_dossier(path):
        return _from_dossier(path, asked, found)
    return read_given(path, path.as_posix(), source.sheet, found)


def _from_dossier(path: Path, asked: Asked, found: Problems) -> Given | None:
    """Return what our own templates see of a dossier; None when its papers can't be made."""
    from hqe_docs.office.check import with_issue
    from hqe_docs.office.mapping.context import context_of
    from hqe_docs.office.workspace import open_dossiers

    loaded = open_dossiers([path], libraries=asked.libraries, progress=asked.progress)[0]
    found.extend(loaded.problems)
    if loaded.is_broken:
        return None
    paper = {"名称": asked.paper, "题名": asked.paper, "题名行": [asked.paper], "草稿": False}
    context = with_issue(context_of(loaded), loaded, asked.paper) | {"文书": paper}
    return Given(context, {name: _in_dossier(loaded.label, name) for name in context})


def _in_dossier(label: str, name: str) -> Placing:
    return lambda path: Location(label or None, path=path_text((name, *path)))


def _renamed(given: Given, name: str) -> Given:
    """Return what was given under `name`: a table as it is, sheets and mappings as parts of it."""
    if not name:
        return given
    if ROWS in given.tables:
        others = {other: value for other, value in given.values.items() if other != ROWS}
        values, places = {name: given.values[ROWS], **others}, dict(given.places)
        places[name] = places.pop(ROWS)
        return Given(
            values, places, {name if key == ROWS else key: file for key, file in given.tables.items()}
        )
    return Given({name: given.values}, {name: lambda path: given.at(path) if path else Location()})


def _lay_over(whole: Given, given: Given, found: Problems) -> None:
    for name, file in given.tables.items():
        if name in whole.tables:
            found.add("R142", Location(file), first=whole.tables[name], second=file, name=name)
    for name, value in given.values.items():
        whole.values[name] = _merged(whole.values.get(name), value)
    whole.places |= given.places
    whole.tables |= given.tables


def _merged(below: Any, above: Any) -> Any:
    """Return `above`; of two mappings the names of both."""
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return below | {key: _merged(below.get(key), value) for key, value in above.items()}


def _set(whole: Given, text: str, found: Problems) -> None:
    match = _SET.fullmatch(text)
    if match is None:
        found.add("R145", found=text)
        return
    *parents, last = match[1].split(".")
    value: Any = {last: typed(match[2])}
    for parent in reversed(parents):
        value = {parent: value}
    whole.values = _merged(whole.values, value)
    whole.fixed.update(value)


def is_stopped(found: Problems, given: Given) -> bool:
    """Say whether the data can't be used; faults in the rows of a dossier's ledgers are told and stop nothing."""
    return not given.is_whole or any(item.severity == "error" and item.code[0] != "L" for item in found)


def list_at(given: Given, name: str, found: Problems) -> list[Any] | None:
    """Return the list of a dotted name; None with a problem when there is none."""
    value: Any = given.values
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, list):
        return value
    known = list(lists_in(given.values))
    if known or not found.has_errors:
        hint = did_you_mean(name, known)
        found.add("R143", hint=hint, name=name, known="、".join(known) or "（没有）")
    return None


def hint_of_column(values: Mapping[str, Any], name: str) -> str:
    """Return what to do about an unknown name that is a column of a list, else ""."""
    for title, rows in values.items():
        if isinstance(rows, list) and any(isinstance(row, Mapping) and name in row for row in rows):
            own = "" if title == ROWS else f" {title}"
            return f"它是“{title}”的一列：每行一份文件，加 --each{own}；都填进一份，用循环并写 {{{{ 人.{name} }}}}"
    return ""


def lists_in(values: Any, prefix: str = "") -> Iterable[str]:
    """Yield the dotted names of all lists in a mapping."""
    for name, value in values.items() if isinstance(values, dict) else ():
        path = f"{prefix}{name}"
        if isinstance(value, list):
            yield path
        yield from lists_in(value, f"{path}.")
