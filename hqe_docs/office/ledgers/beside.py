"""The ledgers that lie beside a dossier: known by their file names, read, and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from hqe_docs.data.checks.references import unmatched
from hqe_docs.data.checks.rules import Subject, check_rows
from hqe_docs.data.dossier import FILES, Dossier
from hqe_docs.data.files.reading import LOCK_FILE, SUFFIXES
from hqe_docs.data.kinds import LedgerKind, header_key
from hqe_docs.data.ledger import Ledger, read_ledger
from hqe_docs.data.persons import typed
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.values import did_you_mean


@dataclass(frozen=True, slots=True)
class Shelf:
    """The ledgers of one folder, the problems of each by kind, those of other files, and what can't be read."""

    ledgers: Mapping[str, Ledger] = field(default_factory=dict)
    by_kind: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    others: tuple[Problem, ...] = ()
    unreadable: frozenset[str] = frozenset()

    def problems(self) -> Iterator[Problem]:
        """Yield everything found, kind by kind."""
        for found in self.by_kind.values():
            yield from found
        yield from self.others


def read_shelf(folder: Path, label: str, kinds: Mapping[str, LedgerKind], dossier: Dossier | None) -> Shelf:
    """Return the ledgers in `folder`; `label` is the folder as messages show it."""
    others = Problems()
    ledgers: dict[str, Ledger] = {}
    by_kind: dict[str, tuple[Problem, ...]] = {}
    unreadable = set()
    for name, files in files_by_kind(folder, label, kinds, others).items():
        found = Problems()
        ledger = _read_one(files, label, kinds[name], dossier, found)
        by_kind[name] = tuple(found)
        if ledger is None:
            unreadable.add(name)
        else:
            ledgers[name] = ledger
    for name, item in unmatched(ledgers, unreadable):
        by_kind[name] += (item,)
    return Shelf(ledgers, by_kind, tuple(others), frozenset(unreadable))


def _read_one(
    files: list[Path], label: str, kind: LedgerKind, dossier: Dossier | None, found: Problems
) -> Ledger | None:
    if len(files) > 1:
        where = Location(_inside(label, files[0]))
        found.add("L109", where, kind=kind.name, files="、".join(path.name for path in files))
        return None
    ledger = read_ledger(files[0], _inside(label, files[0]), kind, found)
    if ledger is not None:
        found.extend(check_rows(_subject(ledger, dossier, found)))
    return ledger


def _subject(ledger: Ledger, dossier: Dossier | None, found: Problems) -> Subject:
    """Return the ledger as the dossier has it checked: on its day, by its settings, for its villages."""
    if dossier is None:
        return Subject(ledger, typed(ledger.frame, None), None)
    point, settings = dossier.data.point, dossier.data.settings
    day = point.reference_date
    if day is None and ledger.has("年龄") and (ledger.frame["年龄"] != "").any():
        found.add("L232", Location(ledger.sources[0].file, ledger.sources[0].sheet))
    own = (
        (point.name,) if point.kind in ("村", "社区") else tuple(PurePath(n).name for n in dossier.data.below)
    )
    return Subject(ledger, typed(ledger.frame, day, settings), day, own)


def _inside(label: str, path: Path) -> str:
    return f"{label}/{path.name}" if label else path.name


def files_by_kind(
    folder: Path, label: str, kinds: Mapping[str, LedgerKind], found: Problems
) -> dict[str, list[Path]]:
    """Return kind → the files that by their names are its ledger; other workbooks are reported."""
    titles = {header_key(title): kind.name for kind in kinds.values() for title in (*kind.aliases, kind.name)}
    files: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix.lower() not in SUFFIXES or path.name.startswith(".") or not path.is_file():
            continue
        if path.name.startswith(LOCK_FILE):
            found.add("L118", Location(_inside(label, path)))
            continue
        if path.name in FILES:
            continue
        kind = titles.get(header_key(path.stem))
        if kind:
            files.setdefault(kind, []).append(path)
            continue
        words = did_you_mean(path.stem, kinds) or f"台账名称有：{'、'.join(kinds)}"
        found.add("L105", Location(_inside(label, path)), file=path.name, guess=words)
    return files
