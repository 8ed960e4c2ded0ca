"""What was taken in, as sheets: the standard ledger, every change made to it, and all that is to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.received.importing import NUMBER, Imported
from hqe_docs.data.received.pending import Pending, pending
from hqe_docs.data.received.rewriting import Rewritten
from hqe_docs.masking import shorten
from hqe_docs.office.ledgers.ledgersheets import sheet_of
from hqe_docs.office.ledgers.ledgerwork import appended_sheet, masked_cell
from hqe_docs.paper.books.ledgerbook import BookSheet
from hqe_docs.problems import Location, Problem, Problems

WHO = {"村（社区）": 10, "组别": 8, "户编号": 10, "姓名": 9, "公民身份号码": 20, "联系电话": 13}
CHANGES = {"文件": 24, "工作表": 14, "单元格": 8, "栏目": 16, "原内容": 28, "现内容": 28, "规则": 24}
PLACE = {"类别": 7, "文件": 20, "工作表": 10, "位置": 7, "台账序号": 6}
SAID = {"栏目": 13, "内容": 28, "问题": 36, "建议": 34, "代码": 6}
CHANGES_REMARK = "程序所作的每一处改动；原件没有改。内部资料。"
PENDING_REMARK = "请逐条核对：有误、存疑的改在台账表里，未读入的看是否要补。内部资料。"


def reports(
    kind: LedgerKind, made: Sequence[Imported], found: Problems, *, title: str = "", remark: str = ""
) -> list[BookSheet]:
    """Return the sheet of the standard ledger, that of the changes, and that of what is to be looked at."""
    columns = shown_columns(kind, made)
    ledger = sheet_of(kind, rows_of(made, columns), columns=columns, title=title, remark=remark)
    changes = [_change_row(item) for one in made for item in one.changes]
    return [
        ledger,
        appended_sheet("修改记录", CHANGES, changes, CHANGES_REMARK),
        _pending_sheet(kind, pending(made, list(found))),
    ]


def shown_columns(kind: LedgerKind, made: Sequence[Imported]) -> list[str]:
    """Return the columns of a standard ledger: all of the kind, optional ones where somebody has them.

    The number goes first: no word that begins a row can then be taken for a total or a sample.
    """
    names = [
        item.name
        for item in kind.fields
        if not item.optional or any(any(one.columns.get(item.name, ())) for one in made)
    ]
    return sorted(names, key=lambda name: name != NUMBER)


def rows_of(made: Sequence[Imported], columns: Sequence[str]) -> list[list[str]]:
    """Return the rows of all files one after the other, with a text for each of `columns`."""
    return [list(row) for one in made for row in zip(*(one.columns[name] for name in columns), strict=True)]


def _change_row(item: Rewritten) -> list[str]:
    where = item.where
    return [where.file or "", where.sheet or "", _spot(where), item.column, item.old, item.new, item.rule]


def _spot(where: Location) -> str:
    return where.cell or (f"第{where.row}行" if where.row else f"第{where.line}行" if where.line else "")


def _pending_sheet(kind: LedgerKind, items: Sequence[Pending]) -> BookSheet:
    names = [name for name in WHO if kind.field(name)] or [f.name for f in kind.fields if not f.derived][:3]
    who = {name: WHO.get(name, 12) for name in names if any(_cell(item, name) for item in items)}
    rows = [_pending_row(item, list(who)) for item in items]
    return appended_sheet("待核", PLACE | who | SAID, rows, PENDING_REMARK)


def _pending_row(item: Pending, who: Sequence[str]) -> list[str]:
    place = [item.sort, item.where.file or "", item.where.sheet or "", _spot(item.where)]
    said = [item.column, item.content, item.words, item.hint, item.code]
    return [*place, *(_cell(item, name) for name in (NUMBER, *who)), *said]


def _cell(item: Pending, name: str) -> str:
    cells = item.made.columns.get(name) if item.made and item.row is not None else None
    return cells[item.row or 0] if cells else ""


# ---------------------------------------------------------------- JSON
def answer(
    path: Path | None, made: Sequence[Imported], found: Sequence[Problem], **more: Any
) -> dict[str, Any]:
    """Return what the console shows: problems, the file written, rows, changes and what was left out, masked."""
    return {
        "problems": list(found),
        "path": path and str(path),
        "rows": sum(len(one.rows) for one in made),
        "changes": [_change_json(item, one) for one in made for item in one.changes],
        "left": [
            {"where": item.where, "text": shorten(item.text), "reason": item.reason}
            for one in made
            for item in one.left
        ],
        **more,
    }


def _change_json(item: Rewritten, one: Imported) -> dict[str, Any]:
    field = one.ledger.kind.field(item.column)
    old, new = masked_cell(item.old, field), masked_cell(item.new, field)
    return {"where": item.where, "column": item.column, "old": old, "new": new, "rule": item.rule}
