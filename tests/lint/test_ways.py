"""Other ways to set a right paper give nothing, and faults in them are told: frames, tables, drawn lines, minutes."""

from __future__ import annotations

import pytest

from hqe_docs.paper.lint.elements.elements import elements_of
from hqe_docs.paper.lint.layout.numberchecks import check_numbers
from hqe_docs.paper.lint.lint import lint
from hqe_docs.problems import Problems
from tests.lint.making import EVEN, LONG, TITLE, changed, number, p, r, read, right
from tests.lint.official import (
    BLACK,
    BLANK,
    CENTRE,
    MARK,
    NEW_PAGE,
    NOTE,
    PIECES,
    RULED,
    SMALL,
    imprint,
    official,
)

LINE = '<w:spacing w:line="1000" w:lineRule="exact"/>'
MIDDLE = '<w:vAlign w:val="center"/>'
FRAME = '<w:framePr w:w="8844" w:wrap="notBeside" w:vAnchor="page" w:hAnchor="margin" w:y="{y}"/>'
DRAWN = (
    '<w:r><w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><wp:extent cx="{width}" cy="0"/>'
    '<a:prstGeom prst="line"/><a:ln><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln>'
    "</wp:anchor></w:drawing></w:r>"
)


def found_in(**pieces: str) -> list[str]:
    return [f"{item.code} {item.message}" for item in lint(official(**pieces))]


def framed(y: int) -> str:
    return p("洪江镇人民政府文件", "", FRAME.format(y=y) + LINE + CENTRE, MARK)


def joint() -> str:
    """Return a joint mark: the organs below one another, 文件 beside both."""
    rows = ""
    for organ, beside, merge in (
        ("洪江镇人民政府", p("文件", "", LINE + CENTRE, MARK), ' w:val="restart"'),
        ("洪江镇总工会", p("", "", LINE), ""),
    ):
        name = p(organ, "", LINE + '<w:jc w:val="distribute"/>', MARK)
        rows += f"<w:tr><w:tc><w:tcPr/>{name}</w:tc><w:tc><w:tcPr><w:vMerge{merge}/>{MIDDLE}</w:tcPr>{beside}</w:tc></w:tr>"
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{rows}</w:tbl>"


def head_table(colour: str | None) -> dict[str, str]:
    """Return mark and number in one cell, with a rule of that colour below the table."""
    rule = f'<w:tblBorders><w:bottom w:val="single" w:sz="12" w:color="{colour}"/></w:tblBorders>'
    inside = PIECES["mark"] + BLANK * 2 + p("洪府字〔2023〕12号", "", CENTRE)
    width = '<w:tblW w:w="8844" w:type="dxa"/>'
    cell = f"<w:tr><w:tc><w:tcPr/>{inside}</w:tc></w:tr>"
    table = f"<w:tbl><w:tblPr>{width}{rule if colour else ''}</w:tblPr><w:tblGrid><w:gridCol/></w:tblGrid>{cell}</w:tbl>"
    return {"mark": table, "above_number": "", "number": ""}


def drawn(colour: str = "FF0000", width: int = 8844) -> dict[str, str]:
    line = DRAWN.format(width=width * 635, colour=colour)
    return {"number": f"<w:p><w:pPr>{CENTRE}</w:pPr>{r('洪府字〔2023〕12号')}{line}</w:p>"}


def minutes(number: str) -> dict[str, str]:
    return {
        "mark": PIECES["mark"].replace("洪江镇人民政府文件", "洪江镇人民政府会议纪要"),
        "number": p(number, "", RULED),
        "title": p("入户调查工作专题会议纪要", "", CENTRE, TITLE),
        "addressee": "",
        "organ": "",
        "date": "",
        "above_organ": "",
    }


def printed(properties: str) -> dict[str, str]:
    text = "洪江镇人民政府办公室\t2023年6月26日印发"
    return {"imprint": imprint(printed=p(text, "", properties, SMALL)) + p("")}


def stops(position: int) -> str:
    return f'<w:tabs><w:tab w:val="right" w:pos="{position}"/></w:tabs><w:ind w:left="280"/>'


def cells(organ: str, day: str) -> dict[str, str]:
    """Return 版记 whose last row has the organ and the date in cells of their own, indented so."""
    left, right = f'<w:ind w:left="{organ}"/>', f'<w:ind w:right="{day}"/><w:jc w:val="right"/>'
    row = (
        f"<w:tr><w:tc><w:tcPr/>{p('洪江镇人民政府办公室', '', left, SMALL)}</w:tc>"
        f"<w:tc><w:tcPr/>{p('2023年6月26日印发', '', right, SMALL)}</w:tc></w:tr></w:tbl>"
    )
    first = imprint().replace("<w:tc><w:tcPr/>", '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', 1)
    grid = '<w:gridCol w:w="4422"/><w:gridCol w:w="4422"/>'
    head = first.replace('<w:gridCol w:w="8844"/>', grid).partition("</w:tr>")[0]
    return {"imprint": f"{head}</w:tr>{row}" + p("")}


def order(number: str) -> dict[str, str]:
    mark = PIECES["mark"].replace("文件", "令").replace("1881", "1031")
    rest = dict.fromkeys(("title", "above_addressee", "addressee", "imprint"), "")
    return {"mark": mark, "number": p(number, "", CENTRE), **rest}


@pytest.mark.parametrize(
    "pieces",
    [
        {"mark": framed(3986), "above_number": BLANK * 3},
        {"mark": joint()},
        head_table("FF0000"),
        drawn(),
        minutes("第6期"),
        minutes("（第6期）"),
        minutes("〔2023〕6号"),
        printed(stops(8564)),
        cells("280", "280"),
        order("第4号"),
    ],
    ids=[
        "标志在图文框",
        "联合行文",
        "版头是表格",
        "画的红线",
        "第6期",
        "括号里的期号",
        "只有年份和序号",
        "制表位",
        "印发分两格",
        "令",
    ],
)
def test_right_papers_of_other_offices_give_nothing(pieces):
    assert found_in(**pieces) == []


