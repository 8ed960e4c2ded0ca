"""Which week a report is of: its number, its days, the day it is handed in, by the programme's weekly duty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hqe_docs.data.calendar import Calendar
from hqe_docs.data.programme.occasions import Occasion, occasions
from hqe_docs.data.programme.programme import Programme

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
PERIOD, CALENDAR_WEEK = "周报时段", "自然周"
THURSDAY = 3
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Week:
    """A report's number (0 for none), first and last day, the day it is handed in, and the period before."""

    number: int
    start: date
    end: date
    handed_in: date
    before: Span


def reports(programme: Programme | None, said: Mapping[str, str], calendar: Calendar) -> list[Occasion]:
    """Return every time the programme's weekly report is due; `said` are a dossier's 口径."""
    if programme is None or programme.schedule is None or programme.reporting is None:
        return []
    name = programme.reporting.duty
    duties = [it for it in programme.schedule.duties if it.name == name and it.cycle == "每周"]
    schedule = programme.schedule.model_copy(update={"duties": duties})
    return occasions(schedule, programme.chosen(said), calendar)


def weeks(programme: Programme | None, said: Mapping[str, str], calendar: Calendar) -> list[Week]:
    """Return the week of every report.

    By the setting 周报时段 it goes from the day after the report before to the day of the report, or it is the
    calendar week of the day that the rule names.
    """
    times = reports(programme, said, calendar)
    by_calendar = programme is not None and programme.chosen(said).get(PERIOD) == CALENDAR_WEEK
    spans = [_calendar_week(it.nominal) if by_calendar else (it.since, it.until) for it in times]
    before = [(spans[0][0] - WEEK, spans[0][0] - DAY), *spans] if spans else []
    return [
        Week(it.number, *span, it.due, last) for it, span, last in zip(times, spans, before, strict=False)
    ]


def _calendar_week(day: date) -> Span:
    monday = day - DAY * day.weekday()
    return monday, monday + WEEK - DAY


def week_of(known: list[Week], day: date) -> Week | None:
    """Return the week whose report a day belongs to, None for a day outside of all."""
    return next((week for week in known if week.start <= day <= week.end), None)


def week_said(times: list[Occasion], start: date | None, end: date | None, number: int | None) -> Week | None:
    """Return the week that a dossier says itself, None where it says no day of it.

    It is handed in on the day of the report in the calendar week of its end; its number is that of that report
    unless it is said, too.
    """
    last = end or (start + WEEK - DAY if start else None)
    if last is None:
        return None
    first = start or last - WEEK + DAY
    usual = last + DAY * ((times[0].nominal.weekday() if times else THURSDAY) - last.weekday())
    report = next((it for it in times if it.nominal == usual), None)
    counted = report.number if report else 0
    return Week(number or counted, first, last, report.due if report else usual, (first - WEEK, first - DAY))
