"""日程: the stages and duties of the year, as a programme file says them; a new duty needs no Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from hqe_docs.data.definitions import Setting
from hqe_docs.data.fields import Count, Day, Keys, ListOf, Text, TextList, YesNo
from hqe_docs.data.schema import Role
from hqe_docs.problems import Problems
from hqe_docs.yamlfile import YamlFile

Cycle = Literal["一次", "每周", "每月", "每季", "每年"]
Weekday = Literal["一", "二", "三", "四", "五", "六", "日"]
EARLIER, LATER, AS_IT_IS = "提前到节前最后一个工作日", "顺延到节后第一个工作日", "照常"
MOVES = (EARLIER, LATER, AS_IT_IS)
OTHERS = "其他"
MONTHS_OF_QUARTERS = (3, 6, 9, 12)
NEEDS: Mapping[str, tuple[str, ...]] = {
    "每周": ("星期",),
    "每月": ("日",),
    "每季": ("日",),
    "一次": ("时限", "时限口径"),
    "每年": ("时限", "时限口径"),
}
_MONTH_DAY = re.compile(r"(\d{1,2})月(?:(\d{1,2})日|底|末)")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Rows(Keys):
    """完成.台账: rows of a ledger that show it was done; those of a day count, of some values, by what differs."""

    ledger: Text = Field(alias="名称")
    dated: Text = Field(alias="日期")
    only: dict[str, TextList] = Field({}, alias="只算")
    distinct: Text | None = Field(None, alias="不同")
    least: Count = Field(1, alias="至少", ge=1)


class Trained(Keys):
    """完成.人员: everybody of 条件.专职人员 has a row of his own, `years` back from the deadline at most."""

    ledger: Text = Field(alias="名称")
    person: Text = Field("姓名", alias="姓名")
    dated: Text = Field(alias="日期")
    only: dict[str, TextList] = Field({}, alias="只算")
    years: Count = Field(1, alias="年数", ge=1)
    is_for_new: YesNo = Field(False, alias="只限新入职")


class Evidence(Keys):
    """完成: what shows that a duty was done; a duty without any waits for a person's word."""

    state: YesNo = Field(False, alias="状态")
    paper: Text | None = Field(None, alias="文书")
    rows: Rows | None = Field(None, alias="台账")
    trained: Trained | None = Field(None, alias="人员")


class Period(Keys):
    """阶段: one of the programme's stages."""

    name: Text = Field(alias="名称")
    start: Day = Field(alias="起")
    end: Day = Field(alias="止")
    clause: Text = Field("", alias="依据")


class Duty(Keys):
    """事项: something to be done once or again and again."""

    name: Text = Field(alias="名称")
    cycle: Cycle = Field(alias="周期")
    weekday: Weekday | None = Field(None, alias="星期")
    day: Annotated[Count, Field(ge=1, le=31)] | None = Field(None, alias="日")
    deadlines: TextList = Field([], alias="时限")
    deadlines_from: Text | None = Field(None, alias="时限口径")
    start: Day | None = Field(None, alias="起")
    end: Day | None = Field(None, alias="止")
    time: Text = Field("", alias="时刻")
    move: Text = Field(AS_IT_IS, alias="逢节假日")
    by: Annotated[list[Role], ListOf] = Field(["创建点", "实施单位", "主管部门"], alias="由谁")
    indicators: Annotated[list[Count], ListOf] = Field([], alias="对应指标")
    to: dict[str, Text] | Text = Field("", alias="报给")
    done: Evidence = Field(default_factory=Evidence.model_construct, alias="完成")
    command: Text = Field("", alias="命令")
    clause: Text = Field("", alias="依据")
    note: Text = Field("", alias="说明")

    def receiver(self, kind: str) -> str:
        """Return whom it is handed to by a dossier of a kind."""
        if isinstance(self.to, str):
            return self.to
        return next(
            (who for kinds, who in self.to.items() if kind in kinds.split("、")), self.to.get(OTHERS, "")
        )

    def said(self, key: str) -> bool:
        """Say whether the programme gives the key its cycle needs."""
        values = {
            "星期": self.weekday,
            "日": self.day,
            "时限": self.deadlines,
            "时限口径": self.deadlines_from,
        }
        return bool(values[key])


class Schedule(Keys):
    """日程: from when to when the work runs, its stages, its duties."""

    start: Day = Field(alias="起")
    end: Day = Field(alias="止")
    clause: Text = Field("", alias="依据")
    stages: Annotated[list[Period], ListOf] = Field([], alias="阶段")
    duties: Annotated[list[Duty], ListOf] = Field([], alias="事项")


# ---------------------------------------------------------------- days of the year
def day_of(text: str, year: int) -> date | None:
    """Return the day of a year that `6月30日` or `6月底` names; a whole date keeps its own year; None for others."""
    match = _MONTH_DAY.fullmatch(text.strip())
    if match:
        month = int(match[1])
        return clamped(year, month, int(match[2] or 31)) if 1 <= month <= 12 else None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def clamped(year: int, month: int, day: int) -> date:
    """Return the day of a month, its last where the month has no such day."""
    for candidate in range(min(day, 31), 27, -1):
        try:
            return date(year, month, candidate)
        except ValueError:
            continue
    return date(year, month, day)


def deadline_texts(duty: Duty, chosen: Mapping[str, str]) -> list[str]:
    """Return the deadlines of a duty as texts: its own, or those of the setting that leaves them open."""
    if duty.deadlines_from is None:
        return list(duty.deadlines)
    return [part for part in chosen.get(duty.deadlines_from, "").split("、") if part]


# ---------------------------------------------------------------- what the file says against itself
def check_schedule(
    schedule: Schedule, settings: Mapping[str, Setting], file: YamlFile, found: Problems
) -> None:
    """Report duties that lack what their cycle needs, name no setting of the programme, or no day or hour."""
    if schedule.end < schedule.start:
        found.add("D119", file.at(("日程", "止")), name="日程", start=schedule.start, end=schedule.end)
    for i, duty in enumerate(schedule.duties):
        for key, message in _faults(duty, settings):
            found.add("P104", file.at(("日程", "事项", i, key)), name=duty.name, detail=message)


def _faults(duty: Duty, settings: Mapping[str, Setting]) -> Iterator[tuple[str, str]]:
    keys = NEEDS[duty.cycle]
    if not any(map(duty.said, keys)):
        yield "周期", f"周期是“{duty.cycle}”，要写“{'”或“'.join(keys)}”"
    if duty.time and not _CLOCK.fullmatch(duty.time):
        yield "时刻", f"时刻“{duty.time}”要写成 16:00 的形式"
    for text in duty.deadlines:
        if day_of(text, 2000) is None:
            yield "时限", f"时限“{text}”要写成 6月30日、6月底 或 2023-06-30"
    if duty.move not in MOVES:
        yield from _setting_faults("逢节假日", duty.move, settings, MOVES.__contains__)
    if duty.deadlines_from is not None:
        yield from _setting_faults("时限口径", duty.deadlines_from, settings, _are_days)


def _setting_faults(
    key: str, name: str, settings: Mapping[str, Setting], means: Callable[[str], bool]
) -> Iterator[tuple[str, str]]:
    if name not in settings:
        yield key, f"工作安排的“口径”里没有“{name}”"
        return
    for option in settings[name].options or [settings[name].default]:
        if not means(option):
            yield key, f"口径“{name}”的“{option}”在“{key}”里没有意义"


def _are_days(option: str) -> bool:
    return all(day_of(text, 2000) for text in option.split("、"))
