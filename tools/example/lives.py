"""What each villager does: schooling, employment status, categories, up to the village's figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tools.example.dice import Dice, words
from tools.example.families import Person
from tools.example.villages import Village

EMPLOYED = frozenset(words("单位就业 个体经营 自主创业 灵活就业 公益性岗位 务农"))
GONE = frozenset(("死亡", "迁出"))
HIGHER = ("大专", "本科", "研究生")
MIDDLE = "高中（中专、技校）"
GRADUATES = 3  # who left college and found no work yet
SCHOOLING = {  # youngest age → weights
    65: {"小学及以下": 80, "初中": 17, MIDDLE: 3},
    50: {"小学及以下": 42, "初中": 44, MIDDLE: 13, "大专": 1},
    35: {"小学及以下": 10, "初中": 56, MIDDLE: 23, "大专": 8, "本科": 3},
    25: {"初中": 32, MIDDLE: 33, "大专": 20, "本科": 14, "研究生": 1},
    22: {"初中": 25, MIDDLE: 40, "大专": 23, "本科": 12},
    19: {"初中": 30, MIDDLE: 70},
    16: {"初中": 100},
}
OLD = {  # youngest age → weights of what people beyond working age do
    75: {"无就业意愿": 38, "退休": 17, "丧失劳动能力": 45},
    65: {"务农": 38, "无就业意愿": 34, "退休": 18, "丧失劳动能力": 10},
    55: {"务农": 46, "无就业意愿": 28, "退休": 18, "灵活就业": 8},
}


@dataclass(slots=True)
class Life:
    """One villager and what the survey found."""

    person: Person
    schooling: str = "初中"
    status: str = ""
    ability: str = "普通"
    registered: bool = True
    tags: list[str] = field(default_factory=list)
    founder: bool = False
    holder: bool = False
    insured: bool = True

    @property
    def counted(self) -> bool:
        """Registered here, alive and not moved away: the notice's base."""
        return self.registered and self.status not in GONE

    @property
    def of_working_age(self) -> bool:
        """From 16 to under 60 (men) or 55 (women) on the reference day."""
        return self.person.age < (60 if self.person.sex == "男" else 55)

    @property
    def is_elder(self) -> bool:
        """Of an age (men 50, women 40) at which work is hard to find again."""
        return self.person.age >= (50 if self.person.sex == "男" else 40)

    @property
    def in_base(self) -> bool:
        """One of those among whom the employment rate is counted."""
        return self.counted and self.of_working_age and (self.status in EMPLOYED or self.status == "失业")


def lives(village: Village, people: Sequence[Person], dice: Dice) -> list[Life]:
    """Return every villager's life; who gets what is drawn, how many get it is the village's."""
    found = [Life(person, schooling=_schooling(person, dice)) for person in people]
    _leave(village, found, dice)
    _mark_poor_households(village, found, dice)
    for life in found:
        life.status = life.status or _status(life, dice)
    _lose_jobs(village, found, dice)
    _found_firms(village, found, dice)
    _fill_welfare_posts(village, found, dice)
    _hold_certificates(village, found, dice)
    _stay_uninsured(village, found, dice)
    return found


def _schooling(person: Person, dice: Dice) -> str:
    return dice.weighted(next(weights for age, weights in SCHOOLING.items() if person.age >= age))


def _first(count: int, candidates: Iterable[Life], dice: Dice) -> list[Life]:
    chosen = dice.shuffled(list(candidates))[:count]
    if len(chosen) < count:
        raise ValueError(f"only {len(chosen)} candidates for {count} places")
    return chosen


