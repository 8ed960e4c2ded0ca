"""Rows of totals of a ledger held against its rows: sums of its columns of numbers, and how many people there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from hqe_docs.data.freeform import Sum
from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.loosesums import Apart, Numbers, sums_apart
from hqe_docs.data.persons import ID
from hqe_docs.data.tables import Table
from hqe_docs.problems import Problems
from hqe_docs.values import squeeze

if TYPE_CHECKING:
    import polars as pl

_COUNT = re.compile(r"(?:.{0,4}(?:合计|总计|共计|小计|总数)(?:人数)?:?|共)?(\d{1,7})(?:人|名)?")
# what nobody adds up, though it is a number
_NO_SUM = re.compile(r"年龄|序号|均|率|比|标准|月数|年度|期限|面积")


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
    texts = {name: frame[name].to_list() for name in names}
    numbers = Numbers(texts, {name: faults.get(name, frozenset()) for name in names})
    offset = 0
    for table in tables:
        apart = [*sums_apart(numbers, table, table.rows.sums, offset), *_counts(table)]
        for item in {(item.row, item.column): item for item in apart}.values():
            facts = {"name": item.name, "found": item.found, "expected": item.expected}
            found.add("L238", table.grid.at(item.row, item.column), **facts)
        offset += len(table.rows.data)


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
