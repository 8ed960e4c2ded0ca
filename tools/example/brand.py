"""劳务品牌台账: who works under the village's brand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tools.example.classes import Seat
from tools.example.dice import words
from tools.example.services import Services
from tools.example.sheets import NO, YES, Book, Row, person

# fmt: off
WIDTHS: dict[str, float] = {
    "序号": 6, "品牌名称": 12, "组别": 7, "姓名": 9, "公民身份号码": 20, "性别": 5, "联系电话": 13, "工种": 12,
    "从业日期": 11, "就业区域": 10, "就业地址": 32, "单位名称": 34, "是否带头人": 8, "是否参加培训": 8,
    "年劳务收入": 10, "授牌情况": 20, "备注": 10,
}
# fmt: on
COOKS = words("厨师 帮厨")
DINING = words("餐厅服务员 服务员 店主 农庄经营者 民宿经营者")
BAMBOO = words("木工 打磨工 油漆工")
MONTHS = 11  # of work a year


def _is_cook(row: Row) -> bool:
    is_woman = row["性别"] == "女" and row.get("工种") in DINING
    return row.get("行业") == "住宿和餐饮业" and (row.get("工种") in COOKS or is_woman)


def _is_joiner(row: Row) -> bool:
    # whoever works in another province could not be verified
    works = row.get("工种") in BAMBOO or "竹木制品厂" in str(row.get("单位名称", ""))
    return works and row.get("就业区域") not in ("省外", "境外")


MEMBERS: dict[str, Callable[[Row], bool]] = {"梅州厨娘": _is_cook, "洪江竹匠": _is_joiner}


def ledger(services: Services, rows: Sequence[Row], seats: Sequence[Seat]) -> Book:
    """Return the ledger; the first founder among them leads."""
    members = [row for row in rows if row["是否户籍"] == YES and MEMBERS[services.brand](row)]
    leader = next(row["公民身份号码"] for row in members if row["是否创业"] == YES)
    trained = {seat.row["公民身份号码"] for seat in seats if seat.course is services.courses[0]}
    lines = [_line(services, row, row["公民身份号码"] == leader, trained) for row in members]
    return Book("劳务品牌台账", WIDTHS, lines, frozenset(("就业地址", "单位名称", "备注")), unit="元")


def _line(services: Services, row: Row, leads: bool, trained: set[str | int]) -> Row:
    return {
        **person(row, "组别", "姓名", "公民身份号码", "性别", "联系电话", "工种"),
        **person(row, "就业区域", "就业地址", "单位名称"),
        "品牌名称": services.brand,
        "从业日期": row["就业日期"],
        "是否带头人": YES if leads else NO,
        "是否参加培训": YES if row["公民身份号码"] in trained else NO,
        "年劳务收入": int(row["月收入"]) * MONTHS,
        "授牌情况": services.brand_award if leads else "",
    }
