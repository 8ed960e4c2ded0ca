"""What reports and lists say of a dossier's work: its tasks by part and state, its figures, what is to be mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from hqe_docs.data.schema import TaskState
from hqe_docs.data.scores.figures import Figure
from hqe_docs.data.scores.indicators import IndicatorSet, pick, rate_of, targets
from hqe_docs.office.mapping.pictures import picture_parts
from hqe_docs.office.mapping.scorecontext import on_paper
from hqe_docs.office.mapping.trends import trend_parts
from hqe_docs.office.workspace import Loaded
from hqe_docs.values import decimal_text

REST = "其他任务"
NO_FIGURE = "尚无数据"
BY_HAND = "由领导小组评议评分"
BY_RULES = "对照评分标准逐条完善，重新评议"
_POINT_KEYS = (
    *("创建点", "人口", "数据", "目标", "主要指标", "自评", "差距"),
    *("任务数", "资金", "资金合计", "条件", "外部数据", "问题", "周动态", "走势", "结构", "图"),
)


def report_parts(loaded: Loaded, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return 任务组, 任务数, 登记数, 主要指标, 走势, 结构, 图, 整改, 销号 and 自评点 of a mapping that has all else."""
    whole = dict(context) | {
        "任务组": task_groups(loaded.edition, context["任务"]),
        "任务数": _task_counts(context["任务"]),
        "主要指标": _measured(loaded),
    }
    whole |= trend_parts(loaded, whole)
    whole |= picture_parts(loaded, whole)
    points = [whole, *context["各点"]]
    return {
        **{name: whole[name] for name in ("任务组", "任务数", "主要指标", "走势", "结构", "图")},
        # apart from the ledgers, so that who prints it needs no rows
        "登记数": [{"名称": name, "行数": ledger["行数"]} for name, ledger in context["台账"].items()],
        "整改": [*_to_mend(whole), *(row for inner in context["下辖"] for row in inner["整改"])],
        "销号": [*whole["走势"]["销号"], *(row for inner in context["下辖"] for row in inner["销号"])],
        "自评点": [{key: point[key] for key in _POINT_KEYS} for point in points if point["自评"]],
    }


# ---------------------------------------------------------------- tasks
def task_groups(edition: IndicatorSet | None, tasks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the tasks by part of the work: as the task says, else where the edition puts its first indicator."""
    parts = edition.parts if edition else {}
    groups: dict[str, list[Mapping[str, Any]]] = {name: [] for name in parts}
    for task in tasks:
        first = next((name for no in task["对应指标"] for name in parts if no in parts[name]), REST)
        groups.setdefault(task["部分"] or first, []).append(task)
    return [{"名称": name, "任务": mine} for name, mine in groups.items() if mine]


def _task_counts(tasks: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    states = {state: sum(task["状态"] == state for task in tasks) for state in get_args(TaskState)}
    return {"总数": len(tasks), **states, "逾期": sum(task["逾期"] for task in tasks)}


# ---------------------------------------------------------------- figures
def _measured(loaded: Loaded) -> list[dict[str, Any]]:
    """Return the figures that have a target at this level and kind, each with whether it is reached."""
    edition, point = loaded.edition, loaded.sound.data.point
    if edition is None or loaded.sheet is None:
        return []
    bounds = {name: pick(bound, point.level, point.kind) for name, bound in targets(edition).items()}
    return [
        _held(loaded.figures[name], bound, edition)
        for name, bound in bounds.items()
        if bound is not None and name in loaded.figures
    ]


def _held(figure: Figure, bound: str, edition: IndicatorSet) -> dict[str, Any]:
    known = figure.value is not None
    part = "" if figure.numerator is None else decimal_text(figure.numerator)
    reached = known and figure.value is not None and figure.value >= rate_of(bound)
    unit = "" if figure.is_rate else edition.figures[figure.name].unit
    return {
        "名称": figure.name,
        "显示": figure.text + unit if known else NO_FIGURE,
        "算式": f"{part}÷{figure.denominator}" if known and figure.denominator else "",
        "目标": f"{bound}{unit}",
        "界限": bound,
        "单位": unit,
        "达到": "达到" if reached else "未达到" if known else NO_FIGURE,
        "缺": on_paper(figure.missing),
        "来源": figure.source,
    }


# ---------------------------------------------------------------- what is to be mended
def _to_mend(context: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what an office's own list of things to mend holds: indicators, tasks, difficulties."""
    point = {"创建点": context["创建点"]["名称"]}
    for gap in context["差距"]["项"] if context["差距"] else ():
        yield point | _indicator(gap)
    for task in context["任务"]:
        if task["状态"] != "已完成" and (task["逾期"] or task["状态"] == "受阻"):
            yield point | _task(task)
    for trouble in context["问题"]:
        if not trouble["办结"]:
            yield point | _trouble(trouble)


def _indicator(gap: Mapping[str, Any]) -> dict[str, Any]:
    waits = gap["状态"] == "待核"
    steps = [BY_HAND if step["要点"].startswith("由人评分") else step["要点"] for step in gap["措施"]]
    points = "待核，暂不计分" if waits else f"得{gap['得分']}分，失{gap['失分']}分"
    # what a person has typed stays as it is
    reason = gap["原因"] if gap["状态"] == "评判" else gap["原因"].removeprefix("待核：").replace(" ", "")
    return {
        "来源": "指标",
        "事项": f"第{gap['序号']}项{gap['简称']}（{gap['满分']}分）",
        "现状": f"{points}：{reason}",
        # the steps follow on one another: the first is the next thing to do
        "措施": "；".join(steps if waits else steps[:1]) or BY_RULES,
        "责任单位": gap["责任单位"],
        "责任人": gap["责任人"],
        "时限": gap["完成时限"],
        "状态": "待补齐" if waits else "待整改",
    }


def _task(task: Mapping[str, Any]) -> dict[str, Any]:
    how = "受阻" if task["状态"] == "受阻" else "已过完成时限"
    progress = f"，进度{task['进度']}" if task["进度"] else ""
    return {
        "来源": "任务",
        "事项": f"第{task['编号']}项任务：{task['任务']}",
        "现状": how + progress + (f"：{task['说明']}" if task["说明"] else ""),
        "措施": "查明原因、排除障碍，重新排定进度" if how == "受阻" else "重新排定进度，抓紧完成",
        "责任单位": task["责任单位"] or "",
        "责任人": task["责任人"] or "",
        "时限": task["完成时限"],
        "状态": task["状态"],
    }


def _trouble(trouble: Mapping[str, Any]) -> dict[str, Any]:
    level = trouble["层级"]
    return {
        "来源": "问题",
        "事项": trouble["内容"],
        "现状": trouble["答复"] or ("尚无答复" if trouble["状态"] else "已登记"),
        "措施": trouble["建议"] or "",
        "责任单位": f"{level}级协调" if level else "",
        "责任人": "",
        "时限": None,
        "状态": trouble["状态"] or "未办结",
    }
