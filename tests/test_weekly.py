"""The weekly report: figures of a day against a recount, what changed since last week, the week's work, its papers."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from hqe_docs.cli.main import root
from hqe_docs.data.calendar import load_calendar
from hqe_docs.data.programme.programme import load_programme
from hqe_docs.data.programme.weeks import Week, reports, weeks
from hqe_docs.data.programme.weeks import week_of as week_among
from hqe_docs.data.states import read_states, state_text
from hqe_docs.library import Library
from hqe_docs.office.building.build import build, build_week
from hqe_docs.office.building.desk import Result
from hqe_docs.office.check import check_opened
from hqe_docs.office.mapping.changes import change
from hqe_docs.office.mapping.events import events_of
from hqe_docs.office.schedule.due import Wish, due_json
from hqe_docs.office.states import state_of
from hqe_docs.office.workspace import Loaded, open_dossiers
from hqe_docs.problems import Problems
from tests.example_books import VILLAGES, dossier, table
from tests.examples import a_few
from tests.villages import UNEMPLOYED, ledger, person, village

FIRST, SECOND = date(2023, 7, 6), date(2023, 7, 13)
DAYS = (FIRST, date(2023, 8, 31), date(2023, 10, 26), date(2023, 11, 30))
EMPLOYED = {"单位就业", "个体经营", "自主创业", "灵活就业", "公益性岗位", "务农"}
SHIPPED = Library.over_shipped()
PROGRAMME = load_programme("yichun-2023", SHIPPED, Problems())
CALENDAR = load_calendar(SHIPPED, Problems())
Row = Mapping[str, Any]
Made = tuple[Problems, list[Result]]


def text(cell: object) -> str:
    return "" if cell is None else str(cell)[:10] if isinstance(cell, date) else str(cell)


# ---------------------------------------------------------------- figures, counted again from the workbooks
def age(row: Row, day: date) -> int:
    number = row["公民身份号码"]
    born = (int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return day.year - born[0] - ((day.month, day.day) < born[1:])


def force(village: str, day: date) -> list[Row]:
    """Return the labour force of a village on a day."""
    rows = [row for row in table(village) if row["是否户籍"] == "是"]
    upper = {1: 60, 0: 55}
    return [
        row
        for row in rows
        if 16 <= age(row, day) < upper[int(row["公民身份号码"][16]) % 2]
        and row["劳动能力"] not in ("丧失", "无")
        and row["就业状态"] in EMPLOYED | {"失业"}
    ]


def recount(village: str, day: date) -> dict[str, tuple[int, int | None]]:
    """Return figure → numerator and denominator, by plain loops over openpyxl's rows; 基准日 is 31 October."""
    day = min(day, date(2023, 10, 31))
    base = force(village, day)
    works = [row for row in base if row["就业状态"] in EMPLOYED]
    poor = [row for row in base if "脱贫人口" in row["人员类别"].split("、")]
    here = [row for row in table(village) if row["就业状态"] not in ("死亡", "迁出")]
    grown = [
        row
        for row in here
        if row["是否户籍"] == "是"
        and age(row, day) >= 16
        and row["是否在校"] != "是"
        and row["就业状态"] != "在校"
    ]
    insured = [row for row in grown if "是" in (row["养老保险"], row["医疗保险"])]
    partners = {
        row["机构名称"]
        for row in table(village, "人力资源机构协作台账")
        if text(row["协议起"]) <= day.isoformat() <= text(row["协议止"])
    }
    ended = [row["调解结果"] for row in table(village, "劳动争议调解台账") if row["调解结果"] != "调解中"]
    checked = [row["核查结果"] for row in table(village, "数据核查台账")]
    return {
        "劳动力人数": (len(base), None),
        "就业人数": (len(works), None),
        "失业人数": (len(base) - len(works), None),
        "就业率": (len(works), len(base)),
        "脱贫劳动力就业率": (sum(row in works for row in poor), len(poor)),
        "参保率": (len(insured), len(grown)),
        "协作机构数": (len(partners), None),
        "调解成功率": (ended.count("成功"), len(ended)),
        "数据准确率": (checked.count("一致"), len(checked)),
    }


