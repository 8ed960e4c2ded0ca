"""How the data were kept up: 数据核查台账 and 动态更新台账, which tell the same errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tools.example import trades
from tools.example.classes import Seat
from tools.example.dice import Dice
from tools.example.lives import EMPLOYED, GONE, MIDDLE
from tools.example.services import Checking, Services
from tools.example.sheets import NO, YES, Book, Row, person
from tools.example.villages import FIRST_BATCH, SECOND_BATCH

# fmt: off
CHECK_WIDTHS: dict[str, float] = {
    "序号": 6, "核查批次": 14, "核查日期": 11, "组别": 7, "姓名": 9, "公民身份号码": 20, "联系电话": 13,
    "核查方式": 9, "核查结果": 9, "不一致栏目": 12, "台账记载": 24, "核查实情": 24, "是否已更正": 9,
    "核查人": 12, "备注": 16,
}
UPDATE_WIDTHS: dict[str, float] = {
    "序号": 6, "更新批次": 13, "更新日期": 11, "变动类型": 10, "组别": 7, "姓名": 9, "公民身份号码": 20,
    "联系电话": 13, "变动栏目": 12, "变动前": 24, "变动后": 36, "变动日期": 11, "信息来源": 12, "更新人": 9,
    "备注": 18,
}
# fmt: on
WHO = ("组别", "姓名", "公民身份号码", "联系电话")
CHECKERS = ("简文澜", "古丽娜·艾山")
BATCHES = {"2023年第1批": FIRST_BATCH, "2023年第2批": SECOND_BATCH}
EMPTY = "（空）"
LEVELS = ("小学及以下", "初中", MIDDLE)
NEWLY_EMPLOYED = 0.2  # of those who began their present work in 2023: they were out of work before
BEFORE_LOSS = {"毕业未就业": "在校", "经营停业": "个体经营", "回乡照顾家庭": "灵活就业", "其他": "灵活就业"}


@dataclass(frozen=True, slots=True)
class Mistake:
    """A cell that did not agree: what the ledger said, what was found, whether it has been put right."""

    row: Row
    column: str
    said: str
    found: str
    day: date
    corrected: bool


# ---------------------------------------------------------------- 数据核查台账
def check_ledger(services: Services, rows: Sequence[Row], dice: Dice) -> tuple[Book, list[Mistake]]:
    """Return 数据核查台账 and the mistakes it tells of."""
    lines: list[Row] = []
    mistakes: list[Mistake] = []
    phones = iter(range(services.old_phone, services.old_phone + 100))
    for checking in services.checks:
        drawn = _drawn(checking, rows, mistakes, dice)
        for row, is_wrong in drawn:
            day = dice.day(checking.first, checking.last)
            stays = sum(not mistake.corrected for mistake in mistakes) < checking.open
            mistake = _mistake(row, day, next(phones), dice, not stays) if is_wrong else None
            mistakes += [mistake] if mistake else []
            lines.append(_check_line(checking, row, day, mistake, dice))
    return Book("数据核查台账", CHECK_WIDTHS, lines, frozenset(("台账记载", "核查实情", "备注"))), mistakes


def _drawn(
    checking: Checking, rows: Sequence[Row], before: Sequence[Mistake], dice: Dice
) -> list[tuple[Row, bool]]:
    """Return the rows drawn, in the ledger's order, and whether each is wrong; nobody is wrong twice."""
    known = {mistake.row["公民身份号码"] for mistake in before}
    present = [x for x in dice.shuffled(rows) if x["就业状态"] not in GONE and x["公民身份号码"] not in known]
    # what was put right was entered with the second batch: the row bears its date
    wrong = [x for x in present if x["数据更新日期"] == SECOND_BATCH.isoformat() and _can_err(x)]
    wrong = wrong[: checking.wrong]
    names = {row["公民身份号码"] for row in wrong}
    right = [x for x in present if x["公民身份号码"] not in names][: checking.drawn - len(wrong)]
    return sorted(((row, row in wrong) for row in wrong + right), key=lambda pair: int(pair[0]["序号"]))


def _can_err(row: Row) -> bool:
    # whoever began this work later had another one when the first round was made
    works = row["就业状态"] in EMPLOYED and str(row["就业日期"]) < "2023-06"
    return works and row["文化程度"] in LEVELS


def _mistake(row: Row, day: date, phone: int, dice: Dice, corrected: bool) -> Mistake:
    """Return one; the master ledger holds what was found, or what was said before where it is not corrected."""
    level = LEVELS.index(str(row["文化程度"]))
    regions = [region for region in trades.PLACES if region != row["就业区域"]]
    jobs = [trade.job(dice) for trade in trades.FIRMS]
    others = {
        "联系电话": f"1990000{phone:04d}",
        "就业区域": dice.pick(regions[:-1]),
        "工种": next(job for job in jobs if job != row["工种"]),
        "文化程度": LEVELS[level - 1 if level else 1],
    }
    column = dice.weighted({"联系电话": 38, "就业区域": 26, "工种": 22, "文化程度": 14})
    said, found = others[column], str(row[column])
    return Mistake(row, column, *((said, found) if corrected else (found, said)), day, corrected)


