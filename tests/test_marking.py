"""Marked copies: bad cells coloured, commented and explained, and nothing else changed."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.marked_books import (
    FAULTS,
    RED,
    THEME,
    YELLOW,
    decorated,
    differences,
    painted,
    parts,
    remarks,
    resaved,
)
from tests.program import hqe

SHEET = "花名册"
TOUCHED = {
    *("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"),
    *("xl/worksheets/sheet1.xml", "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml"),
    "xl/worksheets/sheet3.xml",
}


def mark(path: Path, folder: str = "标注") -> Path:
    target = path.parent / folder
    answer = json.loads(hqe("check", path, "--mark", target, "--json").stdout)
    (written,) = answer["marked"]
    return Path(written)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return decorated(tmp_path_factory.mktemp("received") / "花名册.xlsx")


@pytest.fixture(scope="module")
def copy(source: Path) -> Path:
    return mark(source)


def said(path: Path) -> list[tuple[str, str | None, str | None]]:
    found = json.loads(hqe("check", path, "--json").stdout)["problems"]
    bad = [item for item in found if item["severity"] != "info"]
    return [(i["code"], i["where"].get("sheet"), i["where"].get("cell")) for i in bad]


# ---------------------------------------------------------------- what is marked
def test_each_cell_at_fault_is_coloured_by_its_severity(source: Path, copy: Path):
    found = painted(openpyxl.load_workbook(copy))
    assert found[RED] | found[YELLOW] == {f"{SHEET}!{cell}" for cell in FAULTS}
    assert {cell for _, _, cell in said(source)} == FAULTS


def test_each_cell_at_fault_has_a_comment_with_code_message_and_hint(copy: Path):
    page = openpyxl.load_workbook(copy)[SHEET]
    comment = page["C5"].comment
    assert comment.author == "hqe"
    assert comment.text.startswith("【hqe】错误 L204 公民身份号码校验位不对：360999")
    assert "提示：" in comment.text
    assert str(page["C5"].value) not in comment.text


def test_a_comment_of_others_is_kept_and_ours_follows_it(copy: Path):
    page = openpyxl.load_workbook(copy)[SHEET]
    assert page["E7"].comment.text.startswith("电话是他儿子的\n【hqe】")
    assert page["E7"].comment.author == "村会计"
    assert page["B5"].comment.text == "本人已外出"


def test_each_row_at_fault_says_so_right_of_the_used_columns_beside_the_header(copy: Path):
    page = openpyxl.load_workbook(copy)[SHEET]
    assert page["G3"].value == "问题"
    found = remarks(page)
    assert set(found) == {3, *(int(cell[1:]) for cell in FAULTS)}
    assert found[5].startswith("错误 L204 公民身份号码校验位不对")


def test_the_last_sheet_lists_every_problem_with_a_link(copy: Path):
    book = openpyxl.load_workbook(copy)
    page = book.worksheets[-1]
    rows = list(page.iter_rows(min_row=5, values_only=True))
    assert page.title == "问题汇总"
    assert rows[0] == ("序号", "程度", "代码", "工作表", "单元格", "问题", "建议")
    assert {row[4] for row in rows[1:]} == FAULTS
    assert {row[4].hyperlink.location for row in page.iter_rows(min_row=6)} == {
        f"{SHEET}!{cell}" for cell in FAULTS
    }
    assert "错误" in page["A2"].value


def test_a_workbook_without_problems_comes_back_with_a_summary_that_says_so(tmp_path: Path):
    path = tmp_path / "名册.csv"
    path.write_text("序号,姓名,联系电话\n1,彭春山,19900000001\n2,易秋水,19900000002\n", encoding="utf-8")
    page = openpyxl.load_workbook(mark(path)).worksheets[-1]
    assert page["A2"].value == "没有发现问题"


# ---------------------------------------------------------------- what stays
def test_all_other_cells_and_all_else_of_the_sheets_stay(source: Path, copy: Path):
    assert list(differences(source, copy, {(SHEET, cell) for cell in FAULTS})) == []


def test_a_marked_cell_keeps_everything_but_its_fill(source: Path, copy: Path):
    before, after = openpyxl.load_workbook(source)[SHEET], openpyxl.load_workbook(copy)[SHEET]
    for cell in FAULTS:
        for name in ("value", "number_format", "font", "border", "alignment", "protection"):
            assert repr(getattr(before[cell], name)) == repr(getattr(after[cell], name)), (cell, name)


def test_every_part_not_needed_for_the_marks_is_the_same_byte_by_byte(source: Path, copy: Path):
    before, after = parts(source), parts(copy)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert {name for name in changed if name not in TOUCHED} == set()
    assert "xl/charts/chart1.xml" in before


def test_rows_without_problems_keep_their_very_bytes(source: Path, copy: Path):
    row = (
        b'<row r="10"'
        + parts(source)["xl/worksheets/sheet1.xml"].partition(b'<row r="10"')[2].partition(b"</row>")[0]
    )
    assert row in parts(copy)["xl/worksheets/sheet1.xml"]


# ---------------------------------------------------------------- again
def test_a_marked_copy_is_read_as_its_source(source: Path, copy: Path):
    assert said(copy) == said(source)


def test_marking_a_marked_copy_changes_nothing(copy: Path):
    again = mark(copy, "再标注")
    assert parts(again) == parts(copy)


def test_mended_cells_lose_their_marks_and_get_their_own_fill_back(copy: Path, tmp_path: Path):
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(copy.read_bytes())

    def mend(book: openpyxl.Workbook) -> None:
        book[SHEET]["E7"], book[SHEET]["B11"] = "19900000099", "村民新"

    left = mark(resaved(path, mend))
    book = openpyxl.load_workbook(left)
    page, found = book[SHEET], painted(book)
    assert found[RED] | found[YELLOW] == {f"{SHEET}!C5", f"{SHEET}!C9"}
    assert page["E7"].fill.fgColor.theme == THEME.fgColor.theme
    assert page["E7"].fill.fgColor.tint == THEME.fgColor.tint
    assert page["B11"].fill.fill_type is None
    assert page["E7"].comment.text == "电话是他儿子的"
    assert set(remarks(page)) == {3, 5, 9}
    assert book.sheetnames == [SHEET, "说明", "问题汇总"]
