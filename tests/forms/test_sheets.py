"""What workbooks do to forms: merged areas, lines, formulas, hidden sheets, old files, rich and inline strings."""

from __future__ import annotations

import io

import openpyxl
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Protection
from openpyxl.worksheet.datavalidation import DataValidation

from hqe_docs.paper.forms.inspection import inspect_form
from hqe_docs.paper.package import unzipped
from tests.forms.drawn import draw_sheet, places_in


def parts_of(book):
    stream = io.BytesIO()
    book.save(stream)
    return unzipped(stream)


def sheet_of(rows, *merges):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for area in merges:
        book.active.merge_cells(area)
    return book


def cells_in(book):
    """Return cell → label of the places."""
    return {place.address.cell: place.path for place in places_in(parts_of(book))}


def test_addresses_are_those_of_excel():
    book = sheet_of([["姓名", None, "性别", None]], "B1:B2")
    book.active["D1"].border = openpyxl.styles.Border(bottom=openpyxl.styles.Side(style="thin"))
    (first, second) = places_in(parts_of(book))
    assert first.address.as_json() == {"sheet": "Sheet", "cell": "B1"}
    assert second.address.cell == "D1"


def test_titles_alone_make_a_list_in_the_row_below():
    assert cells_in(sheet_of([["姓名", "身份证号", "联系电话"]])) == {
        "A2": "姓名",
        "B2": "身份证号",
        "C2": "联系电话",
    }


def test_a_list_below_rows_of_examples_begins_after_them():
    rows = [["姓名", "类型", "备注"], ["张三", "脱贫人口", "示例"], ["李四", "低保", "示例"]]
    assert cells_in(sheet_of(rows)) == {"A4": "姓名", "B4": "类型", "C4": "备注"}


def test_a_formula_is_no_place():
    book = sheet_of([["单价", 5, "数量", None, "金额", "=B1*D1"]])
    assert cells_in(book) == {"D1": "数量"}


def test_a_list_of_choices_gives_its_options():
    book = openpyxl.Workbook()
    draw_sheet(book.active, "姓名||性别|")
    rule = DataValidation(type="list", formula1='"男,女"')
    rule.add("D1")
    book.active.add_data_validation(rule)
    assert [(x.label, x.options) for x in places_in(parts_of(book))] == [("姓名", ()), ("性别", ("男", "女"))]


def test_a_merged_blank_beside_a_label_needs_no_lines():
    assert cells_in(sheet_of([["姓名"], ["住址"]], "B1:C1", "B2:C2")) == {"B1": "姓名", "B2": "住址"}


def test_hidden_columns_and_rows_are_left_out():
    book = openpyxl.Workbook()
    draw_sheet(book.active, "姓名||性别|\n电话||住址|\n民族||籍贯|")
    book.active.column_dimensions["D"].hidden = True
    book.active.row_dimensions[2].hidden = True
    assert cells_in(book) == {"B1": "姓名", "B3": "民族"}


def test_a_protected_sheet_is_filled_where_it_is_open():
    book = openpyxl.Workbook()
    draw_sheet(book.active, "姓名||性别|")
    book.active["D1"].protection = Protection(locked=False)
    book.active.protection.sheet = True
    assert cells_in(book) == {"D1": "性别"}


def test_hidden_sheets_are_left_out():
    book = sheet_of([["姓名", "", "电话", ""]])
    book.active["B1"], book.active["D1"] = " ", " "
    draw_sheet(book.create_sheet("选项"), "民族|")
    book["选项"].sheet_state = "hidden"
    assert {place.address.sheet for place in places_in(parts_of(book))} <= {"Sheet"}


def test_each_sheet_is_a_form_of_its_own():
    book = openpyxl.Workbook()
    draw_sheet(book.active, "姓名|")
    draw_sheet(book.create_sheet("二"), "姓名|关系|电话\n||\n||")
    draw_sheet(book.create_sheet("三"), "民族|")
    places = places_in(parts_of(book))
    assert [(x.address.sheet, x.address.cell) for x in places if x.kind == "cell"] == [
        ("Sheet", "B1"),
        ("三", "B1"),
    ]


def test_rich_text_is_one_label():
    book = sheet_of([[None, None]])
    draw_sheet(book.active, "电话|")
    book.active["A1"] = CellRichText("姓", TextBlock(InlineFont(b=True), "名"))
    assert cells_in(book) == {"B1": "姓名"}


def test_a_title_that_is_merged_over_the_sheet_names_nothing():
    rows = [["申请登记表（个人）"], ["申请日期：    年  月  日"], ["姓名", None, "电话", None]]
    book = sheet_of(rows, "A1:D1", "A2:D2", "B3:B4")
    assert cells_in(book)["A2"] == "申请日期"


def test_an_old_workbook_reads_the_same(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    lined = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin")
    for column, text in enumerate(("姓名", "", "性别", "□男 □女")):
        sheet.write(0, column, text, lined)
    sheet.write_merge(1, 2, 0, 0, "住址", lined)
    sheet.write_merge(1, 2, 1, 3, "", lined)
    path = tmp_path / "表.xls"
    book.save(str(path))
    inspected, found = inspect_form(path)
    assert found == []
    assert [(x.address.cell, x.label) for x in inspected.places] == [
        ("B1", "姓名"),
        ("D1", "性别"),
        ("B2", "住址"),
    ]
