"""Templates for the tests, made with python-docx and openpyxl, and readers that know nothing of our code."""

from __future__ import annotations

import re
import zipfile

import docx
import openpyxl

from tools.blankword import new_document

LEGAL_TEXTS = [
    "<b>粗</b>",
    "甲 & 乙 &amp; &lt;",
    "{{ 不是标签 }}",
    "{% 也不是 %} {# 注 #}",
    "{_{ }_} {_% %_}",
    "引号 \" ' “” ‘’",
    "第一行\n第二行\n\n第四行",
    "制\t表",
    "  前后有空格  ",
    "喆 堃 㛃 𠮷",
    "长" * 500,
    "=SUM(A1)",
    "+1-1@x",
    "_x0041_ _x005F_ _",
    "]]> <!-- --> <?x?>",
]


def word(path, *paragraphs, table=(), header="", footer=""):
    """Save a document of paragraphs, then a table of `table`'s rows."""
    document = new_document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        made = document.add_table(0, len(table[0]))
        for row in table:
            for cell, text in zip(made.add_row().cells, row, strict=True):
                cell.text = text
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = footer
    document.save(path)
    return path


def excel(path, rows, *, title="表", change=None):
    """Save a workbook of one sheet with `rows`; `change` gets the sheet before it is saved."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str) and not value.startswith("="):
                cell.data_type = "s"
    if change:
        change(sheet)
    book.save(path)
    return path


def paragraphs(path):
    return [paragraph.text for paragraph in docx.Document(path).paragraphs]


def table(path, number=0):
    return [[cell.text for cell in row.cells] for row in docx.Document(path).tables[number].rows]


def sheet(path, name=None):
    book = openpyxl.load_workbook(path)
    return book[name] if name else book.worksheets[0]


def values(path):
    return [[cell.value for cell in row] for row in sheet(path).iter_rows()]


def part(path, name):
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def sheet_texts(path, name="xl/worksheets/sheet1.xml"):
    """Return the inline texts of a sheet by cell, as the XML holds them."""
    xml = part(path, name).decode()
    return dict(
        re.findall(
            r'<c r="([A-Z]+\d+)"[^>]*t="inlineStr"><is><t(?: xml:space="preserve")?>(.*?)</t>', xml, re.S
        )
    )


def said(problems):
    """Return the problems as their code, place and message, for comparing."""
    return [f"{one.code} {one.where} {one.message}" for one in problems]
