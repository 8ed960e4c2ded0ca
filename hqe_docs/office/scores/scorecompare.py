"""Two score sheets side by side: of two dossiers, or of one on two days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hqe_docs.data.dossier import on_day
from hqe_docs.data.scores.figures import Counter, Figure
from hqe_docs.data.scores.rules import Score
from hqe_docs.data.scores.scoring import ScoreSheet, score
from hqe_docs.office.scores.numbers import figure_json, points_json, scored, totals_json
from hqe_docs.office.scores.summary import edition_key
from hqe_docs.office.workspace import Loaded, Progress
from hqe_docs.problems import Location, Problems
from hqe_docs.values import decimal_text

ONE_LEDGER = "两列用的是同一套台账，只有年龄、期限随日期变；当时的就业、参保情况要用当时的台账比较。"
TWO_EDITIONS = "两份档案用的指标体系不同，总分不能直接比较。"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its name, its day, its sheet."""

    name: str
    sheet: ScoreSheet

    @property
    def day(self) -> date | None:
        return self.sheet.dossier.data.point.reference_date

    def as_json(self) -> dict[str, Any]:
        return {
            "dossier": self.name,
            "day": self.day and self.day.isoformat(),
            **totals_json(self.sheet),
        }


def compare_dossiers(
    first: Path, second: Path, libraries: Sequence[Path] = (), progress: Progress | None = None
) -> dict[str, Any]:
    """Return {"problems", "comparisons"} of two 创建点."""
    found = Problems()
    sides = [_only_one(path, libraries, progress, found) for path in (first, second)]
    both = [side for side in sides if side]
    return {"problems": list(found), "comparisons": [_compared(*both)] if len(both) == len(sides) else []}


def _only_one(
    path: Path, libraries: Sequence[Path], progress: Progress | None, found: Problems
) -> Side | None:
    sides = [Side(loaded.name, sheet) for loaded, sheet in scored([path], libraries, progress, found)]
    if len(sides) > 1:
        found.add("R124", Location(path.as_posix()), name=path.name, count=len(sides))
    return sides[0] if len(sides) == 1 else None


def compare_days(
    path: Path, days: tuple[date, date], libraries: Sequence[Path] = (), progress: Progress | None = None
) -> dict[str, Any]:
    """Return {"problems", "comparisons"} of each 创建点 at `path` on two days: ages and validity follow the day."""
    found = Problems()
    compared = [
        _compared(*(_on(day, loaded, sheet) for day in days), note=ONE_LEDGER)
        for loaded, sheet in scored([path], libraries, progress, found)
    ]
    return {"problems": list(found), "comparisons": compared}


def _on(day: date, loaded: Loaded, sheet: ScoreSheet) -> Side:
    """Return the dossier's sheet as it would be with another 基准日; 年度 stays what it is."""
    dossier = on_day(loaded.sound, day)
    counter = Counter(dossier, sheet.edition, loaded.ledgers, loaded.shelf.unreadable)
    return Side(loaded.name, score(dossier, sheet.edition, counter.figures()))


# ---------------------------------------------------------------- what is set side by side
def _compared(first: Side, second: Side, *, note: str = "") -> dict[str, Any]:
    if edition_key(first.sheet.edition) != edition_key(second.sheet.edition):
        note = TWO_EDITIONS
    return {
        "note": note,
        "first": first.as_json(),
        "second": second.as_json(),
        "difference": decimal_text(second.sheet.total - first.sheet.total),
        "items": list(_items(first.sheet, second.sheet)),
        "figures": list(_figures(first.sheet, second.sheet)),
    }


def _items(first: ScoreSheet, second: ScoreSheet) -> Iterator[dict[str, Any]]:
    """Yield each indicator that one of them has; sets may differ, the same number may be another indicator."""
    one, other = _by_name(first), _by_name(second)
    for key in {**one, **other}:
        a, b = one.get(key), other.get(key)
        indicator = (a or other[key]).indicator
        yield {
            "no": indicator.no,
            "title": indicator.content,
            "category": indicator.category,
            "full": decimal_text(indicator.full),
            "first": points_json(a) if a else None,
            "second": points_json(b) if b else None,
            "difference": _difference(a, b),
        }


def _by_name(sheet: ScoreSheet) -> dict[tuple[int, str], Score]:
    return {(item.indicator.no, item.indicator.content): item for item in sheet.scores}


def _difference(a: Score | None, b: Score | None) -> str | None:
    """Return the second's points less the first's, None where one has none yet."""
    if a is None or b is None or a.points is None or b.points is None:
        return None
    return decimal_text(b.points - a.points)


def _figures(first: ScoreSheet, second: ScoreSheet) -> Iterator[dict[str, Any]]:
    """Yield the figures that differ."""
    one, other = first.bench.figures, second.bench.figures
    for name in {**one, **other}:
        a, b = one.get(name), other.get(name)
        if _seen(a) != _seen(b):
            yield {"name": name, "first": a and _figure(a), "second": b and _figure(b)}


def _seen(figure: Figure | None) -> tuple[object, ...] | None:
    return None if figure is None else (figure.value, figure.numerator, figure.denominator)


def _figure(figure: Figure) -> dict[str, Any]:
    whole = figure_json(figure, rows=False)
    return {key: whole[key] for key in ("value", "numerator", "denominator", "missing")}
