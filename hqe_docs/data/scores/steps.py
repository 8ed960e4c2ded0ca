"""Steps: what would win an indicator more points, found by asking its own rule.

A figure's numerator is raised (lowered, where fewer is better) by the smallest number with which the indicator's own
rule gives more. Each figure is moved by itself: that a person who finds work also raises another figure is not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hqe_docs.data.scores.bench import Bench, listed
from hqe_docs.data.scores.figures import Figure
from hqe_docs.data.scores.indicators import FigureRule, Indicator, Rule
from hqe_docs.data.scores.needs import (
    ITEM,
    Need,
    beyond_reach,
    figure_need,
    gate_test,
    needs_of,
    stands,
)
from hqe_docs.data.scores.rules import Score, score_one
from hqe_docs.data.scores.supposing import moved, room, smallest, with_fact, with_figure
from hqe_docs.values import decimal_text

Rules = Mapping[str, FigureRule]


@dataclass(frozen=True, slots=True)
class Step:
    """Needs that together win points; `gain` is None where a person decides or something is still unknown."""

    needs: tuple[Need, ...]
    gain: Fraction | None = None
    note: str = ""

    @property
    def count(self) -> int | None:
        """How many people or items it takes, None where one of them can't be counted."""
        counts = [need.count for need in self.needs]
        return None if None in counts or not counts else sum(count or 0 for count in counts)

    @property
    def amount(self) -> str:
        """The same with units, as printed: 2 家、1 次."""
        return "、".join(need.amount for need in self.needs if need.amount)

    @property
    def worth(self) -> Fraction:
        """Points for one person or item."""
        return self.gain / self.count if self.gain and self.count else Fraction(0)

    @property
    def said(self) -> str:
        """What to do: 再帮扶 7 人就业，就业率达到 95%."""
        return self._with_note(self.plain)

    @property
    def plain(self) -> str:
        """The same without its note."""
        return "；".join(need.text for need in self.needs)

    @property
    def text(self) -> str:
        """What to do and what it wins: 再帮扶 7 人就业，就业率达到 95%，增 0.11 分."""
        said = self.plain
        if self.gain:
            together = "；都做到，" if len(self.needs) > 1 else "，"
            said += f"{together}增 {decimal_text(self.gain)} 分"
        return self._with_note(said)

    def _with_note(self, said: str) -> str:
        return f"{said}（{self.note}）" if self.note else said

    @property
    def price(self) -> str:
        """How many people or items one point takes: 1.4 人; nothing where that can't be said."""
        units = {need.unit for need in self.needs}
        unit = units.pop() if len(units) == 1 else ITEM
        return f"{decimal_text(1 / self.worth)} {unit}" if self.worth else ""

    @property
    def reaches(self) -> str:
        """What the figures then say."""
        return "；".join(need.reaches for need in self.needs if need.reaches)


def steps_of(score: Score, bench: Bench, rules: Rules) -> tuple[Step, ...]:
    """Return the steps from today that win an indicator points, of growing ambition."""
    return tuple(_Search(score, bench, rules).steps())


