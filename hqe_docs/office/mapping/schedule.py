"""What templates see of the year's schedule: duties by stage and month, and the rules that were left open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from hqe_docs.data.programme.occasions import Occasion
from hqe_docs.data.schema import Stage
from hqe_docs.office.schedule.items import (
    COUNTERS,
    due_times,
    holiday_notices,
    receiver,
    remark_of,
    settings_of,
    stages_of,
    whose_duty,
)
from hqe_docs.office.workspace import Loaded
from hqe_docs.problems import Problems

NO_HOLIDAYS = "P102"
AFTERWARDS = "各阶段以后"
A_DAY = timedelta(days=1)


def schedule_parts(loaded: Loaded) -> dict[str, Any]:
    """Return 日程: the duties by stage and month with their 口径; None where the programme has no schedule."""
    programme = loaded.programme
    if programme is None or programme.schedule is None:
        return {"日程": None}
    found = Problems()
    times = due_times(loaded, programme.schedule, found)
    numbers = iter(range(1, len(times) + 1))
    stages = stages_of(loaded, programme.schedule)
    groups = [
        {
            "名称": name,
            "起": start,
            "止": end,
            "行": [_row(loaded, next(numbers), run) for run in _runs(mine)],
        }
        for name, start, end, mine in _by_stage(times, stages, programme.schedule.end)
    ]
    chosen = settings_of(loaded)
    rules = [{"名称": it, "取值": value, "说明": programme.settings[it].note} for it, value in chosen.items()]
    parts: dict[str, Any] = {"放假": holiday_notices(loaded, times)}
    parts |= {
        "起": programme.schedule.start,
        "止": programme.schedule.end,
        "文号": programme.reference.number,
    }
    return {
        "日程": {
            **parts,
            "组": groups,
            "口径": rules,
            "提示": [it.message for it in found if it.code == NO_HOLIDAYS],
        }
    }


def _by_stage(
    times: Sequence[Occasion], stages: Sequence[Stage], end: date
) -> Iterator[tuple[str, date | None, date | None, list[Occasion]]]:
    """Yield each stage with what is due in it, and what is due after all stages."""
    left = sorted(times, key=lambda it: (it.due, it.number))
    last: date | None = None
    for stage in (it for it in stages if it.end):
        mine = [it for it in left if stage.end and it.due <= stage.end]
        left = left[len(mine) :]
        last = stage.end
        if mine:
            yield f"{stage.name}阶段", stage.start, stage.end, mine
    if left:
        yield (AFTERWARDS if last else "全年"), last + A_DAY if last else None, max(end, left[-1].due), left


def _runs(times: Sequence[Occasion]) -> list[list[Occasion]]:
    """Return the times of one duty in one month together, by their first day."""
    runs: dict[tuple[str, int, int], list[Occasion]] = {}
    for item in times:
        runs.setdefault((item.duty.name, item.due.year, item.due.month), []).append(item)
    return list(runs.values())


def _row(loaded: Loaded, number: int, run: Sequence[Occasion]) -> dict[str, Any]:
    first = run[0]
    whose = whose_duty(loaded, first.duty.indicators)
    return {
        "序号": number,
        "时间": _when(run, loaded.sound.data.point.year),
        "事项": first.duty.name + _which(run),
        "责任单位": whose.unit,
        "责任人": whose.person,
        "报送对象": receiver(loaded, first),
        "依据": first.duty.clause,
        "备注": "；".join(_remarks(run)),
    }


def _when(run: Sequence[Occasion], year: int) -> str:
    first = run[0].due
    days = "、".join(dict.fromkeys(f"{item.due.day}日" for item in run))
    said = f"{first.year}年" if first.year != year else ""
    return f"{said}{first.month}月{days}{run[0].duty.time}前"


def _which(run: Sequence[Occasion]) -> str:
    counter = COUNTERS.get(run[0].duty.cycle)
    if counter is None:
        return ""
    first, last = run[0].number, run[-1].number
    return f"（第{first}{counter}）" if first == last else f"（第{first}至{last}{counter}）"


def _remarks(run: Sequence[Occasion]) -> Iterator[str]:
    if run[0].duty.note and run[0].number == 1:
        yield run[0].duty.note
    for remark, items in groupby(run, remark_of):
        if remark:
            yield f"{_which(list(items)).strip('（）')}{'：' if run[0].duty.cycle in COUNTERS else ''}{remark}"
