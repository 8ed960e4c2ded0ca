"""Indicator sets: an issuer's edition of scored items: its figures, facts, settings, rules and worked cases."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr

from hqe_docs.data.definitions import NONE, Conditions, Definitions, Setting
from hqe_docs.data.fields import Count, Day, Keys, ListOf, Number, Text, TextList
from hqe_docs.values import Fault, as_number, as_rate

POPULATION = {"户籍总人口": "registered", "常住总人口": "resident"}
ByCase = Any  # one value, or {级别: value}, {类型: value}, {级别: {类型: value}}


class Reference(Keys):
    """依据: the document an edition comes from."""

    number: Text = Field(alias="文号")
    annex: Text | None = Field(None, alias="附件")
    issuer: Text | None = Field(None, alias="印发机关")
    dated: Day | None = Field(None, alias="日期")


def _one_or_more(value: object) -> object:
    return value if isinstance(value, list) else [value]


OneOrMore = Annotated[list[Text], BeforeValidator(_one_or_more)]


class RowSource(Keys):
    """Rows of a further ledger: 另计 counts them too when it is there, 同时在 wants the persons in it."""

    ledger: Text = Field(alias="台账")
    rows: Conditions = Field([], alias="条件")
    column: Text = Field("公民身份号码", alias="列")


class FigureRule(Keys):
    """数据.<名称>: how a number is counted.

    计数 counts rows, 比率 divides rows (分子) by rows (范围), 占比 by the official population, 均值 the sum of a
    column by the rows; 组数 counts the groups of rows that have enough members (每组不少于).
    """

    shape: Literal["计数", "比率", "占比", "均值", "组数"] = Field(alias="形式")
    ledger: Text = Field(alias="台账")
    base: Conditions = Field([], alias="范围")
    counted: Conditions = Field([], alias="分子")
    distinct: OneOrMore = Field([], alias="去重")
    more: Annotated[list[RowSource], ListOf] = Field([], alias="另计")
    within: RowSource | None = Field(None, alias="同时在")
    column: Text = Field("", alias="列")
    members: ByCase = Field(None, alias="每组不少于")
    population: ByCase = Field(None, alias="人口分母")
    note: Text = Field("", alias="说明")
    aspect: Text = Field("", alias="方面")
    unit: Text = Field("人", alias="单位")
    raised: Text = Field("", alias="提高", description="怎样提高，如：再帮扶 {数} 人就业")
    subjects: Conditions = Field([], alias="对象", description="还可以争取的行，如有创业意愿而未创业的人")

    @property
    def is_rate(self) -> bool:
        """Whether it is printed in per cent."""
        return self.shape in ("比率", "占比")

    @property
    def is_number(self) -> bool:
        """Whether it is a whole number, not a division."""
        return self.shape in ("计数", "组数")


class FactRule(Keys):
    """事实.<名称>: a declared fact (条件) of this edition beside those that every dossier knows."""

    shape: Literal["是否", "列表", "等级", "数"] = Field(alias="形式")
    options: TextList = Field([], alias="可选")
    note: Text = Field("", alias="说明")


class Band(Keys):
    """档: points from a lower bound upwards."""

    bound: Text = Field(alias="下限")
    points: Number = Field(alias="得分")


class Test(Keys):
    """One thing that must hold: a figure against a bound or an outside figure, or a declared fact."""

    figure: Text | None = Field(None, alias="数据")
    at_least: ByCase = Field(None, alias="不小于")
    at_most: ByCase = Field(None, alias="不大于")
    outside: Text | None = Field(None, alias="不低于外部数据")
    fact: Text | None = Field(None, alias="事实")
    together: TextList = Field([], alias="同时")
    items: TextList = Field([], alias="应有")
    kinds: TextList = Field([], alias="类型")
    setting: Text | None = Field(None, alias="口径", description="附注：该口径为“不得分”时，不符合则不得分")
    label: Text = Field(alias="说明")


class Gate(Keys):
    """否决: a figure below an outside figure makes the points zero."""

    figure: Text = Field(alias="数据")
    below: Text = Field(alias="低于外部数据")


class Rule(Keys):
    """规则: one of a closed set of shapes.

    分档 bands of a figure; 达标 all tests or nothing; 比例 full marks at a target, else in proportion; 扣分 minus for
    each item missing or each unit of a figure beyond a bound; 计分 points for each unit of a figure, up to full
    marks; 等级 the points of a declared tier; 评判 a person's points, beside tests (对照) that decide nothing.
    """

    shape: Literal["分档", "达标", "比例", "扣分", "计分", "等级", "评判"] = Field(alias="形式")
    figure: Text | None = Field(None, alias="数据")
    bands: Annotated[list[Band], ListOf] = Field([], alias="档")
    target: ByCase = Field(None, alias="目标")
    tests: Annotated[list[Test], ListOf] = Field([], alias="须有")
    shown: Annotated[list[Test], ListOf] = Field([], alias="对照")
    remarks: Annotated[list[Test], ListOf] = Field([], alias="附注")
    gate: Gate | None = Field(None, alias="否决")
    fact: Text | None = Field(None, alias="事实")
    items: TextList = Field([], alias="应有")
    each: Number | None = Field(None, alias="每缺扣")
    step: Text = Field("1", alias="每", description="一个单位是多少，如 1 或 1%")
    gain: Number | None = Field(None, alias="每单位得")
    loss: Number | None = Field(None, alias="每单位扣")
    start: ByCase = Field(None, alias="超过", description="超过它的部分才得分或扣分")
    under: ByCase = Field(None, alias="低于", description="低于它的部分扣分")
    rest: Literal["不计", "按一个计", "按比例"] = Field("不计", alias="零头", description="不足一个单位的")
    tiers: dict[str, Number] = Field({}, alias="各级得分")
    when_empty: Text | None = Field(None, alias="分母为零按口径")

    def every_test(self) -> list[Test]:
        return [*self.tests, *self.shown, *self.remarks]

    def figures(self) -> list[str]:
        """Return the names of the figures it looks at, the deciding one first."""
        names = [self.figure, *(test.figure for test in self.every_test())]
        names.append(self.gate.figure if self.gate else None)
        return list(dict.fromkeys(name for name in names if name))


class Case(Keys):
    """案例: figures, facts and a person's points as given, and the points that must come out (or 待核)."""

    levels: OneOrMore = Field(["市级"], alias="级别")
    kinds: OneOrMore = Field(["村"], alias="类型")
    figures: dict[str, Text] = Field({}, alias="数据", description="如 949/1000、95%、3")
    external: dict[str, Text] = Field({}, alias="外部数据")
    facts: dict[str, Any] = Field({}, alias="事实")
    given: Number | None = Field(None, alias="自评")
    settings: dict[str, Text] = Field({}, alias="口径")
    points: Text = Field(alias="得分")
    note: Text = Field("", alias="说明")


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
    cases: Annotated[list[Case], ListOf] = Field([], alias="案例")


