"""Derived ledgers as workbooks: each with its reasons, the settings it turned on, and where its rows come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hqe_docs.data.derived.basis import Basis
from hqe_docs.data.derived.compare import compare
from hqe_docs.data.derived.derive import Derived, derivable, derive, rows_of
from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.persons import VILLAGE
from hqe_docs.office.check import unique
from hqe_docs.office.ledgers.asked import kind_asked
from hqe_docs.office.ledgers.ledgersheets import sheet_of
from hqe_docs.office.ledgers.ledgerwork import may_write, write_sheets
from hqe_docs.office.ledgers.masters import Master, Stated, open_masters
from hqe_docs.office.workspace import Progress
from hqe_docs.paper.books.ledgerbook import BookColumn, BookSheet
from hqe_docs.problems import Problems

SETTINGS_TAB = "口径说明"


@dataclass(frozen=True, slots=True)
class Order(Stated):
    """What is wanted beside the basis: kinds as typed (none: all), the folder for results, or only to compare."""

    kinds: Sequence[str] = ()
    out: Path | None = None
    only_compare: bool = False


def derive_ledgers(
    paths: Sequence[Path],
    order: Order,
    *,
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Return {"problems", "dossiers"}: for each master the ledgers derived, with file, reasons and rows."""
    found, dossiers = Problems(), []
    masters = open_masters(paths, order, found, libraries=libraries, progress=progress)
    for master in masters:
        ledgers = []
        for kind in _kinds(master, order, found):
            if progress:
                progress(f"派生 {master.name} {kind.name}")
            ledgers.append(_one(master, kind, order, found))
        dossiers.append({"dossier": master.name, "ledgers": [item for item in ledgers if item]})
    return {"problems": unique(found), "dossiers": dossiers}


def _kinds(master: Master, order: Order, found: Problems) -> Iterator[LedgerKind]:
    """Yield the kinds that are wanted; unknown names and kinds that do not follow from the master are reported."""
    source = master.basis.master.kind.name
    if not order.kinds:
        yield from derivable(master.kinds, source)
        return
    for text in order.kinds:
        kind = kind_asked(text, master.kinds, found)
        if kind:
            yield kind


def _one(master: Master, kind: LedgerKind, order: Order, found: Problems) -> dict[str, Any] | None:
    derived = derive(master.basis, kind, found)
    if derived is None:
        return {"kind": kind.name, "count": None, "path": None, "settings": {}, "rows": []}
    kept = master.kept.get(kind.name)
    if order.only_compare:
        if kept is None:
            return None
        found.extend(compare(derived, kept, master.basis.terms))
    path = None if order.only_compare else _write(master, derived, order, found)
    settings = {name: master.basis.terms.settings[name] for name in derived.settings}
    return {
        "kind": kind.name,
        "count": derived.frame.height,
        "path": path and str(path),
        "settings": settings,
        "rows": list(_places(derived)),
    }


def _places(derived: Derived) -> Iterator[dict[str, str]]:
    """Yield for each row where it comes from and why it is listed."""
    rule = derived.kind.derivation
    column = rule.reason_column if rule else ""
    reasons = derived.frame[column].to_list() if column else [""] * derived.frame.height
    for place, reason in zip(derived.master.places(derived.indices), reasons, strict=True):
        yield {"row": place, "reason": reason}


# ---------------------------------------------------------------- the workbook
def _write(master: Master, derived: Derived, order: Order, found: Problems) -> Path | None:
    folder = order.out / master.inside if order.out else master.results
    path = folder / f"{master.name}-{derived.kind.name}.xlsx"
    if not may_write(path, master.files, found):
        return None
    sheets = [_sheet(master, derived), _settings_sheet(master.basis, derived)]
    return write_sheets(path, sheets, found, derived.kind)


def _sheet(master: Master, derived: Derived) -> BookSheet:
    columns = _columns(derived)
    title = f"{master.name}{derived.kind.title}" if master.basis.village else derived.kind.title
    rows = rows_of(derived, columns)
    return sheet_of(derived.kind, rows, columns=columns, title=title, remark=remark(master.basis, derived))


def _columns(derived: Derived) -> list[str]:
    """Return the columns shown: all of the kind, an optional one only where it says something."""
    reason = derived.kind.derivation.reason_column if derived.kind.derivation else ""
    shown = {name for name in derived.frame.columns if (derived.frame[name] != "").any()} | {reason}
    if not derived.master.has(VILLAGE):  # what only the dossier says
        shown.discard(VILLAGE)
    return [item.name for item in derived.kind.fields if not item.optional or item.name in shown]


def remark(basis: Basis, derived: Derived) -> str:
    """Return the line under the title: the day, how many, from what, by which settings."""
    unit = "户" if derived.kind.derivation and derived.kind.derivation.is_by_household else "行"
    parts = [f"基准日 {basis.day}"] if basis.day else []
    parts.append(f"由《{derived.master.kind.title}》派生，共 {derived.frame.height} {unit}")
    parts += [f"{name}：{basis.terms.settings[name]}" for name in derived.settings]
    return "；".join(parts)


def _settings_sheet(basis: Basis, derived: Derived) -> BookSheet:
    columns = [BookColumn("口径", width=18), BookColumn("取值", width=14)]
    columns += [BookColumn("说明", width=60), BookColumn("依据", width=50)]
    rows = [(name, *_setting(basis, name)) for name in derived.settings]
    return BookSheet(SETTINGS_TAB, f"{derived.kind.title}的口径", columns, rows, basis.definitions.title)


def _setting(basis: Basis, name: str) -> tuple[str, str, str]:
    setting = basis.definitions.settings[name]
    return basis.terms.settings[name], setting.note, setting.source
