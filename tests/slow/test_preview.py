"""`hqe preview` with LibreOffice itself: pages, pictures, and what the fonts became."""

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from tests.test_preview import letter

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    """Return what the command said about a letter, a workbook of the same name, and a page that is long."""
    folder = tmp_path_factory.mktemp("previewed")
    letter(folder / "通知.docx", "关于开展入户调查的通知", "成员张喆", *["各村要认真组织。" * 30] * 30)
    book = openpyxl.Workbook()
    book.active["A1"] = "劳动力资源台账"
    book.save(folder / "通知.xlsx")
    command = [sys.executable, "-c", "from hqe_docs.cli.main import main; main()", "preview", "."]
    environment = os.environ | {
        "FONTCONFIG_FILE": str(ROOT / "tests" / "fonts.conf"),
        "PYTHONPATH": str(ROOT),
    }
    options = ["--pdf", "--png", "-o", "预览", "--json", "--jobs", "2"]
    run = subprocess.run(
        [*command, *options], cwd=folder, check=False, capture_output=True, env=environment, timeout=300
    )
    assert run.returncode == 0, run.stderr.decode()
    return folder, json.loads(run.stdout)


def test_each_document_has_its_pdf_and_a_picture_a_page(answer):
    folder, said = answer
    for result in said["results"]:
        pdf = next(path for path in result["outputs"] if path.endswith(".pdf"))
        pictures = [folder / path for path in result["outputs"] if path.endswith(".png")]
        assert len(PdfReader(folder / pdf).pages) == result["pages"] == len(pictures)
        assert all(path.read_bytes().startswith(b"\x89PNG") for path in pictures)
    assert {Path(r["file"]).name: r["pages"] > 1 for r in said["results"]} == {
        "通知.docx": True,
        "通知.xlsx": False,
    }


def test_documents_that_differ_only_in_their_suffix_have_previews_of_their_own(answer):
    folder, _ = answer
    assert {path.name for path in (folder / "预览").glob("*.pdf")} == {"通知.docx.pdf", "通知.xlsx.pdf"}


def test_the_font_that_was_named_the_one_that_was_used_and_the_stranger_are_told(answer):
    _, said = answer
    [font] = next(r["fonts"] for r in said["results"] if r["file"].endswith(".docx"))
    assert (font["named"], font["installed"], font["used"]) == ("仿宋_GB2312", False, "BousungEG-Light-GB")
    assert list(font["others"]) == ["喆"]
    codes = [item["code"] for item in said["problems"] if item["where"]["file"] == "通知.docx"]
    assert codes == ["G514", "G511", "G513"]
