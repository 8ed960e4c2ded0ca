"""Figures and scores of dossiers in the shapes of the contract's JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from hqe_docs.data.scores.figures import Figure
from hqe_docs.data.scores.rules import Score
from hqe_docs.data.scores.scoring import ScoreSheet
from hqe_docs.office.scores.explain import rule_text
from hqe_docs.office.workspace import Loaded, Progress, each_dossier, walk_dossiers
from hqe_docs.problems import Problems
from hqe_docs.values import decimal_text, did_you_mean


def figures_json(
    paths: Sequence[Path],
    names: Sequence[str] = (),
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Return every figure (or those of `names`) of each dossier, with the rows behind it."""
    found, dossiers = Problems(), []
    known: dict[str, None] = {}
    for loaded in _each(paths, libraries, progress, found):
        if (counter := loaded.counter) is None:
            continue
        rules = counter.edition.figures
        known |= dict.fromkeys(rules)
        chosen = [counter.figure(name) for name in names or rules if name in rules]
        if chosen and loaded.ledgers:
            dossiers.append({"dossier": loaded.name, "figures": [figure_json(item) for item in chosen]})
    for name in names:
        if known and name not in known:
            hint = did_you_mean(name, known)
            found.add("R105", hint=hint, found=name, known="、".join(known))
    return {"problems": list(found), "dossiers": dossiers}


def figure_json(figure: Figure, *, rows: bool = True) -> dict[str, Any]:
    """Return a figure in the contract's shape, and what it counts or lacks."""
    return {
        "name": figure.name,
        "value": None if figure.value is None else figure.text,
        "numerator": _number(figure.numerator),
        "denominator": figure.denominator,
        "source": figure.source,
        "rows": figure.rows() if rows else [],
        "note": figure.note,
        "missing": figure.missing,
    }


def score_json(
    paths: Sequence[Path],
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
    only: int | None = None,
    *,
    rows: bool = True,
) -> dict[str, Any]:
    """Return the score sheet of each 创建点, or `only` one item of it; an outer dossier stands for those below.

    Without `rows` nobody asks for the places of the rows counted, which are most of a long answer.
    """
    found, dossiers = Problems(), []
    for loaded, sheet in scored(paths, libraries, progress, found):
        dossiers.append(sheet_json(loaded.name, sheet, only, rows=rows))
    if only is not None and dossiers and not any(item["items"] for item in dossiers):
        found.add("R109", no=only)
    return {"problems": list(found), "dossiers": dossiers}


def scored(
    paths: Sequence[Path],
    libraries: Sequence[Path],
    progress: Progress | None,
    found: Problems,
    note: Callable[[Loaded, Problems], None] | None = None,
) -> Iterator[tuple[Loaded, ScoreSheet]]:
    """Yield each 创建点 at `paths` and below with its score sheet; it is let go after its turn.

    `note` says of every dossier what has to be told; all of its problems unless it is given.
    """
    for loaded in walk_dossiers(paths, libraries=libraries, progress=progress):
        (note or tell_all)(loaded, found)
        if loaded.sheet:
            yield loaded, loaded.sheet
        elif loaded.is_sound and loaded.edition and not stands_for_others(loaded):
            point = loaded.sound.data.point
            found.add("D124", loaded.sound.at("创建点", "角色"), name=point.name, role=point.role)
        loaded.let_go()


def tell_all(loaded: Loaded, found: Problems) -> None:
    """Note all problems of a dossier and of the ledgers it is scored by."""
    found.extend(loaded.dossier_problems)
    if not stands_for_others(loaded):
        found.extend(loaded.ledger_problems)


def stands_for_others(loaded: Loaded) -> bool:
    """Say whether a dossier has no score of its own but those below have; its own ledgers then decide nothing."""
    data = loaded.sound.data if loaded.is_sound else None
    return data is not None and data.point.role != "创建点" and bool(data.below)


def sheet_json(name: str, sheet: ScoreSheet, only: int | None = None, *, rows: bool = True) -> dict[str, Any]:
    """Return a score sheet in the contract's shape."""
    return {
        "dossier": name,
        **totals_json(sheet),
        "items": [
            item_json(item, sheet, rows=rows) for item in sheet.scores if only in (None, item.indicator.no)
        ],
        "settings": list(sheet.settings),
    }


def totals_json(sheet: ScoreSheet) -> dict[str, str]:
    """Return what a sheet sums up to."""
    return {
        "total": decimal_text(sheet.total),
        "possible": decimal_text(sheet.possible),
        "full": decimal_text(sheet.edition.full),
    }


def item_json(item: Score, sheet: ScoreSheet, *, rows: bool = True) -> dict[str, Any]:
    """Return one indicator's score in the contract's shape, and what explains it."""
    indicator, figure, point = item.indicator, item.figure, sheet.dossier.data.point
    return {
        "no": indicator.no,
        "title": indicator.content,
        "category": indicator.category,
        "full": decimal_text(indicator.full),
        **points_json(item),
        "numerator": _text(figure.numerator) if figure else None,
        "denominator": _text(figure.denominator) if figure else None,
        "rows": figure.rows() if figure and rows else [],
        "conditions": [{"label": it.label, "holds": it.holds, "text": it.text} for it in item.conditions],
        "remarks": list(item.remarks),
        "rule": rule_text(indicator, point.level, point.kind),
        "standard": indicator.standard,
        "reference": f"{sheet.edition.reference.number} {indicator.reference}",
    }


def points_json(item: Score) -> dict[str, Any]:
    """Return what an indicator got and why."""
    points = None if item.points is None else decimal_text(item.points)
    return {"points": points, "state": item.state, "reason": item.reason}


def _number(number: int | Fraction | None) -> int | str | None:
    return decimal_text(number) if isinstance(number, Fraction) else number


def _text(number: int | Fraction | None) -> str | None:
    return None if number is None else decimal_text(number)


def _each(
    paths: Sequence[Path], libraries: Sequence[Path], progress: Progress | None, found: Problems
) -> Iterator[Loaded]:
    """Yield each dossier at `paths` and below, its problems noted; what it read is let go after its turn."""
    for top in each_dossier(paths, libraries=libraries, progress=progress):
        for loaded in top.each():
            found.extend(loaded.problems)
            yield loaded
            loaded.let_go()
