"""Functions on days."""

from __future__ import annotations

import calendar
from datetime import date
from math import floor

from hqe_docs.paper.formulas.scalars import Fault, Unknown, Value, integer, number
from hqe_docs.paper.formulas.serials import day_of, serial_of


def _day(value: Value) -> date:
    serial = number(value)
    if serial < 0:
        raise Fault("#NUM!")
    day = day_of(floor(serial))
    if day is None:
        raise Unknown
    return day


def _serial(year: int, month: int, day: int) -> float:
    """Return the number of a day; months and days may run over."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not 1900 <= year <= 9999:
        raise Unknown
    first = serial_of(date(year, month, 1))
    if first is None or day_of(first + day - 1) is None:
        raise Unknown
    return first + day - 1


def date_of(year: Value, month: Value, day: Value) -> Value:
    """Return a day of its year, month and day."""
    number_of_year = integer(year)
    return _serial(number_of_year + (1900 if 0 <= number_of_year < 1900 else 0), integer(month), integer(day))


def year(value: Value) -> Value:
    """Return the year."""
    return float(_day(value).year)


def month(value: Value) -> Value:
    """Return the month."""
    return float(_day(value).month)


def day(value: Value) -> Value:
    """Return the day of the month."""
    return float(_day(value).day)


def days(end: Value, start: Value) -> Value:
    """Return how many days lie between."""
    return float(floor(number(end)) - floor(number(start)))


def edate(value: Value, months: Value) -> Value:
    """Return the same day some months later, the last of the month when it has no such day."""
    start, later = _day(value), integer(months)
    years, month_index = divmod(start.year * 12 + start.month - 1 + later, 12)
    if not 1900 <= years <= 9999:
        raise Fault("#NUM!")
    last = calendar.monthrange(years, month_index + 1)[1]
    return _serial(years, month_index + 1, min(start.day, last))


def datedif(start: Value, end: Value, unit: Value) -> Value:
    """Return the whole years (Y), months (M) or days (D) between, or months over whole years (YM)."""
    first, last = _day(start), _day(end)
    if first > last:
        raise Fault("#NUM!")
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    kinds = {"Y": months // 12, "M": months, "D": (last - first).days, "YM": months % 12}
    wanted = str(unit).upper()
    if wanted not in kinds:
        raise Unknown  # MD and YD are wrong in Excel, by its maker's own word
    return float(kinds[wanted])
