"""Ledgers as villages send them: where the header is, which rows are data, what is wrong and where."""

from __future__ import annotations

from datetime import datetime

import openpyxl
import pytest
import xlwt

from hqe_docs.office.workspace import open_dossiers
from tests.villages import checked as ledger_of
from tests.villages import id_number, person, table, village, workbook


def opened(folder):
    (loaded,) = open_dossiers([folder])
    return loaded


def places(found):
    return {(item.code, item.where.cell) for item in found}


def test_titles_units_repeated_headers_totals_and_signatures_are_not_data(tmp_path):
    header, *rows = table(person(0), person(1), person(2))
    sheet = [["梅州村劳动力资源台账"], ["填报单位：梅州村", "", "2023-10-31"], header, rows[0], rows[1]]
    sheet += [[None] * 5, header, rows[2], ["合计", 3], ["填表人：甲", "", "审核人：乙"]]
    ledger, found = ledger_of(workbook(tmp_path / "甲", sheet))
    assert found == []
    assert ledger.frame["_行"].to_list() == [4, 5, 8]
    assert ledger.at(2, "姓名").cell == "A8"


def test_columns_are_known_by_their_other_names_in_any_order(tmp_path):
    header, row = table(person(0))
    names = {"公民身份号码": "身 份 证\n号 码", "文化程度": "学历（必填）", "联系电话": "手机号"}
    sheet = [[names.get(title, title) for title in reversed(header)], list(reversed(row))]
    ledger, found = ledger_of(workbook(tmp_path / "甲", sheet))
    assert found == []
    assert ledger.frame["公民身份号码"].to_list() == [id_number(0)]


def test_values_are_put_into_the_form_of_their_column(tmp_path):
    one = person(
        0, 文化程度="大学专科", 人员类别="脱贫户,残疾", 毕业院校="某校", 就业状态="打零工", 是否常住="√"
    )
    one |= {
        "姓名": "高　健",
        "公民身份号码": "'" + id_number(0),
        "毕业日期": datetime(2021, 6, 30),
        "联系电话": 19900001234,
    }
    ledger, found = ledger_of(workbook(tmp_path / "甲", table(one)))
    assert found == []
    row = ledger.frame.row(0, named=True)
    assert (row["姓名"], row["文化程度"], row["人员类别"]) == ("高健", "大专", "脱贫人口、残疾人")
    assert (row["毕业日期"], row["是否常住"], row["就业状态"]) == ("2021-06-30", "是", "灵活就业")
    assert (row["公民身份号码"], row["联系电话"]) == (id_number(0), "19900001234")


def test_each_fault_is_reported_at_its_cell(tmp_path):
    good = id_number(0)
    wrong = good[:-1] + ("1" if good[-1] != "1" else "2")
    people = [
        person(0),
        person(1, 公民身份号码=wrong),
        person(2, 公民身份号码=good),
        person(3, 公民身份号码="36099919901301001X"),
        person(4, 公民身份号码="360999900101001"),
        person(5, 文化程度="大学士"),
        person(6, 是否常住=""),
        person(7, 联系电话="1990000"),
        person(8, 就业状态="失业", 就业形式=""),
        person(9, 月收入="很多"),
    ]
    people = [{"月收入": "", **one} for one in people]
    _, found = ledger_of(workbook(tmp_path / "甲", table(*people)))
    columns = {title: openpyxl.utils.get_column_letter(i + 1) for i, title in enumerate(people[0])}
    expected = {
        ("L204", columns["公民身份号码"] + "3"),
        ("L209", columns["公民身份号码"] + "4"),
        ("L206", columns["公民身份号码"] + "5"),
        ("L208", columns["公民身份号码"] + "6"),
        ("L202", columns["文化程度"] + "7"),
        ("L201", columns["是否常住"] + "8"),
        ("L213", columns["联系电话"] + "9"),
        ("L214", columns["月收入"] + "11"),
    }
    assert expected <= places(found)
    assert all(item.where.row in (3, 4, 5, 6, 7, 8, 9, 10, 11) for item in found)
    assert {item.code for item in found if item.where.row == 10} == {"L217"}


def test_a_number_that_excel_cut_is_lost_not_guessed(tmp_path):
    village(
        tmp_path / "甲",
        [person(0, 公民身份号码="3.60999199001E+17"), person(1, 公民身份号码="360999199001010000")],
    )
    _, found = ledger_of(tmp_path / "甲")
    assert [item.code for item in found] == ["L207", "L207"]


