"""Shapes that forms of offices have: hours and days in one blank, numbers half printed, boxes that are talked about."""

from __future__ import annotations

import pytest
from docx.table import Table

from hqe_docs.paper.forms.inspection import form_of, inspect_form
from tests.forms.drawn import SPACE, p, tbl, tc, tr, word_parts, word_table
from tests.forms.test_fill_then_read import read
from tests.forms.test_form_fill import BOTH, codes, document, filled, said, texts

MOMENTS = "20__年__月__日__时__分至__时__分"
SPAN = "自    年  月  日起至    年  月  日止，共    课时"


def plain(text):
    return "".join(text.split())


@BOTH
@pytest.mark.parametrize(
    ("drawing", "values", "cell"),
    [
        (f"时间|{MOMENTS}", {"时间": ["2023-06-30", 9, 30, 10, 15]}, "2023年6月30日9时30分至10时15分"),
        (f"时间|{MOMENTS}", {"时间": "2023-06-30 9:30至10:15"}, "2023年6月30日9时30分至10时15分"),
        (f"时间|{MOMENTS}", {"时间": "2023-06-30"}, "2023年6月30日__时__分至__时__分"),
        (
            f"时间|{SPAN}",
            {"时间": ["2023-07-03", "2023-07-20", 120]},
            "自2023年7月3日起至2023年7月20日止，共120课时",
        ),
        ("类型（在□内打√）|□大龄 □残疾", {"类型": "残疾"}, "□大龄 ☑残疾"),
        ("申请|是（ ） 否（ ）  金额____万元", {"申请": "是", "金额": 20}, "是（√） 否（ ）  金额20万元"),
        (
            "合计|（大写）        元（小写）￥      元",
            {"合计": ["壹佰", 100]},
            "（大写）壹佰元（小写）￥100元",
        ),
        (
            "户籍|江西省    市    县（区）    村",
            {"户籍": ["宜春", "袁州", "梅州"]},
            "江西省宜春市袁州县（区）梅州村",
        ),
        ("建档|2023年    月    日", {"建档": "2023-06-25"}, "2023年6月25日"),
        (
            "地址|江西省______市______县（市、区）______",
            {"地址": ["宜春", "袁州", "洪江"]},
            "江西省宜春市袁州县（市、区）洪江",
        ),
        ("条件|（ ）食宿 （ ）其他：______", {"条件": ["食宿", "车"]}, "（√）食宿（√）其他：车"),
        ("岗位|人数|学历\n1.| | \n2.| | ", {"名单": [{"岗位": "文员", "人数": 2}]}, "1.文员"),
        ("1、是否满意？| ", {"是否满意": "是"}, "是"),
        ("其中：本县籍（人）| ", {"本县籍": 100}, "100"),
        ("姓名| \n邮编：□□□□□□>2", {"邮编": "336000"}, "邮编：336000"),
    ],
)
def test_a_value_stands_in_its_place(drawn, drawing, values, cell):
    assert plain(cell) in map(plain, said(drawn(drawing), values))


@BOTH
def test_a_day_where_only_a_year_belongs_is_told(drawn):
    result = filled(drawn(f"时间|{SPAN}"), {"时间": ["2023-07-03"] * 7})
    assert codes(result) == ["F204"]


@BOTH
def test_parents_that_differ_in_brackets_are_told_apart(drawn):
    parts = drawn("成员（一）|姓名| \n^|电话| \n成员（二）|姓名| \n^|电话| ")
    result = filled(parts, {"成员（一）": {"姓名": "甲一"}, "成员（二）": {"姓名": "乙二"}})
    rows = texts(result.parts)
    assert (codes(result), rows[0][2], rows[2][2]) == ([], "甲一", "乙二")


@BOTH
def test_a_label_that_also_means_a_name_stands_above_others(drawn):
    drawing = "申请人|姓名| |年龄| \n^|住址| |电话| "
    rows = texts(filled(drawn(drawing), {"申请人": {"姓名": "甲一", "电话": "19900000001"}}).parts)
    assert (rows[0][2], rows[1][-1]) == ("甲一", "19900000001")


