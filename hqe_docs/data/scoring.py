"""Scores: each indicator's points with state and reason, by the closed set of rule shapes of an edition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from hqe_docs.data.dossier import Dossier
from hqe_docs.data.figures import Figure
from hqe_docs.data.indicators import Indicator, IndicatorSet, Test, pick, rate_of
from hqe_docs.data.schema import plain
from hqe_docs.values import decimal_text, percent_text

State = Literal["computed", "judged", "pending"]
STATE_NAMES: Mapping[State, str] = {"computed": "计算", "judged": "评判", "pending": "待核"}


@dataclass(frozen=True, slots=True)
class Score:
    """One indicator's points; None while pending. `reason` says in Chinese how they came about."""

    indicator: Indicator
    state: State
    points: Fraction | None
    reason: str
    figure: Figure | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """All scores of one dossier."""

    dossier: Dossier
    edition: IndicatorSet
    scores: tuple[Score, ...]
    settings: tuple[str, ...]

    @property
    def total(self) -> Fraction:
        """Computed and judged points."""
        return total_of(self.scores)

    @property
    def possible(self) -> Fraction:
        """The total if every pending indicator won its full marks."""
        return self.total + self.pending_marks

    @property
    def pending_marks(self) -> Fraction:
        return sum(
            (Fraction(item.indicator.full) for item in self.scores if item.points is None), Fraction(0)
        )

    def categories(self) -> dict[str, list[Score]]:
        """Return category → its scores, in the sheet's order."""
        groups: dict[str, list[Score]] = {}
        for item in self.scores:
            groups.setdefault(item.indicator.category, []).append(item)
        return groups


def total_of(scores: Iterable[Score]) -> Fraction:
    """Return the sum of the points given so far."""
    return sum((item.points for item in scores if item.points is not None), Fraction(0))


@dataclass(frozen=True, slots=True)
class Bench:
    """What a rule may look at."""

    dossier: Dossier
    figures: Mapping[str, Figure]
    settings: Mapping[str, str]
    facts: Mapping[str, Any]

    def case(self, value: Any) -> Any:
        point = self.dossier.data.point
        return pick(value, point.level, point.kind)

    def fact(self, path: str) -> Any:
        """Return the declared fact at `path` (`工作方案.县区`), None when it is not declared."""
        value: Any = self.facts
        for key in path.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        return value.get("值") if isinstance(value, Mapping) and "值" in value else value


def score(dossier: Dossier, edition: IndicatorSet, figures: Mapping[str, Figure]) -> ScoreSheet:
    """Return the dossier's score sheet; judged points come from 自评 and from nowhere else."""
    settings = edition.definitions.chosen(dossier.data.settings)
    bench = Bench(dossier, figures, settings, plain(dossier.data.facts))
    scores = tuple(_score(indicator, bench) for indicator in edition.indicators)
    notes = tuple(f"{name}：{settings[name]}。{setting.note}" for name, setting in edition.printed.items())
    return ScoreSheet(dossier, edition, scores, notes)


def _score(indicator: Indicator, bench: Bench) -> Score:
    result = RULES[indicator.rule.shape](indicator, bench)
    given = bench.dossier.data.self_scores.get(indicator.no)
    if given and given.evidence and not result.evidence:
        return replace(result, evidence=tuple(given.evidence))
    return result


def _computed(indicator: Indicator, points: Any, reason: str, figure: Figure | None = None) -> Score:
    return Score(indicator, "computed", Fraction(points), reason, figure)


def _pending(indicator: Indicator, missing: str, figure: Figure | None = None) -> Score:
    return Score(indicator, "pending", None, f"待核：{missing}", figure)


def _quotient(figure: Figure) -> str:
    return f"{figure.name} {figure.numerator} ÷ {figure.denominator} = {figure.text}"


# ---------------------------------------------------------------- shapes
def _bands(indicator: Indicator, bench: Bench) -> Score:
    figure = bench.figures[indicator.rule.figure or ""]
    if figure.value is None:
        return _pending(indicator, figure.missing, figure)
    for band in indicator.rule.bands:
        if figure.value >= rate_of(band.bound):
            reason = f"{_quotient(figure)}，达到 {band.bound} 一档，得 {band.points} 分"
            return _computed(indicator, band.points, reason, figure)
    lowest = indicator.rule.bands[-1].bound
    return _computed(indicator, 0, f"{_quotient(figure)}，未达 {lowest}，得 0 分", figure)


def _proportional(indicator: Indicator, bench: Bench) -> Score:
    rule, figure = indicator.rule, bench.figures[indicator.rule.figure or ""]
    if figure.value is None:
        return _pending(indicator, figure.missing, figure)
    gate, why = _gate(indicator, bench)
    if gate is None:
        return _pending(indicator, why, figure)
    if gate:
        return _computed(indicator, 0, f"{_quotient(figure)}，{why}，得 0 分", figure)
    if bench.case(rule.target) is None:
        return _pending(indicator, f"指标体系没有规定{bench.dossier.data.point.kind}的目标", figure)
    target = rate_of(bench.case(rule.target))
    if figure.value >= target:
        return _computed(
            indicator,
            indicator.full,
            f"{_quotient(figure)}，达到目标 {bench.case(rule.target)}，得满分",
            figure,
        )
    points = Fraction(decimal_text(Fraction(indicator.full) * figure.value / target))
    reason = f"{_quotient(figure)}，未达目标 {bench.case(rule.target)}，按比例得 {decimal_text(points)} 分"
    return _computed(indicator, points, reason, figure)


