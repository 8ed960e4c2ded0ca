"""One template sheet, many sheets: filled, then read back with openpyxl, calamine and as XML."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from PIL import Image as Picture

from hqe_docs.paper.excel.sheetrefs import renamed
from hqe_docs.paper.fill import fill
from tests.paper.making import excel, said

FOR = "{%sheet for 村 in 各点 %}"
ROWS = [
    [FOR],
    ["{{ 村.名 }}", "{{ loop.index }}/{{ loop.length }}"],
    ["姓名", "数", "倍"],
    ["{%tr for 人 in 村.人 %}"],
    ["{{ 人.姓名 }}", "{{ 人.数 }}", "=B5*2"],
    ["{%tr endfor %}"],
    ["合计", "=SUM(B5:B5)", "=SUM('{{ 村.名 }}'!C5:C5)"],
]
PEOPLE = [{"姓名": "李春山", "数": 1}, {"姓名": "王冬梅", "数": 2}]


def villages(*names: str) -> dict[str, Any]:
    return {"各点": [{"名": name, "人": PEOPLE[: number + 1]} for number, name in enumerate(names)]}


def summary(sheet: Any) -> None:
    """Put a sheet before and one after the template's, both of which speak of it."""
    book = sheet.parent
    before, after = book.create_sheet("总表", 0), book.create_sheet("末")
    before["A1"] = "='{{ 村.名 }}'!B7"
    after["A1"] = "=SUM('{{ 村.名 }}'!B5:B5)"


def full(sheet: Any) -> None:
    """Put all that can hang on a sheet onto it."""
    summary(sheet)
    sheet.print_title_rows, sheet.print_area, sheet.auto_filter.ref = "2:3", "A1:C7", "A3:C5"
    sheet.oddHeader.center.text = "{{ 村.名 }}"
    sheet["A5"].comment = Comment("注", "人")
    valid = DataValidation(type="whole", formula1="$B$7")
    valid.add("B5")
    sheet.add_data_validation(valid)
    sheet.conditional_formatting.add("B5", FormulaRule(formula=["B5>'{{ 村.名 }}'!$B$7"]))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=3, max_row=5), titles_from_data=True)
    sheet.add_chart(chart, "H9")
    stream = io.BytesIO()
    Picture.new("RGB", (9, 9)).save(stream, "PNG")
    sheet.add_image(Image(stream), "H1")
    sheet["E9"], sheet["F9"], sheet["E10"], sheet["F10"], sheet["H3"] = "k", "v", "a", 1, "=SUM(表1[v])"
    sheet.add_table(Table(displayName="表1", ref="E9:F10"))
    sheet.parent.defined_names["全局"] = DefinedName("全局", attr_text="'{{ 村.名 }}'!$B$7")
    sheet.sheet_view.tabSelected = True


def filled(folder: Path, context: Any, change: Any = None, rows: Any = ROWS) -> Path:
    made = excel(folder / "模板.xlsx", rows, title="{{ 村.名 }}", change=change)
    assert said(fill(made, context, folder / "出.xlsx")) == []
    return folder / "出.xlsx"


def faults(folder: Path, rows: Any, context: Any, change: Any = None) -> list[str]:
    made = excel(folder / "模板.xlsx", rows, title="表", change=change)
    found = said(fill(made, context, folder / "出.xlsx"))
    assert not (folder / "出.xlsx").exists()
    return found


def cells(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(max_col=3)]


# ---------------------------------------------------------------- cells and tabs
def test_each_item_has_its_sheet_and_the_control_row_goes_away(tmp_path):
    book = openpyxl.load_workbook(filled(tmp_path, villages("甲村", "乙村")))
    assert book.sheetnames == ["甲村", "乙村"]
    assert cells(book["乙村"]) == [
        ["乙村", "2/2", None],
        ["姓名", "数", "倍"],
        ["李春山", 1, "=B3*2"],
        ["王冬梅", 2, "=B4*2"],
        ["合计", "=SUM(B3:B4)", "=SUM(乙村!C3:C4)"],
    ]
    assert cells(book["甲村"])[-1] == ["合计", "=SUM(B3:B3)", "=SUM(甲村!C3:C3)"]


def test_tabs_stay_in_order_and_other_sheets_speak_of_the_first_copy(tmp_path):
    book = openpyxl.load_workbook(filled(tmp_path, villages("甲村", "乙村"), summary))
    assert book.sheetnames == ["总表", "甲村", "乙村", "末"]
    assert book["总表"]["A1"].value == "=甲村!B4"
    assert book["末"]["A1"].value == "=SUM(甲村!B3:B3)"


