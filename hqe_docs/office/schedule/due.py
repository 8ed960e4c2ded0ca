"""`hqe due`: what is overdue, due today, this week and soon, over dossiers and all below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hqe_docs.data.calendar import WEEKDAYS
from hqe_docs.office.mapping.troublelist import late_answers
from hqe_docs.office.schedule.items import Item, items_of, settings_of
from hqe_docs.office.schedule.writing import draw, may_begin, stamp_of, write_calendar
from hqe_docs.office.workspace import Loaded, Progress, walk_dossiers
from hqe_docs.problems import Problem, Problems

GROUPS = ("逾期", "待核", "今天", "本周", "往后", "已完成")
DAYS = 14


@dataclass(slots=True)
class Wish:
    """What is asked for: the day, how many days after it, a calendar file, a picture."""

    on: date
    days: int = DAYS
    ics: Path | None = None
    picture: Path | None = None


@dataclass(slots=True)
class Told:
    """What has come together: every item of the year with its stamp, settings, problems, files (None: not written)."""

    several: bool
    items: list[tuple[Item, date]] = field(default_factory=list)
    settings: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    found: Problems = field(default_factory=Problems)
    written: list[str | None] = field(default_factory=list)


def due_json(
    paths: Sequence[Path], wish: Wish, libraries: Sequence[Path] = (), progress: Progress | None = None
) -> dict[str, Any]:
    """Return {"problems", "on", "settings", "items", "written"}: what is done, overdue, and due within the days."""
    told = Told(len(paths) > 1)
    if not may_begin(wish.ics, wish.picture, told.found):
        told.written.append(None)
        return _answer(told, wish)
    for loaded in walk_dossiers(paths, libraries=libraries, progress=progress):
        told.found.extend(loaded.dossier_problems)
        if loaded.is_sound:
            told.found.extend(late_answers(loaded.on_day(wish.on)))
            _add(told, loaded, wish)
    if wish.ics:
        told.written.append(write_calendar(wish.ics, told.items, told.found))
    return _answer(told, wish)


def _answer(told: Told, wish: Wish) -> dict[str, Any]:
    last = wish.on + timedelta(days=wish.days)
    shown = (item_json(it, wish.on) for it, _ in told.items if it.due <= last)
    settings = [{"name": n, "value": v, "dossiers": who} for (n, v), who in told.settings.items()]
    return {
        "problems": list(told.found),
        "on": wish.on.isoformat(),
        "settings": settings,
        "items": sorted(shown, key=lambda it: (GROUPS.index(it["group"]), it["due"])),
        "written": told.written,
    }


def _add(told: Told, loaded: Loaded, wish: Wish) -> None:
    mine = Problems()
    told.several = told.several or bool(loaded.sound.data.below)
    told.items += [(item, stamp_of(loaded)) for item in items_of(loaded, wish.on, mine)]
    for name, value in settings_of(loaded).items():
        told.settings.setdefault((name, value), []).append(loaded.name)
    if wish.picture:
        drawn = draw(wish.picture, loaded, wish.on, mine, several=told.several, taken=told.written)
        # of many dossiers some have no tasks, which is told and is no failure
        told.written += [drawn] if drawn or not told.several else []
    told.found.extend(_new(mine, told.found))


def _new(more: Problems, known: Problems) -> list[Problem]:
    """Return the problems that are not yet known: a year without holidays is the same for every dossier."""
    return [item for item in more if item not in known.found]


def group_of(item: Item, on: date) -> str:
    """Return under which heading an item is told on a day."""
    if item.state == "已完成":
        return "已完成"
    if item.due < on:
        return "待核" if item.state == "待核" else "逾期"
    if item.due == on:
        return "今天"
    return "本周" if item.due <= on + timedelta(days=6 - on.weekday()) else "往后"


def state_text(item: Item, on: date) -> str:
    """Return how an item stands on a day, in few words."""
    days = (item.due - on).days
    if item.state == "已完成":
        return "已完成"
    if days >= 0:
        return f"还有 {days} 天" if days else "今天"
    return f"{'待核，已过' if item.state == '待核' else '逾期'} {-days} 天"


def item_json(item: Item, on: date) -> dict[str, Any]:
    """Return one object of `hqe due --json`."""
    return {
        "kind": item.kind,
        "name": item.name,
        "number": item.number,
        "what": item.what,
        "due": item.due.isoformat(),
        "time": item.time or None,
        "weekday": f"星期{WEEKDAYS[item.due.weekday()]}",
        "dossier": item.dossier,
        "unit": item.unit,
        "person": item.person,
        "to": item.to,
        "group": group_of(item, on),
        "state": item.state,
        "days": (item.due - on).days,
        "text": state_text(item, on),
        "note": item.note,
        "command": item.command,
        "source": item.source,
    }
