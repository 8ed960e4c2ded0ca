"""The villages' service ledgers as they stood on a day: rows by their dates, people as the master ledger has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from tools.example.dice import Dice
from tools.example.founders import RATE
from tools.example.services import SERVICES, Course
from tools.example.sheets import NO, YES, Book, Row
from tools.example.villages import REFERENCE_DAY
from tools.season.days import DAY, WEEK, entered
from tools.season.history import ID

OWN = frozenset(("组别", "姓名", "性别", "联系电话", "人员类别", "工种", "就业区域", "就业地址", "单位名称"))
COURSES: Mapping[str, Course] = {
    course.name: course for services in SERVICES.values() for course in services.courses
}
NAMING = date(2023, 9, 22)  # the township named its brand
VERIFIED = (date(2023, 7, 10), date(2023, 10, 24))
SUBSIDY_AFTER = timedelta(days=14)
Cut = Callable[[Row, date, Dice], Row | None]


def on(book: Book, final: Mapping[str, Row], now: Mapping[str, Row], day: date, seed: str) -> list[Row]:
    """Return the rows of a ledger on `day`; `final` and `now` are the master's rows in the end and then."""
    cut = CUTS[book.kind]
    told = (
        (line, cut(line, day, Dice(f"{seed} {book.kind} {place}"))) for place, line in enumerate(book.rows)
    )
    lines = [(line, row) for line, row in told if row is not None]
    return [_with_own(row, final.get(str(line.get(ID))), now.get(str(line.get(ID)))) for line, row in lines]


def _with_own(row: Row, final: Row | None, now: Row | None) -> Row:
    """Return a row with those cells taken over from the master ledger as it stood then."""
    if not (final and now):
        return row
    taken = [name for name in OWN if name in row and row[name] == final.get(name)]
    return row | {name: now.get(name, "") for name in taken}


def _from(column: str) -> Cut:
    return lambda line, day, _: dict(line) if str(line[column]) <= day.isoformat() else None


def _date(line: Row, column: str) -> date:
    text = str(line.get(column, ""))
    return date.fromisoformat(text) if text else date.max


# ---------------------------------------------------------------- one ledger each
def _check(line: Row, day: date, dice: Dice) -> Row | None:
    """A cell that did not agree is open until it is put right."""
    checked = _date(line, "核查日期")
    if checked > day:
        return None
    is_open = line.get("是否已更正") == YES and entered(checked, dice) > day
    return {**line, "是否已更正": NO} if is_open else dict(line)


def _firm(line: Row, day: date, dice: Dice) -> Row | None:
    """A firm of the season takes on one after the other, a fortnight apart."""
    begun = _date(line, "注册日期")
    if begun > day:
        return None
    jobs = int(line["带动就业人数"])
    if begun >= date(2023, 4, 1) and day < REFERENCE_DAY:
        jobs = min(jobs, (day - begun) // (2 * WEEK))
    return {**line, "带动就业人数": jobs}


def _loan(line: Row, day: date, dice: Dice) -> Row | None:
    asked, paid = _date(line, "申请日期"), _date(line, "放款日期")
    if asked > day:
        return None
    if paid > day:
        waiting = {"放款日期", "到期日期", "还款状态", "是否全额贴息", "贴息金额", "备注"}
        return {name: cell for name, cell in line.items() if name not in waiting} | {"备注": "银行审核中"}
    quarters = (min(day, REFERENCE_DAY) - paid).days // 91
    return {**line, "贴息金额": round(int(line["贷款金额"]) * RATE / 4) * quarters}


def _seat(line: Row, day: date, dice: Dice) -> Row | None:
    course = COURSES[str(line["班次"])]
    if course.first > day:
        return None
    kept = {
        name: cell for name, cell in line.items() if name not in ("证书名称", "证书编号", "补贴金额", "备注")
    }
    if course.last > day:
        return {name: cell for name, cell in kept.items() if name not in ("结业日期", "是否合格")} | {
            "备注": "在训"
        }
    if line.get("是否合格") == YES and course.issued:
        if course.issued > day:
            return kept | {"备注": "证书核发中"}
        kept |= {"证书名称": line["证书名称"], "证书编号": line["证书编号"]}
        return kept | ({"补贴金额": line["补贴金额"]} if course.issued + SUBSIDY_AFTER <= day else {})
    return dict(line)


def _brand(line: Row, day: date, dice: Dice) -> Row | None:
    """The brand's people were verified one after the other; its leader came first."""
    leads = line["是否带头人"] == YES
    verified = max(VERIFIED[0] if leads else dice.day(*VERIFIED), _date(line, "从业日期"))
    if verified > day:
        return None
    return {**line, "授牌情况": line["授牌情况"] if day >= NAMING else ""}


def _agency(line: Row, day: date, dice: Dice) -> Row | None:
    """An agency sends people evenly from the first day of its agreement to the last that is told."""
    first, latest = _date(line, "协议起"), _date(line, "最近输送日期")
    if first > day:
        return None
    row = {**line, "备注": line["备注"] if day >= _date(line, "协议止") else ""}
    if latest <= day:
        return row
    sent = int(line["输送人数"]) * (day - first).days // (latest - first).days
    return row | {
        "输送人数": sent,
        "最近输送日期": (day - dice.whole(1, 6) * DAY).isoformat() if sent else "",
    }


def _event(line: Row, day: date, dice: Dice) -> Row | None:
    """Whom a fair brought into work is known three weeks later."""
    held = _date(line, "活动日期")
    if held > day:
        return None
    return {**line, "实际入职人数": line["实际入职人数"] if held + 3 * WEEK <= day else 0}


def _dispute(line: Row, day: date, dice: Dice) -> Row | None:
    if _date(line, "受理日期") > day:
        return None
    if _date(line, "结案日期") <= day:
        return dict(line)
    ended = ("结案日期", "协议书编号", "履行情况")
    return {name: cell for name, cell in line.items() if name not in ended} | {"调解结果": "调解中"}


CUTS: Mapping[str, Cut] = {
    "数据核查台账": _check,
    "动态更新台账": _from("更新日期"),
    "持证人员台账": _from("发证日期"),
    "创业与市场主体台账": _firm,
    "创业担保贷款台账": _loan,
    "技能培训台账": _seat,
    "劳务品牌台账": _brand,
    "人力资源机构协作台账": _agency,
    "招聘与政策宣传活动台账": _event,
    "劳动争议调解台账": _dispute,
    "党建+就业推送台账": _from("推送日期"),
    "工作人员培训台账": _from("培训日期"),
}


def financed(firms: Sequence[Row], loans: Sequence[Row]) -> list[Row]:
    """Return the firms' rows, telling whose loan had been paid by then."""
    paid = {line[ID] for line in loans if line.get("放款日期")}
    return [{**line, "是否享受创业担保贷款": YES if line[ID] in paid else NO} for line in firms]
