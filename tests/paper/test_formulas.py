"""Values of formulas: what a spreadsheet says, told to readers that don't calculate."""

from __future__ import annotations

import openpyxl
import pytest

from hqe_docs.paper.fill import fill
from tests.formula_table import CASES, UNTOLD, formula_book


@pytest.fixture(scope="module")
def cached(tmp_path_factory):
    """Return the sheet of formulas, filled, with the values that stand in it."""
    folder = tmp_path_factory.mktemp("式")
    assert fill(formula_book(folder / "式.xlsx"), {"文": "甲"}, folder / "出.xlsx") == []
    return openpyxl.load_workbook(folder / "出.xlsx", data_only=True)["式"]


@pytest.mark.parametrize("number", range(len(CASES)), ids=[formula for formula, _ in CASES])
def test_a_formula_has_the_value_that_a_spreadsheet_gives_it(cached, number):
    expected, found = CASES[number][1], cached.cell(number + 1, 1).value
    assert type(found) is bool if isinstance(expected, bool) else type(found) is not bool
    assert found == (pytest.approx(expected, abs=1e-12) if isinstance(expected, float) else expected)


@pytest.mark.parametrize("number", range(len(UNTOLD)), ids=UNTOLD)
def test_what_only_the_program_can_tell_has_no_value(cached, number):
    assert cached.cell(number + 1, 2).value is None
