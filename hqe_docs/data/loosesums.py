"""Arithmetic of a table: columns that follow from others, rows of totals; learnt from the rows themselves."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from hqe_docs.data.freeform import Sum
from hqe_docs.data.tables import Table
from hqe_docs.values import Fault, as_amount, decimal_text, squeeze

HOLDS, ENOUGH, AT_WORK = 0.85, 8, 0.2
CENT = Decimal("0.01")
MOST_COLUMNS, SAMPLE = 12, 400
_RESULT = re.compile(r"合计|总|小计|实发|实领|共计")
_PART = re.compile(r"其中|^[男女](?:性|$)|/[男女](?:性|$)")
_PERSONS = re.compile(r"(?:共|计|合计|小计|本页)?:?(\d+)(?:人|名|人次)")


@dataclass(frozen=True, slots=True)
class Numbers:
    """The columns of numbers, left to right, as texts, and the rows of each whose cell is at fault."""

    texts: Mapping[str, Sequence[str]]
    faults: Mapping[str, Collection[int]]
    full: Collection[
        str
    ] = ()  # columns in which a blank is a value that is missing, such as a formula's error

    def column(self, name: str) -> list[Decimal | None]:
        return [_decimal(text) for text in self.texts[name]]


@dataclass(frozen=True, slots=True)
class Relation:
    """How a column follows from others: the product or the signed sum of them."""

    target: str
    factors: tuple[str, ...] = ()
    terms: tuple[tuple[int, str], ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        return self.factors or tuple(name for _, name in self.terms)

    @property
    def how(self) -> str:
        if self.factors:
            return " × ".join(self.factors)
        signed = "".join(f" {'+' if sign > 0 else '-'} {name}" for sign, name in self.terms)
        return signed.removeprefix(" + ")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that is not what follows from the others of its row."""

    index: int
    name: str
    found: str
    how: str
    expected: str


@dataclass(frozen=True, slots=True)
class Apart:
    """A cell of a row of totals that says something else than its rows."""

    row: int
    column: int
    name: str
    found: str
    expected: str


def _decimal(text: str) -> Decimal | None:
    amount = as_amount(text) if text else None
    return None if amount is None or isinstance(amount, Fault) else amount


def _plain(value: Decimal | None) -> str:
    return decimal_text(value or Decimal(0))


# ---------------------------------------------------------------- columns
def relations(numbers: Numbers) -> list[Relation]:
    """Return, for each column that nearly always follows from others, how."""
    columns = {name: numbers.column(name) for name in list(numbers.texts)[:MOST_COLUMNS]}
    found: dict[str, Relation] = {}
    for relation in _candidates(list(columns)):
        if relation.target not in found and not _is_turned(relation, found) and _holds(relation, columns):
            found[relation.target] = relation
    return list(found.values())


def _is_turned(relation: Relation, found: Mapping[str, Relation]) -> bool:
    """Say whether the same columns are related already, with another one as the result."""
    names = {relation.target, *relation.parts}
    return any(names == {other.target, *other.parts} for other in found.values())


def _candidates(names: Sequence[str]) -> Iterator[Relation]:
    """Yield what may hold, the result being the column that says so, else the rightmost."""
    order = sorted(names, key=lambda name: (bool(_RESULT.search(name)), names.index(name)), reverse=True)
    for target in (name for name in order if not _PART.search(name)):
        others = [name for name in names if name != target]
        at = names.index(target)
        for size in range(len(others), 1, -1):
            for start in range(len(others) - size + 1):
                run = others[start : start + size]
                if names.index(run[-1]) < at or _RESULT.search(target) or all(map(_PART.search, run)):
                    yield Relation(target, terms=tuple((1, name) for name in run))
                    yield Relation(target, terms=((1, run[0]), *((-1, name) for name in run[1:])))
        for first, second in combinations(others, 2):
            yield Relation(target, factors=(first, second))
            yield Relation(target, terms=((1, first), (1, second)))
            yield Relation(target, terms=((1, first), (-1, second)))


