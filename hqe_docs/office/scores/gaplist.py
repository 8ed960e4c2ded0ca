"""What dossiers lost and what would win it, in the shape of `hqe gaps --json`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hqe_docs.data.scores.gaps import Gap, marks_lost, winnable
from hqe_docs.data.scores.scoring import ScoreSheet
from hqe_docs.data.scores.steps import Step
from hqe_docs.data.scores.workrows import WorkList, WorkRow, work_list
from hqe_docs.office.scores.numbers import points_json, scored, totals_json
from hqe_docs.office.workspace import Loaded, Progress
from hqe_docs.problems import Problems
from hqe_docs.values import decimal_text


def gaps_json(
    paths: Sequence[Path],
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
    *,
    most: int,
    unmask: bool = False,
) -> dict[str, Any]:
    """Return the gaps of each 创建点, most points for least effort first, with up to `most` rows to work on each."""
    found = Problems()
    sheets = scored(paths, libraries, progress, found)
    dossiers = [_dossier(loaded, sheet, most, unmask) for loaded, sheet in sheets]
    return {"problems": list(found), "dossiers": dossiers}


def _dossier(loaded: Loaded, sheet: ScoreSheet, most: int, unmask: bool) -> dict[str, Any]:
    return {
        "dossier": loaded.name,
        **totals_json(sheet),
        "lost": decimal_text(marks_lost(sheet)),
        "pending": decimal_text(sheet.pending_marks),
        "winnable": decimal_text(winnable(loaded.gaps)),
        "items": [_item(gap, loaded, most, unmask) for gap in loaded.gaps],
    }


def _item(gap: Gap, loaded: Loaded, most: int, unmask: bool) -> dict[str, Any]:
    item, work = gap.score, WorkList()
    if loaded.counter:
        work = work_list(gap, loaded.figures, loaded.counter, unmask=unmask, most=most)
    return {
        "no": item.indicator.no,
        "title": item.indicator.content,
        "full": decimal_text(item.indicator.full),
        **points_json(item),
        "lost": decimal_text(item.lost),
        "steps": [_step(step) for step in gap.steps],
        "rows": [row.place for row in work.rows],
        "people": [_person(row) for row in work.rows],
        "more": work.more,
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "text": step.text,
        "count": step.count,
        "amount": step.amount,
        "gain": None if step.gain is None else decimal_text(step.gain),
        "per_point": step.price or None,
        "reaches": step.reaches or None,
    }


def _person(row: WorkRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "number": row.number,
        "ledger": row.ledger,
        "row": row.row,
        "note": row.note,
    }
