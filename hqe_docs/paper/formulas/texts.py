"""Functions on texts."""

from __future__ import annotations

import re
from itertools import islice

from hqe_docs.paper.formulas.conditions import wildcard
from hqe_docs.paper.formulas.grid import Area, Array, Operand
from hqe_docs.paper.formulas.scalars import Fault, Unknown, Value, integer, read_number, text, truth

MOST_CHARACTERS = 32_767


def _characters(value: Value) -> str:
    found = text(value)
    if any(char > "\uffff" for char in found):
        raise Unknown  # one character for some programs, two for others
    return found


def _length(value: Value) -> int:
    found = integer(value)
    if found < 0:
        raise Fault("#VALUE!")
    return found


def left(value: Value, length: Value = 1.0) -> Value:
    """Return the first characters."""
    return _characters(value)[: _length(length)]


def right(value: Value, length: Value = 1.0) -> Value:
    """Return the last characters."""
    found, wanted = _characters(value), _length(length)
    return found[-wanted:] if wanted else ""


def middle(value: Value, start: Value, length: Value) -> Value:
    """Return characters from a place on, counted from 1."""
    found, first = _characters(value), integer(start)
    if first < 1:
        raise Fault("#VALUE!")
    return found[first - 1 : first - 1 + _length(length)]


def length_of(value: Value) -> Value:
    """Return the number of characters."""
    return float(len(_characters(value)))


def _pieces(operands: tuple[Operand, ...]) -> list[str]:
    pieces: list[str] = []
    for operand in operands:
        if isinstance(operand, Area):
            if operand.height * operand.width > MOST_CHARACTERS:
                raise Unknown
            cells = ((r, c) for r in range(operand.height) for c in range(operand.width))
            pieces.extend(text(operand.at(*cell)) for cell in cells)
        elif isinstance(operand, Array):
            pieces.extend(text(value) for value in operand.values())
        else:
            pieces.append(text(operand))
    return pieces


def _whole(joined: str) -> str:
    if len(joined) > MOST_CHARACTERS:
        raise Fault("#VALUE!")
    return joined


def concat(*operands: Operand) -> Value:
    """Return all texts one after another."""
    return _whole("".join(_pieces(operands)))


def concatenate(*values: Value) -> Value:
    """Return single texts one after another."""
    return _whole("".join(text(value) for value in values))


def textjoin(separator: Value, skips: Value, *operands: Operand) -> Value:
    """Return all texts with a separator between."""
    pieces = _pieces(operands)
    return _whole(text(separator).join(piece for piece in pieces if piece or not truth(skips)))


def trim(value: Value) -> Value:
    """Return a text without spaces around it, and single ones inside."""
    return re.sub(" +", " ", text(value)).strip(" ")


def substitute(value: Value, old: Value, new: Value, which: Value = None) -> Value:
    """Return a text with all writings of another replaced, or with the one of that number."""
    found, sought, put = text(value), text(old), text(new)
    if not sought:
        return found
    if which is None:
        return _whole(found.replace(sought, put))
    number = integer(which)
    if number < 1:
        raise Fault("#VALUE!")
    places = list(islice(re.finditer(re.escape(sought), found), number))
    if len(places) < number:
        return found
    return found[: places[-1].start()] + put + found[places[-1].end() :]


def replace(value: Value, start: Value, length: Value, new: Value) -> Value:
    """Return a text with some characters, counted from 1, replaced."""
    found, first = _characters(value), integer(start)
    if first < 1:
        raise Fault("#VALUE!")
    return found[: first - 1] + text(new) + found[first - 1 + _length(length) :]


def exact(left_one: Value, right_one: Value) -> Value:
    """Say whether two texts are the same, case and all."""
    return text(left_one) == text(right_one)


def find(sought: Value, value: Value, start: Value = 1.0) -> Value:
    """Return where a text stands in another, counted from 1."""
    return _place(_characters(value).find(text(sought), _start(start, value)))


def search(sought: Value, value: Value, start: Value = 1.0) -> Value:
    """Return where a text stands in another, case doesn't matter, * and ? stand for others."""
    pattern = wildcard(text(sought)) or re.compile(re.escape(text(sought)), re.IGNORECASE)
    found = pattern.search(_characters(value), _start(start, value))
    return _place(found.start() if found else -1)


def _start(start: Value, value: Value) -> int:
    first = integer(start)
    if not 1 <= first <= len(text(value)) + 1:
        raise Fault("#VALUE!")
    return first - 1


def _place(index: int) -> float:
    if index < 0:
        raise Fault("#VALUE!")
    return float(index + 1)


def upper(value: Value) -> Value:
    """Return a text in capitals."""
    return text(value).upper()


def lower(value: Value) -> Value:
    """Return a text in small letters."""
    return text(value).lower()


def repeated(value: Value, times: Value) -> Value:
    """Return a text several times."""
    found, number = text(value), _length(times)
    if len(found) * number > MOST_CHARACTERS:
        raise Fault("#VALUE!")
    return found * number


def value_of(value: Value) -> Value:
    """Return the number that a text shows."""
    if isinstance(value, bool):
        raise Fault("#VALUE!")
    if type(value) is float or value is None:
        return value or 0.0
    found = read_number(text(value))
    if found is None:
        raise Fault("#VALUE!")
    return found
