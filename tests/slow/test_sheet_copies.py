"""Hundreds of sheets made of one: in seconds, recalculated by LibreOffice, valid by a validator that is not ours."""

from __future__ import annotations

import subprocess
import sys
import time
import zipfile

from python_calamine import CalamineWorkbook

from tests.test_sheet_copies import PEOPLE, filled, full, villages


def audited(path) -> list[str]:
    """Return the errors that the validator finds, without the number of each."""
    command = [sys.executable, "-m", "openxml_audit", "--max-errors", "50", str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False).stdout
    return [line for line in answer.splitlines() if line.startswith("Errors:")]


def test_three_hundred_sheets_with_all_that_hangs_on_them_take_seconds(tmp_path):
    start = time.monotonic()
    path = filled(tmp_path, {"各点": [{"名": f"村{n}", "人": PEOPLE} for n in range(300)]}, full)
    assert time.monotonic() - start < 30
    with zipfile.ZipFile(path) as archive:
        assert len([name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]) == 302


def test_libreoffice_reckons_each_copy_from_its_own_rows(tmp_path):
    path = filled(tmp_path, villages("甲村", "乙村"), full)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "ods",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(path)], check=True, timeout=180, capture_output=True
    )
    book = CalamineWorkbook.from_path(str(tmp_path / "出.ods"))
    rows = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert [rows["甲村"][3][1:3], rows["乙村"][4][1:3]] == [[1, 2], [3, 6]]
    assert rows["总表"][0][0] == 1


def test_copies_break_no_rule_of_open_xml_that_the_template_keeps(tmp_path):
    path = filled(tmp_path, villages("甲村", "乙村", "丙村"), full)
    assert audited(path) == audited(tmp_path / "模板.xlsx")
    assert audited(filled(tmp_path, villages(), full)) == audited(tmp_path / "模板.xlsx")
