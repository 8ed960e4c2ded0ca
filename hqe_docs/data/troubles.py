"""Difficulties reported upwards (问题): what tells one again, whether it is settled, whether it is answered in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from hqe_docs.data.calendar import Calendar
from hqe_docs.data.programme.reporting import Escalation, Level
from hqe_docs.data.schema import Trouble
from hqe_docs.values import squeeze

_CLOSED = ("已解决", "解决", "已办结", "办结", "已销号", "销号", "已完成", "已整改")
_KEY_LENGTH = 16
NATURAL = "自然日"


def is_closed(state: str | None) -> bool:
    """Say whether a reported difficulty is settled, by the state someone wrote."""
    return (state or "").strip() in _CLOSED


def key_of(trouble: Trouble) -> str:
    """Return what tells a difficulty again in a later state without keeping its words: a digest of day and content."""
    said = f"{trouble.dated or ''} {squeeze(trouble.content)}"
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY_LENGTH]


# ---------------------------------------------------------------- answers in time
@dataclass(frozen=True, slots=True)
class Answer:
    """How a difficulty's answer stands on a day: None where the dossier or the programme does not tell.

    `taken` are the days from report to answer, or to that day; `limit` those allowed, both counted in `unit`; `due` is
    the last of them, from the day after which an answer is late. `upward` is the level to ask next.
    """

    level: Level | None = None
    taken: int | None = None
    limit: int | None = None
    unit: str = ""
    due: date | None = None
    is_waiting: bool = False
    is_late: bool = False
    upward: Level | None = None


def answer_of(
    trouble: Trouble,
    day: date | None,
    rules: Escalation | None,
    chosen: Mapping[str, str],
    calendar: Calendar,
) -> Answer:
    """Return how a difficulty's answer stands on a day; `chosen` are the programme's settings."""
    waiting = not (trouble.answered_on or trouble.answer or is_closed(trouble.state))
    if rules is None:
        return Answer(is_waiting=waiting)
    number = rules.level_of(trouble.level)
    level = None if number is None else rules.levels[number]
    until = trouble.answered_on or (day if waiting else None)
    by_workdays = chosen.get(rules.counting) != NATURAL
    taken = _days_between(trouble.dated, until, calendar if by_workdays else None)
    limit = int(chosen[level.limit]) if level else None
    due = _answered_by(trouble.dated, limit, calendar if by_workdays else None)
    late = until is not None and due is not None and until > due
    above = rules.levels[number + 1 :] if number is not None else []
    upward = above[0] if above and late and waiting else None
    return Answer(level, taken, limit, "个工作日" if by_workdays else "天", due, waiting, late, upward)


def _answered_by(dated: date | None, limit: int | None, calendar: Calendar | None) -> date | None:
    """Return the last day on which an answer is in time, a working day where there is a calendar."""
    if dated is None or limit is None:
        return None
    return calendar.workday_number(dated, limit) if calendar else dated + timedelta(days=limit)


def _days_between(first: date | None, last: date | None, calendar: Calendar | None) -> int | None:
    """Return how many days after `first` `last` is, working days where there is a calendar; None without both."""
    if first is None or last is None:
        return None
    later = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(1 for day in later if calendar is None or calendar.is_workday(day))
