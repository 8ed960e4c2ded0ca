"""The functions that are known, by the names that formulas call them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hqe_docs.paper.formulas import conditions, days, lookups, numberformat, numbers, texts
from hqe_docs.paper.formulas.grid import Area, Array, Operand
from hqe_docs.paper.formulas.operators import OPERATORS, power
from hqe_docs.paper.formulas.scalars import Fault, Unknown, Value, number, truth

ALL = frozenset(range(256))
FIRST, SECOND = frozenset({0}), frozenset({1})


@dataclass(frozen=True, slots=True)
class Function:
    """A function: which of its arguments may be areas, and whether all are calculated cell by cell."""

    run: Callable[..., Any]
    areas: frozenset[int] = frozenset()
    is_array: bool = False


def _truths(operands: tuple[Operand, ...]) -> list[bool]:
    found: list[bool] = []
    for operand in operands:
        if isinstance(operand, Area | Array):
            for value in operand.values():
                if isinstance(value, Fault):
                    raise Fault(value.code)
                if isinstance(value, float | bool):
                    found.append(bool(value))
        else:
            found.append(truth(operand))
    if not found:
        raise Fault("#VALUE!")
    return found


def _rows(operand: Operand) -> Value:
    return float(operand.height) if isinstance(operand, Area | Array) else 1.0


def _columns(operand: Operand) -> Value:
    return float(operand.width) if isinstance(operand, Area | Array) else 1.0


def _row(operand: Operand) -> Operand:
    if not isinstance(operand, Area) or operand.height > 1_000_000:
        raise Unknown
    return Array([[float(row)] for row in range(operand.top, operand.bottom + 1)])


def _column(operand: Operand) -> Operand:
    if not isinstance(operand, Area):
        raise Unknown
    return Array([[float(column) for column in range(operand.left, operand.right + 1)]])


def _plain_number(value: Value) -> Value:
    return 0.0 if isinstance(value, str) else number(value)


_AGGREGATES: dict[str, Callable[..., Any]] = {
    "SUM": numbers.total, "AVERAGE": numbers.average, "COUNT": numbers.count, "COUNTA": numbers.counta,
    "MIN": numbers.least, "MAX": numbers.greatest, "PRODUCT": numbers.product, "MEDIAN": numbers.median,
    "CONCAT": texts.concat,
    "AND": lambda *operands: all(_truths(operands)), "OR": lambda *operands: any(_truths(operands)),
    "ROWS": _rows, "COLUMNS": _columns, "ROW": _row, "COLUMN": _column,
    "COUNTBLANK": conditions.countblank,
}  # fmt: skip
_EVERY_OTHER = frozenset(range(0, 256, 2))
_MIXED: dict[str, tuple[Callable[..., Any], frozenset[int]]] = {
    "COUNTIF": (conditions.countif, FIRST), "COUNTIFS": (conditions.countif, _EVERY_OTHER),
    "SUMIF": (conditions.sumif, frozenset({0, 2})), "AVERAGEIF": (conditions.averageif, frozenset({0, 2})),
    "SUMIFS": (conditions.sumifs, frozenset({0}) | (ALL - _EVERY_OTHER)),
    "AVERAGEIFS": (conditions.averageifs, frozenset({0}) | (ALL - _EVERY_OTHER)),
    "MAXIFS": (conditions.maxifs, frozenset({0}) | (ALL - _EVERY_OTHER)),
    "MINIFS": (conditions.minifs, frozenset({0}) | (ALL - _EVERY_OTHER)),
    "SUBTOTAL": (numbers.subtotal, ALL - FIRST), "TEXTJOIN": (texts.textjoin, ALL - FIRST - SECOND),
    "LARGE": (numbers.large, FIRST), "SMALL": (numbers.small, FIRST),
    "RANK": (numbers.rank, SECOND), "RANK.EQ": (numbers.rank, SECOND),
    "VLOOKUP": (lookups.vlookup, SECOND), "HLOOKUP": (lookups.hlookup, SECOND),
    "MATCH": (lookups.match, SECOND), "INDEX": (lookups.index, FIRST),
}  # fmt: skip
_SCALARS: dict[str, Callable[..., Any]] = {
    **OPERATORS,
    "ROUND": numbers.round_half, "ROUNDUP": numbers.round_up, "ROUNDDOWN": numbers.round_down,
    "TRUNC": numbers.round_down, "INT": numbers.floor, "MOD": numbers.remainder,
    "ABS": lambda value: abs(number(value)), "POWER": power, "N": _plain_number,
    "NOT": lambda value: not truth(value), "NA": lambda: Fault("#N/A"), "TRUE": lambda: True, "FALSE": lambda: False,
    "LEFT": texts.left, "RIGHT": texts.right, "MID": texts.middle, "LEN": texts.length_of,
    "TRIM": texts.trim, "SUBSTITUTE": texts.substitute, "REPLACE": texts.replace, "EXACT": texts.exact,
    "FIND": texts.find, "SEARCH": texts.search, "UPPER": texts.upper, "LOWER": texts.lower,
    "REPT": texts.repeated, "VALUE": texts.value_of, "CONCATENATE": texts.concatenate,
    "TEXT": numberformat.shown,
    "DATE": days.date_of, "YEAR": days.year, "MONTH": days.month, "DAY": days.day, "DAYS": days.days,
    "EDATE": days.edate, "DATEDIF": days.datedif,
    "ISBLANK": lambda value: value is None, "ISNUMBER": lambda value: type(value) is float,
    "ISTEXT": lambda value: isinstance(value, str), "ISERROR": lambda value: isinstance(value, Fault),
    "ISNA": lambda value: isinstance(value, Fault) and value.code == "#N/A",
}  # fmt: skip
FUNCTIONS: dict[str, Function] = {
    **{name: Function(run, ALL) for name, run in _AGGREGATES.items()},
    **{name: Function(run, areas) for name, (run, areas) in _MIXED.items()},
    **{name: Function(run) for name, run in _SCALARS.items()},
    "SUMPRODUCT": Function(numbers.sumproduct, ALL, is_array=True),
    "LOOKUP": Function(lookups.lookup, frozenset({1, 2}), is_array=True),
}
# these are given their faults; all others are stopped by one
LOOKING_AT_FAULTS = {"ISERROR", "ISNA", "ISBLANK", "ISNUMBER", "ISTEXT"}
# same areas, same value: worked out once
REMEMBERED = {*_AGGREGATES, *_MIXED} - {"INDEX", "ROW", "COLUMN", "ROWS", "COLUMNS", "CONCAT", "TEXTJOIN"}