def test_names_of_sheets_are_legal_and_differ(tmp_path):
    names = ["甲/村", "甲/村", "长" * 40, "", "总表", "{{ 7*7 }}", "A"]
    book = openpyxl.load_workbook(filled(tmp_path, villages(*names, "a"), summary))
    assert book.sheetnames == [
        "总表", "甲／村", "甲／村(2)", "长" * 31, "Sheet", "总表(2)", "{{ 7＊7 }}", "A", "a(2)", "末",
    ]  # fmt: skip


def test_a_plain_name_is_numbered(tmp_path):
    made = excel(tmp_path / "模板.xlsx", ROWS[:2], title="点")
    assert said(fill(made, villages("甲", "乙", "丙"), tmp_path / "出.xlsx")) == []
    assert openpyxl.load_workbook(tmp_path / "出.xlsx").sheetnames == ["点", "点(2)", "点(3)"]


def test_two_sheets_may_be_repeated_each_for_a_list_of_its_own(tmp_path):
    def second(sheet):
        other = sheet.parent.create_sheet("{{ 组 }}")
        other["A1"], other["A2"] = "{%sheet for 组 in 各组 if 组 %}", "{{ 组 }}"

    book = openpyxl.load_workbook(filled(tmp_path, villages("甲", "乙") | {"各组": ["一", "", "二"]}, second))
    assert book.sheetnames == ["甲", "乙", "一", "二"]
    assert book["二"]["A1"].value == "二"


# ---------------------------------------------------------------- what hangs on a sheet
def test_each_copy_has_its_own_frame_names_comments_charts_and_pictures(tmp_path):
    book = openpyxl.load_workbook(filled(tmp_path, villages("甲村", "乙村"), full))
    for name, last in (("甲村", 3), ("乙村", 4)):
        sheet = book[name]
        assert sheet.print_title_rows == "$1:$2"
        assert sheet.print_area == f"'{name}'!$A$1:$C${last + 1}"
        assert sheet.auto_filter.ref == f"A2:C{last}"
        assert sheet.oddHeader.center.text == name
        assert sheet["A3"].comment.text == "注"
        (valid,) = sheet.data_validations.dataValidation
        assert (str(valid.sqref), valid.formula1) == (f"B3:B{last}".replace("B3:B3", "B3"), f"$B${last + 1}")
        (rules,) = [rule.formula for kept in sheet.conditional_formatting for rule in kept.rules]
        assert rules == [f"B3>{name}!$B${last + 1}"]
        assert (len(sheet._charts), len(sheet._images)) == (1, 1)
    assert book.defined_names["全局"].attr_text == "甲村!$B$4"


def test_tables_have_names_and_ids_of_their_own_and_formulas_of_the_copy_know_them(tmp_path):
    path = filled(tmp_path, villages("甲村", "乙村", "丙村"), full)
    book = openpyxl.load_workbook(path)
    tables = {sheet.title: list(sheet.tables) for sheet in book if sheet.tables}
    assert tables == {
        "甲村": ["表1"], "乙村": ["表1_2"], "丙村": ["表1_3"],
    }  # fmt: skip
    assert [sheet.tables[name].id for sheet in book for name in sheet.tables] == [1, 2, 3]
    assert [book[name]["H2"].value for name in tables] == ["=SUM(表1[v])", "=SUM(表1_2[v])", "=SUM(表1_3[v])"]


def test_the_chart_of_a_copy_draws_from_that_copy(tmp_path):
    with zipfile.ZipFile(filled(tmp_path, villages("甲村", "乙村"), full)) as archive:
        chart = archive.read("xl/charts/chart2.xml").decode()
    assert "乙村!$B$" in chart
    assert "{{" not in chart


def test_every_part_is_reached_once_and_has_its_content_type(tmp_path):
    with zipfile.ZipFile(filled(tmp_path, villages("甲村", "乙村"), full)) as archive:
        names = archive.namelist()
        types = etree.fromstring(archive.read("[Content_Types].xml"))
        targets = [
            element.get("Target", "").rpartition("/")[2]
            for name in names
            if name.endswith(".rels")
            for element in etree.fromstring(archive.read(name))
        ]
    typed = [item.get("PartName", "")[1:] for item in types if item.get("PartName")]
    assert len(set(typed)) == len(typed)
    assert set(typed) <= set(names)
    assert {name for name in names if name.startswith("xl/worksheets/sheet")} <= set(typed)
    for kind in ("worksheets/sheet", "charts/chart", "tables/table", "drawings/drawing", "comments/comment"):
        parts = [name.rpartition("/")[2] for name in names if name.startswith(f"xl/{kind}")]
        assert [targets.count(part) for part in parts] == [1] * len(parts), kind


