"""The days of the notice's duties, written by hand; other years and cycles by invented programme files."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.data.calendar import load_calendar
from hqe_docs.data.programme.occasions import Occasion, occasions
from hqe_docs.data.programme.programme import Programme, load_programme, programme_at, programme_names
from hqe_docs.data.programme.schedule import Duty, Schedule, clamped, day_of
from hqe_docs.library import Library
from hqe_docs.office.listing import settings
from hqe_docs.problems import Problems
from tests.examples import examples

INVENTED = Path(__file__).parent / "editions"
EARLIER, LATER, AS_IT_IS = "提前到节前最后一个工作日", "顺延到节后第一个工作日", "照常"
MINIMAL = "名称: 试\n依据: {文号: 试〔2023〕1号}\n"


def programme(name: str) -> Programme:
    found = Problems()
    whole = load_programme(name, Library.over_shipped([INVENTED]), found)
    assert list(found) == [] and whole is not None
    return whole


def times(name: str, duty: str, **chosen: str) -> list[Occasion]:
    """Return every time a duty of a programme is due, settings chosen as said."""
    whole = programme(name)
    assert whole.schedule is not None
    calendar = load_calendar(Library.over_shipped(), Problems())
    return [it for it in occasions(whole.schedule, whole.chosen(chosen), calendar) if it.duty.name == duty]


def days(found: list[Occasion]) -> list[str]:
    return [item.due.isoformat() for item in found]


# ---------------------------------------------------------------- the notice of 2023
def test_the_first_weekly_report_is_of_6_july_at_four():
    first = times("yichun-2023", "报送周报")[0]
    assert (first.number, first.due, first.duty.time) == (1, date(2023, 7, 6), "16:00")


def test_there_are_22_thursdays_to_30_november_and_17_to_26_october():
    reports = times("yichun-2023", "报送周报")
    assert [it.number for it in reports] == list(range(1, 23))
    assert {it.nominal.weekday() for it in reports} == {3}
    assert reports[-1].nominal == date(2023, 11, 30)
    assert [it.number for it in reports if it.nominal == date(2023, 10, 26)] == [17]


@pytest.mark.parametrize(
    ("move", "due", "moved", "shares"),
    [
        (EARLIER, "2023-09-28", "10月5日逢中秋节、国庆节，提前", 13),
        (LATER, "2023-10-07", "10月5日逢中秋节、国庆节，顺延", 0),  # a Saturday that is worked
        (AS_IT_IS, "2023-10-05", "", 0),
    ],
)
def test_the_report_of_5_october_lies_in_the_holiday(move, due, moved, shares):
    report = times("yichun-2023", "报送周报", 逢节假日=move)[13]
    assert report.nominal == date(2023, 10, 5)
    assert (report.due.isoformat(), report.moved, report.shares) == (due, moved, shares)


def test_by_default_a_report_in_a_holiday_comes_after_it():
    reports = times("yichun-2023", "报送周报")
    assert reports[13].due == date(2023, 10, 7)
    assert [it.number for it in reports if it.due != it.nominal] == [14]


def test_each_report_is_about_the_time_since_the_one_before():
    reports = times("yichun-2023", "报送周报")
    assert [(it.since.isoformat(), it.until.isoformat()) for it in reports[:2]] == [
        ("2023-06-30", "2023-07-06"),
        ("2023-07-07", "2023-07-13"),
    ]
    assert (reports[13].until, reports[14].since) == (date(2023, 10, 7), date(2023, 10, 8))
    early = times("yichun-2023", "报送周报", 逢节假日=EARLIER)
    assert early[14].since == date(2023, 10, 6)


@pytest.mark.parametrize(
    ("duty", "due"),
    [
        ("制定工作方案", ["2023-06-30"]),
        ("人力资源数据动态更新", ["2023-06-30", "2023-10-31"]),
        ("中期评估", ["2023-09-28"]),  # the 30th is a holiday
        ("工作总结", ["2023-10-31"]),
        ("自评", ["2023-11-15"]),
        ("创建工作结束", ["2023-11-30"]),
    ],
)
def test_what_the_notice_asks_for_once_or_twice(duty, due):
    assert days(times("yichun-2023", duty)) == due


def test_a_deadline_that_the_notice_leaves_open_is_a_setting():
    assert days(times("yichun-2023", "人力资源数据动态更新", 数据更新时限="6月30日、11月30日")) == [
        "2023-06-30",
        "2023-11-30",
    ]
    assert days(times("yichun-2023", "中期评估", 中期评估时限="8月31日")) == ["2023-08-31"]


def test_the_stages_end_as_the_notice_says_and_the_work_a_month_later():
    schedule = programme("yichun-2023").schedule
    assert schedule is not None
    assert [it.end.isoformat() for it in schedule.stages] == ["2023-06-30", "2023-08-31", "2023-10-31"]
    assert schedule.end == date(2023, 11, 30)


# ---------------------------------------------------------------- other years, other cycles: no Python
def test_wednesdays_of_2024_and_its_spring_festival():
    reports = times("岭东-2024", "报送简报")
    assert len(reports) == 39
    assert (reports[0].due, reports[-1].due) == (date(2024, 2, 7), date(2024, 10, 30))
    moved = {it.nominal.isoformat(): it.due.isoformat() for it in reports if it.due != it.nominal}
    assert moved == {"2024-02-14": "2024-02-18", "2024-05-01": "2024-05-06", "2024-10-02": "2024-10-08"}
    early = times("岭东-2024", "报送简报", 放假怎么报=EARLIER)
    assert {it.nominal.isoformat(): it.due.isoformat() for it in early if it.due != it.nominal} == {
        "2024-02-14": "2024-02-09",
        "2024-05-01": "2024-04-30",
        "2024-10-02": "2024-09-30",
    }


def test_fridays_of_2026_and_a_worked_saturday():
    early = times("岭东-2026", "报送简报", 放假怎么报=EARLIER)
    moved = {it.nominal.isoformat(): it.due.isoformat() for it in early if it.due != it.nominal}
    assert moved == {
        "2026-02-20": "2026-02-14",  # a Saturday, worked for the spring festival
        "2026-05-01": "2026-04-30",
        "2026-06-19": "2026-06-18",
        "2026-09-25": "2026-09-24",
        "2026-10-02": "2026-09-30",
    }


def test_a_month_ends_where_it_ends_leap_year_or_not():
    assert days(times("岭东-2024", "月度例会"))[:3] == ["2024-02-29", "2024-03-31", "2024-04-30"]
    assert days(times("岭东-2026", "月度例会"))[:3] == ["2026-02-28", "2026-03-31", "2026-04-30"]
    assert clamped(2100, 2, 30) == date(2100, 2, 28)  # no leap year


def test_a_quarterly_duty_lies_in_the_last_month_of_each_quarter():
    assert days(times("岭东-2024", "季度通报")) == ["2024-03-25", "2024-06-25", "2024-09-25"]
    assert days(times("岭东-2026", "季度通报"))[2] == "2026-09-24"  # the 25th is Mid-autumn


def test_yearly_deadlines_count_as_many_times_as_are_written():
    assert days(times("岭东-2024", "数据核查")) == ["2024-02-29", "2024-08-31"]
    assert days(times("岭东-2024", "数据核查", 核查时限="3月31日、9月30日")) == ["2024-03-31", "2024-09-30"]
    found = times("岭东-2024", "集中走访")
    assert days(found) == ["2024-05-01", "2024-09-10", "2024-12-01"]
    assert [(it.number, it.total) for it in found] == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("6月30日", "2023-06-30"),
        ("6月底", "2023-06-30"),
        ("2月末", "2023-02-28"),
        ("2月29日", "2023-02-28"),
        ("2024-02-29", "2024-02-29"),
        ("13月1日", None),
        ("年底", None),
        ("2023-02-30", None),
    ],
)
def test_a_deadline_as_people_write_it(text, day):
    assert day_of(text, 2023) == (day and date.fromisoformat(day))


# ---------------------------------------------------------------- faults of a programme file
@pytest.mark.parametrize(
    ("duty", "words"),
    [
        ("{名称: 报表, 周期: 每周}", "周期是“每周”，要写“星期”"),
        ("{名称: 报表, 周期: 每月}", "要写“日”"),
        ("{名称: 报表, 周期: 一次}", "要写“时限”或“时限口径”"),
        ("{名称: 报表, 周期: 一次, 时限: [年底]}", "时限“年底”要写成"),
        ("{名称: 报表, 周期: 一次, 时限口径: 报表时限}", "没有“报表时限”"),
        ("{名称: 报表, 周期: 每周, 星期: 四, 时刻: 下午4点}", "时刻“下午4点”要写成 16:00"),
        ("{名称: 报表, 周期: 每周, 星期: 四, 逢节假日: 往后推}", "没有“往后推”"),
        ("{名称: 报表, 周期: 一次, 时限口径: 几次}", "口径“几次”的“2”在“时限口径”里没有意义"),
    ],
)
def test_a_duty_that_cannot_be_worked_out_is_told_at_its_line(tmp_path, duty, words):
    rules = "口径: {几次: {默认: 2, 最小: 1, 最大: 9, 说明: 几次}}\n"
    text = f"{MINIMAL}{rules}日程:\n  起: 2023-05-01\n  止: 2023-11-30\n  事项:\n    - {duty}\n"
    (tmp_path / "试.yaml").write_text(text, "utf-8")
    whole, found = programme_at(tmp_path / "试.yaml")
    assert whole is None
    assert [(it.code, it.where.line) for it in found] == [("P104", 8)]
    assert words in found[0].message


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("周期: 每旬", "D110"),
        ("周期: 每周, 星期: 八", "D110"),
        ("周期: 每月, 日: 32", "D112"),
        ("周期: 一次, 时现: [6月底]", "D104"),
    ],
)
def test_a_key_or_value_that_no_duty_has_is_told(tmp_path, line, code):
    text = f"{MINIMAL}日程: {{起: 2023-05-01, 止: 2023-11-30, 事项: [{{名称: 报表, {line}}}]}}\n"
    (tmp_path / "试.yaml").write_text(text, "utf-8")
    assert code in {it.code for it in programme_at(tmp_path / "试.yaml")[1]}


def test_a_schedule_that_ends_before_it_begins_is_told(tmp_path):
    (tmp_path / "试.yaml").write_text(f"{MINIMAL}日程: {{起: 2023-11-30, 止: 2023-05-01}}\n", "utf-8")
    assert [it.code for it in programme_at(tmp_path / "试.yaml")[1]] == ["D119"]


def test_the_table_of_holidays_is_no_programme():
    library = Library.over_shipped([INVENTED])
    assert programme_names(library) == ["yichun-2023", "岭东-2024", "岭东-2026"]
    rows, found = settings([INVENTED])
    assert found == []
    assert {"逢节假日", "放假怎么报"} <= {row["口径"] for row in rows}


@examples(100)
@given(
    st.dates(date(2023, 1, 1), date(2026, 10, 1)),
    st.integers(0, 500),
    st.sampled_from("一二三四五六日"),
    st.sampled_from([EARLIER, LATER, AS_IT_IS]),
)
def test_reports_of_any_week_lie_on_working_days_and_their_times_do_not_overlap(start, length, weekday, move):
    end = min(start + timedelta(days=length), date(2026, 12, 20))
    duty = Duty.model_validate({"名称": "报表", "周期": "每周", "星期": weekday, "逢节假日": move})
    calendar = load_calendar(Library.over_shipped(), Problems())
    found = occasions(Schedule(起=start, 止=end, 事项=[duty]), {}, calendar)
    every = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    assert [it.nominal for it in found] == [
        day for day in every if "一二三四五六日"[day.weekday()] == weekday
    ]
    assert [it.number for it in found] == list(range(1, len(found) + 1))
    for item in found:
        assert item.due == item.nominal if move == AS_IT_IS else calendar.is_workday(item.due)
        assert bool(item.moved) == (item.due != item.nominal)
        assert item.due <= item.nominal or move == LATER
    assert all(one.until < other.since for one, other in pairwise(found))


def test_the_duty_in_the_page_of_the_schedule_is_right(tmp_path):
    page = (Path(__file__).parent.parent / "docs" / "日程.md").read_text("utf-8")
    (block,) = re.findall(r"```yaml\n日程:\n(.*?)```", page, re.DOTALL)
    rule = f"口径: {{逢节假日: {{默认: {EARLIER}, 可选: [{EARLIER}], 说明: 放假}}}}\n"
    text = f"{MINIMAL}{rule}日程:\n  起: 2023-05-01\n  止: 2023-11-30\n{block}"
    (tmp_path / "试.yaml").write_text(text, "utf-8")
    whole, found = programme_at(tmp_path / "试.yaml")
    assert found == () and whole is not None and whole.schedule is not None
    calendar = load_calendar(Library.over_shipped(), Problems())
    times = occasions(whole.schedule, whole.chosen({}), calendar)
    assert days(times) == ["2023-07-25", "2023-08-25", "2023-09-25", "2023-10-25", "2023-11-24"]
