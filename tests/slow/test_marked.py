"""Marked copies before other programs: the Open XML validator, and LibreOffice saving them anew."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.faulty_books import Book, village, wages
from tests.marked_books import FAULTS, GREY, RED, THEME, YELLOW, assert_marked, decorated, painted, remarks
from tests.program import hqe

ROOT = Path(__file__).parents[2]
LEDGER = ROOT / "ledgers" / "hongjiang-2023" / "梅州村" / "劳动力资源台账.xlsx"


def mark(path: Path, target: Path) -> Path:
    (copy,) = json.loads(hqe("check", path, "--mark", target, "--json").stdout)["marked"]
    return Path(copy)


def through_libreoffice(path: Path, folder: Path, kind: str = "xlsx:Calc MS Excel 2007 XML") -> Path:
    """Return the workbook as LibreOffice saves it in this format."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not installed"
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


@pytest.fixture(scope="module")
def faulty(tmp_path_factory) -> Path:
    """Return the example's ledger with three cells spoilt; it is written so that only a cell's text changes."""
    path = tmp_path_factory.mktemp("faulty") / LEDGER.name
    book = openpyxl.load_workbook(LEDGER)
    page = book.active
    titles = {cell.value: cell.column for row in page.iter_rows(max_row=5) for cell in row}
    for row, title in ((8, "公民身份号码"), (9, "联系电话"), (10, "性别")):
        page.cell(row, titles[title]).value = "错"
    book.save(path)
    return path


def errors(path: Path) -> str:
    command = [sys.executable, "-m", "openxml_audit", "--max-errors", "50", str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False).stdout
    return next(line for line in answer.splitlines() if line.startswith("Errors: "))


def test_marking_breaks_no_rule_of_the_open_xml_schema(faulty, tmp_path):
    copy = mark(faulty, tmp_path / "标注")
    assert len(painted(openpyxl.load_workbook(copy))[RED]) >= 2
    assert errors(copy) == errors(faulty)


def test_a_copy_that_libreoffice_has_saved_is_cleared_and_marked_again(tmp_path):
    copy = mark(decorated(tmp_path / "花名册.xlsx"), tmp_path / "标注")
    saved = through_libreoffice(copy, tmp_path / "另存")
    book = openpyxl.load_workbook(saved)
    book["花名册"]["E7"], book["花名册"]["B11"] = "19900000099", "村民新"
    book.save(saved)
    again = mark(saved, tmp_path / "再标注")
    book = openpyxl.load_workbook(again)
    page, found = book["花名册"], painted(book)
    assert found[RED] | found[YELLOW] == {"花名册!C5", "花名册!C9"}
    assert page["C5"].comment.text.endswith(f"原底色：{GREY.fgColor.rgb}")
    assert (page["E7"].fill.fgColor.theme, page["E7"].comment.text) == (THEME.fgColor.theme, "电话是他儿子的")
    assert page["B11"].fill.fill_type is None
    assert set(remarks(page)) == {3, 5, 9}
    assert book.sheetnames == ["花名册", "说明", "问题汇总"]


def test_a_copy_that_libreoffice_has_saved_is_read_as_before(tmp_path):
    copy = mark(decorated(tmp_path / "花名册.xlsx"), tmp_path / "标注")
    saved = through_libreoffice(copy, tmp_path / "另存")
    found = json.loads(hqe("check", saved, "--json").stdout)["problems"]
    assert {item["where"].get("cell") for item in found if item["severity"] != "info"} == FAULTS


def test_an_xls_keeps_its_comments_looks_and_sizes(tmp_path):
    old = through_libreoffice(decorated(tmp_path / "花名册.xlsx"), tmp_path / "另存", "xls:MS Excel 97")
    page = openpyxl.load_workbook(mark(old, tmp_path / "标注"))["花名册"]
    assert page["B5"].comment.text == "本人已外出"
    assert page["E7"].comment.text.startswith("电话是他儿子的\n【hqe】警告")
    assert page["C5"].comment.text.endswith("原底色：FFF2F2F2")
    assert (page["A3"].font.b, page["A3"].font.sz, page["D6"].border.left.style) == (True, 12, "thin")
    assert (page.row_dimensions[3].height, page.row_dimensions[8].hidden) == (33, True)
    assert page.column_dimensions["C"].width == pytest.approx(24, abs=0.3)
    assert page["F15"].value == "某村12组"


@pytest.mark.parametrize("make", (village, wages), ids=lambda make: make.__name__)
def test_every_seeded_fault_of_the_larger_books_is_marked_in_both_formats(
    make: Callable[[], Book], tmp_path: Path
):
    assert_marked(make(), tmp_path)
