"""What the season adds to the example's own dates: visits, insurance, phones, pay, idle seasons, rows in error."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, pairwise

from tools.example import trades
from tools.example.columns import HELPED, UNWILLING, WILLING
from tools.example.dice import Dice
from tools.example.families import AREA, check_digit, full_years
from tools.example.lives import GONE
from tools.example.names import given_name
from tools.example.sheets import NO, YES, Row
from tools.example.villages import FIRST_BATCH, REFERENCE_DAY, SECOND_BATCH
from tools.season.days import CLOSED, DAY, START, entered, some_workday
from tools.season.earlier import HELP, JOB, LOSS, helper
from tools.season.history import ID, History

FIRST, BUSY_UNTIL = date(2023, 7, 3), date(2023, 11, 24)
PHONES_DONE = date(2023, 9, 21)
LAST_YEAR, LAST_YEARS_VISITS = "2022-12-20", (date(2022, 10, 10), date(2022, 12, 9))
FIRST_VISITS, AGAIN = (date(2023, 5, 9), date(2023, 6, 26)), date(2023, 7, 4)
OWN_WORK = frozenset(("灵活就业", "务农", "个体经营", "无就业意愿"))
FAR = frozenset(("省外", "境外"))


@dataclass(frozen=True, slots=True)
class Pace:
    """How many villagers of one village each kind of upkeep meets in the season."""

    insured: int
    pensioned: int
    phones: int
    pay: int
    moved_back: int
    wishes: int
    idle: int
    idle_at_first: int
    in_error: int
    old_phone: int
    sequence: int


PACES = {
    "梅州村": Pace(62, 40, 46, 44, 14, 16, 11, 25, 4, 7001, 610),
    "洪江村": Pace(58, 32, 38, 36, 12, 14, 9, 27, 4, 7501, 310),
}


def tell(history: History, taken: frozenset[str], course_begins: date, dice: Dice) -> None:
    """Tell of all upkeep; those in `taken` stand with their work in other ledgers and keep it."""
    pace = PACES[history.village.name]
    _insurance(history, pace, dice)
    _phones(history, pace, dice)
    _pay(history, pace, taken, dice)
    _residence(history, pace, dice)
    _idle_seasons(history, pace, taken, dice)
    _wishes(history, pace, course_begins, dice)
    _visits(history, dice)
    _help(history, dice)
    _rows_in_error(history, pace, dice)
    _rounds(history)


def _some(
    history: History, count: int, dice: Dice, columns: Sequence[str], fits: Callable[[Row], object]
) -> Iterator[tuple[str, Row]]:
    """Yield `count` villagers for whom nothing was told of `columns`."""
    people = dice.shuffled(list(history.rows.items()))
    fitting = ((who, row) for who, row in people if fits(row) and row["就业状态"] not in GONE)
    yield from islice((pair for pair in fitting if not history.is_told(pair[0], *columns)), count)


# ---------------------------------------------------------------- single cells
def _insurance(history: History, pace: Pace, dice: Dice) -> None:
    def fits(row: Row) -> bool:
        is_open = row["就业状态"] in OWN_WORK and row["人员类别"] == "普通"
        return is_open and row["是否户籍"] == YES and row["养老保险"] == YES

    both = ("养老保险", "医疗保险")
    for who, _ in _some(history, pace.insured, dice, both, fits):
        history.was(who, some_workday(FIRST, BUSY_UNTIL, dice), "参保", dict.fromkeys(both, NO))
    alone = _some(history, pace.pensioned, dice, both, lambda row: fits(row) and row["医疗保险"] == YES)
    for who, _ in alone:
        history.was(who, some_workday(FIRST, BUSY_UNTIL, dice), "参保", {"养老保险": NO, "医疗保险": YES})


def _phones(history: History, pace: Pace, dice: Dice) -> None:
    chosen = _some(history, pace.phones, dice, ["联系电话"], lambda row: row.get("就业区域") in trades.PLACES)
    for number, (who, _) in enumerate(chosen, start=pace.old_phone):
        # nearly all were put right by the second round: the township's answer to its first question says so
        last = BUSY_UNTIL if dice.chance(0.1) else PHONES_DONE
        history.was(who, some_workday(FIRST, last, dice), "信息更正", {"联系电话": f"1990000{number:04d}"})


def _pay(history: History, pace: Pace, taken: frozenset[str], dice: Dice) -> None:
    def fits(row: Row) -> bool:
        return row["就业状态"] in ("单位就业", "灵活就业") and row[ID] not in taken

    jobs = {each.industry: each.jobs.split() for each in (*trades.FIRMS, *trades.FLEXIBLE)}
    for who, row in _some(history, pace.pay, dice, ("工种", *JOB), fits):
        others = [job for job in jobs.get(str(row["行业"]), []) if job != row["工种"]]
        old: Row = {"月收入": int(row["月收入"]) - 100 * dice.whole(2, 6)}
        if others and dice.chance(0.4):
            old["工种"] = dice.pick(others)
        history.was(who, some_workday(FIRST, BUSY_UNTIL, dice), "信息更正", old)


def _residence(history: History, pace: Pace, dice: Dice) -> None:
    def fits(row: Row) -> bool:
        return row.get("就业区域") in FAR and row["是否常住"] == NO

    for who, _ in _some(history, pace.moved_back, dice, ("是否常住", *JOB), fits):
        history.was(who, some_workday(FIRST, BUSY_UNTIL, dice), "信息更正", {"是否常住": YES})


def _wishes(history: History, pace: Pace, begins: date, dice: Dice) -> None:
    """Some decided to be trained only when the class was announced."""
    for who, _ in _some(history, pace.wishes, dice, ["培训意愿"], lambda row: row["培训意愿"] == WILLING):
        day = some_workday(FIRST, begins - 2 * DAY, dice)
        history.was(who, day, "登记意愿", {"培训意愿": UNWILLING, "培训意向工种": ""})


def _help(history: History, dice: Dice) -> None:
    """Each group's people in need were given a helper on one day of July."""
    days = {
        f"第{number}组": some_workday(date(2023, 7, 10), date(2023, 7, 28), dice) for number in range(1, 10)
    }
    for who, row in history.rows.items():
        needs = HELPED & set(str(row["人员类别"]).split("、"))
        if needs and row.get(HELP[0]) and not history.is_told(who, *HELP) and row["就业状态"] != "失业":
            history.was(who, days[str(row["组别"])], "落实帮扶", dict.fromkeys(HELP, ""))