@pytest.mark.parametrize("day", a_few(DAYS))
@pytest.mark.parametrize("number", a_few([0, 1]))
def test_the_figures_of_a_state_are_those_of_its_day(example: Loaded, number: int, day: date):
    state = state_of(example.below[number], day)
    for name, (above, below) in recount(VILLAGES[number], day).items():
        figure = state.figures[name]
        assert (figure.numerator, figure.denominator) == (above, below), name
        assert figure.value == (Fraction(above, below) if below else above), name


def test_rows_tasks_and_points_of_a_state_are_those_of_the_dossier(example: Loaded):
    state = state_of(example.below[0], date(2023, 10, 31))
    assert state.rows["技能培训台账"] == len(table("梅州村", "技能培训台账"))
    said = {task["编号"]: task["状态"] for task in dossier("梅州村")["任务"]}
    assert {number: task.state for number, task in state.tasks.items()} == {
        int(n): s for n, s in said.items()
    }
    assert str(state.total) == "100.5"


def test_the_difference_of_two_states_is_that_of_two_recounts(example: Loaded):
    early, late = (state_of(example.below[0], day) for day in (DAYS[0], DAYS[-1]))
    before, after = (recount("梅州村", day) for day in (DAYS[0], DAYS[-1]))
    for name in before:
        (a, b), (c, d) = before[name], after[name]
        expected = Fraction(c, d or 1) - Fraction(a, b or 1)
        assert late.figures[name].value - early.figures[name].value == expected, name


def test_no_name_and_no_number_of_a_person_stands_in_a_state(example: Loaded):
    said = state_text(state_of(example.below[0], FIRST))
    for row in table("梅州村")[:200]:
        assert row["姓名"] not in said
        assert row["公民身份号码"] not in said


@pytest.mark.parametrize(
    ("day", "since", "said_so"),
    [
        (date(2023, 10, 26), "截至2023年10月26日，按台账统计", False),
        (date(2023, 11, 9), "截至基准日2023年10月31日，按台账统计", True),
    ],
)
def test_figures_stand_still_once_the_reference_day_has_passed(
    tmp_path: Path, day: date, since: str, said_so: bool
):
    # one man turns 60 on 20 October, one on 5 November
    old = [person(number, born) for number, born in ((1, "19631020"), (2, "19631105"), (3, "19900101"))]
    folder = village(tmp_path / "甲村", old, more="任务: [{编号: 1, 任务: 调查}]\n")
    (path,) = made(folder, day)
    cells = {row.cells[0].text: row.cells[2].text for row in docx.Document(str(path)).tables[0].rows}
    assert cells["劳动力人数（人）"] == "2"
    assert read_states(folder, Problems())[0].figures["劳动力人数"].value == 2
    assert since in word(path)
    assert ("统计日：基准日已过，数据和得分按基准日计算，其余截至报告日。" in word(path)) is said_so
    assert f"任务，截至{day.year}年{day.month}月{day.day}日，" in word(path)


# ---------------------------------------------------------------- which week
def week_of(day: date, **settings: str) -> Week | None:
    return week_among(weeks(PROGRAMME, settings, CALENDAR), day)


@pytest.mark.parametrize(
    ("day", "number", "start", "end"),
    [
        (date(2023, 6, 30), 1, date(2023, 6, 30), FIRST),
        (FIRST, 1, date(2023, 6, 30), FIRST),
        (date(2023, 7, 7), 2, date(2023, 7, 7), SECOND),
        (date(2023, 10, 5), 14, date(2023, 9, 29), date(2023, 10, 7)),
        (date(2023, 11, 30), 22, date(2023, 11, 24), date(2023, 11, 30)),
    ],
)
def test_a_day_belongs_to_the_report_that_follows_it(day: date, number: int, start: date, end: date):
    week = week_of(day)
    assert week is not None
    assert (week.number, week.start, week.end) == (number, start, end)


def test_a_report_on_a_holiday_is_handed_in_after_it_or_as_the_setting_says_before():
    week = week_of(date(2023, 10, 5))
    assert week is not None
    assert week.handed_in == date(2023, 10, 7)
    early = week_of(date(2023, 10, 5), 逢节假日="提前到节前最后一个工作日")
    assert early is not None
    assert (early.number, early.end, early.handed_in) == (14, date(2023, 10, 5), date(2023, 9, 28))


