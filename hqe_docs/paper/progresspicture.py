"""任务进度图: the tasks of a plan over its months, planned time and progress, on one page; for black printers too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hqe_docs.paper.picturepage import INK, fit, picture, rule, write_page
from hqe_docs.problems import Problem
from hqe_docs.values import decimal_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

A4_LANDSCAPE = (11.69, 8.27)  # inches
DONE, LATE, BLOCKED = "#3b5b7a", "xxxx", "...."  # dark, crossed and dotted differ without colour, too
SHADES = ("#f2f2f2", "#ffffff")
LEFT, BOTTOM, WIDTH, HEIGHT = 0.275, 0.098, 0.495, 0.728
THICK = 0.62
USUAL, NAMES = 8.0, 22  # points; characters of a task's name at that size
Line = Mapping[str, Any]


def write_progress(path: Path, plan: Mapping[str, Any]) -> list[Problem]:
    """Draw a plan and write the picture, all or nothing; return what hindered it.

    A plan has 题名, 全称, 日, 起, 止, 阶段 [{名称 起 止}] and 组 [{名称 任务[{编号 任务 起 完成时限 进度 状态 责任人}]}],
    its days dates, its 进度 a Fraction or None; 未排 is the number of tasks that have no day.
    """
    return write_page(path, lambda page: _paint(page, plan), A4_LANDSCAPE)


def progress_bytes(plan: Mapping[str, Any], suffix: str = ".png") -> bytes | Problem:
    """Return the same page as bytes."""
    return picture(lambda page: _paint(page, plan), A4_LANDSCAPE, suffix)


def _paint(page: Figure, plan: Mapping[str, Any]) -> None:
    _head(page, plan)
    axes = page.add_axes((LEFT, BOTTOM, WIDTH, HEIGHT))
    rows = [row for group in plan["组"] for row in (group["名称"], *group["任务"])]
    size = min(USUAL, 250 / max(len(rows), 1))
    _frame(axes, plan, len(rows))
    for number, row in enumerate(rows):
        if isinstance(row, str):
            axes.text(
                -0.475, number, row, transform=axes.get_yaxis_transform(), ha="left", va="center", size=size
            )
            axes.axhline(number, color=INK, linewidth=0.3)
        else:
            _task(axes, row, number, plan, size)
    _legend(page)


# ---------------------------------------------------------------- words
def _head(page: Figure, plan: Mapping[str, Any]) -> None:
    page.text(0.5, 0.955, plan["题名"], ha="center", va="center", size=fit(plan["题名"], 16, 36), color=INK)
    page.text(0.04, 0.918, plan["全称"], ha="left", va="center", size=fit(plan["全称"], 9.5, 50))
    page.text(0.96, 0.918, f"截至{_day(plan['日'])}", ha="right", va="center", size=9.5)
    page.add_artist(rule(page, 0.903, 0.04, 0.96))
    note = "框的长度是计划的起止，填色的长度是进度；没有写进度的不填色；没有写开始日期的只在完成时限画点，逾期的画叉。"
    if plan["未排"]:
        note += f"另有 {plan['未排']} 项任务没有写完成时限，没有画。"
    page.text(0.04, 0.026, note, ha="left", va="center", size=7.5)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _legend(page: Figure) -> None:
    from matplotlib.patches import Patch

    looks = (
        (DONE, None, "已完成的进度"),
        ("white", None, "未完成"),
        ("white", LATE, "逾期未完成"),
        ("white", BLOCKED, "受阻"),
    )
    patches = [Patch(facecolor=c, hatch=h, label=name, edgecolor=INK, linewidth=0.7) for c, h, name in looks]
    page.legend(
        handles=patches, loc="upper right", bbox_to_anchor=(0.965, 0.9), ncol=4, frameon=False, fontsize=8
    )


# ---------------------------------------------------------------- the time
def _frame(axes: Axes, plan: Mapping[str, Any], rows: int) -> None:
    """Draw months, stages and the day."""
    start, end = plan["起"], plan["止"]
    axes.set_xlim(0, (end - start).days + 1.5)  # else the last bar's edge is cut
    axes.set_ylim(rows - 0.4, -0.6)
    for number, stage in enumerate(plan["阶段"]):
        left, right = (stage["起"] - start).days, (stage["止"] - start).days + 1
        axes.axvspan(left, right, color=SHADES[number % len(SHADES)], zorder=0, linewidth=0)
        axes.axvline(right, color=INK, linewidth=0.5, linestyle=(0, (1, 2)))
        top = axes.get_xaxis_transform()
        size = fit(stage["名称"], 8, max(4, int((right - left) / (end - start).days * 34)))
        axes.text((left + right) / 2, 1.01, stage["名称"], transform=top, ha="center", va="bottom", size=size)
    firsts = _months(start, end)
    axes.set_xticks(
        [(day - start).days for day in firsts], [f"{day.month}月" for day in firsts], ha="left", size=8
    )
    axes.set_yticks([])
    axes.tick_params(axis="x", length=3)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    _today(axes, plan["日"], start, end)


def _months(start: date, end: date) -> list[date]:
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    return [day for day in days if day.day == 1 or day == start]


def _today(axes: Axes, day: date, start: date, end: date) -> None:
    if not start <= day <= end:
        return
    place = (day - start).days + 0.5
    axes.axvline(place, color=INK, linewidth=1.4, linestyle=(0, (5, 3)), zorder=4)
    label = f"{day.month}月{day.day}日"
    axes.text(place, -0.045, label, transform=axes.get_xaxis_transform(), ha="center", va="top", size=8)


# ---------------------------------------------------------------- a task
def _task(axes: Axes, task: Line, row: int, plan: Mapping[str, Any], size: float) -> None:
    start, due, progress = task["起"], task["完成时限"], _progress(task)
    right = (due - plan["起"]).days + 1
    is_done = task["状态"] == "已完成"
    if start is None:
        late = due < plan["日"] and not is_done
        look: dict[str, Any] = {
            "marker": "X" if late else "D",
            "markersize": 5 if late else 4,
            "clip_on": False,
        }
        fill = DONE if is_done else "white"
        axes.plot([right - 0.5], [row], color=fill, markeredgecolor=INK, zorder=3, **look)
    else:
        left = (start - plan["起"]).days
        hatch = None if is_done else LATE if due < plan["日"] else BLOCKED if task["状态"] == "受阻" else None
        box: dict[str, Any] = {"height": THICK, "edgecolor": INK, "linewidth": 0.6, "zorder": 3}
        axes.barh(row, right - left, left=left, color="white", hatch=hatch, **box)
        axes.barh(row, float(progress or 0) * (right - left), left=left, color=DONE, **box)
    name = f"{task['编号']}　{task['任务']}"
    beside = axes.get_yaxis_transform()
    axes.text(
        -0.015, row, name, transform=beside, ha="right", va="center", size=min(size, fit(name, USUAL, NAMES))
    )
    end = _ending(task, plan["日"])
    axes.text(
        1.015, row, end, transform=beside, ha="left", va="center", size=min(size, fit(end, USUAL, NAMES - 2))
    )


def _progress(task: Line) -> Fraction | None:
    """Return how far a task is: all of it when it is done, whatever its 进度 says."""
    return Fraction(1) if task["状态"] == "已完成" else task["进度"]


def _ending(task: Line, day: date) -> str:
    late = (day - task["完成时限"]).days
    is_done, progress = task["状态"] == "已完成", task["进度"]
    state = task["状态"] if is_done or late <= 0 else f"{task['状态']}，逾期{late}天"
    part = "" if progress is None or is_done else f"{decimal_text(progress * 100)}%　"
    return f"{part}{state}　{task['责任人'] or ''}".rstrip("　")
