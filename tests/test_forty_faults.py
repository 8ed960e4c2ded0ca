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
import xlwt.CompoundDoc
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from tests.examples import a_few
from tests.locked_books import lock
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
@pytest.mark.slow
@pytest.mark.parametrize("form", [".xlsx", ".xls"])
def test_35_a_workbook_with_a_password_is_told_and_opened_with_it(tmp_path, form):
    rows = table(person(0))
    folder = workbook(tmp_path / "甲", rows) if form == ".xlsx" else old(tmp_path / "甲", rows)
    path = folder / f"{LEDGER}{form}"
    path.write_bytes(
        locked(path.read_bytes(), "春山9") if form == ".xlsx" else lock(path.read_bytes(), "春山9")
    )
    assert said_of(folder) == ["L115 台账有打开密码"]
    assert said_of(folder, "--password", "不对") == ["L115 台账有打开密码，给出的密码不对"]
    assert said_of(folder, "--password", "春山9") == []
    assert said_of(folder) == ["L115 台账有打开密码"]


def locked(data: bytes, password: str) -> bytes:
    """Return a new workbook encrypted with `password`."""
    out = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def said_of(folder: Path, *options: str) -> list[str]:
    """Return code and message of what the command finds in the ledgers of a folder."""
    found = json.loads(hqe("check", folder, "--json", *options).stdout)["problems"]
    return [f"{item['code']} {item['message']}" for item in found if item["code"][0] == "L"]


@pytest.mark.slow
def test_35_a_workbook_whose_changes_only_are_locked_is_read(tmp_path):
    folder = workbook(tmp_path / "甲", table(person(0)))
    path = folder / f"{LEDGER}.xlsx"
    path.write_bytes(locked(path.read_bytes(), "VelvetSweatshop"))
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


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def book_of_1995(rows: list[list[str]]) -> bytes:
    """Return a BIFF5 workbook with its texts in code page 936, as Excel 95 and the first WPS wrote it."""
    cells = b""
    for i, row in enumerate(rows):
        for k, value in enumerate(row):
            text = value.encode("gbk")
            cells += record(0x0204, struct.pack("<HHHH", i, k, 15, len(text)) + text)
    name = "劳动力".encode("gbk")
    start = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0005, 0, 1995)) + record(
        0x0042, struct.pack("<H", 936)
    )
    start += record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05Arial") * 4
    start += record(0x00E0, bytes(16)) * 16
    at = len(start) + 4 + 7 + len(name) + 4
    start += record(0x0085, struct.pack("<IHB", at, 0, len(name)) + name) + record(0x000A, b"")
    sheet = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0, 1995)) + cells + record(0x000A, b"")
    out = io.BytesIO()
    xlwt.CompoundDoc.XlsDoc().save(out, start + sheet)
    return out.getvalue()


@pytest.mark.slow
def test_35_a_workbook_of_1995_in_a_chinese_code_page_is_read(tmp_path):
    folder = village(tmp_path / "甲", [])
    (folder / f"{LEDGER}.et").write_bytes(book_of_1995(table(person(0, 姓名="付晓梅"))))
    ledger, found = checked(folder)
    assert (said(found), ledger.frame["姓名"].to_list(), ledger.at(0).sheet) == ([], ["付晓梅"], "劳动力")


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


@pytest.mark.slow
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


# ---------------------------------------------------------------- 20 totals
def with_totals(folder: Path, *rows: list[object]):
    people = [person(i) | {"月收入": 3000 + i} for i in range(3)]
    return checked(workbook(folder / "甲", [*table(*people), *rows]))[1]


def test_20_a_row_of_totals_that_is_right_is_left_out_in_silence(tmp_path):
    rows = [["合计", 3, *[""] * 22, 9003], ["填表人：甲"]]
    assert with_totals(tmp_path, *rows) == []