def test_every_day_of_the_programme_is_in_one_report_only():
    days = [date(2023, 6, 30) + timedelta(days=number) for number in range(22 * 7)]
    numbers = [week.number for day in days if (week := week_of(day))]
    # the 14th waits for the end of the holiday: nine days, and the 15th has five
    length = {14: 9, 15: 5}
    assert numbers == [number for number in range(1, 23) for _ in range(length.get(number, 7))]


def test_the_setting_makes_the_period_a_calendar_week():
    week = week_of(FIRST, 周报时段="自然周")
    assert week is not None
    assert (week.start, week.end) == (date(2023, 7, 3), date(2023, 7, 9))


def test_before_and_after_the_programme_there_is_no_report():
    assert week_of(date(2023, 6, 29)) is None
    assert week_of(date(2023, 12, 1)) is None


# ---------------------------------------------------------------- changes
@pytest.mark.parametrize(
    ("now", "before", "is_rate", "said"),
    [
        (Fraction(5), Fraction(2), False, "+3"),
        (Fraction(2), Fraction(5), False, "-3"),
        (Fraction(5), Fraction(5), False, "持平"),
        (Fraction(19, 20), Fraction(15, 16), True, "+1.25个百分点"),
        (Fraction(15, 16), Fraction(19, 20), True, "-1.25个百分点"),
        (Fraction(19, 20), Fraction(3, 4), True, "+20.00个百分点"),
        (Fraction(981_549, 10**6), Fraction(980_551, 10**6), True, "+0.09个百分点"),  # 98.06 to 98.15
        (Fraction(100_000, 100_001), Fraction(99_999, 100_000), True, "+不足0.01个百分点"),
        (Fraction(1), None, True, ""),
        (None, Fraction(1), False, ""),
    ],
)
def test_a_change_is_said_as_officials_say_it(now, before, is_rate, said):
    assert change(now, before, is_rate=is_rate) == said


# ---------------------------------------------------------------- a village over two weeks
TASKS = """
任务:
  - {{编号: 1, 任务: 入户调查, 完成时限: 2023-07-05, 状态: {0}, 进度: {1}}}
  - {{编号: 2, 任务: 建台账, 完成时限: 2023-07-12, 状态: {2}}}
  - {{编号: 3, 任务: 办招聘会, 完成时限: 2023-07-18, 责任人: 白露, 状态: 未启动}}
  - {{编号: 4, 任务: 迎接验收, 完成时限: 2023-11-30, 状态: 未启动}}
问题:
  - {{日期: 2023-06-26, 内容: 缺少场地, 建议: 请镇里调剂, 层级: 镇, 状态: 办理中}}
  - {{日期: 2023-07-12, 内容: 缺少电脑, 层级: 区}}
  - {{日期: 2023-06-20, 内容: 调查员少, 层级: 镇, 状态: {3}, 答复: 已增派, 答复日期: 2023-06-27}}
"""
VISITS = [
    {"走访日期": day, "走访人": "白露、万里", "户主姓名": "村民甲"}
    for day in ("2023-06-29", "2023-06-30", "2023-07-06", "2023-07-07", "2023-07-13", "2023-07-14", "")
]


def word(path: Path) -> str:
    return "\n".join(line.text for line in docx.Document(str(path)).paragraphs)


def people(idle: int) -> list[dict[str, str]]:
    return [person(number, **(UNEMPLOYED if number < idle else {})) for number in range(20)]


@pytest.fixture(scope="module")
def one_week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a village whose report of the first week is made, its ledgers and dossier being those of the second."""
    folder = village(
        tmp_path_factory.mktemp("一") / "甲村",
        people(3),
        more=TASKS.format("进行中", "60%", "进行中", "办理中"),
    )
    ledger(folder, "入户走访台账", VISITS)
    build_week([folder], day=FIRST)
    village(folder, people(1), more=TASKS.format("已完成", "100%", "进行中", "已办结"))
    return folder


@pytest.fixture
def two_weeks(one_week: Path, tmp_path: Path) -> Path:
    """Return a copy of that village, to be changed."""
    return shutil.copytree(one_week, tmp_path / "甲村")


@pytest.fixture(scope="module")
def second(one_week: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return what making that village's report of the second week gave; nobody changes its files."""
    return build_week([shutil.copytree(one_week, tmp_path_factory.mktemp("二") / "甲村")], day=SECOND)


