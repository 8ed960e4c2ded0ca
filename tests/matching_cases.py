"""Invented villages whose people look for work, and posts for them."""

from __future__ import annotations

import random
from pathlib import Path

from hqe_docs.office.matching.pool import Order, Pool, pool_of
from hqe_docs.office.workspace import open_dossiers
from hqe_docs.problems import Problems
from tests.matching_oracle import AREAS, GROUPS, LEVELS
from tests.villages import UNEMPLOYED, ledger, person, village

NOTHING = {
    "技能证书": "",
    "意向区域": "",
    "组别": "第1组",
    "户主姓名": "",
    "登记失业日期": "",
    "帮扶责任人": "",
}
POST = {
    "发布日期": "2023-10-01", "单位名称": "甲厂", "岗位名称": "包装工", "招聘人数": "2", "录用人数": "", "学历要求": "不限",
    "岗位要求": "", "月薪待遇": "", "工作地点": "", "联系人": "", "联系电话": "", "有效期止": "", "岗位工种": "包装工",
    "岗位区域": "乡内", "月薪下限": "", "月薪上限": "", "年龄下限": "", "年龄上限": "", "年龄依据": "", "性别要求": "",
    "性别依据": "", "证书要求": "", "劳动强度": "", "专设对象": "", "无障碍": "",
}  # fmt: skip
WISH = {
    "求职登记日期": "2023-08-01",
    "求职状态": "求职中",
    "意向工种": "",
    "意向区域": "",
    "期望月薪": "",
    "技能证书": "",
}
Row = dict[str, str]


def seeker(order: int, born: str = "19900101", man: bool = True, **changes: str) -> Row:
    """Return a row of the master ledger of somebody unemployed."""
    return person(
        order,
        born,
        man,
        **{**UNEMPLOYED, **NOTHING, "户编号": f"H{order:03d}", "与户主关系": "户主", **changes},
    )


def wish(row: Row, **changes: str) -> Row:
    """Return what the person of a row registered."""
    return {"姓名": row["姓名"], "公民身份号码": row["公民身份号码"], **WISH, **changes}


def post(**changes: str) -> Row:
    return POST | changes


def hamlet(
    folder: Path, people: list[Row], posts: list[Row], wishes: list[Row] | None = None, more: str = ""
) -> Path:
    """Write a village with its three ledgers."""
    village(folder, people, more=more)
    ledger(folder, "岗位信息台账", posts)
    if wishes:
        ledger(folder, "求职登记台账", wishes)
    return folder


def pooled(folder: Path, *settings: str) -> tuple[Pool, Problems]:
    """Return what is matched in a village, and what was found."""
    (top,) = open_dossiers([folder])
    found = Problems()
    pool = pool_of(top, Order(folder, settings=settings), found)
    assert pool is not None
    return pool, found


# ---------------------------------------------------------------- by chance
TRADES = sorted(
    name for name in GROUPS if not any(name != it and (name in it or it in name) for it in GROUPS)
)
OTHER_TRADES = ["宇航员", "潜水员"]


def any_people(chance: random.Random, count: int) -> tuple[list[Row], list[Row]]:
    """Return rows of the master ledger and of 求职登记台账, much of them blank."""
    people, wishes = [], []
    for order in range(count):
        born = f"{chance.randint(1970, 2006)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
        row = seeker(
            order,
            born,
            chance.random() < 0.5,
            意向工种="、".join(chance.sample(TRADES + OTHER_TRADES, chance.choice([1, 1, 2]))),
            意向区域=chance.choice(["", *AREAS[:5]]),
            文化程度=chance.choice(LEVELS[:5]),
            技能证书=chance.choice(["", "", f"{chance.choice(TRADES)}（五级/初级工）"]),
            人员类别=chance.choice(["普通", "残疾人", "脱贫人口", "低保、大龄"]),
            劳动能力=chance.choice(["普通", "普通", "弱"]),
        )
        people.append(row)
        if chance.random() < 0.6:
            pay = chance.choice(["", "3000", "3500", "4200", "5000"])
            trade = chance.choice(["", chance.choice(TRADES)])
            wishes.append(wish(row, 期望月薪=pay, 意向工种=trade, 意向区域=chance.choice(["", *AREAS[:4]])))
    return people, wishes


def any_posts(chance: random.Random, count: int) -> list[Row]:
    """Return rows of 岗位信息台账 that write everything in columns of their own."""
    rows = []
    for order in range(count):
        low = chance.choice(["", str(chance.randint(20, 60) * 100)])
        high = chance.choice(["", str(int(low or 3000) + chance.randint(0, 20) * 100)])
        rows.append(
            post(
                单位名称=f"第{order}厂",
                岗位工种=chance.choice(TRADES + OTHER_TRADES),
                招聘人数=str(chance.randint(1, 15)),
                岗位区域=chance.choice(["", *AREAS[:5]]),
                月薪下限=low,
                月薪上限=high,
                学历要求=chance.choice(["不限", *LEVELS[:4]]),
                岗位要求=chance.choice(["", "", "能上夜班"]),
                年龄下限=chance.choice(["", "18", "30"]),
                年龄上限=chance.choice(["", "40", "50"]),
                年龄依据=chance.choice(["", "特种作业人员规定", "老板说的"]),
                性别要求=chance.choice(["", "男", "女"]),
                性别依据=chance.choice(["", "女职工禁忌劳动范围"]),
                证书要求=chance.choice(["", "", "", f"{chance.choice(TRADES)}（五级/初级工）"]),
                劳动强度=chance.choice(["", "轻", "重"]),
                专设对象=chance.choice(["", "", "", "残疾人", "脱贫人口、低保"]),
                无障碍=chance.choice(["", "是"]),
            )
        )
    return rows
