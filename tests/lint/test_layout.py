"""The layout checks: right papers give nothing, and each fault put into one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from hqe_docs.office.papers.linting import lint_file
from hqe_docs.paper.lint.lint import lint
from hqe_docs.problems import Problem
from tests.examples import a_few
from tests.layout_papers import KINDS, profile_of, write_kind
from tests.lint.making import (
    EVEN,
    FOOTERS,
    LONG,
    PROFILES,
    STYLES,
    UPRIGHT,
    changed,
    document,
    number,
    p,
    read,
    right,
    table,
)

Parts = dict[str, str]
CHECKOUT = Path(__file__).resolve().parent.parent.parent


def found_in(parts: Parts) -> list[Problem]:
    """Return what the layout checks find; the elements have tests of their own."""
    return [item for item in lint(read(parts)) if item.code < "G2"]


# ---------------------------------------------------------------- right ones
@pytest.mark.parametrize("profile", PROFILES)
def test_a_right_paper_gives_nothing(profile):
    assert found_in(PROFILES[profile]) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('w:left="1588"', 'w:left="1088"'),  # with the gutter below
        ("<w:evenAndOddHeaders/>", "<w:mirrorMargins/><w:evenAndOddHeaders/>"),
        ('w:left="1588"', 'w:left="1600"'),
        ('<w:spacing w:val="-6"/>', '<w:spacing w:val="-7"/>'),
        ('<w:spacing w:val="-6"/>', '<w:spacing w:val="-5"/>'),
        ('w:footer="1424"', 'w:footer="1417"'),
        ('w:rFonts w:eastAsia="方正小标宋简体"', 'w:rFonts w:eastAsia="华文中宋"'),
        ("仿宋_GB2312", "FangSong"),
        ('<w:docGrid w:type="lines" w:linePitch="579"/>', '<w:docGrid w:linePitch="312"/>'),
        ('<w:docGrid w:type="lines" w:linePitch="579"/>', ""),
        ('<w:ind w:right="280"/>', '<w:ind w:rightChars="100" w:right="320"/>'),
        ('<w:jc w:val="center"/>', '<w:jc w:val="center"/><w:outlineLvl w:val="0"/>'),
        ("各村民委员会：", "　　年　月　日"),
    ],
)
def test_other_right_ways_give_nothing(old, new):
    parts = changed(right(), old, new)
    if new == 'w:left="1088"':
        parts = changed(parts, 'w:gutter="0"/><w:docGrid', 'w:gutter="500"/><w:docGrid')
        parts = changed(
            parts,
            'w:left="1984" w:header="851" w:footer="850" w:gutter="500"',
            'w:left="1484" w:gutter="500"',
        )
    assert found_in(parts) == []


def test_a_letter_without_number_on_its_first_page_gives_nothing():
    assert found_in(letter(right())) == []


def letter(parts: Parts) -> Parts:
    head = p("洪江镇人民政府", "", "", '<w:color w:val="FF0000"/><w:sz w:val="72"/>') + p("洪府函〔2023〕3号")
    parts = changed(parts, "<w:body>", f"<w:body>{head}")
    grid = '<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr></w:pPr>'
    return changed(parts, grid, f"<w:titlePg/>{grid}")


def test_a_letter_with_a_number_on_its_first_page_is_told():
    (only,) = found_in(changed(letter(right()), "<w:titlePg/>", ""))
    assert (only.code, only.message) == ("G139", "信函格式首页不显示页码，这里首页有页码")


def test_a_form_may_have_its_own_page():
    body = (
        p("登记表", "", '<w:jc w:val="center"/>')
        + table(8, 3, 3000)
        + p(LONG)
        + '<w:sectPr><w:pgMar w:top="600"/></w:sectPr>'
    )
    assert found_in(document(body, styles=STYLES)) == []


# ---------------------------------------------------------------- settings in common use
def test_the_textbook_grid_gives_14_characters_in_libreoffice():
    grid = 'w:type="linesAndChars" w:linePitch="579" w:charSpace="-848"'
    parts = changed(right(), 'w:type="lines" w:linePitch="579"', grid)
    for switch in ('<w:snapToGrid w:val="0"/>', '<w:spacing w:val="-6"/>'):
        parts = changed(parts, switch, "")
    (only,) = found_in(parts)
    assert (only.code, "每行 LibreOffice 排 14 字、Word 排 28 字" in only.message) == ("G117", True)


def test_the_grid_of_a_new_chinese_document_gives_20_lines_in_libreoffice():
    parts = changed(right(), 'w:linePitch="579"', 'w:linePitch="312"')
    (only,) = found_in(changed(parts, '<w:snapToGrid w:val="0"/>', ""))
    assert (only.code, "每面 LibreOffice 排 20 行、Word 排 22 行" in only.message) == ("G117", True)


def test_margins_of_an_inch_are_told_with_what_they_hold():
    inch = 'w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"'
    parts = changed(right(), 'w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"', inch)
    messages = [item.message for item in found_in(parts)]
    assert messages == [
        "天头（上白边）应为 37±1 毫米，这里是 25.4 毫米",
        "订口（左白边）应为 28±1 毫米，这里是 25.4 毫米",
        "版心应为 156×225 毫米，这里是 159.2×246.2 毫米，每面排 24 行、每行 28 字",
    ]


def test_one_paragraph_from_elsewhere_is_told_with_its_own_lines_and_characters():
    pasted = p(LONG, "b", '<w:spacing w:line="560" w:lineRule="exact"/>', '<w:spacing w:val="0"/>')
    found = found_in(changed(right(), "<w:body>", f"<w:body>{pasted}"))
    assert [(item.code, item.where.paragraph) for item in found] == [("G113", 0), ("G116", 0)]


def test_an_empty_line_under_the_page_number_lifts_it():
    (only,) = found_in(right(footer1=number() + p("", "n"), footer2=number(EVEN)))
    assert (only.code, "约在其下 0.8 毫米" in only.message) == ("G137", True)


def test_a_page_number_may_stand_in_a_frame_on_the_outer_side():
    framed = number('<w:framePr w:wrap="around" w:hAnchor="margin" w:xAlign="outside"/>')
    assert found_in(right(footer1=framed, footer2=framed)) == []


def test_a_tab_stop_may_bring_a_page_number_to_its_side():
    stops = '<w:tabs><w:tab w:val="center" w:pos="4422"/><w:tab w:val="right" w:pos="8564"/></w:tabs>'
    left = f'{stops}<w:ind w:right="0"/><w:jc w:val="left"/>'
    assert found_in(right(footer1=number(left, before="\t\t— "), footer2=number(EVEN))) == []
    (only,) = found_in(right(footer1=number(left, before="\t— "), footer2=number(EVEN)))
    assert (only.code, "这里居中" in only.message) == ("G135", True)


def test_numbers_may_begin_where_the_cover_has_none():
    cover = p("", "", UPRIGHT.replace(FOOTERS, '<w:footerReference w:type="default" r:id="header1"/>'))
    parts = right(header1=p(""))
    parts = changed(parts, "<w:body>", "<w:body>" + cover)
    parts = changed(parts, 'w:h="16838"/>', 'w:h="16838"/><w:pgNumType w:start="1"/>')
    assert "G138" not in {item.code for item in found_in(parts)}


# ---------------------------------------------------------------- faults
FAULTS: list[tuple[str, str, str, str]] = [
    # code, what stands there, what is put there, what the message must say
    ("G102", '<w:pgSz w:w="11906" w:h="16838"/>', '<w:pgSz w:w="12240" w:h="15840"/>', "215.9×279.4"),
    (
        "G103",
        'w:top="2098" w:right="1474" w:bottom="1984"',
        'w:top="1984" w:right="1474" w:bottom="2098"',
        "37±1 毫米，这里是 35 毫米",
    ),
    (
        "G104",
        'w:right="1474" w:bottom="1984" w:left="1588"',
        'w:right="1588" w:bottom="1984" w:left="1474"',
        "28±1 毫米，这里是 26 毫米",
    ),
    ("G105", 'w:bottom="1984"', 'w:bottom="1440"', "156×234.6 毫米，每面排 22 行、每行 28 字"),
    ("G106", 'w:bottom="1474" w:left="1984"', 'w:bottom="1474" w:left="1440"', "234.6×156"),
    ("G110", '<w:sz w:val="32"/>', '<w:sz w:val="28"/>', "三号（16 磅），这里是四号（14 磅），共 3 处"),
    ("G111", 'w:eastAsia="仿宋_GB2312"', 'w:eastAsia="宋体"', "仿宋，这里是“宋体”，共 3 处"),
    ("G112", '579" w:lineRule="exact"', '580" w:lineRule="exact"', "固定值 29 磅，版心高 225 毫米，排 21 行"),
    ("G112", '579" w:lineRule="exact"', '660" w:lineRule="exact"', "固定值 33 磅，版心高 225 毫米，排 19 行"),
    ("G112", '579" w:lineRule="exact"', '600" w:lineRule="exact"', "固定值 30 磅，版心高 225 毫米，排 21 行"),
    ("G115", '579" w:lineRule="exact"', '560" w:lineRule="exact"', "固定值 28 磅，下边还空 7.7 毫米"),
    ("G115", '<w:spacing w:val="-6"/>', '<w:spacing w:val="-10"/>', "字距紧缩 0.5 磅，右边还空 2.9 毫米"),
    ("G116", '<w:spacing w:val="-6"/>', "", "字距标准，版心宽 156 毫米，排 27 字"),
    (
        "G116",
        '<w:spacing w:val="-6"/>',
        '<w:spacing w:val="-4"/>',
        "字距紧缩 0.2 磅，版心宽 156 毫米，排 27 字，共 3 处",
    ),
    ("G117", 'w:linePitch="579"', 'w:linePitch="312"', "每面 LibreOffice 排 21 行、Word 排 22 行"),
    ("G117", 'w:linePitch="579"', 'w:linePitch="580"', "每面 LibreOffice 排 21 行、Word 排 22 行"),
    ("G118", '<w:widowControl w:val="0"/>', "", "共 3 处"),
    (
        "G119",
        '<w:pStyle w:val="b"/></w:pPr>',
        '<w:pStyle w:val="b"/><w:keepLines/></w:pPr>',
        "段中不分页”，共 3 处",
    ),
    ("G120", "doNotCompress", "compressPunctuation", "“标点压缩”"),
    (
        "G120",
        'doNotCompress"/>',
        'doNotCompress"/><w:compat><w:balanceSingleByteDoubleByteWidth/></w:compat>',
        "全角半角",
    ),
    (
        "G121",
        '<w:rPr></w:rPr><w:t xml:space="preserve">各村民委员会要把',
        '<w:rPr><w:color w:val="0563C1"/></w:rPr><w:t xml:space="preserve">各村民委员会要把',
        "#0563C1，共 3 处",
    ),
    ("G122", ">各村民委员会要把", ">　　各村民委员会要把", "不用空格排位置，共 3 处"),
    ("G130", " PAGE ", " DATE ", "没有页码"),
    ("G131", '<w:footerReference w:type="even" r:id="footer2"/>', "", "双页没有页码，共 2 处"),
    ("G132", "— </w:t>", "- </w:t>", "这里是“- 1 —”，共 4 处"),
    ("G132", "— </w:t>", "第</w:t>", "这里是“第1 —”"),
    ("G133", '<w:sz w:val="28"/>', '<w:sz w:val="18"/>', "这里是小五（9 磅）"),
    ("G134", 'w:ascii="宋体"', 'w:ascii="Times New Roman"', "Times New Roman"),
    (
        "G135",
        '<w:jc w:val="right"/></w:pPr>',
        '<w:jc w:val="center"/></w:pPr>',
        "单页码应居右空一字，这里居中",
    ),
    ("G135", "<w:evenAndOddHeaders/>", "", "没有设奇偶页不同，都居右"),
    ("G136", '<w:ind w:right="280"/>', "", "单页码应居右空一字，这里空 0 字"),
    ("G137", 'w:footer="1424"', 'w:footer="397"', "页脚距边界 7 毫米，约在其下 25.3 毫米"),
    ("G137", 'w:footer="1424"', 'w:footer="1134"', "页脚距边界 20 毫米，约在其下 12.3 毫米"),
    ("G138", '<w:pgSz w:w="16838"', '<w:pgNumType w:start="1"/><w:pgSz w:w="16838"', "第 1 页重新起编"),
    (
        "G139",
        '<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr></w:pPr>',
        "<w:titlePg/></w:sectPr></w:pPr>",
        "首页没有页码",
    ),
    ("G140", 'w:w="4252"', 'w:w="5000"', "表格宽 264.6 毫米，超出版心（225 毫米）"),
    ("G141", "<w:tblHeader/>", "", "20 行"),
    ("G142", "<w:cantSplit/>", "", "20 行"),
    ("G143", 'w:val="single"', 'w:val="nil"', "没有边线"),
    ("G150", 'w:eastAsia="黑体"', 'w:eastAsia="微软雅黑"', "“微软雅黑”"),
    ("G151", 'w:eastAsia="仿宋_GB2312"', "", "没有指定中文字体"),
    ("G152", 'w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312"', 'w:ascii="Arial"', "Arial"),
    (
        "G160",
        '<w:snapToGrid w:val="0"/>',
        '<w:jc w:val="both"/><w:snapToGrid w:val="0"/>',
        "snapToGrid 应在 jc 之前",
    ),
    (
        "G160",
        '<w:pgSz w:w="11906"',
        '<w:docGrid w:linePitch="1"/><w:pgSz w:w="11906"',
        "pgSz 应在 docGrid 之前",
    ),
    ("G160", "<w:tblBorders>", "<w:tblLook/><w:tblBorders>", "tblBorders 应在 tblLook 之前"),
    ("G162", 'r:id="footer2"', 'r:id="footer9"', "footer9"),
]


@pytest.mark.parametrize(("code", "old", "new", "said"), FAULTS)
def test_each_fault_is_told(code, old, new, said):
    parts = right(footer1=number()) if code != "G152" else changed(right(), "情况明白", "“情况”明白")
    found = {item.code: item for item in found_in(changed(parts, old, new))}
    assert code in found, found
    assert said in found[code].message


def test_a_part_that_is_damaged_or_of_no_kind_is_told():
    parts = right() | {"word/theme/theme1.xml": "<a:theme>", "word/media/图.emf": "…"}
    assert [f"{item.code} {item.message}" for item in found_in(parts)] == [
        "G163 文件内部不完整：word/theme/theme1.xml 内容损坏",
        "G163 文件内部不完整：word/media/图.emf 没有类型说明",
    ]


def test_two_drawings_of_one_id_are_told():
    space = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    drawing = f'<w:r><w:drawing><wp:inline {space}><wp:docPr id="7" name="图"/></wp:inline></w:drawing></w:r>'
    parts = changed(right(), "<w:body>", f"<w:body><w:p>{drawing * 2}</w:p>")
    assert [item.code for item in found_in(parts)] == ["G161"]


def test_a_fault_alone_is_told_alone():
    alone = {"G104", "G106", "G110", "G115", "G117", "G122", "G137", "G141", "G142", "G150"}
    for code, old, new, _ in FAULTS:
        if code in alone:
            told = {item.code for item in found_in(changed(right(), old, new))}
            assert told == {code}, (old, new)


# ---------------------------------------------------------------- papers of our own
@pytest.mark.parametrize(
    "profile", ["portable", *(pytest.param(name, marks=pytest.mark.slow) for name in ("hybrid", "glyph"))]
)
@pytest.mark.parametrize("kind", a_few(KINDS))
def test_every_kind_of_paper_in_every_profile_gives_nothing(kind, profile, tmp_path):
    path = write_kind(kind, profile_of(profile), tmp_path)
    assert lint_file(path, path.name).problems == []