def test_the_second_report_tells_what_changed_since_the_first(second: Made):
    found, results = second
    said = word(next(it.path for it in results if it.document == "周报" and it.path))
    assert "2023年第2期" in said
    assert "2023年7月7日至2023年7月13日" in said
    assert (
        "与上周（7月6日存档）相比，新完成1项：第1项入户调查。新逾期1项：第2项建台账（时限7月12日）。" in said
    )
    assert "变化有：就业人数增加2人，失业人数减少2人，就业率提高10.00个百分点" in said
    assert "入户走访2户次。" in said
    assert "1.缺少场地（6月26日提出，办理中）。建议：请镇里调剂（需镇级协调）。" in said
    assert "已过13个工作日没有答复，5个工作日的时限已过，应提请区创建工作领导小组办公室协调解决。" in said
    assert "已过1个工作日，尚在答复时限内。" in said
    assert "以前提出的问题已办结1个，其中本周办结1个。" in said
    assert "1.抓紧完成第2项任务“建台账”（时限7月12日）。" in said
    assert "2.启动并完成第3项任务“办招聘会”（时限7月18日，责任人白露）。" in said
    assert "按进度推进：第4项迎接验收（11月30日）。" in said
    assert "《入户走访台账》有1行没有写明入户走访的日期，没有计入。" in said
    assert {item.code for item in found if item.severity == "warning"} >= {"P203"}


def test_the_table_sets_last_week_beside_this_week(second: Made):
    _, results = second
    path = next(it.path for it in results if it.document == "周报" and it.path)
    cells = [[cell.text for cell in row.cells] for row in docx.Document(str(path)).tables[0].rows]
    assert cells[0] == ["数据", "上周", "本周", "增减"]
    known = {row[0]: row[1:] for row in cells}
    assert known["就业人数（人）"] == ["17", "19", "+2"]
    assert known["就业率"] == ["85.00%", "95.00%", "+10.00个百分点"]
    assert known["参保率"] == ["100.00%", "100.00%", "持平"]


def test_only_the_last_note_and_the_heads_of_tables_stay_with_what_follows(second: Made):
    # all notes, or all rows, kept together would take a page of their own
    _, results = second
    document = docx.Document(str(next(it.path for it in results if it.document == "周报" and it.path)))
    notes = [
        line for line in document.paragraphs if re.match(r"\d\.(周报时段|上周存档|答复时限|《)", line.text)
    ]
    kept = [bool(line.paragraph_format.keep_with_next) for line in notes]
    assert kept == [False] * (len(notes) - 1) + [True]
    rows = [
        {bool(line.paragraph_format.keep_with_next) for cell in row.cells for line in cell.paragraphs}
        for row in document.tables[0].rows
    ]
    assert rows == [{True}] + [{False}] * (len(rows) - 1)


def test_a_first_report_says_that_nothing_is_kept_of_the_week_before(tmp_path: Path):
    folder = village(tmp_path / "甲村", people(3), more="任务: [{编号: 1, 任务: 调查}]\n")
    _, results = build_week([folder], day=FIRST)
    (path,) = (it.path for it in results if it.path)
    said = word(path)
    assert "上周无存档，任务变化不作比较。" in said
    assert "上周无存档，不作比较" in said
    rows = docx.Document(str(path)).tables[0].rows
    assert [cell.text for cell in rows[2].cells] == ["就业人数（人）", "无存档", "17", "—"]


@pytest.mark.slow
def test_a_state_of_an_earlier_week_is_not_last_weeks(two_weeks: Path):
    _, results = build_week([two_weeks], day=date(2023, 7, 20))
    assert "上周无存档" in word(next(it.path for it in results if it.document == "周报" and it.path))


def test_states_and_papers_lie_where_they_are_looked_for(two_weeks: Path):
    _, results = build_week([two_weeks], day=SECOND)
    names = {it.path.relative_to(two_weeks).as_posix() for it in results if it.path}
    assert names == {"输出/周报/2023-07-13/甲村-周报.docx", "输出/周报/2023-07-13/甲村-问题台账.xlsx"}
    kept = read_states(two_weeks, Problems())
    assert [state.day for state in kept] == [FIRST, SECOND]
    assert [state.figures["失业人数"].value for state in kept] == [3, 1]


