"""周报, 问题: what a weekly report compares and lists; who answers difficulties, and within how many days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hqe_docs.data.conditions import Terms, columns_of
from hqe_docs.data.definitions import Setting, condition_faults
from hqe_docs.data.fields import Keys, ListOf, Text, TextList
from hqe_docs.data.kinds import LedgerKind

NUMBER = "{数}"
ROWS, DISTINCT, SUM = "行数", "不同", "合计"


def _wrong(options: str, found: str) -> PydanticCustomError:
    return PydanticCustomError("D110", "", {"options": options, "found": f"“{found}”"})


class WeeklyFigure(Keys):
    """周报.数据: a figure of the indicator set, and what the report calls it."""

    name: Text = Field(alias="数据")
    called: Text = Field("", alias="称")

    @property
    def title(self) -> str:
        return self.called or self.name


class Measure(Keys):
    """周报.动态.计: a number counted from the rows of a week: rows, rows that differ in columns, the sum of one."""

    title: Text = Field(alias="称")
    unit: Text = Field(alias="单位")
    how: Literal["行数", "不同", "合计"] = Field("行数", alias="计法")
    columns: TextList = Field([], alias="列")
    text: Text = Field(alias="文", description="如 举办活动{数}场")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if NUMBER not in self.text:
            raise _wrong(f"含有 {NUMBER} 的文字", self.text)
        if (self.how == ROWS) != (not self.columns) or (self.how == SUM and len(self.columns) > 1):
            raise _wrong("行数不写“列”，不同写一列或几列，合计写一列", "、".join(self.columns))
        return self


class Event(Keys):
    """周报.动态: what a service ledger tells of a week by the column `dated`; `named` is listed in brackets.

    Rows of several dossiers that agree in all columns of `same` tell of one thing. `undated` says what a row without
    its date is, nothing where it is a fault.
    """

    title: Text = Field(alias="名称")
    ledger: Text = Field(alias="台账")
    dated: Text = Field(alias="日期")
    rows: Annotated[list[Any], ListOf] = Field([], alias="条件")
    measures: Annotated[list[Measure], ListOf] = Field(alias="计", min_length=1)
    named: Text | None = Field(None, alias="列举")
    same: TextList = Field([], alias="同一")
    undated: Text = Field("", alias="无日期")

    def columns(self, terms: Terms) -> Iterator[str]:
        """Yield the columns it reads."""
        yield from (self.dated, *self.same, *(column for it in self.measures for column in it.columns))
        yield from (column for part in self.rows for column in columns_of(part, terms))
        if self.named:
            yield self.named


class Reporting(Keys):
    """周报: the weekly duty of 日程 that it is, the figures and events it tells."""

    duty: Text = Field(alias="事项", description="日程里每周一次的事项，期数、报送日由它定")
    figures: Annotated[list[WeeklyFigure], ListOf] = Field([], alias="数据")
    events: Annotated[list[Event], ListOf] = Field([], alias="动态")


class Level(Keys):
    """问题.层级: who answers; `limit` names the setting that says within how many days."""

    name: Text = Field(alias="名称")
    also: TextList = Field([], alias="又称")
    organ: Text = Field(alias="机关")
    limit: Text = Field(alias="时限口径")

    def is_called(self, word: str) -> bool:
        return word.strip() in (self.name, *self.also)


class Escalation(Keys):
    """问题: the levels a difficulty goes up by, lowest first; `counting` names the setting of how days are counted."""

    levels: Annotated[list[Level], ListOf] = Field(alias="层级", min_length=1)
    counting: Text = Field(alias="计日口径")

    def level_of(self, word: str | None) -> int | None:
        """Return the number of the level that a dossier calls so, None for one that is not known."""
        return next((i for i, it in enumerate(self.levels) if word and it.is_called(word)), None)


# ---------------------------------------------------------------- against all else that is known
def reporting_faults(
    reporting: Reporting, figures: Mapping[str, Any], kinds: Mapping[str, LedgerKind], terms: Terms
) -> Iterator[str]:
    """Yield what 周报 names that the indicator set or the ledger kinds do not have, in words."""
    yield from (f"指标体系没有数据“{it.name}”" for it in reporting.figures if it.name not in figures)
    for event in reporting.events:
        faults = [fault for part in event.rows for fault in condition_faults(part, terms)]
        yield from (f"动态“{event.title}”的条件：{fault}" for fault in faults)
        kind = kinds.get(event.ledger)
        if kind is None:
            yield f"没有名为“{event.ledger}”的台账"
        elif not faults:
            known = {field.name for field in kind.fields}
            lost = [it for it in event.columns(terms) if it not in known and not it.startswith("_")]
            yield from (f"《{event.ledger}》没有“{it}”这一栏" for it in dict.fromkeys(lost))


def escalation_faults(escalation: Escalation, settings: Mapping[str, Setting]) -> Iterator[str]:
    """Yield the settings that 问题 names and the programme does not have, or that hold no number of days."""
    for level in escalation.levels:
        setting = settings.get(level.limit)
        if setting is None or not setting.default.isdigit():
            yield f"口径里没有“{level.limit}”，或者不是天数"
    if escalation.counting not in settings:
        yield f"口径里没有“{escalation.counting}”"
