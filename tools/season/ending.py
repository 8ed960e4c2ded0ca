"""How the year ends after the days the example tells of: tasks done, difficulties answered, acceptance, last papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tools.example.dice import Dice
from tools.season.days import DAY, some_workday

Told = dict[str, Any]
SHOWN = date(2023, 11, 10)  # the last day that the example tells of
TASKS_DONE = date(2023, 11, 24)
JUDGED = date(2023, 11, 28)
ACCEPTANCE: Mapping[str, Told] = {
    name: {"结论": "通过", "得分": points, "日期": JUDGED, "单位": "市就业和社会保障工作领导小组验收组"}
    for name, points in (("梅州村", 100.5), ("洪江村", 77.34))
}
ANSWERS: Mapping[tuple[str, str], tuple[date, str]] = {  # by village and what the difficulty begins with
    ("", "洪江村就业率"): (date(2023, 11, 17), ""),
    ("", "两村对就业率"): (date(2023, 11, 16), "按户籍人口计算，并在自评表上写明"),
    ("洪江村", "就业率低于"): (date(2023, 11, 17), ""),
    ("洪江村", "少数外出经商"): (date(2023, 11, 14), "外地参保信息已比对，结果在下一轮数据更新时登记"),
    ("洪江村", "竹木加工"): (date(2023, 11, 15), "以劳动合同、工资发放记录或用工单位证明为准"),
}
PAPERS: Mapping[str, Mapping[str, Told]] = {
    "": {"申请拨付资金的请示": {"序号": 31, "成文日期": date(2023, 11, 30)}},
    "洪江村": {
        "自评报告": {"序号": 10, "成文日期": date(2023, 11, 14), "印发日期": date(2023, 11, 14)},
        "工作总结": {"成文日期": date(2023, 11, 17)},
    },
}


def end(told: Told, village: str, day: date) -> None:
    """Let a dossier as the example tells of it be that of a later day; up to SHOWN nothing changes."""
    for item in told["问题"]:
        _answer(item, village, day)
    for name, paper in PAPERS.get(village, {}).items():
        if day >= paper["成文日期"]:
            told["文书"][name] = told["文书"].get(name, {}) | paper
    if day >= JUDGED and village in ACCEPTANCE:
        told["验收"] = dict(ACCEPTANCE[village])


def _answer(item: Told, village: str, day: date) -> None:
    for (place, words), (answered, answer) in ANSWERS.items():
        if place == village and item["内容"].startswith(words) and day >= answered:
            item["状态"] = "已办结"
            if answer:
                item |= {"答复": answer, "答复日期": answered}


def finished(due: date, key: tuple[str, int]) -> date:
    """Return when a task was done that the example leaves open: that of the acceptance with it, others before."""
    if due > JUDGED:
        return JUDGED + DAY
    return some_workday(SHOWN + DAY, TASKS_DONE, Dice(f"season {key[0]} 任务 {key[1]} 完成"))
