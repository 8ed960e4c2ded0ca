"""Where each villager works, since when and for how much, or how long without work; and who lives elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

from tools.example import trades
from tools.example.dice import Dice
from tools.example.lives import EMPLOYED, GONE, HIGHER, Life
from tools.example.services import SERVICES
from tools.example.sheets import NO, YES, Row
from tools.example.villages import REFERENCE_DAY, Village

REASONS = {"合同到期": 24, "单位裁员": 20, "个人辞职": 26, "回乡照顾家庭": 16, "经营停业": 6, "其他": 8}
AWAY = {"市内县外": 0.3, "省内市外": 0.85, "省外": 0.92, "境外": 1.0}  # who does not live here any more


def work(village: Village, life: Life, updated: date, dice: Dice) -> Row:
    if life.status in EMPLOYED:
        return _employment(village, life, updated, dice) | {"是否创业": YES if life.founder else NO}
    if life.status == "失业":
        return _unemployment(village, life, updated, dice) | {"是否创业": NO}
    return {"是否创业": NO}


def _employment(village: Village, life: Life, updated: date, dice: Dice) -> Row:
    trade = trades.trade_of(life.status, life.schooling in HIGHER, life.founder, dice)
    reach = dice.weighted(trades.REACH[life.status])
    place = dice.pick(trades.PLACES[reach])
    near = f"{place}{village.name}" if reach == trades.NEAR and life.status != "单位就业" else place
    return {
        "就业形式": _form(life, dice),
        "就业区域": reach,
        "就业地址": near,
        "单位名称": _firm(village, life, trade, place, dice),
        "行业": trade.industry,
        "工种": trade.job(dice),
        "就业日期": _started(life, updated, dice).isoformat(),
        "月收入": dice.whole(*trade.pay) * 100,
    }


def _form(life: Life, dice: Dice) -> str:
    forms = {
        "单位就业": {"劳动合同": 86, "劳务派遣": 14},
        "灵活就业": {"临时性": 46, "季节性": 26, "非全日制": 28},
    }
    return dice.weighted(forms[life.status]) if life.status in forms else ""


def _firm(village: Village, life: Life, trade: trades.Trade, place: str, dice: Dice) -> str:
    if life.status == "公益性岗位":
        return f"洪江镇{village.name}{trade.suffix}"
    if not trade.suffix:
        return ""
    town = place.removeprefix("明月山温泉风景名胜区").split("省")[-1]
    return town + dice.pick(trades.FIRM_NAMES) + trade.suffix


def _started(life: Life, updated: date, dice: Dice) -> date:
    birth = life.person.birth
    of_age = min(date(birth.year + 18, 7, 1), date(2022, 8, 1))
    if life.status == "公益性岗位":
        return dice.pick([date(2022, 7, 1), date(2023, 1, 1), date(2023, 3, 1)])
    if life.status == "务农" and not life.founder:
        year = max(of_age.year, 1984) + dice.whole(0, 6) if life.person.age > 30 else 2022
        return date(year, 3, 1)
    first = max(of_age, date(2006, 3, 1))
    if life.schooling in HIGHER:
        first = graduation(life) + timedelta(days=5)
    recent = dice.chance(0.6)
    return dice.day(max(first, date(2020, 2, 10)) if recent else first, updated - timedelta(days=20))


def _unemployment(village: Village, life: Life, updated: date, dice: Dice) -> Row:
    first = date(2022, 8, 1) if dice.chance(0.2) else date(2023, 1, 10)
    fresh = life.schooling in HIGHER and graduation(life) >= date(2022, 6, 30)
    lost = graduation(life) if fresh else dice.day(first, updated - timedelta(days=30))
    row: Row = {
        "失业日期": lost.isoformat(),
        "失业原因": "毕业未就业" if fresh else dice.weighted(REASONS),
        "意向区域": dice.weighted({"乡内": 30, "县内乡外": 34, "市内县外": 22, "省外": 14}),
        "意向工种": trade_wished(village, dice),
    }
    if dice.chance(0.82):
        row["登记失业日期"] = (lost + timedelta(days=dice.whole(3, 28))).isoformat()
    return row


def residence(life: Life, row: Row, dice: Dice) -> Row:
    registered = YES if life.registered else NO
    if life.status in GONE or life.status in ("参军", "服刑"):
        return {"是否户籍": registered, "是否常住": NO}
    away = AWAY.get(str(row.get("就业区域", "")), 0.0)
    studies_away = life.status == "在校" and life.person.age >= 19
    lives_away = life.registered and dice.chance(0.6 if studies_away else away)
    return {"是否户籍": registered, "是否常住": NO if lives_away else YES}


def graduation(life: Life) -> date:
    years = {"大专": 22, "本科": 23, "研究生": 26}[life.schooling]
    return date(min(life.person.birth.year + years, REFERENCE_DAY.year), 6, 30)


def trade_wished(village: Village, dice: Dice) -> str:
    return dice.weighted(SERVICES[village.name].wishes)
