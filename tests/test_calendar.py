"""Which days are worked: hand-written days of the State Council's notices, an office's own table over the library."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from hqe_docs.data.calendar import Calendar, load_calendar, shipped_calendar
from hqe_docs.library import Library
from hqe_docs.problems import Problems


def calendar(folder: Path | None = None, table: str | None = None) -> tuple[Calendar, list[tuple[str, str]]]:
    """Return the calendar of the shipped library, with `table` as an office's own before it, and what was wrong."""
    roots = []
    if folder is not None and table is not None:
        (folder / "programmes").mkdir()
        (folder / "programmes" / "节假日.yaml").write_text(table, "utf-8")
        roots = [folder]
    found = Problems()
    return load_calendar(Library.over_shipped(roots), found), [(it.code, str(it.where)) for it in found]


@pytest.mark.parametrize(
    ("day", "worked", "why"),
    [
        ("2023-07-06", True, ""),  # an ordinary Thursday
        ("2023-07-08", False, "周末"),
        ("2023-09-28", True, ""),
        ("2023-09-29", False, "中秋节、国庆节"),
        ("2023-10-05", False, "中秋节、国庆节"),
        ("2023-10-06", False, "中秋节、国庆节"),
        ("2023-10-07", True, ""),  # a Saturday, worked for the holiday
        ("2023-10-08", True, ""),  # a Sunday
        ("2023-10-14", False, "周末"),
        ("2023-06-22", False, "端午节"),
        ("2023-06-25", True, ""),
        ("2024-02-09", True, ""),  # the last evening of the year was no day off in 2024
        ("2024-02-17", False, "春节"),
        ("2024-02-18", True, ""),
        ("2024-02-29", True, ""),
        ("2026-02-14", True, ""),
        ("2026-02-23", False, "春节"),
        ("2022-10-08", True, ""),  # a year that only the library knows
        ("2022-10-07", False, "国庆节"),
    ],
)
def test_a_day_is_worked_or_not(day, worked, why):
    it, found = calendar()
    assert (it.is_workday(date.fromisoformat(day)), it.holiday(date.fromisoformat(day))) == (worked, why)
    assert found == []


def test_the_shipped_table_agrees_with_the_library_on_every_day_of_its_years():
    it, _ = calendar()
    days = [date(2023, 1, 1) + timedelta(days=number) for number in range(4 * 365 + 1)]
    assert days[-1] == date(2026, 12, 31)
    assert [day for day in days if it.is_workday(day) != chinese_calendar.is_workday(day)] == []


def test_working_days_around_the_holiday_of_october():
    it, _ = calendar()
    assert it.workday_before(date(2023, 10, 5)) == date(2023, 9, 28)
    assert it.workday_after(date(2023, 10, 5)) == date(2023, 10, 7)


def test_an_offices_own_table_goes_over_the_library_day_by_day(tmp_path):
    text = """
年度:
  2023:
    放假: [{名称: 温泉节, 起: 2023-11-02, 止: 2023-11-03}]
    调休上班: [2023-10-05, 2023-11-04]
"""
    it, found = calendar(tmp_path, text)
    assert found == []
    assert it.holiday(date(2023, 11, 2)) == "温泉节"
    assert it.is_workday(date(2023, 11, 4))  # a Saturday
    assert it.is_workday(date(2023, 10, 5))  # which the library has as a holiday
    assert it.holiday(date(2023, 10, 4)) == "国庆节"  # as the library says: this table is silent


def test_a_year_that_nobody_tells_of_is_not_known_and_has_only_weekends():
    it, _ = calendar()
    assert not it.knows(2027)
    assert it.is_workday(date(2027, 10, 1)) and not it.is_workday(date(2027, 10, 2))
    assert all(it.knows(year) for year in (2004, 2023, 2026))


def test_a_year_in_the_own_table_is_known(tmp_path):
    text = (
        "年度: {2027: {文号: 国办发明电〔2026〕0号, 放假: [{名称: 国庆节, 起: 2027-10-01, 止: 2027-10-07}]}}"
    )
    it, _ = calendar(tmp_path, text)
    assert it.knows(2027) and it.holiday(date(2027, 10, 1)) == "国庆节"
    assert it.sources[2027] == "国办发明电〔2026〕0号"


def test_a_day_that_is_off_and_worked_is_told_and_counts_as_worked(tmp_path):
    text = "年度:\n  2027:\n    放假: [{名称: 国庆节, 起: 2027-10-01, 止: 2027-10-07}]\n    调休上班: [2027-10-03]\n"
    it, found = calendar(tmp_path, text)
    assert found == [("P103", "programmes/节假日.yaml:4 年度.2027.调休上班[1]")]
    assert it.is_workday(date(2027, 10, 3))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("年度: {2027: {放假: [{名称: 国庆节, 起: 2027-10-07, 止: 2027-10-01}]}}", "D119"),
        ("年度: {2027: {放假: [{名称: 国庆节, 起: 2027-13-01, 止: 2027-10-01}]}}", "D107"),
        ("年度: {明年: {调休上班: []}}", "D105"),
        ("年份: {}", "D104"),
    ],
)
def test_a_fault_in_the_table_is_told_and_the_library_still_counts(tmp_path, text, code):
    it, found = calendar(tmp_path, text)
    assert code in {code for code, _ in found}
    assert it.holiday(date(2023, 10, 5)) == "国庆节"


def test_chinese_names_stand_for_every_holiday_of_the_library():
    assert {name for name in shipped_calendar().off.values() if name.isascii()} == set()