@pytest.mark.parametrize(
    ("row", "cell"),
    a_few(
        [
            (["合计", 4], "B5"),
            (["合计4人"], "A5"),
            (["合计人数：4"], "A5"),
            (["总计", *[""] * 23, 9004], "Y5"),
            (["合计", "4人", *[""] * 22, 9003], "B5"),
        ],
        rows=True,
    ),
)
def test_20_a_total_that_disagrees_with_the_rows_is_a_warning_at_its_cell(tmp_path, row, cell):
    assert [(i.code, i.severity, i.where.cell) for i in with_totals(tmp_path, row)] == [
        ("L238", "warning", cell)
    ]


def test_20_a_subtotal_sums_the_rows_since_the_last_one(tmp_path):
    people = [person(i) | {"月收入": 1000} for i in range(3)]
    header, *rows = table(*people)
    sheet = [
        header,
        *rows[:2],
        ["小计", 2, *[""] * 22, 2000],
        rows[2],
        ["小计", 2, *[""] * 22, 1000],
        ["合计", 3],
    ]
    assert said(checked(workbook(tmp_path / "甲", sheet))[1]) == [("L238", "B6")]


# ---------------------------------------------------------------- 1-11 identity numbers and names
@pytest.mark.parametrize("typed", [360999199001011000.0, "3.60999E+17", "360999199001010000"])
def test_01_a_number_that_lost_its_digits_is_an_error_and_not_guessed(tmp_path, typed):
    _, found = one(tmp_path, 公民身份号码=typed)
    assert said(found) == [("L207", "B2")]
    assert "丢失" in found[0].message


@pytest.mark.parametrize("mark", a_few(["'", "`", "‘", "’"]))
def test_02_an_apostrophe_before_a_number_is_taken_off(tmp_path, mark):
    ledger, found = one(tmp_path, 公民身份号码=mark + id_number(0))
    assert (ledger.frame["公民身份号码"].to_list(), found) == ([id_number(0)], [])


def test_03_the_ledger_that_is_handed_out_keeps_numbers_as_text(tmp_path):
    assert hqe("new", tmp_path / "甲村", *NEW).exit_code == 0
    sheet = openpyxl.load_workbook(tmp_path / "甲村" / f"{LEDGER}.xlsx").worksheets[0]
    titles = next(row for row in sheet.iter_rows(max_row=10) if any(c.value == "公民身份号码" for c in row))
    for cell in titles:
        if cell.value in ("公民身份号码", "联系电话"):
            assert sheet.cell(cell.row + 1, cell.column).number_format == "@"


NEW = ("--type", "村", "--level", "市级", "--name", "甲村", "--parent", "乙镇", "--year", "2023")
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    a_few(
        [
            ("公民身份号码", id_number(0).translate(WIDE), id_number(0)),
            ("联系电话", "１９９００００００００", "19900000000"),
            ("就业日期", "２０２３－０６－０１", "2023-06-01"),
            ("单位名称", "甲（乙）公司", "甲（乙）公司"),
        ],
        rows=True,
    ),
)
def test_04_full_width_characters_are_read_as_plain_ones_where_there_is_a_form(tmp_path, field, typed, value):
    ledger, found = one(tmp_path, **{field: typed})
    assert (ledger.frame[field].to_list(), found) == ([value], [])


X_NUMBER = next(number for i in range(60) if (number := id_number(i)).endswith("X"))


@pytest.mark.parametrize("mark", a_few(["x", "Х", "х", "×", "*"]))
def test_05_what_stands_for_the_check_character_x_is_x_when_the_check_passes(tmp_path, mark):
    ledger, found = one(tmp_path, 公民身份号码=X_NUMBER[:-1] + mark)
    assert (ledger.frame["公民身份号码"].to_list(), found) == ([X_NUMBER], [])
    wrong = next(n for i in range(60) if not (n := id_number(i)).endswith("X"))
    assert said(one(tmp_path / "乙", 公民身份号码=wrong[:-1] + mark)[1]) == [("L204", "B2")]


