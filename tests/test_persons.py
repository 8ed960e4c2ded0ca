"""Labour age and retirement: the fixed ages and the table of the decision of 2024-09-13, checked by worked values."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from hqe_docs.data.persons import typed


def is_of_labour_age(sex: str, born: str, day: date, *ages: str) -> bool:
    row = {"公民身份号码": "", "性别": sex, "出生日期": born, "就业状态": "失业"}
    return typed(pl.DataFrame([row]), day, *ages)["_劳动年龄"].to_list() == ["是"]


def retires(sex: str, born: str, day: str, *ages: str) -> bool:
    """Say whether `day` is the first one on which the person is beyond labour age."""
    first = date.fromisoformat(day)
    before = is_of_labour_age(sex, born, first - timedelta(days=1), *ages)
    return before and not is_of_labour_age(sex, born, first, *ages)


@pytest.mark.parametrize(
    ("sex", "born", "day", "women"),
    [
        ("男", "1964-12-10", "2024-12-10", "55"),
        ("男", "1965-01-10", "2025-02-10", "55"),
        ("男", "1965-04-10", "2025-05-10", "55"),
        ("男", "1965-05-10", "2025-07-10", "55"),
        ("男", "1976-08-10", "2039-07-10", "55"),
        ("男", "1976-09-10", "2039-09-10", "55"),
        ("男", "1990-01-10", "2053-01-10", "55"),
        ("女", "1969-12-10", "2024-12-10", "55"),
        ("女", "1970-01-10", "2025-02-10", "55"),
        ("女", "1971-04-10", "2026-08-10", "55"),
        ("女", "1981-08-10", "2039-07-10", "55"),
        ("女", "1981-09-10", "2039-09-10", "55"),
        ("女", "1999-01-10", "2057-01-10", "55"),
        ("女", "1974-12-10", "2024-12-10", "50"),
        ("女", "1975-01-10", "2025-02-10", "50"),
        ("女", "1975-03-10", "2025-05-10", "50"),
        ("女", "1984-10-10", "2039-09-10", "50"),
        ("女", "1984-11-10", "2039-11-10", "50"),
        ("女", "1990-05-10", "2045-05-10", "50"),
    ],
)
def test_delayed_retirement_follows_the_table_of_2024(sex, born, day, women):
    assert retires(sex, born, day, "渐进", women)


@pytest.mark.parametrize(
    ("sex", "day", "women"),
    [("男", "2050-03-05", "55"), ("女", "2045-03-05", "55"), ("女", "2040-03-05", "50")],
)
def test_fixed_labour_age_ends_on_the_birthday_of_the_setting(sex, day, women):
    assert retires(sex, "1990-03-05", day, "固定", women)


def test_labour_age_begins_on_the_sixteenth_birthday():
    assert not is_of_labour_age("男", "2007-10-31", date(2023, 10, 30))
    assert is_of_labour_age("男", "2007-10-31", date(2023, 10, 31))
