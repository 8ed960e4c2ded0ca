"""Ledgers as workbooks of a bundle: those kept beside the dossier and those that follow from the master."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hqe_docs.data.derived.basis import Basis
from hqe_docs.data.derived.derive import derive, rows_of
from hqe_docs.data.kinds import MASTER, LedgerKind
from hqe_docs.office.disclosure import is_shown, rules_of, shown_cell
from hqe_docs.office.ledgers.ledgersheets import sheet_of
from hqe_docs.office.mapping.context import ledger_context
from hqe_docs.office.workspace import Loaded
from hqe_docs.paper.books.ledgerbook import write_book
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
    shown = _columns(loaded, kind, rows, public=public)
    texts = [[_shown(loaded, kind, name, row[name], public=public) for name in shown] for row in rows]
    title = f"{loaded.name}{kind.title}{'（公开版，已遮去个人信息）' if public else ''}"
    path = folder / f"{kind.name}.xlsx"
    problems = write_book(
        path, [sheet_of(kind, texts, columns=shown, title=title, remark=_remark(loaded, rows))]
    )
    found.extend(problems)
    return LedgerFile(lack="没有写成") if problems else LedgerFile(path)


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


def _columns(
    loaded: Loaded, kind: LedgerKind, rows: Sequence[Mapping[str, str]], *, public: bool
) -> list[str]:
    """Return the columns shown: an optional one only where it says something, to everybody only what may be."""
    return [
        field.name
        for field in kind.fields
        if (not field.optional or any(row[field.name] for row in rows))
        and (not public or is_shown(field, rules_of(loaded)))
    ]


def _shown(loaded: Loaded, kind: LedgerKind, name: str, text: str, *, public: bool) -> str:
    field = kind.field(name)
    return shown_cell(field, text, rules_of(loaded)) if public and field else text


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _remark(loaded: Loaded, rows: Sequence[object]) -> str:
    day = loaded.sound.data.point.reference_date
    return f"{f'基准日 {day}；' if day else ''}共 {len(rows)} 行"
