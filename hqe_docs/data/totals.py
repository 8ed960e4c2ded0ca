"""Rows of totals of a ledger held against its rows: sums of its columns of numbers, and how many people there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from hqe_docs.data.freeform import Sum
from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.loose.relations import decimal_of
from hqe_docs.data.persons import ID
from hqe_docs.data.tables import Table
from hqe_docs.problems import Problems
from hqe_docs.values import decimal_text, squeeze

if TYPE_CHECKING:
    import polars as pl

_COUNT = re.compile(r"(?:.{0,4}(?:合计|总计|共计|小计|总数)(?:人数)?:?|共)?(\d{1,7})(?:人|名)?")
# what nobody adds up, though it is a number
_NO_SUM = re.compile(r"年龄|序号|均|率|比|标准|月数|年度|期限|面积")


@dataclass(frozen=True, slots=True)
class Apart:
    """A cell of a row of totals that says something else than its rows."""

    row: int
    column: int
    name: str
    found: str
    expected: str


def check_totals(
    tables: Sequence[Table],
    kind: LedgerKind,
    frame: pl.DataFrame,
    faults: Mapping[str, frozenset[int]],
    found: Problems,
) -> None:
    """Report the cells of rows of totals that say something else than the rows they sum up."""
    if not any(table.rows.sums for table in tables):
        return
    fields = [item for item in kind.fields if item.type in ("number", "integer")]
    names = [item.name for item in fields if not _NO_SUM.search(item.name)]
    columns = {name: [decimal_of(text) for text in frame[name].to_list()] for name in names}
    offset = 0
    for table in tables:
        apart = [*_sums(table, columns, faults, offset), *_counts(table)]
        for item in {(item.row, item.column): item for item in apart}.values():
            facts = {"name": item.name, "found": item.found, "expected": item.expected}
            found.add("L238", table.grid.at(item.row, item.column), **facts)
        offset += len(table.rows.data)


def _sums(
    table: Table,
    columns: Mapping[str, Sequence[Decimal | None]],
    faults: Mapping[str, frozenset[int]],
    offset: int,
) -> Iterator[Apart]:
    """Yield the sums that are right for none of the rows they may stand for: their page, their group, all."""
    previous = 0
    for item in table.rows.sums:
        end = item.end or len(table.rows.data)
        spans = {(item.first, end)} if item.of_part else {(item.first, end), (0, end), (previous, end)}
        previous = item.end
        for name in columns.keys() & table.header.columns.keys():
            column = table.header.columns[name]
            text = squeeze(table.grid.text(item.row, column))
            rows = [range(*span) for span in sorted(spans) if span[0] < span[1]]
            is_read = not any(offset + k in faults.get(name, ()) for span in rows for k in span)
            said = decimal_of(text)
            if said is not None and rows and is_read:
                wanted = [_sum(table, column, columns[name][offset:], span) for span in rows]
                if said not in wanted:
                    yield Apart(item.row, column, name, text, decimal_text(wanted[0], 4))


def _sum(table: Table, column: int, values: Sequence[Decimal | None], span: range) -> Decimal:
    """Return the sum over some rows; a merged cell counts once."""
    shown = (k for k in span if table.grid.text(table.rows.data[k], column).strip())
    return sum((values[k] or Decimal(0) for k in shown), Decimal(0))


def _counts(table: Table) -> Iterator[Apart]:
    """Yield the counts of people, in the label itself or under a name or a number, that are not right."""
    for item in table.rows.sums:
        right = {item.end - item.first, item.end}
        for column, name in _places(table, item):
            text = squeeze(table.grid.text(item.row, column))
            match = _COUNT.fullmatch(text)
            if match and int(match[1]) not in right:
                yield Apart(item.row, column, name, text, f"{item.end - item.first} 人")


def _places(table: Table, item: Sum) -> Iterator[tuple[int, str]]:
    row = table.grid.rows[item.row]
    label = next((column for column, text in enumerate(row) if text.strip()), 0)
    yield label, "人数"
    for name in ("姓名", ID):
        column = table.header.columns.get(name, label)
        if column != label:
            yield column, name
