"""Everything that is due in a dossier's year: the programme's duties and stages, tasks and difficulties of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from hqe_docs.data.calendar import load_calendar, shipped_calendar
from hqe_docs.data.programme.occasions import Occasion, moves_of, occasions
from hqe_docs.data.programme.schedule import AS_IT_IS, Period, Schedule
from hqe_docs.data.schema import Stage, Task
from hqe_docs.data.troubles import answer_of
from hqe_docs.office.mapping.duties import duty_of
from hqe_docs.office.schedule.evidence import State, witness_of
from hqe_docs.office.workspace import Loaded
from hqe_docs.problems import Location, Problems
from hqe_docs.values import decimal_text

Kind = Literal["事项", "阶段", "任务", "问题"]
COUNTERS = {"每周": "期", "每月": "次", "每季": "次", "每年": "次"}
MOST_NAMED = 2


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is due on a day: whose it is, for whom, whether it was done, what makes it, who asks for it.

    `place` are the names of the dossier and all it lies in.
    """

    kind: Kind
    name: str
    number: int
    what: str
    nominal: date
    due: date
    time: str
    place: str
    dossier: str
    unit: str
    person: str
    to: str
    state: State
    note: str
    command: str
    source: str


@dataclass(frozen=True, slots=True)
class Whose:
    """Who answers for something."""

    unit: str
    person: str


def items_of(loaded: Loaded, on: date, found: Problems) -> list[Item]:
    """Return what is due in a sound dossier's year, by day; `on` is the day whose state is told."""
    schedule = loaded.programme.schedule if loaded.programme else None
    items = [*_duties(loaded, schedule, on, found)] if schedule else []
    if schedule is None:
        found.add("P106", Location(loaded.label or None), name=loaded.name)
    items += [*_stages(loaded, schedule, found), *_tasks(loaded), *_troubles(loaded, on, found)]
    return sorted(items, key=lambda it: (it.due, it.time or "24:00"))


def place_of(loaded: Loaded) -> str:
    """Return the names of a dossier and all it lies in, outermost first."""
    return "/".join((*loaded.sound.data.point.parents, loaded.name))


# ---------------------------------------------------------------- the programme's duties
def chosen_of(loaded: Loaded) -> dict[str, str]:
    """Return the value of every 口径 of the programme, as the dossier chooses or by default."""
    return loaded.programme.chosen(loaded.sound.data.settings) if loaded.programme else {}


def settings_of(loaded: Loaded) -> dict[str, str]:
    """Return the 口径 that the schedule uses for a dossier's role, each with its value."""
    schedule = loaded.programme.schedule if loaded.programme else None
    role, chosen = loaded.sound.data.point.role, chosen_of(loaded)
    duties = [duty for duty in schedule.duties if role in duty.by] if schedule else []
    names = dict.fromkeys(
        name for duty in duties for name in (duty.move, duty.deadlines_from) if name in chosen
    )
    return {name: chosen[name] for name in names if name}


def holiday_notices(loaded: Loaded, times: Sequence[Occasion]) -> list[str]:
    """Return the numbers of the notices that say which days are off in the years of these duties."""
    sources = load_calendar(loaded.library, Problems()).sources
    return [sources[year] for year in sorted({it.nominal.year for it in times}) if year in sources]


def due_times(loaded: Loaded, schedule: Schedule, found: Problems) -> list[Occasion]:
    """Return every time one of the duties of a dossier's role is due; a year without holidays is said."""
    calendar, chosen = load_calendar(loaded.library, found), chosen_of(loaded)
    role = loaded.sound.data.point.role
    mine = [it for it in occasions(schedule, chosen, calendar) if role in it.duty.by]
    years = {it.nominal.year for it in mine if moves_of(it.duty, chosen) != AS_IT_IS}
    for year in sorted(year for year in years if not calendar.knows(year)):
        found.add("P102", year=year)
    return mine


def _duties(loaded: Loaded, schedule: Schedule, on: date, found: Problems) -> Iterator[Item]:
    data = loaded.sound.data
    if not schedule.start.year <= data.point.year <= schedule.end.year and loaded.programme:
        where, title = loaded.sound.at("创建点", "年度"), loaded.programme.title
        start, end = schedule.start, schedule.end
        found.add("P107", where, year=data.point.year, title=title, start=start, end=end)
    times = due_times(loaded, schedule, found)
    witness = witness_of(loaded, schedule, [item.duty for item in times], on, found)
    for item in times:
        duty, proof, whose = item.duty, witness.proof(item), whose_duty(loaded, item.duty.indicators)
        yield Item(
            "事项",
            duty.name,
            item.number,
            title_of(item),
            item.nominal,
            item.due,
            duty.time,
            place_of(loaded),
            loaded.name,
            whose.unit,
            whose.person,
            receiver(loaded, item),
            proof.state,
            "；".join(part for part in (remark_of(item), proof.note) if part),
            _filled(duty.command, loaded, item),
            clause(loaded, duty.clause),
        )


def title_of(item: Occasion) -> str:
    """Return what is due, and which time it is where there are several."""
    counter = COUNTERS.get(item.duty.cycle)
    return item.duty.name + (f"（第{item.number}{counter}）" if counter else "")


def remark_of(item: Occasion) -> str:
    """Return why the day differs from the rule's, and with which one it falls together."""
    counter = COUNTERS.get(item.duty.cycle, "次")
    together = f"与第{item.shares}{counter}同日" if item.shares else ""
    return "，".join(part for part in (item.moved, together) if part)


