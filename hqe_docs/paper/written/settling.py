"""A draft made whole: front matter and text laid together, what a kind of paper needs supplied or asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from hqe_docs.paper.language.filters import full_date
from hqe_docs.paper.written.block import bare
from hqe_docs.paper.written.draft import Draft, Part
from hqe_docs.paper.written.shapes import is_office
from hqe_docs.paper.written.titling import long_mark, signing
from hqe_docs.problems import Location
from hqe_docs.values import Fault, as_date

DATED = ("通知", "函", "报告", "请示", "令")
MARKED = ("通知", "报告", "请示")  # 文件 stands in their mark
UPWARD = ("报告", "请示")
BLANK_DATE = "　　　　年　　月　　日"
NONE = "无"
_OFFICE = re.compile(
    r"([\u4e00-\u9fff（）]{2,30}(?:政府|委员会|党委|办公室|办公厅|局|厅|部|院|中心|公司|协会|联合会|工会|党支部|总支|领导小组))(?=关于)"
)
_SEPARATORS = re.compile(r"[，,；;、]\s*")


def settle(draft: Draft, form: str) -> None:
    """Lay the front matter and the text of a draft together; `draft.given` afterwards holds what is to be printed."""
    given = dict(draft.given)
    given["机关"] = given["机关"] or draft.head.get("标志") or _office_in(draft.main)
    given["联合机关"] = given["联合机关"] or []
    if not given["机关"] and form != "方案" and draft.signature and all(map(is_office, draft.signature)):
        given["机关"], *given["联合机关"] = draft.signature
    for key in ("份号", "密级", "紧急程度", "文号"):
        given[key] = _one(draft, key, given[key], draft.head.get(key))
    given["签发人"] = given["签发人"] or re.split(r"[、，\s]+", draft.head.get("签发人", "")) or None
    given["签发人"] = [name for name in given["签发人"] or () if name]
    given["主送"] = given["主送"] or []
    given["文号"] = given["文号"] or _number(given)
    given["抄送"] = given["抄送"] or [one for one in _SEPARATORS.split(draft.copies) if one]
    given["印发机关"] = given["印发机关"] or draft.printing[0] or None
    given["印发日期"] = given["印发日期"] or draft.printing[1] or None
    draft.given = given
    if form in MARKED and given["机关"] and not given["标志"] and not given["联合机关"]:
        given["标志"] = long_mark(draft)
    _addressees(draft)
    _sign(draft, form)
    _annexes(draft)
    _ask(draft, form)


def _office_in(part: Part) -> str | None:
    match = _OFFICE.match(part.name)
    return match[1] if match else None


def _one(draft: Draft, key: str, said: str | None, written: str | None) -> str | None:
    """Return what the text says, else the front matter; the two should agree."""
    if said and written and bare(said) != bare(written):
        draft.found.add("G619", Location(draft.file), what=key, text=written)
    return written or said


def _number(given: Mapping[str, Any]) -> str | None:
    code, signed, number = given["代字"], given["成文日期"], given["序号"]
    return f"{code}〔{signed.year}〕{number}号" if code and signed and number else None


def _addressees(draft: Draft) -> None:
    said = "，".join(draft.given["主送"] or ())
    if said and draft.addressees and _letters(said) != _letters(draft.addressees):
        draft.found.add("G619", Location(draft.file), what="主送", text=draft.addressees)
    draft.addressees = draft.addressees or (f"{said}：" if said else "")
    if draft.given["主送移版记"]:  # too many for the first page (§7.3.2)
        names = [one for one in _SEPARATORS.split(draft.addressees.rstrip("：:")) if one]
        draft.given = {**draft.given, "主送": names}
        draft.addressees = ""


def _letters(text: str) -> str:
    return re.sub(r"[，、,：:\s]", "", text)


# ---------------------------------------------------------------- signature
def _sign(draft: Draft, form: str) -> None:
    given: dict[str, Any] = dict(draft.given)
    # minutes have no signature: the day of the front matter is their number's
    said = full_date(given["成文日期"]) if given["成文日期"] and form != "纪要" else None
    draft.date = _one(draft, "成文日期", said, draft.date) or ""
    draft.remark = _one(draft, "附注", (given["附注"] or "").strip("（）()") or None, draft.remark) or ""
    if form == "请示" and not draft.remark:
        draft.remark = _contact(given["联系人"] or {})
    day = as_date(draft.date)
    offices = [office for office in (given["机关"], *given["联合机关"]) if office]
    names = draft.signature or _names(given, offices, form)
    if not draft.date and form in DATED:
        draft.found.add("G611", Location(draft.file))
        draft.date = BLANK_DATE
    usual = (not isinstance(day, Fault) and full_date(day) == draft.date) or draft.date == BLANK_DATE
    stamped = given["签名方式"] == "签名章" and given["签名人"]
    alone = bool(names) and names == offices and all(signing(name) == name for name in names)
    draft.signs_as_usual = bool(draft.date) and usual and (stamped or alone or given["签名方式"] == "不盖章")
    draft.signature, given["成文日期"] = names, day if isinstance(day, date) else None
    draft.given = given


def _contact(person: Mapping[str, Any]) -> str:
    """Return whom to call about a request, in words."""
    said = (("联系人", person.get("姓名")), ("电话", person.get("电话")))
    return "，".join(f"{label}：{value}" for label, value in said if value)


def _names(given: Mapping[str, Any], offices: list[str], form: str) -> list[str]:
    """Return who signs when the text doesn't say it."""
    if given["署名"]:
        return [] if given["署名"] == [NONE] else list(given["署名"])
    return offices if form in DATED else []


# ---------------------------------------------------------------- annexes
def _annexes(draft: Draft) -> None:
    """Make the list of annexes and the annexes agree; each has its label."""
    names = [item["名称"] for item in draft.given["附件"] or ()]
    noted, annexes = draft.noted, draft.annexes
    noted.note = noted.note or names or [part.name for part in annexes if part.name]
    for number, part in enumerate(annexes, 1):
        if len(annexes) > 1 and not re.search(r"[\d一二三四五六七八九十]$", part.label):
            part.label = f"附件{number}"
        _named(draft, part, number)
    for number, name in enumerate(noted.note[len(annexes) :], len(annexes) + 1):
        draft.found.add("G607", Location(draft.file), name=name, number=number)


def _named(draft: Draft, part: Part, number: int) -> None:
    names = draft.noted.note
    name = names[number - 1] if number <= len(names) else None
    if name and not part.title:
        part.title = [name]
    elif name and bare(name) != bare(part.name):
        draft.found.add("G608", draft.at(part.line), label=part.label, title=part.name, name=name)


# ---------------------------------------------------------------- what is missing
def _ask(draft: Draft, form: str) -> None:
    given, where = draft.given, Location(draft.file)
    if not draft.main.title:
        draft.found.add("G601", where)
    if not (draft.main.body or (draft.printed and draft.printed.body)):
        draft.found.add("G602", where)
    if form != "方案" and not given["机关"]:
        draft.found.add("G610", where)
    if form in UPWARD and not given["签发人"]:
        draft.found.add("G612", where, form=form)
    if form != "请示":
        return
    if "联系" not in draft.remark:
        draft.found.add("G613", where)
    count = len([one for one in _SEPARATORS.split(draft.addressees.strip("：:")) if one])
    if count > 1:
        draft.found.add("G614", where, count=count)