# ---------------------------------------------------------------- a season without work
def _idle_seasons(history: History, pace: Pace, taken: frozenset[str], dice: Dice) -> None:
    """Odd jobs that stop and go on: some had stopped before June, most of those who stop are back in six weeks."""

    def fits(row: Row) -> bool:
        young = int(row["年龄"]) < 54 and row["是否户籍"] == YES
        odd = row.get("就业形式") in ("季节性", "临时性") and row["是否创业"] == NO
        return young and odd and row["就业区域"] not in FAR and row[ID] not in taken

    columns = (*JOB, *LOSS, *HELP)
    for who, row in _some(history, pace.idle, dice, columns, fits):
        begins = some_workday(date(2023, 7, 10), date(2023, 10, 13), dice)
        ends = some_workday(begins + 14 * DAY, min(begins + 45 * DAY, CLOSED), dice)
        work = {name: row.get(name, "") for name in (*JOB, *LOSS, "就业状态", "就业意愿", "备注")}
        history.was(who, ends, "就业", _idle(row, begins - dice.whole(1, 5) * DAY))
        history.was(who, begins, "失业", work)
    for who, row in _some(history, pace.idle_at_first, dice, columns, fits):
        stopped = dice.day(date(2023, 4, 3), date(2023, 5, 19))
        registered = {"登记失业日期": (stopped + 9 * DAY).isoformat()} if dice.chance(0.6) else {}
        old = _idle(row, stopped) | registered | helper(history.village, row)
        history.was(who, some_workday(FIRST, CLOSED, dice), "就业", old)


def _idle(row: Row, stopped: date) -> Row:
    wish: Row = {"就业意愿": WILLING, "意向区域": row["就业区域"], "意向工种": row["工种"]}
    told: Row = {
        "就业状态": "失业",
        "失业日期": stopped.isoformat(),
        "失业原因": "其他",
        "备注": "季节性停工",
    }
    return {**dict.fromkeys(JOB, ""), **wish, **told}


