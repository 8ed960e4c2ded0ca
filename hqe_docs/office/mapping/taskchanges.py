"""What became of the tasks since last week, and what is due next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_args

from hqe_docs.data.schema import Task, TaskState
from hqe_docs.data.states import State, TaskThen
from hqe_docs.values import decimal_text

DONE, STOPPED, WAITING = "已完成", "受阻", "未启动"


def task_changes(
    shown: Sequence[Mapping[str, Any]],
    tasks: Sequence[Task],
    last: State | None,
    day: date | None,
    until: date | None,
) -> dict[str, Any]:
    """Return the tasks (as the mapping shows them) by what is new since last week, and those due by `until`.

    `有上周` says whether last week's states are known; the lists of changes are empty where they are not.
    """
    pairs = list(zip(shown, tasks, strict=True))
    then = last.tasks if last else {}
    known = [(item, task, then[task.number]) for item, task in pairs if task.number in then]
    return {
        "有上周": last is not None,
        "上周计": _counts([it.state for it in then.values()]) if last else None,
        "新完成": [item for item, task, was in known if task.state == DONE != was.state],
        "新启动": [item for item, task, was in known if was.state == WAITING and task.state == "进行中"],
        "新受阻": [item for item, task, was in known if task.state == STOPPED != was.state],
        "新逾期": [item for item, task, was in known if last and _is_newly_late(task, was, last.day, day)],
        "新增": [item for item, task in pairs if last and task.number not in then],
        "进展": [
            {**item, "上周进度": _percent(was)}
            for item, task, was in known
            if task.state == "进行中" and None not in (task.progress, was.progress)
            if task.progress != was.progress
        ],
        "到期": [
            item for item, task in pairs if task.state != DONE and until and task.due and task.due <= until
        ],
    }


def _counts(states: Sequence[str]) -> dict[str, int]:
    return {state: states.count(state) for state in get_args(TaskState)}


def _is_newly_late(task: Task, was: TaskThen, then: date, day: date | None) -> bool:
    """Say whether a task is late now and was not on the day of the state."""
    if task.due is None or day is None or task.state == DONE or task.due >= day:
        return False
    return was.state == DONE or task.due >= then


def _percent(was: TaskThen) -> str:
    return "" if was.progress is None else decimal_text(was.progress * 100) + "%"
