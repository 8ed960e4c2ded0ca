"""Text too long for cells of a fixed height: counted by hand here, laid out by LibreOffice in tests/slow."""

import pytest
from docx.enum.table import WD_ROW_HEIGHT_RULE as RULES
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt

from hqe_docs.paper.fill import fill
from tests.paper.making import said
from tools.blankword import new_document

LINE = Pt(20)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def cell_of(tmp_path, text, *, high=40, wide=100, size=10, line=LINE, rule=RULES.EXACTLY, change=None):
    """Return what is said of a cell without margins, `wide` × `high` points, in lines of `line`."""
    document = new_document()
    table = document.add_table(1, 1)
    row, cell = table.rows[0], table.cell(0, 0)
    row.height, row.height_rule, cell.width = Pt(high), rule, Pt(wide)
    none = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    cell._tc.get_or_add_tcPr().append(parse_xml(f"<w:tcMar {W}>{none}</w:tcMar>"))
    for number, part in enumerate(text.split("¶")):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        paragraph.paragraph_format.space_after, paragraph.paragraph_format.line_spacing = Pt(0), line
        paragraph.add_run(part).font.size = Pt(size)
    if change:
        change(table)
    document.add_paragraph("{{ 文 }}")  # parts without tags aren't looked at
    document.save(tmp_path / "表.docx")
    return said(fill(tmp_path / "表.docx", {"文": "字" * 25}, tmp_path / "出.docx"))


def cut(lines):
    return [f"T173 出.docx#表1 行1 列1 文字超出单元格，约有 {lines} 行印不出来"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("字" * 20, 0),  # two lines of ten
        ("字" * 21, 1),
        ("字" * 41, 3),
        ("{{ 文 }}", 1),
        ("a" * 40, 0),  # twenty on a line
        ("a" * 41, 1),
        ("字" * 20 + "，", 0),  # hangs over the end
        ("字" * 19 + "abc", 1),  # a word stays whole
        ("一¶二", 0),
        ("一¶二¶三", 1),
        ("一¶二¶", 0),  # an empty paragraph shows nothing
        ("一\n二\n三", 1),
        ("", 0),
    ],
)
def test_lines_beyond_a_fixed_height_are_counted(tmp_path, text, lines):
    assert cell_of(tmp_path, text) == (cut(lines) if lines else [])


def test_rows_that_grow_are_never_too_full(tmp_path):
    assert cell_of(tmp_path, "字" * 200, rule=RULES.AT_LEAST) == []


@pytest.mark.parametrize(("line", "lines"), [(1.0, 0), (1.5, 0), (2.0, 1)])
def test_lines_stand_in_proportion_to_the_size_of_their_text(tmp_path, line, lines):
    assert cell_of(tmp_path, "字" * 20, line=line) == (cut(lines) if lines else [])


def test_size_and_spacing_come_from_the_style_where_the_text_has_none(tmp_path):
    def by_style(table):
        paragraph = table.cell(0, 0).paragraphs[0]
        style = paragraph.part.document.styles["Body Text"]
        style.font.size, style.paragraph_format.line_spacing = Pt(20), Pt(30)
        style.paragraph_format.first_line_indent = Pt(40)
        paragraph.style, paragraph.runs[0].font.size = style, None
        paragraph.paragraph_format.line_spacing = None

    assert cell_of(tmp_path, "字" * 3, high=30, change=by_style) == []
    assert cell_of(tmp_path, "字" * 4, high=30, change=by_style) == cut(1)


def test_margins_of_the_table_style_narrow_its_cells(tmp_path):
    def with_margins(table):
        properties = table.cell(0, 0)._tc.tcPr
        properties.remove(properties.find(qn("w:tcMar")))

    assert cell_of(tmp_path, "字" * 20, change=with_margins) == cut(1)
    assert cell_of(tmp_path, "字" * 16, change=with_margins) == []


def test_a_merged_cell_has_the_room_of_all_its_rows(tmp_path):
    def merged(table):
        row = table.add_row()
        row.height, row.height_rule = Pt(20), RULES.EXACTLY
        table.cell(0, 0).merge(table.cell(1, 0))

    assert cell_of(tmp_path, "字" * 30, change=merged) == []
    assert cell_of(tmp_path, "字" * 31, change=merged) == cut(1)


def test_a_merged_cell_that_reaches_into_a_row_that_grows_is_never_too_full(tmp_path):
    assert (
        cell_of(tmp_path, "字" * 90, change=lambda t: (t.add_row(), t.cell(0, 0).merge(t.cell(1, 0)))) == []
    )
