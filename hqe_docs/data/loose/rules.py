"""Checks of a loose table beside those of every ledger: plain functions in a list, each giving its problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from hqe_docs.data.checks.rules import Subject, check_rows
from hqe_docs.data.columns import ID
from hqe_docs.data.loose.few import rare_places, rare_types
from hqe_docs.data.loose.houses import heads, household_sizes
from hqe_docs.data.loose.keys import (
    accounts,
    certificates,
    numbers_with_identity,
    persons_apart,
    swapped_cells,
    swapped_rows,
)
from hqe_docs.data.loose.numbers import (
    below_zero,
    beyond_limits,
    far_out,
    odd_rates,
    shares_of_more_than_all,
    too_many_days,
    turned_ranges,
)
from hqe_docs.data.loose.order import dates_in_order, days_of_their_own, periods, terms
from hqe_docs.data.loose.relations import relations
from hqe_docs.data.loose.states import states_against_cells
from hqe_docs.data.loose.sums import numbers_of, results, totals
from hqe_docs.data.loose.table import Loose
from hqe_docs.data.loose.wholes import parts_over_wholes
from hqe_docs.data.persons import VALID
from hqe_docs.problems import Location, Problem, column_letters, problem

if TYPE_CHECKING:
    import polars as pl

FEW, FEW_SHARE = 5, 0.1  # more cells of a column than this at odds with a rule: the rule isn't the column's
_FIRM = frozenset(["L201", "L204", "L205", "L206", "L207", "L209", "L305", "L307", "L320"])
_NEGATIVE = frozenset(["L304", "L338"])
STATES_AT_ODDS, STATES_SHARE = 2, 0.005  # so few rows may break what a kind says of states that go together

RULES: tuple[Callable[[Loose], Iterator[Problem]], ...] = (
    swapped_cells,
    persons_apart,
    odd_rates,
    too_many_days,
    beyond_limits,
    below_zero,
    shares_of_more_than_all,
    turned_ranges,
    accounts,
    numbers_with_identity,
    certificates,
    rare_types,
    rare_places,
    dates_in_order,
    periods,
    terms,
    days_of_their_own,
    heads,
    household_sizes,
    parts_over_wholes,
    states_against_cells,
    results,
    far_out,
    totals,
)


def check_loosely(it: Loose, read: Sequence[Problem]) -> list[Problem]:
    """Return what reading the cells found and what the rules of ledgers and of loose tables find, in order."""
    it = replace(it, persons=_whole_births(it.persons), relations=tuple(relations(numbers_of(it))))
    subject = Subject(it.ledger, it.persons, it.day)
    swapped = {it.ledger.at(i, name) for i in swapped_rows(it) for name in ("姓名", ID)}
    found = [item for item in (*read, *check_rows(subject)) if item.where not in swapped]
    # households are told by heads and household_sizes: a loose table often has only some of a family
    found = [item for item in found if item.code not in ("L220", "L233", "L234")]
    found = [item for item in found if item.code != "L201" or not _says_none(it, item.where)]
    found += [item for rule in RULES for item in rule(it)]
    found = _once_a_cell(_without_misfits(_without_consequences(found, it), it))
    return sorted(
        found, key=lambda item: (item.where.file or "", item.where.sheet or "", item.where.row or 0)
    )


def _says_none(it: Loose, where: Location) -> bool:
    """Say whether a cell read as empty says so (— or 无), which numbers, names and accounts can't."""
    for table in it.tables:
        if table.grid.sheet == where.sheet and where.row:
            here = (t for t in table.header.titles if column_letters(t.column + 1) == where.column)
            column = next(here, None)
            if column is None:  # it is the other half's
                continue
            known = column.field is not None and column.field.format in (ID, "姓名", "银行账号", "电话")
            return not known and bool(table.grid.text(where.row - 1, column.column).strip())
    return False


def _whole_births(persons: pl.DataFrame) -> pl.DataFrame:
    """Return `persons` with births of a year and month completed from the number when the two agree."""
    import polars as pl

    own, whole = pl.col("出生日期"), pl.col("_出生").cast(pl.String)
    agrees = pl.col(VALID) & (own.str.len_chars() == 7) & (own == whole.str.slice(0, 7))
    return persons.with_columns(pl.when(agrees).then(whole).otherwise(own).alias("出生日期"))


def _without_consequences(found: Sequence[Problem], it: Loose) -> list[Problem]:
    """Return `found` without what only follows from another fault of the same row, told at its own cell."""
    told = {
        (item.where.sheet, item.where.row, item.where.column): item.code for item in found if item.where.cell
    }
    columns = it.tables[0].header.columns
    of_target = {
        column_letters(columns[known.target] + 1): [column_letters(columns[name] + 1) for name in known.parts]
        for known in it.relations
        if all(name in columns for name in (known.target, *known.parts))
    }

    def follows(item: Problem) -> bool:
        parts = of_target.get(str(item.where.column), [])
        codes = {told.get((item.where.sheet, item.where.row, part)) for part in parts} - {None}
        return bool(codes if item.code == "L307" else item.code in _NEGATIVE and codes & _NEGATIVE)

    closer = {(item.where.sheet, item.where.row) for item in found if item.code in ("L335", "L318")}
    return [
        item
        for item in found
        if not follows(item) and not (item.code == "L222" and (item.where.sheet, item.where.row) in closer)
    ]


def _without_misfits(found: Sequence[Problem], it: Loose) -> list[Problem]:
    """Return `found` with one info for each rule that so much of a column breaks that it isn't the column's rule."""
    count = Counter(_misfit(item) for item in found)
    limit = max(FEW, FEW_SHARE * it.ledger.frame.height)
    few = max(STATES_AT_ODDS, STATES_SHARE * it.ledger.frame.height)
    kept, said = [], set()
    for item in found:
        key = _misfit(item)
        is_asked = it.is_day_said and item.code == "L212"
        is_few = count[key] <= (few if item.code == "L222" else limit)
        if item.code in _FIRM or item.severity == "info" or is_few or is_asked:
            kept.append(item)
        elif key not in said:
            said.add(key)
            where = replace(item.where, cell=None, row=None)
            kept.append(
                problem("L326", where, count=count[key], column=item.where.column, message=item.message)
            )
    return kept


def _misfit(item: Problem) -> tuple[str, object, str]:
    """Return what rule of which column an item breaks; a kind has several rules on states that go together."""
    return item.code, item.where.column, item.message if item.code == "L222" else ""


def _once_a_cell(found: Sequence[Problem]) -> list[Problem]:
    """Return `found` with the first error or warning of each cell: one fault is told once."""
    seen: set[Location | None] = set()
    kept = []
    for item in found:
        place = item.where if item.where.cell and item.severity != "info" else None
        if place is None or place not in seen:
            kept.append(item)
            seen.add(place)
    return kept