@pytest.mark.slow
def test_the_same_week_again_keeps_the_same(two_weeks: Path):
    build_week([two_weeks], day=SECOND)
    before = read_states(two_weeks, Problems())
    found, _ = build_week([two_weeks], day=SECOND)
    assert read_states(two_weeks, Problems()) == before
    assert "P205" not in {item.code for item in found}
    assert not (two_weeks / ".hqe" / "状态" / "旧").exists()


def test_another_state_of_the_same_day_is_told_and_the_former_kept(two_weeks: Path):
    found, _ = build_week([two_weeks], day=FIRST)
    assert [item.severity for item in found if item.code == "P205"] == ["info"]
    former = json.loads((two_weeks / ".hqe" / "状态" / "旧" / "2023-07-06-1.json").read_text("utf-8"))
    assert former["数据"]["失业人数"]["数值"] == "3"


def test_build_uses_the_states_that_are_kept(two_weeks: Path):
    text_ = (two_weeks / "dossier.yaml").read_text("utf-8").replace("2023-10-31", "2023-07-13")
    (two_weeks / "dossier.yaml").write_text(text_, "utf-8")
    _, results = build([two_weeks], documents=["周报"])
    path = next(it.path for it in results if it.path and it.document == "周报")
    assert "新完成1项：第1项入户调查" in word(path)


@pytest.mark.slow
def test_a_state_more_lets_a_resumed_build_make_the_papers_again(two_weeks: Path, tmp_path: Path):
    out = tmp_path / "出"
    build([two_weeks], out=out, resume=True)
    path = out / "甲村-周报.docx"
    before = path.stat().st_mtime_ns
    build([two_weeks], out=out, resume=True)
    assert path.stat().st_mtime_ns == before
    build_week([two_weeks], day=SECOND)
    build([two_weeks], out=out, resume=True)
    assert path.stat().st_mtime_ns != before


def test_a_period_that_the_dossier_says_goes_over_the_computed_one(tmp_path: Path):
    more = "文书: {周报: {期数: 5, 起: 2023-07-03, 止: 2023-07-09}}\n任务: [{编号: 1, 任务: 调查}]\n"
    folder = village(tmp_path / "甲村", people(1), more=more)
    said = [word(path) for day in (FIRST, SECOND) for path in made(folder, day)]
    assert "2023年第5期" in said[0]
    assert "2023年7月3日至2023年7月9日" in said[0]
    assert "2023年第2期" in said[1]  # another week's period


def made(folder: Path, day: date) -> list[Path]:
    _, results = build_week([folder], day=day)
    return [it.path for it in results if it.path and it.document == "周报"]


def test_a_day_outside_of_the_programme_is_kept_and_told(tmp_path: Path):
    folder = village(tmp_path / "甲村", people(1), more="任务: [{编号: 1, 任务: 调查}]\n")
    found, _ = build_week([folder], day=date(2023, 6, 1))
    assert [item.code for item in found] == ["P202"]
    assert [state.day for state in read_states(folder, Problems())] == [date(2023, 6, 1)]


def test_a_dossier_whose_ledger_cannot_be_read_keeps_no_state(tmp_path: Path):
    folder = village(tmp_path / "甲村", people(1), more="任务: [{编号: 1, 任务: 调查}]\n")
    (folder / "技能培训台账.xlsx").write_bytes(b"nothing")
    build_week([folder], day=FIRST)
    assert read_states(folder, Problems()) == []


def test_a_damaged_state_is_told_by_check_and_stops_nothing(two_weeks: Path):
    (two_weeks / ".hqe" / "状态" / "2023-07-06.json").write_text("{", "utf-8")
    found, results = build_week([two_weeks], day=SECOND)
    assert [item.severity for item in found if item.code == "P201"] == ["warning"]
    assert all(it.path for it in results)
    assert "P201" in {item.code for item in check_opened(open_dossiers([two_weeks]))}


