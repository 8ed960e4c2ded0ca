"""Values of formulas: what a spreadsheet says, told to readers that don't calculate."""

from __future__ import annotations

import sys

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula
from python_calamine import CalamineWorkbook

from hqe_docs.paper.excel.refs import taken_out
from hqe_docs.paper.excel.sheet import read_sheet
from hqe_docs.paper.excel.workbook import read_workbook
from hqe_docs.paper.fill import fill
from hqe_docs.paper.formulas.cached import FilledSheet, put_values
from hqe_docs.paper.formulas.calculation import Calculation
from hqe_docs.paper.formulas.down import SameDown
from hqe_docs.paper.formulas.grid import Cells
from hqe_docs.paper.package import read_package
from hqe_docs.problems import Problem
from tests.examples import examples
from tests.formula_table import CASES, UNTOLD, formula_book
from tests.paper.making import excel, part

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


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


# ---------------------------------------------------------------- in a filled workbook
LEDGER = [
    ["姓名", "数", "价", "额", "余", "次"],
    ["{%tr for 人 in 人们 %}"],
    ["{{ 人.名 }}", "{{ 人.数 }}", "{{ 人.价 }}", "=B3*C3", "=SUM(D$3:D3)", "=COUNTIF(A$3:A3,A3)"],
    ["{%tr endfor %}"],
    ["合计", "=SUM(B3:B3)", "", "=SUM(D3:D3)", '=IF(D5=E3,"平","不平")', "=MAX(F3:F3)"],
]


def people(count):
    return {"人们": [{"名": f"名{n % 10}", "数": n, "价": 1.5} for n in range(count)]}


def filled(folder, rows, context, change=None):
    template = excel(folder / "表.xlsx", rows, change=change)
    assert fill(template, context, folder / "出.xlsx") == []
    return folder / "出.xlsx"


def values(path, name="表"):
    rows = openpyxl.load_workbook(path, data_only=True)[name].iter_rows(values_only=True)
    return [list(row) for row in rows]


def test_formulas_of_each_row_and_below_have_values(tmp_path):
    assert values(filled(tmp_path, LEDGER, people(3)))[1:] == [
        ["名0", 0, 1.5, 0, 0, 1],
        ["名1", 1, 1.5, 1.5, 1.5, 1],
        ["名2", 2, 1.5, 3, 4.5, 1],
        ["合计", 3, None, 4.5, "不平", 1],
    ]


def test_sums_over_no_rows_are_nothing(tmp_path):
    assert values(filled(tmp_path, LEDGER, people(0)))[1] == ["合计", 0, None, 0, "平", 0]


@pytest.mark.slow
def test_running_sums_and_counts_are_worked_out(tmp_path):
    last, total = values(filled(tmp_path, LEDGER, people(3000)))[-2:]
    assert last[3:] == [2999 * 1.5, 2999 * 3000 / 2 * 1.5, 300]
    assert total[1:] == [2999 * 1500, None, 2999 * 1500 * 1.5, "不平", 300]


def test_a_chain_may_lead_upwards(tmp_path):
    rows = [[f"=A{number + 1}+1"] for number in range(1, 500)]
    found = values(filled(tmp_path, [*rows, [1], ["{{ 文 }}"]], {"文": "甲"}))[:-1]
    assert [row[0] for row in found] == list(range(500, 0, -1))


def test_other_readers_find_the_values_too(tmp_path):
    rows = CalamineWorkbook.from_path(filled(tmp_path, LEDGER, people(2))).get_sheet_by_index(0).to_python()
    assert rows[-1] == ["合计", 1, "", 1.5, "不平", 1]


def test_formulas_on_other_sheets_count_the_written_rows(tmp_path):
    def change(page):
        other = page.parent.create_sheet("总 计")
        for cell, formula in {
            "A1": '=COUNTIF(表!A3:A3,"名0")',
            "A2": "=SUMIF(表!A:A,A4,表!D:D)",
            "A3": "='总 计'!A1&\"人\"",
            "A4": "名1",
            "A5": "=A5+1",
            "A6": "=A1/(A2-A2)",
            "A7": "=SUBTOTAL(9,表!D3:D5)",
            "A8": "=NOW()+A1",
        }.items():
            other[cell] = formula

    out = filled(tmp_path, LEDGER, people(12), change)
    assert values(out, "总 计") == [
        [value] for value in (2, 18, "2人", "名1", None, "#DIV/0!", sum(range(12)) * 1.5 * 2, None)
    ]


def test_a_whole_calculation_is_still_asked_for(tmp_path):
    assert b'fullCalcOnLoad="1"' in part(filled(tmp_path, LEDGER, people(1)), "xl/workbook.xml")


def test_subtotals_leave_out_subtotals_and_hidden_rows_are_left_to_the_program(tmp_path):
    rows = [*LEDGER[:4], ["", "=SUBTOTAL(9,B3:B3)"], ["", "=SUBTOTAL(9,B3:B5)"]]
    found = values(filled(tmp_path, rows, people(4)))
    assert [row[1] for row in found[-2:]] == [6, 6]
    found = values(
        filled(tmp_path, rows, people(4), lambda page: setattr(page.row_dimensions[1], "hidden", True))
    )
    assert [row[1] for row in found[-2:]] == [None, None]


