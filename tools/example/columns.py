"""The columns of the master ledger, filled for each villager so that no two of them contradict each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tools.example import trades
from tools.example.dice import Dice
from tools.example.lives import EMPLOYED, GONE, HIGHER, Life
from tools.example.sheets import NO, YES, Row
from tools.example.villages import FIRST_BATCH, SECOND_BATCH, Village
from tools.example.work import graduation, residence, trade_wished, work

# fmt: off
WIDTHS: dict[str, float] = {
    "序号": 6, "组别": 7, "户编号": 8, "户主姓名": 9, "与户主关系": 9, "姓名": 9, "公民身份号码": 20,
    "性别": 5, "出生日期": 11, "年龄": 5, "民族": 6, "政治面貌": 9, "文化程度": 17, "毕业院校": 22,
    "所学专业": 16, "毕业日期": 11, "户口性质": 8, "是否户籍": 8, "是否常住": 8, "联系电话": 13,
    "劳动能力": 8, "是否在校": 8, "人员类别": 18, "就业状态": 12, "就业形式": 12, "就业区域": 10,
    "就业地址": 26, "单位名称": 28, "行业": 22, "工种": 14, "就业日期": 11, "月收入": 8, "养老保险": 8,
    "医疗保险": 8, "失业日期": 11, "登记失业日期": 12, "失业原因": 12, "就业意愿": 8, "意向区域": 10,
    "意向工种": 12, "培训意愿": 8, "培训意向工种": 12, "创业意愿": 8, "技能证书": 24, "证书编号": 18,
    "是否创业": 8, "帮扶责任人": 9, "帮扶电话": 13, "最近走访日期": 11, "数据更新日期": 11, "核实方式": 8,
    "备注": 24,
}
# fmt: on
LEFT = frozenset(("就业地址", "单位名称", "备注", "毕业院校"))
HELPED = frozenset(("脱贫人口", "监测对象", "低保", "特困", "残疾人", "长期失业"))
WILLING, UNWILLING = "有", "无"
FAR = ("省内市外", "省外", "境外")


def rows(village: Village, found: Sequence[Life], dice: Dice) -> list[Row]:
    """Return the ledger's rows, in the order of the households."""
    phones = _phones(village, found)
    visits = _visits(found, dice)
    return [
        _row(village, life, {"序号": number, "联系电话": phone, **visits[life.person.household]}, dice)
        for number, (life, phone) in enumerate(zip(found, phones, strict=True), start=1)
    ]


def _row(village: Village, life: Life, row: Row, dice: Dice) -> Row:
    row |= _identity(village, life)
    row |= _background(life, dice)
    row |= work(village, life, date.fromisoformat(str(row["数据更新日期"])), dice)
    row |= residence(life, row, dice)
    row |= _categories(village, life, row, dice)
    row |= _wishes(village, life, row, dice)
    row |= _insurance(life, dice)
    row |= _help(village, life, row)
    row |= _certificate(village, life, int(row["序号"]), dice)
    return row


# ---------------------------------------------------------------- who
def _identity(village: Village, life: Life) -> Row:
    person = life.person
    return {
        "组别": person.group,
        "户编号": f"{village.letters}{person.household:04d}",
        "户主姓名": person.head,
        "与户主关系": person.relation,
        "姓名": person.name,
        "公民身份号码": person.identity,
        "性别": person.sex,
        "出生日期": person.birth.isoformat(),
        "年龄": person.age,
        "民族": person.nation,
    }


def _background(life: Life, dice: Dice) -> Row:
    row: Row = {
        "政治面貌": _politics(life, dice),
        "文化程度": life.schooling,
        "户口性质": "城镇" if dice.chance(0.015) else "农村",
        "劳动能力": life.ability,
        "是否在校": YES if life.status == "在校" else NO,
        "就业状态": life.status,
    }
    if life.schooling in HIGHER:
        row["毕业院校"] = dice.pick(trades.SCHOOLS[life.schooling])
        row["所学专业"] = dice.pick(trades.MAJORS)
        row["毕业日期"] = graduation(life).isoformat()
    return row


def _politics(life: Life, dice: Dice) -> str:
    if life.person.age <= 27 and dice.chance(0.4):
        return "共青团员"
    joined = 0.14 if life.schooling in HIGHER else 0.045
    return "中共党员" if life.person.age >= 25 and dice.chance(joined) else "群众"


def _phones(village: Village, found: Sequence[Life]) -> Iterator[str]:
    """Yield a number for each: old people use the head's, but no number stands for more than three."""
    numbers: dict[str, str] = {}
    users: Counter[str] = Counter()
    fresh = village.first_phone
    for life in found:
        own = f"1990000{fresh:04d}"
        shared = numbers.setdefault(f"{life.person.household}", own)
        borrows = life.person.age >= 75 or life.status in GONE
        phone = shared if shared == own or (borrows and users[shared] < 3) else own
        fresh += phone == own
        users[phone] += 1
        yield phone