# ---------------------------------------------------------------- the week's work, counted again
COUNTED = (
    ("党建推送", "党建+就业推送台账", "推送日期"),
    ("招聘和政策宣传活动", "招聘与政策宣传活动台账", "活动日期"),
    ("劳动争议受理", "劳动争议调解台账", "受理日期"),
)


@pytest.mark.slow
def test_each_row_of_the_programme_is_in_one_weeks_report(example: Loaded):
    sums = dict.fromkeys((title for title, *_ in COUNTED), 0)
    for day in (it.nominal for it in reports(PROGRAMME, {}, CALENDAR)):
        events = {it["名称"]: it for it in events_of(example.below[0], week_of(day), day)}
        for title in sums:
            sums[title] += events[title]["数"]["本期"][0]
    for title, kind, column in COUNTED:
        days = [text(row[column]) for row in table("梅州村", kind)]
        assert sums[title] == sum("2023-06-30" <= day <= "2023-11-30" for day in days), title


# ---------------------------------------------------------------- a township
@pytest.fixture(scope="module")
def villages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a township of two villages after two weeks, the second village without a report of the first."""
    top = tmp_path_factory.mktemp("镇") / "某镇"
    top.mkdir()
    point = "创建点: {名称: 某镇, 类型: 乡镇, 级别: 市级, 角色: 实施单位, 年度: 2023}\n下辖: [甲村, 乙村]\n"
    (top / "dossier.yaml").write_text(point, "utf-8")
    for name, idle in (("甲村", 3), ("乙村", 5)):
        village(top / name, people(idle), more=TASKS.format("进行中", "60%", "未启动", "办理中"))
        ledger(top / name, "入户走访台账", VISITS)
    build_week([top / "甲村"], day=FIRST)
    village(top / "甲村", people(1), more=TASKS.format("已完成", "100%", "进行中", "已办结"))
    return top


@pytest.fixture
def township(villages: Path, tmp_path: Path) -> Path:
    """Return a copy of that township, to be changed."""
    return shutil.copytree(villages, tmp_path / "某镇")


@pytest.fixture(scope="module")
def summed(villages: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return what making that township's report of the second week gave; nobody changes its files."""
    return build_week([shutil.copytree(villages, tmp_path_factory.mktemp("汇") / "某镇")], day=SECOND)


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(path)
    return {page.title: [[cell.value for cell in row] for row in page.iter_rows()] for page in book}


def test_the_summary_sets_villages_beside_figures(summed: Made):
    _, results = summed
    page = sheets(next(it.path for it in results if it.document == "周报汇总" and it.path))["数据"]
    head = page[2]
    column = next(i for i, title in enumerate(head) if title and title.startswith("失业人数"))
    rate = head.index("就业率")
    lines = [[row[0], row[1], row[column], row[rate]] for row in page[3:12]]
    assert lines == [
        ["甲村", "上周", 3, "85.00%"],
        [None, "本周", 1, "95.00%"],
        [None, "增减", "-2", "+10.00个百分点"],
        ["乙村", "上周", "无存档", "无存档"],
        [None, "本周", 5, "75.00%"],
        [None, "增减", "—", "—"],
        ["合　计", "上周", "缺", "缺"],
        [None, "本周", 6, "85.00%"],
        [None, "增减", "—", "—"],
    ]


def test_sums_are_not_compared_where_a_village_kept_nothing(summed: Made):
    _, results = summed
    said = word(next(it.path for it in results if it.dossier == "某镇" and it.document == "周报" and it.path))
    assert "各创建点合计的主要数据如下，有的创建点上周无存档，不作比较。" in said
    assert "甲村：截至2023年7月13日，按台账统计，劳动力人数20人，就业人数19人（+2）" in said
    assert "乙村：截至2023年7月13日，按台账统计，劳动力人数20人，就业人数15人，" in said


def test_the_summary_tells_tasks_work_and_difficulties_of_each_village(summed: Made):
    _, results = summed
    pages = sheets(next(it.path for it in results if it.document == "周报汇总" and it.path))
    tasks = {row[0]: row for row in pages["任务"][3:]}
    assert tasks["甲村"][7:9] == ["第1项入户调查", "第2项建台账"]
    assert tasks["乙村"][7:9] == ["上周无存档", "上周无存档"]
    assert pages["工作动态"][3:6] == [
        ["入户走访", "户次", "甲村", 2, 2, 5],
        [None, None, "乙村", 2, 2, 5],
        [None, None, "合　计", 4, 4, 10],
    ]
    assert [row[1] for row in pages["问题"][3:] if isinstance(row[0], int)] == [
        "甲村",
        "甲村",
        "乙村",
        "乙村",
        "乙村",
    ]


