"""Master ledgers to derive from: those of dossiers, and workbooks that belong to none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath

from hqe_docs.data.checks.rules import Subject, check_rows
from hqe_docs.data.definitions import DEFAULT, Definitions, load_definitions
from hqe_docs.data.derived.basis import Basis
from hqe_docs.data.dossier import is_ledger_file
from hqe_docs.data.kinds import MASTER, LedgerKind, load_kinds
from hqe_docs.data.ledger import Ledger, read_ledger
from hqe_docs.data.persons import typed
from hqe_docs.library import Library
from hqe_docs.office.ledgers.asked import day_asked, kind_named
from hqe_docs.office.workspace import OUTPUT_FOLDER, Loaded, Progress, open_dossiers
from hqe_docs.problems import Location, Problems
from hqe_docs.values import did_you_mean


@dataclass(frozen=True, slots=True)
class Stated:
    """What the command line says of the basis, as typed: definitions, the day, settings as 口径=值."""

    definitions: str | None = None
    day: str | None = None
    settings: Sequence[str] = ()


@dataclass(frozen=True)
class Master:
    """A master ledger ready to derive from: whose it is, where results go, the ledgers kept beside it.

    `files` are those that came in: none of them is ever written over.
    """

    name: str
    folder: Path
    inside: PurePath
    top: str
    basis: Basis
    kinds: Mapping[str, LedgerKind]
    kept: Mapping[str, Ledger] = field(default_factory=dict)
    files: frozenset[Path] = frozenset()

    @property
    def results(self) -> Path:
        """Where results go unless said otherwise."""
        return self.folder / OUTPUT_FOLDER / self.inside


def open_masters(
    paths: Sequence[Path],
    stated: Stated,
    found: Problems,
    *,
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
) -> list[Master]:
    """Return the master ledgers at `paths`: workbooks, and dossiers with those below them."""
    day = day_asked(stated.day, "L328", found)
    if stated.day and day is None:
        return []
    loose = [path for path in paths if is_ledger_file(path)]
    library = Library.over_shipped(libraries)
    masters = [_alone(path, stated, day, library, found) for path in loose]
    for top in open_dossiers([p for p in paths if p not in loose], libraries=libraries, progress=progress):
        masters += [of_dossier(loaded, top, stated, day, found) for loaded in top.each()]
    return [master for master in masters if master is not None]


# ---------------------------------------------------------------- a workbook alone
def _alone(path: Path, stated: Stated, day: date | None, library: Library, found: Problems) -> Master | None:
    kinds = load_kinds(library, found)
    definitions = load_definitions(stated.definitions or DEFAULT, library, found)
    kind = _kind_of(path, kinds)
    if definitions is None or kind is None:
        return None
    said = _settings(stated, definitions, found)
    ledger = read_ledger(path, path.name, kind, found)
    if ledger is None or said is None:
        return None
    found.extend(check_rows(Subject(ledger, typed(ledger.frame, day), day)))
    basis = Basis(ledger, definitions, said, day, day.year if day else 0)
    files = frozenset([path.resolve()])
    return Master(path.stem, path.parent, PurePath(), path.stem, basis, kinds, files=files)


def _kind_of(path: Path, kinds: Mapping[str, LedgerKind]) -> LedgerKind | None:
    """Return the kind that the file's name says if ledgers follow from it, else that of the master."""
    sources = {kind.derivation.source for kind in kinds.values() if kind.derivation}
    named = kind_named(path.stem, {name: kinds[name] for name in sources if name in kinds})
    return named or kinds.get(MASTER)


def _settings(stated: Stated, definitions: Definitions, found: Problems) -> dict[str, str] | None:
    """Return the settings the command line states; None, with problems, when one can't be used."""
    said, known = {}, definitions.settings
    wrong = False
    for text in stated.settings:
        name, _, value = (part.strip() for part in text.partition("="))
        if name not in known:
            hint = did_you_mean(name, known)
            found.add("L611", hint=hint, name=name, known="、".join(known))
        elif not known[name].accepts(value):
            found.add("L612", name=name, value=value, options=known[name].range_text)
        else:
            said[name] = value
            continue
        wrong = True
    return None if wrong else said


# ---------------------------------------------------------------- a dossier's
def of_dossier(
    loaded: Loaded, top: Loaded, stated: Stated, day: date | None, found: Problems
) -> Master | None:
    """Return the master ledger of a dossier; None, with problems, where there is none to work from."""
    found.extend(loaded.dossier_problems)
    ledger = loaded.ledgers.get(MASTER)
    found.extend(loaded.shelf.by_kind.get(MASTER, ()))
    if ledger is None:
        if not loaded.below and MASTER not in loaded.shelf.unreadable:
            found.add("L613", Location(loaded.label or str(loaded.folder)), kind=MASTER)
        return None
    if not loaded.is_sound or loaded.edition is None:
        return None
    definitions = loaded.edition.definitions
    if stated.definitions:
        own = load_definitions(stated.definitions, loaded.library, found)
        if own is None:
            return None
        definitions = own.under(loaded.edition.settings, loaded.edition.conditions)
    said = _settings(stated, definitions, found)
    if said is None:
        return None
    point = loaded.sound.data.point
    said = {**loaded.sound.data.settings, **said}
    basis = Basis(ledger, definitions, said, day or point.reference_date, point.year, point.name)
    kinds = load_kinds(loaded.library, Problems())
    files = frozenset(path.resolve() for path in loaded.folder.iterdir() if path.is_file())
    return Master(loaded.name, top.folder, loaded.inside, top.name, basis, kinds, loaded.ledgers, files)


def by_top(masters: Sequence[Master]) -> Iterator[list[Master]]:
    """Yield the masters dossier by dossier: one that has others below it with those."""
    groups: dict[tuple[Path, str], list[Master]] = {}
    for master in masters:
        groups.setdefault((master.folder, master.top), []).append(master)
    yield from groups.values()
