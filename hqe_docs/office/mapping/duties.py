"""Who answers for an indicator, by the dossier's 任务."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hqe_docs.data.schema import Task


def duty_of(tasks: Sequence[Task], no: int) -> dict[str, Any]:
    """Return 责任单位, 责任人 and 完成时限 (the last) of the tasks for an indicator that are open, else of all."""
    mine = [task for task in tasks if no in task.indicators]
    mine = [task for task in mine if task.state != "已完成"] or mine
    days = [task.due for task in mine if task.due]
    return {
        "责任单位": "、".join(dict.fromkeys(task.unit for task in mine if task.unit)),
        "责任人": "、".join(dict.fromkeys(task.person for task in mine if task.person)),
        "完成时限": max(days) if days else None,
    }
