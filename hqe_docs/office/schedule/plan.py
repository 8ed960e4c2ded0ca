"""A dossier's tasks as the progress picture draws them."""

from __future__ import annotations

from datetime import date
from typing import Any

from hqe_docs.data.schema import plain
from hqe_docs.office.mapping.reporting import task_groups
from hqe_docs.office.schedule.items import stages_of
from hqe_docs.office.workspace import Loaded


def plan_of(loaded: Loaded, on: date) -> dict[str, Any] | None:
    """Return the plan of a sound dossier on a day (see progresspicture); None where no task has a day."""
    data = loaded.sound.data
    dated = [plain(task) for task in data.tasks if task.due]
    if not dated:
        return None
    schedule = loaded.programme.schedule if loaded.programme else None
    stages = [plain(it) for it in stages_of(loaded, schedule) if it.start and it.end]
    ends = [*(task["完成时限"] for task in dated), *(it["止"] for it in stages)]
    starts = [*(task["起"] or task["完成时限"] for task in dated), *(it["起"] for it in stages)]
    own = [schedule.start, schedule.end] if schedule and schedule.start.year == data.point.year else []
    point = data.point
    aim = point.kind if point.role == "创建点" else ""
    return {
        "题名": f"{point.name}{point.year}年高质量就业{aim}创建工作任务进度图",
        "全称": "".join((*point.parents, point.name)),
        "日": on,
        "起": min([*starts, *own[:1]]),
        "止": max([*ends, *own[1:]]),
        "阶段": stages,
        "组": task_groups(loaded.edition, dated),
        "未排": len(data.tasks) - len(dated),
    }
