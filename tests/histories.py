"""An invented history: states of dossiers before their reference day, made from what they are now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from hqe_docs.data.states import State, StateFigure, TaskThen
from hqe_docs.office.states import keep, state_of
from hqe_docs.office.workspace import Loaded, open_dossiers
from hqe_docs.values import decimal_text, percent_text

DAYS = tuple(date(2023, month, day) for month, day in ((7, 6), (7, 27), (8, 17), (9, 7), (9, 21), (10, 12)))


def with_history(folder: Path, days: Sequence[date] = DAYS) -> Path:
    """Keep states of the dossier in `folder` and of all below, each a little better than the one before."""
    for loaded in open_dossiers([folder]):
        for one in (loaded, *loaded.below):
            _keep_all(one, days)
    return folder


def _keep_all(loaded: Loaded, days: Sequence[date]) -> None:
    now = state_of(loaded, loaded.sound.data.point.reference_date)
    for number, day in enumerate(days):
        assert keep(loaded.folder, earlier(now, day, len(days) - number)) == []


def earlier(now: State, day: date, steps: int) -> State:
    """Return a state so many steps back: fewer counted, fewer tasks done, a difficulty that was open."""
    figures = {name: _less(figure, steps) for name, figure in now.figures.items()}
    tasks = {
        number: TaskThen("受阻" if steps > 3 else "进行中", Fraction(10 - steps, 10))
        if task.state == "已完成" and number % 3 < steps - 1
        else task
        for number, task in now.tasks.items()
    }
    troubles = tuple(replace(it, closed=False) for it in now.troubles)
    total = None if now.total is None else now.total - Decimal(3 * steps)
    return State(day, figures, now.rows, tasks, total, now.possible, troubles)


def _less(figure: StateFigure, steps: int) -> StateFigure:
    if figure.value is None or not figure.denominator or not isinstance(figure.numerator, int):
        return figure
    above = max(figure.numerator - steps * (1 + figure.denominator // 100), 0)
    value = Fraction(above, figure.denominator)
    return StateFigure(
        value, above, figure.denominator, percent_text(value) if figure.is_rate else decimal_text(value)
    )