def _visits(found: Sequence[Life], dice: Dice) -> dict[int, Row]:
    """Return household → its last visit: those with someone to help were seen again in the second batch."""
    followed = {
        life.person.household for life in found if life.status == "失业" or life.tags or _is_fresh(life)
    }
    homes = dict.fromkeys(life.person.household for life in found)
    return {home: _visit(home in followed or dice.chance(0.25), dice) for home in homes}


def _is_fresh(life: Life) -> bool:
    return life.schooling in HIGHER and graduation(life) > FIRST_BATCH


def _visit(again: bool, dice: Dice) -> Row:
    first, updated = (date(2023, 7, 4), SECOND_BATCH) if again else (date(2023, 5, 9), FIRST_BATCH)
    return {
        "最近走访日期": dice.day(first, updated - timedelta(days=2)).isoformat(),
        "数据更新日期": updated.isoformat(),
        "核实方式": dice.weighted({"入户": 62, "电话": 26, "微信": 12}),
    }


# ---------------------------------------------------------------- categories, wishes, help
def _categories(village: Village, life: Life, row: Row, dice: Dice) -> Row:
    if life.status in GONE:
        return {"人员类别": "普通", "备注": _farewell(life, dice)}
    tags = [*life.tags, *_drawn_tags(village, life, row, dice)]
    return {"人员类别": "、".join(dict.fromkeys(tags)) or "普通"}


def _drawn_tags(village: Village, life: Life, row: Row, dice: Dice) -> Iterator[str]:
    person, man = life.person, life.person.sex == "男"
    if life.of_working_age and life.ability in ("弱", "丧失") and dice.chance(0.6):
        yield "残疾人"
    if man and 24 <= person.age <= 62 and life.ability != "丧失" and dice.chance(0.035):
        yield "退役军人"
    if life.status in ("失业", "公益性岗位") and life.is_elder:
        yield "大龄"
    if life.status == "失业" and str(row["失业日期"]) <= "2022-10-31":
        yield "长期失业"
    if person.group == "第2组" and life.of_working_age and dice.chance(0.05):
        yield "失地农民"
    if village.fishers and man and 42 <= person.age <= 59 and dice.chance(village.fishers / 100):
        yield "退捕渔民"
    if str(row.get("毕业日期", "")) >= "2021-10-31":
        yield "高校毕业生"
    hired = life.status in ("单位就业", "个体经营", "自主创业") and str(row["就业日期"]) >= "2021"
    if hired and row["就业区域"] in ("乡内", "县内乡外") and person.age >= 28 and dice.chance(0.14):
        yield "返乡农民工"


def _farewell(life: Life, dice: Dice) -> str:
    month = dice.whole(1, 5)
    if life.status == "死亡":
        return f"2023年{month}月去世" + ("，户口注销手续办理中" if life.registered else "，户口已注销")
    return f"2023年{month}月婚嫁迁出"


def _wishes(village: Village, life: Life, row: Row, dice: Dice) -> Row:
    if life.status == "失业":
        wish, training, venture = WILLING, 0.6, 0.08
    elif life.status in EMPLOYED and life.of_working_age:
        wish, training, venture = "", 0.07, 0.0 if life.founder else 0.03
    else:
        wish, training, venture = UNWILLING if life.status == "无就业意愿" else "", 0.0, 0.0
    asked = dice.chance(training)
    trade = str(row.get("意向工种") or trade_wished(village, dice)) if asked else ""
    trained = asked and row.get("就业区域") not in FAR  # who works far away is trained there
    return {
        "就业意愿": wish,
        "培训意愿": WILLING if trained else UNWILLING,
        "培训意向工种": trade if trained else "",
        "创业意愿": WILLING if dice.chance(venture) else UNWILLING,
    }


def _insurance(life: Life, dice: Dice) -> Row:
    if not life.insured or life.status == "死亡":
        return {"养老保险": NO, "医疗保险": NO}
    if life.status == "在校":
        return {"养老保险": NO, "医疗保险": YES}
    pension = dice.chance(0.94)
    return {"养老保险": YES if pension else NO, "医疗保险": YES if not pension or dice.chance(0.97) else NO}


def _help(village: Village, life: Life, row: Row) -> Row:
    needs = life.status == "失业" or HELPED & set(str(row["人员类别"]).split("、"))
    if not needs or life.status in GONE:
        return {}
    helpers = list(village.helpers.items())
    name, phone = helpers[life.person.household % len(helpers)]
    return {"帮扶责任人": name, "帮扶电话": phone}


def _certificate(village: Village, life: Life, number: int, dice: Dice) -> Row:
    if not life.holder:
        return {}
    return {"技能证书": dice.pick(trades.CERTIFICATES), "证书编号": f"JN{village.letters}{number:07d}"}