@pytest.mark.parametrize("space", a_few([" ", "\u00a0", "\u3000", "\u200b", "\n", "\t"]))
def test_06_white_space_of_any_kind_is_no_fault(tmp_path, space):
    number = id_number(0)
    ledger, found = one(
        tmp_path, 公民身份号码=number[:6] + space + number[6:], 文化程度=f"{space}初 中{space}"
    )
    assert found == []
    assert ledger.frame.select("公民身份号码", "文化程度").row(0) == (number, "初中")


@pytest.mark.parametrize(
    ("typed", "name"),
    a_few(
        [
            ("高  健", "高健"),
            ("高　健", "高健"),
            ("阿依•古丽", "阿依·古丽"),
            ("阿依．古丽", "阿依·古丽"),
            ("阿依‧古丽", "阿依·古丽"),
        ],
        rows=True,
    ),
)
def test_07_spaces_in_names_go_and_the_dot_is_one(tmp_path, typed, name):
    ledger, found = one(tmp_path, 姓名=typed)
    assert (ledger.frame["姓名"].to_list(), found) == ([name], [])


def test_08_a_number_of_fifteen_digits_is_a_warning_that_proposes_the_long_one(tmp_path):
    _, found = one(tmp_path, 公民身份号码="360999900101001")
    assert [(i.code, i.severity, i.where.cell) for i in found] == [("L208", "warning", "B2")]
    assert id_number(0) == "36099919900101001" + id_number(0)[-1]
    assert f"360999********{id_number(0)[14:]}" in found[0].hint


@pytest.mark.parametrize(
    ("number", "code"), [(id_number(0)[:-1] + "4", "L204"), ("36099919901301001X", "L206")]
)
def test_09_a_wrong_check_digit_and_an_impossible_date_are_errors_at_their_cell(tmp_path, number, code):
    assert number != id_number(0)
    assert said(one(tmp_path, 公民身份号码=number)[1]) == [(code, "B2")]


def test_10_a_number_that_stands_twice_is_an_error_at_the_later_naming_the_first_and_both_names(tmp_path):
    people = [person(0, 姓名="付晓梅"), person(1), person(2, 姓名="傅晓梅", 公民身份号码=id_number(0))]
    _, found = checked(workbook(tmp_path / "甲", table(*people)))
    assert said(found) == [("L209", "B4")]
    assert "第 2 行" in found[0].message
    assert "付晓梅、傅晓梅" in found[0].message


def test_11_sex_and_birth_against_the_number_are_warnings(tmp_path):
    _, found = one(tmp_path, 性别="女", 出生日期="1990-02-01")
    assert [(i.code, i.severity, i.where.cell) for i in found] == [
        ("L210", "warning", column("性别", 性别="", 出生日期="") + "2"),
        ("L211", "warning", column("出生日期", 性别="", 出生日期="") + "2"),
    ]


# ---------------------------------------------------------------- 12-15 ages, dates, phones
@pytest.mark.parametrize(
    ("typed", "found"), a_few([("33岁", []), ("33周岁", []), (33, []), ("30", ["L212"])], rows=True)
)
def test_12_an_age_is_computed_anew_and_one_of_an_old_year_is_a_warning(tmp_path, typed, found):
    assert [item.code for item in one(tmp_path, 年龄=typed)[1]] == found


@pytest.mark.parametrize(
    ("typed", "value", "codes"),
    a_few(
        [
            ("2023.6.1", "2023-06-01", []),
            ("2023-06-01", "2023-06-01", []),
            ("2023/6/1", "2023-06-01", []),
            ("20230601", "2023-06-01", []),
            ("2023年6月1日", "2023-06-01", []),
            (45078, "2023-06-01", []),
            ("2023年6月", "2023-06", ["L219"]),
            (2023.1, "2023-01", ["L219"]),
            ("23.6.1", "23.6.1", ["L219"]),
            ("6月1日", "6月1日", ["L219"]),
            ("2023.06.31", "2023.06.31", ["L203"]),
            ("至今", "至今", ["L203"]),
        ],
        rows=True,
    ),
)
def test_13_dates_are_read_in_every_full_form_and_asked_about_in_the_others(tmp_path, typed, value, codes):
    ledger, found = one(tmp_path, 失业日期=typed)
    assert [item.code for item in found] == codes
    assert ledger.frame["失业日期"].to_list() == [value]


