"""What is certain and what is possible where cells are blank, against every way in which the blanks may be filled."""

from __future__ import annotations

from itertools import product
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.data.conditions import Terms, expression
from hqe_docs.data.policies.certainty import Certainty

VALUES = ("一", "二")
COLUMNS = ("甲", "乙")
TERMS = Terms({"甲是一": {"列": "甲", "等于": "一"}}, {})
LEAVES = st.one_of(
    st.just("甲是一"),
    st.builds(lambda c, v: {"列": c, "等于": v}, st.sampled_from(COLUMNS), st.sampled_from(VALUES)),
    st.builds(lambda c: {"列": c, "属于": ["二"]}, st.sampled_from(COLUMNS)),
    st.just({"列": "甲", "等于列": "乙"}),
)
CONDITIONS: Any = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"全部": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda parts: {"任一": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda part: {"非": part}, inner),
        st.builds(
            lambda part, test, number: {"户内人数": part, test: str(number)},
            inner,
            st.sampled_from(["等于", "不小于", "小于"]),
            st.integers(0, 2),
        ),
    ),
    max_leaves=5,
)
ROWS = st.lists(st.tuples(*[st.sampled_from(["", *VALUES])] * 2), min_size=1, max_size=3)


def frame_of(rows: list[tuple[str, ...]]) -> pl.DataFrame:
    data = {name: [row[i] for row in rows] for i, name in enumerate(COLUMNS)}
    return pl.DataFrame({**data, "户编号": ["1"] * len(rows), "村（社区）": ["村"] * len(rows)})


def answers(rows: list[tuple[str, ...]], *exprs: pl.Expr) -> list[tuple[bool, ...]]:
    named = [expr.alias(str(i)) for i, expr in enumerate(exprs)]
    return frame_of(rows).with_columns(named).select(map(str, range(len(exprs)))).rows()


def fillings(rows: list[tuple[str, ...]]) -> list[list[tuple[str, ...]]]:
    """Return the rows with their blanks filled in every way."""
    choices = [VALUES if cell == "" else (cell,) for row in rows for cell in row]
    whole = product(*choices)
    return [[cells[i : i + 2] for i in range(0, len(cells), 2)] for cells in whole]


@given(CONDITIONS, ROWS)
def test_what_is_certain_holds_however_blanks_are_filled_and_what_is_impossible_never(condition, rows):
    node = Certainty(TERMS, lambda name: pl.col(name) == "").node(condition)
    bounds = answers(rows, node.certain, node.possible)
    for filled in fillings(rows):
        for (certain, possible), (holds,) in zip(
            bounds, answers(filled, expression(condition, TERMS)), strict=True
        ):
            assert certain <= holds <= possible


@given(CONDITIONS, ROWS)
def test_where_nothing_is_unknown_both_answers_are_the_plain_one(condition, rows):
    whole = [tuple(cell or "一" for cell in row) for row in rows]
    node = Certainty(TERMS, lambda _: pl.lit(False)).node(condition)
    for certain, possible, plain in answers(whole, node.certain, node.possible, expression(condition, TERMS)):
        assert certain == possible == plain
