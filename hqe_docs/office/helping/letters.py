"""Reminder letters: a page for each person who may apply for something, by templates/政策提醒函.docx."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from hqe_docs.data.policies.finding import REMINDED, Entitled
from hqe_docs.data.policies.policyfile import HELD
from hqe_docs.data.policies.rulefile import texts_of
from hqe_docs.office.building.desk import file_name
from hqe_docs.office.helping.papers import write_paper
from hqe_docs.office.helping.rolls import Person, Run
from hqe_docs.office.helping.sheets import write
from hqe_docs.office.ledgers.ledgersheets import sheet_of
from hqe_docs.office.workspace import Loaded

LETTER, RECORD = "政策提醒函", "政策提醒登记"
_COLUMNS = ("政策名称", "对象类型", "享受对象", "公民身份号码", "联系电话", "提醒日期", "办理状态")
UNSAID = "文件未写明"  # of a policy's time
WHOM = "村（社区）就业服务窗口"
HIDDEN = ("是否户籍", "是否常住", "户编号")  # what tells a person nothing of himself


def write_letters(run: Run, folder: Path, loaded: Loaded, lines: Sequence[tuple[Person, Entitled]]) -> None:
    """Write the letters of one point as one file, a page a person; nothing where nobody may apply for anything."""
    if lines:
        write_paper(run, loaded, LETTER, folder, {"政策提醒": letters(run.day, lines)})


def write_reminded(run: Run, folder: Path, loaded: Loaded, lines: Sequence[tuple[Person, Entitled]]) -> None:
    """Write who is reminded as rows of 政策享受台账, to be merged into it once the letters are handed over."""
    kind = loaded.kinds.get(HELD)
    if kind and lines:
        rows = [
            (it.policy.name, "个人", who.name, who.number, who.phone, run.day.isoformat(), REMINDED)
            for who, it in lines
        ]
        title, remark = f"{loaded.name}政策提醒登记", "提醒函送到以后并入政策享受台账；提醒日期按送到的日子改"
        sheet = sheet_of(kind, rows, columns=_COLUMNS, title=title, remark=remark)
        write(run, folder / f"{file_name(loaded.name)}-{RECORD}.xlsx", [sheet])


def letters(day: date, lines: Sequence[tuple[Person, Entitled]]) -> dict[str, Any]:
    """Return 政策提醒 of the template's mapping: persons in the order of the ledger, each with what he may apply for."""
    people: dict[int, tuple[Person, list[Entitled]]] = {}
    for person, item in sorted(lines, key=lambda line: line[1].index):
        people.setdefault(item.index, (person, []))[1].append(item)
    return {"日": day, "人": [_letter(person, items) for person, items in people.values()]}


def _letter(person: Person, items: Sequence[Entitled]) -> dict[str, Any]:
    helper = f"帮扶责任人{person.helper}" if person.helper else WHOM
    return {
        "姓名": person.name,
        "村组": person.village + person.group,
        "联系": helper,
        "行": [_row(item) for item in items],
    }


def _row(item: Entitled) -> dict[str, str]:
    policy = item.policy
    until = item.until and f"{item.until.year}年{item.until.month}月{item.until.day}日前"
    return {
        "政策": policy.name,
        "依据": texts_of(policy.laws),
        "情况": "；".join(_told(item)),
        "金额": policy.amount,
        "时限": until or UNSAID,
        "地点": policy.place,
        "备注": "；".join((*item.notes, *([policy.note] if policy.note else []))),
    }


def _told(item: Entitled) -> Iterator[str]:
    yield from dict.fromkeys(
        ground.text if ground.title in ("年龄", "性别", "人员类别") else f"{ground.title}：{ground.text}"
        for ground in item.grounds
        if ground.title not in HIDDEN
    )
