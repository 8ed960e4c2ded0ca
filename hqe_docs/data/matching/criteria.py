"""What a post and a person are compared in: each criterion looks at a few values of both and gives an Outcome.

A criterion's outcome depends on its two values only, so that `ranking` works out each pair of different values once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from hqe_docs.data.matching.places import Home, Workplace, area_of, steps
from hqe_docs.data.matching.posts import UNREAD, Bound, Post, Span
from hqe_docs.data.matching.rules import NO_CERTIFICATE, PENDING, WISH, Part, Rules
from hqe_docs.data.matching.seekers import Seeker
from hqe_docs.data.matching.trades import Tree
from hqe_docs.data.persons import STARTING_AGE
from hqe_docs.values import squeeze

State = Literal["符合", "不符", "待核", "不限"]
FULL = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one criterion comes out: its state, the per cent of its points, what the person and the post have."""

    state: State
    share: int
    person: str
    post: str
    note: str = ""


@dataclass(frozen=True)
class Bench:
    """What criteria go by: the rules, the settings as chosen, the tree of trades."""

    rules: Rules
    settings: Mapping[str, str]
    tree: Tree

    @classmethod
    def of(cls, rules: Rules, said: Mapping[str, str]) -> Bench:
        return cls(rules, rules.chosen(said), Tree(rules))

    def level(self, schooling: str) -> int | None:
        return self.rules.levels.get(schooling)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion: which values it looks at, and how it judges them."""

    name: str
    person: Callable[[Seeker], Hashable]
    post: Callable[[Post], Hashable]
    judge: Callable[[Bench, Any, Any], Outcome]

    def outcome(self, bench: Bench, person: Hashable, post: Hashable) -> Outcome:
        """Return how a person's and a post's values come out; a condition that isn't hard is never broken."""
        made = self.judge(bench, person, post)
        part = bench.rules.parts[self.name]
        if made.state == "不符" and not part.hard:
            return replace(made, state="不限")
        if made.state == "待核" and part.hard and bench.settings[PENDING] == "不列":
            return replace(made, state="不符", note=made.note or "判断不了，按口径不列")
        return made


def points_of(part: Part, outcome: Outcome) -> int:
    """Return the points of an outcome in hundredths; nothing of what is not known."""
    return part.points * outcome.share if outcome.state in ("符合", "不限") else 0


# ---------------------------------------------------------------- what gives points
def _trade(bench: Bench, wishes: tuple[str, ...], trade: str) -> Outcome:
    said = "、".join(wishes)
    if not wishes:
        return Outcome("待核", 0, "没有登记意向工种", trade)
    nearness, _ = bench.tree.nearest(wishes, trade)
    if nearness == "不详":
        return Outcome("待核", 0, said, trade, "工种表里没有，看不出是否相近")
    state: State = "不符" if nearness == "不同" else "符合"
    return Outcome(state, bench.tree.share(nearness), said, trade, nearness.replace("不同", "工种不同"))


def _place(bench: Bench, person: tuple[Home, str], place: Workplace) -> Outcome:
    home, wished = person
    area = area_of(place, home, bench.rules.regions)
    shown = f"{place.text}（{area}）" if area and place.text else area or place.text or "没有写工作地点"
    if not area:
        return Outcome("待核", 0, wished or "没有登记意向区域", shown, "看不出离本村多远")
    if not wished:
        return Outcome("待核", 0, "没有登记意向区域", shown)
    nearer = steps(area, wished)
    way = bench.settings[WISH]
    if way != "只计分" and (nearer < 0 or (way == "就在" and nearer)):
        return Outcome("不符", 0, wished, shown, "比意向区域远" if nearer < 0 else "不在意向区域")
    share = max(0, FULL - bench.rules.shares.nearer * abs(nearer))
    return Outcome("符合", share, wished, shown, f"近{nearer}级" if nearer > 0 else "")


def _pay(bench: Bench, wanted: int | None, offer: tuple[Span, str]) -> Outcome:
    span, text = offer
    shown = text or (span.text("元") if not span.is_open else "没有写月薪")
    said = "没有登记期望月薪" if wanted is None else f"{wanted} 元"
    if wanted is None or span.is_open:
        return Outcome("待核", 0, said, shown, "看不出月薪" if span.is_open else "")
    if span.high is not None and span.high < wanted:
        return Outcome("不符", 0, said, shown, "低于期望")
    if span.low is not None and span.low >= wanted:
        return Outcome("符合", FULL, said, shown)
    return Outcome("符合", bench.rules.shares.partly_paid, said, shown, "最低不够，最高够")


def _skill(bench: Bench, held: tuple[str, ...], post: tuple[tuple[str, ...], str]) -> Outcome:
    needed, trade = post
    said = "；".join(held) or "没有填技能证书"
    if not needed:
        if not held:
            return Outcome("不限", 0, said, "不要求证书")
        nearness, _ = bench.tree.nearest(held, trade)
        return Outcome("不限", bench.tree.share(nearness), said, "不要求证书", f"证书与岗位{nearness}")
    asked = "、".join(needed)
    if not held and bench.settings[NO_CERTIFICATE] == "待核":
        return Outcome("待核", 0, said, asked)
    found = {text: [_covers(bench, own, text) for own in held] for text in needed}
    lacking = [text for text, covers in found.items() if all(it is False for it in covers)]
    if lacking:
        return Outcome("不符", 0, said, asked, f"没有{'、'.join(lacking)}")
    if not all(True in covers for covers in found.values()):
        return Outcome("待核", 0, said, asked, "证书没有写等级")
    return Outcome("符合", FULL, said, asked)