def test_minutes_are_known_by_their_mark_whatever_their_number_looks_like():
    assert elements_of(official(**minutes("第6期"))).form == "minutes"
    assert elements_of(official(mark=joint())).form == "issued"


FAULTS = [
    ("图文框里的标志太高", {"mark": framed(3420)}, "G209 发文机关标志上边缘应在版心上边缘之下 35 毫米，现约 25 "),
    ("表格的线是黑的", head_table("000000"), "G212 版头分隔线应为红色"),
    ("表格没有线", head_table(None), "G215 "),
    ("画的线是黑的", drawn("000000"), "G212 版头分隔线应为红色"),
    ("画的线短", drawn(width=7000), "G213 版头分隔线应与版心等宽（156 毫米），现长 123.5 毫米"),
    ("字号没有年份", {"number": p("洪府字12号", "", RULED)}, "G210 “洪府字12号”不是规范的发文字号"),
    ("密级没有五角星", {"labels": p("机密1年", "", "", BLACK), "mark": PIECES["mark"].replace("1881", "1302")}, "G204 "),
    ("标题有句号", {"title": p("关于开展劳动力入户调查的通知。", "", CENTRE, TITLE)}, "G216 标题末尾不用标点“。”"),
    ("附件序号有冒号", {"label2": p("附件2：", "", NEW_PAGE, BLACK)}, "G229 附件序号“附件2：”后不加标点"),
    ("附件序号居中", {"label2": p("附件2", "", NEW_PAGE + CENTRE, BLACK)}, "G206 附件序号应顶格，现为没有靠左"),
    ("少一个附件", {"label2": "", "above_title2": "", "title2": "", "text2": ""}, "G333 “附件2（各村责任人名单）”：附件说明列了，后面没有"),
    ("印发日期到边", printed(stops(8844)), "G206 印发日期应右空一字，现为右空 0 字"),
    ("印发机关到边", cells("0", "280"), "G206 印发机关应左空一字，现为左空 0 字"),
    ("印发日期格到边", cells("280", "0"), "G206 印发日期应右空一字，现为右空 0 字"),
    ("令号编虚位", order("第04号"), "G210 “第04号”"),
    ("附注没有括号", {"remark": p("此件公开发布", "b")}, "G206 附注应加圆括号，现为没有括号"),
    ("附件编了号", {"note": p("附件：1.入户调查表", "", NOTE), "label1": p("附件", "", NEW_PAGE, BLACK), "label2": "", "above_title2": "", "title2": "", "text2": ""}, "G221 附件说明：只有一个附件，不编顺序号"),
]  # fmt: skip


@pytest.mark.parametrize(("pieces", "said"), [each[1:] for each in FAULTS], ids=[each[0] for each in FAULTS])
def test_each_fault_is_told_alone(pieces, said):
    (only,) = found_in(**pieces)
    assert only.startswith(said)


@pytest.mark.parametrize(
    ("blanks", "colour", "said"),
    [(2, "FF0000", []), (1, "FF0000", ["G211"]), (2, "000000", ["G242"])],
)
def test_a_letter_has_red_rules_and_two_lines_above_its_title(blanks, colour, said):
    mark = p("洪江镇人民政府", "", FRAME.format(y=1604) + LINE + CENTRE, MARK)
    rules = "".join(
        DRAWN.format(width=9638 * 635, colour=colour).replace(
            "<wp:extent",
            f'<wp:positionV relativeFrom="page"><wp:posOffset>{top * 635}</wp:posOffset></wp:positionV><wp:extent',
        )
        for top in (2728, 15704)
    )
    number = f'<w:p><w:pPr><w:jc w:val="right"/></w:pPr>{rules}{r("洪府函〔2023〕3号")}</w:p>'
    pieces = {
        "mark": mark,
        "above_number": "",
        "number": number,
        "above_title": BLANK * blanks,
        "imprint": "",
    }
    elements = [item for item in found_in(**pieces) if item.startswith("G2")]
    assert [item[:4] for item in elements] == said


# ---------------------------------------------------------------- page numbers in frames, as Word puts them
OUTSIDE = '<w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="outside" w:y="1"/>'


def test_a_number_in_a_frame_hangs_at_the_empty_paragraph_below_it():
    found = Problems()
    foot = number(OUTSIDE) + p("", "n")
    check_numbers(read(right(footer1=foot, footer2=number(OUTSIDE + EVEN) + p("", "n"))), found)
    assert list(found) == []


# ---------------------------------------------------------------- codes that no other test causes
def test_space_above_paragraphs_is_told():
    spaced = changed(
        right(), '<w:pStyle w:val="b"/></w:pPr>', '<w:pStyle w:val="b"/><w:spacing w:before="156"/></w:pPr>'
    )
    (only,) = [item for item in lint(read(spaced)) if item.code < "G2"]
    assert (only.code, "段前 7.8 磅、段后 0 磅" in only.message) == ("G114", True)


def test_a_paragraph_with_a_picture_may_have_the_height_of_the_picture():
    line = '<w:pStyle w:val="b"/><w:spacing w:line="240" w:lineRule="auto"/>'
    drawing = "<w:r><w:drawing/></w:r>"
    whole = changed(right(), "<w:body>", f"<w:body><w:p><w:pPr>{line}</w:pPr>{r(LONG)}{drawing}</w:p>")
    assert "G113" not in {item.code for item in lint(read(whole))}
    assert "G113" in {item.code for item in lint(read(changed(whole, drawing, "")))}
