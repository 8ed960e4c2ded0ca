"""The rules of matching, read from programmes/人岗匹配.yaml: for whom, points, hard conditions, trades, places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from hqe_docs.data.definitions import Category, Setting
from hqe_docs.data.fields import Count, Keys, ListOf, Text, TextList, YesNo
from hqe_docs.data.modelled import read_model
from hqe_docs.library import Library, once_a_file
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.values import did_you_mean
from hqe_docs.yamlfile import read_yaml

FILE = "programmes/人岗匹配.yaml"
POSTS_EACH, PERSONS_EACH, LEAST = "每人推荐岗位数", "每岗推荐人选数", "推荐最低得分"
WISH, PENDING, NO_CERTIFICATE, SERVICE = "意向区域", "待核的条件", "没有填技能证书", "推荐计作服务"
SETTINGS = (POSTS_EACH, PERSONS_EACH, LEAST, WISH, PENDING, NO_CERTIFICATE, SERVICE)
CRITERIA = ("工种", "地点", "工资", "技能", "学历", "年龄", "性别", "对象", "体力", "其他要求")
AREAS = ("乡内", "县内乡外", "市内县外", "省内市外", "省外", "境外")  # from near to far


class Part(Keys):
    """各项.<名称>: the most points of a criterion, and whether a post that breaks it is never proposed."""

    points: Count = Field(alias="分", le=100)
    hard: YesNo = Field(alias="硬")
    note: Text = Field(alias="说明")


class Shares(Keys):
    """比例: how many per cent of a criterion's points each case gives, or each step takes."""

    same_trade: Count = Field(alias="同工种", le=100)
    same_group: Count = Field(alias="同小类", le=100)
    same_class: Count = Field(alias="同大类", le=100)
    nearer: Count = Field(alias="每近一级减", le=100)
    partly_paid: Count = Field(alias="月薪够一部分", le=100)
    higher: Count = Field(alias="每高一级减", le=100)


class Ground(Keys):
    """合法依据: words by which a post's ground is known, and the law that it means."""

    words: TextList = Field(alias="含", min_length=1)
    source: Text = Field(alias="出处")


class Grounds(Keys):
    """合法依据: for age and for sex."""

    age: Annotated[list[Ground], ListOf] = Field([], alias="年龄")
    sex: Annotated[list[Ground], ListOf] = Field([], alias="性别")


class Schooling(Keys):
    """学历: one level, and the words by which a post asks for it."""

    name: Text = Field(alias="名称")
    words: TextList = Field(alias="含", min_length=1)


class Regions(Keys):
    """地区: names by which a place of work is known to be so far away, from inside outwards."""

    county: dict[str, TextList] = Field({}, alias="县内")
    city: Text = Field("", alias="市")
    in_city: TextList = Field([], alias="市内")
    in_province: TextList = Field([], alias="省内")
    outside: TextList = Field([], alias="省外")
    abroad: TextList = Field([], alias="境外")


class Group(Keys):
    """工种表.小类: a small group of trades."""

    name: Text = Field(alias="名称")
    trades: TextList = Field(alias="工种", min_length=1)


class Class(Keys):
    """工种表: one of the great classes of occupations."""

    name: Text = Field(alias="大类")
    groups: Annotated[list[Group], ListOf] = Field(alias="小类")


class Rules(Keys):
    """The rules of matching; `chosen` says what the settings are."""

    title: Text = Field(alias="名称")
    seekers: Annotated[list[Category], ListOf] = Field(alias="求职人员", min_length=1)
    settings: dict[str, Setting] = Field(alias="口径")
    parts: dict[str, Part] = Field(alias="各项")
    shares: Shares = Field(alias="比例")
    grounds: Grounds = Field(alias="合法依据")
    schooling: Annotated[list[Schooling], ListOf] = Field(alias="学历", min_length=1)
    told_by: dict[str, Any] = Field({}, alias="推得类别")
    unlimited: TextList = Field([], alias="不限")
    grades: TextList = Field([], alias="技能等级")
    grade_names: dict[str, Text] = Field({}, alias="初级工等级")
    fillers: TextList = Field([], alias="泛泛要求")
    on_the_spot: TextList = Field([], alias="现办证件")
    regions: Regions = Field(alias="地区")
    classes: Annotated[list[Class], ListOf] = Field(alias="工种表")

    def chosen(self, said: Mapping[str, str]) -> dict[str, str]:
        """Return every setting's value: what is said when it can be, else the default."""
        return {
            name: said[name] if name in said and it.accepts(said[name]) else it.default
            for name, it in self.settings.items()
        }

    @property
    def full(self) -> int:
        """The points of a post that suits in everything."""
        return sum(part.points for part in self.parts.values())

    @cached_property
    def levels(self) -> dict[str, int]:
        """Schooling → how high it is, from 0."""
        return {item.name: i for i, item in enumerate(self.schooling)}


def load_rules(library: Library, found: Problems) -> Rules | None:
    """Return the rules of the library; None, with the reasons, when they can't be used."""
    path = library.find(FILE)
    if path is None:
        found.add("H301", Location(FILE), why="没有这个文件")
        return None
    rules, faults = rules_at(path)
    found.extend(faults)
    return rules


@once_a_file
def rules_at(path: Path) -> tuple[Rules | None, tuple[Problem, ...]]:
    """Return the rules in a file, or None; and the reasons."""
    found = Problems()
    file = read_yaml(path, FILE, found)
    rules = read_model(file, Rules, found) if file else None
    if file and rules:
        for section, why in _faults(rules):
            found.add("H301", file.at((section,)), why=why)
    return (None if found.has_errors else rules), tuple(found)


def _faults(rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield what the program needs and the file doesn't say, or says of nothing that it knows."""
    for section, wanted, said in (("各项", CRITERIA, rules.parts), ("口径", SETTINGS, rules.settings)):
        for name in wanted:
            if name not in said:
                yield section, f"{section}里少了“{name}”"
        for name in said:
            if name not in wanted:
                yield section, f"{section}里的“{name}”没有这一项。{did_you_mean(name, wanted)}"
    if not rules.full:
        yield "各项", "各项的分之和是零"
