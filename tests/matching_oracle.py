"""Matching worked out pair by pair in plain Python, from the rules as text: what the program is held against.

It knows only rows that write everything in columns of their own, as `tests.matching_cases` makes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

RULES = yaml.safe_load((Path(__file__).parent.parent / "programmes/人岗匹配.yaml").read_text("utf-8"))
AREAS = ["乡内", "县内乡外", "市内县外", "省内市外", "省外", "境外"]
LEVELS = ["小学及以下", "初中", "高中（中专、技校）", "大专", "本科", "研究生"]
GROUPS = {
    trade: (major["大类"], minor["名称"])
    for major in RULES["工种表"]
    for minor in major["小类"]
    for trade in minor["工种"]
}
DAY = (2023, 10, 31)
Row = Mapping[str, str]


@dataclass(frozen=True)
class Verdict:
    """What a pair comes to: the conditions it breaks, points, what is still to be asked."""

    broken: frozenset[str]
    points: Fraction
    open: frozenset[str]


def nearness(one: str, other: str) -> int | None:
    """Return 3, 2, 1, 0 for the same trade, group, class, none; None for a trade that the table doesn't have."""
    if one == other:
        return 3
    if one not in GROUPS or other not in GROUPS:
        return None
    (major, minor), (their_major, their_minor) = GROUPS[one], GROUPS[other]
    return 2 if (major, minor) == (their_major, their_minor) else int(major == their_major)


PERCENT = {3: 100, 2: 60, 1: 20, 0: 0, None: 0}


def age(number: str) -> int:
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    return DAY[0] - year - ((month, day) > DAY[1:])


@dataclass
class Tally:
    """A verdict on its way."""

    broken: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    points: Fraction = Fraction(0)

    def give(self, name: str, percent: int) -> None:
        self.points += Fraction(int(RULES["各项"][name]["分"]) * percent, 100)


def verdict(person: Row, post: Row) -> Verdict:
    """Return what the rules as shipped make of a person and a post of the same village."""
    tally = Tally()
    for look in (trade, place, pay, skill, schooling, lawful, reserved, effort):
        look(tally, person, post)
    if post["岗位要求"]:
        tally.open.add("其他要求")
    return Verdict(frozenset(tally.broken), tally.points, frozenset(tally.open))


def trade(tally: Tally, person: Row, post: Row) -> None:
    wishes = [text for text in person["意向工种"].split("、") if text]
    near = [nearness(wish, post["岗位工种"]) for wish in wishes]
    known = [it for it in near if it is not None]
    if not wishes or (None in near and max(known, default=0) == 0):
        tally.open.add("工种")
    else:
        tally.give("工种", PERCENT[max(known)])


def place(tally: Tally, person: Row, post: Row) -> None:
    if not person["意向区域"] or not post["岗位区域"]:
        tally.open.add("地点")
    elif (nearer := AREAS.index(person["意向区域"]) - AREAS.index(post["岗位区域"])) < 0:
        tally.broken.add("地点")
    else:
        tally.give("地点", max(0, 100 - 15 * nearer))


def pay(tally: Tally, person: Row, post: Row) -> None:
    low, high, wanted = post["月薪下限"], post["月薪上限"], person["期望月薪"]
    if not wanted or not (low or high):
        tally.open.add("工资")
    elif high and int(high) < int(wanted):
        tally.broken.add("工资")
    else:
        tally.give("工资", 100 if low and int(low) >= int(wanted) else 60)


def skill(tally: Tally, person: Row, post: Row) -> None:
    held, needed = person["技能证书"].split("（")[0], post["证书要求"].split("（")[0]
    if needed and needed != held:
        tally.broken.add("技能")
    elif needed or held:
        tally.give("技能", 100 if needed else PERCENT[nearness(held, post["岗位工种"])])


def schooling(tally: Tally, person: Row, post: Row) -> None:
    if post["学历要求"] == "不限":
        tally.give("学历", 100)
    elif not person["文化程度"]:
        tally.open.add("学历")
    elif (above := LEVELS.index(person["文化程度"]) - LEVELS.index(post["学历要求"])) < 0:
        tally.broken.add("学历")
    else:
        tally.give("学历", max(0, 100 - 15 * above))


def lawful(tally: Tally, person: Row, post: Row) -> None:
    number = person["公民身份号码"]
    years, sex = age(number), "女" if int(number[16]) % 2 == 0 else "男"
    if post["年龄依据"] == "特种作业人员规定":
        too_young = post["年龄下限"] and years < int(post["年龄下限"])
        too_old = post["年龄上限"] and years > int(post["年龄上限"])
        tally.broken.update(["年龄"] if too_young or too_old else [])
    if "女职工禁忌" in post["性别依据"] and post["性别要求"] not in ("不限", "", sex):
        tally.broken.add("性别")


def reserved(tally: Tally, person: Row, post: Row) -> None:
    only = set(filter(None, post["专设对象"].split("、")))
    if only and not only & set(person["人员类别"].split("、")):
        tally.broken.add("对象")


def effort(tally: Tally, person: Row, post: Row) -> None:
    is_weak = person["劳动能力"] == "弱"
    suits = post["无障碍"] == "是" or "残疾人" in post["专设对象"]
    if is_weak and post["劳动强度"] == "重":
        tally.broken.add("体力")
    elif ("残疾人" in person["人员类别"] and not suits) or (is_weak and not post["劳动强度"]):
        tally.open.add("体力")


def best(verdicts: Iterable[Verdict], count: int) -> list[int]:
    """Return the places of the best verdicts: most points, fewest questions, first come."""
    least = int(RULES["口径"]["推荐最低得分"]["默认"])
    good = [
        (-it.points, len(it.open), i) for i, it in enumerate(verdicts) if not it.broken and it.points >= least
    ]
    return [place for _, _, place in sorted(good)[:count]]


def with_own(person: Row, registered: Mapping[str, Row]) -> dict[str, Any]:
    """Return a person's row with what he or she registered over it."""
    own = registered.get(person["公民身份号码"], {})
    wishes = ("意向工种", "意向区域", "技能证书")
    return {
        **person,
        **{name: own.get(name) or person[name] for name in wishes},
        "期望月薪": own.get("期望月薪", ""),
    }