def test_only_the_first_copy_is_selected(tmp_path):
    book = openpyxl.load_workbook(filled(tmp_path, villages("甲村", "乙村"), full))
    assert [sheet.sheet_view.tabSelected for sheet in book if sheet.title in ("甲村", "乙村")] == [True, None]


# ---------------------------------------------------------------- none at all
def test_an_empty_list_takes_the_sheet_away_with_all_that_hangs_on_it(tmp_path):
    path = filled(tmp_path, {"各点": []}, full)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["总表", "末"]
    assert book["总表"]["A1"].value == "=#REF!"
    assert book["末"]["A1"].value == "=SUM(#REF!)"
    assert book.defined_names["全局"].attr_text == "#REF!"
    with zipfile.ZipFile(path) as archive:
        left = [
            name for name in archive.namelist() if "/charts/" in name or "/tables/" in name or "media" in name
        ]
        assert left == []
        assert b"sheet1.xml.rels" not in archive.read("[Content_Types].xml")


def test_a_workbook_keeps_one_sheet_that_can_be_seen(tmp_path):
    def hide(sheet):
        sheet.parent.create_sheet("暗").sheet_state = "hidden"

    found = faults(tmp_path, ROWS[:2], {"各点": []}, hide)
    assert found == ["T131 模板.xlsx#表 列表是空的，填写后工作簿里没有可见的工作表"]


# ---------------------------------------------------------------- faults
@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [["{%sheet if 1 %}"]],
            "T130 模板.xlsx#表!A1 整表循环不成立：只能写 {%sheet for 名称 in 列表 %}，不用结尾标签",
        ),
        (
            [["{%sheet for 数 in range(5001) %}"]],
            "T130 模板.xlsx#表 整表循环不成立：列表有 5001 项，一张工作表最多做成 5000 张",
        ),
        ([[FOR, "别的"]], "T130 模板.xlsx#表!A1 整表循环不成立：要独占一行，这一行里别的内容填写后会丢失"),
        ([["字" + FOR]], "T130 模板.xlsx#表!A1 整表循环不成立：单元格里不能有别的内容"),
        ([[FOR], [FOR]], "T130 模板.xlsx#表!A2 整表循环不成立：一张工作表只能有一个"),
        ([["{%sheet for 村 in 各店 %}"]], "T201 模板.xlsx#表!A1 未知名称“各店”，是不是“各点”？"),
        ([["{%sheet for 村 in 名 %}"]], "T110 模板.xlsx#表!A1 循环要的是列表，这里是“甲”"),
        ([["{%sheet for 村 各点 %}"]], "T103 模板.xlsx#表!A1 标签写法错误：此处应为“in”，却是“各点”"),
        ([[FOR], ["{{ 村.明 }}"]], "T201 模板.xlsx#表!A2 未知名称“村.明”"),
    ],
)
def test_a_fault_is_told_once_at_the_cell_of_the_template(tmp_path, rows: Any, expected: str):
    def another(sheet):
        sheet.parent.create_sheet("末")

    assert faults(tmp_path, rows, villages("甲", "乙") | {"名": "甲"}, another) == [expected]


def test_an_area_over_several_sheets_is_refused(tmp_path):
    def sum_over(sheet):
        sheet.parent.create_sheet("尾")
        sheet.parent.create_sheet("总")["A1"] = "=SUM(表:尾!B2)"

    assert faults(tmp_path, ROWS[:2], villages("甲"), sum_over) == [
        "T132 模板.xlsx#总!A1 公式用“表1:表3!A1”的写法引用了要重复的工作表"
    ]


# ---------------------------------------------------------------- references, speed
@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(旧!A1:B2)+旧!C3", "SUM(新!A1:B2)+新!C3"),
        ("'旧'!$A:$B", "新!$A:$B"),
        ('"旧!A1"&旧!A1', '"旧!A1"&新!A1'),
        ("旧旧!A1+[1]旧!A1", "旧旧!A1+[1]旧!A1"),
        ("SUM(没!A1:B2,没!名,没!$1:$2)", "SUM(#REF!,#REF!,#REF!)"),
        ("SUM(表[[#All],[数]])+另表[数]", "SUM(表_2[[#All],[数]])+另表[数]"),
        ("SUM(无表[数])", "SUM(#REF!)"),
        ("'它''s'!A1", "'a b'!A1"),
    ],
)
def test_formulas_call_sheets_and_tables_by_their_new_names(formula: str, expected: str):
    sheets = {"旧": "新", "没": None, "它's": "a b"}
    assert renamed(formula, sheets, {"表": "表_2", "无表": None}) == expected
