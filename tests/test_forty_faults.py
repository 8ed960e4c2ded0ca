"""The forty faults met in villages' workbooks, one after another: what the tool does about each."""

from __future__ import annotations

import io
import json
import struct
from datetime import date
from pathlib import Path

import msoffcrypto
import openpyxl
import pytest
import xlwt
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from tests.program import hqe
from tests.villages import checked, id_number, person, table, village, workbook

LEDGER = "劳动力资源台账"


def said(found, *, infos: bool = False):
    """Return code and cell of each problem, infos only when asked for."""
    return [(item.code, item.where.cell) for item in found if infos or item.severity != "info"]


def one(folder: Path, **changes: object):
    """Return what is read and found in a village of one person with `changes`."""
    return checked(workbook(folder / "甲", table(person(0) | changes)))


def column(field: str, **changes: object) -> str:
    """Return the letter of a column of the table of one person with `changes`."""
    return openpyxl.utils.get_column_letter(list(person(0) | changes).index(field) + 1)


# ---------------------------------------------------------------- 35 files
def test_35_a_workbook_with_a_password_is_told_and_opened_with_it(tmp_path):
    folder = workbook(tmp_path / "甲", table(person(0)))
    path = folder / f"{LEDGER}.xlsx"
    locked = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(path.read_bytes())).encrypt("春山9", locked)
    path.write_bytes(locked.getvalue())
    for words, code, message in (
        ([], "L115", "有打开密码"),
        (["--password", "不对"], "L115", "给出的密码不对"),
    ):
        found = json.loads(hqe("check", folder, "--json", *words).stdout)["problems"]
        assert [(item["code"], message in item["message"]) for item in found if item["code"][0] == "L"] == [
            (code, True)
        ]
    found = json.loads(hqe("check", folder, "--json", "--password", "春山9").stdout)["problems"]
    assert [item for item in found if item["code"][0] == "L"] == []


def test_35_a_workbook_whose_changes_only_are_locked_is_read(tmp_path):
    folder = workbook(tmp_path / "甲", table(person(0)))
    path, locked = folder / f"{LEDGER}.xlsx", io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(path.read_bytes())).encrypt("VelvetSweatshop", locked)
    path.write_bytes(locked.getvalue())
    ledger, found = checked(folder)
    assert (ledger.frame.height, said(found)) == (1, [])


