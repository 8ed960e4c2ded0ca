"""What templates see of windows, rooms, equipment and staff: what the edition asks for and what is declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from hqe_docs.data.facts import Staff
from hqe_docs.data.scores.bench import Bench, concerns, tested
from hqe_docs.data.scores.declared import facts_of
from hqe_docs.data.scores.indicators import Indicator, Test
from hqe_docs.office.workspace import Loaded
from hqe_docs.values import decimal_text

TRAININGS = "工作人员培训台账"
CHIEF, VILLAGES = "主职", ("村", "社区")
_SHOWN = {True: "有", False: "无", None: "未申报"}


def provision(loaded: Loaded, points: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return 设施配备 and 人员配备: one entry a creation point that declares anything, its own or of those below."""
    if loaded.sound.data.point.role != "创建点":
        return {key: [it for point in points for it in point[key]] for key in ("设施配备", "人员配备")}
    facilities, staff = list(_compared(loaded)), _staffing(loaded)
    declared = any(line["符合"] is not None for item in facilities for line in item["项"])
    return {
        "设施配备": [_named(loaded) | {"指标": facilities}] if declared else [],
        "人员配备": [_named(loaded) | staff] if staff["人员"] or staff["培训"] else [],
    }


def _named(loaded: Loaded) -> dict[str, Any]:
    point = loaded.sound.data.point
    return {"创建点": point.name, "上级": point.parents[-1] if point.parents else "", "类型": point.kind}


def _compared(loaded: Loaded) -> Iterator[dict[str, Any]]:
    """Yield each indicator that asks for declared facts, with one line for each thing it asks for."""
    if loaded.edition is None:
        return
    point = loaded.sound.data.point
    bench = Bench(point.level, point.kind, {}, {}, facts_of(loaded.sound.data, loaded.edition))
    for indicator in loaded.edition.indicators:
        tests = [test for test in _asked(indicator) if test.fact and concerns(test, bench)]
        lines = [line for test in tests for line in _lines(test, bench)]
        if lines:
            yield {"序号": indicator.no, "名称": indicator.title, "标准": indicator.standard, "项": lines}


def _asked(indicator: Indicator) -> Sequence[Test]:
    return [*indicator.rule.tests, *indicator.rule.shown]


def _lines(test: Test, bench: Bench) -> Iterator[dict[str, Any]]:
    """Yield what one test asks for; a list is asked for item by item, and what stands in it beyond that comes last."""
    fact = test.fact or ""
    value = bench.fact(fact)
    if not test.items:
        check = tested(test, bench)
        wanted, found = _amounts(test, value, bench)
        yield _line(fact, test.label, wanted, found, check.holds)
        return
    for item in test.items:
        has = None if value is None else item in value
        yield _line(fact, item, "有", _SHOWN[has], has)
    for item in value or []:
        if item not in test.items:
            yield _line(fact, item, "不作要求", "有", True)


def _line(fact: str, name: str, wanted: str, found: str, holds: bool | None) -> dict[str, Any]:
    return {"事实": fact.partition(".")[0], "名称": name, "应有": wanted, "现有": found, "符合": holds}


def _amounts(test: Test, value: Any, bench: Bench) -> tuple[str, str]:
    if test.together:
        both = None if value is None else sum(all(item.get(key) for key in test.together) for item in value)
        return "1人", _SHOWN[None] if both is None else f"{both}人"
    least = bench.bound(test.at_least)
    if least is not None:
        return f"{decimal_text(least)}个", _SHOWN[None] if value is None else f"{value}个"
    return "有", _SHOWN[None if value is None else bool(value)]


# ---------------------------------------------------------------- staff
def _staffing(loaded: Loaded) -> dict[str, Any]:
    """Return the staff declared, each with the trainings of its name, and all trainings."""
    data = loaded.sound.data
    declared = (data.facts.staff.value if data.facts.staff else None) or []
    courses = list(_courses(loaded))
    day = data.point.reference_date
    return {
        "要求": CHIEF if data.point.kind in VILLAGES else "专职",
        "符合": sum(_fits(person, data.point.kind) for person in declared),
        "人员": [_member(person, courses, day) for person in declared],
        "培训": courses,
    }


def _fits(person: Staff, kind: str) -> bool:
    """Say whether a person counts for 人员配备: with a post, full time, managed, and 主职 in a village."""
    whole = person.own_post and person.full_time and person.own_manager
    return bool(whole and (person.chief or kind not in VILLAGES))


def _courses(loaded: Loaded) -> Iterator[dict[str, Any]]:
    ledger = loaded.ledgers.get(TRAININGS)
    if ledger is None:
        return
    columns = ("姓名", "职务", "培训类型", "培训内容", "主办单位", "培训日期", "学时")
    for row in ledger.frame.select(columns).iter_rows(named=True):
        yield {key: _read(key, value or "") for key, value in row.items()}


def _read(key: str, value: str) -> date | str:
    try:
        return date.fromisoformat(value) if key == "培训日期" else value
    except ValueError:
        return value


def _member(person: Staff, courses: Sequence[Mapping[str, Any]], day: date | None) -> dict[str, Any]:
    mine = [course for course in courses if course["姓名"] == person.name]
    days = [course["培训日期"] for course in mine if isinstance(course["培训日期"], date)]
    return {
        "姓名": person.name,
        CHIEF: person.chief,
        "专岗": person.own_post,
        "专职": person.full_time,
        "专管": person.own_manager,
        "入职日期": person.joined,
        "满两年": None if not (person.joined and day) else _years_later(person.joined, 2) <= day,
        "培训": mine,
        "最近培训": max(days) if days else None,
        "两年内参训": None if day is None else any(_years_later(it, 2) >= day >= it for it in days),
    }


def _years_later(day: date, years: int) -> date:
    later = day.year + years
    return day.replace(year=later, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=later)
