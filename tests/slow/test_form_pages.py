"""Filled forms on the rendered page: as many pages as the blank one, every line of its tables where it was."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pdfplumber
import pytest
from docx import Document
from docx.shared import Cm, Pt
from openpyxl.styles import Border, Side

from hqe_docs.library import Library
from hqe_docs.paper.forms.filled.filler import Filler
from hqe_docs.paper.forms.inspection import open_form
from hqe_docs.paper.forms.vocabulary import read_words
from hqe_docs.paper.package import write_package
from hqe_docs.problems import Problems
from tests.slow.test_rendering import render

ROWS = [
    ["姓  名", "", "性  别", "□男 □女"],
    ["公民身份号码", "", "出生日期", "    年  月  日"],
    ["住    址", "____省____市____县", "月 收 入", "        元"],
    ["失业原因", "□合同期满 □其他______", "联系电话", ""],
    ["家庭成员姓名", "关系", "工作单位", "电话"],
    ["", "", "", ""],
    ["", "", "", ""],
]
VALUES = {
    "登记机构": "洪江镇劳动保障所",
    "姓名": "张三",
    "性别": "男",
    "公民身份号码": "360999199001010013",
    "出生日期": "1990-01-01",
    "住址": ["江西", "宜春", "某某"],
    "月收入": 3500,
    "失业原因": "照看孙辈",
    "联系电话": "19900001234",
    "家庭成员": [
        {"家庭成员姓名": "李四", "关系": "配偶", "工作单位": "某某厂", "电话": "19900005678"},
        {"家庭成员姓名": "张小三", "关系": "子女", "工作单位": "某某小学", "电话": ""},
    ],
}
MANY = {**VALUES, "家庭成员": [{**VALUES["家庭成员"][0], "电话": f"1990000{i:04}"} for i in range(4)]}
LINE = "登记机构：________________        登记编号：____________"


def word_form(path):
    document = Document()
    document.add_paragraph(LINE)
    table = document.add_table(len(ROWS), 4, style="Table Grid")
    table.autofit = False
    for row, texts in zip(table.rows, ROWS, strict=True):
        row.height = Cm(1)
        for cell, text in zip(row.cells, texts, strict=True):
            cell.width, cell.text = Cm(4), text
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(9)
    document.add_paragraph("说明：本表由登记机构留存。")
    document.save(str(path))
    return path


def sheet_form(path):
    book = openpyxl.Workbook()
    book.active.append([LINE])
    thin = Side(style="thin")
    for row in ROWS:
        book.active.append([text or None for text in row])
    for row in book.active.iter_rows(min_row=2, max_row=len(ROWS) + 1, max_col=4):
        for cell in row:
            cell.border = Border(thin, thin, thin, thin)
            book.active.column_dimensions[cell.column_letter].width = 24
    book.save(path)
    return path


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    """Return the forms of both kinds, rendered."""
    folder, out = tmp_path_factory.mktemp("forms"), tmp_path_factory.mktemp("pages")
    blanks = [word_form(folder / "文字.docx"), sheet_form(folder / "表格.xlsx")]
    words = read_words(Library.over_shipped(()), Problems())
    filled = [folder / f"填好的{blank.name}" for blank in blanks]
    longer = [folder / f"有续表的{blank.name}" for blank in blanks]
    for blank, path, long in zip(blanks, filled, longer, strict=True):
        for values, target in ((VALUES, path), (MANY, long)):
            done = Filler(*open_form(blank, Problems()), words, grows=False).fill(values)
            assert done.problems == ()
            assert write_package(target, done.parts) == []
    pages = render([*blanks, *filled, *longer], out)
    return [
        Rendered(blank, path, *(pages[one.name] for one in (blank, path, long)))
        for blank, path, long in zip(blanks, filled, longer, strict=True)
    ]


@dataclass(frozen=True)
class Rendered:
    """A blank form and the filled one, with the pages of both and of one with more records than rows, as PDF."""

    blank: Path
    filled: Path
    before: Path
    after: Path
    longer: Path


def geometry(path):
    """Return the edges of all ruled lines, page by page, in points."""
    with pdfplumber.open(path) as pdf:
        return [
            sorted(
                {(round(e["x0"]), round(e["top"]), round(e["x1"]), round(e["bottom"])) for e in _ruled(page)}
            )
            for page in pdf.pages
        ]


def _ruled(page):
    """Return the lines of tables: those between words, which keep an underlined blank, are shorter."""
    return [edge for edge in page.edges if edge["x1"] - edge["x0"] > 90 or edge["bottom"] - edge["top"] > 9]


def test_every_line_stands_where_it_stood(forms):
    for form in forms:
        assert geometry(form.after) == geometry(form.before), form.blank.name


def test_a_continuation_stands_on_pages_of_its_own_behind_those_of_the_form(forms):
    for form in forms:
        before, longer = geometry(form.before), geometry(form.longer)
        pages = len(before)
        assert longer[:pages] == before, form.blank.name
        assert len(longer) == pages + (1 if form.blank.suffix == ".docx" else pages)  # a wide sheet has two
        across = [{(edge[0], edge[2]) for edge in page} for page in longer]
        assert across[pages] <= across[0], form.blank.name  # its columns are as wide as the list's
        assert _text(form.longer).count("李四") == len(MANY["家庭成员"]), form.blank.name


def test_what_was_filled_in_is_on_the_page(forms):
    for form in forms:
        text = _text(form.after)
        assert all(word in text for word in ("张三", "☑男", "1990年1月1日", "李四")), form.blank.name


def _text(path):
    with pdfplumber.open(path) as pdf:
        return "".join("".join(page.extract_text().split()) for page in pdf.pages)


def test_no_error_of_the_schema_is_added(forms):
    for form in forms:
        assert _errors(form.filled) <= _errors(form.blank), form.blank.name


def _errors(path):
    command = [sys.executable, "-m", "openxml_audit", "--max-errors", "200", str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False).stdout
    return int(re.search(r"Errors: (\d+)", answer)[1])
