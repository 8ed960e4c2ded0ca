"""What `hqe check` looks at: dossiers, workbooks that belong to none, indicator sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hqe_docs.data.checks.references import registered_twice
from hqe_docs.data.checks.rules import Subject, check_rows
from hqe_docs.data.dossier import is_ledger_file
from hqe_docs.data.kinds import LedgerKind, common_columns, load_kinds
from hqe_docs.data.ledger import Ledger, read_ledger
from hqe_docs.data.loose.book import Asked, check_workbook
from hqe_docs.data.persons import typed
from hqe_docs.data.received.columnmap import ColumnMap, check_titles, read_column_map, taught
from hqe_docs.library import Library
from hqe_docs.office.check import check_opened, unique
from hqe_docs.office.helping.rulefiles import check_rule_file, is_rule_file
from hqe_docs.office.ledgers.asked import day_asked, kind_asked
from hqe_docs.office.scores.editioncheck import check_edition, is_edition
from hqe_docs.office.scores.scoreform import check_form
from hqe_docs.office.workspace import Loaded, Progress, open_dossiers
from hqe_docs.problems import Problem, Problems


@dataclass(frozen=True, slots=True)
class Said:
    """What the command line says of loose workbooks, as typed, and the form that an edition is held against."""

    kind: str | None = None
    columns: Path | None = None
    day: str | None = None
    against: Path | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything found, and in what: dossiers with all that belongs to them, loose workbooks by their paths.

    `notes` say what was looked at where that is not plain.
    """

    problems: list[Problem]
    dossiers: Sequence[Loaded] = ()
    workbooks: Sequence[Path] = ()
    notes: Sequence[str] = ()


def check_all(
    paths: Sequence[Path],
    said: Said,
    *,
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Checked:
    """Return every problem of the dossiers, loose workbooks and indicator sets at `paths`."""
    loose = [path for path in paths if is_ledger_file(path)]
    editions = [path for path in paths if path.is_file() and is_edition(path)]
    rules = [path for path in paths if path.is_file() and path not in editions and is_rule_file(path)]
    folders = [path for path in paths if path not in (*loose, *editions, *rules)]
    opened = open_dossiers(folders, libraries=libraries, progress=progress)
    found = Problems(check_opened(opened))
    library = Library.over_shipped(libraries)
    if loose:
        found.extend(_check_loose(loose, said, library))
    looked = [check_edition(path, library) for path in editions]
    looked += [check_rule_file(path, library) for path in rules]
    for problems, _ in looked:
        found.extend(problems)
    if said.against:
        found.extend(one for path in paths for one in check_form(path, said.against, libraries))
    return Checked(unique(found), opened, loose, [note for _, note in looked if note])


def _check_loose(paths: Sequence[Path], said: Said, library: Library) -> Problems:
    found = Problems()
    kinds, general = load_kinds(library, found), common_columns(library, found)
    asked = _asked(said, kinds, general, found)
    if asked is not None:
        read: list[Ledger] = []
        for path in paths:
            if asked.kind and asked.kind.is_log:
                _check_log(path, asked.kind, asked, found)
            else:
                found.extend(check_workbook(path, kinds, general, asked, read))
        found.extend(registered_twice(read) if len(paths) > 1 else ())
    return found


def _check_log(path: Path, kind: LedgerKind, asked: Asked, found: Problems) -> None:
    """Check by what its kind declares alone a ledger in whose rows people return: they teach no rules."""
    ledger = read_ledger(path, path.name, kind, found, asked.columns)
    if ledger is not None:
        found.extend(check_rows(Subject(ledger, typed(ledger.frame, asked.day), asked.day)))


def _asked(
    said: Said, kinds: Mapping[str, LedgerKind], general: LedgerKind | None, found: Problems
) -> Asked | None:
    """Return what was said, read; None, with problems, when it can't be."""
    wrong = Problems()
    kind = kind_asked(said.kind, kinds, wrong) if said.kind else None
    day = day_asked(said.day, "L328", wrong)
    columns = read_column_map(said.columns, wrong) if said.columns else ColumnMap()
    if kind and columns:
        kind = taught(kind, columns, wrong)
    found.extend(wrong)
    if columns and (first := kind or general):
        check_titles(first, columns, found, [*([general] if general else []), *kinds.values()])
    return Asked(kind, columns.titles, day) if columns and not wrong.has_errors else None
