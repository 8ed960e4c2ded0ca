"""What a weekly report tells: figures of this week against last week's, what became of tasks, events of the week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from hqe_docs.data.calendar import WEEKDAYS, load_calendar
from hqe_docs.data.programme.weeks import PERIOD, WEEK, Week, reports, week_of, week_said, weeks
from hqe_docs.data.schema import PaperIssue
from hqe_docs.data.states import State, StateFigure, state_before
from hqe_docs.data.troubles import NATURAL
from hqe_docs.office.mapping.changes import change, change_words, counted, together, totals
from hqe_docs.office.mapping.events import events_of, events_together
from hqe_docs.office.mapping.taskchanges import task_changes
from hqe_docs.office.mapping.weeksummary import week_summary
from hqe_docs.office.states import PAPER, state_of
from hqe_docs.office.workspace import Loaded
from hqe_docs.problems import Problems

SETTINGS = (PERIOD, "上周存档")
POINTS = "自评得分"
SUMMED = "各创建点的数相加，比率由分子、分母分别相加后再除"
STILL = "基准日已过，数据和得分按基准日计算，其余截至报告日"


def week_parts(loaded: Loaded, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return 周动态 of a mapping that has all else."""
    week = _week(loaded)
    day = loaded.sound.data.point.reference_date
    now = state_of(loaded, day) if day else None
    last = _last_week(loaded, week)
    inner = [point["周动态"] for point in context["各点"]]
    figures = totals(inner) if inner else _figures(loaded, now, last)
    events = events_together(inner) if inner else events_of(loaded, week, day)
    shown = {
        **_named(week),
        "本周日": day,
        "上周日": _last_day(last, inner),
        "统计日": _counted_on(loaded, inner),
        "过基准日": bool(list(_still(loaded, inner))),
        "数据": figures,
        "得分": None if inner else _points(now, last),
        "登记": together(inner) if inner else _registered(now, last),
        "变化": [words for item in figures if (words := change_words(item))],
        "任务": task_changes(context["任务"], loaded.sound.data.tasks, last, day, _next_end(week, day)),
        "动态": events,
        "新办结": _closed_since(now, last),
        "口径": [
            *_still(loaded, inner),
            *_settings(loaded, context),
            *_summed(inner, events),
            *_undated(events),
        ],
        "内容": bool(context["任务"] or context["台账"] or context["问题"] or figures),
    }
    return {"周动态": shown | {"汇总表": week_summary(context["各点"], shown) if inner else None}}


# ---------------------------------------------------------------- which week
def _week(loaded: Loaded) -> Week | None:
    """Return the week of 基准日; what the dossier itself says of the paper 周报 goes over it."""
    data, calendar = loaded.sound.data, load_calendar(loaded.library, Problems())
    said = data.papers.get(PAPER) or PaperIssue.model_construct()
    times = reports(loaded.programme, data.settings, calendar)
    if week := week_said(times, said.start, said.end, said.period):
        return week
    day = data.point.reference_date
    found = week_of(weeks(loaded.programme, data.settings, calendar), day) if day else None
    return replace(found, number=said.period) if found and said.period else found


def _period_said(loaded: Loaded) -> bool:
    said = loaded.sound.data.papers.get(PAPER)
    return bool(said and (said.start or said.end))


def _named(week: Week | None) -> dict[str, Any]:
    if week is None:
        return dict.fromkeys(("期数", "起", "止", "报送日", "报送星期", "下周止"))
    return {
        "期数": week.number or None,
        "起": week.start,
        "止": week.end,
        "报送日": week.handed_in,
        "报送星期": "星期" + WEEKDAYS[week.handed_in.weekday()],
        "下周止": week.end + WEEK,
    }


def _next_end(week: Week | None, day: date | None) -> date | None:
    """Return the last day of next week."""
    end = week.end if week else day
    return end + WEEK if end else None


def _last_week(loaded: Loaded, week: Week | None) -> State | None:
    """Return the last state kept in the period before."""
    if week is None:
        return None
    return state_before(loaded.states, week.start, week.before[0])


def _last_day(last: State | None, inner: Sequence[Mapping[str, Any]]) -> date | None:
    """Return the day of last week's state; of several dossiers the latest."""
    days = [it["上周日"] for it in inner if it["上周日"]] or ([last.day] if last else [])
    return max(days, default=None)


def _counted_on(loaded: Loaded, inner: Sequence[Mapping[str, Any]]) -> date | None:
    """Return the day that figures go by; of several dossiers that which all have."""
    if not inner:
        return loaded.counted_on or loaded.sound.data.point.reference_date
    days = {it["统计日"] for it in inner}
    return days.pop() if len(days) == 1 else None


