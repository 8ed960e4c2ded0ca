"""The days of the season: Thursdays, working days, and on which of them something is entered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from hqe_docs.data.calendar import shipped_calendar
from tools.example.dice import Dice
from tools.example.villages import REFERENCE_DAY

START = date(2023, 6, 1)
LAST = date(2023, 11, 30)
CLOSED = REFERENCE_DAY  # from then on the ledgers tell of that day: only what was wrong in them is put right
FIRST_REPORT = date(2023, 7, 6)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def thursdays(first: date = START, last: date = LAST) -> list[date]:
    """Return the Thursdays from `first` to `last`."""
    return [day for day in _days(first, last) if day.weekday() == 3]


def workdays(first: date, last: date) -> list[date]:
    """Return the days from `first` to `last` on which offices work, by the State Council's calendar."""
    return [day for day in _days(first, last) if shipped_calendar().is_workday(day)]


def some_workday(first: date, last: date, dice: Dice) -> date:
    """Return a working day from `first` to `last`; the last one before `first` when there is none."""
    return dice.pick(workdays(first, last) or [_working(first, -DAY)])


def entered(day: date, dice: Dice, *, last: date = CLOSED, lag: int = 7) -> date:
    """Return when the village enters what happened on `day`: the next working day or up to `lag` later, by `last`."""
    soonest = _working(max(day, START) + DAY, DAY)
    return min(_working(soonest + dice.whole(0, lag) * DAY, DAY), max(_working(last, -DAY), soonest))


def _working(day: date, step: timedelta) -> date:
    while not shipped_calendar().is_workday(day):
        day += step
    return day


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + number * DAY