def test_13_a_month_is_kept_where_the_day_does_not_matter(tmp_path):
    ledger, found = one(tmp_path, 出生日期="1990年1月", 就业日期="2022.2")
    assert found == []
    assert ledger.frame.select("出生日期", "就业日期").row(0) == ("1990-01", "2022-02")


def test_13_a_month_of_a_number_that_may_have_lost_its_nought_says_so(tmp_path):
    assert "2023.10 会变成 2023.1" in one(tmp_path, 失业日期=2023.1)[1][0].message


@pytest.mark.parametrize("make", ["new", "old"])
def test_13_days_counted_from_1904_are_read_as_such_and_that_is_said(tmp_path, make):
    rows = table(person(0) | {"就业日期": date(2022, 2, 18), "失业日期": 43_616})
    folder = workbook(tmp_path / "甲", []) if make == "new" else old(tmp_path / "甲", rows, from_1904=True)
    if make == "new":
        book = openpyxl.Workbook()
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        for row in rows:
            book.active.append(row)
        book.save(folder / f"{LEDGER}.xlsx")
    ledger, found = checked(folder)
    assert said(found, infos=True) == [("L322", None)]
    assert ledger.frame.select("就业日期", "失业日期").row(0) == ("2022-02-18", "2023-06-01")


@pytest.mark.parametrize(
    ("typed", "value", "codes"),
    a_few(
        [
            (19900001234.0, "19900001234", []),
            ("1.9900001234E+10", "19900001234", []),
            ("199-0000-1234", "19900001234", []),
            ("+86 199 0000 1234", "19900001234", []),
            ("0086-19900001234", "19900001234", []),
            ("19900001234/19900005678", "19900001234、19900005678", []),
            ("19900001234 19900005678", "19900001234、19900005678", []),
            ("19900001234\n0795-3221234", "19900001234、0795-3221234", []),
            ("0795-3221234", "0795-3221234", []),
            ("(0795) 3221234", "0795-3221234", []),
            ("1.38E+10", "1.38E+10", ["L213"]),
            ("1990000123", "1990000123", ["L213"]),
            ("199000012345", "199000012345", ["L213"]),
        ],
        rows=True,
    ),
)
def test_14_phones_are_read_in_every_form_and_a_wrong_one_is_a_warning(tmp_path, typed, value, codes):
    ledger, found = one(tmp_path, 联系电话=typed)
    assert [item.code for item in found] == codes
    assert ledger.frame["联系电话"].to_list() == [value]


def test_15_one_phone_of_more_than_three_persons_is_a_warning_from_the_fourth_on(tmp_path):
    three = [person(i, 联系电话="19911111111") for i in range(3)]
    more = [person(i, 联系电话="19922222222") for i in range(3, 8)]
    _, found = checked(workbook(tmp_path / "甲", table(*three, *more)))
    place = column("联系电话")
    assert said(found) == [("L316", f"{place}8"), ("L316", f"{place}9")]


# ---------------------------------------------------------------- 16-21 the sheet
def test_16_a_merged_cell_is_filled_down_inside_the_merge_only(tmp_path):
    people = [person(0), person(1, 户编号=""), person(2, 户编号="")]
    folder = workbook(tmp_path / "甲", table(*people), merges=["C2:C3"])
    ledger, found = checked(folder)
    assert ledger.frame["户编号"].to_list() == ["1", "1", ""]
    assert said(found) == [("L201", "C4")]