FAIRS = """活动日期,活动类型,活动名称,活动地点,参加人数
2023-07-08,招聘会,夏季招聘会,镇广场,{0}
2023-07-09,政策宣传,屋场会,{1}村部,10
2023-07-10,招聘会,专场招聘会,,5
"""


def test_one_fair_in_the_ledgers_of_two_villages_is_one_fair_of_the_township(township: Path):
    for name, people_ in (("甲", 30), ("乙", 40)):
        path = township / f"{name}村" / "招聘与政策宣传活动台账.csv"
        path.write_text(FAIRS.format(people_, name), "utf-8-sig")
    _, results = build_week([township], day=SECOND)
    papers = {(it.dossier, it.document): it.path for it in results if it.path}
    rows = {row.cells[0].text: [cell.text for cell in row.cells] for row in township_events(papers)}
    # the fair once, two meetings, and two fairs of which nobody wrote where they were
    assert rows["招聘和政策宣传活动"] == ["招聘和政策宣传活动", "场", "0", "5", "5"]
    assert rows["参加活动"] == ["参加活动", "人次", "0", "100", "100"]
    said = word(papers["某镇", "周报"])
    assert (
        "几个点都登记而活动日期、活动类型、活动名称、活动地点都相同的招聘和政策宣传活动只计一场，人数按各点登记的相加"
        in said
    )


def township_events(papers: Mapping[tuple[str, str], Path]) -> list[Any]:
    tables = docx.Document(str(papers["某镇", "周报"])).tables
    return next(list(it.rows) for it in tables if it.cell(0, 0).text == "工作")


def test_a_loan_that_is_not_paid_out_yet_is_no_fault(tmp_path: Path):
    folder = village(tmp_path / "甲村", people(1), more="任务: [{编号: 1, 任务: 调查}]\n")
    loans = [{"姓名": "村民甲", "申请日期": "2023-07-01", "放款日期": day} for day in ("2023-07-05", "")]
    ledger(folder, "创业担保贷款台账", loans)
    (path,) = made(folder, FIRST)
    assert "《创业担保贷款台账》有1行还没有放款，没有计入。" in word(path)


def test_the_list_of_difficulties_says_how_long_answers_took(summed: Made):
    _, results = summed
    page = sheets(
        next(it.path for it in results if it.dossier == "甲村" and it.document == "问题台账" and it.path)
    )
    rows = [row for row in page["问题台账"] if isinstance(row[0], int)]
    assert [(row[3], row[9], row[10], row[11], row[12]) for row in rows] == [
        ("缺少场地", 13, 5, "是", "区创建工作领导小组办公室"),
        ("缺少电脑", 1, 10, "否", None),
        ("调查员少", 4, 5, "否", None),  # the festival ends on 24 June, Sunday the 25th is worked
    ]


def test_check_warns_of_a_difficulty_that_waits_too_long(tmp_path: Path):
    more = (
        "问题: [{日期: 2023-08-31, 内容: 甲, 层级: 区}, {日期: 2023-10-30, 内容: 乙, 层级: 区}, {内容: 丙}]\n"
    )
    (loaded,) = open_dossiers([village(tmp_path / "甲村", [person(0)], more=more)])
    late = [item for item in check_opened([loaded]) if item.code == "P203"]
    assert [(item.severity, item.where.path) for item in late] == [("warning", "问题[1]")]
    assert "提请市就业和社会保障工作领导小组协调解决" in late[0].hint


