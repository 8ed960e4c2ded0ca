"""Files that are damaged, cut, swollen or misquoted: each gives one problem that says where, and nothing breaks."""

from __future__ import annotations

import random
import zipfile
from datetime import date

import openpyxl
import pytest
import xlwt

from hqe_docs.data.files.reading import read_grids
from hqe_docs.problems import Problems
from tests.villages import checked, person, table, village, workbook

pytestmark = pytest.mark.slow  # counted again, run as processes or damaged on purpose: every time in CI


def grids(path):
    found = Problems()
    return read_grids(path, path.name, found), list(found)


def csv_with(folder, spoil):
    """Write a village of 60 people whose CSV lines `spoil` has changed; return the file."""
    village(folder, [person(i, 单位名称="甲,乙") for i in range(60)])
    path = folder / "劳动力资源台账.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    spoil(lines)
    path.write_text("\n".join(lines), "utf-8-sig")
    return path


def unclosed(lines):
    lines[7] = lines[7].replace("村民", '"村民', 1)


def closed_far_below(lines):
    lines[7] = lines[7].replace("村民", '"村民', 1).replace('"甲,乙"', "甲乙")
    for i in range(8, 58):
        lines[i] = lines[i].replace('"', "")
    lines[58] = '乙",' + lines[58].replace('"', "")


def last_line_unclosed(lines):
    lines[-1] = '"' + lines[-1].replace('"', "")


@pytest.mark.parametrize(("spoil", "line"), [(unclosed, 8), (closed_far_below, 8), (last_line_unclosed, 61)])
def test_an_unclosed_quote_is_reported_at_its_line_and_swallows_nobody(tmp_path, spoil, line):
    sheets, found = grids(csv_with(tmp_path / "甲", spoil))
    assert sheets == []
    assert [(item.code, item.where.line) for item in found] == [("L101", line)]
    assert f"第 {line} 行的双引号" in found[0].message


def test_a_quoted_cell_of_a_few_lines_is_read(tmp_path):
    village(tmp_path / "甲", [person(0, 单位名称='甲\n"乙",丙'), person(1)])
    (grid,), found = grids(tmp_path / "甲" / "劳动力资源台账.csv")
    assert found == []
    assert '甲\n"乙",丙' in grid.rows[1]


def test_a_csv_cell_of_more_than_128_kib_is_a_problem(tmp_path):
    village(tmp_path / "甲", [person(0), person(1, 单位名称="长" * 200_000)])
    sheets, found = grids(tmp_path / "甲" / "劳动力资源台账.csv")
    assert sheets == []
    assert [(item.code, item.where.line) for item in found] == [("L101", 3)]
    assert "128 KiB" in found[0].message


# ---------------------------------------------------------------- swollen workbooks
@pytest.mark.parametrize("cell", ["XFD1048576", "AZ1048576", "XFD900"])
def test_a_stray_cell_far_from_the_data_is_named_and_costs_nothing(tmp_path, cell):
    path, book = tmp_path / "劳动力资源台账.xlsx", openpyxl.Workbook()
    for row in [["姓名"], *[["村民甲"]] * 900]:
        book.active.append(row)
    book.active[cell] = "误填"
    book.save(path)
    sheets, found = grids(path)
    assert sheets == []
    assert [(item.code, item.where.cell) for item in found] == [("L107", cell)]


def test_rows_that_are_only_formatted_do_not_stretch_a_sheet(tmp_path):
    path = workbook(tmp_path / "甲", table(person(0))) / "劳动力资源台账.xlsx"
    book = openpyxl.load_workbook(path)
    book.active["XFD1048576"].fill = openpyxl.styles.PatternFill("solid", "FFFF00")
    book.save(path)
    (grid,), found = grids(path)
    assert found == []
    assert len(grid.rows) == 2


def test_a_workbook_with_prefixed_xml_is_scanned_as_well(tmp_path):
    path = workbook(tmp_path / "甲", table(person(0))) / "劳动力资源台账.xlsx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        b'<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
        b'<x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else data)
    assert [(item.code, item.where.cell) for item in grids(path)[1]] == [("L107", "XFD1048576")]


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    path = workbook(tmp_path / "甲", table(person(0))) / "劳动力资源台账.xlsx"
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", b"\0" * (64 << 20))
    sheets, found = grids(path)
    assert sheets == []
    assert [item.code for item in found] == ["L101"]
    assert "压缩比" in found[0].message


