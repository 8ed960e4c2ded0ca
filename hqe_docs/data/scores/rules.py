"""Rules: how each of the closed set of shapes turns figures and declared facts into points, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from hqe_docs.data.scores.bench import (
    Bench,
    Check,
    all_tested,
    closes,
    concerns,
    lacking,
    listed,
    quotient,
    tested,
)
from hqe_docs.data.scores.figures import Figure
from hqe_docs.data.scores.indicators import Indicator, Rule, Test, rate_of
from hqe_docs.values import decimal_text

State = Literal["computed", "judged", "pending"]


@dataclass(frozen=True, slots=True)
class Score:
    """One indicator's points; None while pending. `reason` says in Chinese how they came about.

    `conditions` are the tests shown beside a person's points, `remarks` what the sheet has to say besides.
    """

    indicator: Indicator
    state: State
    points: Fraction | None
    reason: str
    figure: Figure | None = None
    evidence: tuple[str, ...] = ()
    conditions: tuple[Check, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def lost(self) -> Fraction:
        """The marks not won, all of them while pending."""
        return Fraction(self.indicator.full) - (self.points or 0)


def score_one(indicator: Indicator, bench: Bench) -> Score:
    """Return an indicator's score by its rule, its gate and its remarks."""
    rule = indicator.rule
    open_remarks = _open_remarks(rule, bench)
    result = _gated(indicator, bench, _SHAPES[rule.shape](indicator, bench))
    return replace(
        _stopped(result, bench, open_remarks),
        conditions=tuple(all_tested(rule.shown, bench)),
        remarks=tuple(f"第 {indicator.no} 项：{_remark(check)}" for _, check in open_remarks),
    )


def _open_remarks(rule: Rule, bench: Bench) -> list[tuple[Test, Check]]:
    """Return the remarks that do not hold or can't be told; one that concerns nobody (0 of 0) has nothing to say."""
    asked = [test for test in rule.remarks if concerns(test, bench)]
    asked = [test for test in asked if not test.figure or bench.figures[test.figure].denominator != 0]
    checked = [(test, tested(test, bench)) for test in asked]
    return [(test, check) for test, check in checked if not check.holds]


def _remark(check: Check) -> str:
    return check.text if check.holds is False else f"{check.label}，无法核对（{check.text}）"


def _stopped(result: Score, bench: Bench, open_remarks: Sequence[tuple[Test, Check]]) -> Score:
    """Return `result`, or nothing where a setting lets a remark stop the points; pending while it can't be told."""
    stops = [check for test, check in open_remarks if bench.settings.get(test.setting or "") == "不得分"]
    if not stops or result.state != "computed" or not result.points:
        return result
    failed = next((check for check in stops if check.holds is False), None)
    if failed:
        return _computed(result.indicator, 0, f"{failed.text}，按口径不得分", result.figure)
    return _pending(result.indicator, _remark(stops[0]), result.figure)


def _computed(
    indicator: Indicator, points: Fraction | Decimal | int, reason: str, figure: Figure | None = None
) -> Score:
    return Score(indicator, "computed", Fraction(points), reason, figure)


def _pending(indicator: Indicator, missing: str, figure: Figure | None = None) -> Score:
    return Score(indicator, "pending", None, f"待核：{missing}", figure)


def _gated(indicator: Indicator, bench: Bench, result: Score) -> Score:
    """Return `result`, nothing where the gate closes, pending where it can't be told."""
    gate = indicator.rule.gate
    if gate is None:
        return result
    figure = bench.figures[gate.figure]
    result = result if result.figure else replace(result, figure=figure)
    if result.state == "pending" and indicator.rule.shape != "评判":
        return result
    closed, why = closes(gate, bench)
    if closed:
        return _computed(indicator, 0, f"{quotient(figure)}，低于{why}，不得分", figure)
    if closed is None and result.state != "pending":
        return _pending(indicator, f"{why}，不能核对否决条件", figure)
    return result


# ---------------------------------------------------------------- shapes
def _bands(indicator: Indicator, bench: Bench) -> Score:
    figure = bench.figures[indicator.rule.figure or ""]
    if figure.value is None:
        return _pending(indicator, lacking(figure), figure)
    for band in indicator.rule.bands:
        if figure.value >= rate_of(band.bound):
            reason = f"{quotient(figure)}，达到 {band.bound} 一档，得 {band.points} 分"
            return _computed(indicator, band.points, reason, figure)
    lowest = indicator.rule.bands[-1].bound
    return _computed(indicator, 0, f"{quotient(figure)}，未达 {lowest}，得 0 分", figure)


def _proportional(indicator: Indicator, bench: Bench) -> Score:
    rule, figure = indicator.rule, bench.figures[indicator.rule.figure or ""]
    if figure.value is None:
        return _pending(indicator, lacking(figure), figure)
    target, said = bench.bound(rule.target), bench.case(rule.target)
    if target is None:
        return _pending(indicator, f"指标体系没有规定{bench.level}{bench.kind}的目标", figure)
    if figure.value >= target:
        return _computed(indicator, indicator.full, f"{quotient(figure)}，达到目标 {said}，得满分", figure)
    points = Fraction(decimal_text(Fraction(indicator.full) * max(figure.value, Fraction(0)) / target))
    reason = f"{quotient(figure)}，未达目标 {said}，按比例得 {decimal_text(points)} 分"
    return _computed(indicator, points, reason, figure)


