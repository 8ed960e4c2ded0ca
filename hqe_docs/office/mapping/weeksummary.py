"""The week of several creation points in one table each: figures, tasks, events, point beside point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from hqe_docs.office.mapping.events import SPANS

TOTAL = "合　计"
NO_STATE, UNKNOWN = "无存档", "缺"
Context = Mapping[str, Any]


def week_summary(points: Sequence[Context], total: Context) -> dict[str, Any]:
    """Return 汇总表 of creation points: 栏 and 点 of the figures, 任务, 动态; `total` is 周动态 of them together."""
    names = _names(points)
    weeks = [point["周动态"] for point in points]
    columns = [{"名称": it["名称"], "单位": it["单位"]} for it in total["数据"]]
    return {
        "栏": columns,
        "点": [_block(name, week) for name, week in zip((*names, TOTAL), (*weeks, total), strict=True)],
        "任务": [_tasks(name, point) for name, point in zip(names, points, strict=True)],
        "动态": [row for event in total["动态"] if event["累计"] for row in _event_rows(event, names, weeks)],
    }


def _names(points: Sequence[Context]) -> list[str]:
    """Return what to call each point: its name, after that of its township where two have the same."""
    names = [point["创建点"]["名称"] for point in points]
    several = {name for name, number in Counter(names).items() if number > 1}
    return [
        point["创建点"]["上级"] + name if name in several else name
        for name, point in zip(names, points, strict=True)
    ]


def _block(name: str, week: Context) -> dict[str, Any]:
    """Return a point's three lines: each figure last week and this week, and what changed."""
    figures = {row["名称"]: row for row in week["数据"]}
    missing = UNKNOWN if week["上周日"] else NO_STATE
    return {
        "名称": name,
        "行": [
            {
                "项": "上周",
                "值": {it: _number(row["上周"], missing) for it, row in figures.items()},
                "缺": missing,
                "日": week["上周日"],
            },
            {
                "项": "本周",
                "值": {it: _number(row["本周"], UNKNOWN) for it, row in figures.items()},
                "缺": UNKNOWN,
                "日": week["本周日"],
            },
            {
                "项": "增减",
                "值": {it: row["增减"] or "—" for it, row in figures.items()},
                "缺": "—",
                "日": None,
            },
        ],
    }


def _number(figure: Context | None, missing: str) -> int | str:
    """Return a count as a number, a rate as it is printed."""
    if figure is None:
        return missing
    shown = str(figure["显示"])
    return int(shown) if shown.isdecimal() else shown


def _tasks(name: str, point: Context) -> dict[str, Any]:
    return {"名称": name, "数": point["任务数"], "变": point["周动态"]["任务"]}


def _event_rows(event: Context, names: Sequence[str], weeks: Sequence[Context]) -> list[dict[str, Any]]:
    """Return each measure of an event: the points that did something these two weeks, and all of them together."""
    own = [next((it for it in week["动态"] if it["名称"] == event["名称"]), None) for week in weeks]
    did = [(name, it) for name, it in zip(names, own, strict=True) if it and it["近两周"]]
    return [
        {
            "称": measure["称"],
            "单位": measure["单位"],
            "行": [_spans(name, it["计"][number]) for name, it in (*did, (TOTAL, event))],
        }
        for number, measure in enumerate(event["计"])
    ]


def _spans(name: str, measure: Context) -> dict[str, Any]:
    return {"名称": name, **{key: measure[key] for key in SPANS}}
