"""The bench: what a rule may look at of one creation point, and a test or a gate held against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from hqe_docs.data.schema import SelfScore
from hqe_docs.data.scores.figures import Figure
from hqe_docs.data.scores.indicators import Gate, Test, pick, rate_of
from hqe_docs.values import decimal_text, percent_text


@dataclass(frozen=True, slots=True)
class Bench:
    """What a rule may look at: figures, 条件, 外部数据 (name → exact value), 自评, settings of one creation point."""

    level: str
    kind: str
    figures: Mapping[str, Figure]
    settings: Mapping[str, str]
    facts: Mapping[str, Any] = field(default_factory=dict)
    outside: Mapping[str, Fraction] = field(default_factory=dict)
    given: Mapping[int, SelfScore] = field(default_factory=dict)

    def case(self, value: Any) -> Any:
        """Return the value for this level and kind."""
        return pick(value, self.level, self.kind)

    def bound(self, value: Any) -> Fraction | None:
        said = self.case(value)
        return None if said is None else rate_of(said)

    def fact(self, path: str) -> Any:
        """Return the declared fact at `path` (`工作方案.县区`), None when it is not declared."""
        value: Any = self.facts
        for key in path.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        return value.get("值") if isinstance(value, Mapping) and "值" in value else value


@dataclass(frozen=True, slots=True)
class Check:
    """One test held against the data: whether it holds (None: not known), and that in words."""

    label: str
    holds: bool | None
    text: str


def quotient(figure: Figure) -> str:
    """Return a figure in words: its division where it is one."""
    if figure.denominator is None:
        return f"{figure.name} {figure.text}"
    above = decimal_text(figure.numerator or 0)
    return f"{figure.name} {above} ÷ {figure.denominator} = {figure.text}"


def lacking(figure: Figure) -> str:
    """Return what a figure lacks, in words; a division by nothing says whose it is."""
    return f"{figure.name}的分母为零，无从计算" if figure.denominator == 0 else figure.missing


def listed(texts: Sequence[str]) -> str:
    """Return texts as one, what several of them say only once."""
    return "；".join(dict.fromkeys(part for text in texts for part in text.split("；")))


def closes(gate: Gate, bench: Bench) -> tuple[bool | None, str]:
    """Say whether the gate closes, None when it can't be told; and the bound, or what is missing."""
    figure = bench.figures[gate.figure]
    if figure.denominator == 0:
        return False, ""  # nobody of the group is there, so its rate can't lie below anything
    limit = bench.outside.get(gate.below)
    if limit is None:
        return None, f"缺 外部数据.{gate.below}"
    if figure.value is None:
        return None, lacking(figure)
    return figure.value < limit, f"{gate.below} {percent_text(limit)}"


# ---------------------------------------------------------------- tests
def concerns(test: Test, bench: Bench) -> bool:
    """Say whether a test is asked of this kind of creation point."""
    return not test.kinds or bench.kind in test.kinds


def all_tested(tests: Sequence[Test], bench: Bench) -> Iterator[Check]:
    """Yield what becomes of each test that is asked here."""
    yield from (tested(test, bench) for test in tests if concerns(test, bench))


def tested(test: Test, bench: Bench) -> Check:
    """Return what becomes of one test."""
    if test.figure:
        return _figure_tested(test, bench.figures[test.figure], bench)
    value = bench.fact(test.fact or "")
    if value is None:
        return Check(test.label, None, f"缺 条件.{test.fact}")
    if not _has_bounds(test, bench):
        return _without_bounds(test, test.label, bench)
    holds, detail = _fact_holds(test, value, bench)
    return Check(test.label, holds, f"{test.label}{detail}，{'符合' if holds else '不符合'}")


def _has_bounds(test: Test, bench: Bench) -> bool:
    """Say whether a test that has bounds has one for this level and kind."""
    said = [bound for bound in (test.at_least, test.at_most) if bound is not None]
    return not said or any(bench.case(bound) is not None for bound in said)


def _without_bounds(test: Test, name: str, bench: Bench) -> Check:
    return Check(test.label, None, f"指标体系没有规定{bench.level}{bench.kind}的“{name}”标准")


def _fact_holds(test: Test, value: Any, bench: Bench) -> tuple[bool, str]:
    if test.together:
        return any(all(item.get(key) for key in test.together) for item in value), ""
    if test.items:
        missing = [item for item in test.items if item not in value]
        return not missing, f"（缺{'、'.join(missing)}）" if missing else ""
    least, most = bench.bound(test.at_least), bench.bound(test.at_most)
    if least is not None or most is not None:
        number = Fraction(value)
        inside = (least is None or number >= least) and (most is None or number <= most)
        return inside, f"（{decimal_text(number)}）"
    return bool(value), ""


def _figure_tested(test: Test, figure: Figure, bench: Bench) -> Check:
    if figure.value is None:
        return Check(test.label, None, lacking(figure))
    if test.outside:
        return _outside_tested(test, figure, figure.value, bench)
    if not _has_bounds(test, bench):
        return _without_bounds(test, figure.name, bench)
    least, most = bench.bound(test.at_least), bench.bound(test.at_most)
    too_much = most is not None and figure.value > most
    holds = not too_much and (least is None or figure.value >= least)
    if least is not None and not too_much:
        said = f"{'达到' if holds else '未达'} {bench.case(test.at_least)}"
    else:
        said = f"{'不超过' if holds else '超过'} {bench.case(test.at_most)}"
    return Check(test.label, holds, f"{quotient(figure)}，{said}")


def _outside_tested(test: Test, figure: Figure, value: Fraction, bench: Bench) -> Check:
    limit = bench.outside.get(test.outside or "")
    if limit is None:
        return Check(test.label, None, f"缺 外部数据.{test.outside}")
    holds = value >= limit
    said = f"{'不低于' if holds else '低于'}{test.outside} {percent_text(limit)}"
    return Check(test.label, holds, f"{quotient(figure)}，{said}")
