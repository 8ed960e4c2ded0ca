"""走势: what became of the figures with a target, of points and of tasks since states are kept; and what is settled since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from hqe_docs.data.scores.indicators import rate_of
from hqe_docs.data.states import State, series
from hqe_docs.data.troubles import is_closed, key_of
from hqe_docs.office.mapping.changes import SAME, change, change_words
from hqe_docs.office.states import state_of
from hqe_docs.office.workspace import Loaded
from hqe_docs.values import decimal_text

POINTS, DONE_TASKS, DONE, STOPPED = "自评得分", "已完成任务", "已完成", "受阻"
NONE_KEPT = "尚无存档，不作比较"


class Seen(NamedTuple):
    """What a number was on a day: as it is drawn and reckoned, and as it is printed."""

    day: date
    value: Fraction
    text: str


class Course(NamedTuple):
    """A number over time; `target` is its bound as printed, `goal` as reckoned, None where there is none."""

    name: str
    unit: str
    is_rate: bool
    seen: tuple[Seen, ...]
    target: str = ""
    goal: Fraction | None = None


def trend_parts(loaded: Loaded, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return 走势 of a mapping that has 主要指标 and 任务."""
    states = states_until_now(loaded)
    kept = states[:-1]
    shown = [_course(course) for course in courses(context, states)] if kept else []
    return {
        "走势": {
            "存档": [state.day for state in kept],
            "首日": kept[0].day if kept else None,
            "中日": states[len(states) // 2].day if len(states) > 2 else None,
            "末日": states[-1].day if kept else None,
            "项": shown,
            "变化": [row["变"] for row in shown if row["变"]],
            "持平": [row["名称"] for row in shown if row["变化"] == SAME],
            "说明": "" if kept else NONE_KEPT,
            "销号": list(_settled(loaded, context, kept)),
        }
    }


def states_until_now(loaded: Loaded) -> list[State]:
    """Return the states kept before 基准日 and, last, that of the day itself; nothing without the day."""
    day = loaded.sound.data.point.reference_date
    if day is None:
        return []
    return [*(state for state in loaded.states if state.day < day), state_of(loaded, day)]


# ---------------------------------------------------------------- numbers over time
def courses(context: Mapping[str, Any], states: Sequence[State]) -> list[Course]:
    """Return the numbers known on at least two days: figures with a target, points, tasks done."""
    made = [
        *(_figure(row, states) for row in context["主要指标"]),
        Course(POINTS, "分", False, tuple(_points(states))),
        Course(DONE_TASKS, "项", False, tuple(_tasks(states))),
    ]
    return [course for course in made if len(course.seen) > 1]


def _figure(row: Mapping[str, Any], states: Sequence[State]) -> Course:
    points = series(states, row["名称"])
    is_rate = any(point.figure.is_rate for point in points)
    seen = (Seen(day, it.value, it.text) for day, it in points if it.value is not None)
    return Course(row["名称"], row["单位"], is_rate, tuple(seen), row["目标"], rate_of(row["界限"]))


def _points(states: Sequence[State]) -> Iterator[Seen]:
    for state in states:
        if state.total is not None:
            yield Seen(state.day, Fraction(state.total), decimal_text(Decimal(state.total)))


def _tasks(states: Sequence[State]) -> Iterator[Seen]:
    for state in states:
        if state.tasks:
            done = sum(task.state == DONE for task in state.tasks.values())
            yield Seen(state.day, Fraction(done), str(done))


def _course(course: Course) -> dict[str, Any]:
    """Return a number over time as papers tell it: first, middle, last, what changed, highest and lowest."""
    seen = course.seen
    first, middle, last = seen[0], seen[len(seen) // 2] if len(seen) > 2 else None, seen[-1]
    moved = change(last.value, first.value, is_rate=course.is_rate)
    # of equal ones the first
    high, low = max(seen, key=lambda it: it.value), min(seen, key=lambda it: it.value)
    reached = "" if course.goal is None else "达到" if last.value >= course.goal else "未达到"
    row = {"名称": course.name, "单位": course.unit, "增减": moved}
    return row | {
        "首": _shown(first, course.unit),
        "中": _shown(middle, course.unit) if middle else None,
        "末": _shown(last, course.unit),
        "变化": moved,
        "变": change_words(row),
        "最高": _shown(high, course.unit),
        "最低": _shown(low, course.unit),
        "目标": course.target,
        "达到": reached,
        "起落": _between(course, first, last, high, low),
    }


def _between(course: Course, first: Seen, last: Seen, high: Seen, low: Seen) -> str:
    """Return the highest and the lowest in words where they lie between the first and the last."""
    words = [
        f"{said}为{it.day.month}月{it.day.day}日的{it.text}{course.unit}"
        for said, it in (("最高", high), ("最低", low))
        if it.value not in (first.value, last.value)
    ]
    return f"其间{'，'.join(words)}" if words else ""


def _shown(seen: Seen, unit: str) -> dict[str, Any]:
    return {"日": seen.day, "显示": seen.text + unit}


# ---------------------------------------------------------------- settled since
def _settled(loaded: Loaded, context: Mapping[str, Any], kept: Sequence[State]) -> Iterator[dict[str, Any]]:
    """Yield what an earlier state shows as open and is settled now: figures, tasks, difficulties."""
    name = loaded.name
    for row in context["主要指标"]:
        if row["达到"] == "达到":
            goal, past = rate_of(row["界限"]), series(kept, row["名称"])
            below = (it.day for it in past if it.figure.value is not None and it.figure.value < goal)
            yield from _once(
                name, "指标", f"{row['名称']}达到目标（{row['目标']}），现为{row['显示']}", below
            )
    for task in loaded.sound.data.tasks:
        if task.state == DONE:
            due = task.due
            behind = (
                state.day
                for state in kept
                if (was := state.tasks.get(task.number)) is not None
                and (was.state == STOPPED or (was.state != DONE and due is not None and due < state.day))
            )
            yield from _once(name, "任务", f"第{task.number}项任务：{task.title}", behind)
    for trouble in loaded.sound.data.troubles:
        if is_closed(trouble.state):
            key = key_of(trouble)
            waiting = (it.day for it in kept if any(one.key == key and not one.closed for one in it.troubles))
            yield from _once(name, "问题", trouble.content or "", waiting)


def _once(name: str, source: str, matter: str, open_on: Iterator[date]) -> Iterator[dict[str, Any]]:
    """Yield the matter where there is a day on which it was open: the first and the last such day."""
    days = list(open_on)
    if days:
        yield {"创建点": name, "来源": source, "事项": matter, "首见": days[0], "末见": days[-1]}
