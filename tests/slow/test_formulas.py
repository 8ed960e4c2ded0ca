"""What formulas come to, asked of LibreOffice: the same workbook without any values, calculated and read back."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from hqe_docs.paper.fill import fill
from tests.formula_table import CASES, formula_book

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
