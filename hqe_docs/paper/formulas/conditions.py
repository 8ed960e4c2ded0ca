"""Criteria of COUNTIF and its like, and the functions that use them (ECMA-376 §18.17.7.62)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from hqe_docs.paper.formulas.grid import Area, Key, Operand
from hqe_docs.paper.formulas.scalars import Fault, Unknown, Value, read_number, rounded

Test = Callable[[Value], bool]
_SIGN = re.compile(r"(<=|>=|<>|=|<|>)?(.*)", re.DOTALL)
_LONG_NUMBER = re.compile(r"\d{16,}")
_ORDERS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
}


def loose_key(value: Value) -> Key:
    """Return what two values share that one criterion takes for equal: case and kind don't matter."""
    if isinstance(value, bool):
        return "truth", value
    if isinstance(value, str):
        found = _number_in(value)
        return ("text", value.lower()) if found is None else ("number", found)
    if isinstance(value, float):
        return "number", rounded(value)
    return ("fault", value.code) if isinstance(value, Fault) else ("text", "")


def _number_in(text: str) -> float | None:
    if len(text) > 15 and _LONG_NUMBER.search(text):
        return None  # found only by criteria that are refused (see _plain)
    try:
        found = read_number(text)
    except Unknown:
        return None
    return None if found is None else rounded(found)


def wildcard(pattern: str) -> re.Pattern[str] | None:
    """Return the expression for a pattern with * and ?, None when it has neither; ~ makes them plain."""
    if not re.search(r"[*?~]", pattern):
        return None
    pieces = re.findall(r"~[*?~]|.", pattern, re.DOTALL)
    signs = {"*": ".*", "?": "."}
    return re.compile("".join(signs.get(p) or re.escape(p[-1:]) for p in pieces), re.DOTALL | re.IGNORECASE)


def _plain(criterion: Value) -> Key | None:
    """Return the key that the criterion asks to be equal to, None for all other criteria."""
    if criterion is None:
        return "number", 0.0
    if not isinstance(criterion, str):
        return loose_key(criterion)
    match = _SIGN.fullmatch(criterion)
    sign, operand = (match[1], match[2]) if match else ("", "")
    if sign not in (None, "=") or not operand or wildcard(operand):
        return None
    if operand.upper() in ("TRUE", "FALSE") or operand.startswith("#"):
        raise Unknown
    if _LONG_NUMBER.fullmatch(operand.strip()):
        raise Unknown  # Excel compares 15 digits of an identity number, LibreOffice all
    read_number(operand)  # Unknown for what is a day in some languages
    return loose_key(operand)


def _test(criterion: Value) -> Test:
    equal = _plain(criterion)
    if equal is not None:
        return lambda value: value is not None and loose_key(value) == equal
    match = _SIGN.fullmatch(str(criterion))
    sign, operand = (match[1] or "", match[2]) if match else ("", "")
    if sign == "<>":
        if not operand:
            return lambda value: value is not None
        inner = _test("=" + operand)
        return lambda value: not inner(value)
    if sign in _ORDERS:
        return _order(sign, operand)
    pattern = wildcard(operand)
    if pattern is not None:
        return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None
    return (lambda value: value is None) if sign else (lambda value: value is None or value == "")


def _order(sign: str, operand: str) -> Test:
    bound = read_number(operand)
    if bound is None:
        raise Unknown  # the order of texts
    holds = _ORDERS[sign]
    limit = rounded(bound)
    return lambda value: type(value) is float and holds(rounded(value), limit)


def _area(operand: Operand) -> Area:
    if not isinstance(operand, Area):
        raise Unknown
    return operand


def _offsets(area: Area, criterion: Value) -> Iterator[tuple[int, int]]:
    """Yield row and column, from 0, of the cells of `area` that meet the criterion."""
    if isinstance(criterion, Fault):
        raise Unknown
    equal = _plain(criterion)
    rows = area.counted(loose_key, equal) if equal is not None else None
    if rows is not None:
        yield from ((row - area.top, 0) for row in rows)
        return
    test = _test(criterion)
    blanks = test(None)
    height = min(area.height, area.cells.last_row - area.top + 1)
    if blanks and height < area.height:
        raise Unknown  # blank cells to the end of the sheet
    for column in range(area.left, area.right + 1):
        lines = range(area.top, area.top + height) if blanks else area.rows_of(column)
        area.cells.looks.take(len(lines))
        for row in lines:
            if test(area.cells.value(column, row)):
                yield row - area.top, column - area.left