# ---------------------------------------------------------------- numbers
def _figures(loaded: Loaded, now: State | None, last: State | None) -> list[dict[str, Any]]:
    """Return the programme's figures that are known this week or were known last week."""
    reporting = loaded.programme.reporting if loaded.programme else None
    if reporting is None or loaded.edition is None or now is None:
        return []
    rows = []
    for item in reporting.figures:
        this, before = now.figures.get(item.name), last.figures.get(item.name) if last else None
        rule = loaded.edition.figures.get(item.name)
        if rule and _is_known(this, before):
            unit = "" if rule.is_rate else rule.unit
            rows.append(compared(item.title, unit, this, before))
    return rows


def _is_known(*figures: StateFigure | None) -> bool:
    return any(it is not None and it.value is not None for it in figures)


def compared(title: str, unit: str, this: StateFigure | None, before: StateFigure | None) -> dict[str, Any]:
    """Return a figure of this week beside last week's."""
    return {
        "名称": title,
        "单位": unit,
        "本周": _shown(this),
        "上周": _shown(before),
        "增减": change(_value(this), _value(before), is_rate=bool(this and this.is_rate)),
    }


def _shown(figure: StateFigure | None) -> dict[str, Any] | None:
    if figure is None or figure.value is None:
        return None
    return {"显示": figure.text, "分子": figure.numerator, "分母": figure.denominator}


def _value(figure: StateFigure | None) -> Fraction | None:
    return figure.value if figure else None


def _points(now: State | None, last: State | None) -> dict[str, Any] | None:
    if now is None or now.total is None:
        return None
    before = last.total if last else None
    difference = change(Fraction(now.total), None if before is None else Fraction(before))
    return {"本周": f"{now.total:f}", "上周": None if before is None else f"{before:f}", "增减": difference}


def _registered(now: State | None, last: State | None) -> list[dict[str, Any]]:
    """Return how many rows each ledger has, and had."""
    rows = now.rows if now else {}
    return [counted(name, number, last.rows.get(name, 0) if last else None) for name, number in rows.items()]


# ---------------------------------------------------------------- difficulties and settings
def _closed_since(now: State | None, last: State | None) -> int | None:
    """Return how many difficulties that were open last week are closed, None where last week is not known."""
    if last is None or now is None:
        return None
    closed = {it.key for it in now.troubles if it.closed}
    return sum(1 for it in last.troubles if not it.closed and it.key in closed)


def _still(loaded: Loaded, inner: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield that figures stand still, where 基准日 has passed."""
    still = [it["过基准日"] for it in inner] or [loaded.counted_on is not None]
    if any(still):
        yield f"统计日：{'' if all(still) else '有的创建点'}{STILL}"


def _settings(loaded: Loaded, context: Mapping[str, Any]) -> Iterator[str]:
    """Yield the settings that the report goes by, as its last lines say them."""
    if loaded.programme is None:
        return
    chosen = loaded.programme.chosen(loaded.sound.data.settings)
    for name in SETTINGS:
        if name == PERIOD and _period_said(loaded):
            yield f"{name}：按本单位写明的时段"
        elif name == PERIOD and name in chosen:  # the days themselves stand in the head of the paper
            yield f"{name}：{chosen[name]}"
        elif name in chosen:
            yield f"{name}：{chosen[name]}。{loaded.programme.settings[name].note}"
    rules = loaded.programme.escalation
    if rules and context["问题台账"]:
        limits = "、".join(f"{it.name}级{chosen[it.limit]}" for it in rules.levels)
        unit = "个工作日" if chosen[rules.counting] != NATURAL else "天"
        source = loaded.programme.reference.number + loaded.programme.settings[rules.counting].source
        yield f"答复时限：{limits}{unit}，从报告的第二天算起；{source}，按这一口径"


def _summed(inner: Sequence[Any], events: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield how the numbers of several dossiers are put together."""
    if not inner:
        return
    once = [
        f"；几个点都登记而{'、'.join(event['同一'])}都相同的{event['名称']}只计一{event['计'][0]['单位']}"
        for event in events
        if event["同一"]
    ]
    rest = f"{'，人数按各点登记的相加' if once else ''}；此外各点登记有重复的没有剔除"
    yield f"汇总：{SUMMED}{''.join(once)}{rest}"


def _undated(events: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield how many rows no week counts, ledger by ledger."""
    for event in events:
        if event["缺日期"]:
            why = event["无日期"] or f"没有写明{event['名称']}的日期"
            yield f"《{event['来源']}》有{event['缺日期']}行{why}，没有计入"