def _all_or_nothing(indicator: Indicator, bench: Bench) -> Score:
    tests = indicator.rule.tests
    checks = list(all_tested(tests, bench))
    main = next((bench.figures[test.figure] for test in tests if test.figure), None)
    failed = [check.text for check in checks if check.holds is False]
    unknown = [check.text for check in checks if check.holds is None]
    if failed and not _waits(tests, bench):
        return _computed(indicator, 0, f"{'；'.join(failed)}，得 0 分", main)
    if unknown:
        granted = _without_denominator(indicator, bench, main) if len(unknown) == 1 else None
        return granted or _pending(indicator, listed(unknown), main)
    return _computed(indicator, indicator.full, f"{'；'.join(check.text for check in checks)}，得满分", main)


def _waits(tests: Sequence[Test], bench: Bench) -> bool:
    """Say whether a figure is missing: without its ledger nothing is concluded, though another test fails."""
    figures = [bench.figures[test.figure] for test in tests if test.figure and concerns(test, bench)]
    return any(figure.value is None and figure.denominator != 0 for figure in figures)


def _without_denominator(indicator: Indicator, bench: Bench, figure: Figure | None) -> Score | None:
    """Return what a setting gives for an empty denominator (no dispute at all): full marks, or nothing yet."""
    setting = indicator.rule.when_empty
    if not setting or not figure or figure.denominator != 0:
        return None
    chosen = bench.settings.get(setting)
    if chosen == "满分":
        reason = f"{figure.name}分母为零，按口径“{setting}：满分”得满分"
        return _computed(indicator, indicator.full, reason, figure)
    return _pending(indicator, f"{lacking(figure)}（口径“{setting}”为“{chosen}”）", figure)


def _deduction(indicator: Indicator, bench: Bench) -> Score:
    rule = indicator.rule
    if rule.fact is None:
        return _deduction_by_figure(indicator, bench)
    value = bench.fact(rule.fact)
    if value is None:
        return _pending(indicator, f"缺 条件.{rule.fact}")
    missing = [item for item in rule.items if item not in value]
    points = _within(indicator, Fraction(indicator.full) - len(missing) * Fraction(rule.each or 0))
    if not missing:
        return _computed(indicator, points, f"{'、'.join(rule.items)}齐全，得满分")
    reason = f"缺{'、'.join(missing)}，每缺一项扣 {rule.each} 分，得 {decimal_text(points)} 分"
    return _computed(indicator, points, reason)


def _deduction_by_figure(indicator: Indicator, bench: Bench) -> Score:
    rule, figure = indicator.rule, bench.figures[indicator.rule.figure or ""]
    if figure.value is None:
        return _pending(indicator, lacking(figure), figure)
    under, start = bench.bound(rule.under), bench.bound(rule.start)
    if under is None and start is None:
        return _pending(indicator, f"指标体系没有规定{bench.level}{bench.kind}的标准", figure)
    beyond = under - figure.value if under is not None else figure.value - (start or 0)
    number = units(beyond, rule)
    points = _within(indicator, Fraction(indicator.full) - number * Fraction(rule.loss or 0))
    side = f"低于 {bench.case(rule.under)}" if under is not None else f"超过 {bench.case(rule.start)}"
    if not number:
        return _computed(indicator, points, f"{quotient(figure)}，不扣分，得满分", figure)
    taken = f"每 {rule.step} 扣 {rule.loss} 分，计 {decimal_text(number)} 个，得 {decimal_text(points)} 分"
    return _computed(indicator, points, f"{quotient(figure)}，{side}，{taken}", figure)


def _per_unit(indicator: Indicator, bench: Bench) -> Score:
    rule, figure = indicator.rule, bench.figures[indicator.rule.figure or ""]
    if figure.value is None:
        return _pending(indicator, lacking(figure), figure)
    number = units(figure.value - (bench.bound(rule.start) or 0), rule)
    points = _within(indicator, number * Fraction(rule.gain or 0))
    reason = f"{quotient(figure)}，每 {rule.step} 得 {rule.gain} 分，计 {decimal_text(number)} 个"
    return _computed(indicator, points, f"{reason}，得 {decimal_text(points)} 分", figure)


def units(amount: Fraction, rule: Rule) -> Fraction:
    """Return how many units (每) are in an amount; what the rest counts for is the rule's to say (零头)."""
    number = max(amount, Fraction(0)) / rate_of(rule.step)
    if rule.rest == "按比例":
        return number
    return Fraction(number.__ceil__() if rule.rest == "按一个计" else number.__floor__())


def _within(indicator: Indicator, points: Fraction) -> Fraction:
    """Return points between nothing and full marks, in hundredths."""
    return Fraction(decimal_text(min(max(points, Fraction(0)), Fraction(indicator.full))))


def _tiers(indicator: Indicator, bench: Bench) -> Score:
    value = bench.fact(indicator.rule.fact or "")
    if value is None:
        return _pending(indicator, f"缺 条件.{indicator.rule.fact}")
    if value not in indicator.rule.tiers:
        return _pending(indicator, f"条件.{indicator.rule.fact} 的“{value}”没有规定得分")
    points = indicator.rule.tiers[value]
    return _computed(indicator, points, f"{indicator.rule.fact}：{value}，得 {points} 分")


def _judged(indicator: Indicator, bench: Bench) -> Score:
    given = bench.given.get(indicator.no)
    if given is None or given.points is None:
        return _pending(indicator, "酌情评分项，尚无自评得分")
    if not 0 <= given.points <= indicator.full:
        return _pending(indicator, f"自评得分 {given.points} 不在 0 到 {indicator.full} 之间")
    return Score(indicator, "judged", Fraction(given.points), given.reason or "未写说明")


_SHAPES: Mapping[str, Callable[[Indicator, Bench], Score]] = {
    "分档": _bands,
    "达标": _all_or_nothing,
    "比例": _proportional,
    "扣分": _deduction,
    "计分": _per_unit,
    "等级": _tiers,
    "评判": _judged,
}
