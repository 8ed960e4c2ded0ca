"""Rows of persons with what follows from identity number and reference date: birth, sex, age, labour age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from hqe_docs.data import idnumber

if TYPE_CHECKING:
    import polars as pl

ID, NAME = "公民身份号码", "姓名"
VILLAGE, GROUP, HOUSE, STATUS = "村（社区）", "组别", "户编号", "就业状态"
VALID = "_号码有效"
FIXED = "固定"
DELAYED = "渐进"
GONE = ("死亡", "迁出")


@dataclass(frozen=True, slots=True)
class Retirement:
    """One line of the table of delayed retirement (NPC Standing Committee decision of 2024-09-13)."""

    base_year: int
    old_age: int
    step: int
    cap: int


MEN = Retirement(1965, 60, 4, 36)
WOMEN = {"55": Retirement(1970, 55, 4, 36), "50": Retirement(1975, 50, 2, 60)}
STARTING_AGE = 16


def typed(
    frame: pl.DataFrame, day: date | None, settings: Mapping[str, str] = MappingProxyType({})
) -> pl.DataFrame:
    """Return `frame` with _号码有效, _出生, _性别, _年龄, _劳动年龄, _在册; the number goes before typed columns.

    Ages are completed years on `day`; without it they and labour age are missing. Of `settings` 劳动年龄 (固定,
    渐进) and 女性退休年龄 (55, 50) count.
    """
    import polars as pl

    women = WOMEN.get(settings.get("女性退休年龄", ""), WOMEN["55"])

    frame = _with_missing_columns(frame)
    if VALID not in frame.columns:  # a frame of a ledger has it from reading
        valid = [idnumber.judge(number) is None for number in frame[ID]]
        frame = frame.with_columns(pl.Series(VALID, valid, dtype=pl.Boolean))
    number, good = pl.col(ID), pl.col(VALID)
    odd = number.str.slice(16, 1).cast(pl.Int8, strict=False) % 2 == 1
    frame = frame.with_columns(
        pl.when(good)
        .then(number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False, cache=False))
        .otherwise(pl.when(~good).then("出生日期").str.to_date("%Y-%m-%d", strict=False))
        .alias("_出生"),
        pl.when(good)
        .then(pl.when(odd).then(pl.lit("男")).otherwise(pl.lit("女")))
        .otherwise(pl.col("性别"))
        .alias("_性别"),
        (~pl.col("就业状态").is_in(list(GONE))).alias("_在册"),
    )
    frame = frame.with_columns(_age(day).alias("_年龄"))
    return frame.with_columns(_labour_age(day, settings.get("劳动年龄", FIXED), women).alias("_劳动年龄"))


def _with_missing_columns(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    wanted = (ID, "出生日期", "性别", "年龄", "就业状态", "户编号", "与户主关系", "村（社区）")
    return frame.with_columns(pl.lit("").alias(name) for name in wanted if name not in frame.columns)


def _age(day: date | None) -> pl.Expr:
    import polars as pl

    if day is None:
        return pl.lit(None, dtype=pl.Int64)
    born = pl.col("_出生")
    # polars gives months and days as 8-bit numbers, which overflow when multiplied
    month_day = born.dt.month().cast(pl.Int64) * 100 + born.dt.day()
    before_birthday = month_day > day.month * 100 + day.day
    return (day.year - born.dt.year()).cast(pl.Int64) - before_birthday.cast(pl.Int64)


def _labour_age(day: date | None, mode: str, women: Retirement) -> pl.Expr:
    import polars as pl

    if day is None:
        return pl.lit(None, dtype=pl.String)
    man, age = pl.col("_性别") == "男", pl.col("_年龄")
    if mode == DELAYED:
        working = pl.when(man).then(_before_retirement(day, MEN)).otherwise(_before_retirement(day, women))
    else:
        working = age < pl.when(man).then(MEN.old_age).otherwise(women.old_age)
    inside = (age >= STARTING_AGE) & working & pl.col("_性别").is_in(["男", "女"])
    return pl.when(inside).then(pl.lit("是")).otherwise(pl.lit("否"))


def _before_retirement(day: date, line: Retirement) -> pl.Expr:
    """Say that `day` lies before the birth date plus old age plus delay, counted in months."""
    import polars as pl

    born = pl.col("_出生")
    months = (born.dt.year().cast(pl.Int64) - line.base_year) * 12 + born.dt.month().cast(pl.Int64) - 1
    delay = pl.when(months < 0).then(0).otherwise((months // line.step + 1).clip(0, line.cap))
    retires = months + line.base_year * 12 + line.old_age * 12 + delay
    today = day.year * 12 + day.month - 1
    return (retires > today) | ((retires == today) & (born.dt.day() > day.day))