def whose_duty(loaded: Loaded, indicators: Sequence[int]) -> Whose:
    """Return who answers for a duty: those of the tasks for its indicators, else the group's office."""
    data = loaded.sound.data
    for no in indicators:
        duty = duty_of(data.tasks, no)
        if duty["责任单位"]:
            return Whose(_few(duty["责任单位"]), _few(duty["责任人"]))
    bureau = data.group.bureau
    unit = (bureau.seat if bureau else None) or data.issue.organ or loaded.name
    return Whose(unit, (bureau.director if bureau else None) or "")


def _few(names: str) -> str:
    several = names.split("、")
    return names if len(several) <= MOST_NAMED else "、".join(several[:MOST_NAMED]) + "等"


def receiver(loaded: Loaded, item: Occasion) -> str:
    """Return whom a duty is handed to by a dossier."""
    return _filled(item.duty.receiver(loaded.sound.data.point.kind), loaded, item)


def _filled(text: str, loaded: Loaded, item: Occasion) -> str:
    parents = loaded.sound.data.point.parents
    facts = {"{上级}": parents[-1] if parents else "上级", "{日期}": item.due.isoformat()}
    folder = loaded.label or "."
    facts |= {"{档案}": f'"{folder}"' if " " in folder else folder}
    for mark, fact in facts.items():
        text = text.replace(mark, fact)
    return text


def clause(loaded: Loaded, text: str) -> str:
    """Return a clause with the document it stands in."""
    number = loaded.programme.reference.number if loaded.programme else ""
    return f"{number}{text}" if text else ""


# ---------------------------------------------------------------- stages, tasks, difficulties
def stages_of(loaded: Loaded, schedule: Schedule | None) -> list[Stage]:
    """Return the stages: the dossier's own, the programme's where it has none."""
    own = list(loaded.sound.data.stages)
    given = schedule.stages if schedule and not own else []
    return own or [Stage(名称=it.name, 起=it.start, 止=it.end) for it in given]


def _stages(loaded: Loaded, schedule: Schedule | None, found: Problems) -> Iterator[Item]:
    given = {it.name: it for it in schedule.stages} if schedule else {}
    whose, before = whose_duty(loaded, ()), date.min
    for i, stage in enumerate(stages_of(loaded, schedule)):
        if stage.end is None:
            continue
        rule = given.get(stage.name)
        _compare(loaded, i, stage, rule, found)
        mine = [it for it in loaded.sound.data.tasks if it.due and before < it.due <= stage.end]
        state, note = _stage_state(mine)
        source = clause(loaded, rule.clause) if rule else "档案的“阶段”"
        name = f"{stage.name}阶段结束"
        days, who = (stage.end, stage.end, ""), (loaded.name, whose.unit, whose.person, "")
        yield Item("阶段", stage.name, i + 1, name, *days, place_of(loaded), *who, state, note, "", source)
        before = stage.end


def _compare(loaded: Loaded, i: int, stage: Stage, rule: Period | None, found: Problems) -> None:
    if rule and stage.end and stage.end > rule.end:
        where = loaded.sound.at("阶段", i, "止")
        found.add("P105", where, name=stage.name, found=stage.end, expected=rule.end)


def _stage_state(tasks: Sequence[Task]) -> tuple[State, str]:
    left = sum(task.state != "已完成" for task in tasks)
    if not tasks:
        return "待核", "没有时限在这一阶段的任务"
    if left:
        return "未完成", f"时限在这一阶段的 {len(tasks)} 项任务还有 {left} 项没有完成"
    return "已完成", f"时限在这一阶段的 {len(tasks)} 项任务都已完成"


def _tasks(loaded: Loaded) -> Iterator[Item]:
    for task in loaded.sound.data.tasks:
        if task.due is None:
            continue
        done: State = "已完成" if task.state == "已完成" else "未完成"
        progress = "" if task.progress is None else f"进度 {decimal_text(task.progress * 100)}%"
        note = "，".join(part for part in ("" if done == "已完成" else task.state, progress) if part)
        who = (loaded.name, task.unit or "", task.person or "", "")
        what = f"第{task.number}项任务：{task.title}"
        days = (task.due, task.due, "")
        yield Item(
            "任务", task.title, task.number, what, *days, place_of(loaded), *who, done, note, "", "任务书"
        )


def _troubles(loaded: Loaded, on: date, found: Problems) -> Iterator[Item]:
    """Yield the answers that difficulties wait for; one without a day or a known level has no deadline."""
    rules, chosen = (loaded.programme.escalation if loaded.programme else None), chosen_of(loaded)
    calendar = load_calendar(loaded.library, found) if loaded.sound.data.troubles else shipped_calendar()
    for number, trouble in enumerate(loaded.sound.data.troubles, start=1):
        answer = answer_of(trouble, on, rules, chosen, calendar)
        if answer.level is None or answer.due is None or trouble.dated is None or trouble.dated > on:
            continue
        open_then = answer.is_waiting or bool(trouble.answered_on and trouble.answered_on > on)
        note = f"{trouble.dated.month}月{trouble.dated.day}日提出，限 {answer.limit} {answer.unit}答复"
        if answer.upward:
            note += f"，可提请{answer.upward.organ}"
        who = (loaded.name, answer.level.organ, "", "")
        days = (answer.due, answer.due, "")
        state: State = "未完成" if open_then else "已完成"
        what = f"答复问题：{trouble.content}"
        yield Item(
            "问题",
            trouble.content,
            number,
            what,
            *days,
            place_of(loaded),
            *who,
            state,
            note,
            "",
            f"口径 {answer.level.limit}",
        )