def _gate(indicator: Indicator, bench: Bench) -> tuple[bool | None, str]:
    """Say whether the gate closes (points are zero); None and the reason when it can't be told."""
    gate = indicator.rule.gate
    if gate is None:
        return False, ""
    figure = bench.figures[gate.figure]
    if figure.denominator == 0:
        return False, ""  # nobody of the group is there, so its rate can't lie below anything
    outside = plain(bench.dossier.data.external).get(gate.below)
    if not outside or outside.get("数值") is None:
        return None, f"缺 外部数据.{gate.below}"
    if figure.value is None:
        return None, figure.missing
    limit = outside["数值"]
    return figure.value < limit, f"{figure.name} {figure.text} 低于{gate.below} {percent_text(limit)}"


def _all_or_nothing(indicator: Indicator, bench: Bench) -> Score:
    results = [_test(test, bench) for test in indicator.rule.tests if _concerns(test, bench)]
    main = next((bench.figures[test.figure] for test in indicator.rule.tests if test.figure), None)
    failed = [label for holds, label in results if holds is False]
    unknown = [label for holds, label in results if holds is None]
    if failed:
        return _computed(indicator, 0, f"{'；'.join(failed)}，得 0 分", main)
    if unknown:
        return _without_denominator(indicator, bench, main) or _pending(indicator, "；".join(unknown), main)
    return _computed(indicator, indicator.full, f"{'；'.join(label for _, label in results)}，得满分", main)


def _without_denominator(indicator: Indicator, bench: Bench, figure: Figure | None) -> Score | None:
    """Return full marks where a setting grants them to an empty denominator (no dispute at all)."""
    setting = indicator.rule.when_empty
    if setting and figure and figure.denominator == 0 and bench.settings.get(setting) == "满分":
        return _computed(
            indicator, indicator.full, f"{figure.name}分母为零，按口径“{setting}：满分”得满分", figure
        )
    return None


def _concerns(test: Test, bench: Bench) -> bool:
    return not test.kinds or bench.dossier.data.point.kind in test.kinds


def _test(test: Test, bench: Bench) -> tuple[bool | None, str]:
    if test.figure:
        return _test_figure(bench.figures[test.figure], bench.case(test.at_least))
    value = bench.fact(test.fact or "")
    if value is None:
        return None, f"缺 条件.{test.fact}"
    holds = _holds(value, test.together)
    return holds, f"{test.label}{'，符合' if holds else '，不符合'}"


def _test_figure(figure: Figure, bound: Any) -> tuple[bool | None, str]:
    if figure.value is None or bound is None:
        return None, figure.missing or f"指标体系没有规定“{figure.name}”的标准"
    holds = figure.value >= rate_of(bound)
    said = _quotient(figure) if figure.is_rate else f"{figure.name} {figure.text}"
    return holds, f"{said}，{'达到' if holds else '未达'} {bound}"


def _holds(value: Any, together: Sequence[str]) -> bool:
    if together:
        return any(all(item.get(key) for key in together) for item in value)
    return bool(value)


def _deduction(indicator: Indicator, bench: Bench) -> Score:
    rule = indicator.rule
    value = bench.fact(rule.fact or "")
    if value is None:
        return _pending(indicator, f"缺 条件.{rule.fact}")
    missing = [item for item in rule.items if item not in value]
    points = max(Fraction(indicator.full) - len(missing) * Fraction(rule.each or 0), Fraction(0))
    if not missing:
        return _computed(indicator, points, f"{'、'.join(rule.items)}齐全，得满分")
    reason = f"缺{'、'.join(missing)}，每缺一项扣 {rule.each} 分，得 {decimal_text(points)} 分"
    return _computed(indicator, points, reason)


def _tiers(indicator: Indicator, bench: Bench) -> Score:
    value = bench.fact(indicator.rule.fact or "")
    if value is None:
        return _pending(indicator, f"缺 条件.{indicator.rule.fact}")
    points = indicator.rule.tiers.get(value, Decimal(0))
    return _computed(indicator, points, f"{indicator.rule.fact}：{value}，得 {points} 分")


def _judged(indicator: Indicator, bench: Bench) -> Score:
    figure = bench.figures[indicator.rule.gate.figure] if indicator.rule.gate else None
    closed, why = _gate(indicator, bench)
    if closed:
        return _computed(indicator, 0, f"{why}，本项不得分", figure)
    given = bench.dossier.data.self_scores.get(indicator.no)
    if given is None or given.points is None:
        return _pending(indicator, "酌情评分项，尚无自评得分", figure)
    if closed is None:
        return _pending(indicator, f"{why}，不能核对否决条件", figure)
    if not 0 <= given.points <= indicator.full:
        return _pending(indicator, f"自评得分 {given.points} 不在 0 到 {indicator.full} 之间", figure)
    reason = given.reason or "未写说明"
    return Score(indicator, "judged", Fraction(given.points), reason, figure, tuple(given.evidence))


RULES: Mapping[str, Callable[[Indicator, Bench], Score]] = {
    "分档": _bands,
    "达标": _all_or_nothing,
    "比例": _proportional,
    "扣分": _deduction,
    "等级": _tiers,
    "评判": _judged,
}
