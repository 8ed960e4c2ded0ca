"""An indicator's rule in a Chinese sentence, made from the rule's own data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hqe_docs.data.indicators import Indicator, Rule, pick

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
    wanted = []
    for test in rule.tests:
        if not test.kinds or kind in test.kinds:
            wanted.append(f"“{test.figure}”不小于 {case(test.at_least)}" if test.figure else test.label)
    return f"{'，且'.join(wanted)}，得 {indicator.full} 分，否则不得分"


def _deduction(indicator: Indicator, rule: Rule, case: Case, kind: str) -> str:
    return f"{'、'.join(rule.items)}齐全得 {indicator.full} 分，每缺一项扣 {rule.each} 分"


def _tiers(indicator: Indicator, rule: Rule, case: Case, kind: str) -> str:
    return "，".join(f"“{rule.fact}”为{name}得 {points} 分" for name, points in rule.tiers.items())


def _judged(indicator: Indicator, rule: Rule, case: Case, kind: str) -> str:
    return f"酌情评分，满分 {indicator.full} 分，由人评定并写明理由"


def _gate(rule: Rule) -> str:
    return f"；“{rule.gate.figure}”低于{rule.gate.below}时不得分" if rule.gate else ""


_SENTENCES: Mapping[str, Callable[[Indicator, Rule, Case, str], str]] = {
    "分档": _bands,
    "达标": _all_or_nothing,
    "比例": _proportional,
    "扣分": _deduction,
    "等级": _tiers,
    "评判": _judged,
}
