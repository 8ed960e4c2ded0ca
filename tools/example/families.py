"""Invented households: who lives together, how they are related, when they were born."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tools.example.dice import Dice
from tools.example.names import given_name, outside_surname
from tools.example.villages import REFERENCE_DAY, Village

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
AREA = "360999"  # a county code that was never given out: these numbers can belong to nobody
YOUNGEST = 16
SHAPES = {"老年夫妇": 14, "独居": 8, "青年家庭": 27, "中年家庭": 40, "女户主": 11}


@dataclass(frozen=True, slots=True)
class Person:
    """One villager of 16 or more."""

    household: int
    relation: str
    surname: str
    sex: str
    birth: date
    name: str = ""
    head: str = ""
    nation: str = "汉族"
    group: str = ""
    identity: str = ""

    @property
    def age(self) -> int:
        """Full years on the reference day."""
        return full_years(self.birth, REFERENCE_DAY)


def full_years(birth: date, day: date) -> int:
    """Return how many birthdays someone has had by `day`."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def check_digit(first17: str) -> str:
    """Return the 18th character of an identity number (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def villagers(village: Village, dice: Dice) -> list[Person]:
    """Return everyone of 16 or more, household by household, heads first."""
    people = [
        member for number in range(1, village.households + 1) for member in _household(village, number, dice)
    ]
    return _numbered(people, village.first_sequence)


# ---------------------------------------------------------------- households
def _household(village: Village, number: int, dice: Dice) -> list[Person]:
    surname = dice.weighted(village.surnames)
    shape = dice.weighted(SHAPES)
    members = [_named(person, dice) for person in _shape(shape, number, surname, dice)]
    nation = "畲族" if surname in village.she_surnames and dice.chance(0.6) else "汉族"
    group = f"第{1 + (number - 1) * village.groups // village.households}组"
    grown = [member for member in members if member.age >= YOUNGEST]
    family = [replace(member, head=members[0].name, group=group) for member in grown]
    return [replace(member, nation=nation) if member.surname == surname else member for member in family]


def _named(person: Person, dice: Dice) -> Person:
    return replace(person, name=person.surname + given_name(person.sex, person.birth.year, dice))


def _shape(shape: str, number: int, surname: str, dice: Dice) -> Iterator[Person]:
    makers = {
        "老年夫妇": _old_couple,
        "独居": _alone,
        "青年家庭": _young_family,
        "中年家庭": _grown_family,
        "女户主": _widow,
    }
    return makers[shape](number, surname, dice)


def _member(number: int, relation: str, surname: str, sex: str, age: int, dice: Dice) -> Person:
    birth = _years_before(REFERENCE_DAY, age) - timedelta(days=dice.whole(1, 364))
    return Person(number, relation, surname, sex, birth)


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years)


def _old_couple(number: int, surname: str, dice: Dice) -> Iterator[Person]:
    age = dice.whole(61, 82)
    yield _member(number, "户主", surname, "男", age, dice)
    if dice.chance(0.85):
        yield _member(number, "配偶", outside_surname(surname, dice), "女", age - dice.whole(0, 5), dice)


def _alone(number: int, surname: str, dice: Dice) -> Iterator[Person]:
    yield _member(number, "户主", surname, "男" if dice.chance(0.75) else "女", dice.whole(28, 78), dice)


def _young_family(number: int, surname: str, dice: Dice) -> Iterator[Person]:
    age = dice.whole(28, 44)
    yield _member(number, "户主", surname, "男", age, dice)
    if dice.chance(0.86):
        wife = max(22, age - dice.whole(-1, 4))
        yield _member(number, "配偶", outside_surname(surname, dice), "女", wife, dice)
    yield from _parents(number, surname, age, dice, likelihood=(0.45, 0.6))
    if dice.chance(0.12):
        sex, relation = ("男", "弟") if dice.chance(0.6) else ("女", "妹")
        yield _member(number, relation, surname, sex, max(18, age - dice.whole(2, 6)), dice)
    if age >= 40:
        yield from _children(number, surname, age - 2, dice, most=2)


def _grown_family(number: int, surname: str, dice: Dice) -> Iterator[Person]:
    age = dice.whole(43, 62)
    yield _member(number, "户主", surname, "男", age, dice)
    mother = age - dice.whole(0, 4)
    if dice.chance(0.92):
        yield _member(number, "配偶", outside_surname(surname, dice), "女", mother, dice)
    yield from _children(number, surname, mother, dice, most=2)
    yield from _parents(number, surname, age, dice, likelihood=(0.22, 0.36))


def _widow(number: int, surname: str, dice: Dice) -> Iterator[Person]:
    age = dice.whole(44, 76)
    yield _member(number, "户主", outside_surname(surname, dice), "女", age, dice)
    yield from _children(number, surname, age, dice, most=1)


def _parents(
    number: int, surname: str, age: int, dice: Dice, *, likelihood: tuple[float, float]
) -> Iterator[Person]:
    father = age + dice.whole(22, 29)
    if father <= 93 and dice.chance(likelihood[0]):
        yield _member(number, "父亲", surname, "男", father, dice)
    mother = father - dice.whole(0, 3)
    if mother <= 94 and dice.chance(likelihood[1]):
        yield _member(number, "母亲", outside_surname(surname, dice), "女", max(mother, age + 19), dice)


def _children(number: int, surname: str, mother: int, dice: Dice, *, most: int) -> Iterator[Person]:
    age = mother - dice.whole(20, 26)
    for _ in range(dice.whole(1, most)):
        if age < YOUNGEST:
            return
        sex = "男" if dice.chance(0.58) else "女"
        if sex == "女" and age > 36:
            return  # married out long ago
        yield _member(number, "子" if sex == "男" else "女", surname, sex, age, dice)
        if sex == "男" and age >= 25 and dice.chance(0.5):
            wife = max(21, age - dice.whole(-1, 3))
            yield _member(number, "儿媳", outside_surname(surname, dice), "女", wife, dice)
        age -= dice.whole(2, 6)


# ---------------------------------------------------------------- identity numbers
def _numbered(people: list[Person], first_sequence: int) -> list[Person]:
    """Give each a number of its own; the sequence is odd for men, even for women."""
    used: set[str] = set()
    return [replace(person, identity=_identity(person, first_sequence, used)) for person in people]


def _identity(person: Person, first_sequence: int, used: set[str]) -> str:
    stem = f"{AREA}{person.birth:%Y%m%d}"
    start = first_sequence + sum(ord(letter) for letter in person.name) % 400
    for sequence in range(start, start + 100):
        first17 = f"{stem}{sequence:03d}"
        if (sequence % 2 == 1) == (person.sex == "男") and first17 not in used:
            used.add(first17)
            return first17 + check_digit(first17)
    raise ValueError(f"{person.name}: no sequence left")
