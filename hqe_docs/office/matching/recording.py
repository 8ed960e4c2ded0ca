"""`hqe match record`: answers that were typed into results, put into 岗位推荐记录台账."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hqe_docs.data.kinds import LedgerKind, load_kinds
from hqe_docs.data.ledger import Ledger, read_ledger
from hqe_docs.data.matching.records import DAY, KIND, is_answered, joined, services
from hqe_docs.data.matching.rules import SERVICE, load_rules
from hqe_docs.data.persons import ID, NAME
from hqe_docs.library import Library
from hqe_docs.masking import mask_name
from hqe_docs.office.ledgers.asked import kind_asked
from hqe_docs.office.ledgers.ledgersheets import sheet_of
from hqe_docs.office.ledgers.ledgerwork import appended_sheet, may_write, write_sheets
from hqe_docs.office.matching.pool import settings_asked
from hqe_docs.paper.books.ledgerbook import BookSheet
from hqe_docs.problems import Location, Problem, Problems, has_errors

KEEPS_NOT = ("L104", "L108", "L119")  # a column that would be lost: unknown, twice, of two meanings
COUNTS = {NAME: 10.0, ID: 20.0, "岗位信息次数": 12.0}
Row = Mapping[str, str]


def record_answers(
    paths: Sequence[Path], out: Path, *, settings: Sequence[str] = (), libraries: Sequence[Path] = ()
) -> dict[str, Any]:
    """Write the answered rows of results behind the records that `out` has; return problems, path and counts."""
    found, library = Problems(), Library.over_shipped(libraries)
    kind = kind_asked(KIND, load_kinds(library, found), found)
    rules = load_rules(library, found)
    said = settings_asked(settings, rules, found) if rules else None
    if kind is None or rules is None or said is None or not may_write(out, paths, found):
        return _answer(None, found)
    old = _kept(out, kind, found) if out.exists() else []
    new = [row for path in paths for row in _answers(path, kind, found)]
    if found.has_errors or not new:
        return _answer(None, found)
    rows, added, changed = joined(old, new)
    given = services(rows, rules.chosen(said)[SERVICE])
    path = write_sheets(out, _sheets(kind, rows, given, rules.chosen(said)[SERVICE]), found, kind)
    return _answer(path, found, records=len(rows), added=added, changed=changed, services=sum(given.values()))


def _answer(path: Path | None, found: Problems, **counts: int) -> dict[str, Any]:
    usual = {"records": 0, "added": 0, "changed": 0, "services": 0}
    return {"problems": list(found), "path": path and str(path), **usual, **counts}


# ---------------------------------------------------------------- reading
def answered_in(path: Path, kind: LedgerKind, found: Problems) -> list[tuple[Location, Row]]:
    """Return the rows of a result that somebody has answered, and where; only problems of these are told."""
    told = Problems()
    ledger = read_ledger(path, path.name, kind, told)
    if ledger is None:
        found.extend(told)
        return []
    rows = [(index, row) for index, row in enumerate(_rows(ledger)) if is_answered(row)]
    numbers = {ledger.at(index).row for index, _ in rows}
    found.extend(it for it in told if it.where.row in numbers and it.where.cell)
    return [(ledger.at(index, DAY), row) for index, row in rows]


def _answers(path: Path, kind: LedgerKind, found: Problems) -> list[Row]:
    """Return the answered rows that have a day; others are reported."""
    before = len(found)
    rows = answered_in(path, kind, found)
    if not rows and not has_errors(found.found[before:]):
        found.add("H309", Location(path.name), path=path.name)
    for where, row in rows:
        if not row[DAY]:
            found.add("H311", where, name=mask_name(row[NAME]))
    return [row for _, row in rows if row[DAY]]


def _rows(ledger: Ledger) -> list[Row]:
    names = [field.name for field in ledger.kind.fields]
    return list(ledger.frame.select(names).iter_rows(named=True))


def _kept(path: Path, kind: LedgerKind, found: Problems) -> list[Row]:
    """Return the records of a ledger that is written anew; a problem where something of it would be lost."""
    told = Problems()
    ledger = read_ledger(path, path.name, kind, told)
    lost = [it for it in told if it.severity == "error" or it.code in KEEPS_NOT]
    if ledger is None or lost:
        why = _first(lost) or "读不出来"
        found.add("H310", Location(path.name), path=path.name, why=why)
        return []
    return _rows(ledger)


def _first(lost: Sequence[Problem]) -> str:
    return f"{lost[0].where} {lost[0].message}" if lost else ""


# ---------------------------------------------------------------- writing
def _sheets(kind: LedgerKind, rows: Sequence[Row], given: Mapping[str, int], way: str) -> list[BookSheet]:
    shown = [it.name for it in kind.fields if not it.optional or any(row.get(it.name) for row in rows)]
    numbered = [{**row, "序号": str(number)} for number, row in enumerate(rows, 1)]
    cells = [[row.get(name, "") for name in shown] for row in numbered]
    names = {row[ID]: row[NAME] for row in rows}
    counts = [[names[number], number, str(count)] for number, count in given.items()]
    remark = f"“131”服务的岗位信息次数；口径：{way}。内部资料"
    return [sheet_of(kind, cells, columns=shown), appended_sheet("岗位信息次数", COUNTS, counts, remark)]
