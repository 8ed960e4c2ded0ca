"""Agencies, events and messages: 人力资源机构协作台账, 招聘与政策宣传活动台账, 党建+就业推送台账."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tools.example.dice import Dice
from tools.example.services import Services
from tools.example.sheets import Book, Row, credit_code
from tools.example.villages import REFERENCE_DAY, Village

# fmt: off
AGENCY_WIDTHS: dict[str, float] = {
    "序号": 6, "机构名称": 32, "统一社会信用代码": 21, "许可证编号": 15, "协议编号": 15, "协议起": 11,
    "协议止": 11, "合作内容": 32, "输送人数": 9, "最近输送日期": 11, "机构联系人": 10, "联系电话": 13, "备注": 18,
}
EVENT_WIDTHS: dict[str, float] = {
    "序号": 6, "活动日期": 11, "活动类型": 10, "活动名称": 29, "活动地点": 23, "主办单位": 26, "承办单位": 22,
    "参加企业数": 8, "提供岗位数": 8, "参加人数": 8, "发放资料份数": 8, "达成意向人数": 8, "实际入职人数": 8,
    "佐证材料": 17, "经办人": 9, "备注": 10,
}
PUSH_WIDTHS: dict[str, float] = {
    "序号": 6, "推送日期": 11, "推送平台": 12, "信息类型": 9, "信息标题": 40, "推送对象": 18, "推送人数": 8,
    "阅读次数": 8, "推送人": 9, "截图编号": 16, "备注": 10,
}
AGENCIES: dict[str, list[tuple[str, str, str, date, date, str, int, str, str, str]]] = {
    "梅州村": [
        ("宜春市沃川人力资源服务有限公司", "360999210016", "MZXZ2021-01", date(2021, 7, 1), date(2023, 6, 30),
         "岗位信息、劳务输送", 31, "2023-05-18", "聂清和", "到期后未续签"),
        ("宜春市禾聚人力资源服务有限公司", "360999230018", "MZXZ2023-01", date(2023, 8, 22), date(2024, 8, 21),
         "岗位信息、劳务输送、招聘活动、跟踪服务", 17, "2023-10-12", "敖知夏", ""),
    ],
    "洪江村": [
        ("宜春市禾聚人力资源服务有限公司", "360999230018", "HJXZ2023-01", date(2023, 9, 12), date(2024, 9, 11),
         "岗位信息、劳务输送、招聘活动", 6, "2023-10-19", "敖知夏", ""),
    ],
}
Event = tuple[date, str, str, str, int, int]  # day, kind, name, place, firms, posts
FAIRS: list[Event] = [
    (date(2023, 7, 15), "招聘会", "洪江镇2023年夏季招聘会", "洪江镇便民服务中心广场", 26, 412),
    (date(2023, 9, 16), "招聘会", "洪江镇2023年秋季招聘会", "洪江镇便民服务中心广场", 31, 465),
]
OWN_EVENTS: dict[str, list[Event]] = {
    "梅州村": [
        (date(2023, 7, 12), "政策宣传", "就业创业政策屋场会（第1场）", "梅州村第3组屋场", 0, 0),
        (date(2023, 8, 9), "入户送岗", "岗位册上门送岗", "梅州村各村民小组", 12, 96),
        (date(2023, 10, 11), "政策宣传", "就业创业政策屋场会（第2场）", "梅州村第7组屋场", 0, 0),
    ],
    "洪江村": [
        (date(2023, 6, 22), "政策宣传", "端午返乡政策宣传", "洪江村村部", 0, 0),
        (date(2023, 8, 24), "入户送岗", "来料加工计件岗位送上门", "洪江村各村民小组", 3, 28),
        (date(2023, 9, 29), "政策宣传", "中秋返乡政策宣传", "洪江村村部", 0, 0),
    ],
}
EVENT_CLERKS = {"梅州村": ("蓝秋月", "晏小满"), "洪江村": ("曾玉珊", "曾玉珊")}
# fmt: on
FIRST_PUSH = date(2023, 7, 3)
MESSAGES = (  # kind, title
    ("岗位", "{月}月温泉景区和园区招聘岗位{数}个"),
    ("政策", "创业担保贷款和贴息政策问答"),
    ("培训", "{月}月技能培训报名通知"),
    ("岗位", "{月}月家门口岗位{数}个"),
    ("流程", "就业失业登记办理流程"),
    ("岗位", "{月}月省内企业招聘岗位{数}个"),
    ("政策", "脱贫劳动力外出务工交通补贴政策"),
    ("培训", "技能培训结业和补贴领取说明"),
    ("岗位", "{月}月返乡人员专场岗位{数}个"),
    ("流程", "灵活就业人员参保缴费流程"),
)


def agency_ledger(village: Village) -> Book:
    """Return 人力资源机构协作台账."""
    lines = [_agency(*told) for told in AGENCIES[village.name]]
    return Book("人力资源机构协作台账", AGENCY_WIDTHS, lines, frozenset(("机构名称", "合作内容", "备注")))


def _agency(name: str, licence: str, number: str, first: date, last: date, *more: str | int) -> Row:
    work, sent, latest, contact, note = more
    return {
        "机构名称": name,
        "统一社会信用代码": credit_code("91", int(licence[-4:]) + 90_000),
        "许可证编号": licence,
        "协议编号": number,
        "协议起": first.isoformat(),
        "协议止": last.isoformat(),
        "合作内容": work,
        "输送人数": sent,
        "最近输送日期": latest,
        "机构联系人": contact,
        "联系电话": f"199000094{licence[-2:]}",
        "备注": note,
    }


def event_ledger(village: Village, dice: Dice) -> Book:
    """Return 招聘与政策宣传活动台账: the township's fairs and the village's own events."""
    lines = [_event(village, event, dice) for event in sorted(FAIRS + OWN_EVENTS[village.name])]
    return Book("招聘与政策宣传活动台账", EVENT_WIDTHS, lines, frozenset(("活动名称", "佐证材料", "备注")))


def _event(village: Village, event: Event, dice: Dice) -> Row:
    day, kind, name, place, firms, posts = event
    office = f"洪江镇{village.name}村民委员会"
    is_fair, informs = kind == "招聘会", kind == "政策宣传"
    women, workers = EVENT_CLERKS[village.name]
    return {
        "活动日期": day.isoformat(),
        "活动类型": kind,
        "活动名称": name,
        "活动地点": place,
        "主办单位": "洪江镇人民政府" if is_fair else office,
        "承办单位": office,
        "参加企业数": firms,
        "提供岗位数": posts,
        **_turnout(is_fair, informs, dice),
        "佐证材料": "照片、参会名单" if is_fair else "照片、签到表" if informs else "照片、送岗记录",
        "经办人": women if informs else workers,
        "备注": "人数为本村" if is_fair else "",
    }


def _turnout(is_fair: bool, informs: bool, dice: Dice) -> Row:
    came = dice.whole(58, 96) if is_fair else dice.whole(36, 72)
    agreed = 0 if informs else came * dice.whole(14, 24) // 100
    return {
        "参加人数": came,
        "发放资料份数": came + dice.whole(20, 60),
        "达成意向人数": agreed,
        "实际入职人数": agreed * dice.whole(40, 70) // 100,
    }


def push_ledger(village: Village, services: Services, dice: Dice) -> Book:
    """Return 党建+就业推送台账: one message a week since July, on Mondays."""
    lines = list(_pushes(village, services, dice))
    return Book("党建+就业推送台账", PUSH_WIDTHS, lines, frozenset(("信息标题", "备注")))


def _pushes(village: Village, services: Services, dice: Dice) -> Iterator[Row]:
    readers = village.households // 7
    weeks = (REFERENCE_DAY - FIRST_PUSH).days // 7 + 1
    for week in range(weeks):
        day = FIRST_PUSH + timedelta(weeks=week)
        kind, title = MESSAGES[week % len(MESSAGES)]
        text = title.format(月=day.month, 数=dice.whole(18, 64))
        if week not in services.weeks_missed:
            yield _push(services, day, (kind, text), readers, dice)


def _push(services: Services, day: date, message: Sequence[str], readers: int, dice: Dice) -> Row:
    kind, title = message
    return {
        "推送日期": day.isoformat(),
        "推送平台": "江西党建云",
        "信息类型": kind,
        "信息标题": title,
        "推送对象": "全村党员和联系户",
        "推送人数": readers,
        "阅读次数": readers + dice.whole(5, 70),
        "推送人": services.party_clerk,
        "截图编号": f"TS{day:%Y%m%d}-01",
    }
