"""A received workbook as a standard ledger: what it holds now, what was changed, and what was left out.

Nothing is dropped in silence: every cell that is not empty stands in the ledger, in a change or in what was left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hqe_docs.data.checks.rules import Subject, check_rows
from hqe_docs.data.files.grid import Grid, is_appended
from hqe_docs.data.header import NOTHING_MAPPED
from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.ledger import Ledger, assemble, tables_in
from hqe_docs.data.persons import ID, VALID, typed
from hqe_docs.data.received.leftovers import LeftOut, blank_row, left_out, renamed_titles
from hqe_docs.data.received.rewriting import Rewritten, filled_in, rewrite_column
from hqe_docs.data.tables import Table
from hqe_docs.problems import Location, Problem, Problems, problem

if TYPE_CHECKING:
    import polars as pl

NUMBER = "序号"
AGE = "年龄"
_FROM_ID = {"性别": "_性别", "出生日期": "_出生", AGE: "_年龄"}

Columns = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Imported:
    """The rows of one file in standard form, column by column, and what became of all else.

    `tables` are the ledger's, `rows` are the indices in `ledger` of the rows that stand in `columns`; `problems` are those of cells, rows and sheets passed over.
    """

    ledger: Ledger
    tables: tuple[Table, ...]
    rows: tuple[int, ...]
    columns: Columns
    changes: list[Rewritten]
    left: list[LeftOut]
    problems: list[Problem]


def import_grids(
    grids: Sequence[Grid],
    name: str,
    kind: LedgerKind,
    found: Problems,
    *,
    day: date | None = None,
    mapped: Mapping[str, str] = NOTHING_MAPPED,
) -> Imported | None:
    """Return the file called `name` as a standard ledger; None, with problems, when there is no ledger in it.

    `found` gets what is wrong with the file, what is wrong with its cells and rows stands in the answer.
    Ages are filled in as of `day`; without it they stay as they are.
    """
    tables = tables_in(grids, name, kind, found, mapped)
    if not tables:
        return None
    made = _standard(tables, kind, day)
    made.left.extend(left_out(grids, tables, kind))
    appended = [grid.sheet for grid in grids if is_appended(grid) and not grid.is_hidden]
    if appended:
        made.problems.append(problem("L520", Location(name), sheets="、".join(appended)))
    return made


def _standard(tables: Sequence[Table], kind: LedgerKind, day: date | None) -> Imported:
    own, changes = Problems(), [item for table in tables for item in renamed_titles(table)]
    ledger = assemble(tables, kind, own)
    persons = typed(ledger.frame, day)
    own.extend(check_rows(Subject(ledger, persons, day)))
    columns = _rewritten(ledger, tables, changes, own)
    if ID in columns:
        changes += _derive(ledger, persons, columns, day)
    blank = _blank(columns)
    lines = ledger.row_numbers()
    places = [(tables[lines[i][0]], lines[i][1]) for i in sorted(blank)]
    gone = {(table.grid.sheet, row) for table, row in places}
    return Imported(
        ledger,
        tuple(tables),
        rows=tuple(i for i in range(ledger.frame.height) if i not in blank),
        columns={n: [cell for i, cell in enumerate(c) if i not in blank] for n, c in columns.items()},
        changes=changes,
        left=[item for table, row in places for item in blank_row(table, row - 1)],
        problems=[item for item in own if (item.where.sheet, item.where.row) not in gone],
    )


# ---------------------------------------------------------------- cells
def _rewritten(ledger: Ledger, tables: Sequence[Table], changes: list[Rewritten], found: Problems) -> Columns:
    columns: Columns = {}
    for column in ledger.kind.fields:
        values, cells, start = ledger.frame[column.name].to_list(), list[str](), 0
        for table in tables:
            end = start + len(table.rows.data)
            cells += rewrite_column(table, column, values[start:end], changes, found)
            start = end
        columns[column.name] = cells
    return columns


def _blank(columns: Mapping[str, Sequence[str]]) -> set[int]:
    """Return the rows in which nothing stands but their number."""
    cells = zip(*(column for name, column in columns.items() if name != NUMBER), strict=True)
    return {i for i, row in enumerate(cells) if not any(row)}


def _derive(ledger: Ledger, persons: pl.DataFrame, columns: Columns, day: date | None) -> Iterator[Rewritten]:
    """Fill in sex and birth date where they are empty, and the age as of `day`, of people whose number is right."""
    right, lines = persons[VALID].to_list(), ledger.row_numbers()
    for column in ledger.kind.fields:
        if column.derived not in _FROM_ID or (column.derived == AGE and day is None):
            continue
        cells, filled = columns[column.name], Counter[int]()
        for i, text in enumerate(persons[_FROM_ID[column.derived]].cast(str).to_list()):
            if right[i] and cells[i] == "":
                filled[lines[i][0]] += 1
                cells[i] = text
            elif right[i] and column.derived == AGE and cells[i] != text:
                yield Rewritten(ledger.at(i, column.name), column.name, cells[i], text, "年龄按日期重算")
                cells[i] = text
        for number, count in sorted(filled.items()):
            source = ledger.sources[number]
            yield filled_in(Location(source.file, source.sheet), column.name, count, "由公民身份号码推算")


def number_rows(made: Sequence[Imported]) -> None:
    """Number the rows of several files through, from 1; numbers that were others are changes."""
    start = 1
    for one in made:
        old = one.columns.get(NUMBER)
        if old is not None:
            new = [str(start + k) for k in range(len(old))]
            one.changes.extend(_renumbered(one, old, new))
            one.columns[NUMBER] = new
        start += len(one.rows)


def _renumbered(one: Imported, old: Sequence[str], new: Sequence[str]) -> Iterator[Rewritten]:
    """Yield the numbers that changed: one by one, or as one line where all were moved on together."""
    source, rule = one.ledger.sources[0], "序号重新编排"
    sheet = Location(source.file, source.sheet)
    if len(old) > 1 and list(old) == [str(k + 1) for k in range(len(old))] != list(new):
        yield Rewritten(sheet, NUMBER, f"1 至 {old[-1]}", f"{new[0]} 至 {new[-1]}", rule)
        return
    empty = sum(not text for text in old)
    if empty:
        yield filled_in(sheet, NUMBER, empty, rule)
    for i, before, after in zip(one.rows, old, new, strict=True):
        if before and before != after:
            yield Rewritten(one.ledger.at(i, NUMBER), NUMBER, before, after, rule)
