"""Blank ledgers and survey papers as LibreOffice shows them: drop-downs, alarms, pages; valid by the schemas."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pdfplumber
import pytest
from lxml import html
from openpyxl.utils.cell import range_boundaries

from hqe_docs.data.idnumber import check_digit
from hqe_docs.office.ledgers.blank import write_blanks
from hqe_docs.office.ledgers.survey import Asked, write_survey
from tests.blanks import HEAD, SAMPLE, lists_of
from tests.slow.test_every_blank import KINDS
from tests.slow.test_rendering import render
from tests.test_survey import ledger, member

WRONG, DOUBLE, MISSING = "#FFC7CE", "#F8CBAD", "#FFEB9C"
RIGHT = "36099919900101123" + check_digit("36099919900101123")


@pytest.fixture(scope="module")
def blanks(tmp_path_factory) -> dict[str, Path]:
    written, found = write_blanks([], tmp_path_factory.mktemp("blanks"))
    assert found == []
    return {path.stem: path for path in written}


def converted(paths: list[Path], form: str, out: Path) -> dict[str, Path]:
    """Return file stem → what LibreOffice makes of each file."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not installed"
    command = [soffice, f"-env:UserInstallation={(out / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", form, "--outdir", str(out), *map(str, paths)]
    subprocess.run(command, check=True, timeout=600, capture_output=True)
    return {path.stem: out / f"{path.stem}.{form}" for path in paths}


def test_every_drop_down_works_in_libreoffice(blanks, tmp_path):
    """What LibreOffice has read and writes again offers the same words in the same columns."""
    for name, path in converted(list(blanks.values()), "xlsx", tmp_path).items():
        ours, theirs = openpyxl.load_workbook(blanks[name]), openpyxl.load_workbook(path)
        before, after = (lists_of(book, book.worksheets[0]) for book in (ours, theirs))
        assert {n: item[:2] for n, item in after.items()} == {n: item[:2] for n, item in before.items()}, name
        assert theirs.worksheets[0].protection.sheet
        assert not theirs.worksheets[0].protection.insertRows
        assert theirs["代码"].sheet_state == "hidden"
        for rule in theirs.worksheets[0].data_validations.dataValidation:
            _, top, _, bottom = range_boundaries(str(rule.sqref))
            assert (top, bottom - top >= 1000) == (SAMPLE, True)


def test_every_blank_prints_with_its_title_and_header(blanks, tmp_path):
    for name, path in render(list(blanks.values()), tmp_path).items():
        kind = KINDS[name.removesuffix(".xlsx")]
        with pdfplumber.open(path) as pdf:
            text = (pdf.pages[0].extract_text() or "").replace("\n", "")
            assert kind.title in text, name
            assert pdf.pages[0].width > pdf.pages[0].height
            sheets = [f"{kind.title}填表说明" in (page.extract_text() or "") for page in pdf.pages]
            assert sheets.index(True) == (2 if kind.name == "劳动力资源台账" else 1), name


def test_no_blank_breaks_the_open_xml_schema(blanks, tmp_path):
    files, _ = write_survey(None, Asked(blank=2), tmp_path)
    for path in (*blanks.values(), *files):
        command = [sys.executable, "-m", "openxml_audit", "--max-errors", "20", str(path)]
        answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False).stdout
        assert "Errors: 0" in answer, f"{path.name}\n{answer}"


# ---------------------------------------------------------------- alarms
@pytest.fixture(scope="module")
def colours(blanks, tmp_path_factory):
    """Return a function: kind, rows → for each row, column → the colour LibreOffice gives the cell."""

    def shown(kind: str, rows: list[dict[str, Any]]) -> list[dict[str, str]]:
        out = tmp_path_factory.mktemp("colours")
        book = openpyxl.load_workbook(blanks[kind])
        sheet = book.worksheets[0]
        names = {cell.value: cell.column for cell in sheet[HEAD]}
        for number, row in enumerate(rows, start=SAMPLE + 1):
            for name, value in row.items():
                sheet.cell(number, names[name]).value = value
        path = out / "filled.xlsx"
        book.save(path)
        page = html.fromstring(converted([path], "html", out)["filled"].read_bytes())
        lines = page.xpath("//table")[0].xpath(".//tr")[SAMPLE : SAMPLE + len(rows)]
        titles = {column: name for name, column in names.items()}
        cells = [enumerate(line.xpath("td"), start=1) for line in lines]
        return [{titles[n]: it.get("bgcolor") for n, it in row if it.get("bgcolor")} for row in cells]

    return shown


