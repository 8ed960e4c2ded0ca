"""'%s' and '{}' in templates: values stand in the text as they are printed, widths are bounded."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jinja2 import Environment
from jinja2.sandbox import SandboxedFormatter

from hqe_docs.paper.language.bounds import OutputTooLarge

Show = Callable[[Any], str]

_TOO_WIDE = re.compile(r"\d{4}")
_PERCENT = re.compile(r"%(?:\([^)]*\))?([^a-zA-Z%]*)[a-zA-Z%]")


def _checked(spec: str) -> str:
    if "*" in spec or _TOO_WIDE.search(spec):
        raise OutputTooLarge("一次运算的结果过大")
    return spec


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal | Fraction) and not isinstance(value, bool)


class _Slot:
    """A value in %-formatting: a number for %d and its like, what is printed for all others."""

    __slots__ = ("_show", "_value")

    def __init__(self, value: Any, show: Show) -> None:
        self._value = value
        self._show = show

    def __str__(self) -> str:
        return self._show(self._value)

    __repr__ = __str__

    def _number(self) -> Any:
        if not _is_number(self._value):
            raise TypeError("not a number")
        return self._value

    def __int__(self) -> int:
        return int(self._number())

    def __index__(self) -> int:
        return int(self._number())

    def __float__(self) -> float:
        return float(self._number())


def percent_formatted(pattern: str, values: Any, show: Show) -> str:
    """Return `pattern % values`; `values` is a tuple, a mapping or one value."""
    for match in _PERCENT.finditer(pattern):
        _checked(match[1])
    slots: Any
    if isinstance(values, Mapping) and "%(" in pattern:
        slots = {key: _Slot(value, show) for key, value in values.items()}
    elif isinstance(values, tuple):
        slots = tuple(_Slot(value, show) for value in values)
    else:
        slots = (_Slot(values, show),)
    return str.__mod__(pattern, slots)


class _BraceFormatter(SandboxedFormatter):
    def __init__(self, environment: Environment, show: Show) -> None:
        super().__init__(environment)
        self._show = show

    def convert_field(self, value: Any, conversion: Any) -> Any:
        return self._show(value) if conversion else value

    def format_field(self, value: Any, format_spec: str) -> str:
        spec = _checked(format_spec)
        if spec and (_is_number(value) or (isinstance(value, date) and "%" in spec)):
            return self._show(format(value, spec))
        return format(self._show(value), spec)


def brace_formatted(
    environment: Environment, pattern: str, args: Sequence[Any], named: Mapping[str, Any], show: Show
) -> str:
    """Return `pattern.format(*args, **named)`."""
    return str(_BraceFormatter(environment, show).vformat(str(pattern), args, named))
