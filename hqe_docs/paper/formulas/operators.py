"""Operators of formulas."""

from __future__ import annotations

from collections.abc import Callable

from hqe_docs.paper.formulas.scalars import Fault, Unknown, Value, added, compared, number, text


def _divided(left: Value, right: Value) -> Value:
    dividend, divisor = number(left), number(right)
    if divisor == 0:
        raise Fault("#DIV/0!")
    return dividend / divisor


def power(left: Value, right: Value) -> Value:
    """Return left to the power of right."""
    one, other = number(left), number(right)
    if one == 0 and other <= 0:
        raise Fault("#NUM!" if other == 0 else "#DIV/0!")
    try:
        result = one**other
    except OverflowError:
        raise Fault("#NUM!") from None
    if isinstance(result, complex):
        raise Fault("#NUM!")
    return float(result)


def _ordered(says: Callable[[int], bool]) -> Callable[[Value, Value], Value]:
    def operator(left: Value, right: Value) -> Value:
        order = compared(left, right)
        if order == 2:
            raise Unknown
        return says(order)

    return operator


def _joined(left: Value, right: Value) -> Value:
    return text(left) + text(right)


def _positive(value: Value) -> Value:
    if isinstance(value, Fault):
        raise Fault(value.code)
    return value


OPERATORS: dict[str, Callable[..., Value]] = {
    "=": lambda left, right: compared(left, right) == 0,
    "<>": lambda left, right: compared(left, right) != 0,
    "<": _ordered(lambda order: order < 0),
    ">": _ordered(lambda order: order > 0),
    "<=": _ordered(lambda order: order <= 0),
    ">=": _ordered(lambda order: order >= 0),
    "&": _joined,
    "+": lambda left, right: added(number(left), number(right)),
    "-": lambda left, right: added(number(left), -number(right)),
    "*": lambda left, right: number(left) * number(right),
    "/": _divided,
    "^": power,
    "%": lambda value: number(value) / 100,
    "negative": lambda value: -number(value),
    "positive": _positive,
}