@pytest.mark.parametrize(("day", "late"), [(date(2023, 7, 7), False), (date(2023, 7, 8), True)])
def test_the_day_after_its_last_working_day_an_answer_is_late_for_all(tmp_path: Path, day: date, late: bool):
    # Friday and the next Friday: five working days; the 8th is a Saturday
    more = "问题: [{日期: 2023-06-30, 内容: 甲, 层级: 镇}]\n任务: [{编号: 1, 任务: 调查}]\n"
    folder = village(tmp_path / "甲村", [], more=more)
    items = due_json([folder], Wish(day))["items"]
    assert [it["group"] == "逾期" for it in items if it["kind"] == "问题"] == [late]
    (path,) = made(folder, day)
    assert ("已过5个工作日没有答复，5个工作日的时限已过" in word(path)) is late


@pytest.mark.parametrize(("day", "late"), [(date(2023, 9, 14), []), (date(2023, 9, 15), ["P203"])])
def test_due_tells_of_a_difficulty_that_waits_too_long_on_that_day(
    tmp_path: Path, day: date, late: list[str]
):
    folder = village(tmp_path / "甲村", [], more="问题: [{日期: 2023-08-31, 内容: 甲, 层级: 区}]\n")
    found = due_json([folder], Wish(day))["problems"]
    assert [item.code for item in found if item.code == "P203"] == late


# ---------------------------------------------------------------- the programme's file
def test_another_citys_report_needs_no_python(tmp_path: Path):
    own = (Path(__file__).parents[1] / "programmes" / "yichun-2023.yaml").read_text("utf-8")
    head, _, rest = own.replace("星期: 四", "星期: 三").partition("\n# ---- 周报：")
    tail = rest[rest.index("\n# ---- 问题：") :]
    section = """
周报:
  事项: 报送周报
  数据: [{数据: 就业率, 称: 就业的比例}]
  动态:
    - 名称: 走访
      台账: 入户走访台账
      日期: 走访日期
      条件: [{列: 走访人, 等于: 白露、万里}]
      计: [{称: 走访户, 单位: 户, 计法: 不同, 列: [户主姓名], 文: "走到{数}户家里"}]
"""
    folder = village(tmp_path / "甲村", people(1), more="任务: [{编号: 1, 任务: 调查}]\n")
    ledger(folder, "入户走访台账", VISITS)
    (folder / "programmes").mkdir()
    (folder / "programmes" / "yichun-2023.yaml").write_text(head + section + tail, "utf-8")
    (path,) = made(folder, date(2023, 7, 5))
    said = word(path)
    assert "2023年第1期" in said
    assert "2023年7月5日（星期三）16:00前" in said
    assert "1.走到1户家里。" in said
    assert docx.Document(str(path)).tables[0].rows[1].cells[0].text == "就业的比例"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("{数据: 就业率}", "{数据: 就业比}", "指标体系没有数据“就业比”"),
        ("台账: 岗位信息台账", "台账: 岗位台账", "没有名为“岗位台账”的台账"),
        ("日期: 发布日期", "日期: 发布的日期", "《岗位信息台账》没有“发布的日期”这一栏"),
        ("事项: 报送周报", "事项: 报送月报", "日程里没有每周的事项“报送月报”"),
        ("计日口径: 答复时限计法", "计日口径: 计日", "口径里没有“计日”"),
    ],
)
def test_what_the_programme_names_and_there_is_not_is_told(tmp_path: Path, right: str, wrong: str, told: str):
    own = (Path(__file__).parents[1] / "programmes" / "yichun-2023.yaml").read_text("utf-8")
    folder = village(tmp_path / "甲村", people(1))
    (folder / "programmes").mkdir()
    (folder / "programmes" / "yichun-2023.yaml").write_text(own.replace(right, wrong, 1), "utf-8")
    (loaded,) = open_dossiers([folder])
    assert told in {item.message for item in loaded.dossier_problems if item.code == "P204"}


# ---------------------------------------------------------------- the command
def run(*arguments: str) -> tuple[int, str]:
    answer = CliRunner().invoke(root, ["weekly", *arguments])
    return answer.exit_code, answer.stdout


def test_the_command_says_as_json_what_it_made(two_weeks: Path):
    code, said = run(str(two_weeks), "--on", "2023-07-13", "--json")
    assert code == 1  # a visit without its day is an error of its row
    assert [it["document"] for it in json.loads(said)["results"]] == ["周报", "问题台账"]


def test_a_day_that_is_none_is_wrong_usage(two_weeks: Path):
    assert run(str(two_weeks), "--on", "2023-13-01")[0] == 2
