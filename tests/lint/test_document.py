"""The document as it looks, resolved from XML text and from what python-docx writes."""

from __future__ import annotations

import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from hqe_docs.paper.package import Parts, read_package
from hqe_docs.paper.resolved.document import Border, CellPlace, Tab
from hqe_docs.paper.resolved.numbering import chinese
from hqe_docs.paper.resolved.reading import read_paper
from hqe_docs.problems import Problem
from tests.lint.making import document, p, r, read
from tools.blankword import new_document

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:eastAsia="宋体"/><w:sz w:val="21"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>
<w:rPr><w:rFonts w:eastAsia="仿宋"/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="b"><w:name w:val="正文缩进"/><w:basedOn w:val="a"/>
<w:pPr><w:spacing w:after="0" w:line="560" w:lineRule="exact"/><w:ind w:firstLine="640" w:firstLineChars="200"/></w:pPr>
<w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="c"><w:name w:val="着重"/><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>
<w:style w:type="table" w:default="1" w:styleId="t"><w:name w:val="Normal Table"/></w:style>
<w:style w:type="table" w:styleId="u"><w:name w:val="表"/><w:basedOn w:val="t"/>
<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="18"/><w:spacing w:val="10"/></w:rPr></w:style>
"""


def only(body: str, **parts: str):
    """Return the only paragraph of a document."""
    (paragraph,) = read(document(body, styles=STYLES, **parts)).paragraphs
    return paragraph


# ---------------------------------------------------------------- runs
def test_a_style_wins_over_the_defaults_and_says_nothing_of_the_rest():
    face = only(p("文")).spans[0].face
    assert (face.size, face.east, face.latin, face.bold, face.colour) == (32, "仿宋", "Calibri", False, None)


def test_a_run_wins_over_the_character_style_that_wins_over_the_paragraph_style():
    face = only(p("文", "b", run='<w:rStyle w:val="c"/><w:color w:val="auto"/>')).spans[0].face
    assert (face.size, face.colour) == (36, None)


def test_bold_in_two_styles_is_no_longer_bold_and_in_the_run_it_is():
    assert only(p("文", "b")).spans[0].face.bold
    assert not only(p("文", "b", run='<w:rStyle w:val="c"/>')).spans[0].face.bold
    assert only(p("文", "b", run='<w:rStyle w:val="c"/><w:b/>')).spans[0].face.bold
    assert not only(p("文", "b", run='<w:b w:val="0"/>')).spans[0].face.bold


def test_the_fonts_of_the_theme_are_named():
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:minorFont>'
        '<a:latin typeface="等线"/><a:ea typeface=""/><a:font script="Hans" typeface="楷体"/></a:minorFont></a:theme>'
    )
    fonts = '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsia="黑体" w:eastAsiaTheme="minorEastAsia"/>'
    face = only(p("文", run=fonts), theme=theme).spans[0].face
    assert (face.latin, face.east) == ("等线", "楷体")


def test_a_table_style_is_weaker_than_the_paragraph_style():
    cell = f"<w:tc><w:tcPr/>{p('甲')}</w:tc>"
    table = f'<w:tbl><w:tblPr><w:tblStyle w:val="u"/></w:tblPr><w:tr>{cell}</w:tr></w:tbl>'
    (paragraph,) = read(document(table, styles=STYLES)).paragraphs
    face = paragraph.spans[0].face
    assert (paragraph.shape.align, face.size, face.spacing) == ("center", 32, 10)
    assert paragraph.cell == CellPlace(0, 0, 0)


def test_text_is_what_word_shows():
    runs = (
        r("甲")
        + f"<w:ins>{r('乙')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        + r("隐", "<w:vanish/>")
        + "<w:r><w:tab/><w:t>丙</w:t><w:br/></w:r>"
        + f"<w:hyperlink>{r('丁')}</w:hyperlink><w:sdt><w:sdtContent>{r('戊')}</w:sdtContent></w:sdt>"
    )
    assert only(f"<w:p>{runs}</w:p>").text == "甲乙\t丙\n丁戊"


def field(instruction: str, result: str = "") -> str:
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(result)}' if result else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {instruction} </w:instrText></w:r>'
        f'{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    "xml",
    [
        field("PAGE", "7"),
        f'<w:fldSimple w:instr=" PAGE ">{r("7")}</w:fldSimple>',
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText>'
        '<w:fldChar w:fldCharType="separate"/><w:t>7</w:t><w:fldChar w:fldCharType="end"/></w:r>',
    ],
)
def test_the_result_of_a_field_knows_its_instruction(xml):
    paragraph = only(f"<w:p>{r('— ')}{xml}{r(' —')}</w:p>")
    assert [(span.text, span.field) for span in paragraph.spans] == [("— ", ""), ("7", "PAGE"), (" —", "")]


def test_a_field_without_a_result_is_there_all_the_same():
    paragraph = only(f"<w:p>{field('PAGE')}{r('页')}</w:p>")
    assert [(span.text, span.field) for span in paragraph.spans] == [("", "PAGE"), ("页", "")]


# ---------------------------------------------------------------- paragraphs
def test_a_shape_is_made_of_defaults_style_and_paragraph():
    shape = only(p("文", "b", '<w:ind w:left="420"/><w:jc w:val="both"/>')).shape
    assert (shape.style, shape.line, shape.rule, shape.before, shape.after) == (
        "正文缩进",
        560,
        "exact",
        0,
        0,
    )
    assert (shape.left, shape.first, shape.first_chars, shape.align) == (420, 640, 200, "both")
    assert (shape.widow, shape.snaps, shape.outline) == (True, True, None)


def test_a_hanging_indent_is_a_negative_first_line():
    shape = only(p("文", "", '<w:ind w:left="1920" w:hanging="960" w:hangingChars="300"/>')).shape
    assert (shape.left, shape.first, shape.first_chars) == (1920, -960, -300)


def test_borders_and_tab_stops_of_a_style_stay_unless_taken_back():
    styles = STYLES.replace(
        '<w:spacing w:after="0"',
        '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="7" w:color="FF0000"/></w:pBdr>'
        '<w:tabs><w:tab w:val="left" w:pos="800"/></w:tabs><w:spacing w:after="0"',
    )
    more = '<w:pBdr><w:top w:val="double" w:sz="4"/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="8844"/></w:tabs>'
    kept, taken = read(
        document(p("文", "b", more) + p("文", "b", '<w:pBdr><w:bottom w:val="nil"/></w:pBdr>'), styles=styles)
    ).paragraphs
    assert kept.shape.borders == {
        "bottom": Border("single", 12, 7, "FF0000"),
        "top": Border("double", 4, 0, None),
    }
    assert kept.shape.tabs == (Tab("left", 800), Tab("right", 8844))
    assert taken.shape.borders == {}


def test_lengths_may_have_units_and_nonsense_counts_as_not_said():
    shape = only(p("文", "", '<w:ind w:left="1.5cm" w:right="多"/><w:spacing w:before="6pt"/>')).shape
    assert (shape.left, shape.right, shape.before) == (850, 0, 120)


NUMBERING = """
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="%1、"/><w:pPr><w:ind w:left="10" w:firstLine="20"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
"""


def item(depth: int) -> str:
    return p("文", "", f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>')


def test_automatic_numbers_are_counted_as_word_counts_them():
    body = "".join(item(depth) for depth in (0, 1, 1, 0, 1)) + p("文")
    paragraphs = read(document(body, numbering=NUMBERING)).paragraphs
    assert [one.label for one in paragraphs] == ["一、", "一.1", "一.2", "二、", "二.1", ""]
    assert (paragraphs[0].shape.left, paragraphs[0].shape.first) == (10, 20)


def test_chinese_numbers():
    numbers = (1, 10, 11, 20, 21, 100, 105, 110, 1005)
    assert [chinese(n) for n in numbers] == [
        "一",
        "十",
        "十一",
        "二十",
        "二十一",
        "一百",
        "一百〇五",
        "一百一十",
        "一千〇五",
    ]


# ---------------------------------------------------------------- places
BOX = """<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:Choice><w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">
<w:txbxContent>{0}</w:txbxContent></wp:anchor></w:drawing></mc:Choice>
<mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""


