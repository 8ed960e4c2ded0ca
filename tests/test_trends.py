"""走势, 结构, 图, 销号 and the papers that print them: from states kept by hand, against numbers counted again."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from hqe_docs.data.states import State, StateFigure, TaskThen, TroubleThen
from hqe_docs.data.troubles import key_of
from hqe_docs.office.building.build import build
from hqe_docs.office.mapping.context import context_of
from hqe_docs.office.papers.linting import lint_files
from hqe_docs.office.states import keep
from hqe_docs.office.workspace import open_dossiers
from hqe_docs.values import percent_text
from tests.examples import a_few
from tests.villages import UNEMPLOYED, ledger, person, village

FIRST, SECOND, THIRD = date(2023, 7, 6), date(2023, 8, 17), date(2023, 9, 21)
PAPERS = ("中期评估报告", "整改清单", "工作总结", "自评报告", "督查记录")
MORE = """发文: {机关: 甲村村民委员会, 主送: [各村民小组]}
任务:
  - {编号: 1, 任务: 入户调查, 责任人: 白露, 完成时限: 2023-07-01, 对应指标: [8], 状态: 已完成}
  - {编号: 2, 任务: 建好窗口, 责任人: 万里, 完成时限: 2023-10-01, 对应指标: [1], 状态: 进行中, 进度: 40%}
