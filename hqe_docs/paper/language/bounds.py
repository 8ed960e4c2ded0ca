"""How much a template may make: no operation, method or filter of one rendering grows past these bounds."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

MOST_OUTPUT = 256 * 1024 * 1024  # characters of one part
MOST_NUMBERS = 100_000  # given out by range() in one rendering
MOST_TURNS = 5_000_000  # of all loops of one rendering
MOST_TEXT = 1_000_000  # characters or items that one operation gives
MOST_BITS = 10_000  # of a whole number
_LARGE = 100_000  # results above this are added up: many of them fill the memory, too
_MOST_PLACES = 100


class OutputTooLarge(Exception):
    """The rendering grew past its bound; its text is the Chinese reason."""


class Allowance:
    """What one rendering has used of its bounds."""

    __slots__ = ("_numbers", "_texts", "_turns")

    def __init__(self) -> None:
        self._numbers = 0
        self._texts = 0
        self._turns = 0

    def spend(self, size: int) -> None:
        """Take `size` characters or items from the allowance before they are made."""
        self._texts += size if size > _LARGE else 0
        if size > MOST_TEXT or self._texts > MOST_OUTPUT:
            raise OutputTooLarge("一次运算的结果过大")

    def turn(self, count: int) -> None:
        """Take the turns of a loop from the allowance before it begins."""
        self._turns += count
        if self._turns > MOST_TURNS:
            raise OutputTooLarge(f"循环超过 {MOST_TURNS} 次")

    def range(self, *bounds: int) -> range:
        """Return range(*bounds), unless the rendering has had too many numbers."""
        numbers = range(*bounds)
        self._numbers += len(numbers)
        if self._numbers > MOST_NUMBERS:
            raise OutputTooLarge(f"range 给出的数超过 {MOST_NUMBERS} 个")
        return numbers


# ---------------------------------------------------------------- operators
def size_of_operation(operator: str, left: Any, right: Any) -> int:
    """Return how many characters or items `left operator right` gives; 0 for what can't grow."""
    if operator == "+":
        return len(left) + len(right) if _sized(left) and _sized(right) else 0
    if operator == "*":
        return _times(left, right) or _times(right, left) or _beyond(_bits(left) + _bits(right))
    if operator == "**" and isinstance(right, int | float | Decimal | Fraction):
        power = abs(float(right))
        return _beyond(power * _bits(left) if power <= _MOST_PLACES else MOST_BITS + 1)
    return 0


def _sized(value: Any) -> bool:
    return isinstance(value, str | list | tuple)


def _times(value: Any, times: Any) -> int:
    return len(value) * times if _sized(value) and isinstance(times, int) else 0


def _bits(value: Any) -> int:
    if isinstance(value, Fraction):
        return value.numerator.bit_length() + value.denominator.bit_length()
    return value.bit_length() if isinstance(value, int) else 0


def _beyond(bits: float) -> int:
    return MOST_TEXT + 1 if bits > MOST_BITS else 0


# ---------------------------------------------------------------- methods and filters
def _padded(text: str, width: int = 80, *_fill: str) -> int:
    return len(text) + width


def _tabs_expanded(text: str, tabsize: int = 8) -> int:
    return len(text) + text.count("\t") * tabsize


def _replaced(text: str, old: str, new: str, _count: int = -1) -> int:
    return len(text) + text.count(old) * len(new)


def _indented(text: str, width: int | str = 4, first: bool = False, blank: bool = False) -> int:
    return len(text) + (text.count("\n") + 1) * (len(width) if isinstance(width, str) else width)


def _wrapped(
    text: str,
    width: int = 79,
    break_long_words: bool = True,
    wrapstring: str | None = None,
    break_on_hyphens: bool = True,
) -> int:
    return len(text) * (1 + len(wrapstring or "\n"))


def _batched(_value: Any, linecount: int, *_fill: Any, **_named: Any) -> int:
    return linecount


def _sliced(_value: Any, slices: int, *_fill: Any, **_named: Any) -> int:
    return slices


def _rounded(_value: Any, precision: int = 0, *_method: str, **_named: str) -> int:
    return MOST_TEXT + 1 if abs(precision) > _MOST_PLACES else 0


SIZES: dict[str, Callable[..., int]] = {
    **dict.fromkeys(("center", "ljust", "rjust", "zfill"), _padded),
    "expandtabs": _tabs_expanded,
    "replace": _replaced,
    "indent": _indented,
    "wordwrap": _wrapped,
    "batch": _batched,
    "slice": _sliced,
    "round": _rounded,
}
REFUSED_METHODS = frozenset({"translate", "maketrans", "encode", "to_bytes", "from_bytes"})
