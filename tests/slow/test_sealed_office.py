"""What is encrypted with a password opens in LibreOffice with it."""

from __future__ import annotations

import html
import io
import subprocess
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader

from hqe_docs.paper.sealing import sealed_with

WORD = "Spring-2023-Mountain"
MACRO = """
Sub Unlock(source As String, target As String, word As String, kind As String)
  Dim given(1) As New com.sun.star.beans.PropertyValue
  given(0).Name = "Password" : given(0).Value = word
  given(1).Name = "Hidden" : given(1).Value = True
  made = StarDesktop.loadComponentFromURL(source, "_blank", 0, given())
  Dim form(0) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName" : form(0).Value = kind
  made.storeToURL(target, form())
  made.close(True)
End Sub
"""
MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
    f'script:language="StarBasic">{html.escape(MACRO)}</script:module>'
)


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    """Return a profile of LibreOffice with the macro: there is no option for a password."""
    folder = tmp_path_factory.mktemp("lo")
    run(folder, "--terminate_after_init")
    module = folder / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(MODULE, "utf-8")
    return folder


def run(profile: Path, *arguments: str) -> None:
    options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    subprocess.run(["soffice", *options, *arguments], check=False, capture_output=True, timeout=180)


def unlocked(profile: Path, path: Path, word: str, kind: str) -> Path:
    """Return where LibreOffice wrote the PDF of an encrypted file, if it could open it."""
    target = path.with_suffix(".pdf")
    said = ",".join(f'"{text}"' for text in (path.as_uri(), target.as_uri(), word, kind))
    run(profile, f"macro:///Standard.Module1.Unlock({said})")
    return target


def document() -> bytes:
    made, stream = Document(), io.BytesIO()
    made.add_paragraph("甲乙丙")
    made.save(stream)
    return stream.getvalue()


def workbook() -> bytes:
    made, stream = openpyxl.Workbook(), io.BytesIO()
    made.active["A1"] = "甲乙丙"
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [("a.docx", document(), "writer_pdf_Export"), ("a.xlsx", workbook(), "calc_pdf_Export")],
)
def test_libreoffice_opens_an_encrypted_file_with_its_password(profile, tmp_path, name, content, kind):
    path = tmp_path / name
    path.write_bytes(sealed_with(WORD, content))
    pages = PdfReader(unlocked(profile, path, WORD, kind)).pages
    assert "甲乙丙" in pages[0].extract_text()