def test_17_a_header_of_several_rows_under_titles_is_joined(tmp_path):
    header, row = table(person(0))
    upper, lower = list(header), [""] * len(header)
    at = header.index("失业日期")
    upper[at : at + 2], lower[at : at + 2] = ["失业", ""], ["日期", "原因"]
    sheet = [["梅村台账"], ["填报单位：梅村", "", "2023-10-31"], upper, lower, row]
    ledger, found = checked(workbook(tmp_path / "甲", sheet, merges=["X3:Y3"]))
    assert found == []
    assert ledger.has("失业日期")


@pytest.mark.parametrize(
    "title",
    a_few(["身份证号", "身份证\n号码", " 公民身份 号码 ", "证件号", "＊身份证号码：", "身份证号（必填）"]),
)
def test_18_a_column_is_known_by_its_other_names_whatever_the_white_space(tmp_path, title):
    header, row = table(person(0))
    ledger, found = checked(
        workbook(tmp_path / "甲", [[title if t == "公民身份号码" else t for t in header], row])
    )
    assert (ledger.frame["公民身份号码"].to_list(), found) == ([id_number(0)], [])


def test_18_two_columns_of_one_meaning_are_asked_about(tmp_path):
    one_more = {"身份证号": id_number(0)} | person(0)
    _, found = checked(workbook(tmp_path / "甲", table(one_more)))
    assert said(found) == [("L108", "C1")]


def test_19_a_header_repeated_on_each_page_is_no_person(tmp_path):
    header, *rows = table(*map(person, range(4)))
    sheet = [["梅村台账"], header, *rows[:2], ["梅村台账"], header, *rows[2:]]
    ledger, found = checked(workbook(tmp_path / "甲", sheet))
    assert (ledger.frame["_行"].to_list(), found) == ([3, 4, 7, 8], [])


def test_21_blank_rows_inside_and_formatted_rows_below_are_nobody(tmp_path):
    header, *rows = table(person(0), person(1))
    folder = workbook(tmp_path / "甲", [header, rows[0], [None], ["\u3000"], rows[1]])
    book = openpyxl.load_workbook(folder / f"{LEDGER}.xlsx")
    book.active["A1048576"].fill = PatternFill("solid", "FFFFFF")
    book.save(folder / f"{LEDGER}.xlsx")
    ledger, found = checked(folder)
    assert (ledger.frame["_行"].to_list(), said(found)) == ([2, 5], [])


def test_22_a_sheet_a_group_is_one_ledger_and_a_sample_row_is_skipped(tmp_path):
    sample = person(5, 姓名="例：张三")
    folder = workbook(
        tmp_path / "甲", table(sample, person(0)), sheet="一组", more={"二组": table(person(1))}
    )
    ledger, found = checked(folder)
    assert ledger.frame["公民身份号码"].to_list() == [id_number(0), id_number(1)]
    assert [(i.code, i.severity) for i in found] == [("L112", "info"), ("L114", "info")]


# ---------------------------------------------------------------- 23-29 values
@pytest.mark.parametrize("typed", a_few(["√", "✓", "1", 1, "Y", "有", "对", "是 ", True]))
def test_23_every_spelling_of_yes_is_yes(tmp_path, typed):
    ledger, found = one(tmp_path, 是否常住=typed)
    assert (ledger.frame["是否常住"].to_list(), found) == (["是"], [])


def test_23_a_blank_is_not_no(tmp_path):
    ledger, found = one(tmp_path, 是否常住="")
    assert ledger.frame["是否常住"].to_list() == [""]
    assert said(found) == [("L201", column("是否常住") + "2")]


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    a_few(
        [
            ("文化程度", "大学专科", "大专"),
            ("文化程度", "初中毕业", "初中"),
            ("民族", "汉", "汉族"),
            ("政治面貌", "无", "群众"),
            ("户口性质", "农业户口", "农村"),
        ],
        rows=True,
    ),
)
def test_24_free_text_of_a_known_meaning_is_read_as_the_code(tmp_path, field, typed, value):
    ledger, _ = one(tmp_path, **{field: typed})
    assert ledger.frame[field].to_list() == [value]