def test_a_word_file_named_xlsx_is_no_workbook(tmp_path):
    path = tmp_path / "甲.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    sheets, found = grids(path)
    assert sheets == []
    assert "不是 .xlsx 工作簿" in found[0].message


# ---------------------------------------------------------------- damaged workbooks
def old_workbook(path, rows):
    book = xlwt.Workbook()
    sheet = book.add_sheet("劳动力")
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    book.save(str(path))
    return path.read_bytes()


def test_an_old_workbook_with_wrong_bytes_gives_a_problem_or_its_sheets(tmp_path, capfd):
    good = old_workbook(tmp_path / "甲.xls", table(*map(person, range(20))))
    for seed in range(6):
        chance, data = random.Random(seed), bytearray(good)  # noqa: S311 - no secret, a damaged file
        data[512 : 512 + seed * 100] = bytes(chance.randrange(256) for _ in range(seed * 100))
        path = tmp_path / f"{seed}.xls"
        path.write_bytes(bytes(data))
        sheets, found = grids(path)
        assert bool(sheets) != bool(found)
        assert {item.code for item in found} <= {"L101"}
    assert "panicked" not in capfd.readouterr().err


def test_an_old_workbook_whose_reader_aborts_gives_a_problem(tmp_path, capfd):
    good = old_workbook(tmp_path / "甲.xls", table(*map(person, range(20))))
    # LABELSST (0x00FD), 10 bytes: row, column; the last one is moved to column 65535, row 65535
    last = good.rindex(b"\xfd\x00\x0a\x00")
    path = tmp_path / "乙.xls"
    path.write_bytes(good[: last + 4] + b"\xff\xff\xff\xff" + good[last + 8 :])
    sheets, found = grids(path)
    assert sheets == []
    assert [item.code for item in found] == ["L101"]
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("name", ["甲.xls", "甲.et", "甲.csv", "甲.xlsx"])
def test_what_a_file_is_follows_from_its_bytes_not_from_its_name(tmp_path, name):
    new = workbook(tmp_path / "新", table(person(0))) / "劳动力资源台账.xlsx"
    old_workbook(tmp_path / "旧.xls", table(person(0)))
    for source in (new, tmp_path / "旧.xls"):
        (tmp_path / name).write_bytes(source.read_bytes())
        (grid,), found = grids(tmp_path / name)
        assert found == []
        assert grid.rows[1][0] == "村民甲"


# ---------------------------------------------------------------- odd cells
def test_a_row_of_nothing_but_invisible_characters_is_empty(tmp_path):
    header, row = table(person(0))
    rows = [header, row, ["\u200b"], ["\ufeff", " \u3000"]]
    ledger, found = checked(workbook(tmp_path / "甲", rows))
    assert found == []
    assert ledger.frame.height == 1


@pytest.mark.parametrize("text", ["❶", "①", "3000②", "٣٠٠٠", "²"])
def test_digits_that_are_no_digits_are_a_fault_of_a_number(tmp_path, text):
    _, found = checked(village(tmp_path / "甲", [person(0) | {"月收入": text}]))
    assert [item.code for item in found] == ["L214"]


@pytest.mark.parametrize(
    "text", ["2023-06-25 08:30:00", "2023/6/25 8:30", "2023-06-25T08:30:00", "45102.354167"]
)
def test_a_time_of_day_does_not_change_the_day(tmp_path, text):
    ledger, found = checked(village(tmp_path / "甲", [person(0) | {"就业日期": text}]))
    assert found == []
    assert ledger.frame["就业日期"].to_list() == [date(2023, 6, 25).isoformat()]


def test_a_circled_digit_makes_an_identity_number_wrong(tmp_path):
    number = person(0)["公民身份号码"]
    _, found = checked(village(tmp_path / "甲", [person(0, 公民身份号码="③" + number[1:])]))
    assert [item.code for item in found] == ["L205"]
