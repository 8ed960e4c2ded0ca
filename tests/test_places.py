"""Texts of Word documents and workbooks by the names of their places."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
from docx import Document
from docx.oxml import parse_xml
from openpyxl.comments import Comment

from hqe_docs.paper.places import corner_of_area, read_places

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def test_a_place_in_a_merged_area_is_told_where_its_text_stands():
    book = openpyxl.Workbook()
    book.active.title, book.active["B2"] = "表", "合"
    book.active.merge_cells("B2:D3")
    places = ("表!C3", "表!B2", "表!E2", "无!C3", "段3")
    content = saved(book)
    assert [corner_of_area(content, it) for it in places] == ["表!B2", "表!B2", "表!E2", "无!C3", "段3"]
    assert corner_of_area(b"junk", "表!C3") == "表!C3"


def test_paragraphs_and_cells_of_a_document_are_named_by_number_and_grid():
    document = Document()
    document.add_paragraph("甲")
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "乙"
    table.cell(1, 0).merge(table.cell(1, 0)).add_table(1, 1).cell(0, 0).text = "里"
    table.cell(1, 2).text = "丙"
    document.add_paragraph("丁")
    document.sections[0].header.paragraphs[0].text = "眉"
    said = read_places(saved(document))
    assert {place: text for place, text in said.items() if text.strip()} == {
        "段1": "甲",
        "表1!A1": "乙",
        "表1!C2": "丙",
        "表2!A1": "里",
        "段2": "丁",
        "页眉1段1": "眉",
    }


def test_what_a_field_shows_as_the_page_is_no_text():
    document = Document()
    field = f'<w:fldSimple {W} w:instr=" PAGE "><w:r><w:t>7</w:t></w:r></w:fldSimple>'
    paragraph = document.add_paragraph("第")
    paragraph._p.append(parse_xml(field))
    assert read_places(saved(document)) == {"段1": "第"}


def test_cells_of_a_workbook_are_told_as_they_show_and_formulas_beside():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表"
    sheet["A1"], sheet["B2"], sheet["C3"], sheet["D4"] = "甲", 0.957, date(2023, 6, 5), "=B2*2"
    sheet["B2"].number_format = "0.00%"
    sheet["A1"].comment = Comment("看过", "某")
    said = read_places(saved(book))
    assert said == {
        "表!A1": "甲",
        "表!B2": "95.70%",
        "表!C3": "2023-06-05",
        "表!D4": "",
        "表!D4=": "=B2*2",
        "表!A1批注": "看过",
    }


def test_what_is_no_office_file_has_no_places():
    assert read_places(b"mine") == {}