# ---------------------------------------------------------------- who is not, or no longer, registered
def _leave(village: Village, found: list[Life], dice: Dice) -> None:
    old = [life for life in found if life.person.age >= 68 and life.person.relation != "户主"]
    for place, life in enumerate(_first(village.households // 40, old, dice)):
        life.status, life.registered = "死亡", place < 2  # two are still to be struck off the register
    daughters = [life for life in found if life.person.relation == "女" and life.person.age >= 23]
    for life in _first(village.households // 70, daughters, dice):
        life.status, life.registered = "迁出", False
    wives = [life for life in found if life.person.relation in ("儿媳", "配偶") and life.person.age < 40]
    for life in _first(village.newcomers, wives, dice):
        life.registered = False


def _mark_poor_households(village: Village, found: list[Life], dice: Dice) -> None:
    homes = defaultdict(list)
    for life in found:
        homes[life.person.household].append(life)
    whole = [home for home in homes.values() if not any(life.status for life in home)]
    families = [home for home in whole if 3 <= len(home) <= 5]
    for place, home in enumerate(dice.shuffled(families)[: village.poor_households]):
        kinds = ["脱贫人口", *(["低保"] if place % 4 == 0 else []), *(["易地搬迁"] if place % 9 == 5 else [])]
        for life in home:
            if life.registered:
                life.tags += kinds
    others = [home for home in homes.values() if len(home) >= 2 and not any(life.tags for life in home)]
    for home in dice.shuffled(others)[:4]:
        for life in home:
            life.tags += ["监测对象"] if life.counted else []
    alone = [home[0] for home in homes.values() if len(home) == 1 and home[0].person.age >= 64]
    for life in dice.shuffled(alone)[:4]:
        life.tags += ["特困"]


# ---------------------------------------------------------------- status
def _status(life: Life, dice: Dice) -> str:
    age = life.person.age
    if not life.of_working_age:
        status = dice.weighted(next(weights for youngest, weights in OLD.items() if age >= youngest))
    elif age <= 24:
        status = _young_status(life, dice)
    else:
        status = _grown_status(life, dice)
    life.ability = _ability(life, status, dice)
    return status


def _young_status(life: Life, dice: Dice) -> str:
    age = life.person.age
    studying = {16: 1, 17: 1, 18: 0.9, 19: 0.7, 20: 0.65, 21: 0.6, 22: 0.3, 23: 0.1, 24: 0.06}[age]
    if dice.chance(studying):
        life.schooling = "初中" if age < 19 else MIDDLE
        return "在校"
    return "参军" if life.person.sex == "男" and age >= 18 and dice.chance(0.09) else _job(life, dice)


def _grown_status(life: Life, dice: Dice) -> str:
    homemaker = 0.055 if life.person.sex == "女" and life.person.age < 45 else 0.014
    fate = dice.weighted({"丧失劳动能力": 0.014, "服刑": 0.0025, "无就业意愿": homemaker, "就业": 0.94})
    return _job(life, dice) if fate == "就业" else fate


def _job(life: Life, dice: Dice) -> str:
    age = life.person.age
    if life.schooling in HIGHER:
        return dice.weighted({"单位就业": 88, "灵活就业": 12})
    if age < 35:
        return dice.weighted({"单位就业": 72, "灵活就业": 26, "务农": 2})
    return dice.weighted({"单位就业": 50, "灵活就业": 30, "务农": 20 if age >= 45 else 10})


def _ability(life: Life, status: str, dice: Dice) -> str:
    if status == "丧失劳动能力":
        return "无" if life.person.age >= 75 else "丧失"
    if life.person.age >= 70:
        return "弱"
    if life.person.age >= 60:
        return "弱" if dice.chance(0.5) else "普通"
    return "弱" if dice.chance(0.02) else "普通"


# ---------------------------------------------------------------- the figures
def _lose_jobs(village: Village, found: list[Life], dice: Dice) -> None:
    base = [life for life in found if life.in_base]
    poor = [life for life in base if "脱贫人口" in life.tags]
    workers = defaultdict(list)
    for life in base:
        workers[life.person.household].append(life)
    single = [home[0] for home in workers.values() if len(home) == 1 and not home[0].tags]
    shared = [life for life in base if len(workers[life.person.household]) > 1]
    plain = [life for life in shared if not life.tags]
    lost = _first(village.zero_job_households, single, dice)
    lost += _one_a_home(village.poor_jobless, [life for life in poor if life in shared], lost, dice)
    lost += _one_a_home(GRADUATES, [life for life in plain if 22 <= life.person.age <= 24], lost, dice)
    lost += _one_a_home(int(len(base) * village.jobless_share) - len(lost), plain, lost, dice)
    for life in lost:
        life.status = "失业"
        if 22 <= life.person.age <= 24:  # whoever is that young and without work has just left college
            life.schooling = "大专" if life.person.age == 22 else "本科"


def _one_a_home(count: int, candidates: list[Life], lost: list[Life], dice: Dice) -> list[Life]:
    """Return `count` of the candidates, never two of one household: someone there keeps working."""
    hit = {life.person.household for life in lost}
    homes = {x.person.household: x for x in dice.shuffled(candidates) if x.person.household not in hit}
    return _first(count, homes.values(), dice)


def _found_firms(village: Village, found: list[Life], dice: Dice) -> None:
    able = [x for x in found if x.in_base and x.status != "失业" and 23 <= x.person.age <= 57]
    for place, life in enumerate(_first(village.founders, able, dice)):
        life.founder = True
        if life.status != "务农" or place % 3:
            life.status = "自主创业" if place % 3 == 0 else "个体经营"


def _fill_welfare_posts(village: Village, found: list[Life], dice: Dice) -> None:
    helped = ("脱贫人口", "低保", "监测对象")
    free = [x for x in found if x.in_base and x.status in ("灵活就业", "务农") and not x.founder]
    plain = [life for life in free if life.schooling not in HIGHER]
    needy = [life for life in plain if life.is_elder or any(tag in life.tags for tag in helped)]
    by_need = sorted(dice.shuffled(needy), key=lambda life: not life.tags)
    for life in by_need[: village.welfare_posts]:
        life.status = "公益性岗位"


def _hold_certificates(village: Village, found: list[Life], dice: Dice) -> None:
    able = [x for x in found if x.in_base and x.person.age >= 20 and x.status not in ("务农", "公益性岗位")]
    for life in _first(village.holders, able, dice):
        life.holder, life.ability = True, "技能"


def _stay_uninsured(village: Village, found: list[Life], dice: Dice) -> None:
    due = [life for life in found if life.counted and life.status != "在校"]
    open_to_it = [x for x in due if not x.tags and x.status not in ("单位就业", "公益性岗位", "退休", "参军")]
    for life in _first(round(len(due) * village.uninsured_share), open_to_it, dice):
        life.insured = False
