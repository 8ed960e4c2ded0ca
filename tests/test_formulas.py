"""Formulas that failed are said at their cell, in both formats; those never calculated are no blanks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlwt

from tests.program import hqe


def new_book(path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["姓名", "天数", "金额", "备注"])
    page.append(["彭春山", 20, "=B2*60", "#REF!"])
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


def old_book(path: Path) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("Sheet")
    for column, text in enumerate(("姓名", "天数", "金额", "备注")):
        page.write(0, column, text)
    page.write(1, 0, "彭春山")
    page.write(1, 1, 20)
    page.write(1, 2, xlwt.Formula("B2*60"))
    page.row(1).set_cell_error(3, "#REF!")
    book.save(str(path.with_suffix(".xls")))
    return path.with_suffix(".xls")


@pytest.mark.parametrize("make", [new_book, old_book])
def test_an_error_is_said_at_its_cell_even_in_a_column_that_may_be_empty(
    make: Callable[[Path], Path], tmp_path: Path
):
    answer = json.loads(hqe("check", make(tmp_path / "表"), "--json").stdout)
    said = {item["code"]: item["where"].get("cell") for item in answer["problems"]}
    assert said["L218"] == "D2"
    assert "L120" in said