@dataclass(frozen=True, slots=True)
class _Search:
    """One indicator being asked what would win more."""

    score: Score
    bench: Bench
    rules: Rules

    @property
    def indicator(self) -> Indicator:
        return self.score.indicator

    @property
    def rule(self) -> Rule:
        return self.score.indicator.rule

    def steps(self) -> Iterator[Step]:
        if self.score.state == "pending":
            missing = self.score.reason.removeprefix("待核：")
            after = "由人评分" if self.rule.shape == "评判" else "补齐后核定"
            yield Step((Need(f"{after}：{missing}", None),))
            yield from self._failing()
        if self.rule.shape == "评判" and self.score.state != "computed":
            yield from self._conditions(self.bench)
        if self.score.state == "computed":
            yield from self._winning()

    def _winning(self) -> Iterator[Step]:
        """Yield the steps that win points, first that which opens the gate."""
        blocked, opened = self._blocked()
        if blocked:
            yield self._won(blocked, opened)
        after = score_one(self.indicator, opened)
        if after.state != "computed":
            yield from self._conditions(opened)
        elif all(need.count is not None for need in blocked):
            for needs, bench, note in _SHAPES[self.rule.shape](self, opened, after):
                yield self._won(_joined(blocked, needs, self.bench, self.rules), bench, note)

    def _won(self, needs: Sequence[Need], bench: Bench, note: str = "") -> Step:
        """Return the step to a bench with what the rule itself gives there, beyond what it gives today."""
        after = score_one(self.indicator, bench).points
        gain = None if after is None else after - (self.score.points or 0)
        return Step(tuple(needs), gain or None, note)

    def _blocked(self) -> tuple[list[Need], Bench]:
        """Return what opens the gate and mends the remarks that leave no points, and the bench where it is done."""
        tests = [gate_test(self.rule.gate)] if self.rule.gate else []
        tests += [
            test for test in self.rule.remarks if self.bench.settings.get(test.setting or "") == "不得分"
        ]
        failed = [test for test in tests if stands(test, self.bench) is False]
        return needs_of(failed, self.bench, self.rules)

    def _failing(self) -> Iterator[Step]:
        """Yield for each test (须有) that fails already what it needs, whatever is still missing beside it."""
        failed = [it for it in self.rule.tests if stands(it, self.bench) is False]
        yield from (Step((need,)) for need in needs_of(failed, self.bench, self.rules)[0])

    def _conditions(self, bench: Bench) -> Iterator[Step]:
        """Yield for each condition shown beside a person's points what it needs; what is not known, as one."""
        needs = [
            need
            for test in self.rule.shown
            if not test.figure or bench.figures[test.figure].denominator != 0  # else it concerns nobody
            for need in needs_of([test], bench, self.rules)[0]
        ]
        yield from (Step((need,)) for need in needs if not need.unknown)
        unknown = listed([need.unknown for need in needs if need.unknown])
        if unknown:
            yield Step((Need(f"补齐后核对条件：{unknown}", None, unknown=unknown),))


Found = tuple[list[Need], Bench, str]  # needs, the bench on which they are met, a note


def _joined(blocked: list[Need], needs: list[Need], bench: Bench, rules: Rules) -> list[Need]:
    """Return both lists; a figure that both raise is raised once, by the sum."""
    joined = {need.figure or need.text: need for need in blocked}
    for need in needs:
        before = joined.get(need.figure) if need.figure else None
        if before and before.count is not None and need.count is not None:
            by = before.sign * before.count + need.sign * need.count
            joined[need.figure] = figure_need(bench.figures[need.figure], rules[need.figure], by, need.goal)
        else:
            joined[need.figure or need.text] = need
    return list(joined.values())


# ---------------------------------------------------------------- shapes
def _by_figure(search: _Search, bench: Bench, now: Score) -> Iterator[Found]:
    """Yield the next levels of a figure's rule: each band, the target, the next unit and full marks."""
    rule, figure = search.rule, bench.figures[search.rule.figure or ""]
    sign = -1 if rule.shape == "扣分" and rule.under is None else 1
    most, seen = room(figure, sign), 0
    for points, bound in _goals(rule, search.indicator, bench, now):
        enough = smallest(_reaches(search.indicator, bench, figure, sign, points), most)
        by = _up_to_target(rule, bench, figure, enough, most)
        if by is None:
            yield from _best(search, bench, figure, sign, seen, bound)
            return
        if by > seen:
            after = moved(figure, sign * by)
            need = figure_need(figure, search.rules[figure.name], sign * by, bound)
            yield [need], with_figure(bench, after), _each(search, bench, after, by, enough or by)
            seen = by


def _up_to_target(rule: Rule, bench: Bench, figure: Figure, enough: int | None, most: int) -> int | None:
    """Return `enough`, for 比例 what truly reaches the target: rounded points may be full just below it."""
    target = bench.bound(rule.target)
    if target is None or enough is None:
        return enough
    return smallest(lambda by: by >= enough and (moved(figure, by).value or 0) >= target, most)


