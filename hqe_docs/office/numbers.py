"""Figures and scores of dossiers in the shapes of the contract's JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from hqe_docs.data.figures import Figure
from hqe_docs.data.rules import Score
from hqe_docs.data.scoring import ScoreSheet
from hqe_docs.office.explain import rule_text
from hqe_docs.office.workspace import Loaded, Progress, each_dossier
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
        figures = loaded.figures
        known |= dict.fromkeys(figures)
        chosen = [figures[name] for name in names or figures if name in figures]
        if figures and loaded.ledgers:
            dossiers.append({"dossier": loaded.name, "figures": [_figure(item) for item in chosen]})
    for name in names:
        if known and name not in known:
            hint = did_you_mean(name, known)
            found.add("R105", hint=hint, found=name, known="、".join(known))
    return {"problems": list(found), "dossiers": dossiers}


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "name": figure.name,
        "value": None if figure.value is None else figure.text,
        "numerator": _number(figure.numerator),
        "denominator": figure.denominator,
        "source": figure.source,
        "rows": figure.rows(),
        "note": figure.note,
        "missing": figure.missing,
    }


def score_json(
    paths: Sequence[Path],
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
    only: int | None = None,
) -> dict[str, Any]:
    """Return the score sheet of each 创建点, or `only` one item of it; an outer dossier stands for those below."""
    found = Problems()
    dossiers = [_sheet(loaded, sheet) for loaded, sheet in scored(paths, libraries, progress, found)]
    if only is not None:
        for sheet in dossiers:
            sheet["items"] = [item for item in sheet["items"] if item["no"] == only]
        if dossiers and not any(sheet["items"] for sheet in dossiers):
            found.add("R109", no=only)
    return {"problems": list(found), "dossiers": dossiers}


def scored(
    paths: Sequence[Path], libraries: Sequence[Path], progress: Progress | None, found: Problems
) -> list[tuple[Loaded, ScoreSheet]]:
    """Return each 创建点 at `paths` and below with its score sheet; what has none and nothing below is reported."""
    sheets = []
    for loaded in _each(paths, libraries, progress, found):
        if loaded.sheet:
            sheets.append((loaded, loaded.sheet))
        elif loaded.is_sound and not loaded.below:
            point = loaded.sound.data.point
            found.add("D124", loaded.sound.at("创建点", "角色"), name=point.name, role=point.role)
    return sheets


def _sheet(loaded: Loaded, sheet: ScoreSheet) -> dict[str, Any]:
    return {
        "dossier": loaded.name,
        "total": decimal_text(sheet.total),
        "possible": decimal_text(sheet.possible),
        "full": decimal_text(Fraction(sheet.edition.full)),
        "items": [_item(item, sheet) for item in sheet.scores],
        "settings": list(sheet.settings),
    }


def _item(item: Score, sheet: ScoreSheet) -> dict[str, Any]:
    indicator, figure = item.indicator, item.figure
    return {
        "no": indicator.no,
        "title": indicator.content,
        "category": indicator.category,
        "full": decimal_text(indicator.full),
        "points": None if item.points is None else decimal_text(item.points),
        "state": item.state,
        "reason": item.reason,
        "numerator": _text(figure.numerator) if figure else None,
        "denominator": _text(figure.denominator) if figure else None,
        "rows": figure.rows() if figure else [],
        "conditions": [{"label": it.label, "holds": it.holds, "text": it.text} for it in item.conditions],
        "rule": rule_text(indicator, sheet.dossier.data.point.level, sheet.dossier.data.point.kind),
        "standard": indicator.standard,
        "reference": f"{sheet.edition.reference.number} {indicator.reference}",
    }


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
