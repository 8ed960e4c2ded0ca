"""A formula's tree as Python functions, put together once for all cells that differ only in their rows."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Protocol

from hqe_docs.paper.formulas.functions import FUNCTIONS, LOOKING_AT_FAULTS, REMEMBERED, Function
from hqe_docs.paper.formulas.grid import Area, Array, Operand, spread
from hqe_docs.paper.formulas.parse import Call, Constant, Name, Node, Rows, Slot
from hqe_docs.paper.formulas.scalars import Fault, Unknown, Value, integer, truth


class Place(Protocol):
    """What a formula looks at from its cell."""

    row: int
    column: int

    @property
    def remembered(self) -> dict[object, Operand]:
        """Return what calls over whole areas came to, for all formulas of the workbook."""

    def cell(self, slot: int) -> Value:
        """Return the one value that the formula's reference of this number has for its cell."""

    def area(self, slot: int) -> Area:
        """Return the area of the formula's reference of this number."""

    def name(self, name: str) -> Operand:
        """Return what a defined name stands for."""


Run = Callable[[Place], Operand]


def compiled(node: Node, *, is_array: bool = False) -> Callable[[Place], Value]:
    """Return the function that gives the value of a cell with this formula."""
    if not is_array:
        return _scalar(node)
    run = _node(node, True)
    return lambda place: _corner(run(place))


def compiled_name(node: Node) -> Run:
    """Return the function that gives what a defined name stands for, an area perhaps."""
    return _node(node, False)


def _corner(operand: Operand) -> Value:
    return operand.at(0, 0) if isinstance(operand, Area | Array) else operand


def _scalar(node: Node) -> Callable[[Place], Value]:
    """Return the function that gives one value, of an area the one in the formula's row or column."""
    if isinstance(node, Slot):
        index = node.index
        return lambda place: place.cell(index)
    run = _node(node, False)

    def scalar(place: Place) -> Value:
        operand = run(place)
        if type(operand) is Area:
            return _crossing(operand, place)
        return operand.at(0, 0) if isinstance(operand, Array) else operand  # type: ignore[return-value]

    return scalar


def _crossing(area: Area, place: Place) -> Value:
    """Return the cell of an area in the row or column of the formula, where one value is asked for."""
    if area.left == area.right:
        if area.top == area.bottom:
            return area.cells.value(area.left, area.top)
        if area.top <= place.row <= area.bottom:
            return area.at(place.row - area.top, 0)
    elif area.top == area.bottom and area.left <= place.column <= area.right:
        return area.at(0, place.column - area.left)
    raise Fault("#VALUE!")


def _node(node: Node, is_array: bool) -> Run:
    if isinstance(node, Constant):
        value = node.value
        return lambda _place: value
    if isinstance(node, Slot):
        index = node.index
        return lambda place: place.area(index)
    if isinstance(node, Rows):
        rows = Array(node.rows)
        return lambda _place: rows
    if isinstance(node, Name):
        name = node.name
        return lambda place: place.name(name)
    special = _SPECIAL.get(node.name)
    return special(node, is_array) if special else _call(node, is_array)


def _call(node: Call, is_array: bool) -> Run:
    function = FUNCTIONS.get(node.name)
    if function is None or not _fits(function, len(node.arguments)):
        return _unknown
    is_array = is_array or function.is_array
    runs = [_argument(argument, function, index, is_array) for index, argument in enumerate(node.arguments)]
    if node.name in LOOKING_AT_FAULTS:
        runs = [_caught(run) for run in runs]
    if is_array:
        return _cell_by_cell(function, runs)
    if node.name in REMEMBERED:
        return _remembering(node.name, function, runs)
    return _plain(function.run, runs)


def _plain(call: Callable[..., Operand], runs: list[Run]) -> Run:
    if len(runs) == 2:
        first, second = runs
        return lambda place: call(first(place), second(place))
    return lambda place: call(*[run(place) for run in runs])


def _unknown(_place: Place) -> Operand:
    raise Unknown


def _fits(function: Function, count: int) -> bool:
    signature = inspect.signature(function.run)
    takes_any = any(one.kind is one.VAR_POSITIONAL for one in signature.parameters.values())
    try:
        signature.bind(*range(count))
    except TypeError:
        return False
    return count > 0 or not takes_any


