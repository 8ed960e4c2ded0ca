"""Dated states of a dossier: what its figures, ledgers, tasks and difficulties were on a day; numbers, no persons."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from hqe_docs.problems import Location, Problems
from hqe_docs.values import whole_if_so

FOLDER = Path(".hqe") / "状态"
FORMER = "旧"  # the folder, inside, of what was replaced on its own day
VERSION = 1
LARGEST = 8 << 20  # bytes; a state of a county has some 10 KiB
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}\.json")
_FRACTION = re.compile(r"-?\d{1,40}(/[1-9]\d{0,39})?")
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,15})?")


@dataclass(frozen=True, slots=True)
class StateFigure:
    """A figure as it was: None where it could not be computed; `text` is what papers printed."""

    value: Fraction | None
    numerator: int | Fraction | None = None
    denominator: int | None = None
    text: str = ""

    @property
    def is_rate(self) -> bool:
        """Whether it was printed as a percentage, so that changes are 百分点."""
        return self.text.endswith("%")


class TaskThen(NamedTuple):
    """A task as it was: 状态 and 进度."""

    state: str
    progress: Fraction | None = None


@dataclass(frozen=True, slots=True)
class TroubleThen:
    """A difficulty as it was; `key` tells it again later without its words (data/troubles.key_of)."""

    key: str
    dated: date | None = None
    level: str = ""
    state: str = ""
    answered_on: date | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """What a dossier was on `day`; `total` and `possible` as the score sheet prints them, None without one."""

    day: date
    figures: Mapping[str, StateFigure] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    tasks: Mapping[int, TaskThen] = field(default_factory=dict)
    total: Decimal | None = None
    possible: Decimal | None = None
    troubles: Sequence[TroubleThen] = ()


class Point(NamedTuple):
    """One day of a figure's series."""

    day: date
    figure: StateFigure


def series(states: Sequence[State], figure: str) -> list[Point]:
    """Return a figure's days in order, those on which it was not counted or could not be left out."""
    known = ((state.day, state.figures.get(figure)) for state in states)
    return [Point(day, it) for day, it in known if it is not None and it.value is not None]


def state_before(states: Sequence[State], day: date, since: date | None = None) -> State | None:
    """Return the last state before `day`, and not before `since`; None when there is none."""
    earlier = [it for it in states if it.day < day and (since is None or it.day >= since)]
    return max(earlier, key=lambda it: it.day, default=None)


# ---------------------------------------------------------------- reading
def path_of(folder: Path, day: date) -> Path:
    """Return where the dossier in `folder` keeps the state of a day."""
    return folder / FOLDER / f"{day.isoformat()}.json"


def state_files(folder: Path) -> list[Path]:
    """Return the files of the states kept of the dossier in `folder`, by day."""
    kept = folder / FOLDER
    try:
        return [path for path in sorted(kept.iterdir()) if _NAME.fullmatch(path.name)]
    except OSError:  # there is none, or nobody may look into it
        return []


def read_states(folder: Path, found: Problems, label: str = "") -> list[State]:
    """Return the states kept of the dossier in `folder`, by day; one that can't be read is a problem and left out.

    `label` is the folder as messages show it.
    """
    states = []
    for path in state_files(folder):
        where = Location((Path(label) / FOLDER / path.name).as_posix())
        try:
            state = _state_at(path)
        except OSError:
            found.add("P201", where, detail="文件打不开")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            found.add("P201", where, detail="内容残缺，或者不是本程序保存的")
        else:
            states.append(state)
    return states


def _state_at(path: Path) -> State:
    if path.stat().st_size > LARGEST:
        raise ValueError(path)
    state = state_from(path.read_text("utf-8"))
    if state.day.isoformat() != path.stem:
        raise ValueError(state.day)
    return state


def state_from(text: str) -> State:
    """Return the state that `state_text` wrote; ValueError, TypeError, KeyError or AttributeError where it did not."""
    said = json.loads(text)
    if said["版本"] != VERSION:
        raise ValueError(said["版本"])
    points = said["得分"]
    return State(
        date.fromisoformat(said["日期"]),
        {_word(name): _figure_from(item) for name, item in said["数据"].items()},
        {_word(name): _whole(item) for name, item in said["行数"].items()},
        {int(number): _task_from(item) for number, item in said["任务"].items()},
        _decimal_from(points["总分"]),
        _decimal_from(points["可能总分"]),
        tuple(_trouble_from(item) for item in said["问题"]),
    )


def _figure_from(said: Mapping[str, Any]) -> StateFigure:
    above, below = _fraction_from(said["分子"]), said["分母"]
    return StateFigure(
        _fraction_from(said["数值"]),
        None if above is None else whole_if_so(above),
        None if below is None else _whole(below),
        _word(said["显示"]),
    )


def _task_from(said: Mapping[str, Any]) -> TaskThen:
    return TaskThen(_word(said["状态"]), _fraction_from(said["进度"]))


def _trouble_from(said: Mapping[str, Any]) -> TroubleThen:
    days = (said["日期"], said["答复日期"])
    dated, answered = (None if day is None else date.fromisoformat(day) for day in days)
    closed = said["办结"]
    if not isinstance(closed, bool):
        raise TypeError(closed)
    return TroubleThen(_word(said["记号"]), dated, _word(said["层级"]), _word(said["状态"]), answered, closed)


def _word(said: Any) -> str:
    if not isinstance(said, str):
        raise TypeError(said)
    return said


def _whole(said: Any) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or said < 0:
        raise TypeError(said)
    return said


def _fraction_from(said: Any) -> Fraction | None:
    if said is None:
        return None
    if not _FRACTION.fullmatch(said):  # no exponents: they keep exact arithmetic busy for ever
        raise ValueError(said)
    return Fraction(said)


def _decimal_from(said: Any) -> Decimal | None:
    if said is None:
        return None
    if not _DECIMAL.fullmatch(said):
        raise ValueError(said)
    return Decimal(said)


# ---------------------------------------------------------------- writing
def state_text(state: State) -> str:
    """Return a state as its file holds it: the same state gives the same text."""
    said = {
        "版本": VERSION,
        "日期": state.day.isoformat(),
        "数据": {name: _figure_said(item) for name, item in state.figures.items()},
        "行数": dict(state.rows),
        "任务": {str(no): {"状态": it.state, "进度": _said(it.progress)} for no, it in state.tasks.items()},
        "得分": {"总分": _said(state.total), "可能总分": _said(state.possible)},
        "问题": [dict(_trouble_said(item)) for item in state.troubles],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _figure_said(figure: StateFigure) -> dict[str, Any]:
    return {
        "数值": _said(figure.value),
        "分子": _said(figure.numerator),
        "分母": figure.denominator,
        "显示": figure.text,
    }


def _trouble_said(trouble: TroubleThen) -> Iterator[tuple[str, Any]]:
    yield "记号", trouble.key
    yield "日期", _day_said(trouble.dated)
    yield "层级", trouble.level
    yield "状态", trouble.state
    yield "答复日期", _day_said(trouble.answered_on)
    yield "办结", trouble.closed


def _said(number: Fraction | Decimal | int | None) -> str | None:
    return None if number is None else f"{number:f}" if isinstance(number, Decimal) else str(number)


def _day_said(day: date | None) -> str | None:
    return day.isoformat() if day else None