def test_paragraphs_outside_tables_and_boxes_are_counted_and_a_box_is_read_once():
    cell = f"<w:tc><w:tcPr/>{p('格')}</w:tc>"
    table = f"<w:tbl><w:tblPr/><w:tr>{cell}{cell}</w:tr></w:tbl>"
    body = p("零") + f"<w:p>{BOX.format(p('框') + table)}</w:p>" + table + p("二")
    paper = read(document(body))
    places = [(one.index, one.text, one.cell, one.box is not None) for one in paper.paragraphs]
    assert places == [
        (0, "零", None, False),
        (1, "", None, False),
        (1, "框", None, True),
        (1, "格", CellPlace(0, 0, 0), True),
        (1, "格", CellPlace(0, 0, 1), True),
        (1, "格", CellPlace(2, 0, 0), False),
        (1, "格", CellPlace(2, 0, 1), False),
        (2, "二", None, False),
    ]
    assert [one.text for one in paper.body()] == ["零", "", "二"]
    assert str(paper.paragraphs[-1].place("文.docx")) == "文.docx#段落3"


def test_sections_end_where_their_paragraph_does_and_take_over_footers():
    first = '<w:sectPr><w:footerReference w:type="default" r:id="footer1"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    last = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:docGrid w:linePitch="360"/></w:sectPr>'
    body = p("甲", "", first) + p("乙") + last
    paper = read(document(body, footer1=p("页脚")))
    assert [one.section for one in paper.paragraphs] == [0, 1]
    assert [one.landscape for one in paper.sections] == [False, True]
    assert [one.footers["default"][0].text for one in paper.sections] == ["页脚", "页脚"]
    assert [one.own for one in paper.sections] == [{"default"}, set()]
    assert paper.sections[1].grid == ("", 360, 0)