def _argument(node: Node, function: Function, index: int, is_array: bool) -> Run:
    return _node(node, is_array) if is_array or index in function.areas else _scalar(node)


def _caught(run: Run) -> Run:
    def caught(place: Place) -> Operand:
        try:
            return run(place)
        except Fault as fault:
            return Fault(fault.code)

    return caught


def _remembering(name: str, function: Function, runs: list[Run]) -> Run:
    def call(place: Place) -> Operand:
        operands = [run(place) for run in runs]
        if any(type(one) is Array for one in operands):
            return function.run(*operands)  # type: ignore[no-any-return]
        key = (name, *(one.key if type(one) is Area else (type(one), one) for one in operands))
        if key not in place.remembered:
            place.remembered[key] = function.run(*operands)
        return place.remembered[key]

    return call


def _cell_by_cell(function: Function, runs: list[Run]) -> Run:
    """Return the call in an array formula: what wants one value is given each of an area's."""

    def call(place: Place) -> Operand:
        operands = [run(place) for run in runs]
        if all(index in function.areas for index in range(len(operands))):
            return function.run(*operands)  # type: ignore[no-any-return]

        def one(*scalars: Value) -> Value:
            given = iter(scalars)
            full = (operand if i in function.areas else next(given) for i, operand in enumerate(operands))
            return function.run(*full)  # type: ignore[no-any-return]

        return spread(one, *(operand for i, operand in enumerate(operands) if i not in function.areas))

    return call


# ---------------------------------------------------------------- functions that choose what to work out
def _if(node: Call, is_array: bool) -> Run:
    if not 2 <= len(node.arguments) <= 3:
        return _unknown
    branches = [_node(argument, is_array) for argument in (*node.arguments[1:], Constant(False))]
    if is_array:
        condition = _node(node.arguments[0], True)
        return lambda place: spread(_chosen, condition(place), *(run(place) for run in branches[:2]))
    asked = _scalar(node.arguments[0])
    return lambda place: branches[0 if truth(asked(place)) else 1](place)


def _chosen(condition: Value, yes: Value, no: Value) -> Value:
    chosen = yes if truth(condition) else no
    if isinstance(chosen, Fault):
        raise Fault(chosen.code)
    return chosen


def _ifs(node: Call, is_array: bool) -> Run:
    if is_array or len(node.arguments) % 2:
        return _unknown
    runs = [_scalar(argument) for argument in node.arguments]

    def call(place: Place) -> Operand:
        for condition, result in zip(runs[::2], runs[1::2], strict=True):
            if truth(condition(place)):
                return result(place)
        raise Fault("#N/A")

    return call


def _choose(node: Call, is_array: bool) -> Run:
    if is_array or len(node.arguments) < 2:
        return _unknown
    which, *results = [_scalar(argument) for argument in node.arguments]

    def call(place: Place) -> Operand:
        index = integer(which(place))
        if not 1 <= index <= len(results):
            raise Fault("#VALUE!")
        return results[index - 1](place)

    return call


def _iferror(codes: frozenset[str] | None) -> Callable[[Call, bool], Run]:
    def build(node: Call, is_array: bool) -> Run:
        if len(node.arguments) != 2:
            return _unknown
        first, second = node.arguments
        tried = _caught(_node(first, True) if is_array else _scalar(first))
        other: Run = _node(second, True) if is_array else _scalar(second)

        def chosen(value: Value, instead: Value) -> Value:
            return instead if isinstance(value, Fault) and (codes is None or value.code in codes) else value

        def call(place: Place) -> Operand:
            value = tried(place)
            if is_array:
                return spread(chosen, value, other(place))
            if isinstance(value, Fault) and (codes is None or value.code in codes):
                return other(place)
            return value

        return call

    return build


def _own(axis: str) -> Callable[[Call, bool], Run]:
    def build(node: Call, is_array: bool) -> Run:
        if node.arguments:
            return _call(node, is_array)
        return lambda place: float(getattr(place, axis))

    return build


_SPECIAL: dict[str, Callable[[Call, bool], Run]] = {
    "IF": _if, "IFS": _ifs, "CHOOSE": _choose, "IFERROR": _iferror(None),
    "IFNA": _iferror(frozenset({"#N/A"})), "ROW": _own("row"), "COLUMN": _own("column"),
}  # fmt: skip
