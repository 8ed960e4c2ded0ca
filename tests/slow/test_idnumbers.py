"""Two million right numbers, and every change of one character in all eighteen places: none slips through."""

from __future__ import annotations

import polars as pl

from hqe_docs.data.idnumber import judge

COUNT, DAYS = 2_000_000, 45_000
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1)
MARKS = "0123456789X"


def numbers() -> pl.DataFrame:
    """Return different numbers of county 360999 and their 18 values, by the definition of ISO 7064 MOD 11-2."""
    order = pl.int_range(COUNT, eager=True).alias("序")
    born = pl.lit("1900-01-01").str.to_date() + pl.duration(days=pl.col("序") % DAYS)
    first = pl.concat_str(
        pl.lit("360999"), born.dt.strftime("%Y%m%d"), (pl.col("序") // DAYS).cast(pl.String).str.zfill(3)
    )
    frame = order.to_frame().select(first.alias("号码"))
    values = [pl.col("号码").str.slice(i, 1).cast(pl.Int64).alias(f"{i}") for i in range(17)]
    frame = frame.with_columns(values).with_columns(((12 - _sum(17) % 11) % 11).alias("17"))
    mark = pl.col("17").replace_strict(dict(enumerate(MARKS)), return_dtype=pl.String)
    return frame.with_columns(pl.col("号码") + mark)


def _sum(places: int) -> pl.Expr:
    return pl.sum_horizontal(pl.col(f"{i}") * WEIGHTS[i] for i in range(places))


def test_two_million_generated_numbers_are_right():
    assert [number for number in numbers()["号码"] if judge(number) is not None] == []


def test_every_change_of_one_character_of_them_breaks_the_check():
    """By ISO 7064 a number is right when its weighted sum is one modulo eleven; the check of `judge` is that one."""
    frame = numbers().with_columns((_sum(18) % 11).alias("和"))
    assert frame["和"].unique().to_list() == [1]
    unnoticed = 0
    for place in range(18):
        for other in range(11 if place == 17 else 10):
            changed = (pl.col("和") + (other - pl.col(f"{place}")) * WEIGHTS[place]) % 11 == 1
            unnoticed += frame.select((changed & (pl.col(f"{place}") != other)).sum()).item()
    assert unnoticed == 0


def test_judge_refuses_every_change_of_one_character_of_thousands():
    for number in numbers()["号码"].gather_every(1_000):
        for place in range(18):
            for other in MARKS.replace(number[place], ""):
                assert judge(number[:place] + other + number[place + 1 :]) is not None
