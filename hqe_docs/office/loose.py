"""What `hqe check` looks at: dossiers, and workbooks that belong to none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hqe_docs.data.kinds import LedgerKind, common_columns, header_key, load_kinds
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.loose import Asked, check_workbook
from hqe_docs.data.reading import SUFFIXES
from hqe_docs.data.references import registered_twice
from hqe_docs.library import Library
from hqe_docs.office.check import check, unique
from hqe_docs.office.workspace import Progress
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.values import Fault, as_date, nearest
from hqe_docs.yamlfile import read_yaml


@dataclass(frozen=True, slots=True)
class Said:
    """What the command line says of loose workbooks, as typed."""

    kind: str | None = None
    columns: Path | None = None
    day: str | None = None


def check_all(
    paths: Sequence[Path],
    said: Said,
    *,
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
) -> list[Problem]:
    """Return every problem of the dossiers and loose workbooks at `paths`."""
    loose = [path for path in paths if path.is_file() and path.suffix.lower() in SUFFIXES]
    dossiers = [path for path in paths if path not in loose]
    found = Problems()
    if dossiers:
        found.extend(check(dossiers, libraries=libraries, progress=progress))
    if loose:
        found.extend(_check_loose(loose, said, Library.over_shipped(libraries)))
    return unique(found)


def _check_loose(paths: Sequence[Path], said: Said, library: Library) -> Problems:
    found = Problems()
    kinds, general = load_kinds(library, found), common_columns(library, found)
    asked = _asked(said, kinds, found)
    if asked is not None:
        read: list[Ledger] = []
        for path in paths:
            found.extend(check_workbook(path, kinds, general, asked, read))
        found.extend(registered_twice(read) if len(paths) > 1 else ())
    return found


def _asked(said: Said, kinds: Mapping[str, LedgerKind], found: Problems) -> Asked | None:
    """Return what was said, read; None, with problems, when it can't be."""
    kind = _kind(said.kind, kinds) if said.kind else None
    if said.kind and kind is None:
        guess = nearest(said.kind, kinds)
        hint = f"您是不是想写“{guess}”？" if guess else ""
        found.add("L327", hint=hint, kind=said.kind, kinds="、".join(kinds))
        return None
    day = as_date(said.day) if said.day else None
    if isinstance(day, Fault):
        found.add("L328", text=said.day, detail=day.detail)
        return None
    columns = _columns(said.columns, found) if said.columns else {}
    return None if columns is None else Asked(kind, columns, day)


def _kind(text: str, kinds: Mapping[str, LedgerKind]) -> LedgerKind | None:
    titles = {header_key(t): kind for kind in kinds.values() for t in (*kind.aliases, kind.title, kind.name)}
    return titles.get(header_key(text)) or titles.get(header_key(text + "台账"))


def _columns(path: Path, found: Problems) -> dict[str, str] | None:
    file = read_yaml(path, path.name, found)
    if file is None:
        return None
    value = file.value
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value.values()):
        found.add("L329", Location(path.name))
        return None
    return {str(title): str(name) for title, name in value.items()}
