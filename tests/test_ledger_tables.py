"""Which sheets, header rows and rows of a workbook are the ledger; one fault, one problem."""

from __future__ import annotations

import pytest

from tests.examples import a_few
from tests.villages import checked, id_number, person, table, village, workbook


def rows_of(ledger):
    return ledger.frame["_行"].to_list()


def codes(found):
    return sorted(item.code for item in found)


# ---------------------------------------------------------------- rows
@pytest.mark.parametrize("first", a_few(["例背组1", "注塑厂", "注", "单位", "合计", "备注", "说明"]))
def test_a_row_with_an_identity_number_is_a_person_whatever_it_begins_with(tmp_path, first):
    ledger, found = checked(village(tmp_path / "甲", [{"组别": first} | person(0)]))
    assert found == []
    assert rows_of(ledger) == [2]


@pytest.mark.parametrize("first", a_few(["注塑厂", "单位宿舍", "总计划组", "备注"]))
def test_a_row_without_a_number_but_with_typed_cells_is_a_person(tmp_path, first):
    people = [{"组别": "一组"} | person(0), {"组别": first} | person(1, 公民身份号码="")]
    ledger, found = checked(village(tmp_path / "甲", people))
    assert codes(found) == ["L201"]
    assert rows_of(ledger) == [2, 3]


@pytest.mark.parametrize("first", a_few(["示例", "例", "例：", "（例）", "示例1"]))
def test_a_sample_row_is_left_out_and_named(tmp_path, first):
    people = [{"组别": first} | person(3), {"组别": "一组"} | person(0)]
    ledger, found = checked(village(tmp_path / "甲", people))
    assert [(item.code, item.severity, item.where.row) for item in found] == [("L114", "info", 2)]
    assert rows_of(ledger) == [3]


def test_a_sample_marked_in_the_name_is_left_out(tmp_path):
    ledger, found = checked(village(tmp_path / "甲", [person(0), person(1, 姓名="例：张三")]))
    assert codes(found) == ["L114"]
    assert rows_of(ledger) == [2]


@pytest.mark.parametrize(
    "row",
    a_few(
        [
            ["合计", "", "", 3, 5],
            ["全村总计", 1],
            ["合计人数：1"],
            ["单位负责人（签字）：", "", "", "填表人：甲"],
            ["填报时间：2023-10-31"],
            ["注：本表一式两份"],
            ["梅村劳动力资源台账"],
            ["以下空白"],
        ]
    ),
)
def test_totals_signatures_notes_and_repeated_titles_are_no_persons(tmp_path, row):
    rows = [["梅村劳动力资源台账"], *table(person(0)), row]
    ledger, found = checked(workbook(tmp_path / "甲", rows))
    assert found == []
    assert rows_of(ledger) == [3]


# ---------------------------------------------------------------- sheets
def test_sheets_of_the_same_columns_are_one_ledger_and_each_is_named(tmp_path):
    more = {"二组": table(person(1)), "三组": table(person(2))}
    ledger, found = checked(workbook(tmp_path / "甲", table(person(0)), sheet="一组", more=more))
    assert ledger.frame["公民身份号码"].to_list() == [id_number(0), id_number(1), id_number(2)]
    assert ledger.at(2, "姓名").sheet == "三组"
    assert [(i.code, i.severity, i.where.sheet, i.where.cell) for i in found] == [
        ("L112", "info", "二组", None),
        ("L112", "info", "三组", None),
    ]


@pytest.mark.parametrize("name", a_few(["备份", "劳动力（旧）", "2022年", "去年的", "副本", "copy of 2023"]))
def test_a_sheet_named_like_a_copy_is_left_out_and_named(tmp_path, name):
    folder = workbook(tmp_path / "甲", table(person(0)), sheet="2023年", more={name: table(person(1))})
    ledger, found = checked(folder)
    assert ledger.frame.height == 1
    assert [(i.code, i.severity, i.where.sheet, i.where.cell) for i in found] == [
        ("L113", "warning", name, None)
    ]


def test_a_copy_in_front_is_not_taken_for_the_ledger(tmp_path):
    folder = workbook(tmp_path / "甲", table(person(1)), sheet="备份", more={"现用": table(person(0))})
    assert checked(folder)[0].at(0).sheet == "现用"


def test_a_sheet_of_mostly_the_same_people_is_a_copy_whatever_its_name(tmp_path):
    people = [person(0), *(person(i) for i in range(1, 6))]
    folder = workbook(tmp_path / "甲", table(*people), more={"Sheet (2)": table(*people[1:], person(7))})
    ledger, found = checked(folder)
    assert ledger.frame.height == 6
    assert codes(found) == ["L113"]


def test_a_hidden_sheet_of_people_is_not_read_and_named(tmp_path):
    folder = workbook(tmp_path / "甲", table(person(0)), more={"藏": table(person(1))}, hidden=["藏"])
    ledger, found = checked(folder)
    assert ledger.frame.height == 1
    assert [(i.code, i.where.sheet, i.where.cell) for i in found] == [("L113", "藏", None)]


def test_a_hidden_list_of_options_is_nobodys_business(tmp_path):
    folder = workbook(tmp_path / "甲", table(person(0)), more={"字典": [["男"], ["女"]]}, hidden=["字典"])
    assert checked(folder)[1] == []


