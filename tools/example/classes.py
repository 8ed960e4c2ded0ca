"""The year's training classes: who sat in them, what they leave in the master ledger, the ledger of classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tools.example.columns import WILLING
from tools.example.dice import Dice
from tools.example.services import Course, Services
from tools.example.sheets import NO, YES, Book, Row, person
from tools.example.villages import SECOND_BATCH, Village

# fmt: off
WIDTHS: dict[str, float] = {
    "序号": 6, "班次": 22, "培训工种": 12, "培训机构": 24, "开班日期": 11, "结业日期": 11, "课时": 6,
    "姓名": 9, "公民身份号码": 20, "性别": 5, "联系电话": 13, "人员类别": 20, "意向工种": 12,
    "是否合格": 8, "证书名称": 24, "证书编号": 14, "补贴金额": 8, "备注": 14,
}
# fmt: on
SUBSIDY = 800
LAST_VISITS = (date(2023, 9, 16), date(2023, 9, 24))


@dataclass(frozen=True, slots=True)
class Seat:
    """One villager in one class; `passed` is None before the examination."""

    row: Row
    course: Course
    passed: bool | None


def enrol(services: Services, rows: Sequence[Row], dice: Dice) -> list[Seat]:
    """Return who sat in the two classes: all who wished for the trade, and some who wished for another."""
    willing = [row for row in rows if row["培训意愿"] == WILLING and row["是否户籍"] == YES]
    trades = [course.trade for course in services.courses]
    others = dice.shuffled([row for row in willing if row["培训意向工种"] not in trades])[: services.others]
    seats: list[Seat] = []
    for place, course in enumerate(services.courses):
        wished = [row for row in willing if row["培训意向工种"] == course.trade and not _holds(row, course)]
        sat = sorted(wished + others[place::2], key=lambda row: int(row["序号"]))
        seats += _examined(course, sat, dice)
    return seats


def _holds(row: Row, course: Course) -> bool:
    return course.certificate in str(row.get("技能证书", ""))


def _examined(course: Course, sat: Sequence[Row], dice: Dice) -> Iterator[Seat]:
    failed = {row["公民身份号码"] for row in dice.shuffled(sat)[: course.failed]}
    for row in sat:
        yield Seat(row, course, row["公民身份号码"] not in failed if course.examined else None)


def certify(village: Village, rows: Sequence[Row], seats: Sequence[Seat], dice: Dice) -> None:
    """Enter the certificates of the year; for each new holder an earlier one goes, so that their number stays."""
    fresh = [seat for seat in seats if seat.passed and seat.course.issued]
    sitting = {seat.row["公民身份号码"] for seat in seats}
    earlier = dice.shuffled(
        [row for row in rows if row.get("技能证书") and row["公民身份号码"] not in sitting]
    )
    for seat in fresh:
        if not seat.row.get("技能证书"):
            earlier.pop().update({"技能证书": "", "证书编号": "", "劳动能力": "普通"})
        _add_certificate(village, seat)
    _visit_again({str(seat.row["户编号"]) for seat in fresh}, rows, dice)


def number(village: Village, seat: Seat) -> str:
    """Return the number of the certificate that a class of 2023 led to."""
    return f"JN{village.letters}23{int(seat.row['序号']):05d}"


def _add_certificate(village: Village, seat: Seat) -> None:
    for column, text in (("技能证书", seat.course.certificate), ("证书编号", number(village, seat))):
        seat.row[column] = "；".join(filter(None, [str(seat.row.get(column, "")), text]))
    seat.row["劳动能力"] = "技能"


def _visit_again(homes: set[str], rows: Sequence[Row], dice: Dice) -> None:
    """Bring the rows of `homes` up to date with the second batch, in which the certificates were entered."""
    days = {home: dice.day(*LAST_VISITS).isoformat() for home in sorted(homes)}
    for row in rows:
        if row["户编号"] in days:
            row.update({"最近走访日期": days[str(row["户编号"])], "数据更新日期": SECOND_BATCH.isoformat()})


def ledger(village: Village, seats: Sequence[Seat]) -> Book:
    """Return 技能培训台账."""
    return Book("技能培训台账", WIDTHS, [_line(village, seat) for seat in seats])


def _line(village: Village, seat: Seat) -> Row:
    course = seat.course
    line: Row = {
        **person(seat.row, "姓名", "公民身份号码", "性别", "联系电话", "人员类别"),
        "班次": course.name,
        "培训工种": course.trade,
        "培训机构": course.school,
        "开班日期": course.first.isoformat(),
        "课时": course.hours,
        "意向工种": seat.row["培训意向工种"],
    }
    if seat.passed is None:
        return line | {"备注": "正在考核"}
    line |= {"结业日期": course.last.isoformat(), "是否合格": YES if seat.passed else NO}
    if not seat.passed:
        return line
    if not course.issued:
        return line | {"备注": "证书核发中"}
    return line | {"证书名称": course.certificate, "证书编号": number(village, seat), "补贴金额": SUBSIDY}
