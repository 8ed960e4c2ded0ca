"""What must be done so that something holds: how many more, of what, and what is reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hqe_docs.data.scores.bench import Bench, concerns, tested
from hqe_docs.data.scores.figures import Figure
from hqe_docs.data.scores.indicators import FigureRule, Gate, Test
from hqe_docs.data.scores.supposing import moved, room, smallest, with_fact, with_figure
from hqe_docs.values import decimal_text, percent_text

ITEM = "项"
PLACE = "{数}"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do, as a sentence without its full stop.

    `count` says how many (`unit`), None where nothing can be counted or all that there are would not do; `figure`
    is the figure that changes, by `sign`, up to the bound `goal`, and `reaches` what it then says; `unknown` is
    what is missing to tell whether anything must be done.
    """

    text: str
    count: int | None
    unit: str = ITEM
    figure: str = ""
    sign: int = 1
    reaches: str = ""
    goal: str = ""
    unknown: str = ""

    @property
    def amount(self) -> str:
        """The number with its unit, as printed: 7 人."""
        return "" if self.count is None else f"{self.count} {self.unit}"


Found = tuple[Need, Bench]  # a need, and the bench on which it is met (the same one where it can't be)


# ---------------------------------------------------------------- figures
def figure_need(figure: Figure, rule: FigureRule, by: int, goal: str = "") -> Need:
    """Return the need to change a figure's numerator by so many, which reaches the bound `goal`."""
    after, sign = moved(figure, by), 1 if by > 0 else -1
    text = rule.raised.replace(PLACE, str(abs(by))) if PLACE in rule.raised else _plain_need(rule, figure, by)
    word = "达到" if sign > 0 else "降到"
    bound = goal or after.text
    said = f"{text}，{figure.name}{word}{' ' if bound[:1].isascii() else ''}{bound}"
    return Need(said, abs(by), rule.unit, figure.name, sign, after.text, goal)


def _plain_need(rule: FigureRule, figure: Figure, by: int) -> str:
    """Return the sentence for a figure that does not say how it is raised (提高)."""
    if rule.raised:
        return f"{rule.raised}（{abs(by)} {rule.unit}）"
    part = "的分子" if figure.denominator is not None else ""
    return f"“{figure.name}”{part}再{'增加' if by > 0 else '减少'} {abs(by)} {rule.unit}"


def beyond_reach(figure: Figure, rule: FigureRule, sign: int, wanted: str) -> Need:
    """Return the need that can't be met: all that there are would not do."""
    best = moved(figure, sign * room(figure, sign)).text if room(figure, sign) else figure.text
    said = f"“{figure.name}”现为 {figure.text}，最多到 {best}，仍达不到 {wanted}"
    return Need(said, None, rule.unit, figure.name, sign)


# ---------------------------------------------------------------- tests
def needs_of(
    tests: Sequence[Test], bench: Bench, rules: Mapping[str, FigureRule]
) -> tuple[list[Need], Bench]:
    """Return what each test needs that does not hold, one after the other, and the bench where all is done."""
    needs = []
    for test in tests:
        if stands(test, bench) is True:
            continue
        need, bench = _need_of(test, bench, rules)
        needs.append(need)
    return needs, bench


def gate_test(gate: Gate) -> Test:
    """Return the test that a gate is open."""
    return Test(**{"数据": gate.figure, "不低于外部数据": gate.below, "说明": gate.figure})


def stands(test: Test, bench: Bench) -> bool | None:
    """Say whether a test holds or is not asked here, None when it can't be told."""
    return tested(test, bench).holds if concerns(test, bench) else True


def _need_of(test: Test, bench: Bench, rules: Mapping[str, FigureRule]) -> Found:
    found = tested(test, bench)
    if found.holds is None:
        return Need(f"补齐后核定：{found.text}", None, unknown=found.text), bench
    if test.figure:
        return _figure_test(test, bench, rules[test.figure])
    return _fact_test(test, bench)


def _figure_test(test: Test, bench: Bench, rule: FigureRule) -> Found:
    figure = bench.figures[test.figure or ""]
    most = bench.bound(test.at_most)
    sign = -1 if most is not None and figure.value is not None and figure.value > most else 1
    # one side at a time, so that more never holds less
    side = test.model_copy(update={"at_least": None, "outside": None} if sign < 0 else {"at_most": None})
    by = smallest(
        lambda k: stands(side, with_figure(bench, moved(figure, sign * k))) is True,
        room(figure, sign),
    )
    wanted = _wanted(side, bench, sign)
    if by is None:
        return beyond_reach(figure, rule, sign, wanted), bench
    return figure_need(figure, rule, sign * by, wanted), with_figure(bench, moved(figure, sign * by))


def _wanted(test: Test, bench: Bench, sign: int) -> str:
    """Return the bound of a test in words."""
    if test.outside:
        return f"{test.outside} {percent_text(bench.outside[test.outside])}"
    return str(bench.case(test.at_most if sign < 0 else test.at_least))


def _fact_test(test: Test, bench: Bench) -> Found:
    path = test.fact or ""
    value = bench.fact(path)
    if test.together:
        person = dict.fromkeys(test.together, True)
        return Need(f"落实“{test.label}”", 1), with_fact(bench, path, [*value, person])
    if test.items:
        missing = [item for item in test.items if item not in value]
        return Need(f"补上{quoted(missing)}", len(missing)), with_fact(bench, path, [*value, *missing])
    least, most = bench.bound(test.at_least), bench.bound(test.at_most)
    if least is None and most is None:
        return Need(f"落实“{test.label}”", 1), with_fact(bench, path, True)
    bound = least if least is not None and Fraction(value) < least else most
    return _number_need(test, Fraction(value), bound or Fraction(0)), with_fact(bench, path, bound)


def _number_need(test: Test, value: Fraction, bound: Fraction) -> Need:
    number = abs(bound - value).__ceil__()
    word = "达到" if bound > value else "降到"
    return Need(f"“{test.label}”由 {decimal_text(value)} {word} {decimal_text(bound)}", number)


def quoted(names: list[Any]) -> str:
    """Return names in quotation marks, one after the other."""
    return "".join(f"“{name}”" for name in names)
