"""The tables of Word documents as grids: merges, controls, tracked changes, nesting, and what is refused."""

from __future__ import annotations

import zipfile

import docx
import pytest

from hqe_docs.paper.word import wordgrid
from hqe_docs.paper.word.wordgrid import read_tables
from tools.blankword import new_document

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def document(path, body, *, space=SPACE, part="word/document.xml", kind=MAIN, head=""):
    """Save a document with this body and nothing else."""
    compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{types}"><Override PartName="/{part}" ContentType="{kind}"/></Types>',
        )
        archive.writestr(
            part,
            f'{head}<w:document xmlns:w="{space}" xmlns:mc="{compatibility}"><w:body>{body}</w:body></w:document>',
        )
    return path


def p(text, *, inside="{}"):
    return f"<w:p>{inside.format(f'<w:r><w:t>{text}</w:t></w:r>')}</w:p>"


def tc(inner, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner if inner.startswith('<') else p(inner)}</w:tc>"


def tr(*cells, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows):
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def rows_of(tmp_path, *rows, **kinds):
    (table,) = read_tables(document(tmp_path / "表.docx", tbl(*rows), **kinds))
    return [list(row) for row in table.rows]


def test_a_merged_cell_gives_its_text_in_the_first_place_it_covers(tmp_path):
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        tr(tc("甲", down), tc("乙", '<w:gridSpan w:val="2"/>'), tc("丙")),
        tr(tc("残", on), tc("丁"), tc("戊"), tc("己")),
        tr(tc("", '<w:vMerge w:val="continue"/>'), tc("庚"), properties='<w:gridBefore w:val="0"/>'),
        tr(tc("辛"), properties='<w:gridBefore w:val="2"/>'),
    ]
    assert rows_of(tmp_path, *rows) == [
        ["甲", "乙", "", "丙"],
        ["", "丁", "戊", "己"],
        ["", "庚"],
        ["", "", "辛"],
    ]


def test_each_cell_says_its_place_its_width_and_its_paragraphs(tmp_path):
    path = document(
        tmp_path / "表.docx",
        p("题") + tbl(tr(tc("一", '<w:gridSpan w:val="2"/>'), tc(p("二") + p("三")))) + tbl(tr(tc("四"))),
    )
    first, second = read_tables(path)
    (row,) = first.cells
    assert [(cell.row, cell.column, cell.width, cell.paragraphs) for cell in row] == [
        (0, 0, 2, ("一",)),
        (0, 2, 1, ("二", "三")),
    ]
    assert first.rows == (("一", "", "二\n三"),)
    assert (second.index, str(second.at(0, 0))) == (1, "表.docx#表2 行1 列1")


def test_controls_around_rows_cells_paragraphs_and_words_hide_nothing(tmp_path):
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    rows = [
        control.format(tr(tc("行"))),
        tr(control.format(tc("格"))),
        tr(tc(control.format(p("段")))),
        tr(tc(p("字", inside=control))),
        tr(tc(p("改", inside="<w:customXml>" + control + "</w:customXml>"))),
        tr(
            tc(p("点这里输入", inside=control.replace("<w:sdtPr/>", "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>")))
        ),
    ]
    assert rows_of(tmp_path, *rows) == [["行"], ["格"], ["段"], ["字"], ["改"], [""]]


def test_the_text_is_what_it_is_when_all_changes_are_accepted(tmp_path):
    changed = (
        "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo>"
        "<w:del><w:r><w:t>也旧</w:t></w:r></w:del></w:p>"
    )
    rows = [
        tr(tc(changed), tc("格", "<w:cellDel/>")),
        tr(tc("整行"), properties="<w:del/>"),
        tr(tc("新行"), properties="<w:ins/>"),
    ]
    assert rows_of(tmp_path, *rows) == [["新来", ""], [], ["新行"]]


def test_tabs_breaks_and_fields_are_read_and_text_boxes_are_not(tmp_path):
    box = "<mc:AlternateContent><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
    inner = (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r>" + box.format(p("框")) + "</w:r></w:p>"
    )
    assert rows_of(tmp_path, tr(tc(inner))) == [["甲\t乙\n丙"]]


