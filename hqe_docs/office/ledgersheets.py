"""Ledger kinds as sheets of a new workbook: the one place where a kind's columns become a workbook's."""

from __future__ import annotations

from collections.abc import Sequence

from hqe_docs.data.kinds import Field, LedgerKind
from hqe_docs.paper.ledgerbook import BookColumn, BookSheet

YES_NO = ("是", "否")


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
    shown = tuple(book_column(item) for item in fields if item)
    return BookSheet(kind.name, title or kind.title, shown, rows, remark)


def book_column(field: Field) -> BookColumn:
    """Return how a workbook shows a column of a ledger kind."""
    choices = field.codes or (YES_NO if field.type == "boolean" else ())
    is_closed = bool(choices) and field.type != "list"
    return BookColumn(field.name, field.type, _width(field), choices, is_closed, field.required, field.hint)


def _width(field: Field) -> float:
    if field.format == "公民身份号码":
        return 20
    return max(6, min(24, 2 * max(len(field.name), len(field.example) / 2) + 2))
