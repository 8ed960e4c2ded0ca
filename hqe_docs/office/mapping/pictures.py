"""图 and 结构: the pictures that reports may print, not drawn before one does, and the labour force by state and place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from hqe_docs.data.ledger import Ledger
from hqe_docs.data.maps.counting import NO_GROUP, Places, Register, in_order
from hqe_docs.data.scores.figures import Figure
from hqe_docs.office.mapping.trends import DONE, courses, states_until_now
from hqe_docs.office.versions import PUBLIC, RELEASE
from hqe_docs.office.workspace import Loaded
from hqe_docs.paper.charts import (
    ACROSS,
    STATES,
    Panel,
    Structure,
    TaskBar,
    draw_structure,
    draw_tasks,
    draw_trends,
)
from hqe_docs.paper.maps.groups import MOST_GROUPS, draw_groups, group_rows
from hqe_docs.paper.picture import Picture
from hqe_docs.values import percent_text

SETTING, WANTED = "报告附图", "附"
WIDTH = 156.0  # millimetres: the type area of GB/T 9704
LINE = 10.2  # of a line of text: pictures are whole lines high, less what the line needs below them
BELOW = 1.0
MOST_PANELS = 9
LEAST = 5  # persons: a public version tells of no fewer
FORCE, WORKING = "劳动力人数", "就业人数"
STATE, PLACE, BLANK = "就业状态", "就业区域", "没有填写"


def picture_parts(loaded: Loaded, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return 结构 and 图 of a mapping that has 任务组, 主要指标 and 走势; each picture None where nothing tells it."""
    structure = _structure(loaded)
    chosen = loaded.programme.chosen(loaded.sound.data.settings) if loaded.programme else {}
    if chosen.get(SETTING, WANTED) != WANTED:
        return {"结构": structure, "图": dict.fromkeys(("任务", "结构", "走势", "劳动力地图"))}
    name = loaded.name
    return {
        "结构": structure,
        "图": {
            "任务": _task_picture(name, context["任务组"]),
            "结构": _structure_picture(name, structure),
            "走势": _trend_picture(name, loaded, context),
            "劳动力地图": _map_picture(name, loaded),
        },
    }


def _height(lines: int) -> float:
    return lines * LINE - BELOW


# ---------------------------------------------------------------- tasks
def _task_picture(name: str, groups: Sequence[Mapping[str, Any]]) -> Picture | None:
    bars = tuple(_bar(group) for group in groups)
    if not bars:
        return None
    shown = "；".join(f"{bar.name}{sum(bar.counts)}项，已完成{bar.counts[0]}项" for bar in bars)
    lines = 1 + -(-len(bars) * 8 // 10)
    return Picture(draw_tasks, bars, WIDTH, _height(lines), f"{name}各部分任务完成情况：{shown}")


def _bar(group: Mapping[str, Any]) -> TaskBar:
    states = [task["状态"] for task in group["任务"]]
    late = sum(task["逾期"] and task["状态"] != DONE for task in group["任务"])
    return TaskBar(group["名称"], tuple(states.count(state) for state, _, _ in STATES), late)


# ---------------------------------------------------------------- the labour force
def _structure(loaded: Loaded) -> dict[str, Any] | None:
    """Return the labour force by state, those who work by place: the very rows that the two figures count."""
    force, working = loaded.figures.get(FORCE), loaded.figures.get(WORKING)
    if force is None or working is None or not force.value:
        return None
    states, places = _counts(force, STATE), _counts(working, PLACE)
    return {
        "劳动力": force.numerator,
        "就业": working.numerator,
        "状态": _shares(states, sum(states.values())),
        "区域": _shares(places, sum(places.values())),
        "来源": force.source,
        "口径": force.note,
    }


def _counts(figure: Figure, column: str) -> dict[str, int]:
    """Return how many of the counted rows have each value of a column, in the order of the ledger's list."""
    counts = Counter(value for ledger, rows in figure.counted for value in _values(ledger, rows, column))
    kinds = [ledger.kind for ledger, _ in figure.counted]
    known = [
        value for kind in kinds for field in kind.fields if field.name == column for value in field.choices
    ]
    order = list(dict.fromkeys([*known, *counts]))
    named = {value: counts[value] for value in order if value and counts[value]}
    return named | ({BLANK: counts[""]} if counts[""] else {})


def _values(ledger: Ledger, rows: Sequence[int], column: str) -> list[str]:
    values = ledger.frame.get_column(column).to_list()
    return [values[row] or "" for row in rows]


def _shares(counts: Mapping[str, int], whole: int) -> list[dict[str, Any]]:
    from fractions import Fraction

    return [
        {"名称": name, "人数": count, "占": percent_text(Fraction(count, whole))}
        for name, count in counts.items()
    ]


def _structure_picture(name: str, structure: Mapping[str, Any] | None) -> Picture | None:
    if structure is None:
        return None
    force, places = (tuple((it["名称"], it["人数"]) for it in structure[key]) for key in ("状态", "区域"))
    lines = 1 + -(-max(len(force), len(places)) * 6 // 10)
    shown = "，".join(f"{state}{count}人" for state, count in force)
    return Picture(
        draw_structure, Structure(force, places), WIDTH, _height(lines), f"{name}劳动力结构：{shown}"
    )


def _map_picture(name: str, loaded: Loaded) -> Picture | None:
    """Return the labour force by group as a scheme; None where groups are not known, there is but one, or the public may not see it."""
    figure = loaded.figures.get(FORCE)
    if figure is None:
        return None
    places = Places(name, loaded.ledgers, Register())
    counts = Counter(places.of(ledger)[row][1] for ledger, rows in figure.counted for row in rows)
    groups = tuple((group, counts[group]) for group in in_order(counts) if group != NO_GROUP)
    is_told = RELEASE.get() != PUBLIC or all(not count or count >= LEAST for _, count in groups)
    if not 1 < len(groups) <= MOST_GROUPS or not is_told:
        return None
    shown = "，".join(f"{group}{count}人" for group, count in groups)
    return Picture(
        draw_groups, groups, WIDTH, _height(2 + group_rows(len(groups)) * 2), f"{name}劳动力地图：{shown}"
    )


# ---------------------------------------------------------------- over the weeks
def _trend_picture(name: str, loaded: Loaded, context: Mapping[str, Any]) -> Picture | None:
    if not context["走势"]["项"]:
        return None
    panels = []
    for course in courses(context, states_until_now(loaded))[:MOST_PANELS]:
        size = 100 if course.is_rate else 1
        values = tuple(float(it.value) * size for it in course.seen)
        goal = None if course.goal is None else float(course.goal) * size
        title = course.name if course.is_rate else f"{course.name}（{course.unit}）"
        texts = tuple(it.text for it in course.seen)
        target = course.target if course.is_rate else course.target.removesuffix(course.unit)
        panels.append(Panel(title, tuple(it.day for it in course.seen), values, texts, goal, target))
    lines = 3 * -(-len(panels) // ACROSS)
    shown = "；".join(f"{panel.title}由{panel.texts[0]}到{panel.texts[-1]}" for panel in panels)
    return Picture(draw_trends, tuple(panels), WIDTH, _height(lines), f"{name}数据走势：{shown}")
