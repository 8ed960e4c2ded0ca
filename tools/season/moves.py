"""What the example's own dates tell: 动态更新台账, certificates, days of work and of its loss, birthdays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tools.example.classes import Seat
from tools.example.dice import Dice
from tools.example.lives import EMPLOYED, GONE
from tools.example.sheets import NO, YES, Row
from tools.example.upkeep import BATCHES
from tools.example.villages import FIRST_BATCH, SECOND_BATCH
from tools.season.days import CLOSED, DAY, START, entered, some_workday
from tools.season.earlier import HELP, JOB, at_school, at_work, before_farewell, out_of_work
from tools.season.history import ID, History

ROUND_BEGINS = date(2023, 6, 5)  # the first round of updates
FIRST_JOB_SEEN = ROUND_BEGINS.isoformat()
GRADUATION = "2023-06-30"
REGISTERED, HELPED = "失业登记", "落实帮扶"


def tell(history: History, updates: Sequence[Row], seats: Sequence[Seat], dice: Dice) -> None:
    """Tell what the 动态更新台账 (`updates`) and the dates of the master ledger tell."""
    listed = {str(line[ID]) for line in updates if line["变动栏目"] == "就业状态"}
    for line in updates:
        if line["变动类型"] == "新增":
            history.entered(str(line[ID]), _entered(line, dice))
    _sixteen_since(history, dice)
    _changes_of_work(history, listed, dice)
    courses = {str(seat.row[ID]): seat for seat in seats if seat.passed and seat.course.issued}
    for line in updates:
        day = _entered(line, dice)
        if line["变动类型"] in GONE:
            _farewell(history, line, day, dice)
        elif line["变动类型"] == "状态变化":
            _new_status(history, line, day, dice)
        elif line["变动栏目"] == "技能证书":
            _certificate(history, line, courses[str(line[ID])], day)
        elif line["变动类型"] == "信息更正":
            history.was(str(line[ID]), day, "信息更正", {str(line["变动栏目"]): line["变动前"]})


def _entered(line: Row, dice: Dice) -> date:
    """Return when a line of the 动态更新台账 was entered: the first round found what was months old."""
    happened, closed = date.fromisoformat(str(line["变动日期"])), BATCHES[str(line["更新批次"])]
    if closed == FIRST_BATCH:
        return some_workday(max(ROUND_BEGINS, happened + DAY), FIRST_BATCH, dice)
    return entered(happened, dice, last=SECOND_BATCH)


def _sixteen_since(history: History, dice: Dice) -> None:
    """Those who turned sixteen after the last round came when the village noticed."""
    for who, row in history.rows.items():
        birth = date.fromisoformat(str(row["出生日期"]))
        sixteen = birth.replace(year=birth.year + 16)
        if START <= sixteen <= CLOSED and who not in history.came:
            history.entered(who, entered(sixteen, dice))


def _farewell(history: History, line: Row, day: date, dice: Dice) -> None:
    who = str(line[ID])
    row, before = history.rows[who], str(line["变动前"])
    happened = date.fromisoformat(str(line["变动日期"]))
    history.was(
        who, day, str(line["变动类型"]), before_farewell(history.village, row, before, happened, dice)
    )


# ---------------------------------------------------------------- work
def _new_status(history: History, line: Row, day: date, dice: Dice) -> None:
    who, before = str(line[ID]), str(line["变动前"])
    row = history.rows[who]
    happened = date.fromisoformat(str(line["变动日期"]))
    if row["就业状态"] == "失业":
        _register(history, who, day, dice)
    if before == "在校":
        history.was(who, day, "毕业", at_school(row))
    elif before == "失业":
        history.was(who, day, "就业", out_of_work(history.village, row, happened, dice))
    else:
        old = at_work(history.village, row, before, happened, dice)
        history.was(who, day, "失业", old)


def _register(history: History, who: str, day: date, dice: Dice) -> None:
    """Tell of the registration and the helper of someone who lost work, where they came after `day`."""
    row = history.rows[who]
    registered = str(row.get("登记失业日期", ""))
    helped = entered(max(day, date.fromisoformat(registered or day.isoformat())) + 3 * DAY, dice)
    history.was(who, helped, HELPED, dict.fromkeys(HELP, ""))
    if registered and date.fromisoformat(registered) > day:
        seen = min(entered(date.fromisoformat(registered), dice), helped - DAY)
        history.was(who, seen, REGISTERED, {"登记失业日期": ""})


def _changes_of_work(history: History, listed: set[str], dice: Dice) -> None:
    """Tell of those who began their work in the season without standing in the 动态更新台账."""
    for who, row in list(history.rows.items()):
        began = str(row.get("就业日期", ""))
        if row["就业状态"] not in EMPLOYED or began < FIRST_JOB_SEEN or who in listed:
            continue
        day = date.fromisoformat(began)
        seen = entered(day, dice, last=SECOND_BATCH)
        if str(row.get("毕业日期", "")) == GRADUATION:
            history.was(who, seen, "毕业", at_school(row))
        elif row["是否创业"] == YES:
            old = at_work(history.village, row, "灵活就业", day, dice)
            history.was(who, seen, "创业", old | {"是否创业": NO})
        else:
            old = at_work(history.village, row, str(row["就业状态"]), day, dice)
            history.was(who, seen, "换工作", {name: old[name] for name in JOB})


def _certificate(history: History, line: Row, seat: Seat, day: date) -> None:
    who, row = str(line[ID]), history.rows[str(line[ID])]
    names, numbers = (str(row[name]).split("；")[:-1] for name in ("技能证书", "证书编号"))
    old: dict[str, str] = {"技能证书": "；".join(names), "证书编号": "；".join(numbers)}
    history.was(who, day, "取得证书", old if names else old | {"劳动能力": "普通"})
