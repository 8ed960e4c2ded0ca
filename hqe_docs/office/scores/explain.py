"""An indicator's rule in a Chinese sentence, made from the rule's own data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hqe_docs.data.scores.indicators import Indicator, Rule, Test, pick

Case = Callable[[Any], Any]


def rule_text(indicator: Indicator, level: str, kind: str) -> str:
    """Return how this indicator is scored for a creation point of `level` and `kind`."""

    def case(value: Any) -> Any:
        return pick(value, level, kind)

    return _SENTENCES[indicator.rule.shape](indicator, indicator.rule, case, kind) + _gate(indicator.rule)


def _bands(indicator: Indicator, rule: Rule, case: Case, kind: str) -> str:
    bands = "，".join(f"达到 {band.bound} 得 {band.points} 分" for band in rule.bands)
    return f"按“{rule.figure}”分档：{bands}，不足 {rule.bands[-1].bound} 不得分"


def _proportional(indicator: Indicator, rule: Rule, case: Case, kind: str) -> str:
    target = case(rule.target)
    return (
        f"“{rule.figure}”达到 {target} 得 {indicator.full} 分，未达按 {indicator.full} × 实际 ÷ {target} 计分"
    )


def _all_or_nothing(indicator: Indicator, rule: Rule, case: Case, kind: str) -> str:
    wanted = "，且".join(_tests(rule.tests, case, kind))
    return f"{wanted}，得 {indicator.full} 分，否则不得分"


def _tests(tests: Sequence[Test], case: Case, kind: str) -> list[str]:
    return [_test(test, case) for test in tests if not test.kinds or kind in test.kinds]


def _test(test: Test, case: Case) -> str:
    """Return what a test asks for."""
    name = f"“{test.figure}”" if test.figure else test.label
    bounds = [f"不小于 {case(test.at_least)}"] if test.at_least is not None else []
    bounds += [f"不大于 {case(test.at_most)}"] if test.at_most is not None else []
    bounds += [f"不低于{test.outside}"] if test.outside else []
    bounds += [f"有{'、'.join(test.items)}"] if test.items else []
    return name + "、".join(bounds)


def _deduction(indicator: Indicator, rule: Rule, case: Case, kind: str) -> str:
    if rule.fact:
        return f"{'、'.join(rule.items)}齐全得 {indicator.full} 分，每缺一项扣 {rule.each} 分，扣完为止"
    side = f"低于 {case(rule.under)}" if rule.under is not None else f"超过 {case(rule.start)}"
    return (
        f"满分 {indicator.full} 分，“{rule.figure}”{side}的，每 {rule.step} 扣 {rule.loss} 分，"
        f"扣完为止，不足一个单位的{rule.rest}"
    )


def _per_unit(indicator: Indicator, rule: Rule, case: Case, kind: str) -> str:
    beyond = "" if rule.start is None else f"超过 {case(rule.start)} 的部分"
    return (
        f"“{rule.figure}”{beyond}每 {rule.step} 得 {rule.gain} 分，最多 {indicator.full} 分，"
        f"不足一个单位的{rule.rest}"
    )


def _tiers(indicator: Indicator, rule: Rule, case: Case, kind: str) -> str:
    return "，".join(f"“{rule.fact}”为{name}得 {points} 分" for name, points in rule.tiers.items())


def _judged(indicator: Indicator, rule: Rule, case: Case, kind: str) -> str:
    shown = "；".join(_tests(rule.shown, case, kind))
    beside = f"；数据对照：{shown}" if shown else ""
    return f"酌情评分，满分 {indicator.full} 分，由人评定并写明理由{beside}"


def _gate(rule: Rule) -> str:
    return f"；“{rule.gate.figure}”低于{rule.gate.below}时不得分" if rule.gate else ""


_SENTENCES: Mapping[str, Callable[[Indicator, Rule, Case, str], str]] = {
    "分档": _bands,
    "达标": _all_or_nothing,
    "比例": _proportional,
    "扣分": _deduction,
    "计分": _per_unit,
    "等级": _tiers,
    "评判": _judged,
}
