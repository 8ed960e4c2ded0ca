"""Values of cells as a spreadsheet sees them: numbers, texts, truths, faults, nothing."""

from __future__ import annotations

import re
from datetime import date

from hqe_docs.paper.formulas.serials import serial_of


class Unknown(Exception):
    """What only the office program can tell: such a cell gets no value rather than a wrong one."""


class Fault(Exception):
    """An error value such as #DIV/0!, in a cell or on its way to one."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Value = float | str | bool | None | Fault

_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d*)(\.\d*)?([eE][+-]?\d+)?(%?)")
_DAY = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})")
_DUBIOUS = re.compile(
    r"[\d年月日时分秒:/.,%¥￥$€()eE+\-\s]*\d[\d年月日时分秒:/.,%¥￥$€()eE+\-\s]*(?:[AaPp][Mm])?"
)
_NEARLY = 2.0**-48


def rounded(number: float) -> float:
    """Return `number` as far as a spreadsheet tells numbers apart: to 15 digits."""
    return float(f"{number:.15g}")


def read_number(text: str) -> float | None:
    """Return what `text` is when it is calculated with, None when it is no number.

    Unknown is raised for what is a number or a day in some languages only.
    """
    plain = text.strip(" ")
    match = _NUMBER.fullmatch(plain)
    if match and (match[2] or len(match[3] or "") > 1):
        body = (match[1] + match[2].replace(",", "") or "0") + (match[3] or "") + (match[4] or "")
        return float(body) / 100 if match[5] else float(body)
    day = _DAY.fullmatch(plain)
    if day:
        return _read_day(int(day[1]), int(day[3]), int(day[4]))
    if _DUBIOUS.fullmatch(plain):
        raise Unknown(plain)
    return None


def _read_day(year: int, month: int, day: int) -> float | None:
    try:
        return serial_of(date(year, month, day))
    except ValueError:
        return None


def number(value: Value) -> float:
    """Return `value` as a number: nothing is 0, text must look like one."""
    if type(value) is float:
        return value
    if value is None:
        return 0.0
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, Fault):
        raise Fault(value.code)
    found = read_number(value) if isinstance(value, str) else None
    if found is None:
        raise Fault("#VALUE!")
    return found


def integer(value: Value) -> int:
    """Return `value` cut to a whole number; Unknown where the last digit decides."""
    exact = number(value)
    if int(exact) != int(rounded(exact)):
        raise Unknown
    return int(exact)


def text(value: Value) -> str:
    """Return `value` as it is joined to texts."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Fault):
        raise Fault(value.code)
    return _general(value)


def _general(value: float) -> str:
    if value and not 1e-4 <= abs(value) < 1e15:
        raise Unknown  # with an exponent or not: that is for the program to say
    return f"{value + 0.0:.15g}"


def truth(value: Value) -> bool:
    """Return `value` as a condition."""
    if isinstance(value, str):
        word = value.strip().upper()
        if word in ("TRUE", "FALSE"):
            return word == "TRUE"
        raise Fault("#VALUE!")
    return number(value) != 0


def compared(left: Value, right: Value) -> int:
    """Return -1, 0 or 1: numbers come before texts, texts before truths, case doesn't matter."""
    for value in (left, right):
        if isinstance(value, Fault):
            raise Fault(value.code)
    left, right = _filled(left, right), _filled(right, left)
    kinds = _kind(left), _kind(right)
    if kinds[0] != kinds[1]:
        return -1 if kinds[0] < kinds[1] else 1
    if isinstance(left, str) and isinstance(right, str):
        return _compared_texts(left.lower(), right.lower())
    first, second = number(left), number(right)
    if first == second or rounded(first) == rounded(second):
        return 0
    return -1 if first < second else 1


def _filled(value: Value, other: Value) -> Value:
    if value is not None:
        return value
    return "" if isinstance(other, str) else False if isinstance(other, bool) else 0.0


def _kind(value: Value) -> int:
    return 2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0


def _compared_texts(left: str, right: str) -> int:
    if left == right:
        return 0
    if left and right and not ((left + right).isascii() and (left + right).isalnum()):
        # the order of Chinese and of signs is the program's; that they differ is not
        return 2
    return -1 if left < right else 1


def added(left: float, right: float) -> float:
    """Return the sum, 0 where only the last bits of it are left."""
    total = left + right
    return 0.0 if total and abs(total) < abs(left) * _NEARLY else total