HTML = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset={charset}"></head><body>
<table><tr><td colspan=3>梅村台账</td></tr><tr>{titles}</tr>
<tr><td rowspan=2>一组</td>{first}</tr><tr>{second}</tr></table></body></html>"""


@pytest.mark.parametrize(("charset", "encoding"), [("gb2312", "gb18030"), ("utf-8", "utf-8")])
def test_35_an_xls_that_is_html_is_read_as_its_table_and_that_is_said(tmp_path, charset, encoding):
    header, first, second = table(person(0), person(1))
    titles = "".join(f"<td>{text}</td>" for text in ["组别", *header])
    rows = ["".join(f"<td style='x'>{text}</td>" for text in row) for row in (first, second)]
    text = HTML.format(charset=charset, titles=titles, first=rows[0], second=rows[1])
    folder = village(tmp_path / "甲", [])
    (folder / f"{LEDGER}.xls").write_bytes(text.encode(encoding))
    ledger, found = checked(folder)
    assert said(found, infos=True) == [("L117", None)]
    assert ledger.frame["组别"].to_list() == ["一组", "一组"]
    assert ledger.frame["公民身份号码"].to_list() == [id_number(0), id_number(1)]


def test_35_an_xls_that_is_an_xml_spreadsheet_is_read(tmp_path):
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in row) + "</Row>"
        for row in table(person(0))
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    text = (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="一组"><Table>{rows}</Table></Worksheet></Workbook>'
    )
    folder = village(tmp_path / "甲", [])
    (folder / f"{LEDGER}.xls").write_text(text, "utf-8")
    ledger, found = checked(folder)
    assert (said(found), ledger.at(0).sheet) == ([], "一组")


def test_35_a_lock_file_is_no_ledger_and_says_that_somebody_has_it_open(tmp_path):
    folder = village(tmp_path / "甲", [person(0)])
    (folder / f"~${LEDGER}.xlsx").write_bytes(b"\x05user")
    _, found = checked(folder)
    assert [(item.code, item.severity) for item in found] == [("L118", "info")]
    loose = json.loads(hqe("check", folder / f"~${LEDGER}.xlsx", "--json").stdout)["problems"]
    assert [item["code"] for item in loose] == ["L101"]


def old(folder: Path, rows, *, code_page: int = 0, from_1904: bool = False) -> Path:
    """Write a village whose ledger is an .xls, its code page changed when said; return its folder."""
    book = xlwt.Workbook()
    book.dates_1904 = from_1904
    sheet = book.add_sheet("劳动力")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for i, row in enumerate(rows):
        for k, value in enumerate(row):
            sheet.write(i, k, value, *([day] if isinstance(value, date) else []))
    stream = io.BytesIO()
    book.save(stream)
    data = stream.getvalue()
    if code_page:
        data = data.replace(b"\x42\x00\x02\x00\xb0\x04", b"\x42\x00\x02\x00" + struct.pack("<H", code_page))
    village(folder, [])
    (folder / f"{LEDGER}.xls").write_bytes(data)
    return folder


@pytest.mark.parametrize("code_page", [1252, 936])
def test_35_an_old_workbook_that_names_a_code_page_is_read_right(tmp_path, code_page):
    rows = table(person(0, 姓名="阿依·古丽", 是否在校="×") | {"就业日期": date(2022, 2, 18)})
    ledger, found = checked(old(tmp_path / "甲", rows, code_page=code_page))
    assert said(found) == []
    assert ledger.frame.select("姓名", "是否在校", "就业日期").row(0) == ("阿依·古丽", "否", "2022-02-18")


# ---------------------------------------------------------------- 39 comments, colours, what is hidden
def test_39_comments_and_colours_are_said_once_a_sheet_not_to_be_read(tmp_path):
    folder = workbook(tmp_path / "甲", table(*map(person, range(9))))
    book = openpyxl.load_workbook(folder / f"{LEDGER}.xlsx")
    yellow = PatternFill("solid", "FFFF00")
    for cell in (*book.active[1], *book.active[4]):  # the header is coloured as well
        cell.fill = yellow
    book.active["A5"].comment = Comment("已外出", "甲")
    book.save(folder / f"{LEDGER}.xlsx")
    _, found = checked(folder)
    assert [(item.code, item.severity, item.where.sheet) for item in found] == [("L116", "info", "Sheet")]
    assert found[0].message == "1 条批注没有读取；1 行有底色，颜色的意思没有读取"


def test_39_a_banded_table_and_a_coloured_header_say_nothing(tmp_path):
    folder = workbook(tmp_path / "甲", table(*map(person, range(9))))
    book = openpyxl.load_workbook(folder / f"{LEDGER}.xlsx")
    for row in range(1, 11, 2):
        for cell in book.active[row]:
            cell.fill = PatternFill("solid", "DDDDDD")
    book.save(folder / f"{LEDGER}.xlsx")
    assert checked(folder)[1] == []


def test_39_comments_and_colours_of_an_old_workbook_are_said_too(tmp_path):
    rows = table(*map(person, range(6)))
    book = xlwt.Workbook()
    sheet = book.add_sheet("劳动力")
    yellow = xlwt.easyxf("pattern: pattern solid, fore_colour yellow")
    for i, row in enumerate(rows):
        for k, value in enumerate(row):
            sheet.write(i, k, value, *([yellow] if i == 3 else []))
    sheet.row(5).hidden = True
    village(tmp_path / "甲", [])
    book.save(str(tmp_path / "甲" / f"{LEDGER}.xls"))
    ledger, found = checked(tmp_path / "甲")
    assert ledger.frame.height == 6
    assert [item.message for item in found] == ["1 行有底色，颜色的意思没有读取；隐藏的 1 行已照常读取"]


# ---------------------------------------------------------------- 22 hidden rows, columns and sheets
def test_22_hidden_rows_and_columns_are_read_and_said_once(tmp_path):
    folder = workbook(tmp_path / "甲", table(*map(person, range(4))))
    book = openpyxl.load_workbook(folder / f"{LEDGER}.xlsx")
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["E"].hidden = True
    book.save(folder / f"{LEDGER}.xlsx")
    ledger, found = checked(folder)
    assert ledger.frame["文化程度"].to_list() == ["初中"] * 4
    assert [(item.severity, item.message) for item in found] == [
        ("info", "隐藏的 1 行已照常读取；隐藏的 1 列已照常读取")
    ]
