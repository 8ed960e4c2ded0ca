"""Indicator sets read from indicators/*.yaml, with every fault that makes one unusable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from hqe_docs.data.conditions import Terms
from hqe_docs.data.definitions import NONE, condition_faults, definitions_at, find_definitions
from hqe_docs.data.facts import Facts
from hqe_docs.data.modelled import known_keys, read_model
from hqe_docs.data.schema import External
from hqe_docs.data.scores.indicators import (
    POPULATION,
    FigureRule,
    Indicator,
    IndicatorSet,
    Rule,
    Test,
    leaves,
    rate_of,
)
from hqe_docs.library import Library, once_a_file
from hqe_docs.problems import Problem, Problems
from hqe_docs.values import did_you_mean
from hqe_docs.yamlfile import YamlFile, read_yaml

FOLDER = "indicators"
Loaded = tuple[YamlFile | None, IndicatorSet | None, tuple[Problem, ...]]


def load_set(name: str, library: Library) -> tuple[IndicatorSet | None, tuple[Problem, ...]]:
    """Return the edition `name` of the library on its definitions, or None with the reasons."""
    path = library.find(f"{FOLDER}/{name}.yaml")
    if path is None:
        return None, ()
    _, edition, faults = load_file(path, library)
    return edition, faults


def load_file(path: Path, library: Library) -> Loaded:
    """Return the edition in a file on its definitions, or None with the reasons; and the file, for places."""
    file, edition, faults = _read(path)
    if edition is None or edition.ground is None:
        return _inspected(path)
    found = Problems(list(faults))
    ground = find_definitions(edition.ground, library, found)
    return _inspected(path, ground) if ground else (file, None, tuple(found))


@once_a_file
def _read(path: Path) -> Loaded:
    found = Problems()
    file = read_yaml(path, f"{FOLDER}/{path.name}", found)
    edition = read_model(file, IndicatorSet, found) if file else None
    return file, (None if found.has_errors else edition), tuple(found)


@once_a_file
def _inspected(path: Path, ground: Path | None = None) -> Loaded:
    """Return the edition in a file on the definitions in another, looked through."""
    file, edition, faults = _read(path)
    if file is None or edition is None:
        return file, None, faults
    found = Problems(list(faults))
    below, more = definitions_at(ground) if ground else (NONE, ())
    found.extend(more)
    if below is not None:
        edition = edition.over(below)
        _Inspection(edition, file, found).run()
    return file, (None if found.has_errors else edition), tuple(found)


@dataclass(frozen=True, slots=True)
class _Inspection:
    """An edition being looked through: what it names must be there, what it computes must be computable."""

    edition: IndicatorSet
    file: YamlFile
    found: Problems

    def run(self) -> None:
        terms = self.edition.definitions.terms({})
        self._check_names(terms)
        for name, figure in self.edition.figures.items():
            for fault in _figure_faults(figure, terms, self.edition.aspects):
                self.found.add("I101", self.file.at(("数据", name)), name=name, detail=fault)
        for i, indicator in enumerate(self.edition.indicators):
            self._check_indicator(i, indicator)
        self._check_numbers()
        total = sum((item.full for item in self.edition.indicators), start=self.edition.full * 0)
        if total != self.edition.full:
            self.found.add("I103", self.file.at(("满分",)), declared=self.edition.full, total=total)

    def _check_names(self, terms: Terms) -> None:
        for name in self.edition.inherited:
            if name not in self.edition.definitions.settings:
                self.found.add("I101", self.file.at(("沿用口径",)), name=name, detail="定义里没有这个口径")
        for name, condition in self.edition.conditions.items():
            for fault in condition_faults(condition, terms):
                self.found.add("L602", self.file.at(("条件", name)), name=name, detail=fault)

    def _check_indicator(self, i: int, indicator: Indicator) -> None:
        where = self.file.at(("指标", i, "规则"))
        for used in indicator.rule.figures():
            if used not in self.edition.figures:
                hint = did_you_mean(used, self.edition.figures)
                self.found.add("I102", where, hint=hint, no=indicator.no, name=used)
        for fault in (*_rule_faults(indicator), *self._unknown_words(indicator.rule)):
            self.found.add("I104", where, no=indicator.no, detail=fault)

    def _unknown_words(self, rule: Rule) -> Iterator[str]:
        """Yield the facts, outside figures and settings that nobody could give."""
        tests = rule.every_test()
        facts = [rule.fact, *(test.fact for test in tests)]
        known = {*known_keys(Facts, ()), *self.edition.facts}
        yield from (f"没有“事实.{name}”" for name in _strangers(facts, known))
        outside = [test.outside for test in tests] + ([rule.gate.below] if rule.gate else [])
        known = {*known_keys(External, ()), *self.edition.external}
        yield from (f"没有“外部数据.{name}”" for name in _strangers(outside, known))
        settings = [rule.when_empty, *(test.setting for test in tests)]
        yield from (f"没有口径“{name}”" for name in _strangers(settings, self.edition.definitions.settings))

    def _check_numbers(self) -> None:
        first: set[int] = set()
        for i, indicator in enumerate(self.edition.indicators):
            if indicator.no in first:
                where = self.file.at(("指标", i, "序号"))
                self.found.add("I104", where, no=indicator.no, detail="序号重复")
            first.add(indicator.no)


def _strangers(names: Sequence[str | None], known: Mapping[str, object] | set[str]) -> Iterator[str]:
    """Yield the names of which the first word is not known."""
    yield from (name for name in dict.fromkeys(names) if name and name.split(".")[0] not in known)


def _figure_faults(figure: FigureRule, terms: Terms, aspects: Sequence[str]) -> Iterator[str]:
    sources = [*figure.more, *([figure.within] if figure.within else [])]
    for part in (
        *figure.base,
        *figure.counted,
        *figure.subjects,
        *(row for source in sources for row in source.rows),
    ):
        yield from condition_faults(part, terms)
    if figure.shape == "占比":
        wrong = {str(key) for key in leaves(figure.population)} - set(POPULATION)
        yield from (f"人口分母“{key}”应为 {'、'.join(POPULATION)}" for key in sorted(wrong))
    if figure.shape == "均值" and not figure.column:
        yield "“均值”要用“列”说明把哪一栏加起来"
    if figure.shape == "组数":
        if not figure.distinct or figure.members is None:
            yield "“组数”要有“去重”（分组的栏目）和“每组不少于”"
        yield from (fault for leaf in leaves(figure.members) for fault in _number_faults(leaf))
    if figure.aspect and figure.aspect not in aspects:
        yield f"方面“{figure.aspect}”不在“方面”所列之中"
    if figure.raised and "{数}" not in figure.raised:
        yield "“提高”里要有 {数}，写要做多少"


def _number_faults(text: object) -> Iterator[str]:
    try:
        rate_of(text)
    except ValueError as error:
        yield str(error)


# ---------------------------------------------------------------- rules
def _rule_faults(indicator: Indicator) -> Iterator[str]:
    """Yield what makes a rule of its shape unusable."""
    rule, full = indicator.rule, indicator.full
    if not _NEEDS[rule.shape](rule):
        yield f"“{rule.shape}”缺少必要的项"
    bounds = [band.bound for band in rule.bands] + [rule.step]
    bounds += [leaf for test in rule.every_test() for leaf in leaves(test.at_least) + leaves(test.at_most)]
    bounds += [leaf for value in (rule.target, rule.start, rule.under) for leaf in leaves(value)]
    wrong = [fault for bound in bounds for fault in _number_faults(bound)]
    yield from wrong
    if wrong:
        return
    if rate_of(rule.step) <= 0 or any(rate_of(leaf) <= 0 for leaf in leaves(rule.target)):
        yield "“每”和“目标”要大于 0"
    if any(rate_of(a.bound) <= rate_of(b.bound) or a.points < b.points for a, b in pairwise(rule.bands)):
        yield "各档的下限要从高到低，得分也要从高到低"
    for points in (*(band.points for band in rule.bands), *rule.tiers.values()):
        if not 0 <= points <= full:
            yield f"得分 {points} 不在 0 到满分 {full} 之间"
    yield from (fault for test in rule.every_test() for fault in _test_faults(test))


def _test_faults(test: Test) -> Iterator[str]:
    if bool(test.figure) == bool(test.fact):
        yield f"“{test.label}”要有“数据”或“事实”，只要一种"
    bounds = [test.at_least, test.at_most, test.outside]
    if test.figure and all(bound is None for bound in bounds):
        yield f"“{test.label}”没有说数据不小于、不大于什么"


_NEEDS: Mapping[str, Callable[[Rule], object]] = {
    "分档": lambda rule: rule.figure and rule.bands,
    "达标": lambda rule: rule.tests,
    "比例": lambda rule: rule.figure and rule.target,
    "扣分": lambda rule: (
        rule.fact and rule.items and rule.each
        if rule.fact
        else rule.figure and rule.loss and (rule.start is None) != (rule.under is None)
    ),
    "计分": lambda rule: rule.figure and rule.gain,
    "等级": lambda rule: rule.fact and rule.tiers,
    "评判": lambda rule: True,
}
