"""Functions that look something up."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise

from hqe_docs.paper.formulas.conditions import wildcard
from hqe_docs.paper.formulas.grid import Area, Array, Key, Many, Operand
from hqe_docs.paper.formulas.scalars import Fault, Unknown, Value, compared, integer, number, rounded, truth


def strict_key(value: Value) -> Key:
    """Return what two values share that are equal: of one kind, case doesn't matter."""
    if isinstance(value, bool):
        return "truth", value
    if isinstance(value, str):
        return "text", value.lower()
    if isinstance(value, float):
        return "number", rounded(value)
    return "fault" if isinstance(value, Fault) else "nothing", None


def _many(operand: Operand) -> Many:
    return operand if isinstance(operand, Area | Array) else Array([[operand]])


def _line(many: Many) -> list[Value]:
    """Return the values of one row or one column."""
    if isinstance(many, Area):
        many.cells.looks.take(min(many.height, len(many.cells.columns.get(many.left, ()))))
    height = (
        min(many.height, max(many.cells.last_row - many.top + 1, 1))
        if isinstance(many, Area)
        else many.height
    )
    if many.width == 1:
        return [many.at(row, 0) for row in range(height)]
    if many.height > 1:
        raise Fault("#N/A")
    return [many.at(0, column) for column in range(many.width)]


def _wanted(value: Value) -> Value:
    if isinstance(value, Fault):
        raise Fault(value.code)
    return 0.0 if value is None else value


def _exact(wanted: Value, many: Many) -> int:
    """Return where `wanted` stands for the first time, from 0."""
    pattern = wildcard(wanted) if isinstance(wanted, str) else None
    if pattern is not None:
        return _first(_line(many), lambda one: isinstance(one, str) and pattern.fullmatch(one) is not None)
    key = strict_key(wanted)
    rows = many.counted(strict_key, key) if isinstance(many, Area) else None
    if rows is None or not isinstance(many, Area):
        return _first(_line(many), lambda one: strict_key(one) == key)
    if not rows:
        raise Fault("#N/A")
    return rows[0] - many.top


def _first(line: Sequence[Value], test: Callable[[Value], bool]) -> int:
    for index, value in enumerate(line):
        if test(value):
            return index
    raise Fault("#N/A")


def _nearest(wanted: Value, many: Many, *, descending: bool = False) -> int:
    """Return where the last value not beyond `wanted` stands; Unknown when the values are not in order."""
    kind, direction = strict_key(wanted)[0], -1 if descending else 1
    places, values = _in_order(many, kind, direction)
    if kind == "number":
        index = bisect_right(values, rounded(number(wanted)) * direction)  # type: ignore[type-var]
    else:
        orders = [compared(value, wanted) * direction for value in values]
        if any(order in (2, -2) for order in orders):
            raise Unknown
        index = sum(order <= 0 for order in orders)
    if not index:
        raise Fault("#N/A")
    return places[index - 1]


def _in_order(many: Many, kind: str, direction: int) -> tuple[list[int], list[Value]]:
    """Return places and values of one kind, found to be in order; numbers negative when they descend."""
    store = many.cells.found if isinstance(many, Area) else {}
    known = ("in order", many.key if isinstance(many, Area) else None, kind, direction)
    if known not in store:
        kept = [(index, value) for index, value in enumerate(_line(many)) if strict_key(value)[0] == kind]
        values = [rounded(number(one)) * direction if kind == "number" else one for _, one in kept]
        order = 1 if kind == "number" else direction
        if any(compared(one, other) * order not in (-1, 0) for one, other in pairwise(values)):
            raise Unknown
        store[known] = [index for index, _ in kept], values
    places, ordered = store[known]
    return places, ordered


def match(wanted: Value, operand: Operand, kind: Value = 1.0) -> Value:
    """Return the place of a value in a row or column."""
    wanted, many, how = _wanted(wanted), _many(operand), number(kind)
    if min(many.height, many.width) > 1:
        raise Fault("#N/A")
    if how == 0:
        return float(_exact(wanted, many) + 1)
    return float(_nearest(wanted, many, descending=how < 0) + 1)


def index(operand: Operand, row: Value, column: Value = None) -> Operand:
    """Return a cell of an area, or a whole row or column of it for 0."""
    many, line, place = _many(operand), integer(row), integer(column)
    if many.height == 1 and column is None:
        line, place = (line, 0) if many.width == 1 else (1, line)
    if not (0 <= line <= many.height and 0 <= place <= many.width):
        raise Fault("#REF!")
    if place == 0 and many.width == 1:
        place = 1
    if line and place:
        return many.at(line - 1, place - 1)
    height, width = (1 if line else many.height), (1 if place else many.width)
    return many.part(max(line - 1, 0), max(place - 1, 0), height, width)


def vlookup(wanted: Value, operand: Operand, column: Value, near: Value = True) -> Value:
    """Return what stands beside a value of the first column."""
    many = _many(operand)
    place = _place(column, many.width)
    return many.at(_found(wanted, many.part(0, 0, many.height, 1), near), place)


def hlookup(wanted: Value, operand: Operand, row: Value, near: Value = True) -> Value:
    """Return what stands below a value of the first row."""
    many = _many(operand)
    place = _place(row, many.height)
    return many.at(place, _found(wanted, many.part(0, 0, 1, many.width), near))


def _place(value: Value, most: int) -> int:
    """Return the column or row asked for, counted from 0."""
    place = integer(value)
    if not 1 <= place <= most:
        raise Fault("#VALUE!" if place < 1 else "#REF!")
    return place - 1


def _found(wanted: Value, line: Area | Array, near: Value) -> int:
    wanted = _wanted(wanted)
    return _nearest(wanted, line) if truth(near) else _exact(wanted, line)


def lookup(wanted: Value, operand: Operand, results: Operand = None) -> Value:
    """Return what stands at the place of a value in another row or column."""
    many = _many(operand)
    if results is None and min(many.height, many.width) > 1:
        raise Unknown
    place = _nearest(_wanted(wanted), many)
    line = _line(_many(operand if results is None else results))
    return line[place] if place < len(line) else None
