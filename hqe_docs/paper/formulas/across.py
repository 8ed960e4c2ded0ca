"""Formulas that calculate with numbers of their own row, worked out for many rows at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from math import isfinite
from operator import mul, neg, truediv
from types import NoneType
from typing import Any

from hqe_docs.paper.excel.refs import Corners
from hqe_docs.paper.formulas.functions import FUNCTIONS
from hqe_docs.paper.formulas.operators import power
from hqe_docs.paper.formulas.parse import Call, Constant, Node, Slot
from hqe_docs.paper.formulas.scalars import Fault, Unknown, added

Numbers = Iterable[float]
Run = Callable[[Sequence[list[float]]], Numbers]
_OPERATIONS: dict[tuple[str, int], Callable[..., Any]] = {
    ("+", 2): added,
    ("-", 2): lambda left, right: added(left, -right),
    ("*", 2): mul,
    ("/", 2): truediv,
    ("^", 2): power,
    ("%", 1): lambda number: number / 100,
    ("negative", 1): neg,
    **{(name, 2): FUNCTIONS[name].run for name in ("ROUND", "ROUNDUP", "ROUNDDOWN")},
}


def own_row_columns(row: int, references: Sequence[Corners]) -> list[int] | None:
    """Return the columns of the single cells of this `row` and sheet that a formula looks at, None if it's others."""
    columns = [left for sheet, left, top, right, bottom in references if sheet is None]
    wanted = [(None, left, row, left, row) for left in columns]
    return columns if columns and wanted == list(references) else None


def row_function(node: Node) -> Run | None:
    """Return what gives the formula's value in many rows from the numbers in the columns of its references."""
    if isinstance(node, Constant) and type(node.value) is float:
        value = node.value
        return lambda _columns: repeat(value)
    if isinstance(node, Slot):
        index = node.index
        return lambda columns: columns[index]
    if not isinstance(node, Call):
        return None
    operation = _OPERATIONS.get((node.name, len(node.arguments)))
    runs = [run for argument in node.arguments if (run := row_function(argument))]
    if operation is None or len(runs) < len(node.arguments):
        return None
    call = operation
    return lambda columns: map(call, *(run(columns) for run in runs))


def values_across(run: Run, columns: Sequence[list[Any]]) -> list[float] | None:
    """Return the value of each row, None when there is anything but numbers and blanks, or an error value."""
    numbers: list[list[float]] = []
    for column in columns:
        kinds = set(map(type, column))
        if not kinds <= {float, NoneType}:
            return None
        numbers.append([value or 0.0 for value in column] if NoneType in kinds else column)
    try:
        found = list(run(numbers))
    except (Fault, Unknown, ArithmeticError):
        return None
    return found if all(map(isfinite, found)) else None
