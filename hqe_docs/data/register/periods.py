"""Events counted by month or week, and how many people stood in which state at the end of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hqe_docs.data.register.schema import tables

if TYPE_CHECKING:
    from sqlalchemy import Connection

MONTH, WEEK = "month", "week"


@dataclass(frozen=True, slots=True)
class Period:
    """A month or a week from Monday: its events by type, and at its end the rows, by their state."""

    name: str
    end: str
    events: Mapping[str, int]
    rows: int
    states: Mapping[str, int]


def periods(connection: Connection, kind: str, by: str, *, place: str = "") -> list[Period]:
    """Return the periods from the first load to the last of the ledgers of a kind, of one place or of all."""
    from sqlalchemy import func, or_, select

    made = tables()
    books, loads, events = made.books.c, made.loads.c, made.events.c
    mine = select(books.id).where(books.kind == kind)
    if place:
        mine = mine.where(or_(books.place == place, books.village == place))
    wanted = select(func.min(loads.day), func.max(loads.day)).where(loads.book.in_(mine))
    first, last = connection.execute(wanted).one()
    if first is None:
        return []
    counted = (
        select(events.day, events.type, func.count())
        .where(events.book.in_(mine))
        .group_by(events.day, events.type)
    )
    told: dict[str, Counter[str]] = {}
    for day, sort, count in connection.execute(counted):
        told.setdefault(_name(date.fromisoformat(day), by), Counter())[sort] += count
    return [
        Period(name, end, dict(told.get(name, {})), sum(states.values()), states)
        for name, end in _ends(date.fromisoformat(first), date.fromisoformat(last), by)
        for states in [_states(connection, mine, end)]
    ]


def _states(connection: Connection, mine: object, day: str) -> dict[str, int]:
    from sqlalchemy import func, select

    it = tables().versions.c
    wanted = (
        select(it.state, func.count())
        .where(it.book.in_(mine), it.since <= day, it.until > day)  # type: ignore[arg-type]
        .group_by(it.state)
        .order_by(func.count().desc(), it.state)
    )
    return {row[0]: row[1] for row in connection.execute(wanted)}


def _name(day: date, by: str) -> str:
    if by == MONTH:
        return f"{day.year}年{day.month}月"
    year, week, _ = day.isocalendar()
    return f"{year}年第{week}周"


def _ends(first: date, last: date, by: str) -> list[tuple[str, str]]:
    """Return each period with its last day."""
    ends: dict[str, str] = {}
    day = first
    while day <= _last_day(last, by):
        ends[_name(day, by)] = day.isoformat()
        day += timedelta(days=1)
    return list(ends.items())


def _last_day(day: date, by: str) -> date:
    """Return the last day of the period that a day lies in."""
    if by == WEEK:
        return day + timedelta(days=6 - day.weekday())
    after = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return after - timedelta(days=1)