def test_24_a_text_of_no_known_meaning_is_asked_about_and_kept(tmp_path):
    ledger, found = one(tmp_path, 文化程度="大学士")
    assert ledger.frame["文化程度"].to_list() == ["大学士"]
    assert said(found) == [("L202", "E2")]


@pytest.mark.parametrize(
    "typed",
    a_few(
        [
            "脱贫户、残疾",
            "脱贫户，残疾",
            "脱贫户,残疾",
            "脱贫户；残疾",
            "脱贫户;残疾",
            "脱贫户/残疾",
            "脱贫户 残疾",
            "脱贫户+残疾",
        ]
    ),
)
def test_25_several_categories_in_a_cell_are_split_whatever_parts_them(tmp_path, typed):
    ledger, found = one(tmp_path, 人员类别=typed)
    assert (ledger.frame["人员类别"].to_list(), found) == (["脱贫人口、残疾人"], [])


@pytest.mark.parametrize(
    ("typed", "value", "codes"),
    a_few(
        [
            ("3000元", "3000", []),
            ("3,000元/月", "3000", []),
            ("￥3000", "3000", []),
            ("0.3万", "3000", []),
            ("0.3万元", "3000", []),
            ("3千元", "3000", []),
            ("约3000", "约3000", ["L223"]),
            ("3000-4000", "3000-4000", ["L223"]),
            ("3000～4000元", "3000～4000元", ["L223"]),
            ("3000左右", "3000左右", ["L223"]),
            ("3000多", "3000多", ["L223"]),
            ("不少", "不少", ["L214"]),
        ],
        rows=True,
    ),
)
def test_26_a_number_with_a_unit_is_read_and_a_vague_one_is_kept_with_a_warning(
    tmp_path, typed, value, codes
):
    ledger, found = one(tmp_path, 月收入=typed)
    assert [item.code for item in found] == codes
    assert ledger.frame["月收入"].to_list() == [value]


@pytest.mark.parametrize("error", a_few(["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?"]))
def test_28_an_error_of_a_formula_is_an_error_at_its_cell(tmp_path, error):
    assert said(one(tmp_path, 文化程度=error)[1]) == [("L218", "E2")]


def test_28_an_error_of_a_formula_in_an_old_workbook_is_an_error_at_its_cell(tmp_path):
    folder = old(tmp_path / "甲", table(person(0, 文化程度="待改")))
    path = folder / f"{LEDGER}.xls"
    data = path.read_bytes()
    # LABELSST (0x00FD) of row 1, column 4 becomes BOOLERR (0x0205) with #REF! (0x17), [MS-XLS] §2.4.149, §2.4.24
    at = data.index(struct.pack("<HHHH", 0x00FD, 10, 1, 4))
    error = struct.pack("<HHHHHBB", 0x0205, 10, 1, 4, 0, 0x17, 1) + b"\0\0"
    path.write_bytes(data[:at] + error + data[at + 14 :])
    assert ("L218", "E2") in said(checked(folder)[1])


def test_28_a_formula_that_was_never_computed_is_said_once_a_sheet(tmp_path):
    _, found = one(tmp_path, 月收入="=1000+2000", 备注='="甲"&"乙"')
    assert [(i.code, i.severity, i.message[:7]) for i in found] == [("L120", "info", "有 2 格公式")]


def test_29_the_running_number_is_no_key(tmp_path):
    people = [{"序号": number} | person(i) for i, number in enumerate([1, 1, "", 7])]
    ledger, found = checked(workbook(tmp_path / "甲", table(*people)))
    assert (ledger.frame.height, found) == (4, [])


# ---------------------------------------------------------------- 30-34 people
@pytest.mark.parametrize(
    ("people", "place"),
    [
        ([person(1), person(2)], "D2"),
        ([person(0), person(1, 与户主关系="户主")], "D3"),
        ([person(0), person(1, 与户主关系="")], "D3"),
    ],
)
def test_30_a_household_has_one_head_and_everybody_a_relation(tmp_path, people, place):
    _, found = checked(workbook(tmp_path / "甲", table(*people)))
    assert [item.where.cell for item in found] == [place]