def test_messages_do_not_show_whole_identity_numbers(tmp_path):
    wrong = id_number(0)[:-1] + "0"
    village(tmp_path / "甲", [person(0, 公民身份号码=wrong), person(1, 文化程度=id_number(1))])
    _, found = ledger_of(tmp_path / "甲")
    assert all(wrong not in item.message and "19900101" not in item.message for item in found)


def test_sex_birth_and_age_are_held_against_the_number(tmp_path):
    one = {**person(0), "性别": "女", "出生日期": "1990-01-02", "年龄": "20"}
    _, found = ledger_of(workbook(tmp_path / "甲", table(one)))
    assert {item.code for item in found} == {"L210", "L211", "L212"}
    assert {item.severity for item in found} == {"warning"}


def test_a_missing_column_is_one_problem_of_the_sheet(tmp_path):
    one = person(0)
    del one["劳动能力"]
    loaded = opened(workbook(tmp_path / "甲", table(one)))
    (item,) = loaded.ledger_problems
    assert (item.code, item.where.cell) == ("L103", None)
    assert loaded.figures["劳动力人数"].missing == "《劳动力资源台账》缺少栏目 劳动能力"


def test_a_household_has_one_head(tmp_path):
    village(tmp_path / "甲", [person(0), person(1, 与户主关系="户主"), person(2, 户编号="2")])
    _, found = ledger_of(tmp_path / "甲")
    assert sorted(item.message for item in found) == ["户编号 1 有 2 名户主", "户编号 2 没有户主"]


def test_old_xls_and_gbk_csv_are_read_as_well(tmp_path):
    header, row = table(person(0))
    book = xlwt.Workbook()
    sheet = book.add_sheet("劳动力")
    for column, (title, value) in enumerate(zip(header, row, strict=True)):
        sheet.write(0, column, title)
        sheet.write(1, column, value)
    village(tmp_path / "甲", [])
    book.save(str(tmp_path / "甲" / "劳动力资源台账.xls"))
    village(tmp_path / "乙", [person(0)])
    path = tmp_path / "乙" / "劳动力资源台账.csv"
    path.write_bytes(path.read_text("utf-8-sig").encode("gb18030"))
    for name in "甲乙":
        ledger, found = ledger_of(tmp_path / name)
        assert found == []
        assert ledger.frame["公民身份号码"].to_list() == [id_number(0)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "0 字节"),
        (b"<html><table></table>", "网页"),
        (b"PK\x03\x04rubbish", "损坏"),
        (b"hello", "不是 Excel"),
    ],
)
def test_a_file_that_is_no_workbook_says_what_it_is(tmp_path, content, words):
    village(tmp_path / "甲", [])
    (tmp_path / "甲" / "劳动力资源台账.xlsx").write_bytes(content)
    loaded = opened(tmp_path / "甲")
    (item,) = loaded.ledger_problems
    assert item.code == "L101"
    assert words in item.message
    assert loaded.is_broken


def test_two_files_of_one_ledger_and_a_misspelt_name_are_reported(tmp_path):
    village(tmp_path / "甲", [person(0)])
    csv = (tmp_path / "甲" / "劳动力资源台账.csv").read_bytes()
    (tmp_path / "甲" / "农村劳动力资源台账.csv").write_bytes(csv)
    (tmp_path / "甲" / "劳动力资原台帐.csv").write_bytes(csv)
    found = opened(tmp_path / "甲").ledger_problems
    assert {item.code for item in found} == {"L109", "L105"}
    assert any("您是不是想写“劳动力资源台账”" in item.hint for item in found)


def test_one_person_may_stand_twice_where_a_row_is_not_a_person(tmp_path):
    village(tmp_path / "甲", [person(0)])
    rows = (
        "姓名,公民身份号码,证书名称,发证日期\n"
        + f"甲乙,{id_number(0)},焊工,2021-01-01\n甲乙,{id_number(0)},电工,2022-01-01\n"
    )
    (tmp_path / "甲" / "持证人员台账.csv").write_text(rows, "utf-8")
    assert [item.code for item in opened(tmp_path / "甲").ledger_problems if item.severity == "error"] == []