def _check_line(checking: Checking, row: Row, day: date, mistake: Mistake | None, dice: Dice) -> Row:
    line: Row = {
        **person(row, *WHO),
        "核查批次": checking.name,
        "核查日期": day.isoformat(),
        "核查方式": dice.weighted({"电话": 70, "入户": 20, "微信": 10}),
        "核查结果": "不一致" if mistake else "一致",
        "核查人": dice.pick(CHECKERS),
    }
    if mistake:
        line |= {
            "不一致栏目": mistake.column,
            "台账记载": f"{mistake.column}：{mistake.said}",
            "核查实情": f"{mistake.column}：{mistake.found}",
            "是否已更正": YES if mistake.corrected else NO,
            "备注": "" if mistake.corrected else "待本人提供证明",
        }
    return line


# ---------------------------------------------------------------- 动态更新台账
def update_ledger(
    services: Services, rows: Sequence[Row], seats: Sequence[Seat], mistakes: Sequence[Mistake], dice: Dice
) -> Book:
    """Return 动态更新台账: who came, left, died, found or lost work, and what was put right, in two batches."""
    changes = [
        *_arrivals(rows, dice),
        *_farewells(rows, dice),
        *_moves(rows, dice),
        *_certificates(seats),
        *_corrections(mistakes),
    ]
    lines = [
        {
            **person(row, *WHO),
            "更新批次": batch,
            "更新日期": closed.isoformat(),
            "更新人": services.officer,
            **line,
        }
        for batch, closed in BATCHES.items()
        for row, day, line in sorted(changes, key=lambda change: int(change[0]["序号"]))
        if _batch(day) == batch
    ]
    return Book("动态更新台账", UPDATE_WIDTHS, lines, frozenset(("变动前", "变动后", "备注")))


Change = tuple[Row, date, Mapping[str, str]]


def _batch(day: date) -> str:
    return next(name for name, closed in BATCHES.items() if day <= closed)


def _line(
    kind: str, day: date, source: str, change: tuple[str, str, str] = ("", "", ""), note: str = ""
) -> Row:
    column, before, after = change
    told = {"变动类型": kind, "变动日期": day.isoformat(), "信息来源": source, "备注": note}
    return {**told, "变动栏目": column, "变动前": before, "变动后": after}


def _arrivals(rows: Sequence[Row], dice: Dice) -> Iterator[Change]:
    for row in rows:
        birth = date.fromisoformat(str(row["出生日期"]))
        sixteen = birth.replace(year=birth.year + 16)
        if sixteen.year == 2023 and sixteen <= date.fromisoformat(str(row["数据更新日期"])):
            yield row, sixteen, _line("新增", sixteen, "系统下发数据", note="年满16周岁")
    for row in [x for x in rows if x["是否户籍"] == NO and x["就业状态"] not in GONE][::5]:
        day = dice.day(date(2023, 1, 6), date(2023, 5, 4))
        yield row, day, _line("新增", day, "入户走访", note="婚入，户口未迁")


def _farewells(rows: Sequence[Row], dice: Dice) -> Iterator[Change]:
    for row in rows:
        if row["就业状态"] in GONE:
            # the note begins 2023年5月…
            day = date(2023, int(str(row["备注"])[5]), dice.whole(3, 26))
            died = row["就业状态"] == "死亡"
            before = dice.weighted({"无就业意愿": 6, "退休": 3} if died else {"单位就业": 6, "灵活就业": 3})
            change = ("就业状态", before, str(row["就业状态"]))
            yield row, day, _line(str(row["就业状态"]), day, "部门比对", change)


def _moves(rows: Sequence[Row], dice: Dice) -> Iterator[Change]:
    for row in rows:
        lost, began = str(row.get("失业日期", "")), str(row.get("就业日期", ""))
        if lost >= "2023":
            before = BEFORE_LOSS.get(str(row["失业原因"]), "单位就业")
        elif began >= "2023" and dice.chance(NEWLY_EMPLOYED):
            before = "在校" if str(row.get("毕业日期", "")) >= "2023" else "失业"
        else:
            continue
        day = date.fromisoformat(lost or began)
        source = dice.weighted({"入户走访": 5, "电话核实": 3, "微信核实": 1, "本人申报": 1})
        yield row, day, _line("状态变化", day, source, ("就业状态", before, str(row["就业状态"])))


def _certificates(seats: Sequence[Seat]) -> Iterator[Change]:
    for seat in seats:
        if seat.passed and seat.course.issued:
            held = str(seat.row["技能证书"]).removesuffix(seat.course.certificate).rstrip("；")
            change = ("技能证书", held or EMPTY, str(seat.row["技能证书"]))
            day = seat.course.issued
            yield seat.row, day, _line("信息更正", day, "部门比对", change, "培训后取得证书")


def _corrections(mistakes: Sequence[Mistake]) -> Iterator[Change]:
    for mistake in mistakes:
        if mistake.corrected:
            # all were found after the first batch was closed: they are entered with the second
            change = (mistake.column, mistake.said, mistake.found)
            yield mistake.row, mistake.day, _line("信息更正", mistake.day, "电话核实", change, "核查后更正")
