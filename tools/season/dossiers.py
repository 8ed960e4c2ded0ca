"""dossier.yaml as it stood on a day: tasks, difficulties, money, conditions, figures from outside, self-assessment."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tools.example.dice import Dice
from tools.example.make import FOLDER
from tools.season.days import CLOSED, DAY, FIRST_REPORT, WEEK, some_workday
from tools.season.ending import SHOWN, end, finished
from tools.season.facilities import CONDITIONS

Told = dict[str, Any]
FILE = "dossier.yaml"
NUMBERS_OF_JUNE = date(2023, 6, 30)
ASSESSED = date(2023, 11, 3)  # 自评报告
SECOND_QUARTER: Told = {
    "数值": "90.6%",
    "来源": "区社会事业局2023年第二季度就业统计（示例数据）",
    "日期": date(2023, 7, 11),
}
STARTING_MONEY = {"梅州村": date(2023, 7, 14), "洪江村": date(2023, 7, 21)}  # of the city's part
STUCK = {  # a task that could not go on for some time: since, until, why
    ("梅州村", 15): (date(2023, 8, 22), date(2023, 9, 1), "晚间到课率低，等镇里协调周末班"),
    ("洪江村", 8): (date(2023, 8, 1), date(2023, 8, 15), "旧村部改建遇连续降雨，工期推后"),
    ("洪江村", 18): (date(2023, 9, 14), date(2023, 11, 15), "从业人员分散在外县，人数核实困难"),
}
HASTE = (0.6, 0.8, 1.0, 1.3, 1.6)  # below one: much is done at first
NOTES = {  # since when a task's own note stands there
    ("", 23): date(2023, 9, 21),
    ("洪江村", 12): date(2023, 9, 1),
    ("洪江村", 18): date(2023, 9, 14),
    ("洪江村", 23): date(2023, 9, 28),
}


def write(folder: Path, village: str, day: date) -> None:
    """Write the dossier of a village, of the township when `village` is empty, as it stood on `day`."""
    folder.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(on(village, day), allow_unicode=True, sort_keys=False, width=200)
    (folder / FILE).write_text(text, encoding="utf-8")


def on(village: str, day: date) -> Told:
    """Return the dossier as it stood on `day`; on SHOWN it is the example's."""
    told = copy.deepcopy(_final(village))
    if day < CLOSED:
        told["创建点"]["基准日"] = day
    told["任务"] = [_task(task, village, day) for task in told["任务"]]
    told["问题"] = [_trouble(item, day) for item in told["问题"] if _day(item["日期"]) <= day]
    told["资金"] = [_money(item, village, day) for item in told["资金"]]
    told["依据"] = [item for item in told["依据"] if _day(item.get("日期", FIRST_REPORT)) <= day]
    told["文书"] = _papers(told["文书"], day)
    if day < NUMBERS_OF_JUNE:
        told["人口"]["统计日期"] = date(2022, 12, 31)
    if "条件" in told:
        _conditions(told["条件"], village, day)
    _from_outside(told, day)
    if day < ASSESSED:
        told.pop("自评", None)
    end(told, village, day)
    return {key: value for key, value in told.items() if value not in ([], {})}


@cache
def _final(village: str) -> Told:
    told: Told = yaml.safe_load((FOLDER / village / FILE).read_text(encoding="utf-8"))
    return told


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    year, month, day = (int(part) for part in re.findall(r"\d+", str(value)))
    return date(year, month, day)


# ---------------------------------------------------------------- tasks
def _task(task: Told, village: str, day: date) -> Told:
    key = (village, int(task["编号"]))
    state, progress = _progress(task, key, day)
    is_told = day >= NOTES.get(key, date.min) and (state == task["状态"] or day <= SHOWN)
    note = task.get("说明", "") if is_told else ""
    since, until, why = STUCK.get(key, (date.max, date.max, ""))
    if since <= day < until:
        state, note = "受阻", note or why
    told = {**task, "状态": state, "进度": progress, "说明": note}
    return told if note else {name: value for name, value in told.items() if name != "说明"}


def _progress(task: Told, key: tuple[str, int], day: date) -> tuple[str, object]:
    """Return state and progress: in steps of five, from the first day to the one that it was done."""
    begins, due = _day(task["起"]), _day(task["完成时限"])
    if day < begins:
        return "未启动", "0%"
    dice = Dice(f"season {key[0]} 任务 {key[1]}")
    done, haste = _done(task, begins, due, dice), dice.pick(HASTE)
    if day < done:
        reached = _percent(task["进度"]) * ((day - begins).days / (done - begins).days) ** haste
        return "进行中", f"{min(max(5, int(reached) // 5 * 5), 95)}%"
    if day <= SHOWN or task["状态"] == "已完成":
        return task["状态"], task["进度"]
    left = _percent(task["进度"])
    reached = left + (100 - left) * (day - SHOWN).days / (finished(due, key) - SHOWN).days
    return ("已完成", "100%") if reached >= 100 else ("进行中", f"{int(reached) // 5 * 5}%")


def _done(task: Told, begins: date, due: date, dice: Dice) -> date:
    """Return when a task got where the example leaves it: mostly in time, what it leaves open by its last day."""
    if task["状态"] != "已完成":
        return some_workday(min(due, SHOWN) - WEEK, SHOWN, dice)
    if dice.chance(0.9):
        return some_workday(max(begins + DAY, due - 10 * DAY), due, dice)
    return some_workday(due + DAY, due + 6 * DAY, dice)


def _percent(value: object) -> float:
    text = str(value)
    return float(text.rstrip("%")) if text.endswith("%") else float(text) * 100


# ---------------------------------------------------------------- the rest
def _trouble(item: Told, day: date) -> Told:
    """A difficulty is only reported until it is answered; one taken up without an answer, a fortnight later."""
    answered = _day(item["答复日期"]) if "答复日期" in item else _day(item["日期"]) + 2 * WEEK
    if day >= answered:
        return item
    return {name: value for name, value in item.items() if name not in ("答复", "答复日期")} | {
        "状态": "已上报"
    }


def _money(item: Told, village: str, day: date) -> Told:
    place = village or str(item["说明"])[:3]
    is_paid = item["层级"] != "市级" or day >= STARTING_MONEY[place]
    return item if is_paid else {**item, "已拨付": 0}


def _papers(papers: Mapping[str, Told], day: date) -> Mapping[str, Told]:
    """Return the papers' numbers and dates: of those issued by then, and of this week's report."""
    issued = {name: told for name, told in papers.items() if _day(told.get("成文日期", FIRST_REPORT)) <= day}
    issued.pop("周报", None)
    return issued


def _from_outside(told: Told, day: date) -> None:
    given = told.get("外部数据", {})
    for name, item in list(given.items()):
        if _day(item["日期"]) > day:
            del given[name]
    if "外部数据" in told and "县平均就业率" not in given and day >= SECOND_QUARTER["日期"]:
        given["县平均就业率"] = dict(SECOND_QUARTER)


def _conditions(conditions: Told, village: str, day: date) -> None:
    for until, path, value in CONDITIONS[village]:
        if day < until:
            *outer, last = path.split(".")
            place = conditions
            for name in outer:
                place = place[name]
            place[last] = value
