"""Text too long for cells of a fixed height, estimated by us and laid out by LibreOffice."""

from __future__ import annotations

import re

import pdfplumber
import pytest
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml.ns import qn
from docx.shared import Pt

from hqe_docs.paper.fill import fill
from tests.slow.test_rendering import render
from tools.blankword import new_document

TEXT = "各村要建立劳动力资源台账，实行动态更新，做到底数清、情况明，2023年10月底前完成第1轮核查，由村就业服务专干（联系电话12333）上报。"
HIGH = 44  # points
COLUMNS = ((100, 10.5), (150, 12), (180, 16))  # width and size in points
LENGTHS = range(8, 66, 8)
SPACINGS = {"单倍": 1.0, "固定": Pt(20), "一倍半": 1.5}


def book(path, spacing, rule):
    """Save a table of rows HIGH points high by `rule`, each cell with a tag of its own, and its tags' values."""
    document, values = new_document(), {}
    document.sections[0].page_height = Pt(1580)  # all on one page
    table = document.add_table(0, len(COLUMNS))
    table.style, table.autofit = "Table Grid", False
    for column, (width, _size) in zip(table.columns, COLUMNS, strict=True):
        column.width = Pt(width)  # LibreOffice goes by the grid, Word by the cells
    for length in LENGTHS:
        row = table.add_row()
        row.height, row.height_rule = Pt(HIGH), rule
        for number, (cell, (width, size)) in enumerate(zip(row.cells, COLUMNS, strict=True)):
            cell.width = Pt(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after, paragraph.paragraph_format.line_spacing = Pt(0), spacing
            name = f"文{length}_{number}"
            run = paragraph.add_run(f"{{{{ {name} }}}}")
            run.font.size, run.font.name = Pt(size), "宋体"
            run._r.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
            values[name] = TEXT[:length]
        table.add_row().height = Pt(24)  # what hangs out of a row must not be taken for the next one's
    document.save(path)
    return values


def lines_of(pdf_path):
    """Return for each row and column the bottoms of the printed lines, in points from the cell's top."""
    found = []
    with pdfplumber.open(pdf_path) as pdf:
        for page in pdf.pages:
            for row in page.find_tables()[0].rows[::2]:
                found.append([bottoms(page, box) for box in row.cells])
    return found


def bottoms(page, box):
    # by their baselines: letters of two faces stand in one line
    inside = [char for char in page.chars if box[0] <= (char["x0"] + char["x1"]) / 2 <= box[2]]
    low = [page.height - char["matrix"][5] + 0.1 * char["size"] for char in inside if char["text"].strip()]
    return sorted({round(bottom - box[1]) for bottom in low if box[1] < bottom - 2 < box[3]})


@pytest.mark.parametrize("kind", SPACINGS)
def test_lines_said_to_be_cut_are_cut_within_one_line(tmp_path, kind):
    fixed, free = tmp_path / "固定.docx", tmp_path / "自由.docx"
    values = book(fixed, SPACINGS[kind], WD_ROW_HEIGHT_RULE.EXACTLY)
    book(free, SPACINGS[kind], WD_ROW_HEIGHT_RULE.AT_LEAST)
    said = {}
    for one in fill(fixed, values, tmp_path / "定.docx"):
        said[(one.where.row // 2, one.where.column)] = int(re.findall(r"\d+", one.message)[0])
    assert fill(free, values, tmp_path / "长.docx") == []
    pages = render([tmp_path / "定.docx", tmp_path / "长.docx"], tmp_path)
    laid, printed = lines_of(pages["长.docx"]), lines_of(pages["定.docx"])
    assert len(laid) == len(printed) == len(LENGTHS)
    for row, cells in enumerate(laid):
        for column, cell in enumerate(cells):
            told, cut = said.get((row, column), 0), sum(bottom > HIGH for bottom in cell)
            # Noto's single lines are 1.45 of the size, 宋体's in Word are 1.3
            assert abs(told - cut) <= (2 if kind == "单倍" else 1), (row, column)
            assert told or cut < 2, (row, column)
            assert cut or told < 2, (row, column)
            if told > 1:  # a line half cut is still there, one that would begin lower isn't
                assert len(printed[row][column]) < len(cell), (row, column)
            if told == cut == 0:
                assert printed[row][column] == cell, (row, column)
    assert max(said.values()) > 2
