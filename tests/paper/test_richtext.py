"""Tags in cells of several looks, and marks of cells that nobody here reads: kept when filled."""

import re
import zipfile

import openpyxl
import xlsxwriter

from hqe_docs.paper.fill import fill
from tests.paper.making import part, said, sheet


def rich(tmp_path, *pieces):
    """Save a workbook with one cell of these pieces, every other one bold, in a loop over 行."""
    with xlsxwriter.Workbook(str(tmp_path / "表.xlsx")) as book:
        made, bold = book.add_worksheet("表"), book.add_format({"bold": True})
        made.write("A1", "{%tr for 人 in 行 %}")
        parts = [
            one for number, piece in enumerate(pieces) for one in ((bold, piece) if number % 2 else (piece,))
        ]
        made.write_rich_string("A2", *parts)
        made.write("A3", "{%tr endfor %}")
    return tmp_path / "表.xlsx"


def runs(tmp_path, pieces, people):
    assert said(fill(rich(tmp_path, *pieces), {"行": people}, tmp_path / "出.xlsx")) == []
    book = openpyxl.load_workbook(tmp_path / "出.xlsx", rich_text=True)
    cells = [row[0].value for row in book["表"].iter_rows()]
    return [[(str(run), bool(getattr(run, "font", None) and run.font.b)) for run in cell] for cell in cells]


def test_each_run_keeps_its_look_in_every_row(tmp_path):
    assert runs(tmp_path, ["姓名：", "{{ 人 }}", "（签字）"], ["甲", "乙"]) == [
        [("姓名：", False), ("甲", True), ("（签字）", False)],
        [("姓名：", False), ("乙", True), ("（签字）", False)],
    ]


def test_a_tag_cut_into_runs_has_the_look_of_its_beginning(tmp_path):
    assert runs(tmp_path, ["姓名：", "{", "{ 人 }} 月", "收", "入"], ["甲"]) == [
        [("姓名：", False), ("甲 月", True), ("收", True), ("入", False)]
    ]


def test_a_statement_may_reach_over_runs(tmp_path):
    assert runs(
        tmp_path, ["{% if 人 > 1 %}多", "{{ 人 }}{% else %}", "少", "{{ 人 }}{% endif %}"], [1, 2]
    ) == [
        [("少", False), ("1", True)],
        [("多", False), ("2", True)],
    ]


def test_what_a_person_typed_stays_text(tmp_path):
    assert runs(tmp_path, ["姓名：", "{{ 人 }}"], ["<b> & {{ 人 }} _x0041_"])[0][1] == (
        "<b> & {{ 人 }} _x0041_",
        True,
    )


def test_a_fault_in_a_run_names_its_cell(tmp_path):
    found = said(fill(rich(tmp_path, "姓名：", "{{ 仁 }}"), {"行": [1]}, tmp_path / "出.xlsx"))
    assert found == ["T201 表.xlsx#表!A2 未知名称“仁”"]


def test_marks_of_dynamic_arrays_and_tables_of_results_are_kept(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "表.xlsx")) as book:
        made = book.add_worksheet("表")
        made.write("A1", "{{ 村 }}")
        made.write_dynamic_array_formula("B2:B2", "=SORT(A1:A1)")
        made.write("C3", 7)
    with zipfile.ZipFile(tmp_path / "表.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    table = b'<c r="C3"><f t="dataTable" ref="C3:C4" dt2D="0" dtr="0" r1="A1"/><v>7</v></c>'
    parts[name] = re.sub(rb'<c r="C3".*?</c>', table, parts[name])
    with zipfile.ZipFile(tmp_path / "表.xlsx", "w") as archive:
        for each, data in parts.items():
            archive.writestr(each, data)
    assert fill(tmp_path / "表.xlsx", {"村": "梅州村"}, tmp_path / "出.xlsx") == []
    written = part(tmp_path / "出.xlsx", name)
    assert table in written and b'<c r="B2" cm="1"><f t="array" ref="B2' in written
    assert sheet(tmp_path / "出.xlsx")["A1"].value == "梅州村"
