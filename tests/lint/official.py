"""A right official paper in named pieces; a test changes one piece and says what is found."""

from __future__ import annotations

from hqe_docs.paper.resolved.document import Paper
from tests.lint.making import LONG, SETTINGS, STYLES, TITLE, UPRIGHT, document, number, p, r, read

RED = '<w:color w:val="FF0000"/>'
MARK = f'<w:rFonts w:eastAsia="方正小标宋简体"/>{RED}<w:spacing w:val="0"/><w:sz w:val="80"/>'
BLACK, KAI = '<w:rFonts w:eastAsia="黑体"/>', '<w:rFonts w:eastAsia="楷体_GB2312"/>'
SMALL = '<w:spacing w:val="0"/><w:sz w:val="28"/>'
CENTRE = '<w:jc w:val="center"/>'
AT_TOP = '<w:spacing w:before="1881" w:line="1000" w:lineRule="exact"/><w:jc w:val="center"/>'
RULED = (
    '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="7" w:color="FF0000"/></w:pBdr><w:jc w:val="center"/>'
)
NOTE = '<w:ind w:left="1920" w:leftChars="600" w:hanging="1280" w:hangingChars="400"/>'
NOTE_ON = '<w:ind w:left="1920" w:leftChars="600" w:hanging="320" w:hangingChars="100"/>'
SEALED = '<w:ind w:left="4134"/><w:jc w:val="center"/>'
NEW_PAGE = "<w:pageBreakBefore/>"
BLANK = p("")


def imprint(first: int = 8, middle: int = 6, last: int = 8, width: int = 8844, **rows: str) -> str:
    """Return 版记 as a table; `rows`: copies and printed, each a paragraph."""
    copies = rows.get(
        "copies",
        p(
            "抄送：区社会事业局，区财政局。",
            "",
            '<w:ind w:left="1120" w:right="280" w:hanging="840"/>',
            SMALL,
        ),
    )
    printed = rows.get(
        "printed",
        p("洪江镇人民政府办公室\t2023年6月26日印发", "", '<w:ind w:left="280" w:right="280"/>', SMALL),
    )
    sides = f'<w:top w:val="single" w:sz="{first}"/><w:bottom w:val="single" w:sz="{last}"/>'
    if not first:
        sides = f'<w:bottom w:val="single" w:sz="{last}"/>'
    sides += f'<w:insideH w:val="single" w:sz="{middle}"/>'
    rows_xml = "".join(
        f"<w:tr><w:tc><w:tcPr/>{row.replace(chr(9), '</w:t><w:tab/><w:t>')}</w:tc></w:tr>"
        for row in (copies, printed)
    )
    margins = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>{margins}</w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{rows_xml}</w:tbl>'
    )


PIECES: dict[str, str] = {
    "labels": "",
    "mark": p("洪江镇人民政府文件", "", AT_TOP, MARK),
    "above_number": BLANK * 2,
    "number": p("洪府字〔2023〕12号", "", RULED),
    "above_title": BLANK * 2,
    "title": p("关于开展劳动力入户调查的通知", "", CENTRE, TITLE),
    "above_addressee": BLANK,
    "addressee": p("各村民委员会，镇直各单位："),
    "text": p(LONG, "b"),
    "heading1": p("一、总体要求", "b", "", BLACK),
    "heading2": p("（一）工作目标", "b", "", KAI),
    "heading3": p("1.摸清底数。" + LONG, "b"),
    "run_in": f'<w:p><w:pPr><w:pStyle w:val="b"/></w:pPr>{r("（二）工作范围。", KAI)}{r(LONG)}</w:p>',
    "above_note": BLANK,
    "note": p("附件：1.入户调查表", "", NOTE) + p("2.各村责任人名单", "", NOTE_ON),
    "above_organ": BLANK * 2,
    "organ": p("洪江镇人民政府", "", SEALED),
    "date": p("2023年6月25日", "", SEALED),
    "remark": "",
    "label1": p("附件1", "", NEW_PAGE, BLACK),
    "above_title1": BLANK,
    "title1": p("入户调查表", "", CENTRE, TITLE),
    "text1": BLANK + p(LONG, "b"),
    "label2": p("附件2", "", NEW_PAGE, BLACK),
    "above_title2": BLANK,
    "title2": p("各村责任人名单", "", CENTRE, TITLE),
    "text2": BLANK + p(LONG, "b"),
    "imprint": imprint() + p(""),
}


def official(**pieces: str) -> Paper:
    """Return a right paper, some pieces of it changed."""
    assert set(pieces) <= set(PIECES)
    body = "".join({**PIECES, **pieces}.values()) + UPRIGHT
    even = number('<w:ind w:left="280" w:right="0"/><w:jc w:val="left"/>')
    return read(document(body, styles=STYLES, settings=SETTINGS, footer1=number(), footer2=even))
