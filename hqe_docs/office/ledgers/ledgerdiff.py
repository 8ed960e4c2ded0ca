"""Two states of a ledger compared, written as the 动态更新台账 of one batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from hqe_docs.data.kinds import LedgerKind, load_kinds
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.persons import ID
from hqe_docs.data.received.changes import NEW, Change, Comparison, changes
from hqe_docs.data.received.updates import Batch, Compared, name_of, text_of
from hqe_docs.library import Library
from hqe_docs.masking import mask_identity, mask_name
from hqe_docs.office.ledgers.asked import day_asked, kind_asked
from hqe_docs.office.ledgers.ledgersheets import sheet_of
from hqe_docs.office.ledgers.ledgerwork import (
    Intake,
    appended_sheet,
    kind_of,
    masked_cell,
    may_write,
    widened,
    write_sheets,
)
from hqe_docs.paper.books.ledgerbook import BookSheet
from hqe_docs.problems import Problems
from hqe_docs.values import today

UPDATES = "动态更新台账"
WIDTHS = {"变动前": 18, "变动后": 18, "备注": 28}
UNCLEAR = {"类别": 14, "台账": 8, "文件": 24, "工作表": 14, "行": 8, "姓名": 10, "号码": 22, "说明": 44}


def diff_ledgers(
    paths: Sequence[Path],
    out: Path,
    *,
    kind: str | None = None,
    batch: str | None = None,
    day: str | None = None,
    libraries: Sequence[Path] = (),
    unmask: bool = False,
) -> dict[str, Any]:
    """Write what changed from the first to the second ledger of `paths`; return problems and changes."""
    found = Problems()
    chosen, on = kind_compared(kind, libraries, found), day_asked(day, "L544", found)
    updates = kind_asked(UPDATES, load_kinds(Library.over_shipped(libraries), Problems()), found)
    if not may_write(out, paths, found) or found.has_errors or not (chosen and updates):
        return answer_of(None, None, found)
    intake = Intake(chosen, libraries=tuple(libraries))
    old, new = (intake.one(path, "比较", found) for path in paths)
    if not (old and new) or not may_write(out, [old.path, new.path], found):
        return answer_of(None, None, found)
    said = batch_of(updates, batch, on or today())
    return write_changes(old.made.ledger, new.made.ledger, out, said, found, unmask=unmask)


def batch_of(updates: LedgerKind, name: str | None, day: date) -> Batch:
    """Return the batch of a day, called by its month unless it has a name."""
    return Batch(updates, name or f"{day.year}年{day.month}月更新", day)


def write_changes(
    old: Ledger,
    new: Ledger,
    out: Path,
    said: Batch,
    found: Problems,
    *,
    result: Comparison | None = None,
    unmask: bool = False,
) -> dict[str, Any]:
    """Write what changed from `old` to `new` as the 动态更新台账 of a batch; return problems and changes.

    `result` are the changes where they are known already.
    """
    it = Compared(old, new, result or changes(old, new))
    _report(it, found)
    written = write_sheets(out, _sheets(it, said), found, said.kind, new.kind)
    return answer_of(written, it, found, unmask=unmask)


def kind_compared(text: str | None, libraries: Sequence[Path], found: Problems) -> LedgerKind | None:
    """Return the kind that is asked for; None, with a problem, when its rows can't be told apart."""
    kind = kind_of(text, libraries, found)
    if kind is None or kind.primary_key:
        return kind
    known = load_kinds(Library.over_shipped(libraries), Problems()).values()
    found.add("L540", kind=kind.name, kinds="、".join(item.name for item in known if item.primary_key))
    return None


def _report(it: Compared, found: Problems) -> None:
    """Report the rows and columns that were not compared, and the numbers that may have been corrected."""
    key = it.new.kind.primary_key
    for item in it.result.unclear:
        found.add("L541", it.side(item.is_new).at(item.row, key), reason=item.reason, key=key)
    for old, new in it.result.candidates:
        facts = {
            "old": mask_identity(text_of(it.old, old, ID)),
            "new": mask_identity(text_of(it.new, new, ID)),
        }
        found.add("L542", it.new.at(new, ID), name=name_of(it.new, new), **facts)
    for which, names in (("旧", it.result.only_old), ("新", it.result.only_new)):
        if names:
            found.add("L543", which=which, fields="、".join(names))


# ---------------------------------------------------------------- sheets
def _sheets(it: Compared, said: Batch) -> list[BookSheet]:
    """Return the 动态更新台账, the full rows of those who are new, and what is to be looked at."""
    lines = list(it.lines(said))
    names = [f.name for f in said.kind.fields if not f.optional or any(line.get(f.name) for line in lines)]
    rows = [[line.get(name, "") for name in names] for line in lines]
    arrived = [change.new for change in it.result.changes if change.type == NEW and change.new is not None]
    titles = {item.name: 12 for item in it.new.kind.fields if it.new.has(item.name)}
    people = [[text_of(it.new, row, name) for name in titles] for row in arrived]
    return [
        widened(sheet_of(said.kind, rows, columns=names), WIDTHS),
        appended_sheet("新增人员", titles, people, "新台账中新增的各行。内部资料。"),
        appended_sheet("待核", UNCLEAR, list(_unclear(it)), "请核实后补入动态更新台账。内部资料。"),
    ]


def _unclear(it: Compared) -> Iterator[list[str]]:
    for old, new in it.result.candidates:
        for is_new, row in ((False, old), (True, new)):
            yield _place(it, is_new, row, "可能是号码更正", "姓名、户编号相同，出生日期至多差两位")
    for item in it.result.unclear:
        yield _place(it, item.is_new, item.row, "没有比较", item.reason)


def _place(it: Compared, is_new: bool, row: int, sort: str, words: str) -> list[str]:
    ledger = it.side(is_new)
    where, key = ledger.at(row), text_of(ledger, row, ledger.kind.primary_key)
    file = [where.file or "", where.sheet or "", str(where.row or "")]
    return [sort, "新" if is_new else "旧", *file, name_of(ledger, row), key, words]


# ---------------------------------------------------------------- JSON
def answer_of(
    path: Path | None, it: Compared | None, found: Problems, *, unmask: bool = False
) -> dict[str, Any]:
    """Return where the changes were written and what they are, as the command tells them."""
    items = it.result.changes if it else ()
    return {
        "problems": list(found),
        "path": path and str(path),
        "counts": dict(Counter(item.type for item in items)),
        "people": len({item.key for item in items}),
        "changes": [_change(it, item, unmask=unmask) for item in items] if it else [],
    }


def _change(it: Compared, item: Change, *, unmask: bool) -> dict[str, Any]:
    ledger, row = it.source(item)
    kind = ledger.kind
    field, name = kind.field(item.column), name_of(ledger, row)
    shown = (lambda text, _: text) if unmask else masked_cell
    return {
        "type": item.type,
        "name": name if unmask else mask_name(name),
        "key": shown(item.key, kind.field(kind.primary_key)),
        "where": ledger.at(row, item.column or None),
        "column": item.column,
        "before": shown(item.before, field),
        "after": shown(item.after, field),
        "note": item.note,
    }
