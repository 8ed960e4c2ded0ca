"""Which week a report is of: its number, its days, the day it is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hqe_docs.data.programme.programme import Programme
from hqe_docs.data.programme.workdays import DAY, last_workday

WEEK = timedelta(days=7)
THURSDAY = 3
PERIOD, CALENDAR_WEEK = "周报时段", "自然周"


@dataclass(frozen=True, slots=True)
class Week:
    """A report's number, first and last day, and the day it is handed in: before a holiday rather than on it."""

    number: int
    start: date
    end: date
    handed_in: date

    def before(self) -> tuple[date, date]:
        """Return first and last day of the period before."""
        length = self.end - self.start + DAY
        return self.start - length, self.start - DAY


def report_days(programme: Programme | None) -> list[date]:
    """Return the day of every weekly report of the programme, the first being that of number 1."""
    if programme is None or programme.reporting is None:
        return []
    first = programme.reporting.first
    last = programme.schedule.end if programme.schedule else date(first.year, 12, 31)
    return [first + WEEK * number for number in range((last - first) // WEEK + 1)]


def report_day(programme: Programme | None, day: date) -> date:
    """Return the day of the report in the calendar week of `day`, holidays not counted."""
    weekday = programme.reporting.first.weekday() if programme and programme.reporting else THURSDAY
    return day + DAY * (weekday - day.weekday())


def number_of(programme: Programme | None, usual: date) -> int | None:
    """Return the number of the report of a day, None for a day that has none."""
    return next((number for number, it in enumerate(report_days(programme), 1) if it == usual), None)


def week_of(programme: Programme | None, said: Mapping[str, str], day: date) -> Week | None:
    """Return the week whose report a day belongs to, None outside of the programme.

    By the setting 周报时段 it ends with the day of the report, or it is the calendar week of that day.
    """
    if programme is None:
        return None
    by_calendar = programme.chosen(said).get(PERIOD) == CALENDAR_WEEK
    for number, usual in enumerate(report_days(programme), start=1):
        start = usual - DAY * usual.weekday() if by_calendar else usual - WEEK + DAY
        if start <= day < start + WEEK:
            return Week(number, start, start + WEEK - DAY, last_workday(usual))
    return None
