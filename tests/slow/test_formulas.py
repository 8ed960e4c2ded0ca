"""What formulas come to, asked of LibreOffice: the same workbook without any values, calculated and read back."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from hqe_docs.paper.fill import fill
from tests.formula_table import CASES, formula_book
from tests.paper.making import excel
from tests.paper.test_merging import GROUPS, PERSONS, people, village

# what LibreOffice says where it differs from Excel, whose word we take
DIFFERENT: dict[str, object] = {
    '="甲"&1&TRUE': "甲11",
    "=LARGE(数据!D2:D7,9)": "#VALUE!",
    '=SUM(数据!D2:D7,1,"2")': "#VALUE!",
    "=COUNT(数据!E2:E7)": 5,
    '=DATEDIF(数据!F2,数据!F3,"D")': "#VALUE!",
}


def recalculated(path: Path, out: Path) -> Path:
    """Return the workbook as LibreOffice saves it, what has no value yet calculated."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not installed"
    command = [soffice, f"-env:UserInstallation={(out / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    return out / path.name


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    """Return the sheet of formulas with our values, and with those of LibreOffice."""
    folder = tmp_path_factory.mktemp("式")
    template = formula_book(folder / "式.xlsx")
    assert fill(template, {"文": "甲"}, folder / "出.xlsx") == []
    theirs = recalculated(template, folder / "算")
    return [openpyxl.load_workbook(path, data_only=True)["式"] for path in (folder / "出.xlsx", theirs)]


@pytest.mark.parametrize("number", range(len(CASES)), ids=[formula for formula, _ in CASES])
def test_libreoffice_comes_to_the_same_value(sheets, number):
    ours, theirs = (sheet.cell(number + 1, 1).value for sheet in sheets)
    same = ours == (pytest.approx(theirs, abs=1e-9) if isinstance(theirs, float) else theirs)
    assert same or theirs == DIFFERENT[CASES[number][0]]


def without_values(path: Path, out: Path) -> Path:
    """Save the workbook again, the values of its formulas taken out."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", old.read(name)))
    return out


def shape(sheet: Worksheet) -> tuple[list[list[object]], list[str]]:
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    return rows, sorted(str(area) for area in sheet.merged_cells.ranges)


def test_groups_and_equal_rows_come_back_from_libreoffice_as_they_were_written(tmp_path):
    context = people("甲 一 张", "甲 一 李", "甲 二 王", "乙 二 赵")
    context["各村"] = [village("甲", 1, 2, 3), village("乙"), village("丙", 4)]  # type: ignore[assignment]
    template = excel(tmp_path / "表.xlsx", [*GROUPS, *PERSONS])
    assert fill(template, context, tmp_path / "出.xlsx") == []
    bare = without_values(tmp_path / "出.xlsx", tmp_path / "无值.xlsx")
    ours, theirs = (
        openpyxl.load_workbook(path, data_only=True)["表"]
        for path in (tmp_path / "出.xlsx", recalculated(bare, tmp_path / "算"))
    )
    assert shape(ours) == shape(theirs)
    assert shape(ours)[1] == ["A11:A13", "A2:A4", "B11:B12"]
