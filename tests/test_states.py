"""States of a dossier: kept once a day, read back as they were, damaged ones told and left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.data.states import (
    State,
    StateFigure,
    TaskThen,
    TroubleThen,
    path_of,
    read_states,
    series,
    state_before,
    state_from,
    state_text,
)
from hqe_docs.office.states import keep
from hqe_docs.problems import Problems

THURSDAY = date(2023, 7, 6)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
FRACTIONS = st.none() | st.fractions(-(10**9), 10**9, max_denominator=10**9)
POINTS = st.none() | st.decimals(0, 200, places=2)
WHOLE = st.integers(0, 10**9)
NUMERATORS = st.none() | WHOLE | st.fractions(0, 100).filter(lambda it: it.denominator > 1)
FIGURES = st.builds(StateFigure, FRACTIONS, NUMERATORS, st.none() | WHOLE, WORDS)
TASKS = st.dictionaries(st.integers(0, 99), st.builds(TaskThen, WORDS, FRACTIONS), max_size=4)
TROUBLES = st.builds(TroubleThen, WORDS, st.none() | DAYS, WORDS, WORDS, st.none() | DAYS, st.booleans())
STATES = st.builds(
    State,
    DAYS,
    st.dictionaries(WORDS, FIGURES, max_size=4),
    st.dictionaries(WORDS, WHOLE, max_size=4),
    TASKS,
    POINTS,
    POINTS,
    st.lists(TROUBLES, max_size=3).map(tuple),
)


def some(day: date = THURSDAY, rows: int = 3) -> State:
    figure = StateFigure(Fraction(19, 20), 19, 20, "95.00%")
    return State(day, {"就业率": figure}, {"劳动力资源台账": rows}, {1: TaskThen("进行中", Fraction(3, 5))})


def files(folder: Path) -> Mapping[str, str]:
    kept = folder / ".hqe"
    return {it.relative_to(kept).as_posix(): it.read_text("utf-8") for it in kept.rglob("*") if it.is_file()}


@given(STATES)
def test_a_state_written_and_read_is_the_same(state: State):
    assert state_from(state_text(state)) == state
    assert state_text(state_from(state_text(state))) == state_text(state)


def test_a_state_kept_is_read_back_by_its_day(tmp_path: Path):
    later = some(date(2023, 7, 13))
    assert [*keep(tmp_path, later), *keep(tmp_path, some())] == []
    found = Problems()
    assert read_states(tmp_path, found) == [some(), later]
    assert not list(found)


def test_keeping_the_same_again_changes_nothing(tmp_path: Path):
    keep(tmp_path, some())
    before = path_of(tmp_path, THURSDAY).stat()
    keep(tmp_path, some())
    assert path_of(tmp_path, THURSDAY).stat() == before
    assert list(files(tmp_path)) == ["状态/2023-07-06.json"]


def test_what_another_state_of_the_day_replaces_is_kept_beside(tmp_path: Path):
    for rows in (3, 4, 5):
        keep(tmp_path, some(rows=rows))
    assert read_states(tmp_path, Problems()) == [some(rows=5)]
    assert {name: state_from(text).rows["劳动力资源台账"] for name, text in files(tmp_path).items()} == {
        "状态/2023-07-06.json": 5,
        "状态/旧/2023-07-06-1.json": 3,
        "状态/旧/2023-07-06-2.json": 4,
    }


WHOLE_TEXT = state_text(some())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        "[" * 100_000,
        WHOLE_TEXT[:-40],
        WHOLE_TEXT.replace("19/20", "19/0"),
        WHOLE_TEXT.replace("19/20", "1e999999999"),
        WHOLE_TEXT.replace('"版本": 1', '"版本": 2'),
        WHOLE_TEXT.replace("2023-07-06", "2023-07-07"),
        WHOLE_TEXT.replace("2023-07-06", "2023年7月6日"),
        WHOLE_TEXT.replace('"劳动力资源台账": 3', '"劳动力资源台账": "3"'),
        WHOLE_TEXT.replace('"劳动力资源台账": 3', '"劳动力资源台账": true'),
        WHOLE_TEXT.replace('"总分": null', '"总分": "NaN"'),
        WHOLE_TEXT.replace('"数据": {', '"数据": [').replace("}\n },", "}\n ],"),
    ],
)
def test_a_damaged_or_foreign_file_is_one_warning_and_the_others_are_read(tmp_path: Path, text: str):
    keep(tmp_path, some(date(2023, 7, 13)))
    path_of(tmp_path, THURSDAY).write_text(text, "utf-8")
    found = Problems()
    assert read_states(tmp_path, found, "梅州村") == [some(date(2023, 7, 13))]
    (item,) = found
    assert (item.code, item.severity) == ("P201", "warning")
    assert item.where.file == "梅州村/.hqe/状态/2023-07-06.json"


def test_other_files_in_the_folder_are_nobodys_business(tmp_path: Path):
    keep(tmp_path, some())
    (path_of(tmp_path, THURSDAY).parent / "说明.txt").write_text("备忘", "utf-8")
    found = Problems()
    assert (len(read_states(tmp_path, found)), list(found)) == (1, [])


def test_a_folder_without_states_has_none(tmp_path: Path):
    assert read_states(tmp_path / "没有", Problems()) == []


def test_a_series_leaves_out_days_without_the_figure():
    unknown = State(date(2023, 7, 13), {"就业率": StateFigure(None, text="无法计算")})
    states = [some(), unknown, State(date(2023, 7, 20)), some(date(2023, 7, 27))]
    assert [(it.day.day, it.figure.text) for it in series(states, "就业率")] == [
        (6, "95.00%"),
        (27, "95.00%"),
    ]


def test_the_state_before_a_day_is_the_last_one_within_reach():
    states = [some(), some(date(2023, 7, 13)), some(date(2023, 7, 20))]
    assert state_before(states, date(2023, 7, 20)) == states[1]
    assert state_before(states, date(2023, 7, 6)) is None
    assert state_before(states, date(2023, 7, 27), since=date(2023, 7, 21)) is None


def test_points_keep_their_cents():
    state = State(THURSDAY, total=Decimal("69.34"), possible=Decimal("89.5"))
    assert state_from(state_text(state)) == state
