"""Columns of numbers that follow from others, learnt from the rows: days × rate, gross − deduction, a share, a sum."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain, combinations, permutations
from statistics import median

from hqe_docs.values import Fault, as_amount, decimal_text

HOLDS, SURELY, ENOUGH, AT_WORK = 0.85, 0.95, 8, 0.2
DIFFERENT, ROUND_DIGITS = 3, 4
CENT = Decimal("0.01")
MOST_COLUMNS, SAMPLE, PROBE = 12, 400, 8
_RESULT = re.compile(r"合计|总|小计|实发|实领|共计")
_PART = re.compile(r"其中|^[男女](?:性|$)|/[男女](?:性|$)")

Values = Sequence[Decimal | None]
Columns = Mapping[str, Values]


@dataclass(frozen=True)
class Numbers:
    """The columns of numbers, left to right, as texts, and the rows of each whose cell is at fault."""

    texts: Mapping[str, Sequence[str]]
    faults: Mapping[str, Collection[int]]
    full: Collection[
        str
    ] = ()  # columns in which a blank is a value that is missing, such as a formula's error
    shares: Collection[str] = ()  # columns of shares of a whole

    @cached_property
    def columns(self) -> dict[str, list[Decimal | None]]:
        return {name: [decimal_of(text) for text in texts] for name, texts in self.texts.items()}


@dataclass(frozen=True, slots=True)
class Relation:
    """How a column follows from others: in words, and what it should be given their values."""

    target: str
    parts: tuple[str, ...]
    how: str
    result: Callable[[Values], Decimal | None]
    signs: tuple[int, ...] | None = None  # of the parts of a sum
    is_rounded: bool = False
    holds: float = HOLDS

    def expected(self, columns: Columns, i: int) -> Decimal | None:
        return self.result([columns[name][i] for name in self.parts])

    def slack(self, columns: Columns) -> Decimal:
        """Return how far a value may lie from what follows: rounding, to as many places as the column shows."""
        if not self.is_rounded:
            return CENT
        shown = [value for value in columns[self.target][:SAMPLE] if value]
        places = max((-int(value.as_tuple().exponent) for value in shown), default=0)
        rounding = Decimal(6).scaleb(-max(places, 0) - 1)
        # the rounding of a small number would hide what is wrong in it
        return rounding if shown and rounding * 100 <= abs(median(shown)) else CENT


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that is not what follows from the others of its row."""

    index: int
    name: str
    found: Decimal
    how: str
    expected: Decimal


def decimal_of(text: str) -> Decimal | None:
    """Return the number that a read cell holds, None when it holds none."""
    amount = as_amount(text) if text else None
    return None if amount is None or isinstance(amount, Fault) else amount


# ---------------------------------------------------------------- what may hold
def added(target: str, terms: Sequence[tuple[int, str]]) -> Relation:
    """Return the signed sum of columns, in which a blank is nothing."""
    signs = [sign for sign, _ in terms]

    def result(values: Values) -> Decimal | None:
        filled = [sign * value for sign, value in zip(signs, values, strict=True) if value is not None]
        return sum(filled, Decimal(0)) if filled else None

    names, how = tuple(name for _, name in terms), _signed(terms).removeprefix(" + ")
    return Relation(target, names, how, result, signs=tuple(signs))


def multiplied(target: str, factors: tuple[str, str], terms: Sequence[tuple[int, str]] = ()) -> Relation:
    """Return the product of two columns, with others added or taken off."""
    signs = [sign for sign, _ in terms]

    def result(values: Values) -> Decimal | None:
        if values[0] is None or values[1] is None:
            return None
        rest = (sign * value for sign, value in zip(signs, values[2:], strict=True) if value is not None)
        return values[0] * values[1] + sum(rest, Decimal(0))

    parts = (*factors, *(name for _, name in terms))
    holds = SURELY if terms else HOLDS
    return Relation(target, parts, " × ".join(factors) + _signed(terms), result, holds=holds)


def divided(target: str, one: str, other: str) -> Relation:
    """Return the quotient of two columns."""

    def result(values: Values) -> Decimal | None:
        return values[0] / values[1] if values[0] is not None and values[1] else None

    return Relation(target, (one, other), f"{one} ÷ {other}", result, is_rounded=True)


def scaled(target: str, part: str, scale: Decimal) -> Relation:
    """Return the multiple of a column by a number that stands in none."""

    def result(values: Values) -> Decimal | None:
        return None if values[0] is None else values[0] * scale

    how = f"{part} × {decimal_text(scale, 8)}"
    return Relation(target, (part,), how, result, is_rounded=True, holds=SURELY)


def _signed(terms: Sequence[tuple[int, str]]) -> str:
    return "".join(f" {'+' if sign > 0 else '-'} {name}" for sign, name in terms)


def _candidates(names: Sequence[str]) -> Iterator[Relation]:
    """Yield what may hold, the result being the column that says so, else the rightmost."""
    order = sorted(names, key=lambda name: (bool(_RESULT.search(name)), names.index(name)), reverse=True)
    for target in (name for name in order if not _PART.search(name)):
        others = [name for name in names if name != target]
        yield from _runs(target, others, names)
        for first, second in combinations(others, 2):
            yield multiplied(target, (first, second))
            yield added(target, [(1, first), (1, second)])
            yield added(target, [(1, first), (-1, second)])


def _products_and_more(names: Sequence[str]) -> Iterator[Relation]:
    """Yield products with a third column added or taken off: days × rate − deduction, where gross has no column."""
    for target, third in permutations(names, 2):
        for factors in combinations([name for name in names if name not in (target, third)], 2):
            yield multiplied(target, factors, [(-1, third)])
            yield multiplied(target, factors, [(1, third)])


