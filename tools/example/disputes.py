"""劳动争议调解台账: the year's disputes, in the order in which they came in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tools.example.dice import Dice
from tools.example.services import Services
from tools.example.sheets import YES, Book, Row
from tools.example.trades import FIRM_NAMES

# fmt: off
WIDTHS: dict[str, float] = {
    "序号": 6, "案号": 20, "受理日期": 11, "申请人": 9, "申请人电话": 13, "被申请人": 34, "争议事由": 20,
    "涉及人数": 8, "涉及金额": 10, "调解员": 14, "调解结果": 9, "结案日期": 11, "协议书编号": 22,
    "履行情况": 9, "备注": 10,
}
# fmt: on
CAUSES = {
    "劳动报酬": (6, (30, 260)),
    "经济补偿": (2, (40, 150)),
    "工伤待遇": (2, (60, 420)),
    "社会保险": (1, (20, 80)),
}
TOWN_MEDIATOR = "廖承安"
FIRST, LAST = date(2023, 2, 6), date(2023, 9, 14)
STILL_OPEN = (date(2023, 10, 11), date(2023, 10, 25))


def ledger(services: Services, rows: Sequence[Row], dice: Dice) -> Book:
    """Return the ledger."""
    lines = list(_lines(services, rows, dice))
    return Book("劳动争议调解台账", WIDTHS, lines, frozenset(("被申请人", "备注")), unit="元")


def _lines(services: Services, rows: Sequence[Row], dice: Dice) -> Iterator[Row]:
    closed = dice.shuffled([kind for kind, count in services.disputes.items() for _ in range(count)])
    results = [kind for kind in closed if kind != "调解中"] + [kind for kind in closed if kind == "调解中"]
    days = sorted(dice.day(FIRST, LAST) for kind in closed if kind != "调解中")
    days += sorted(dice.day(*STILL_OPEN) for kind in closed if kind == "调解中")
    people = [row for row in rows if row["是否户籍"] == YES and _works_near(row)]
    agreements = 0
    for place, (result, day) in enumerate(zip(results, days, strict=True), start=1):
        agreements += result == "成功"
        row = dice.shuffled(people)[0]
        yield _case(services, row, day, dice) | _end(services, (result, day), (place, agreements), dice)


def _works_near(row: Row) -> bool:
    return row["就业状态"] in ("单位就业", "灵活就业") and row["就业区域"] in ("乡内", "县内乡外", "市内县外")


def _case(services: Services, row: Row, day: date, dice: Dice) -> Row:
    cause = dice.weighted({name: weight for name, (weight, _) in CAUSES.items()})
    several = cause == "劳动报酬" and dice.chance(0.3)
    firm = row.get("单位名称") or f"宜春市{dice.pick(FIRM_NAMES)}建筑劳务有限公司"
    return {
        "受理日期": day.isoformat(),
        "申请人": row["姓名"],
        "申请人电话": row["联系电话"],
        "被申请人": firm,
        "争议事由": cause,
        "涉及人数": dice.whole(2, 7) if several else 1,
        "涉及金额": dice.whole(*CAUSES[cause][1]) * 100,
        "调解员": f"{services.mediator}、{TOWN_MEDIATOR}" if several else services.mediator,
    }


def _end(services: Services, case: tuple[str, date], numbers: tuple[int, int], dice: Dice) -> Row:
    result, day = case
    word = services.case_word
    row: Row = {"案号": f"{word}〔2023〕{numbers[0]}号", "调解结果": result}
    if result == "调解中":
        return row
    row["结案日期"] = (day + timedelta(days=dice.whole(6, 27))).isoformat()
    if result == "不成功":
        return row | {"履行情况": "转仲裁"}
    return row | {"协议书编号": f"{word}协〔2023〕{numbers[1]}号", "履行情况": "已履行"}
