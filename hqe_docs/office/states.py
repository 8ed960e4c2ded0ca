"""States of dossiers made and kept: one file a day under .hqe/状态, what it replaces kept beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from hqe_docs.data.calendar import load_calendar
from hqe_docs.data.programme.weeks import week_of, weeks
from hqe_docs.data.schema import Trouble
from hqe_docs.data.scores.figures import Figure
from hqe_docs.data.states import (
    FOLDER,
    FORMER,
    State,
    StateFigure,
    TaskThen,
    TroubleThen,
    path_of,
    state_text,
)
from hqe_docs.data.troubles import is_closed, key_of
from hqe_docs.office.workspace import Loaded
from hqe_docs.paper.wholefiles import write_file
from hqe_docs.problems import Location, Problem, Problems, problem, reason_of
from hqe_docs.values import decimal_text

PAPER = "周报"


def state_of(loaded: Loaded, day: date) -> State:
    """Return what a sound dossier is on `day`; the ledgers are those that lie there now.

    Figures and points are those of that day, of 基准日 once it has passed.
    """
    at = loaded if day == loaded.sound.data.point.reference_date else _with_own_ledgers(loaded, day)
    sheet, data = at.sheet, at.sound.data
    figures = at.figures if at.ledgers else {}
    return State(
        day,
        {name: _then(figure) for name, figure in figures.items()},
        {name: ledger.frame.height for name, ledger in sorted(at.ledgers.items())},
        {task.number: TaskThen(task.state, task.progress) for task in data.tasks},
        _printed(sheet.total) if sheet else None,
        _printed(sheet.possible) if sheet else None,
        tuple(_trouble(it) for it in data.troubles),
    )


def _with_own_ledgers(loaded: Loaded, day: date) -> Loaded:
    """Return the dossier as of `day` with the ledgers that are read already."""
    at = loaded.in_week_of(day)
    at.__dict__["shelf"] = loaded.shelf
    return at


def _then(figure: Figure) -> StateFigure:
    return StateFigure(figure.value, figure.numerator, figure.denominator, figure.text)


def _printed(points: Fraction) -> Decimal:
    return Decimal(decimal_text(points))


def _trouble(it: Trouble) -> TroubleThen:
    answered, closed = it.answered_on, is_closed(it.state)
    return TroubleThen(key_of(it), it.dated, it.level or "", it.state or "", answered, closed=closed)


# ---------------------------------------------------------------- on the day of a report
def as_reported(loaded: Loaded, day: date) -> Loaded:
    """Return a sound dossier as of `day`; what it says of the period of another week's 周报 is left out."""
    at = loaded.in_week_of(day)
    said = at.sound.data.papers.get(PAPER)
    if said is None or (said.start and said.end and said.start <= day <= said.end):
        return at
    open_ = said.model_copy(update={"period": None, "start": None, "end": None})
    data = at.sound.data.model_copy(update={"papers": {**at.sound.data.papers, PAPER: open_}})
    return replace(at, dossier=replace(at.sound, data=data))


def kept_state(loaded: Loaded, day: date) -> Iterator[Problem]:
    """Keep the state of a dossier whose ledgers can be read; yield what hindered it, and what is to be told."""
    if loaded.is_broken:
        return
    calendar = load_calendar(loaded.library, Problems())
    known = weeks(loaded.programme, loaded.sound.data.settings, calendar)
    if known and week_of(known, day) is None:
        first, last = known[0].start, known[-1].end
        yield problem("P202", Location(loaded.label or None), day=day, first=first, last=last)
    state = state_of(loaded, day)
    former = next((it for it in loaded.states if it.day == day), state)
    if former != state:
        yield problem("P205", Location(loaded.label or None), day=day, former=(FOLDER / FORMER).as_posix())
    yield from keep(loaded.folder, state)


# ---------------------------------------------------------------- keeping
def keep(folder: Path, state: State) -> list[Problem]:
    """Keep the state of a dossier; return what hindered it.

    The same state again changes nothing; another of the same day takes its place, the former goes into 旧.
    """
    path = path_of(folder, state.day)
    content = state_text(state).encode("utf-8")
    try:
        former = path.read_bytes() if path.is_file() else None
    except OSError as error:
        return [problem("P201", Location(path.name), detail=reason_of(error))]
    if former == content:
        return []
    hindered = write_file(_former_name(path), former) if former is not None else []
    return hindered or write_file(path, content)


def _former_name(path: Path) -> Path:
    """Return a name that is still free for what was kept at `path`."""
    number = 1
    while (free := path.parent / FORMER / f"{path.stem}-{number}.json").exists():
        number += 1
    return free
