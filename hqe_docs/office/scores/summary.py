"""The score sheets of many creation points set side by side: ranked, summed, by indicator set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hqe_docs.data.scores.indicators import IndicatorSet
from hqe_docs.data.scores.scoring import ScoreSheet, full_of, total_of
from hqe_docs.values import decimal_text

EditionKey = tuple[str, int, tuple[tuple[object, ...], ...]]


@dataclass(frozen=True, slots=True)
class _Line:
    """Points by category, with their totals; `pending` counts indicators."""

    points: Mapping[str, Fraction]
    total: Fraction
    possible: Fraction
    pending: Fraction

    def printed(self, names: Sequence[str]) -> dict[str, Any]:
        """Return the line as templates print it; a category of another set is empty."""
        points = {name: decimal_text(self.points[name]) if name in self.points else "" for name in names}
        totals = {"总分": self.total, "可能总分": self.possible, "待核": self.pending}
        return {"得分": points} | {name: decimal_text(number) for name, number in totals.items()}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a summary needs of one score sheet: whose it is, its points, the full marks."""

    edition: EditionKey
    names: Mapping[str, str]
    line: _Line
    full: _Line


def entry_of(sheet: ScoreSheet) -> Entry:
    """Return what a summary needs of a sheet."""
    return Entry(edition_key(sheet.edition), _names(sheet), _line_of(sheet), _full(sheet))


def summary(entries: Sequence[Entry]) -> dict[str, Any]:
    """Return 汇总: 类别 of all indicator sets in order, and 组, one for each set.

    Totals of different sets can't be compared, so ranks, sums and means are those of a group.
    """
    groups: dict[EditionKey, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.edition, []).append(entry)
    names = list(dict.fromkeys(name for entry in entries for name in entry.line.points))
    return {"类别": names, "组": [_group(members, names) for members in groups.values()]}


def edition_key(edition: IndicatorSet) -> EditionKey:
    """Return what two indicator sets must share so that their points can be compared; a title may be kept in a copy."""
    items = tuple((it.no, it.category, it.content, it.full) for it in edition.indicators)
    return edition.title, edition.year, items


def _group(entries: Sequence[Entry], names: Sequence[str]) -> dict[str, Any]:
    title, year, _ = entries[0].edition
    totals = sorted((entry.line.total for entry in entries), reverse=True)
    ranked = sorted(entries, key=lambda entry: entry.line.total, reverse=True)
    lines = [entry.line for entry in entries]
    return {
        "体系": {"名称": title, "年度": year},
        "行": [
            {**entry.names, **entry.line.printed(names), "名次": totals.index(entry.line.total) + 1}
            for entry in ranked
        ],
        "满分": entries[0].full.printed(names),
        "合计": _sum(lines).printed(names),
        "平均": _sum(lines, len(lines)).printed(names),
    }


def _names(sheet: ScoreSheet) -> dict[str, str]:
    point = sheet.dossier.data.point
    above = point.parents[-1] if point.parents else ""
    return {"名称": point.name, "上级": above, "类型": point.kind, "级别": point.level}


def _line_of(sheet: ScoreSheet) -> _Line:
    points = {name: total_of(scores) for name, scores in sheet.categories().items()}
    pending = sum(score.points is None for score in sheet.scores)
    return _Line(points, sheet.total, sheet.possible, Fraction(pending))


def _full(sheet: ScoreSheet) -> _Line:
    full = {name: full_of(scores) for name, scores in sheet.categories().items()}
    marks = Fraction(sheet.edition.full)
    return _Line(full, marks, marks, Fraction(0))


def _sum(lines: Sequence[_Line], share: int = 1) -> _Line:
    """Return the sum of the lines divided by `share`, exactly."""
    names = dict.fromkeys(name for line in lines for name in line.points)
    points = {name: _added(line.points.get(name, Fraction(0)) for line in lines) / share for name in names}
    total, possible, pending = (
        _added(numbers) / share
        for numbers in zip(*((line.total, line.possible, line.pending) for line in lines), strict=True)
    )
    return _Line(points, total, possible, pending)


def _added(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0))