# ---------------------------------------------------------------- visits and rounds
def _visits(history: History, dice: Dice) -> None:
    homes: dict[str, list[str]] = {}
    for who, row in history.rows.items():
        homes.setdefault(str(row["户编号"]), []).append(who)
    for members in homes.values():
        rows = [history.rows[who] for who in members]
        days = _visit_days(str(rows[0]["最近走访日期"]), any(row.get(HELP[0]) for row in rows), dice)
        for day, before in pairwise(days):
            if day >= START:
                last = FIRST_BATCH if day <= FIRST_BATCH else SECOND_BATCH
                _visited(history, members, entered(day - DAY, dice, last=last, lag=3), before)


def _visited(history: History, members: Sequence[str], seen: date, before: date) -> None:
    for who in members:
        if seen > history.came.get(who, START):
            history.was(who, seen, "走访", {"最近走访日期": before.isoformat()})


def _visit_days(last: str, is_helped: bool, dice: Dice) -> list[date]:
    """Return the days of a household's visits, the latest first, down to one before the season."""
    days = [date.fromisoformat(last)]
    while is_helped and days[-1] >= AGAIN + timedelta(days=28):
        days.append(days[-1] - dice.whole(21, 28) * DAY)
    if days[-1] >= AGAIN:
        days.append(dice.day(*FIRST_VISITS))
    return [*days, dice.day(*LAST_YEARS_VISITS)]


def _rounds(history: History) -> None:
    """Each round of updates dates the rows that it looked at."""
    for who, row in history.rows.items():
        came = history.came.get(who, date.min)
        if row["数据更新日期"] == SECOND_BATCH.isoformat() and came < SECOND_BATCH:
            before = FIRST_BATCH if came < FIRST_BATCH else came
            history.was(who, SECOND_BATCH, "一轮更新", {"数据更新日期": before.isoformat()})
        if came < FIRST_BATCH:
            before = max(came, date.fromisoformat(LAST_YEAR))
            history.was(who, FIRST_BATCH, "一轮更新", {"数据更新日期": before.isoformat()})


# ---------------------------------------------------------------- rows that should not have been there
def _rows_in_error(history: History, pace: Pace, dice: Dice) -> None:
    """Daughters who moved away years ago, still in the ledger until the first check found them."""
    heads = _some(history, pace.in_error, dice, ["姓名"], _has_grown_children)
    for number, (who, head) in enumerate(list(heads), start=0):
        row = _daughter(history, head, (pace.sequence + 2 * number, pace.old_phone + 400 + number), dice)
        history.strike(row, who, some_workday(date(2023, 7, 10), date(2023, 8, 11), dice))


def _has_grown_children(row: Row) -> bool:
    return row["与户主关系"] == "户主" and row["性别"] == "男" and 52 <= int(row["年龄"]) <= 60


def _daughter(history: History, head: Row, numbers: tuple[int, int], dice: Dice) -> Row:
    sequence, phone = numbers
    birth = date(int(str(head["出生日期"])[:4]) + 24, dice.whole(1, 12), dice.whole(1, 28))
    first17 = f"{AREA}{birth:%Y%m%d}{sequence:03d}"
    name = str(head["姓名"])
    surname = name[:2] if name[:2] in history.village.surnames else name[0]
    place = dice.pick(trades.PLACES["省外"])
    kept = ("组别", "户编号", "户主姓名", "民族", "户口性质", "最近走访日期", "核实方式")
    return {
        **{column: head[column] for column in kept},
        "数据更新日期": FIRST_BATCH.isoformat(),
        "与户主关系": "女",
        "姓名": surname + given_name("女", birth.year, dice),
        ID: first17 + check_digit(first17),
        "性别": "女",
        "出生日期": birth.isoformat(),
        "年龄": full_years(birth, REFERENCE_DAY),
        "政治面貌": "群众",
        "文化程度": "初中",
        "是否户籍": YES,
        "是否常住": NO,
        "联系电话": f"1990000{phone:04d}",
        "劳动能力": "普通",
        "是否在校": NO,
        "人员类别": "普通",
        "就业状态": "单位就业",
        "就业形式": "劳动合同",
        "就业区域": "省外",
        "就业地址": place,
        "单位名称": f"{place}{dice.pick(trades.FIRM_NAMES)}服饰有限公司",
        "行业": "制造业",
        "工种": "缝纫工",
        "就业日期": date(birth.year + 20, 3, 1).isoformat(),
        "月收入": 4600,
        "养老保险": YES,
        "医疗保险": YES,
        "培训意愿": UNWILLING,
        "创业意愿": UNWILLING,
        "是否创业": NO,
    }
