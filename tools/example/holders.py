"""持证人员台账: each certificate of the master ledger on a row of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tools.example.classes import Seat
from tools.example.dice import Dice
from tools.example.sheets import Book, Row, person

# fmt: off
WIDTHS: dict[str, float] = {
    "序号": 6, "组别": 7, "姓名": 9, "公民身份号码": 20, "性别": 5, "联系电话": 13, "证书类别": 20,
    "证书名称": 26, "技能等级": 14, "证书编号": 14, "发证机构": 26, "发证日期": 11, "有效期止": 11, "备注": 14,
}
# fmt: on
ISSUERS = {
    "职业技能等级证书": "宜春市职业技能鉴定指导中心",
    "培训合格证书": "宜春市启禾职业培训学校",
    "其他": "宜春市市场监督管理局",
}
VALID = timedelta(days=4 * 365)  # a licence to drive a fork-lift truck


def ledger(rows: Sequence[Row], seats: Sequence[Seat], dice: Dice) -> Book:
    """Return the ledger; those who passed a class have the day on which its certificates came."""
    fresh = {seat.row["公民身份号码"]: seat for seat in seats if seat.passed and seat.course.issued}
    return Book("持证人员台账", WIDTHS, [line for row in rows for line in _lines(row, fresh, dice)])


def _lines(row: Row, fresh: dict[str | int, Seat], dice: Dice) -> Iterator[Row]:
    names, numbers = (str(row.get(column, "")).split("；") for column in ("技能证书", "证书编号"))
    for name, number in zip(names, numbers, strict=True):
        seat = fresh.get(row["公民身份号码"])
        is_fresh = seat is not None and name == seat.course.certificate
        if name:
            issued = seat.course.issued if seat and is_fresh else _earlier(row, dice)
            who = person(row, "组别", "姓名", "公民身份号码", "性别", "联系电话")
            note = {"备注": seat.course.name[5:]} if seat and is_fresh else {}
            school = {"发证机构": seat.course.school} if seat and is_fresh and "合格证" in name else {}
            yield who | _certificate(name, issued or date.max) | {"证书编号": number} | note | school


def _earlier(row: Row, dice: Dice) -> date:
    """Return a day on which someone grown up may have got a certificate, before the survey began."""
    grown = date(int(str(row["出生日期"])[:4]) + 19, 1, 5)
    return dice.day(max(grown, date(2014, 3, 3)), date(2023, 4, 28))


def _certificate(name: str, issued: date) -> Row:
    title, _, level = name.rstrip("）").partition("（")
    kind = "职业技能等级证书" if level else "培训合格证书" if "合格证" in title else "其他"
    row: Row = {"证书类别": kind, "证书名称": title, "技能等级": level, "发证机构": ISSUERS[kind]}
    row["发证日期"] = issued.isoformat()
    if kind == "其他":
        row["有效期止"] = (issued + VALID).isoformat()
    return row