@BOTH
def test_columns_of_one_label_are_told_apart_by_the_one_above(drawn):
    drawing = "姓名|上年>2|本年>2\n^|月数|收入|月数|收入\n | | | | \n | | | | "
    result = filled(
        drawn(drawing), {"名单": [{"姓名": "甲一", "上年/月数": "6", "本年/月数": "9", "职业": "瓦工"}]}
    )
    assert [text.strip() for text in texts(result.parts)[2]] == ["甲一", "6", "", "9", ""]
    assert result.unused == ("名单/职业",)


@BOTH
def test_records_go_into_the_list_and_not_the_row_of_sums_below(drawn):
    drawing = "序号|姓名|年龄|学历\n1| | | \n2| | | \n合计| | | "
    rows = texts(filled(drawn(drawing), {"成员": [{"姓名": "甲一", "年龄": "30", "学历": "大专"}]}).parts)
    assert (rows[1][1:], "".join(rows[3]).strip()) == (["甲一", "30", "大专"], "合计")


def test_what_is_printed_of_a_number_is_no_label():
    parts = word_parts(
        p("编号：〔2023〕第____号    所属期：2023年第___季度") + p("班次：第____期      工种：______")
    )
    result = filled(parts, {"编号": "12", "所属期": "2", "班次": "3", "工种": "电工"})
    first, second = document(result.parts).paragraphs
    assert plain(first.text) == "编号：〔2023〕第12号所属期：2023年第2季度"
    assert plain(second.text) == "班次：第3期工种：电工"


def test_a_table_in_a_cell_is_called_by_the_label_beside_it():
    digits, work = word_table("|".join([" "] * 18)), word_table("起止|单位|岗位\n | | \n | | ")
    parts = word_parts(tbl(tr(tc("身份证号"), tc(digits + p(""))), tr(tc("工作经历"), tc(work + p("")))))
    number, jobs = "36099919900101123X", [{"起止": "2001-2005", "单位": "某某厂", "岗位": "普工"}]
    outer = document(filled(parts, {"身份证号": number, "工作经历": jobs}).parts).tables[0]
    boxes, rows = (
        Table(found, outer).rows for found in outer._tbl.iter(f"{{{SPACE}}}tbl") if found is not outer._tbl
    )
    assert "".join(cell.text.strip() for cell in boxes[0].cells) == number
    assert [cell.text for cell in rows[1].cells] == ["2001-2005", "某某厂", "普工"]


def test_what_is_no_form_is_told_of_as_a_form(tmp_path):
    path = tmp_path / "表.docx"
    path.write_text("hello", encoding="utf-8")
    _, found = inspect_form(path)
    assert [(one.code, "表.docx 打不开" in one.message) for one in found] == [("F101", True)]


@BOTH
def test_another_year_than_the_printed_one_is_told(drawn):
    assert codes(filled(drawn("建档|2023年    月    日"), {"建档": "2022-06-25"})) == ["F204"]


@BOTH
@pytest.mark.parametrize(
    ("drawing", "values"),
    [
        ("建档|2023年    月    日|电话| ", {"建档": "2023-06-25"}),
        ("岗位|人数|学历\n1.| | \n2.| | ", {"名单": [{"岗位": "文员", "人数": "2"}]}),
        (f"时间|{MOMENTS}", {"时间": ["2023", "6", "30", "9", "30", "10", "15"]}),
        (
            "姓名|上年>2|本年>2\n^|月数|收入|月数|收入\n | | | | \n | | | | ",
            {"名单": [{"姓名": "甲", "上年/月数": "6"}]},
        ),
    ],
)
def test_what_is_filled_is_read_back(drawn, drawing, values):
    blank = drawn(drawing)
    assert read(filled(blank, values).parts, form_of(blank, "表")) == values