@pytest.mark.parametrize(
    ("changes", "field"),
    a_few(
        [
            ({"就业状态": "单位就业", "单位名称": "甲", "就业地址": "乙", "是否在校": "是"}, "是否在校"),
            ({"就业状态": "失业", "就业形式": "", "单位名称": "甲公司", "意向工种": "乙"}, "就业状态"),
            ({"公民身份号码": id_number(7, "20091101")}, "就业状态"),
            ({"公民身份号码": id_number(7, "19530101"), "就业状态": "失业", "就业形式": ""}, "就业状态"),
            ({"劳动能力": "丧失"}, "就业状态"),
            ({"就业状态": "退休", "就业形式": ""}, "就业状态"),
            ({"人员类别": "大龄"}, "人员类别"),
            ({"人员类别": "高校毕业生"}, "人员类别"),
        ],
        rows=True,
    ),
)
def test_31_a_status_that_contradicts_another_cell_is_one_warning(tmp_path, changes, field):
    lost = {
        "失业日期": "2023-01-05",
        "失业原因": "其他",
        "就业意愿": "有",
        "意向工种": "甲",
        "培训意愿": "有",
    }
    filled = (lost if changes.get("就业状态") == "失业" else {}) | changes
    _, found = one(tmp_path, **filled)
    assert [(i.code, i.severity, i.where.cell) for i in found] == [("L222", "warning", f"{column(field)}2")]


@pytest.mark.parametrize(
    ("relation", "born", "man", "code"),
    a_few(
        [
            ("配偶", "19900101", True, "L233"),
            ("父亲", "20000101", True, "L233"),
            ("子", "19700101", True, "L233"),
            ("儿媳", "20010101", True, "L233"),
            ("女婿", "20010101", False, "L233"),
            ("配偶", "19900101", False, ""),
            ("父亲", "19600101", True, ""),
            ("女", "20050101", False, ""),
        ],
        rows=True,
    ),
)
def test_31_relation_age_and_sex_agree(tmp_path, relation, born, man, code):
    people = [person(0), person(1, born, man, 与户主关系=relation)]
    _, found = checked(workbook(tmp_path / "甲", table(*people)))
    assert said(found) == ([(code, "D3")] if code else [])


def test_31_a_head_whom_everybody_contradicts_is_reported_once(tmp_path):
    people = [
        person(0, "20050101"),
        person(1, "19600101", 与户主关系="子"),
        person(2, "19700101", 与户主关系="女", man=False),
    ]
    _, found = checked(workbook(tmp_path / "甲", table(*people)))
    assert said(found) == [("L233", "D2")]


def test_31_the_name_of_the_head_is_the_heads(tmp_path):
    people = [person(i) | {"户主姓名": "村民甲"} for i in range(3)]
    people[2]["户主姓名"] = "村民申"
    _, found = checked(workbook(tmp_path / "甲", table(*people)))
    assert said(found) == [("L234", f"{column('户主姓名', 户主姓名='')}4")]


@pytest.mark.parametrize("typed", ["梅洲村", "梅州", "洪江村"])
def test_32_a_village_written_otherwise_is_asked_about_with_the_nearest(tmp_path, typed):
    people = [
        {"村（社区）": name} | person(i)
        for i, name in enumerate(["梅州村", "梅州村委会", "乙镇梅州村", typed])
    ]
    _, found = checked(workbook(tmp_path / "梅州村", table(*people)))
    assert said(found) == [("L235", "A5")]
    assert "梅州村" in found[0].hint


def test_32_a_group_written_otherwise_once_is_asked_about(tmp_path):
    names = ["第3组"] * 6 + ["第三组"] + ["坳背组"] * 6 + ["坳贝组", "第4组", "上屋组"]
    people = [{"组别": name} | person(i) for i, name in enumerate(names)]
    _, found = checked(workbook(tmp_path / "甲", table(*people)))
    assert said(found) == [("L235", "A8"), ("L235", "A15")]


