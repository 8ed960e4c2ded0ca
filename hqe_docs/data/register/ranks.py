"""Numbers that keep rows in the order of their sheet, so that a row in between moves none of the others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def ranked(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with `rank` growing from row to row, and `is_new` where it is not the one they had (or had none).

    As many as can keep theirs; a row between two others gets a rank in between.
    """
    import polars as pl

    rows = rows.with_columns(_growing(rows["rank"]))
    made = rows.with_columns(_filled(rows["rank"]).alias("made"))
    if not (made["made"].diff().drop_nulls() > 0).all():  # no room left between two
        made = made.with_columns(
            pl.int_range(pl.len()).cast(pl.Float64).alias("made"), pl.lit(None).alias("rank")
        )
    return made.with_columns(pl.col("rank").is_null().alias("is_new"), pl.col("made").alias("rank")).drop(
        "made"
    )


def _growing(ranks: pl.Series) -> pl.Series:
    """Return the ranks with as few taken away as makes those left grow."""
    import polars as pl

    known = ranks.drop_nulls()
    if (known.diff().drop_nulls() > 0).all():
        return ranks
    places = ranks.is_not_null().arg_true().to_list()
    kept = {places[i] for i in longest_growing(known.to_list())}
    return pl.Series(
        ranks.name, [rank if i in kept else None for i, rank in enumerate(ranks)], dtype=pl.Float64
    )


def longest_growing(numbers: Sequence[float]) -> list[int]:
    """Return the places of a longest run of numbers, not necessarily neighbours, each greater than the one before."""
    ends: list[float] = []
    at: list[int] = []
    before: list[int] = []
    for i, number in enumerate(numbers):
        length = bisect_left(ends, number)
        ends[length:], at[length:] = (
            ([number], [i])
            if length == len(ends)
            else ([number, *ends[length + 1 :]], [i, *at[length + 1 :]])
        )
        before.append(at[length - 1] if length else -1)
    run, i = [], at[-1] if at else -1
    while i >= 0:
        run.append(i)
        i = before[i]
    return run[::-1]


def _filled(ranks: pl.Series) -> pl.Series:
    """Return the ranks with the gaps filled: evenly between two, by ones before the first and after the last."""
    import polars as pl

    known = ranks.is_not_null().arg_true()
    if known.is_empty():
        return pl.int_range(ranks.len(), eager=True).cast(pl.Float64)
    first, last = known[0], known[-1]
    place = pl.int_range(ranks.len(), eager=True).cast(pl.Float64)
    between = ranks.interpolate().fill_null(strategy="zero")
    lead, tail = place - float(first) + float(ranks[first]), place - float(last) + float(ranks[last])
    before = pl.Series(place < float(first))
    after = pl.Series(place > float(last))
    return between.zip_with(~before, lead).zip_with(~after, tail)