def test_a_workbook_from_1904_gets_no_values(tmp_path):
    def change(page):
        page.parent.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    assert values(filled(tmp_path, LEDGER, people(1), change))[-1] == ["合计", None, None, None, None, None]


def test_texts_that_xml_escapes_are_read_and_written_as_they_are(tmp_path):
    rows = [["{{ 文 }}", '=A1&"<&>"', "=LEN(A1)"]]
    assert values(filled(tmp_path, rows, {"文": "甲 & <乙>_x0041_\n丙"})) == [
        ["甲 & <乙>_x005F_x0041_\n丙", "甲 & <乙>_x005F_x0041_\n丙<&>", 16]
    ]


def test_array_formulas_have_the_value_of_their_cell(tmp_path):
    def change(page):
        for cell, text in {"A1": "=SUM(IF(B3:B5>0,B3:B5*2,0))", "B1": "=MAX(LEN(A3:A5))"}.items():
            page[cell] = ArrayFormula(cell, text)

    rows = [["", ""], *LEDGER[1:4]]
    assert values(filled(tmp_path, rows, people(3), change))[0][:2] == [6, 2]


@examples(40)
@given(
    rows=st.lists(
        st.sampled_from(["B{0}*2", "B$2+{0}", "B{0}&B1{0}", "SUM(B$2:B{0})", "{0}+B9", "B{1}"]), max_size=40
    )
)
def test_formulas_are_read_alike_whether_or_not_rows_before_were_like_them(rows):
    same = SameDown()
    for number, form in enumerate(rows, 5):
        text = form.format(number, number - 1)
        skeleton, references = taken_out(text)
        known = same.read(text, number, False)
        assert known in (None, (skeleton, references))
        if known is None:
            same.learn(text, number, False, sys.intern(skeleton), references)


PIECES = [
    "A1",
    "$B$2",
    "A:A",
    "数据!A1",
    "SUM(",
    "IF(",
    "VLOOKUP(",
    "COUNTIF(",
    "TEXT(",
    "DATE(",
    "INDEX(",
    "MID(",
    ")",
    ",",
    ";",
    "{",
    "}",
    "+",
    "-",
    "*",
    "/",
    "^",
    "&",
    "=",
    "<",
    ">",
    "%",
    "(",
    "1",
    "0",
    "-3",
    "2.5",
    "1E5",
]
PIECES += ['"文"', '"*"', '">1"', '"0.0"', "#N/A", "TRUE", " ", "名", "[1]"]


@examples(300)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12))
def test_whatever_stands_in_a_formula_has_a_value_or_none(pieces):
    cells = Cells("数据")
    cells.columns = {1: {1: 3.0, 2: "文"}, 2: {2: True}}
    calculation = Calculation({"数据": cells})
    calculation.settle([calculation.formula(cells, 3, 1, "".join(pieces))])


def test_cells_that_refer_to_each_other_have_no_value(tmp_path):
    rows = [["=B1+1", "=C1", "=A1", "=IF(D2=1,A1,5)"], ["{{ 文 }}", "", "", 2]]
    assert values(filled(tmp_path, rows, {"文": "甲"}))[0] == [None, None, None, 5]


def test_formulas_of_a_sheet_that_was_not_rewritten_are_looked_at_too(tmp_path):
    template = excel(tmp_path / "表.xlsx", [["=A2+1"], [4]])
    parts = read_package(template)
    assert not isinstance(parts, Problem)
    raw = b'<worksheet xmlns="%s"><sheetData><row r="1"><c s="0" r="A1"><f>A2+1</f><v>9</v></c></row>' % MAIN
    parts["xl/worksheets/sheet1.xml"] = (
        raw + b'<row r="2"><c s="0" r="A2"><v>4</v></c></row></sheetData></worksheet>'
    )
    kept = read_sheet("表", parts["xl/worksheets/sheet1.xml"], [])
    parts["xl/worksheets/sheet2.xml"] = (
        raw.replace(b"A2+1</f><v>9</v>", "表!A1*2</f>".encode()).replace(b's="0" r="A1"', b'r="A1"')
        + b"</sheetData></worksheet>"
    )
    other = read_sheet("乙", parts["xl/worksheets/sheet2.xml"], [])
    sheets = [
        FilledSheet("表", "xl/worksheets/sheet1.xml", kept),
        FilledSheet("乙", "xl/worksheets/sheet2.xml", other),
    ]
    before = parts["xl/worksheets/sheet1.xml"]
    put_values(parts, read_workbook(parts), sheets)
    assert b"<f>\xe8\xa1\xa8!A1*2</f><v>10</v>" in parts["xl/worksheets/sheet2.xml"]
    assert parts["xl/worksheets/sheet1.xml"] == before
