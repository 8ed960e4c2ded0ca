"""Score sheets: every indicator's points of one dossier, their sums, and what must be said beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from hqe_docs.data.dossier import Dossier
from hqe_docs.data.scores.bench import Bench
from hqe_docs.data.scores.declared import facts_of, outside_of
from hqe_docs.data.scores.figures import Figure
from hqe_docs.data.scores.indicators import IndicatorSet
from hqe_docs.data.scores.rules import Score, State, score_one
from hqe_docs.values import decimal_text

STATE_NAMES: Mapping[State, str] = {"computed": "计算", "judged": "评判", "pending": "待核"}


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """All scores of one dossier; `settings` says how the rules that are left open were read (口径说明)."""

    dossier: Dossier
    edition: IndicatorSet
    scores: tuple[Score, ...]
    settings: tuple[str, ...]
    bench: Bench

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
        return full_of(item for item in self.scores if item.points is None)

    def categories(self) -> dict[str, list[Score]]:
        """Return category → its scores, in the sheet's order."""
        groups: dict[str, list[Score]] = {}
        for item in self.scores:
            groups.setdefault(item.indicator.category, []).append(item)
        return groups


def total_of(scores: Iterable[Score]) -> Fraction:
    """Return the sum of the points given so far."""
    return sum((item.points for item in scores if item.points is not None), Fraction(0))


def full_of(scores: Iterable[Score]) -> Fraction:
    """Return the sum of the full marks."""
    return sum((Fraction(item.indicator.full) for item in scores), Fraction(0))


def score(dossier: Dossier, edition: IndicatorSet, figures: Mapping[str, Figure]) -> ScoreSheet:
    """Return the dossier's score sheet; judged points come from 自评 and from nowhere else."""
    data = dossier.data
    bench = Bench(
        level=data.point.level,
        kind=data.point.kind,
        figures=figures,
        settings=edition.definitions.chosen(data.settings),
        facts=facts_of(data, edition),
        outside=outside_of(data),
        given=data.self_scores,
    )
    return score_bench(dossier, edition, bench)


def score_bench(dossier: Dossier, edition: IndicatorSet, bench: Bench) -> ScoreSheet:
    """Return the score sheet of what lies on the bench: as the dossier has it, or otherwise supposed."""
    scores = tuple(_with_evidence(score_one(item, bench), bench) for item in edition.indicators)
    notes = [f"{name}：{bench.settings[name]}。{setting.note}" for name, setting in edition.printed.items()]
    notes += [remark for item in scores for remark in item.remarks]
    return ScoreSheet(dossier, edition, scores, tuple(notes), bench)


def _with_evidence(result: Score, bench: Bench) -> Score:
    given = bench.given.get(result.indicator.no)
    return replace(result, evidence=tuple(given.evidence)) if given and given.evidence else result


def points_text(score: Score) -> str:
    """Return points as printed, "" while pending."""
    return "" if score.points is None else decimal_text(score.points)
