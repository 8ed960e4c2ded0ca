"""Days people work in China, as far as the library knows the holidays."""

from __future__ import annotations

from datetime import date, timedelta

SATURDAY = 5
DAY = timedelta(days=1)


def is_workday(day: date) -> bool:
    """Say whether people work on a day; of years without published holidays only weekends are known."""
    from chinese_calendar import is_workday as works  # type: ignore[import-untyped]  # has no hints

    try:
        return bool(works(day))
    except NotImplementedError:
        return day.weekday() < SATURDAY


def last_workday(day: date) -> date:
    """Return the day itself, or the last working day before it."""
    while not is_workday(day):
        day -= DAY
    return day


def days_between(first: date | None, last: date | None, *, workdays: bool) -> int | None:
    """Return how many days after `first` `last` is, working days where these are asked for; None without both."""
    if first is None or last is None:
        return None
    later = (first + DAY * number for number in range(1, (last - first).days + 1))
    return sum(1 for day in later if not workdays or is_workday(day))