def _met(pairs: Sequence[Operand]) -> Sequence[tuple[int, int]]:
    """Return the offsets at which all pairs of area and criterion hold."""
    areas = [_area(area) for area in pairs[::2]]
    if len(pairs) % 2 or len({(area.height, area.width) for area in areas}) > 1:
        raise Fault("#VALUE!")
    criteria = [_criterion(one) for one in pairs[1::2]]
    # the one that fewest meet first
    first, *others = sorted(zip(areas, criteria, strict=True), key=_expected)
    found = list(_offsets(*first))
    for area, criterion in others:
        area.cells.looks.take(len(found))
        test = _test(criterion)
        found = [(row, column) for row, column in found if test(area.at(row, column))]
    return found


def _expected(pair: tuple[Area, Value]) -> int:
    area, criterion = pair
    equal = _plain(criterion)
    rows = area.counted(loose_key, equal) if equal is not None else None
    return area.height if rows is None else len(rows)


def _criterion(operand: Operand) -> Value:
    if isinstance(operand, str | float | bool | Fault) or operand is None:
        return operand
    raise Unknown


def countif(counted: Operand, wanted: Operand, *more: Operand) -> Value:
    """Return how many cells meet their criteria."""
    if not more:
        area, criterion = _area(counted), _criterion(wanted)
        if criterion in ("", "=") and isinstance(criterion, str):
            filled = [value for value in area.values() if criterion == "=" or value != ""]
            return float(area.height * area.width - len(filled))
        equal = _plain(criterion)
        rows = area.counted(loose_key, equal) if equal is not None else None
        if rows is not None:
            return float(len(rows))
    return float(len(_met((counted, wanted, *more))))


def _taken(area: Area, offsets: Sequence[tuple[int, int]]) -> list[float]:
    values = [area.cells.value(area.left + column, area.top + row) for row, column in offsets]
    for value in values:
        if isinstance(value, Fault):
            raise Fault(value.code)
    return [value for value in values if type(value) is float]


def _mean(numbers: Sequence[float]) -> float:
    if not numbers:
        raise Fault("#DIV/0!")
    return sum(numbers) / len(numbers)


def sumif(area: Operand, criterion: Operand, summed: Operand = None) -> Value:
    """Return the sum of the cells beside those that meet the criterion."""
    return float(sum(_taken(_area(area if summed is None else summed), _met((area, criterion)))))


def sumifs(summed: Operand, area: Operand, criterion: Operand, *more: Operand) -> Value:
    """Return the sum of the cells where all criteria hold."""
    return float(sum(_of_all(summed, (area, criterion, *more))))


def averageif(area: Operand, criterion: Operand, averaged: Operand = None) -> Value:
    """Return the average of the cells beside those that meet the criterion."""
    return _mean(_taken(_area(area if averaged is None else averaged), _met((area, criterion))))


def averageifs(averaged: Operand, area: Operand, criterion: Operand, *more: Operand) -> Value:
    """Return the average of the cells where all criteria hold."""
    return _mean(_of_all(averaged, (area, criterion, *more)))


def maxifs(wanted: Operand, area: Operand, criterion: Operand, *more: Operand) -> Value:
    """Return the greatest of the cells where all criteria hold."""
    return max(_of_all(wanted, (area, criterion, *more)), default=0.0)


def minifs(wanted: Operand, area: Operand, criterion: Operand, *more: Operand) -> Value:
    """Return the smallest of the cells where all criteria hold."""
    return min(_of_all(wanted, (area, criterion, *more)), default=0.0)


def _of_all(wanted: Operand, pairs: Sequence[Operand]) -> list[float]:
    area, first = _area(wanted), _area(pairs[0])
    if (area.height, area.width) != (first.height, first.width):
        raise Fault("#VALUE!")
    return _taken(area, _met(pairs))


def countblank(operand: Operand) -> Value:
    """Return how many cells are empty or hold an empty text."""
    area = _area(operand)
    return float(area.height * area.width - sum(value != "" for value in area.values()))