def test_faults_of_a_cell_colour_it_and_right_cells_stay_plain(colours):
    cases: list[tuple[str, Any, str | None]] = [
        ("公民身份号码", RIGHT, None),
        ("公民身份号码", RIGHT[:-1] + ("1" if RIGHT[-1] == "0" else "0"), WRONG),
        ("公民身份号码", RIGHT[:-1], WRONG),
        ("公民身份号码", "360999199013011234", WRONG),
        ("公民身份号码", 360999199001011230, WRONG),
        ("公民身份号码", "360999198503123010", DOUBLE),  # the sample's
        ("联系电话", "19900001234", None),
        ("联系电话", "0795-7012345", None),
        ("联系电话", "（0795）7012345", None),
        ("联系电话", "19900001234、19900001235", None),
        ("联系电话", "1990000123", WRONG),
        ("联系电话", "12900001234", WRONG),
        ("就业日期", "2023.6.31", WRONG),
        ("就业日期", 20230601, WRONG),
        ("就业日期", 45095, None),
        ("月收入", "约3000", WRONG),
        ("月收入", 4500, None),
        ("年龄", 131, WRONG),
        ("年龄", 38.5, WRONG),
        ("年龄", 38, None),
        ("文化程度", "博士后", WRONG),
        ("文化程度", "高中（中专、技校）", None),
        ("民族", "外星族", WRONG),
        ("民族", "畲族", None),
        ("人员类别", "低保、残疾人", None),
        ("人员类别", "低保,残疾人", None),
        ("人员类别", "低保、土豪", WRONG),
        ("失业原因", "自己的话", None),
        ("就业状态", "失业", None),
    ]
    rows = colours("劳动力资源台账", [{name: value} for name, value, _ in cases])
    found = [(name, value, row.get(name)) for (name, value, _), row in zip(cases, rows, strict=True)]
    assert found == cases


def test_sex_and_birth_are_held_against_the_identity_number(colours):
    number = "360999199001011234"[:16] + "1" + check_digit("360999199001011231"[:16] + "1")
    rows = [
        {"公民身份号码": number, "性别": "男", "出生日期": date(1990, 1, 1)},
        {
            "公民身份号码": number[:16] + "2" + check_digit(number[:16] + "2"),
            "性别": "男",
            "出生日期": date(1990, 1, 2),
        },
        {"性别": "女", "出生日期": date(1990, 1, 2)},
    ]
    found = [{row.get("性别"), row.get("出生日期")} for row in colours("劳动力资源台账", rows)]
    assert found == [{None}, {WRONG}, {None}]


def test_what_must_be_filled_is_yellow_in_rows_that_hold_data(colours):
    filled, empty, jobless = colours(
        "劳动力资源台账", [{"姓名": "甲某"}, {}, {"姓名": "乙某", "就业状态": "失业", "单位名称": "某厂"}]
    )
    required = {item.name for item in KINDS["劳动力资源台账"].fields if item.required}
    assert filled == dict.fromkeys(required - {"姓名"}, MISSING)
    assert empty == {}
    assert {jobless[name] for name in ("失业日期", "失业原因", "就业意愿", "意向工种")} == {MISSING}
    assert jobless["就业状态"] == WRONG, "jobless with an employer"
    assert "就业地址" not in jobless


def test_every_example_shows_no_alarm(blanks, tmp_path):
    """A fault that shows at a right cell would teach people to pass over colours."""
    for name, path in converted(list(blanks.values()), "html", tmp_path).items():
        page = html.fromstring(path.read_bytes())
        sample = page.xpath("//table")[0].xpath(".//tr")[SAMPLE - 1]
        assert [cell.text_content() for cell in sample.xpath("td[@bgcolor]")] == [], name


# ---------------------------------------------------------------- survey papers
def test_a_survey_has_one_page_a_household_and_two_for_a_large_one(tmp_path):
    rows = [member(i, "H1", 单位名称="某某某某" * 9) for i in range(6)]
    rows += [member(10 + i, "H2") for i in range(8)]
    files, _ = write_survey(ledger(tmp_path, *rows), Asked(blank=1), tmp_path)
    with pdfplumber.open(render(files, tmp_path)[files[0].name]) as pdf:
        texts = [page.extract_text() or "" for page in pdf.pages]
        assert [("调查人签字" in text, "内部资料" in text) for text in texts] == [(True, True)] * 4
        for page in pdf.pages:
            rules = [line["bottom"] for line in (*page.lines, *page.rects)]
            assert max(rules) * 25.4 / 72 < 288, "room for other fonts is left"
            assert all(char["x0"] > 0 and char["x1"] < page.width for char in page.chars)