def _covers(bench: Bench, held: str, needed: str) -> bool | None:
    """Say whether a certificate is the one needed: of the same trade, of no lower grade; None where it names no grade."""
    if squeeze(needed) in squeeze(held):
        return True
    if bench.tree.trade_of(held) is None or bench.tree.near(held, needed) != "同工种":
        return False
    least, own = _grade(bench.rules, needed), _grade(bench.rules, held)
    if least is None:
        return True
    return None if own is None else own >= least


def _grade(rules: Rules, text: str) -> int | None:
    """Return how high the grade of a certificate is, from 0; None where it names none."""
    words = {grade: grade for grade in rules.grades} | dict(rules.grade_names)
    grade = next((words[word] for word in sorted(words, key=len, reverse=True) if word in text), None)
    return rules.grades.index(grade) if grade in rules.grades else None


def _schooling(bench: Bench, own: str, post: tuple[int | None, str]) -> Outcome:
    asked, text = post
    if asked is None:
        return Outcome("不限", FULL, own or "没有填文化程度", "不限")
    level = bench.level(own)
    if asked == UNREAD or level is None:
        return Outcome(
            "待核", 0, own or "没有填文化程度", text, "看不懂要求的学历" if asked == UNREAD else ""
        )
    if level < asked:
        return Outcome("不符", 0, own, text, "达不到")
    share = max(0, FULL - bench.rules.shares.higher * (level - asked))
    return Outcome("符合", share, own, text, f"高{level - asked}级" if level > asked else "")


# ---------------------------------------------------------------- conditions only
def _age(bench: Bench, age: int | None, bound: Bound) -> Outcome:
    span = bound.asked if isinstance(bound.asked, Span) else Span()
    said, asked = "年龄不明" if age is None else f"{age} 周岁", "不限" if span.is_open else span.text("周岁")
    if age is None:
        return Outcome("待核", 0, said, asked)
    if age < STARTING_AGE:
        return Outcome("不符", 0, said, asked, "不满十六周岁")
    if not bound.is_asked:
        return Outcome("不限", FULL, said, asked)
    if not bound.counts:
        return Outcome("不限", FULL, said, asked, "要求没有写明合法依据，不作条件")
    is_inside = (span.low is None or age >= span.low) and (span.high is None or age <= span.high)
    return Outcome("符合" if is_inside else "不符", FULL * is_inside, said, asked, f"依据：{bound.law}")


def _sex(bench: Bench, sex: str, bound: Bound) -> Outcome:
    said, asked = sex or "性别不明", str(bound.asked) or "不限"
    if not bound.is_asked:
        return Outcome("不限", FULL, said, asked)
    if not bound.counts:
        return Outcome("不限", FULL, said, asked, "要求没有写明合法依据，不作条件")
    if not sex:
        return Outcome("待核", 0, said, asked, f"依据：{bound.law}")
    return Outcome(
        "符合" if sex == asked else "不符", FULL * (sex == asked), said, asked, f"依据：{bound.law}"
    )


def _reserved(
    bench: Bench, person: tuple[frozenset[str], frozenset[str]], reserved: frozenset[str]
) -> Outcome:
    listed, derived = person
    own = listed | (derived & reserved)
    said, asked = "、".join(sorted(own)) or "没有填人员类别", "、".join(sorted(reserved)) or "不限"
    if not reserved:
        return Outcome("不限", FULL, said, asked)
    if own & reserved:
        return Outcome("符合", FULL, said, asked)
    return Outcome("不符" if listed else "待核", 0, said, asked)


def _effort(bench: Bench, person: tuple[str, bool], post: tuple[str, bool]) -> Outcome:
    (ability, is_disabled), (effort, suits) = person, post
    said = (f"{ability}劳动力" if ability else "没有填劳动能力") + ("，残疾人" if is_disabled else "")
    asked = (f"{effort}体力" if effort else "没有写劳动强度") + ("，适合残疾人" if suits else "")
    if ability == "弱" and effort == "重":
        return Outcome("不符", 0, said, asked, "弱劳动力不宜重体力")
    if is_disabled and not suits:
        return Outcome("待核", 0, said, asked, "是否适合当面核对，残疾不是拒绝的理由")
    if (ability == "弱" and not effort) or (not ability and effort == "重"):
        return Outcome("待核", 0, said, asked)
    return Outcome("不限", FULL, said, asked)


def _others(bench: Bench, _: None, others: tuple[str, ...]) -> Outcome:
    if not others:
        return Outcome("不限", FULL, "", "没有")
    return Outcome("待核", 0, "", "，".join(others), "当面核对")


ALL = (
    Criterion("工种", lambda it: it.wishes, lambda it: it.trade, _trade),
    Criterion("地点", lambda it: (it.home, it.area), lambda it: it.place, _place),
    Criterion("工资", lambda it: it.pay, lambda it: (it.pay, it.pay_text), _pay),
    Criterion("技能", lambda it: it.certificates, lambda it: (it.certificates, it.trade), _skill),
    Criterion("学历", lambda it: it.schooling, lambda it: (it.schooling, it.schooling_text), _schooling),
    Criterion("年龄", lambda it: it.age, lambda it: it.age, _age),
    Criterion("性别", lambda it: it.sex, lambda it: it.sex, _sex),
    Criterion("对象", lambda it: (it.categories, it.derived), lambda it: it.reserved, _reserved),
    Criterion(
        "体力",
        lambda it: (it.ability, "残疾人" in it.categories),
        lambda it: (it.effort, it.suits_disabled or "残疾人" in it.reserved),
        _effort,
    ),
    Criterion("其他要求", lambda _: None, lambda it: it.others, _others),
)
