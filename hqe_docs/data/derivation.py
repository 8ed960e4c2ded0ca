"""How a ledger follows from another one: the key 派生 of a ledger kind, read.

自: 劳动力资源台账        the ledger it follows from
形式: 逐人                or 按户: one row a household, its head's
条件: [失业劳动力]        which rows, in the words of the definitions (data/conditions)
栏目: {失业月数: "{月数.登记失业日期}"}    column → how it is filled (data/derived/rowtext); columns of one name are copied
理由: ["…"]              why a row is listed, written into 理由栏
排序: [{首类: …}]        order of rows, else as they stand
拆分: {栏目: [技能证书, 证书编号], 分隔: ；}    one row for each item of these cells
提醒: [{当: …, 栏目: …, 说明: …}]          what is to be said of rows of the source
已了结: {列: 退出日期, 为空: 否}            rows of a hand-kept ledger that need no ground any more
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hqe_docs.data.conditions import Condition

Form = Any  # what data/derived/rowtext turns into a text: a template, or a mapping with one of its forms
KEYS = {"自", "形式", "条件", "栏目", "理由", "理由栏", "排序", "拆分", "提醒", "已了结"}
BY_PERSON, BY_HOUSEHOLD = "逐人", "按户"


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is said of the rows of the source for which `when` holds, at the cell of `column`."""

    when: Condition
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """派生: from which ledger, which rows, how columns are filled, why."""

    source: str
    rows: tuple[Condition, ...]
    is_by_household: bool = False
    columns: Mapping[str, Form] | None = None
    reason: tuple[Form, ...] = ()
    reason_column: str = ""
    order: tuple[Form, ...] = ()
    split: tuple[str, ...] = ()
    separator: str = "；"
    reminders: tuple[Reminder, ...] = ()
    settled: Condition | None = None


def derivation_of(raw: Mapping[str, Any] | None) -> Derivation | None:
    """Return what 派生 says; ValueError or KeyError when it says it wrongly."""
    if raw is None:
        return None
    unknown = set(raw) - KEYS
    shape = raw.get("形式") or BY_PERSON
    if unknown or shape not in (BY_PERSON, BY_HOUSEHOLD):
        raise ValueError(f"派生：{'、'.join(sorted(unknown)) or shape}")
    split = raw.get("拆分") or {}
    return Derivation(
        source=raw["自"],
        rows=tuple(raw["条件"]),
        is_by_household=shape == BY_HOUSEHOLD,
        columns=dict(raw.get("栏目") or {}),
        reason=tuple(raw.get("理由") or ()),
        reason_column=raw.get("理由栏") or "",
        order=tuple(raw.get("排序") or ()),
        split=tuple(split.get("栏目") or ()),
        separator=split.get("分隔") or "；",
        reminders=tuple(Reminder(it["当"], it["栏目"], it["说明"]) for it in raw.get("提醒") or ()),
        settled=raw.get("已了结"),
    )