def test_33_the_dead_and_those_who_moved_stay_in_the_ledger_and_out_of_the_figures(tmp_path):
    from hqe_docs.office.workspace import open_dossiers

    gone = {"就业形式": "", "就业区域": "", "养老保险": "", "医疗保险": "", "联系电话": ""}
    people = [person(0), person(1, 就业状态="死亡", **gone), person(2, 就业状态="迁出", **gone)]
    (loaded,) = open_dossiers([village(tmp_path / "甲", people)])
    assert list(loaded.ledger_problems) == []
    assert loaded.ledgers[LEDGER].frame.height == 3
    assert loaded.figures["台账人数"].numerator == 1


@pytest.mark.parametrize("encoding", a_few(["utf-8", "utf-8-sig", "gb18030", "gbk"]))
def test_34_a_csv_is_read_in_its_encoding_and_cut_numbers_in_it_are_told(tmp_path, encoding):
    folder = village(tmp_path / "甲", [person(0), person(1, 公民身份号码="360999199001010000")])
    path = folder / f"{LEDGER}.csv"
    path.write_bytes(path.read_text("utf-8-sig").encode(encoding))
    ledger, found = checked(folder)
    assert ledger.frame["姓名"].to_list() == ["村民甲", "村民乙"]
    assert said(found) == [("L207", "B3")]


# ---------------------------------------------------------------- 36-40 names, text numbers
@pytest.mark.parametrize(
    ("name", "points"),
    a_few([("彭口", "U+53E3"), ("彭?华", "U+003F"), ("彭\ue123", "U+E123"), ("钅吉", "U+9485")], rows=True),
)
def test_36_a_name_with_what_could_not_be_typed_is_a_warning_with_its_code_points(tmp_path, name, points):
    _, found = one(tmp_path, 姓名=name)
    assert [(i.code, i.severity, i.where.cell) for i in found] == [("L225", "warning", "A2")]
    assert points in found[0].message


@pytest.mark.parametrize("name", a_few(["彭喆", "赟堃", "𠅤生", "欧阳春山", "买买提·吐尔逊"]))
def test_36_a_rare_character_that_is_there_is_no_fault(tmp_path, name):
    assert one(tmp_path, 姓名=name)[1] == []


def test_37_one_number_with_two_names_in_rows_of_one_ledger_is_a_warning(tmp_path):
    folder = village(tmp_path / "甲", [person(0)])
    rows = f"姓名,公民身份号码,证书名称,发证日期\n村民甲,{id_number(0)},焊工,2021-01-01\n村民曱,{id_number(0)},电工,2022-01-01\n"
    (folder / "持证人员台账.csv").write_text(rows, "utf-8")
    from hqe_docs.office.workspace import open_dossiers

    (loaded,) = open_dossiers([folder])
    assert {(i.code, i.where.cell) for i in loaded.ledger_problems} == {("L224", "A3")}


def test_38_numbers_kept_as_text_are_numbers_in_their_column(tmp_path):
    ledger, found = one(tmp_path, 月收入="3500", 年龄="33")
    assert (ledger.frame.select("月收入", "年龄").row(0), found) == (("3500", "33"), [])


def test_40_a_note_behind_a_name_is_split_off_and_asked_about(tmp_path):
    ledger, found = one(tmp_path, 姓名="村民甲（已故）")
    assert ledger.frame["姓名"].to_list() == ["村民甲"]
    assert [(i.code, i.severity, i.where.cell) for i in found] == [("L226", "warning", "A2")]
    assert "已故" in found[0].message


@pytest.mark.parametrize("name", a_few(["张三、李四", "张三,李四", "张三/李四", "张三 和 李四"]))
def test_40_a_cell_with_several_people_is_an_error(tmp_path, name):
    assert said(one(tmp_path, 姓名=name)[1]) == [("L227", "A2")]