def test_a_sheet_of_people_without_a_header_is_named(tmp_path):
    folder = workbook(tmp_path / "甲", table(person(0)), more={"二组": table(person(1), person(2))[1:]})
    assert codes(checked(folder)[1]) == ["L113"]


def test_a_sheet_of_other_columns_is_left_out_and_named(tmp_path):
    other = [["姓名", "公民身份号码", "联系电话", "失业日期"], ["甲", id_number(5), "", ""]]
    ledger, found = checked(workbook(tmp_path / "甲", table(person(0)), more={"失业": other}))
    assert ledger.frame.height == 1
    assert codes(found) == ["L113"]


# ---------------------------------------------------------------- merged cells, headers of two rows
def test_a_merged_cell_is_filled_down_inside_the_merge_only(tmp_path):
    people = [{"户主姓名": "", **person(i)} for i in range(5)]
    people[0] |= {"户主姓名": "村民甲", "户编号": "1"}
    for one in people[1:3]:
        one |= {"户编号": ""}
    folder = workbook(tmp_path / "甲", table(*people), merges=["A2:A4", "D2:D4"])
    ledger, found = checked(folder)
    assert ledger.frame["户主姓名"].to_list() == ["村民甲", "村民甲", "村民甲", "", ""]
    assert ledger.frame["户编号"].to_list() == ["1"] * 5
    assert found == []


def test_a_merge_over_empty_rows_makes_nobody(tmp_path):
    rows = [*table({"组别": "一组", **person(0)}), [None], [None]]
    ledger, found = checked(workbook(tmp_path / "甲", rows, merges=["A2:A4"]))
    assert found == []
    assert rows_of(ledger) == [2]


def test_an_identity_number_is_never_filled_down(tmp_path):
    rows = table(person(0), person(1, 公民身份号码=""))
    _, found = checked(workbook(tmp_path / "甲", rows, merges=["B2:B3"]))
    assert [(item.code, item.where.cell) for item in found] == [("L201", "B3")]


def test_a_fault_in_a_merged_cell_is_one_problem(tmp_path):
    rows = table(person(0, 文化程度="大学士"), person(1, 文化程度=""))
    _, found = checked(workbook(tmp_path / "甲", rows, merges=["E2:E3"]))
    assert [(item.code, item.where.cell) for item in found] == [("L202", "E2")]


def two_levels():
    """Return a table whose columns 就业状态 to 就业区域 and 失业日期, 失业原因 stand under group titles."""
    header, row = table(person(0))
    upper, lower = list(header), [""] * len(header)
    job = header.index("就业状态")
    lower[job : job + 3], upper[job : job + 3] = header[job : job + 3], ["就业情况", "", ""]
    lost = header.index("失业日期")
    lower[lost : lost + 2], upper[lost : lost + 2] = ["日期", "原因"], ["失业", ""]
    return upper, lower, row


def test_a_header_of_two_rows_is_read_from_both_levels(tmp_path):
    upper, lower, row = two_levels()
    rows = [["梅村台账"], upper, lower, row, upper, lower]
    ledger, found = checked(workbook(tmp_path / "甲", rows))
    assert found == []
    assert rows_of(ledger) == [4]
    assert ledger.frame["就业状态"].to_list() == ["灵活就业"]
    assert ledger.has("失业日期")


def test_an_unknown_title_of_the_second_level_is_named_with_its_group(tmp_path):
    upper, lower, row = two_levels()
    lower[upper.index("就业情况") + 1] = "心得"
    _, found = checked(workbook(tmp_path / "甲", [upper, lower, row]))
    (item,) = [item for item in found if item.code == "L104"]
    assert "就业情况/心得" in item.message
    assert item.where.row == 2


def test_a_data_row_below_the_header_is_no_second_level(tmp_path):
    ledger, found = checked(workbook(tmp_path / "甲", table(person(0), person(1))))
    assert found == []
    assert rows_of(ledger) == [2, 3]


# ---------------------------------------------------------------- one fault, one problem
@pytest.mark.parametrize(
    ("changes", "code"),
    a_few(
        [
            ({"出生日期": "1990-13-01"}, "L203"),
            ({"毕业日期": "2011-06"}, "L219"),
            ({"性别": "女的"}, "L202"),
            ({"年龄": "三十三"}, "L214"),
            ({"年龄": "300"}, "L214"),
            ({"是否常住": "#N/A"}, "L218"),
            ({"就业状态": "失业中了"}, "L202"),
            ({"与户主关系": "家长某"}, "L202"),
        ],
        rows=True,
    ),
)
def test_a_cell_at_fault_is_one_problem(tmp_path, changes, code):
    _, found = checked(village(tmp_path / "甲", [person(0) | changes]))
    assert codes(found) == [code]


def test_a_wrong_number_that_stands_twice_is_wrong_twice_and_not_repeated_as_well(tmp_path):
    wrong = id_number(0)[:-1] + ("1" if id_number(0)[-1] != "1" else "2")
    people = [person(0, 公民身份号码=wrong), person(1, 公民身份号码=wrong)]
    assert codes(checked(village(tmp_path / "甲", people))[1]) == ["L204", "L204"]


def test_somebody_born_after_the_reference_date_is_reported_where_the_date_stands(tmp_path):
    one = person(0, 公民身份号码="") | {"出生日期": "2023-12-01", "性别": "男"}
    _, found = checked(village(tmp_path / "甲", [one]))
    place = {item.code: item.where.column for item in found}
    assert place["L221"] == "Y"
