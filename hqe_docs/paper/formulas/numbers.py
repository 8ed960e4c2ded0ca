"""Functions that add up, count, rank and round."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from itertools import chain
from typing import cast

from hqe_docs.paper.formulas.grid import Area, Array, Operand
from hqe_docs.paper.formulas.scalars import Fault, Unknown, Value, integer, number, rounded


def numbers(operands: Sequence[Operand]) -> Iterator[float]:
    """Return the numbers among the operands: in areas those that are numbers, else what looks like one."""
    return chain.from_iterable(map(_numbers_of, operands))


def _numbers_of(operand: Operand) -> Iterable[float]:
    if not isinstance(operand, Area | Array):
        return (number(operand),)
    return chain.from_iterable(
        cast("Sequence[float]", run) if set(map(type, run)) == {float} else _among(run)
        for run in operand.runs()
    )


def _among(values: Sequence[Value]) -> Iterator[float]:
    for value in values:
        if type(value) is float:
            yield value
        elif isinstance(value, Fault):
            raise Fault(value.code)


def total(*operands: Operand) -> Value:
    """Return the sum."""
    if len(operands) == 1 and isinstance(operands[0], Area) and operands[0].width == 1:
        return _growing(operands[0])
    return math.fsum(numbers(operands))


def _growing(area: Area) -> float:
    """Return the sum of a column; of D$5:D5, D$5:D6, … each goes on from the one before."""
    known, start = ("sum", area.left, area.top), (area.top - 1, 0.0)
    bottom, before = area.cells.found.get(known, start)
    if bottom > area.bottom:
        bottom, before = start
    rest = Area(area.cells, area.left, bottom + 1, area.right, area.bottom)
    summed = before + math.fsum(numbers([rest])) if rest.height > 0 else before
    area.cells.found[known] = (area.bottom, summed)
    return float(summed)


def product(*operands: Operand) -> Value:
    """Return the product."""
    found = list(numbers(operands))
    return math.prod(found) if found else 0.0


def average(*operands: Operand) -> Value:
    """Return the mean."""
    found = list(numbers(operands))
    if not found:
        raise Fault("#DIV/0!")
    return math.fsum(found) / len(found)


def count(*operands: Operand) -> Value:
    """Return how many numbers there are."""
    counted = 0
    for operand in operands:
        if isinstance(operand, Area | Array):
            counted += sum(type(value) is float for value in operand.values())
        else:
            counted += _is_number(operand)
    return float(counted)


def _is_number(value: Value) -> bool:
    try:
        number(value)
    except Fault:
        return False
    return True


def counta(*operands: Operand) -> Value:
    """Return how many cells hold something."""
    areas = [one for one in operands if isinstance(one, Area | Array)]
    inside = sum(value is not None for area in areas for value in area.values())
    return float(inside + len(operands) - len(areas))


def least(*operands: Operand) -> Value:
    """Return the smallest number."""
    return min(numbers(operands), default=0.0)


def greatest(*operands: Operand) -> Value:
    """Return the greatest number."""
    return max(numbers(operands), default=0.0)


def ordered(operand: Operand) -> Sequence[float]:
    """Return the numbers of an area in their order; those of one area are put in order once."""
    if not isinstance(operand, Area):
        return sorted(numbers([operand]))
    store, known = operand.cells.found, ("ordered", operand.key)
    if known not in store:
        store[known] = sorted(numbers([operand]))
    found: list[float] = store[known]
    return found


def median(*operands: Operand) -> Value:
    """Return the number in the middle."""
    found = sorted(numbers(operands))
    if not found:
        raise Fault("#NUM!")
    middle = len(found) // 2
    return found[middle] if len(found) % 2 else (found[middle - 1] + found[middle]) / 2


def large(operand: Operand, place: Value) -> Value:
    """Return the number at a place from the top."""
    found, index = ordered(operand), math.ceil(number(place))
    if not 1 <= index <= len(found):
        raise Fault("#NUM!")
    return found[-index]


def small(operand: Operand, place: Value) -> Value:
    """Return the number at a place from the bottom."""
    found, index = ordered(operand), integer(place)
    if not 1 <= index <= len(found):
        raise Fault("#NUM!")
    return found[index - 1]


def rank(value: Value, operand: Operand, ascending: Value = None) -> Value:
    """Return the place of a number among those of an area."""
    found, wanted = ordered(operand), number(value)
    low, high = bisect_left(found, wanted), bisect_right(found, wanted)
    if low == high:
        raise Fault("#N/A")
    return float(low + 1 if number(ascending) else len(found) - high + 1)


def _rounding(mode: str) -> Callable[..., Value]:
    def function(value: Value, digits: Value = None) -> Value:
        exact, places = number(value), integer(digits)
        if abs(exact) >= 1e15 or abs(places) > 15:
            raise Unknown
        near = Decimal(f"{exact:.15g}")  # 2.675 is meant, whatever its last bit says
        return float(near.quantize(Decimal(1).scaleb(-places), mode))

    return function


round_half, round_up, round_down = (_rounding(mode) for mode in (ROUND_HALF_UP, ROUND_UP, ROUND_DOWN))


def floor(value: Value) -> Value:
    """Return the whole number below; Unknown where the last digit decides."""
    exact = number(value)
    if math.floor(exact) != math.floor(rounded(exact)):
        raise Unknown
    return float(math.floor(exact))


def remainder(value: Value, divisor: Value) -> Value:
    """Return the rest of a division, with the divisor's sign."""
    one, other = number(value), number(divisor)
    if other == 0:
        raise Fault("#DIV/0!")
    if one != int(one) or other != int(other):
        raise Unknown  # programs differ in the last digits
    return one % other


def sumproduct(*operands: Operand) -> Value:
    """Return the sum of the products of what stands at the same place; what is no number counts 0."""
    arrays = [one if isinstance(one, Area | Array) else Array([[one]]) for one in operands]
    if len({(one.height, one.width) for one in arrays}) > 1:
        raise Fault("#VALUE!")
    if any(isinstance(one, Area) and one.height * one.width > 2_000_000 for one in arrays):
        arrays = [_used(one) for one in arrays]
    places = ((row, column) for row in range(arrays[0].height) for column in range(arrays[0].width))
    return math.fsum(math.prod(_factor(one.at(*place)) for one in arrays) for place in places)


def _used(operand: Area | Array) -> Area | Array:
    if isinstance(operand, Array):
        raise Unknown
    return operand.part(0, 0, max(operand.cells.last_row - operand.top + 1, 1), operand.width)


def _factor(value: Value) -> float:
    if isinstance(value, Fault):
        raise Fault(value.code)
    return value if type(value) is float else 0.0


_SUBTOTALS: dict[int, Callable[..., Value]] = {
    1: average, 2: count, 3: counta, 4: greatest, 5: least, 6: product, 9: total,
}  # fmt: skip


def subtotal(kind: Value, *operands: Operand) -> Value:
    """Return a total that leaves out other subtotals; Unknown where rows are hidden."""
    function = _SUBTOTALS.get(integer(kind) % 100)
    if function is None:
        raise Unknown
    return function(*(Array([[*_without_subtotals(one)]]) for one in operands))


def _without_subtotals(operand: Operand) -> Iterator[Value]:
    if not isinstance(operand, Area) or operand.cells.hides_rows:
        raise Unknown
    for column in range(operand.left, operand.right + 1):
        for row in operand.rows_of(column):
            if (column, row) not in operand.cells.subtotals:
                yield operand.cells.value(column, row)
