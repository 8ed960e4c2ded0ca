"""测算: what a dossier would score if some of its figures, facts or points were otherwise; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hqe_docs.data.scores.rules import Score
from hqe_docs.data.scores.scoring import ScoreSheet, score_bench
from hqe_docs.data.scores.suppositions import Supposition, suppose
from hqe_docs.office.check import unique
from hqe_docs.office.scores.numbers import item_json, points_json, scored, totals_json
from hqe_docs.office.workspace import Progress
from hqe_docs.problems import Problems
from hqe_docs.values import decimal_text


def what_if(
    paths: Sequence[Path],
    said: Sequence[str],
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Return of each 创建点 what would change if what is `said` (名称=值) were so: {"problems", "dossiers"}.

    "items" are the indicators whose points, state or reason change, in the contract's shape, with "before".
    """
    found, dossiers = Problems(), []
    for loaded, sheet in scored(paths, libraries, progress, found):
        faults = Problems()
        bench, told = suppose(sheet.bench, sheet.edition, said, faults)
        found.extend(faults)
        if not faults.has_errors:
            after = score_bench(sheet.dossier, sheet.edition, bench)
            dossiers.append(_dossier(loaded.name, sheet, after, told))
    return {"problems": unique(found), "supposed": list(said), "dossiers": dossiers}


def _dossier(name: str, before: ScoreSheet, after: ScoreSheet, told: Sequence[Supposition]) -> dict[str, Any]:
    pairs = zip(before.scores, after.scores, strict=True)
    return {
        "dossier": name,
        "suppositions": [
            {"name": it.name, "before": it.before, "after": it.after, "note": it.note} for it in told
        ],
        **totals_json(after),
        "before": totals_json(before),
        "difference": decimal_text(after.total - before.total),
        "items": [
            item_json(then, after, rows=False) | {"before": points_json(now)}
            for now, then in pairs
            if _said(now) != _said(then)
        ],
    }


def _said(score: Score) -> tuple[object, ...]:
    return score.points, score.state, score.reason, score.conditions
