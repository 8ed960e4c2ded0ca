"""What stood in a row before someone found work, lost it, left school, died or moved away."""

from __future__ import annotations

from datetime import date, timedelta

from tools.example.columns import UNWILLING, WILLING
from tools.example.dice import Dice, words
from tools.example.families import Person
from tools.example.lives import EMPLOYED, MIDDLE, Life
from tools.example.sheets import NO, YES, Row
from tools.example.villages import Village
from tools.example.work import work
from tools.season.history import ID

JOB = words("就业形式 就业区域 就业地址 单位名称 行业 工种 就业日期 月收入")
LOSS = words("失业日期 登记失业日期 失业原因 意向区域 意向工种")
HELP = ("帮扶责任人", "帮扶电话")
OF_LOSS, OF_STUDY = frozenset(("大龄", "长期失业")), frozenset(("高校毕业生",))
ELDER = {"男": 50, "女": 40}
A_MONTH = timedelta(days=31)


def at_work(village: Village, row: Row, status: str, day: date, dice: Dice) -> Row:
    """Return the cells of someone who had other work, of `status`, up to `day`."""
    told = work(village, _life(row, status), day - A_MONTH, dice)
    told["就业日期"] = min(str(told["就业日期"]), (day - 3 * A_MONTH).isoformat())
    blank = dict.fromkeys([*JOB, *LOSS], "")
    return {**blank, **told, "就业状态": status, "就业意愿": "", "人员类别": _without(row, OF_LOSS)}


def out_of_work(village: Village, row: Row, day: date, dice: Dice) -> Row:
    """Return the cells of someone who was looking for work up to `day`, with whoever helps."""
    told = work(village, _life(row, "失业"), day, dice)
    if str(told["失业日期"]) >= day.isoformat():
        told["失业日期"] = (day - A_MONTH).isoformat()
    if str(told.get("登记失业日期", "")) >= day.isoformat():
        told["登记失业日期"] = ""
    is_elder = int(row["年龄"]) >= ELDER[str(row["性别"])]
    kinds = "、".join(filter(None, [_plain(row), "大龄"])) if is_elder else str(row["人员类别"])
    blank = dict.fromkeys([*JOB, *LOSS], "")
    more = {"就业状态": "失业", "就业意愿": WILLING, "人员类别": kinds}
    return {**blank, **told, **more, **helper(village, row)}


def at_school(row: Row) -> Row:
    """Return the cells of someone who was still at college."""
    blank = dict.fromkeys([*JOB, *LOSS, *HELP, "毕业院校", "所学专业", "毕业日期", "培训意向工种"], "")
    more: Row = {
        "就业状态": "在校",
        "是否在校": YES,
        "是否创业": NO,
        "文化程度": MIDDLE,
        "就业意愿": "",
        "培训意愿": UNWILLING,
        "养老保险": NO,
        "医疗保险": YES,
        "人员类别": _without(row, OF_LOSS | OF_STUDY),
    }
    return {**blank, **more}


def before_farewell(village: Village, row: Row, status: str, day: date, dice: Dice) -> Row:
    """Return the cells of someone who was still alive, or still lived here, of `status`."""
    told = at_work(village, row, status, day, dice) if status in EMPLOYED else {"就业状态": status}
    wish = UNWILLING if status == "无就业意愿" else ""
    stays = YES if row["就业状态"] == "死亡" else NO
    return {
        **told,
        "就业意愿": wish,
        "是否户籍": YES,
        "是否常住": stays,
        "养老保险": YES,
        "医疗保险": YES,
        "备注": "",
    }


def helper(village: Village, row: Row) -> Row:
    """Return who helps the household of `row`."""
    helpers = list(village.helpers.items())
    return dict(zip(HELP, helpers[_household(row) % len(helpers)], strict=True))


def _life(row: Row, status: str) -> Life:
    person = Person(
        _household(row),
        str(row["与户主关系"]),
        str(row["姓名"])[0],
        str(row["性别"]),
        date.fromisoformat(str(row["出生日期"])),
        identity=str(row[ID]),
    )
    return Life(person, schooling=str(row["文化程度"]), status=status)


def _household(row: Row) -> int:
    return int(str(row["户编号"])[2:])


def _plain(row: Row) -> str:
    return "" if row["人员类别"] == "普通" else _without(row, OF_LOSS)


def _without(row: Row, kinds: frozenset[str]) -> str:
    return "、".join(kind for kind in str(row["人员类别"]).split("、") if kind not in kinds) or "普通"
