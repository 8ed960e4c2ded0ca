"""Forms in old formats, made and read through LibreOffice."""

from __future__ import annotations

import shutil
import subprocess

import docx

from hqe_docs.office.forms.collecting import collect_forms
from hqe_docs.office.forms.reading import read_form_file
from hqe_docs.paper.forms.inspection import inspect_form
from tests.forms.drawn import drawn_rows

BLANK = "姓名||性别|□男 □女\n失业日期|    年  月  日|原因|"
FILLED = "姓名|张三|性别|☑男 □女\n失业日期|2023年6月30日|原因|合同期满"
VALUES = {"姓名": "张三", "性别": "男", "失业日期": "2023-06-30", "原因": "合同期满"}


def as_doc(folder, name, drawing):
    """Return a drawing as a .doc file."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not installed"
    source = folder / f"{name}.docx"
    rows, document = drawn_rows(drawing), docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    for row in rows:
        for cell in row:
            table.cell(cell.row, cell.column).text = cell.text
    document.add_paragraph("填表人")  # LibreOffice writes no table into a .doc that nothing follows
    document.save(source)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "doc", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    source.unlink()
    return folder / f"{name}.doc"


def test_a_doc_is_inspected_read_and_collected(tmp_path):
    blank = as_doc(tmp_path, "空表", BLANK)
    inside = tmp_path / "收到"
    inside.mkdir()
    filled = as_doc(tmp_path, "张三", FILLED)
    inspected, found = inspect_form(blank)
    assert found == []
    assert [place.label for place in inspected.places] == ["姓名", "性别", "失业日期", "原因"]
    returned, found = read_form_file(filled, blank=blank)
    assert (returned.values, found) == (VALUES, [])
    shutil.move(filled, inside / "张三.wps")  # WPS writes the same format under its own name
    made = collect_forms(inside, tmp_path / "台账.xlsx", blank=blank)
    assert made.problems == []
    assert made.rows[0].values == VALUES
