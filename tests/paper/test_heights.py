"""Rows grow with text that wraps, and only with that."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.styles import Alignment

from hqe_docs.paper.fill import fill


def heights(folder, text, *, wrap=True, fixed=None, merge=False):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "{{ 文 }}"
    sheet["A1"].alignment = Alignment(wrap_text=wrap)
    sheet.column_dimensions["A"].width = 20
    if fixed:
        sheet.row_dimensions[1].height = fixed
    if merge:
        sheet.merge_cells("A1:C1")
    book.save(folder / "表.xlsx")
    assert fill(folder / "表.xlsx", {"文": text}, folder / "出.xlsx") == []
    return openpyxl.load_workbook(folder / "出.xlsx").active.row_dimensions[1].height


def test_a_short_text_leaves_the_row_alone(tmp_path):
    assert heights(tmp_path, "就业") is None


def test_more_text_needs_more_height_up_to_what_excel_allows(tmp_path):
    two, four = heights(tmp_path, "字" * 14), heights(tmp_path, "字" * 30)
    assert 25 < two < four < 100
    assert heights(tmp_path, "字" * 5000) == 409


def test_line_breaks_count_as_lines(tmp_path):
    assert heights(tmp_path, "一\n二\n三") > heights(tmp_path, "一\n二")


@pytest.mark.parametrize("case", [{"wrap": False}, {"merge": True}])
def test_text_that_does_not_wrap_or_is_merged_grows_nothing(tmp_path, case):
    assert heights(tmp_path, "字" * 100, **case) is None


def test_a_height_the_template_fixes_stays(tmp_path):
    assert heights(tmp_path, "字" * 100, fixed=30) == 30


@pytest.mark.parametrize(("count", "grows"), [(1, True), (2, True), (9, False)])
def test_the_rows_of_a_cell_merged_over_its_loop_are_together_as_tall_as_its_text(tmp_path, count, grows):
    book = openpyxl.Workbook()
    sheet = book.active
    for row, text in enumerate(("{%tr for 数 in 数们 %}", "{% vm %}{{ 文 }}", "{%tr endfor %}"), 1):
        sheet.cell(row, 1, text).alignment = Alignment(wrap_text=True)
        sheet.cell(row, 2, "{{ 数 }}" if row == 2 else None)
    sheet.column_dimensions["A"].width = 20
    book.save(tmp_path / "表.xlsx")
    assert fill(tmp_path / "表.xlsx", {"文": "字" * 40, "数们": [1] * count}, tmp_path / "出.xlsx") == []
    filled = openpyxl.load_workbook(tmp_path / "出.xlsx").active
    own = [filled.row_dimensions[row].height for row in range(1, count + 1)]
    needed = heights(tmp_path, "字" * 40)
    assert sum(height or 15 for height in own) == pytest.approx(max(needed, 15 * count))
    assert (own[-1] is not None) == grows and not any(own[:-1])