class IndicatorSet(Keys):
    """One edition."""

    title: Text = Field(alias="名称")
    year: Count = Field(alias="年度")
    reference: Reference = Field(alias="依据")
    full: Number = Field(alias="满分")
    ground: Text | None = Field(None, alias="定义")
    programme: Text | None = Field(None, alias="工作安排")
    inherited: TextList = Field([], alias="沿用口径")
    settings: dict[str, Setting] = Field({}, alias="口径")
    conditions: dict[str, Any] = Field({}, alias="条件")
    aspects: TextList = Field([], alias="方面")
    parts: dict[str, Annotated[list[Count], ListOf]] = Field(
        {}, alias="工作部分", description="工作的各部分和归入的指标序号，任务按它分组"
    )
    facts: dict[str, FactRule] = Field({}, alias="事实")
    external: TextList = Field([], alias="外部数据")
    figures: dict[str, FigureRule] = Field(alias="数据")
    indicators: Annotated[list[Indicator], ListOf] = Field(alias="指标")

    def indicator(self, no: int) -> Indicator | None:
        return next((item for item in self.indicators if item.no == no), None)

    def name_of(self, indicator: Indicator) -> str:
        """Return what running text calls an indicator: its title where no other has it and it is short."""
        titles = [item.title for item in self.indicators]
        is_own = titles.count(indicator.title) == 1 and len(indicator.title) < len(indicator.content)
        return indicator.title if is_own else indicator.content

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

    def used_by(self, figure: str) -> list[int]:
        """Return the numbers of the indicators that look at a figure."""
        return [item.no for item in self.indicators if figure in item.rule.figures()]

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


def leaves(value: ByCase) -> list[Any]:
    """Return the values of all cases."""
    if isinstance(value, Mapping):
        return [leaf for item in value.values() for leaf in leaves(item)]
    return [] if value is None else [value]
