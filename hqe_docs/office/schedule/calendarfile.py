"""The year's duties as a calendar file (RFC 5545) that Outlook, phones and WeChat's calendar can take in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hqe_docs.office.schedule.items import Item

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

ZONE = "Asia/Shanghai"
LENGTH = timedelta(minutes=30)  # before the deadline
REMINDER = timedelta(days=-1)
REMINDER_OF_A_DAY = timedelta(hours=-15)  # nine o'clock of the day before
MAKER = "-//hqe-docs//due//ZH"


def calendar_file(items: Iterable[tuple[Item, date]], title: str) -> bytes:
    """Return a calendar of one event an item; the day beside each stamps it, as no clock may."""
    from icalendar import Calendar

    whole = Calendar()
    for name, value in (
        ("prodid", MAKER),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
    ):
        whole.add(name, value)
    whole.add("x-wr-calname", title)
    whole.add("x-wr-timezone", ZONE)
    whole.add_component(_zone())
    for item, stamp in items:
        whole.add_component(_event(item, stamp))
    return _bytes(whole)


def _bytes(whole: Calendar) -> bytes:
    return bytes(whole.to_ical())


def _zone() -> Timezone:
    """Return China's time, the same all year; the library's own would tell of the summers up to 1991."""
    from icalendar import Timezone, TimezoneStandard

    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    standard.add("dtstart", datetime(1992, 1, 1))  # local time, as RFC 5545 §3.6.5 wants it
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def _event(item: Item, stamp: date) -> Event:
    from icalendar import Alarm, Event

    event, alarm = Event(), Alarm()
    event.add("uid", uid_of(item))
    event.add("dtstamp", datetime.combine(stamp, time(), UTC))
    event.add("summary", f"{item.dossier}：{item.what}")
    if item.time:
        end = datetime.combine(item.due, time.fromisoformat(item.time), ZoneInfo(ZONE))
        event.add("dtstart", end - LENGTH)
        event.add("dtend", end)
    else:
        event.add("dtstart", item.due)
        event.add("dtend", item.due + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    event.add("description", _description(item))
    event.add("categories", [item.kind])
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{item.dossier}：{item.what}")
    alarm.add("trigger", REMINDER if item.time else REMINDER_OF_A_DAY)
    event.add_component(alarm)
    return event


def uid_of(item: Item) -> str:
    """Return a name that stays the same when days move or the wording of other items changes."""
    parts = (item.place, item.kind, item.name, str(item.number), str(item.nominal.year))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32] + "@hqe-docs"


def _description(item: Item) -> str:
    who = " ".join(part for part in (item.unit, item.person) if part)
    parts = (
        ("责任：", who),
        ("报给：", item.to),
        ("依据：", item.source),
        ("说明：", item.note),
        ("做法：", item.command),
    )
    return "\n".join(word + part for word, part in parts if part)
