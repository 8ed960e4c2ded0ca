"""Gaps: for each indicator the points it lost and the steps that would win them, the easiest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hqe_docs.data.scores.needs import Need
from hqe_docs.data.scores.rules import Score
from hqe_docs.data.scores.scoring import ScoreSheet
from hqe_docs.data.scores.steps import Step, steps_of


@dataclass(frozen=True, slots=True)
class Gap:
    """An indicator that lost points or waits, and the steps that win some.

    Each step counts from today, so they are alternatives of growing ambition; those of a judged indicator are
    conditions that the data do not meet, which promise nothing.
    """

    score: Score
    steps: tuple[Step, ...] = ()

    @property
    def gain(self) -> Fraction:
        """The most that the steps win."""
        return max((step.gain for step in self.steps if step.gain), default=Fraction(0))

    @property
    def worth(self) -> Fraction:
        """Points for one person or item of the cheapest step."""
        return max((step.worth for step in self.steps), default=Fraction(0))

    def needs(self) -> Iterator[Need]:
        """Yield the needs of the most ambitious step, for judged indicators of all."""
        is_judged = self.score.indicator.rule.shape == "评判"
        for step in self.steps if is_judged else self.steps[-1:]:
            yield from step.needs


def gaps_of(sheet: ScoreSheet) -> list[Gap]:
    """Return the gaps, most points for least effort first.

    Computed indicators stand before pending and those before judged ones. Among computed ones those that something
    counted can win come first, by points for each person or item of their cheapest step; then those whose effort
    nobody can count (等级), by all points their steps win; then what can't be won. Pending and judged ones stand
    by the marks they lack; what is equal stays in the sheet's order.
    """
    lost = [item for item in sheet.scores if item.lost]
    found = [Gap(item, steps_of(item, sheet.bench, sheet.edition.figures)) for item in lost]
    order = {item.indicator.no: i for i, item in enumerate(sheet.scores)}
    return sorted(found, key=lambda gap: (*_rank(gap), order[gap.score.indicator.no]))


_GROUPS = {"computed": 0, "pending": 1, "judged": 2}


def _rank(gap: Gap) -> tuple[int, Fraction, Fraction]:
    if gap.score.state == "computed":
        return 0, -gap.worth, -gap.gain
    return _GROUPS[gap.score.state], Fraction(0), -gap.score.lost


def winnable(gaps: Sequence[Gap]) -> Fraction:
    """Return the points that the steps of all gaps win together."""
    return sum((gap.gain for gap in gaps), Fraction(0))


def marks_lost(sheet: ScoreSheet, *, pending: bool = True) -> Fraction:
    """Return the marks not won; those of `pending` indicators are lost while they are."""
    return Fraction(sheet.edition.full) - (sheet.total if pending else sheet.possible)
