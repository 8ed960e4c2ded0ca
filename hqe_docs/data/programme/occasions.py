"""A programme's duties as days of its year: every time each of them is due, holidays taken into account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hqe_docs.data.calendar import WEEKDAYS, Calendar
from hqe_docs.data.programme.schedule import (
    AS_IT_IS,
    EARLIER,
    MONTHS_OF_QUARTERS,
    Duty,
    Schedule,
    clamped,
    day_of,
    deadline_texts,
)

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time a duty is due: the `number`th of `total`.

    `nominal` is the day the rule names, `due` the day it becomes by the holidays, `since` the first day of the time
    that it is about; `moved` says why the days differ, `shares` the number of another one due on the same day.
    """

    duty: Duty
    number: int
    total: int
    nominal: date
    due: date
    since: date
    moved: str = ""
    shares: int = 0

    @property
    def until(self) -> date:
        """The last day on which evidence counts as this one's, not the next one's."""
        return max(self.nominal, self.due)


def occasions(schedule: Schedule, chosen: Mapping[str, str], calendar: Calendar) -> list[Occasion]:
    """Return every time each duty is due, duty by duty; `chosen` are the values of the programme's 口径."""
    return [item for duty in schedule.duties for item in _of(duty, schedule, chosen, calendar)]


def moves_of(duty: Duty, chosen: Mapping[str, str]) -> str:
    """Return what is done with a duty that falls on a holiday: what the duty says, or the setting it names."""
    return chosen.get(duty.move, duty.move)


def _of(duty: Duty, schedule: Schedule, chosen: Mapping[str, str], calendar: Calendar) -> Iterator[Occasion]:
    days = sorted({*_days(duty, schedule, chosen)})
    move = moves_of(duty, chosen)
    before, first_due = duty.start or schedule.start, dict[date, int]()
    for number, day in enumerate(days, start=1):
        due = _moved(day, move, calendar)
        since = day - A_WEEK + A_DAY if number == 1 and duty.cycle == "每周" else before
        why = _reason(day, due, calendar) if due != day else ""
        yield Occasion(duty, number, len(days), day, due, since, why, first_due.get(due, 0))
        before = max(day, due) + A_DAY
        first_due.setdefault(due, number)


def _moved(day: date, move: str, calendar: Calendar) -> date:
    if move == AS_IT_IS or calendar.is_workday(day):
        return day
    return calendar.workday_before(day) if move == EARLIER else calendar.workday_after(day)


def _reason(day: date, due: date, calendar: Calendar) -> str:
    how = "提前" if due < day else "顺延"
    return f"{day.month}月{day.day}日逢{calendar.holiday(day)}，{how}"


# ---------------------------------------------------------------- the days that the rules name
def _days(duty: Duty, schedule: Schedule, chosen: Mapping[str, str]) -> Iterator[date]:
    start, end = duty.start or schedule.start, duty.end or schedule.end
    if duty.weekday is not None and duty.cycle == "每周":
        first = start + timedelta(days=(WEEKDAYS.index(duty.weekday) - start.weekday()) % 7)
        yield from (first + A_WEEK * number for number in range(((end - first).days // 7) + 1))
    elif duty.day is not None and duty.cycle in ("每月", "每季"):
        months = MONTHS_OF_QUARTERS if duty.cycle == "每季" else range(1, 13)
        days = (clamped(year, month, duty.day) for year in _years(start, end) for month in months)
        yield from (day for day in days if start <= day <= end)
    else:
        yield from _deadlines(deadline_texts(duty, chosen), duty, start, end)


def _years(start: date, end: date) -> range:
    return range(start.year, end.year + 1)


def _deadlines(texts: Sequence[str], duty: Duty, start: date, end: date) -> Iterator[date]:
    """Yield the days of 时限: each once from the start on, every year of the programme for 每年."""
    for text in texts:
        days = [day for year in _years(start, end) if (day := day_of(text, year)) is not None]
        later = [day for day in days if day >= start]
        yield from later[:1] or days[-1:] if duty.cycle == "一次" else later
