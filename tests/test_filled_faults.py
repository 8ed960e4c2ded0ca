"""Faults in a 填报表: whatever is wrong in a cell is told at that cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hqe_docs.data.files.grid import Grid
from hqe_docs.data.filled.book import read_pages
from hqe_docs.data.filled.celltext import is_sample
from hqe_docs.data.filled.laying import laid_out
from hqe_docs.data.filled.lines import VALUE
from hqe_docs.problems import Problems, column_letters
from tests.examples import a_few
from tests.filled import changed, checked, grids_of, sample

GRIDS = grids_of(sample())


def grid(sheet: str) -> Grid:
    return next(each for each in GRIDS if each.sheet == sheet)


def filled_cells() -> Iterator[tuple[str, int, int]]:
    """Yield every cell of the example that somebody fills in, the names of rows apart."""
    for each in laid_out(sample()):
        rows = grid(each.page.name).rows
        width = len(each.columns) if each.page.shape != "lines" else len(rows[0]) - 1
        first = rows[0].index(VALUE) if each.page.shape == "lines" else bool(each.page.key)
        for row in range(1, len(rows)):
            for column in range(first, width):
                if (
                    column < len(rows[row])
                    and rows[row][column]
                    and not rows[row][column].startswith("填在工作表")
                ):
                    yield each.page.name, row, column


@pytest.mark.parametrize(("sheet", "row", "column"), a_few(filled_cells(), every=8, rows=True))
def test_a_fault_in_any_cell_is_told_at_that_cell(sheet, row, column):
    before = checked(GRIDS)
    found = checked(changed(GRIDS, sheet, row, column, "不\x01对"))
    new = [item for item in found if item not in before]
    assert {item.where.cell for item in new} == {f"{column_letters(column + 1)}{row + 1}"}
    assert {item.where.sheet for item in new} == {sheet}
    assert {item.severity for item in new} == {"error"}


def told(sheet: str, row: int, column: int, text: str) -> list[tuple[str, str | None]]:
    """Return code and cell of what is told of one changed cell."""
    return [(item.code, item.where.cell) for item in checked(changed(GRIDS, sheet, row, column, text))]


def test_the_example_itself_has_no_fault():
    assert checked(GRIDS) == []


def test_an_unknown_column_is_told_once_at_its_title_with_a_guess():
    grids = changed(GRIDS, "任务", 0, 5, "责任仁")
    grids = changed(grids, "任务", 2, 0, "2")
    grids = changed(changed(grids, "任务", 2, 1, "甲"), "任务", 2, 5, "李四")
    (item,) = checked(grids)
    assert (item.code, item.where.cell, item.hint) == ("D104", "F1", "您是不是想写“责任人”？")


def test_an_unknown_column_that_says_nothing_is_nothing():
    assert told("任务", 0, 20, "备用") == []


def test_an_unknown_label_is_told_at_its_label():
    grids = changed(changed(GRIDS, "人口", 5, 0, "户籍人数"), "人口", 5, 1, "5")
    (item,) = checked(grids)
    assert (item.code, item.where.cell, item.hint) == ("D104", "A6", "您是不是想写“户籍总人口”？")


def test_a_name_written_twice_is_told_at_the_second_with_the_row_of_the_first():
    grids = changed(changed(GRIDS, "文书", 2, 0, "工作方案"), "文书", 2, 1, "7")
    (item,) = checked(grids)
    assert (item.code, item.where.cell, item.message) == ("D103", "A3", "“工作方案”重复，前一个在第 2 行")


def test_a_post_for_one_is_held_by_one():
    grids = changed(changed(GRIDS, "领导小组", 6, 0, "组长"), "领导小组", 6, 1, "王五")
    assert [(item.code, item.where.cell) for item in checked(grids)] == [("D103", "A7")]


def test_a_row_without_its_name_is_told():
    assert told("自评", 1, 0, "") == [("D307", "A2")]


def test_a_choice_that_is_none_is_told_with_the_choices():
    (item,) = checked(changed(GRIDS, "任务", 1, [*grid("任务").rows[0]].index("状态"), "完成"))
    assert (item.code, item.where.cell) == ("D110", "L2")
    assert "未启动、进行中、已完成、受阻" in item.message


def test_what_is_missing_is_told_where_it_should_stand():
    assert told("任务", 1, 1, "") == [("D106", "B2")]
    assert told("创建点", 2, 1, "") == [("D106", "B3")]


def test_a_formula_that_failed_is_told_and_says_nothing():
    (item,) = checked(changed(GRIDS, "人口", 2, 1, "#DIV/0!"))
    assert (item.code, item.where.cell) == ("D306", "B3")


def test_what_stands_beside_the_table_is_told():
    assert told("资金", 1, 9, "已和财政核对") == [("D305", "J2")]


def test_a_header_twice_is_told():
    assert told("资金", 0, 6, "依据") == [("D304", "G1")]


def test_a_sheet_without_header_is_told_and_what_it_lacks_is_no_news():
    grids = [replace(each, rows=[["随便"]]) if each.sheet == "创建点" else each for each in GRIDS]
    assert {item.code for item in checked(grids)} == {"D302"}


def test_other_sheets_are_named_and_not_read():
    (item,) = checked([*GRIDS, Grid("填报表.xlsx", "任务表", [["编号"], ["1"]])])
    assert (item.code, item.where.sheet, item.severity) == ("D303", "任务表", "info")


def test_a_sheet_that_is_missing_is_a_section_that_is_not_written():
    assert checked([each for each in GRIDS if each.sheet not in ("任务", "条件", "口径")]) == []


def test_the_sample_row_does_not_count():
    rows = [*grid("任务").rows[:1], ["例：1", *grid("任务").rows[1][1:]], *grid("任务").rows[1:]]
    grids = [replace(each, rows=rows) if each.sheet == "任务" else each for each in GRIDS]
    assert checked(grids) == []
    assert is_sample("例") and is_sample("例：甲") and not is_sample("例会")


def test_blank_rows_between_and_spaces_around_are_nothing():
    rows = [[], *grid("任务").rows[:1], ["", " "], [], [f" {text} " for text in grid("任务").rows[1]]]
    grids = [replace(each, rows=rows) if each.sheet == "任务" else each for each in GRIDS]
    assert checked(grids) == []


def test_cells_merged_downwards_say_the_same_in_each_row():
    rows = [["编号", "任务", "责任单位"], ["1", "甲", "镇劳保所"], ["2", "乙", ""], ["", "", ""]]
    merged = [replace(each, rows=rows, merges=(((1, 2), (3, 2)),)) for each in GRIDS if each.sheet == "任务"]
    grids = [each for each in GRIDS if each.sheet != "任务"]
    found = checked([*grids, *merged])
    assert [(item.code, item.severity) for item in found] == [("D314", "info")]


def test_a_post_merged_over_several_rows_is_that_of_each():
    rows = [
        ["职位类别", "姓名", "职务"],
        ["成员", "甲", ""],
        ["", "乙", ""],
        ["", "丙", "会计"],
        ["", "", ""],
    ]
    roster = Grid("填报表.xlsx", "领导小组", rows, merges=(((1, 0), (4, 0)),))
    grids = [each for each in GRIDS if each.sheet != "领导小组"]
    found = Problems()
    book = read_pages("填报表.xlsx", [*grids, roster], found)
    assert book.value["领导小组"]["成员"] == [{"姓名": "甲"}, {"姓名": "乙"}, {"姓名": "丙", "职务": "会计"}]
    assert [item.code for item in found] == ["D314"]
