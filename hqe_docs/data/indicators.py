"""Indicator sets: an issuer's edition of scored items, its figures, settings and rules, read from YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr

from hqe_docs.data.conditions import Terms
from hqe_docs.data.definitions import (
    NONE,
    Conditions,
    Definitions,
    Setting,
    condition_faults,
    load_definitions,
)
from hqe_docs.data.fields import Count, Day, Keys, ListOf, Number, Text, TextList
from hqe_docs.data.modelled import read_model
from hqe_docs.library import Library, once_a_file
from hqe_docs.problems import Problem, Problems
from hqe_docs.values import Fault, as_number, as_rate, did_you_mean
from hqe_docs.yamlfile import YamlFile, read_yaml

FOLDER = "indicators"
POPULATION = {"户籍总人口": "registered", "常住总人口": "resident"}
ByCase = Any  # one value, or {级别: value}, {类型: value}, {级别: {类型: value}}


class Reference(Keys):
    """依据: the document an edition comes from."""

    number: Text = Field(alias="文号")
    annex: Text | None = Field(None, alias="附件")
    issuer: Text | None = Field(None, alias="印发机关")
    dated: Day | None = Field(None, alias="日期")


class ExtraSource(Keys):
    """另计: a further ledger whose persons count too, when it is there."""

    ledger: Text = Field(alias="台账")
    rows: Conditions = Field([], alias="条件")


class FigureRule(Keys):
    """数据.<名称>: how a number is counted."""

    shape: Literal["计数", "比率", "占比"] = Field(alias="形式")
    ledger: Text = Field(alias="台账")
    base: Conditions = Field([], alias="范围")
    counted: Conditions = Field([], alias="分子")
    distinct: Text | None = Field(None, alias="去重")
    more: Annotated[list[ExtraSource], ListOf] = Field([], alias="另计")
    population: ByCase = Field(None, alias="人口分母")
    note: Text = Field("", alias="说明")


class Band(Keys):
    """档: points from a lower bound upwards."""

    bound: Text = Field(alias="下限")
    points: Number = Field(alias="得分")


class Test(Keys):
    """One thing that must hold: a figure against a bound, or a declared fact."""

    figure: Text | None = Field(None, alias="数据")
    at_least: ByCase = Field(None, alias="不小于")
    fact: Text | None = Field(None, alias="事实")
    together: TextList = Field([], alias="同时")
    kinds: TextList = Field([], alias="类型")
    label: Text = Field(alias="说明")


class Gate(Keys):
    """否决: a figure below an outside figure makes the points zero."""

    figure: Text = Field(alias="数据")
    below: Text = Field(alias="低于外部数据")


class Rule(Keys):
    """规则: one of a closed set of shapes."""

    shape: Literal["分档", "达标", "比例", "扣分", "等级", "评判"] = Field(alias="形式")
    figure: Text | None = Field(None, alias="数据")
    bands: Annotated[list[Band], ListOf] = Field([], alias="档")
    target: ByCase = Field(None, alias="目标")
    tests: Annotated[list[Test], ListOf] = Field([], alias="须有")
    gate: Gate | None = Field(None, alias="否决")
    fact: Text | None = Field(None, alias="事实")
    items: TextList = Field([], alias="应有")
    each: Number | None = Field(None, alias="每缺扣")
    tiers: dict[str, Number] = Field({}, alias="各级得分")
    when_empty: Text | None = Field(None, alias="分母为零按口径")


class Indicator(Keys):
    """指标: one scored item."""

    no: Count = Field(alias="序号")
    category: Text = Field(alias="类别")
    title: Text = Field(alias="指标")
    content: Text = Field(alias="内容")
    full: Number = Field(alias="满分")
    standard: Text = Field(alias="标准")
    reference: Text = Field(alias="条款")
    rule: Rule = Field(alias="规则")
    evidence: TextList = Field([], alias="佐证")


class IndicatorSet(Keys):
    """One edition."""

    title: Text = Field(alias="名称")
    year: Count = Field(alias="年度")
    reference: Reference = Field(alias="依据")
    full: Number = Field(alias="满分")
    ground: Text | None = Field(None, alias="定义")
    inherited: TextList = Field([], alias="沿用口径")
    settings: dict[str, Setting] = Field({}, alias="口径")
    conditions: dict[str, Any] = Field({}, alias="条件")
    figures: dict[str, FigureRule] = Field(alias="数据")
    indicators: Annotated[list[Indicator], ListOf] = Field(alias="指标")

    def indicator(self, no: int) -> Indicator | None:
        return next((item for item in self.indicators if item.no == no), None)

    _below: Definitions = PrivateAttr(default=NONE)

    def over(self, below: Definitions) -> IndicatorSet:
        """Return this edition standing on definitions: its own settings and conditions win."""
        edition = self.model_copy()
        edition._below = below
        return edition

    @cached_property
    def definitions(self) -> Definitions:
        """The definitions it stands on, with its own settings and conditions over them."""
        return self._below.under(self.settings, self.conditions)

    @property
    def printed(self) -> dict[str, Setting]:
        """The settings that a score sheet tells: those taken over (沿用口径), then its own."""
        known = self.definitions.settings
        return {name: known[name] for name in (*self.inherited, *self.settings) if name in known}


def pick(value: ByCase, level: str, kind: str) -> Any:
    """Return the value for a level and a kind; Chinese case names may be joined: `村、社区`."""
    while isinstance(value, Mapping):
        cases = {name: item for joined, item in value.items() for name in str(joined).split("、")}
        if level not in cases and kind not in cases:
            return None
        value = cases[level] if level in cases else cases[kind]
    return value


def rate_of(text: Any) -> Fraction:
    """Return a bound as a Fraction: `95%`, or a plain number such as 3; ValueError for anything else."""
    read = as_rate if str(text).endswith("%") else as_number
    value = read(str(text))
    if isinstance(value, Fault):
        raise ValueError(f"“{text}”不是数字或百分数")
    return Fraction(value)


def targets(edition: IndicatorSet) -> dict[str, ByCase]:
    """Return figure → the bound (by level and kind) that gives full marks."""
    found: dict[str, ByCase] = {}
    for rule in (indicator.rule for indicator in edition.indicators):
        if rule.figure:
            found[rule.figure] = rule.bands[0].bound if rule.bands else rule.target
        found.update({test.figure: test.at_least for test in rule.tests if test.figure})
    return found


# ---------------------------------------------------------------- loading
def load_set(name: str, library: Library) -> tuple[IndicatorSet | None, tuple[Problem, ...]]:
    """Return the edition `name` of the library on its definitions, or None with the reasons."""
    path = library.find(f"{FOLDER}/{name}.yaml")
    if path is None:
        return None, ()
    file, edition, faults = _load(path)
    found = Problems(list(faults))
    if file is None or edition is None:
        return None, faults
    below = load_definitions(edition.ground, library, found) if edition.ground else NONE
    if below is not None:
        edition = edition.over(below)
        _check_edition(edition, file, found)
    return (None if found.has_errors else edition), tuple(found)


@once_a_file
def _load(path: Path) -> tuple[YamlFile | None, IndicatorSet | None, tuple[Problem, ...]]:
    found = Problems()
    file = read_yaml(path, f"{FOLDER}/{path.name}", found)
    edition = read_model(file, IndicatorSet, found) if file else None
    return file, (None if found.has_errors else edition), tuple(found)


def _check_edition(edition: IndicatorSet, file: YamlFile, found: Problems) -> None:
    terms = edition.definitions.terms({})
    _check_names(edition, terms, file, found)
    for name, figure in edition.figures.items():
        for part in (*figure.base, *figure.counted, *(row for more in figure.more for row in more.rows)):
            for fault in condition_faults(part, terms):
                found.add("I101", file.at(("数据", name)), name=name, detail=fault)
        wrong = set(_leaves(figure.population)) - set(POPULATION) if figure.shape == "占比" else set()
        for key in sorted(wrong, key=str):
            found.add(
                "I101",
                file.at(("数据", name)),
                name=name,
                detail=f"人口分母“{key}”应为 {'、'.join(POPULATION)}",
            )
    for i, indicator in enumerate(edition.indicators):
        for used in _figures_of(indicator.rule):
            if used not in edition.figures:
                hint = did_you_mean(used, edition.figures)
                found.add("I102", file.at(("指标", i, "规则")), hint=hint, no=indicator.no, name=used)
        for fault in _rule_faults(indicator):
            found.add("I104", file.at(("指标", i, "规则")), no=indicator.no, detail=fault)
    _check_numbers(edition, file, found)
    total = sum((item.full for item in edition.indicators), start=edition.full * 0)
    if total != edition.full:
        found.add("I103", file.at(("满分",)), declared=edition.full, total=total)


def _check_names(edition: IndicatorSet, terms: Terms, file: YamlFile, found: Problems) -> None:
    for name in edition.inherited:
        if name not in edition.definitions.settings:
            found.add("I101", file.at(("沿用口径",)), name=name, detail="定义里没有这个口径")
    for name, condition in edition.conditions.items():
        for fault in condition_faults(condition, terms):
            found.add("L602", file.at(("条件", name)), name=name, detail=fault)


def _check_numbers(edition: IndicatorSet, file: YamlFile, found: Problems) -> None:
    first: set[int] = set()
    for i, indicator in enumerate(edition.indicators):
        if indicator.no in first:
            found.add("I104", file.at(("指标", i, "序号")), no=indicator.no, detail="序号重复")
        first.add(indicator.no)


def _rule_faults(indicator: Indicator) -> Iterator[str]:
    """Yield what makes a rule of its shape unusable."""
    rule, full = indicator.rule, indicator.full
    needs = {"分档": rule.figure and rule.bands, "比例": rule.figure and rule.target, "达标": rule.tests}
    needs |= {"扣分": rule.fact and rule.items and rule.each, "等级": rule.fact and rule.tiers}
    if not needs.get(rule.shape, True):
        yield f"“{rule.shape}”缺少必要的项"
    bounds = [band.bound for band in rule.bands]
    bounds += [leaf for test in rule.tests if test.figure for leaf in _leaves(test.at_least)]
    for bound in [*bounds, *_leaves(rule.target)]:
        try:
            rate_of(bound)
        except ValueError as error:
            yield str(error)
            return
    if any(rate_of(a.bound) <= rate_of(b.bound) or a.points < b.points for a, b in pairwise(rule.bands)):
        yield "各档的下限要从高到低，得分也要从高到低"
    if any(points > full for points in (*(band.points for band in rule.bands), *rule.tiers.values())):
        yield f"有的得分超过满分 {full}"


def _leaves(value: ByCase) -> list[Any]:
    if isinstance(value, Mapping):
        return [leaf for item in value.values() for leaf in _leaves(item)]
    return [] if value is None else [value]


def _figures_of(rule: Rule) -> list[str]:
    names = [rule.figure, rule.gate.figure if rule.gate else None, *(test.figure for test in rule.tests)]
    return [name for name in names if name]
