"""Ledgers as workbooks of a bundle: those kept beside the dossier and those that follow from the master."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hqe_docs.data.derived.basis import Basis
from hqe_docs.data.derived.derive import derive, rows_of
from hqe_docs.data.kinds import MASTER, LedgerKind
from hqe_docs.office.disclosure import fields_of, public_sheet, rules_of
from hqe_docs.office.ledgers.ledgersheets import sheet_of
from hqe_docs.office.mapping.context import ledger_context
from hqe_docs.office.workspace import Loaded
from hqe_docs.paper.books.ledgerbook import BookSheet, write_book
from hqe_docs.problems import Problems, has_errors

NOT_PUBLIC = "不公开"
FAULTY = "台账有错误的行，改正后再归档"


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A ledger as it goes into a bundle, or why it doesn't."""

    path: Path | None = None
    lack: str = ""


def ledger_file(
    loaded: Loaded, kind: LedgerKind, folder: Path, found: Problems, *, public: bool
) -> LedgerFile:
    """Write a dossier's ledger of `kind` into `folder`: its rows as they are, or those that follow from the master.

    Without an error in its rows only; of the public version masked, if the kind may be public at all.
    """
    if public and kind.name not in rules_of(loaded).ledgers:
        return LedgerFile(lack=NOT_PUBLIC)
    source = kind.name if kind.name in loaded.ledgers else MASTER
    if kind.name in loaded.shelf.unreadable or source not in loaded.ledgers:
        return LedgerFile(lack="没有这本台账")
    if has_errors(loaded.shelf.by_kind.get(source, ())):
        return LedgerFile(lack=FAULTY)
    rows = _own(loaded, kind) if source == kind.name else _following(loaded, kind)
    if rows is None:
        return LedgerFile(lack="没有这本台账")
    path = folder / f"{kind.name}.xlsx"
    written = public_ledger if public else _whole_ledger
    return LedgerFile(path) if written(loaded, kind, rows, path, found) else LedgerFile(lack="没有写成")


def public_ledger(
    loaded: Loaded, kind: LedgerKind, rows: Sequence[Mapping[str, Any]], path: Path, found: Problems
) -> bool:
    """Write the rows of a ledger as everybody may see them; say whether that could be done."""
    sheet = public_sheet(_sheet(loaded, kind, rows), fields_of([kind]), found, rules_of(loaded))
    problems = write_book(path, [sheet] if sheet else [])
    found.extend(problems)
    return not problems


def _whole_ledger(
    loaded: Loaded, kind: LedgerKind, rows: Sequence[Mapping[str, Any]], path: Path, found: Problems
) -> bool:
    problems = write_book(path, [_sheet(loaded, kind, rows)])
    found.extend(problems)
    return not problems


def _sheet(loaded: Loaded, kind: LedgerKind, rows: Sequence[Mapping[str, Any]]) -> BookSheet:
    """Return the sheet of a ledger, an optional column only where it says something."""
    names = [it.name for it in kind.fields if not it.optional or any(row.get(it.name) for row in rows)]
    texts = [[_text(row.get(name)) for name in names] for row in rows]
    title = f"{loaded.name}{kind.title}"
    return sheet_of(kind, texts, columns=names, title=title, remark=_remark(loaded, rows))


def _own(loaded: Loaded, kind: LedgerKind) -> list[dict[str, str]]:
    rows = ledger_context(loaded, loaded.ledgers[kind.name])["行"]
    return [{name: _text(value) for name, value in row.items()} for row in rows]


def _following(loaded: Loaded, kind: LedgerKind) -> list[dict[str, str]] | None:
    """Return the rows that follow from the master, None where none can."""
    if kind.derivation is None or loaded.edition is None:
        return None
    data = loaded.sound.data
    day, year = data.point.reference_date, data.point.year
    basis = Basis(
        loaded.ledgers[MASTER], loaded.edition.definitions, data.settings, day, year, data.point.name
    )
    derived = derive(basis, kind, Problems())
    if derived is None:
        return None
    names = [field.name for field in kind.fields]
    return [dict(zip(names, row, strict=True)) for row in rows_of(derived, names)]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _remark(loaded: Loaded, rows: Sequence[object]) -> str:
    day = loaded.sound.data.point.reference_date
    return f"{f'基准日 {day}；' if day else ''}共 {len(rows)} 行"