def test_a_table_in_a_cell_is_a_table_of_its_own(tmp_path):
    path = document(
        tmp_path / "表.docx", tbl(tr(tc(p("外") + tbl(tr(tc("内"))) + p("")))) + tbl(tr(tc("后")))
    )
    assert [(table.index, table.rows) for table in read_tables(path)] == [
        (0, (("外\n",),)),
        (1, (("内",),)),
        (2, (("后",),)),
    ]


@pytest.mark.parametrize("kinds", [{"space": STRICT}, {"part": "word/document2.xml"}])
def test_strict_documents_and_other_names_of_the_main_part_are_read(tmp_path, kinds):
    assert rows_of(tmp_path, tr(tc("甲")), **kinds) == [["甲"]]


def test_the_grid_is_that_of_python_docx(tmp_path):
    made = new_document()
    table = made.add_table(6, 5)
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row.cells):
            cell.text = f"{r}{c}"
    for first, last in (((0, 0), (0, 2)), ((1, 1), (3, 1)), ((2, 2), (4, 3))):
        one, other = table.cell(*first), table.cell(*last)
        one.merge(other).text = f"从{first}"
    made.save(tmp_path / "表.docx")
    (ours,) = read_tables(tmp_path / "表.docx")
    for r, row in enumerate(docx.Document(tmp_path / "表.docx").tables[0].rows):
        for cell in ours.cells[r]:
            theirs = row.cells[cell.column]
            assert cell.continues or cell.text == theirs.text
            assert cell.width == theirs.grid_span


# ---------------------------------------------------------------- what is refused
def test_spans_beyond_any_table_cost_nothing(tmp_path):
    (row,) = rows_of(
        tmp_path, tr(tc("甲", '<w:gridSpan w:val="999999999999"/>'), tc("乙", '<w:gridSpan w:val="-5"/>'))
    )
    assert row == ["甲", "乙"]
    (row,) = rows_of(tmp_path, tr(tc("甲", '<w:gridSpan w:val="99999"/>'), tc("乙")))
    assert (len(row), row[63]) == (64, "乙")


@pytest.mark.slow
def test_too_many_cells_and_too_much_text_are_refused(tmp_path):
    path = document(tmp_path / "表.docx", tbl(*[tr(*[tc("甲", '<w:gridSpan w:val="60"/>')] * 10)] * 400))
    assert read_tables(path) == wordgrid.TOO_LARGE
    pieces = (" ".join(map(str, range(start, start + 5_000))) for start in range(0, 5_000_000, 5_000))
    large = document(tmp_path / "大.docx", "".join(map(p, pieces)))
    assert read_tables(large) == wordgrid.TOO_LARGE


def test_what_declares_entities_is_refused(tmp_path):
    bomb = '<!DOCTYPE w:document [<!ENTITY a "甲甲甲甲甲甲甲甲甲甲"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    path = document(tmp_path / "表.docx", tbl(tr(tc("乙&b;"))), head=bomb)
    assert read_tables(path) == "部件 word/document.xml 含有 DTD"


@pytest.mark.parametrize(
    ("body", "kinds", "why"),
    [
        ("<w:tbl>", {}, "内部结构不完整"),
        ("", {"kind": "application/xml"}, "里面不是 Word 文档"),
        ("<w:sdt>" * 300 + "</w:sdt>" * 300, {}, "内部结构不完整"),
    ],
)
def test_what_is_no_document_is_refused_in_words(tmp_path, body, kinds, why):
    assert read_tables(document(tmp_path / "表.docx", body, **kinds)) == why


def test_a_file_that_is_no_package_is_refused_in_words(tmp_path):
    (tmp_path / "表.docx").write_bytes(b"PK\x03\x04" + bytes(100))
    assert read_tables(tmp_path / "表.docx") == "不是完好的 Word、Excel 文件，或有密码"
    assert read_tables(tmp_path / "无.docx") == "文件不存在"