def _runs(target: str, others: Sequence[str], names: Sequence[str]) -> Iterator[Relation]:
    """Yield the sums and differences of columns side by side, the longest first."""
    at = names.index(target)
    for size in range(len(others), 1, -1):
        for start in range(len(others) - size + 1):
            run = others[start : start + size]
            if names.index(run[-1]) < at or _RESULT.search(target) or all(map(_PART.search, run)):
                yield added(target, [(1, name) for name in run])
                yield added(target, [(1, run[0]), *((-1, name) for name in run[1:])])


def _quotients(shares: Sequence[str], counts: Sequence[str]) -> Iterator[Relation]:
    for target in shares:
        yield from (divided(target, one, other) for one, other in permutations(counts, 2))


def _multiples(columns: Columns) -> Iterator[Relation]:
    """Yield the multiple of another column that a column may be: days at a rate that stands in no column."""
    for part, target in permutations(columns, 2):
        pairs = [(a, b) for a, b in zip(columns[target], columns[part], strict=True) if a and b]
        if min(len({a for a, _ in pairs}), len({b for _, b in pairs})) < DIFFERENT:
            continue
        middle = median(a / b for a, b in pairs)
        large = sorted(pairs, key=lambda pair: -abs(pair[1]))  # the largest show the scale best
        scale = next((a / b for a, b in large if _near(a / b, middle)), middle)
        scale = round(scale, 8).normalize()
        if not _near(scale, Decimal(1)) and len(scale.as_tuple().digits) <= ROUND_DIGITS:
            yield scaled(target, part, scale)


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= abs(other) / 100


# ---------------------------------------------------------------- what does hold
def relations(numbers: Numbers) -> list[Relation]:
    """Return, for each column that nearly always follows from others, how."""
    columns = dict(list(numbers.columns.items())[:MOST_COLUMNS])
    counted = {name: values for name, values in columns.items() if name not in numbers.shares}
    names, shares = list(counted), [name for name in columns if name in numbers.shares]
    found: dict[str, Relation] = {}
    for relation in chain(
        _candidates(names), _quotients(shares, names), _multiples(counted), _products_and_more(names)
    ):
        if relation.target not in found and not _is_known(relation, found) and _holds(relation, columns):
            found[relation.target] = relation
    return list(found.values())


def _is_known(relation: Relation, found: Mapping[str, Relation]) -> bool:
    """Say whether the same columns are related already, with another one as the result, or as part of a longer one."""
    names = {relation.target, *relation.parts}
    own = [{other.target, *other.parts} for other in found.values()]
    return any(names <= other for other in own) or (
        len(names) > 3 and any(set(relation.parts[:2]) <= other for other in own)
    )


def _holds(relation: Relation, columns: Columns) -> bool:
    """Say whether a sample of the rows agrees; given up as soon as too many don't."""
    size = len(columns[relation.target])
    sample = range(0, size, 1 + size // SAMPLE)
    slack = relation.slack(columns)
    right = wrong = 0
    at_work = dict.fromkeys(relation.parts, 0)
    for i in sample:
        value, expected = columns[relation.target][i], relation.expected(columns, i)
        if value is None or expected is None:
            continue
        if abs(value - expected) < slack:
            right += 1
        elif (wrong := wrong + 1) > (1 - relation.holds) * len(sample) or (wrong > PROBE / 2 > right):
            return False
        for name in relation.parts:
            at_work[name] += columns[name][i] not in (None, 0)
    whole = right + wrong
    return whole >= ENOUGH and right >= relation.holds * whole and min(at_work.values()) >= AT_WORK * whole


def wrong_results(numbers: Numbers, known: Sequence[Relation]) -> Iterator[Wrong]:
    """Yield the cells that don't follow from the others of their row; rows with a fault in them are left alone.

    Told at the result, or at the one part that no other relation of the row bears out.
    """
    columns = numbers.columns
    slacks = {relation.target: relation.slack(columns) for relation in known}
    for relation in known:
        bad = set().union(*(numbers.faults[name] for name in (relation.target, *relation.parts)))
        for i, value in enumerate(columns[relation.target]):
            expected = relation.expected(columns, i)
            if i in bad or value is None or expected is None or _agrees(relation, columns, i, slacks):
                continue
            borne_out = {
                name
                for other in known
                if other is not relation and _agrees(other, columns, i, slacks)
                for name in (other.target, *other.parts)
            }
            open_ = [name for name in (relation.target, *relation.parts) if name not in borne_out]
            yield _wrong(relation, columns, i, open_[0] if len(open_) == 1 else relation.target)


def _agrees(relation: Relation, columns: Columns, i: int, slacks: Mapping[str, Decimal]) -> bool:
    value, expected = columns[relation.target][i], relation.expected(columns, i)
    return value is not None and expected is not None and abs(value - expected) < slacks[relation.target]


def _wrong(relation: Relation, columns: Columns, i: int, name: str) -> Wrong:
    value, expected = columns[relation.target][i], relation.expected(columns, i)
    found = columns[name][i]
    value, expected = value or Decimal(0), expected or Decimal(0)
    if name == relation.target or found is None or relation.signs is None:
        return Wrong(i, relation.target, value, relation.how, expected)
    sign = relation.signs[relation.parts.index(name)]
    how = f"{relation.target} = {relation.how}"
    return Wrong(i, name, found, how, found + sign * (value - expected))
