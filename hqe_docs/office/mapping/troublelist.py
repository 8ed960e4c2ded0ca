"""问题台账: the difficulties of a dossier and of those below, each with how its answer stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hqe_docs.data.calendar import load_calendar
from hqe_docs.data.schema import plain
from hqe_docs.data.troubles import Answer, answer_of, is_closed
from hqe_docs.office.workspace import Loaded
from hqe_docs.problems import Problem, Problems, problem


def trouble_list(loaded: Loaded, below: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return 问题台账: the dossier's own difficulties, then those of the dossiers below, numbered through."""
    rows = [*_own(loaded), *(row for inner in below for row in inner["问题台账"])]
    return [row | {"序号": number} for number, row in enumerate(rows, start=1)]


def _own(loaded: Loaded) -> Iterator[dict[str, Any]]:
    for trouble, answer in zip(loaded.sound.data.troubles, answers(loaded), strict=True):
        closed = is_closed(trouble.state)
        yield {"创建点": loaded.name} | plain(trouble) | _shown(answer) | {"办结": closed}


def _shown(answer: Answer) -> dict[str, Any]:
    return {
        "用时": answer.taken,
        "时限": answer.limit,
        "计日": answer.unit,
        "答复机关": answer.level.organ if answer.level else "",
        "待答复": answer.is_waiting,
        "超期": "是" if answer.is_late else "" if answer.taken is None or answer.limit is None else "否",
        "应提请": answer.upward.organ if answer.upward else "",
    }


def answers(loaded: Loaded) -> list[Answer]:
    """Return how each difficulty's answer stands on 基准日."""
    data, programme = loaded.sound.data, loaded.programme
    rules = programme.escalation if programme else None
    chosen = programme.chosen(data.settings) if programme else {}
    day, calendar = data.point.reference_date, load_calendar(loaded.library, Problems())
    return [answer_of(trouble, day, rules, chosen, calendar) for trouble in data.troubles]


def late_answers(loaded: Loaded) -> Iterator[Problem]:
    """Yield each difficulty that waits longer for its answer than its level may take."""
    for i, answer in enumerate(answers(loaded) if loaded.is_sound else ()):
        if not (answer.is_waiting and answer.is_late and answer.level):
            continue
        organ = answer.level.organ
        upward = answer.upward.organ if answer.upward else ""
        advice = f"提请{upward}协调解决" if upward else f"请{organ}尽快答复"
        where = loaded.sound.at("问题", i)
        times: dict[str, Any] = {"taken": answer.taken, "limit": answer.limit, "unit": answer.unit}
        yield problem("P203", where, number=i + 1, organ=organ, advice=advice, **times)
