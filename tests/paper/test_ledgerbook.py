"""New workbooks: every text comes back as it was, in the form of its column, under names that Excel takes."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from hqe_docs.paper.books.ledgerbook import HEADER_ROW, BookColumn, BookSheet, write_book
from tests.examples import examples

LEGAL = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1).filter(str.strip)


def written(folder: Path, *sheets: BookSheet) -> openpyxl.Workbook:
    path = folder / "新.xlsx"
    assert write_book(path, sheets) == []
    return openpyxl.load_workbook(path)


def cell(folder: Path, text: str, kind: str) -> Any:
    """Return the first cell of a column of `kind` as openpyxl reads it."""
    sheet = BookSheet("表", "题", [BookColumn("栏", kind)], [[text]])
    return written(folder, sheet)["表"].cell(HEADER_ROW + 2, 1)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("360999198503123010", "string", "360999198503123010"),
        ("0012", "string", "0012"),
        ("=1+1", "string", "=1+1"),
        ("2023-06-25", "date", datetime(2023, 6, 25)),
        ("2023.06.31", "date", "2023.06.31"),
        ("2023-13-45", "date", "2023-13-45"),
        ("1899-12-31", "date", "1899-12-31"),
        ("2023-06", "date", "2023-06"),
        ("4500.5", "number", 4500.5),
        ("约3000", "number", "约3000"),
        ("nan", "number", "nan"),
        ("12", "integer", 12),
        ("", "integer", None),
    ],
)
def test_a_value_has_its_column_s_form_or_stays_as_it_was_typed(tmp_path, text, kind, value):
    assert cell(tmp_path, text, kind).value == value


def test_a_formula_typed_as_text_is_no_formula(tmp_path):
    assert cell(tmp_path, "=HYPERLINK(1)", "string").data_type == "s"
    assert cell(tmp_path, "https://甲.cn", "string").hyperlink is None


@pytest.mark.slow
@given(LEGAL)
@examples(30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_legal_text_comes_back(tmp_path, text):
    write_book(tmp_path / "新.xlsx", [BookSheet("表", text, [BookColumn("栏")], [[text]])])
    rows = CalamineWorkbook.from_path(str(tmp_path / "新.xlsx")).get_sheet_by_index(0).to_python()
    assert rows[HEADER_ROW + 1][0] == text


def test_tabs_get_names_that_excel_takes(tmp_path):
    names = ["1月/2月", "1月/2月", "长" * 40, "", "代码", "甲:乙*[丙]"]
    sheets = [BookSheet(name, "题", [BookColumn("栏", choices=("甲",))], []) for name in names]
    tabs = written(tmp_path, *sheets).sheetnames
    assert len({tab.lower() for tab in tabs}) == len(names) + 1
    assert tabs[:2] == ["1月／2月", "1月／2月(2)"]
    assert all(0 < len(tab) <= 31 and not set("[]:*?/\\") & set(tab) for tab in tabs)


def test_a_sheet_without_columns_or_rows_is_still_a_sheet(tmp_path):
    book = written(
        tmp_path, BookSheet("空", "没有栏目", [], []), BookSheet("表", "没有行", [BookColumn("栏")], [])
    )
    assert book["空"]["A1"].value == "没有栏目"
    assert book["表"].cell(HEADER_ROW + 1, 1).value == "栏"


def test_lists_that_are_the_same_stand_once(tmp_path):
    columns = [BookColumn(name, choices=("是", "否")) for name in "甲乙丙"]
    book = written(tmp_path, BookSheet("表", "题", columns, [["是", "否", ""]]))
    assert list(book.defined_names) == ["代码_1"]
    assert book["代码"].max_column == 1


def test_a_plain_sheet_is_open_and_filtered_over_its_rows(tmp_path):
    rows = [[str(i), date(2023, 1, i).isoformat()] for i in range(1, 10)]
    sheet = written(tmp_path, BookSheet("表", "题", [BookColumn("甲"), BookColumn("乙", "date")], rows))["表"]
    assert not sheet.protection.sheet
    assert sheet.auto_filter.ref == "A3:B12"
    assert sheet.freeze_panes == "A4"


def test_long_text_makes_its_row_higher(tmp_path):
    sheet = written(tmp_path, BookSheet("表", "题", [BookColumn("栏")], [["短"], ["很长的话" * 20]]))["表"]
    assert sheet.row_dimensions[5].height > 5 * sheet.row_dimensions[4].height
