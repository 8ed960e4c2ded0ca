"""Ledger kinds as sheets of a new workbook: the one place where a kind's columns become a workbook's."""

from __future__ import annotations

from collections.abc import Sequence

from hqe_docs.data.kinds import Field, LedgerKind
from hqe_docs.office.ledgers.ledgeralarms import alarms_of
from hqe_docs.office.ledgers.ledgerwords import need_of
from hqe_docs.paper.books.ledgerbook import BookColumn, BookSheet

KEPT = 8  # columns that may stay in sight at the left, up to the name
_WIDTHS = {"公民身份号码": 20.0, "电话": 13.5, "姓名": 9.0, "date": 11.5, "integer": 7.0, "number": 9.0}
_SHORT = 5.5  # of 是 and 否: the title breaks in two
_LONG = frozenset(("备注", "就业地址", "单位名称", "行业", "毕业院校", "技能证书"))


def sheet_of(
    kind: LedgerKind,
    rows: Sequence[Sequence[str]],
    *,
    columns: Sequence[str] = (),
    title: str = "",
    remark: str = "",
) -> BookSheet:
    """Return a sheet of `kind`: `rows` hold a text for each of `columns` (all columns of the kind unless named)."""
    fields = [kind.field(name) for name in columns] if columns else list(kind.fields)
    shown = tuple(book_column(item, kind) for item in fields if item)
    return BookSheet(kind.name, title or kind.title, shown, rows, remark, kept=_kept(shown))


def book_column(field: Field, kind: LedgerKind | None = None) -> BookColumn:
    """Return how a workbook shows a column of a ledger kind; `kind` says what is at fault in it."""
    codes = field.choices
    choices = codes or field.proposals
    return BookColumn(
        field.name,
        field.type,
        _width(field, choices),
        choices,
        is_closed=bool(codes) and field.type != "list",
        is_required=field.required and not field.derived,
        prompt=_prompt(field),
        limits=(field.minimum or "", field.maximum or ""),
        length=18 if field.format == "公民身份号码" else 0,
        across="left" if field.name in _LONG else "center",
        is_conditional=bool(field.required_when),
        is_derived=bool(field.derived),
        alarms=tuple(alarms_of(field, codes, kind)) if kind else (),
    )


def _prompt(field: Field) -> str:
    need = need_of(field)
    return field.hint + ("" if need == "选填" else f"（{need}）")


def _width(field: Field, choices: Sequence[str]) -> float:
    known = _WIDTHS.get(field.format) or _WIDTHS.get(field.type)
    if known:
        return max(known, len(field.name) + 2.0)
    if choices and field.type != "list":
        usual = sorted(map(len, choices))[len(choices) * 3 // 4]
        return max(_SHORT, min(14.0, 2 * usual + 2.5), len(field.name) + 1.5)
    return max(8.0, min(17.0, 2 * len(field.example) + 2.5), len(field.name) + 2.0)


def _kept(columns: Sequence[BookColumn]) -> int:
    """Return how many columns at the left say whom or what a row is about."""
    names = [column.name for column in columns[:KEPT]]
    return names.index("姓名") + 1 if "姓名" in names else min(2, len(names))