# ---------------------------------------------------------------- files
def test_what_python_docx_writes_is_read(tmp_path):
    made = new_document()
    section = made.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.top_margin, section.footer_distance = Mm(37), Mm(25)
    paragraph = made.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing = Pt(28.95)
    paragraph.paragraph_format.first_line_indent = Pt(32)
    run = paragraph.add_run("关于")
    run.font.size, run.font.bold, run.font.color.rgb = Pt(22), True, RGBColor(255, 0, 0)
    made.add_table(2, 3).rows[1].cells[2].text = "末"
    made.save(tmp_path / "甲.docx")

    paper = read_paper(read_package(tmp_path / "甲.docx"), "甲.docx")
    only, *cells = paper.paragraphs
    face = only.spans[0].face
    assert (face.size, face.bold, face.colour, only.text) == (44, True, "FF0000", "关于")
    assert (only.shape.align, only.shape.line, only.shape.rule, only.shape.first) == (
        "center",
        579,
        "exact",
        640,
    )
    assert (cells[-1].text, cells[-1].cell) == ("末", CellPlace(0, 1, 2))
    (one,) = paper.sections
    assert (one.width, one.height, one.top, one.footer, one.landscape) == (16838, 11906, 2098, 1417, True)


def test_a_strict_document_is_read_like_any_other():
    parts = document(p("文", "b"), styles=STYLES)
    strict = {
        name: content.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, content in parts.items()
    }
    assert read(strict).paragraphs[0].shape.line == 560


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"[Content_Types].xml": "<Types/>"}, "里面没有 Word 文档的正文"),
        (document("<w:p>"), "内部结构不完整"),
        (document("") | {"word/document.xml": "<a/>"}, "里面不是 Word 文档"),
        (
            document("") | {"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
            "里面不是 Word 文档",
        ),
    ],
)
def test_what_is_no_document_is_told(parts, said):
    found = read_paper(Parts({name: content.encode() for name, content in parts.items()}), "坏.docx")
    assert isinstance(found, Problem)
    assert (found.code, said in found.message) == ("G101", True)