问题: [{日期: 2023-07-03, 内容: 场地不足, 状态: 已办结}, {日期: 2023-09-03, 内容: 缺少讲师, 状态: 办理中}]
"""


def people():
    """Return 18 who work, of them three away, and two who do not."""
    away = {"就业区域": "省外", "就业状态": "单位就业", "单位名称": "甲厂"}
    works = [person(number, **(away if number < 3 else {})) for number in range(18)]
    return [*works, person(18, **UNEMPLOYED), person(19, **UNEMPLOYED)]


def rate(above: int, below: int = 20) -> StateFigure:
    value = Fraction(above, below)
    return StateFigure(value, above, below, percent_text(value))


def folder_with(place: Path, *states: State, more: str = MORE) -> Path:
    folder = village(place / "甲村", people(), more=more)
    for state in states:
        assert keep(folder, state) == []
    return folder


def context(folder: Path):
    (loaded,) = open_dossiers([folder])
    return context_of(loaded)


def history(folder: Path) -> list[State]:
    """Return three states: the rate falls, then rises; a task and a difficulty were open."""
    (loaded,) = open_dossiers([folder])
    key = key_of(loaded.sound.data.troubles[0])
    waiting = (TroubleThen(key, date(2023, 7, 3), closed=False),)
    return [
        State(FIRST, {"就业率": rate(15)}, {}, {1: TaskThen("受阻"), 2: TaskThen("未启动")}, Decimal("60.5"), troubles=waiting),
        State(SECOND, {"就业率": rate(12)}, {}, {1: TaskThen("已完成"), 2: TaskThen("进行中")}, Decimal(71), troubles=waiting),
        State(THIRD, {"就业率": rate(19)}, {}, {1: TaskThen("已完成"), 2: TaskThen("进行中")}, Decimal(71)),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("存")
    return folder_with(place, *history(folder_with(place)))


@pytest.fixture(scope="module")
def made(kept) -> dict[str, Path]:
    found, results = build([kept], documents=PAPERS, out=kept.parent / "出")
    assert list(found) == []
    return {one.document: one.path for one in results}


def words(path: Path) -> str:
    body = docx.Document(str(path)).element.body
    lines = ("".join(t.text or "" for t in line.iter(qn("w:t"))) for line in body.iter(qn("w:p")))
    return "\n".join(lines)


# ---------------------------------------------------------------- the numbers
def test_a_figure_is_told_from_its_first_state_to_the_reference_day(kept):
    (row,) = [row for row in context(kept)["走势"]["项"] if row["名称"] == "就业率"]
    days = [(row[key]["日"], row[key]["显示"]) for key in ("首", "中", "末")]
    assert days == [(FIRST, "75.00%"), (THIRD, "95.00%"), (date(2023, 10, 31), "90.00%")]
    assert (row["变化"], row["变"]) == ("+15.00个百分点", "就业率提高15.00个百分点")
    assert row["起落"] == "其间最高为9月21日的95.00%，最低为8月17日的60.00%"
    assert (row["目标"], row["达到"]) == ("95%", "未达到")


def test_points_and_tasks_done_have_a_course_too(kept):
    rows = {row["名称"]: row for row in context(kept)["走势"]["项"]}
    assert (rows["自评得分"]["首"]["显示"], rows["自评得分"]["中"]["显示"]) == ("60.5分", "71分")
    assert (rows["已完成任务"]["首"]["显示"], rows["已完成任务"]["变"]) == ("0项", "已完成任务增加1项")


def test_what_a_state_does_not_tell_is_no_zero(kept):
    names = {row["名称"] for row in context(kept)["走势"]["项"]}
    assert names == {"就业率", "自评得分", "已完成任务"}  # other figures stand in one day's numbers only


def test_without_states_nothing_is_compared(tmp_path):
    course = context(folder_with(tmp_path))["走势"]
    assert (course["项"], course["变化"], course["说明"]) == ([], [], "尚无存档，不作比较")


def test_states_of_the_reference_day_and_later_are_no_past(tmp_path):
    later = State(date(2023, 11, 9), {"就业率": rate(1)})
    assert context(folder_with(tmp_path, later))["走势"]["存档"] == []


def test_what_was_open_in_a_state_and_is_settled_now_is_told_with_its_days(kept):
    settled = [(it["来源"], it["事项"], it["首见"], it["末见"]) for it in context(kept)["销号"]]
    assert settled == [
        ("任务", "第1项任务：入户调查", FIRST, FIRST),
        ("问题", "场地不足", FIRST, SECOND),
    ]


def test_the_structure_counts_the_labour_force_and_who_works(kept):
    with (kept / "劳动力资源台账.csv").open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    states = Counter(row["就业状态"] for row in rows)
    places = Counter(row["就业区域"] for row in rows if row["就业状态"] != "失业")
    told = context(kept)["结构"]
    assert {it["名称"]: it["人数"] for it in told["状态"]} == states
    assert {it["名称"]: it["人数"] for it in told["区域"]} == places
    assert (told["劳动力"], told["就业"], told["来源"]) == (20, 18, "劳动力资源台账")
    assert [it["占"] for it in told["区域"]] == ["83.33%", "16.67%"]


def test_pictures_may_be_left_out(tmp_path):
    folder = folder_with(tmp_path, more=MORE + "口径: {报告附图: 不附}\n")
    assert context(folder)["图"] == {"任务": None, "结构": None, "走势": None, "劳动力地图": None}
    _, results = build([folder], documents=["工作总结"], out=tmp_path / "出")
    assert not docx.Document(str(results[0].path)).inline_shapes


# ---------------------------------------------------------------- the papers
@pytest.mark.parametrize(("paper", "count"), [("中期评估报告", 2), ("工作总结", 3), ("自评报告", 2)])
def test_each_picture_fits_the_type_area_says_what_it_shows_and_has_a_numbered_caption(made, paper, count):
    document = docx.Document(str(made[paper]))
    shapes = list(document.inline_shapes)
    assert len(shapes) == count
    assert all(shape.width <= Mm(156.1) and shape._inline.docPr.get("descr") for shape in shapes)
    lines = document.paragraphs
    drawn = [
        number for number, line in enumerate(lines) if next(line._p.iter(qn("w:drawing")), None) is not None
    ]
    drawn = [number for number in drawn if lines[number].style.name == "图片"]
    captions = [lines[number + 1] for number in drawn]
    assert all(lines[number].paragraph_format.keep_with_next for number in drawn)
    assert {line.style.name for line in captions} == {"图题"}
    assert [line.text[:3] for line in captions] == [f"图{number}　" for number in range(1, count + 1)]


def test_the_mid_term_report_tells_course_table_and_what_is_next(made):
    text = words(made["中期评估报告"])
    assert "甲村自2023年7月6日首次存档至2023年10月31日，共存档3次（期中为9月21日）。" in text
    assert "就业率提高15.00个百分点" in text
    assert "就业率其间最高为9月21日的95.00%，最低为8月17日的60.00%" in text
    assert "首次存档时（2023年7月6日）完成0项，此后增加1项。" in text
    (table,) = [t for t in docx.Document(str(made["中期评估报告"])).tables if t.cell(0, 1).text == "首次存档"]
    cells = [cell.text for cell in table.rows[1].cells]
    assert cells == ["就业率", "75.00%", "95.00%", "90.00%", "+15.00个百分点", "95%"]


def test_the_list_to_mend_says_what_is_settled(made):
    assert "存档里列明的2条已经整改到位" in words(made["整改清单"])
    rows = [[cell.text for cell in row.cells] for row in docx.Document(str(made["整改清单"])).tables[1].rows]
    assert rows[2][1:] == ["问题", "场地不足", "2023年7月6日", "2023年8月17日"]


@pytest.mark.parametrize("paper", a_few(PAPERS))
def test_lint_finds_nothing_in_them(made, paper):
    (linted,) = lint_files([made[paper]])
    assert linted.problems == []


@pytest.mark.parametrize("paper", a_few(PAPERS))
def test_no_paper_without_history_holds_a_hole(tmp_path, paper):
    found, results = build([folder_with(tmp_path)], documents=[paper], out=tmp_path / "出")
    assert list(found) == []
    text = words(results[0].path)
    assert not re.search(r"\{[{%]|None|undefined|（）|[，。；：、][，。；、]|[（、：]。", text)
    assert ("尚无存档" in text) is (paper != "督查记录")


# ---------------------------------------------------------------- 督查记录
def test_without_records_one_blank_is_made(made):
    (table,) = docx.Document(str(made["督查记录"])).tables
    assert [table.cell(row, 0).text for row in (0, 5, 6, 7)] == [
        "督查日期",
        "发现问题",
        "整改要求",
        "整改时限",
    ]
    assert table.cell(0, 1).text == table.cell(5, 1).text == ""


def test_each_record_has_a_page_of_its_own(tmp_path):
    folder = folder_with(tmp_path)
    rows = [
        {"督查日期": "2023-08-30", "督查单位": "云岭区人社局", "督查内容": "台账", "发现问题": "电话没有更新",
         "整改要求": "逐户核实", "整改时限": "2023-09-15", "责任人": "白露", "整改状态": "已整改", "整改完成日期": "2023-09-12"},
        {"督查日期": "2023-09-20", "督查单位": "清泉镇", "督查内容": "走访", "发现问题": "走访不够",
         "整改要求": "补走访", "整改时限": "2023-10-10", "责任人": "万里", "整改状态": "整改中", "整改完成日期": ""},
    ]  # fmt: skip
    ledger(folder, "督查记录台账", rows)
    _, results = build([folder], documents=["督查记录"], out=tmp_path / "出")
    document = docx.Document(str(results[0].path))
    titles = [line for line in document.paragraphs if line.text.endswith("督查记录")]
    first, second = document.tables
    assert len(titles) == 2
    assert all(line.style.paragraph_format.page_break_before for line in titles)
    assert (first.cell(9, 1).text, second.cell(9, 1).text) == (
        "已整改，2023年9月12日完成",
        "整改中，已过整改时限",
    )
    assert [line.text for line in document.paragraphs if line.text.startswith("编号")] == [
        "编号：2023年第1号（共2条）",
        "编号：2023年第2号（共2条）",
    ]