def _holds(relation: Relation, columns: Mapping[str, Sequence[Decimal | None]]) -> bool:
    """Say whether a sample of the rows agrees; given up as soon as too many don't."""
    size = len(columns[relation.target])
    sample = range(0, size, 1 + size // SAMPLE)
    right = wrong = 0
    at_work = dict.fromkeys(relation.parts, 0)
    for i in sample:
        value, expected = columns[relation.target][i], _expected(relation, columns, i)
        if value is None or expected is None:
            continue
        if abs(value - expected) < CENT:
            right += 1
        elif (wrong := wrong + 1) > (1 - HOLDS) * len(sample):
            return False
        for name in relation.parts:
            at_work[name] += columns[name][i] not in (None, 0)
    whole = right + wrong
    return whole >= ENOUGH and right >= HOLDS * whole and all(n >= AT_WORK * whole for n in at_work.values())


def _expected(relation: Relation, columns: Mapping[str, Sequence[Decimal | None]], i: int) -> Decimal | None:
    if relation.factors:
        first, second = (columns[name][i] for name in relation.factors)
        return None if first is None or second is None else first * second
    values = [(sign, columns[name][i]) for sign, name in relation.terms]
    if all(value is None for _, value in values):
        return None
    return sum((sign * value for sign, value in values if value is not None), Decimal(0))


def wrong_results(numbers: Numbers) -> Iterator[Wrong]:
    """Yield the cells that don't follow from the others of their row; rows with a fault in them are left alone."""
    columns = {name: numbers.column(name) for name in numbers.texts}
    for relation in relations(numbers):
        bad = set().union(*(numbers.faults[name] for name in (relation.target, *relation.parts)))
        for i, value in enumerate(columns[relation.target]):
            expected = _expected(relation, columns, i)
            if i not in bad and value is not None and expected is not None and abs(value - expected) >= CENT:
                yield Wrong(i, relation.target, _plain(value), relation.how, _plain(expected))


# ---------------------------------------------------------------- rows of totals
def sums_apart(numbers: Numbers, table: Table, sums: Sequence[Sum], offset: int) -> Iterator[Apart]:
    """Yield the cells of the rows of totals that agree neither with the rows as typed nor as they should be."""
    columns = {name: numbers.column(name) for name in numbers.texts}
    right = _as_expected(numbers, columns)
    size = len(table.rows.data)
    previous = 0
    for item in sums:
        end = item.end or size
        spans = {(item.first, end), (0, end), (previous, end)} if not item.of_part else {(item.first, end)}
        previous = item.end
        for name, column in table.header.columns.items():
            text = squeeze(table.grid.text(item.row, column))
            if name in columns and (said := _decimal(text)) is not None:
                unread = {i for i in numbers.faults[name] if columns[name][i] is None}
                if name in numbers.full:
                    data = enumerate(table.rows.data, start=offset)
                    unread |= {i for i, row in data if not table.grid.text(row, column).strip()}
                wanted = [
                    total
                    for span in sorted(spans)
                    if span[0] < span[1]
                    for values in (columns, right)
                    if (total := _sum(values[name], unread, table, column, span, offset)) is not None
                ]
                if wanted and said not in wanted:
                    yield Apart(item.row, column, name, text, _plain(wanted[0]))
            elif name not in columns and (match := _PERSONS.search(text)):
                counts = {end - first for first, _ in spans} | {end}
                if int(match[1]) not in counts:
                    yield Apart(item.row, column, name, text, f"{end - item.first} 人")


def _as_expected(
    numbers: Numbers, columns: Mapping[str, list[Decimal | None]]
) -> dict[str, list[Decimal | None]]:
    right = {name: list(values) for name, values in columns.items()}
    for relation in relations(numbers):
        for i in range(len(right[relation.target])):
            expected = _expected(relation, columns, i)
            if expected is not None:
                right[relation.target][i] = expected
    return right


def _sum(
    values: Sequence[Decimal | None],
    unread: Collection[int],
    table: Table,
    column: int,
    span: tuple[int, int],
    offset: int,
) -> Decimal | None:
    """Return the sum over data rows; merged cells count once; None when a cell can't be read."""
    total = Decimal(0)
    for k in range(*span):
        value = values[offset + k]
        if value is None and offset + k in unread:
            return None
        if table.grid.text(table.rows.data[k], column).strip():
            total += value or 0
    return total
