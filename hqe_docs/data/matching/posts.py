"""Vacancies as they are matched: a row of 岗位信息台账, its own columns first, else what its texts say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from hqe_docs.data.ledger import Ledger
from hqe_docs.data.matching.places import Home, Workplace, known_area
from hqe_docs.data.matching.rules import Ground, Rules
from hqe_docs.problems import NOWHERE, Location, Problems
from hqe_docs.values import Fault, as_number, squeeze

KIND = "岗位信息台账"
UNREAD = -1  # schooling that is asked for in words nobody knows
_MOST = re.compile(r"(\d{2})周?岁(?:以下|以内)")
_LEAST = re.compile(r"(?:满|年满)?(\d{2})周?岁(?:以上|及以上)|(?:满|年满)(\d{2})周?岁")
_RANGE = re.compile(r"(\d{2})周?岁?(?:至|到|-|—|–|~|～)(\d{2})周?岁")
_SEX = re.compile(r"(?:限|仅|只)?(?:招|要)?(男|女)(?:性|工|士)?")
_CERTIFICATE = re.compile(r"(?:需|须|要|应)?(?:持有?|具有|具备|取得|有)(.{1,20}?证书?)(?:上岗)?")
_SPLIT = re.compile(r"[，,；;。、\n]+")
_MONEY = re.compile(r"(\d+(?:\.\d+)?)(万|千|[kK])?")
_BY_TIME = ("日薪", "元/天", "每天", "一天", "/天", "时薪", "小时", "计件", "元/件", "每件", "/日")


@dataclass(frozen=True, slots=True)
class Span:
    """A range of whole numbers; None where it has no bound."""

    low: int | None = None
    high: int | None = None

    @property
    def is_open(self) -> bool:
        return self.low is None and self.high is None

    def text(self, unit: str) -> str:
        """Return the range in words."""
        if self.low is not None and self.high is not None:
            return f"{self.low} 至 {self.high} {unit}" if self.low != self.high else f"{self.low} {unit}"
        return f"{self.low} {unit}以上" if self.low is not None else f"{self.high} {unit}以下"


@dataclass(frozen=True, slots=True)
class Bound:
    """What a post asks of age or sex, and the lawful ground it states: without one it is no condition."""

    asked: Span | str = ""
    ground: str = ""
    law: str = ""

    @property
    def is_asked(self) -> bool:
        return not self.asked.is_open if isinstance(self.asked, Span) else bool(self.asked)

    @property
    def counts(self) -> bool:
        return self.is_asked and bool(self.law)


@dataclass(frozen=True, slots=True)
class Post:
    """A vacancy. `schooling` is the least level (None: any, UNREAD: not understood), `left` how many are wanted still."""

    number: str
    unit: str
    title: str
    trade: str
    wanted: int
    left: int
    until: str
    schooling: int | None
    schooling_text: str
    pay: Span
    pay_text: str
    place: Workplace
    age: Bound
    sex: Bound
    certificates: tuple[str, ...]
    effort: str
    reserved: frozenset[str]
    suits_disabled: bool
    others: tuple[str, ...]
    contact: str = ""
    phone: str = ""
    where: Location = field(default=Location(), compare=False)

    @property
    def name(self) -> str:
        return f"{self.unit} {self.title}"

    def closed(self, day: date | None) -> str:
        """Return why nobody is proposed for the post any more; "" while it is open."""
        if self.left <= 0:
            return f"已经招满：要招 {self.wanted} 人，录用 {self.wanted - self.left} 人"
        if day and re.fullmatch(r"\d{4}-\d\d-\d\d", self.until) and self.until < day.isoformat():
            return f"有效期到 {self.until}，已经过了"
        return ""


def posts_of(ledger: Ledger, home: Home, rules: Rules, found: Problems) -> Iterator[Post]:
    """Yield the vacancies of a ledger that lies beside `home`; a row without unit, title or number is reported."""
    for index, row in enumerate(ledger.frame.to_dicts()):
        lacks = [name for name in ("单位名称", "岗位名称") if not row[name]]
        lacks += [] if _whole(row["招聘人数"]) else ["招聘人数"]
        if lacks:
            found.add("H303", ledger.at(index, lacks[0]), names="、".join(lacks))
        else:
            yield post_of(row, home, rules, ledger.at(index))


def merged(posts: Iterable[Post]) -> tuple[list[Post], int]:
    """Return the posts numbered in their order, each once, and how many rows told of one that was there already."""
    first: dict[tuple[str, str, str], Post] = {}
    count = 0
    for post in posts:
        count += 1
        first.setdefault((squeeze(post.unit), squeeze(post.title), squeeze(post.place.text)), post)
    numbered = [replace(post, number=f"G{i:03d}") for i, post in enumerate(first.values(), 1)]
    return numbered, count - len(numbered)


def post_of(row: Mapping[str, str], home: Home, rules: Rules, where: Location = NOWHERE) -> Post:
    """Return a row as a vacancy."""
    asked = _Asked.in_text(row["岗位要求"], rules)
    wanted, taken = _whole(row["招聘人数"]) or 0, _whole(row["录用人数"]) or 0
    ages = Span(_whole(row["年龄下限"]), _whole(row["年龄上限"]))
    own_pay = Span(_whole(row["月薪下限"]), _whole(row["月薪上限"]))
    sex = row["性别要求"] or asked.sex
    schooling_text = row["学历要求"] or asked.schooling
    age = asked.age if ages.is_open else ages
    return Post(
        number="",
        unit=row["单位名称"],
        title=row["岗位名称"],
        trade=row["岗位工种"] or row["岗位名称"],
        wanted=wanted,
        left=wanted - taken,
        until=row["有效期止"],
        schooling=schooling_of(schooling_text, rules),
        schooling_text=schooling_text,
        pay=pay_of(row["月薪待遇"]) if own_pay.is_open else own_pay,
        pay_text=row["月薪待遇"] or ("" if own_pay.is_open else own_pay.text("元")),
        place=Workplace(row["工作地点"], known_area(row["岗位区域"]), home),
        age=Bound(age, row["年龄依据"], _law(row["年龄依据"], rules.grounds.age)),
        sex=Bound("" if sex == "不限" else sex, row["性别依据"], _law(row["性别依据"], rules.grounds.sex)),
        certificates=tuple(filter(None, _SPLIT.split(row["证书要求"]))) or asked.certificates,
        effort=row["劳动强度"],
        reserved=frozenset(text for text in row["专设对象"].split("、") if text),
        suits_disabled=row["无障碍"] == "是",
        others=asked.others,
        contact=row["联系人"],
        phone=row["联系电话"],
        where=where,
    )


def schooling_of(text: str, rules: Rules) -> int | None:
    """Return the least level that words of schooling ask for; None for any, UNREAD for words nobody knows."""
    plain = squeeze(text)
    if not plain or any(word in plain for word in rules.unlimited):
        return None
    levels = [i for i, it in enumerate(rules.schooling) if any(squeeze(word) in plain for word in it.words)]
    return min(levels, default=UNREAD)


def pay_of(text: str) -> Span:
    """Return the monthly pay in yuan that words say; open where they say none, or pay by day, hour or piece."""
    plain = squeeze(text).replace(",", "")
    if any(word in plain for word in _BY_TIME):
        return Span()
    times = {"万": 10_000, "千": 1_000, "k": 1_000, "K": 1_000}
    found = list(_MONEY.finditer(plain))
    unit = next((it[2] for it in found[:2] if it[2]), "")
    numbers = [int(Decimal(it[1]) * times.get(it[2] or unit, 1)) for it in found]
    numbers = [number for number in numbers if 500 <= number <= 1_000_000][:2]
    if not numbers:
        return Span()
    if len(numbers) == 1 and "以上" in plain:
        return Span(numbers[0], None)
    if len(numbers) == 1 and "以下" in plain:
        return Span(None, numbers[0])
    return Span(min(numbers), max(numbers))


def _law(text: str, grounds: Iterable[Ground]) -> str:
    return next((it.source for it in grounds if any(word in text for word in it.words)), "")


def _whole(text: str) -> int | None:
    number = as_number(text)
    return None if isinstance(number, Fault) else int(number)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What 岗位要求 asks for in free words; `others` are those nobody could read."""

    age: Span = Span()
    sex: str = ""
    schooling: str = ""
    certificates: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @classmethod
    def in_text(cls, text: str, rules: Rules) -> _Asked:
        """Return what each part of a text means."""
        age, sex, schooling = Span(), "", ""
        certificates, others = list[str](), list[str]()
        for part in filter(None, _SPLIT.split(text)):
            plain = squeeze(part)
            if not plain or any(word in plain for word in rules.fillers):
                continue
            if plain.endswith("优先"):  # a wish of the employer, no condition
                others.append(plain)
            elif (span := _ages(plain)) is not None:
                age = span
            elif match := _SEX.fullmatch(plain):
                sex = match[1]
            elif (match := _CERTIFICATE.fullmatch(plain)) and match[1] not in rules.on_the_spot:
                certificates.append(match[1])
            elif _is_schooling(plain, rules):
                schooling = plain
            else:
                others.append(plain)
        return cls(age, sex, schooling, tuple(certificates), tuple(others))


def _is_schooling(plain: str, rules: Rules) -> bool:
    words = [word for it in rules.schooling for word in it.words]
    rest = plain
    for word in (
        *words,
        "文化程度",
        "学历",
        "毕业",
        "及以上",
        "以上",
        "（",
        "）",
        "(",
        ")",
        "/",
        "或",
        "及",
        "文化",
    ):
        rest = rest.replace(word, "")
    return not rest


def _ages(plain: str) -> Span | None:
    """Return the ages that a part speaks of; None where it speaks of none."""
    if match := _RANGE.search(plain):
        return Span(int(match[1]), int(match[2]))
    if match := _MOST.search(plain):
        return Span(None, int(match[1]))
    if match := _LEAST.search(plain):
        return Span(int(match[1] or match[2]), None)
    return None
