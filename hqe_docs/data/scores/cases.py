"""Worked cases (案例) of an edition: what an official says must come out, held against what does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import get_args

from hqe_docs.data.facts import Facts
from hqe_docs.data.modelled import known_keys
from hqe_docs.data.schema import External, Kind, Level, SelfScore, plain
from hqe_docs.data.scores.bench import Bench
from hqe_docs.data.scores.declared import read_fact
from hqe_docs.data.scores.figures import Figure, divided
from hqe_docs.data.scores.indicators import Case, FigureRule, Indicator, IndicatorSet, rate_of
from hqe_docs.data.scores.rules import score_one
from hqe_docs.values import Fault, as_number, decimal_text, whole_if_so

PENDING = "待核"
_DIVISION = re.compile(r"(\d+(?:\.\d+)?)\s*[/÷]\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case at one level and kind: the points that must come out, those that do, and why."""

    indicator: Indicator
    number: int
    level: str
    kind: str
    expected: str
    points: str
    reason: str

    @property
    def agrees(self) -> bool:
        return self.expected == self.points


class BadCase(ValueError):
    """A case that can't be worked out; the message says why, in Chinese, `number` which it is, from 0."""

    number = 0


def outcomes(edition: IndicatorSet, indicator: Indicator) -> Iterator[Outcome]:
    """Yield each case of an indicator, worked out for each level and kind it is given for; BadCase."""
    for number, case in enumerate(indicator.cases):
        try:
            yield from _worked(edition, indicator, case, number)
        except BadCase as error:
            error.number = number
            raise


def _worked(edition: IndicatorSet, indicator: Indicator, case: Case, number: int) -> Iterator[Outcome]:
    _check_words(edition, case)
    for level, kind in product(case.levels, case.kinds):
        result = score_one(indicator, _bench(edition, indicator, case, level, kind))
        points = PENDING if result.points is None else decimal_text(result.points)
        yield Outcome(indicator, number, level, kind, _expected(case), points, result.reason)


def _check_words(edition: IndicatorSet, case: Case) -> None:
    """Raise BadCase for a level, kind, figure, fact, outside figure or setting that there is not."""
    known = {
        "级别": (case.levels, get_args(Level)),
        "类型": (case.kinds, get_args(Kind)),
        "数据": (case.figures, edition.figures),
        "事实": (case.facts, {*known_keys(Facts, ()), *edition.facts}),
        "外部数据": (case.external, {*known_keys(External, ()), *edition.external}),
        "口径": (case.settings, edition.definitions.settings),
    }
    for what, (said, options) in known.items():
        stranger = next((name for name in said if name not in options), None)
        if stranger is not None:
            raise BadCase(f"没有{what}“{stranger}”")
    for name, value in case.settings.items():
        setting = edition.definitions.settings[name]
        if not setting.accepts(value):
            raise BadCase(f"口径“{name}”没有“{value}”，可选 {setting.range_text}")


def _expected(case: Case) -> str:
    if case.points == PENDING:
        return PENDING
    number = as_number(case.points)
    if isinstance(number, Fault):
        raise BadCase(f"得分“{case.points}”不是数字，也不是“{PENDING}”")
    return decimal_text(number)


def _bench(edition: IndicatorSet, indicator: Indicator, case: Case, level: str, kind: str) -> Bench:
    figures = {
        name: figure_said(name, rule, case.figures.get(name)) for name, rule in edition.figures.items()
    }
    given = {indicator.no: SelfScore(**{"得分": str(case.given)})} if case.given is not None else {}
    outside = {name: _rate(text) for name, text in case.external.items()}
    facts = _facts(edition, case.facts)
    return Bench(level, kind, figures, edition.definitions.chosen(case.settings), facts, outside, given)


def _facts(edition: IndicatorSet, said: Mapping[str, object]) -> dict[str, object]:
    """Return the facts of a case, typed as those of a dossier are."""
    own = {
        name: read_fact(edition.facts[name], value) for name, value in said.items() if name in edition.facts
    }
    bad = next((name for name, value in own.items() if isinstance(value, Fault)), None)
    if bad:
        raise BadCase(f"事实“{bad}”写得不对")
    try:
        known = Facts.model_validate({name: value for name, value in said.items() if name not in own})
    except ValueError as error:
        raise BadCase(f"事实写得不对：{'、'.join(map(str, said))}") from error
    return {**plain(known), **own}


def figure_said(name: str, rule: FigureRule, text: str | None) -> Figure:
    """Return a figure as somebody says it is: `949/1000`, `95%`, `3`; missing where nothing is said. BadCase."""
    figure = Figure(name, None, is_rate=rule.is_rate, source=rule.ledger, note=rule.note)
    if text is None:
        return replace(figure, missing=f"缺《{rule.ledger}》")
    parts = _DIVISION.fullmatch(text.strip())
    if parts:
        return divided(figure, whole_if_so(Fraction(parts[1])), int(parts[2]))
    value = _rate(text)
    return replace(figure, value=value, numerator=whole_if_so(value) if rule.is_number else None)


def _rate(text: str) -> Fraction:
    try:
        return rate_of(text)
    except ValueError as error:
        raise BadCase(str(error)) from error