def _reaches(
    indicator: Indicator, bench: Bench, figure: Figure, sign: int, points: Fraction
) -> Callable[[int], bool]:
    def wins(by: int) -> bool:
        after = score_one(indicator, with_figure(bench, moved(figure, sign * by)))
        return (after.points or Fraction(0)) >= points

    return wins


def _goals(rule: Rule, indicator: Indicator, bench: Bench, now: Score) -> Iterator[tuple[Fraction, str]]:
    """Yield the points worth reaching, ascending, each with the bound that gives them where there is one."""
    full, points = Fraction(indicator.full), now.points or Fraction(0)
    if rule.shape == "分档":
        for band in reversed(rule.bands):
            if band.points > points:
                yield Fraction(band.points), band.bound
    elif rule.shape == "比例":
        yield full, str(bench.case(rule.target))
    else:
        yield points + Fraction(1, 100), ""  # points are given in hundredths
        yield full, ""


def _best(
    search: _Search, bench: Bench, figure: Figure, sign: int, seen: int, reached: str
) -> Iterator[Found]:
    """Yield the most that all there are would win, and that the rest can't be won."""
    most, rule = room(figure, sign), search.rules[figure.name]
    after = with_figure(bench, moved(figure, sign * most)) if most else bench
    best = score_one(search.indicator, after).points or Fraction(0)
    if most > seen and best > (score_one(search.indicator, bench).points or 0):
        by = smallest(_reaches(search.indicator, bench, figure, sign, best), most) or most
        if by > seen:
            yield (
                [figure_need(figure, rule, sign * by)],
                with_figure(bench, moved(figure, sign * by)),
                "最多可得",
            )
            return
    yield [beyond_reach(figure, rule, sign, reached or "满分")], bench, ""


def _each(search: _Search, bench: Bench, after: Figure, by: int, enough: int) -> str:
    """Return what each person brings on the way to a target (比例), and whether fewer win as much by rounding."""
    if search.rule.shape != "比例" or by < 2:
        return ""
    points = score_one(search.indicator, with_figure(bench, after)).points or Fraction(0)
    before = score_one(search.indicator, bench).points or Fraction(0)
    unit = search.rules[after.name].unit
    said = f"每 1 {unit}约增 {decimal_text((points - before) / by, 3)} 分" if points > before else ""
    return said + (f"，得分取两位小数，{enough} {unit}即得满分" if enough < by else "")


def _all_tests(search: _Search, bench: Bench, _now: Score) -> Iterator[Found]:
    needs, after = needs_of(search.rule.tests, bench, search.rules)
    if needs:
        yield needs, after, ""


def _missing_items(search: _Search, bench: Bench, now: Score) -> Iterator[Found]:
    if search.rule.fact is None:
        yield from _by_figure(search, bench, now)
        return
    there = list(bench.fact(search.rule.fact) or [])
    missing = [item for item in search.rule.items if item not in there]
    for number in range(1, len(missing) + 1):
        added = missing[:number]
        after = with_fact(bench, search.rule.fact, there + added)
        yield [Need(f"补齐{search.rule.fact}（{'、'.join(map(str, added))}）", number)], after, ""


def _higher_tiers(search: _Search, bench: Bench, now: Score) -> Iterator[Found]:
    path = search.rule.fact or ""
    for tier, points in sorted(search.rule.tiers.items(), key=lambda pair: pair[1]):
        if points > (now.points or 0):
            yield [Need(f"争取“{path}”达到“{tier}”", None)], with_fact(bench, path, tier), ""


_SHAPES: Mapping[str, Callable[[_Search, Bench, Score], Iterator[Found]]] = {
    "分档": _by_figure,
    "达标": _all_tests,
    "比例": _by_figure,
    "扣分": _missing_items,
    "计分": _by_figure,
    "等级": _higher_tiers,
    "评判": lambda search, bench, now: iter(()),
}
