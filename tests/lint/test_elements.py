"""The elements of an official paper: a right one gives nothing, each fault put into one is told."""

from __future__ import annotations

import re
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.paper.lint.elements.elementchecks import check_elements
from hqe_docs.paper.lint.elements.elements import elements_of
from hqe_docs.paper.lint.lint import lint
from hqe_docs.problems import Problems
from tests.examples import examples
from tests.lint.making import LONG, TITLE, p, r
from tests.lint.official import (
    AT_TOP,
    BLACK,
    BLANK,
    CENTRE,
    KAI,
    MARK,
    NEW_PAGE,
    NOTE,
    NOTE_ON,
    PIECES,
    RED,
    RULED,
    SEALED,
    SMALL,
    imprint,
    official,
)


def found_in(**pieces: str) -> list[str]:
    """Return code and message of what is found in the elements of a paper with these pieces."""
    found = Problems()
    check_elements(official(**pieces), found)
    return [f"{item.code} {item.message}" for item in found]


def roles(**pieces: str) -> list[str]:
    return [role for role, _ in elements_of(official(**pieces)).found]


# ---------------------------------------------------------------- right ones
def test_a_right_paper_gives_nothing():
    assert lint(official()) == []


def without(xml: str, *taken: str) -> str:
    for part in taken:
        assert part in xml
        xml = xml.replace(part, "")
    return xml


UP = '<w:ind w:firstLineChars="100" w:firstLine="320"/><w:tabs><w:tab w:val="left" w:pos="5060"/></w:tabs>'
SIGNED = (
    f"<w:p><w:pPr>{RULED.replace(CENTRE, UP)}</w:pPr>{r('洪府字〔2023〕12号')}<w:r><w:tab/></w:r>{r('签发人：')}"
    f"{r('袁知远', KAI)}</w:p>"
)
UNSEALED = {
    "above_organ": BLANK,
    "organ": p("洪江镇人民政府", "", '<w:ind w:left="5938"/><w:jc w:val="left"/>'),
    "date": p("2023年6月25日", "", '<w:ind w:left="6570"/><w:jc w:val="left"/>'),
}
STAMPED = {
    "above_organ": BLANK * 2,
    "organ": p("镇长　　袁知远", "", '<w:ind w:rightChars="400" w:right="1280"/><w:jc w:val="right"/>')
    + BLANK,
    "date": p("2023年6月25日", "", '<w:ind w:rightChars="400" w:right="1280"/><w:jc w:val="right"/>'),
}


@pytest.mark.parametrize(
    "pieces",
    [
        {"number": SIGNED},
        UNSEALED,
        STAMPED,
        {"organ": ""},
        {"number": p("洪府字〔2023〕　　号", "", RULED)},
        {"remark": p("（此件公开发布）", "b")},
        {"mark": "", "above_number": "", "number": "", "above_title": ""},  # printed on paper with a red head
        {"labels": p("000012") + p("秘密★1年", "", "", BLACK) + p("特急", "", "", BLACK), "mark": p("洪江镇人民政府文件", "", AT_TOP.replace("1881", "144"), MARK)},
        {"title": p("关于开展二〇二三年农村劳动力&#10;入户调查工作的通知".replace("&#10;", "</w:t><w:br/><w:t>"), "", CENTRE, TITLE)},
        {"addressee": p("镇直各单位：")},
        {"heading1": p("一、总体要求。" + LONG, "b", "", BLACK)},
        {"note": p("附件：入户调查表", "", NOTE), "label1": p("附件", "", NEW_PAGE, BLACK), "label2": "", "above_title2": "", "title2": "", "text2": ""},
        {"label2": p("</w:t><w:br w:type=\"page\"/><w:t>") + p("附件2", "", "", BLACK)},
        {"date": p("　　　　年　　月　　日", "", SEALED)},
    ],
)  # fmt: skip
def test_other_right_ways_give_nothing(pieces):
    assert found_in(**pieces) == []


def test_a_line_below_the_title_in_a_smaller_size_is_no_part_of_it():
    pieces = {"title": PIECES["title"] + p("（征求意见稿）", "", CENTRE, KAI)}
    assert roles(**pieces)[2:5] == ["title", "subtitle", "addressee"]
    assert found_in(**pieces) == []


@pytest.mark.parametrize("widths", [(14, 11, 8), (8, 11, 14), (9, 14, 9), (10, 10, 12)])
def test_a_title_may_be_a_trapezoid_or_a_diamond(widths):
    words = iter(
        "关于做好洪江镇农村劳动力入户调查并建立台账数据库和地图有关事项逐条核对分类汇总上报请认真办理"
    )
    lines = "</w:t><w:br/><w:t>".join("".join(islice(words, width)) for width in widths)
    assert found_in(title=p(lines, "", CENTRE, TITLE)) == []


def test_a_mark_may_stand_in_a_table():
    cell = f"<w:tc><w:tcPr/>{p('洪江镇人民政府文件', '', CENTRE, MARK)}</w:tc>"
    table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>{cell}</w:tr></w:tbl>"
    assert roles(mark=table)[:2] == ["mark", "number"]
    assert found_in(mark=table, above_number=BLANK * 2) == []


def joint(middle: str = '<w:vAlign w:val="center"/>') -> str:
    """Return the mark of two organs as a table, 文件 in a cell over both rows."""
    names = [p(name, "", CENTRE, MARK) for name in ("洪江镇人民政府", "洪江镇总工会")]
    words = [f'<w:vMerge w:val="restart"/>{middle}', "<w:vMerge/>"]
    rows = "".join(
        f"<w:tr><w:tc><w:tcPr/>{name}</w:tc><w:tc><w:tcPr>{word}</w:tcPr>{p('文件', '', CENTRE, MARK) if 'restart' in word else p('')}</w:tc></w:tr>"
        for name, word in zip(names, words, strict=True)
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{rows}</w:tbl>"


def test_the_word_of_a_joint_mark_stands_in_the_middle():
    assert found_in(mark=joint()) == []
    (only,) = found_in(mark=joint(""))
    assert only == "G208 联合行文的“文件”二字应在各机关名称右侧上下居中，所在的单元格没有垂直居中"


BOX = (
    '<w:r><w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:positionV relativeFrom="margin"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
    "<w:txbxContent>{content}</w:txbxContent></wp:anchor></w:drawing></w:r>"
)


def boxed(top: int) -> str:
    mark = p(
        "洪江镇人民政府文件", "", '<w:spacing w:line="1000" w:lineRule="exact"/><w:jc w:val="center"/>', MARK
    )
    return f"<w:p>{BOX.format(top=top * 635, content=mark)}</w:p>"


def test_a_mark_may_stand_in_a_text_box_at_its_height():
    assert roles(mark=boxed(1888))[:2] == ["mark", "number"]
    assert found_in(mark=boxed(1888)) == []
    (only,) = found_in(mark=boxed(1000))
    assert "应在版心上边缘之下 35 毫米，现约 19.3 毫米" in only


def test_imprint_may_stand_in_a_text_box():
    inside = f"<w:p>{BOX.format(top=0, content=imprint() + p(''))}</w:p>"
    assert roles(imprint=inside)[-2:] == ["copy_to", "printed"]
    assert found_in(imprint=inside) == []


def test_a_plan_sent_with_a_notice_has_a_title_and_numbers_of_its_own():
    plan = p("洪江镇入户调查方案", "", NEW_PAGE + CENTRE, TITLE) + p("一、目标", "b", "", BLACK)
    pieces = {"remark": plan + p(LONG, "b")}
    assert "enclosed" in roles(**pieces)
    assert found_in(**pieces) == []


# ---------------------------------------------------------------- faults, one each
FAULTS: list[tuple[str, dict[str, str], str]] = [
    ("份号五位", {"labels": p("00012"), "mark": p("洪江镇人民政府文件", "", AT_TOP.replace("1881", "1302"), MARK)}, "G203 份号“00012”"),
    ("密级没有星号", {"labels": p("机密1年", "", "", BLACK).replace("机密1年", "机密☆1年"), "mark": p("洪江镇人民政府文件", "", AT_TOP.replace("1881", "1302"), MARK)}, "G204 “机密☆1年”"),
    ("密级用仿宋", {"labels": p("机密★1年"), "mark": p("洪江镇人民政府文件", "", AT_TOP.replace("1881", "1302"), MARK)}, "G202 密级和保密期限应用黑体"),
    ("紧急程度在前", {"labels": p("特急", "", "", BLACK) + p("机密★1年", "", "", BLACK), "mark": p("洪江镇人民政府文件", "", AT_TOP.replace("1881", "723"), MARK)}, "G205 "),
    ("密级缩进", {"labels": p("机密★1年", "b", "", BLACK), "mark": p("洪江镇人民政府文件", "", AT_TOP.replace("1881", "1302"), MARK)}, "G206 密级和保密期限应顶格"),
    ("标志黑色", {"mark": p("洪江镇人民政府文件", "", AT_TOP, without(MARK, RED))}, "G207 发文机关标志应为红色，现为黑色"),
    ("标志用黑体", {"mark": p("洪江镇人民政府文件", "", AT_TOP, MARK.replace("方正小标宋简体", "黑体"))}, "G202 发文机关标志应用小标宋"),
    ("标志靠左", {"mark": p("洪江镇人民政府文件", "", AT_TOP.replace("center", "left"), MARK)}, "G206 发文机关标志应居中，现为左对齐"),
    ("标志按旧国标", {"mark": p("洪江镇人民政府文件", "", AT_TOP.replace("1881", "1417"), MARK)}, "G209 发文机关标志上边缘应在版心上边缘之下 35 毫米，现约 26.7 毫米"),
    ("联合行文文件在末行", {"mark": p("洪江镇人民政府", "", AT_TOP, MARK) + p("洪江镇总工会文件", "", CENTRE, MARK)}, "G208 "),
    ("字号有第字", {"number": p("洪府字〔2023〕第12号", "", RULED)}, "G307 发文字号“〔2023〕第12号”不加“第”字"),
    ("字号年份不对", {"number": p("洪府字〔3023〕12号", "", RULED)}, "G210 “洪府字〔3023〕12号”不是规范的发文字号"),
    ("标志下空一行", {"above_number": BLANK}, "G211 发文字号与发文机关标志之间应空 2 行，现约 1 行"),
    ("字号靠左", {"number": p("洪府字〔2023〕12号", "", RULED.replace("center", "left"))}, "G206 发文字号应居中"),
    ("字号四号", {"number": p("洪府字〔2023〕12号", "", RULED, '<w:sz w:val="28"/>')}, "G201 发文字号应为三号（16 磅），现为四号（14 磅）"),
    ("上行文字号顶格", {"number": SIGNED.replace('w:firstLineChars="100" w:firstLine="320"', 'w:firstLine="0"')}, "G206 上行文的发文字号应左空一字，现为左空 0 字"),
    ("签发人用仿宋", {"number": SIGNED.replace(KAI, "")}, "G202 签发人姓名应用楷体"),
    ("签发人标签用黑体", {"number": SIGNED.replace(r("签发人："), r("签发人：", BLACK))}, "G202 “签发人”应用仿宋"),
    ("分隔线黑色", {"number": p("洪府字〔2023〕12号", "", RULED.replace("FF0000", "000000"))}, "G212 "),
    ("分隔线短", {"number": p("洪府字〔2023〕12号", "", RULED.replace("<w:jc", '<w:ind w:left="1000" w:right="1000"/><w:jc'))}, "G213 版头分隔线应与版心等宽（156 毫米），现长 120.7 毫米"),
    ("分隔线远", {"number": p("洪府字〔2023〕12号", "", RULED.replace('space="7"', 'space="20"'))}, "G214 版头分隔线应在发文字号之下 4 毫米，现约 8.4 毫米"),
    ("没有分隔线", {"number": p("洪府字〔2023〕12号", "", CENTRE)}, "G215 发文字号之下没有红色的版头分隔线"),
    ("标题三号", {"title": p("关于开展劳动力入户调查的通知", "", CENTRE, TITLE.replace("44", "32"))}, "G201 标题应为二号（22 磅），现为三号（16 磅）"),
    ("标题用黑体", {"title": p("关于开展劳动力入户调查的通知", "", CENTRE, TITLE.replace("方正小标宋简体", "黑体"))}, "G202 标题应用小标宋"),
    ("红线下空一行", {"above_title": BLANK}, "G211 标题与红线之间应空 2 行，现约 1 行"),
    ("标题有句号", {"title": p("关于开展劳动力入户调查的通知。", "", CENTRE, TITLE).replace("通知。", "通知，")}, "G216 标题末尾不用标点"),
    ("标题孤字", {"title": p("关于开展劳动力入户调查工作的通</w:t><w:br/><w:t>知", "", CENTRE, TITLE)}, "G216 标题有一行只剩一两个字"),
    ("标题拆开数字", {"title": p("关于做好2</w:t><w:br/><w:t>023年调查工作的通知", "", CENTRE, TITLE)}, "G216 标题“做好2”与“023”之间不应断行"),
    ("标题沙漏形", {"title": p("关于做好洪江镇农村劳动力入户</w:t><w:br/><w:t>调查有关工作</w:t><w:br/><w:t>并建立各项台账和数据库的通知", "", CENTRE, TITLE)}, "G217 标题各行的字数（14、6、14）"),
    ("主送缩进", {"addressee": p("各村民委员会，镇直各单位：", "b")}, "G206 主送机关应顶格（回行也顶格），现为左空 2 字"),
    ("主送半角冒号", {"addressee": p("各村民委员会，镇直各单位:")}, "G218 "),
    ("标题下空两行", {"above_addressee": BLANK * 2}, "G211 主送机关与标题之间应空 1 行，现约 2 行"),
    ("正文顶格", {"text": p(LONG)}, "G219 正文每个自然段应左空二字、回行顶格，现为首行空 0 字、回行空 0 字"),
    ("正文整段缩进", {"text": p(LONG, "b", '<w:ind w:left="640" w:firstLineChars="200" w:firstLine="640"/>')}, "现为首行空 4 字、回行空 2 字"),
    ("一级标题用仿宋", {"heading1": p("一、总体要求", "b")}, "G220 一级标题一般用黑体，现为“仿宋_GB2312”"),
    ("二级标题用黑体", {"heading2": p("（一）工作目标", "b", "", BLACK)}, "G220 二级标题一般用楷体，现为“黑体”"),
    ("三级标题用楷体", {"heading3": p("1.摸清底数。" + LONG, "b", "", KAI)}, "G220 三级标题一般用仿宋"),
    ("附件说明顶格", {"note": p("附件：1.入户调查表") + p("2.各村责任人名单", "", NOTE_ON)}, "G206 附件说明应左空二字，现为左空 0 字"),
    ("附件说明前没有空行", {"above_note": ""}, "G211 附件说明与正文之间应空 1 行，现约 0 行"),
    ("附件名称后有句号", {"note": p("附件：1.入户调查表；", "", NOTE) + p("2.各村责任人名单", "", NOTE_ON)}, "G221 附件说明：附件名称后不加标点“；”"),
    ("一个附件编了号", {"note": p("附件：1.入户调查表", "", NOTE), "label2": "", "above_title2": "", "title2": "", "text2": ""}, "G221 附件说明：只有一个附件，不编顺序号"),
    ("附件序号用顿号", {"note": p("附件：1.入户调查表", "", NOTE) + p("2、各村责任人名单", "", NOTE_ON)}, "G221 附件说明：顺序号写作“1.”"),
    ("附件名称回行不齐", {"note": p("附件：1." + "入户调查表和填写说明以及" * 4, "", '<w:ind w:firstLine="640"/>') + p("2.各村责任人名单", "", NOTE_ON), "title1": p("入户调查表和填写说明以及" * 4, "", CENTRE, TITLE)}, "G206 附件名称的回行应与名称首字对齐"),
    ("日期编虚位", {"date": p("2023年06月25日", "", SEALED)}, "G222 成文日期“2023年06月25日”"),
    ("日期靠右", {"organ": "", "date": p("2023年6月25日", "", '<w:jc w:val="right"/>')}, "G223 成文日期应右空四字，现为右空 0 字"),
    ("署名靠左", {"organ": p("洪江镇人民政府", "b")}, "G224 署名右空 18.9 字，成文日期右空 4.2 字"),
    ("附注顶格", {"remark": p("（此件公开发布）")}, "G206 附注应左空二字，现为左空 0 字"),
    ("附件不另面", {"label2": p("附件2", "", "", BLACK)}, "G225 “附件2”应另起一面"),
    ("附件序号用仿宋", {"label1": p("附件1", "", NEW_PAGE)}, "G202 附件序号应用黑体"),
    ("附件序号居中", {"label1": p("附件1", "b", NEW_PAGE, BLACK)}, "G206 附件序号应顶格"),
    ("附件标题在第二行", {"above_title1": ""}, "G226 附件标题应居中编排在版心第三行，现在第 2 行"),
    ("附件标题不一致", {"title2": p("各村联络人名单", "", CENTRE, TITLE)}, "G227 附件标题“各村联络人名单”与附件说明“各村责任人名单”不一致"),
    ("附件标题略有出入", {"title2": p("洪江镇各村创建工作责任人的名单", "", CENTRE, TITLE), "note": p("附件：1.入户调查表", "", NOTE) + p("2.洪江镇各村创建工作责任人名单", "", NOTE_ON)}, "G228 附件标题“洪江镇各村创建工作责任人的名单”与附件说明“洪江镇各村创建工作责任人名单”有一两处不同"),
    ("附件没有说明", {"above_note": "", "note": ""}, "G333 “附件1”：正文下没有附件说明"),
    ("抄送没有句号", {"imprint": imprint(copies=p("抄送：区社会事业局，区财政局", "", '<w:ind w:left="1120" w:hanging="840"/>', SMALL))}, "G230 “抄送”后标全角冒号"),
    ("抄送三号", {"imprint": imprint(copies=p("抄送：区社会事业局。", "", '<w:ind w:left="1120" w:hanging="840"/>'))}, "G201 “抄送”应为四号（14 磅），现为三号（16 磅）"),
    ("抄送顶格", {"imprint": imprint(copies=p("抄送：区社会事业局。", "", "", SMALL))}, "G206 “抄送”应左空一字，现为左空 0 字"),
    ("抄送回行不齐", {"imprint": imprint(copies=p("抄送：" + "区社会事业局，" * 8 + "区财政局。", "", '<w:ind w:left="280"/>', SMALL))}, "G206 “抄送”的回行应与冒号后的首字对齐"),
    ("印发日期编虚位", {"imprint": imprint(printed=p("洪江镇人民政府办公室\t2023年06月26日印发", "", '<w:ind w:left="280"/>', SMALL))}, "G231 印发日期“2023年06月26日”"),
    ("印发机关顶格", {"imprint": imprint(printed=p("洪江镇人民政府办公室\t2023年6月26日印发", "", "", SMALL))}, "G206 印发机关应左空一字"),
    ("版记没有首条线", {"imprint": imprint(first=0)}, "G232 版记没有首条分隔线"),
    ("版记线太细", {"imprint": imprint(first=4, last=4)}, "G233 "),
    ("版记中间线粗", {"imprint": imprint(middle=12)}, "G233 "),
    ("版记窄", {"imprint": imprint(width=7000)}, "G235 版记分隔线应与版心等宽（156 毫米），现长 123.5 毫米"),
    ("印发早于成文", {"imprint": imprint(printed=p("洪江镇人民政府办公室\t2023年6月20日印发", "", '<w:ind w:left="280"/>', SMALL))}, "G234 印发日期 2023年6月20日 早于成文日期 2023年6月25日"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("pieces", "said"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_each_fault_is_told(pieces, said):
    found = [item for item in found_in(**pieces) if not re.match(r"G308|G30[12]", item)]
    assert len(found) == 1, found
    assert said in found[0]


# ---------------------------------------------------------------- other forms
LETTER_MARK = p(
    "洪江镇人民政府", "", '<w:spacing w:line="1000" w:lineRule="exact"/><w:jc w:val="center"/>', MARK
)
RULE = (
    '<w:r><w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><wp:positionV relativeFrom="page">'
    '<wp:posOffset>{top}</wp:posOffset></wp:positionV><wp:extent cx="{width}" cy="0"/>'
    '<a:prstGeom prst="line"/><a:ln><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:ln>'
    "</wp:anchor></w:drawing></w:r>"
)
MAIN_TO = p("主送：各村民委员会。", "", '<w:ind w:left="1120" w:hanging="840"/>', SMALL)


def test_addressees_moved_to_the_imprint_stand_above_those_of_copies_without_a_rule():
    copies = p("抄送：区社会事业局。", "", '<w:ind w:left="1120" w:hanging="840"/>', SMALL)
    assert found_in(imprint=imprint(copies=MAIN_TO + copies)) == []
    (only,) = found_in(imprint=imprint(copies=copies + MAIN_TO))
    assert only == "G237 移到版记的“主送”应在“抄送”之上，现在它之下"
    (only,) = found_in(imprint=imprint(copies=MAIN_TO, printed=copies))
    assert only == "G237 移到版记的“主送”与“抄送”之间不加分隔线"


COPIES = p("抄送：区社会事业局。", "", '<w:ind w:left="1120" w:hanging="840"/>', SMALL)


def letter(top: int = 1694, width: int = 9638, foot: int = 1134, mark: str = LETTER_MARK) -> dict[str, str]:
    """Return the pieces of a letter: a box with the mark, red rules, the number at the right."""
    box = BOX.replace('relativeFrom="margin"', 'relativeFrom="page"').format(top=top * 635, content=mark)
    rules = "".join(RULE.format(top=place * 635, width=width * 635) for place in (2728, 16838 - foot))
    tab = '<w:tabs><w:tab w:val="right" w:pos="8844"/></w:tabs>'
    number = f"<w:p><w:pPr>{tab}</w:pPr>{box}{rules}<w:r><w:tab/></w:r>{r('洪府函〔2023〕3号')}</w:p>"
    return {"mark": "", "above_number": "", "number": number, "imprint": COPIES}


def test_a_right_letter_gives_nothing():
    assert elements_of(official(**letter())).form == "letter"
    assert found_in(**letter()) == []


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (
            letter(mark=LETTER_MARK.replace("人民政府", "人民政府文件")),
            "G240 信函格式的发文机关标志不加“文件”二字",
        ),
        (letter(top=2400), "G241 信函的发文机关标志上边缘应距上页边 30 毫米，现约 44 "),
        (letter(width=8844), "G242 信函的红色双线应长 170 毫米，现为长 156 毫米"),
        (letter(foot=1700), "G242 信函的红色双线应距下页边 20 毫米，现为下线距下页边 30 毫米"),
        (letter() | {"imprint": imprint()}, "G236 信函格式的版记不加印发机关和印发日期"),
        (
            letter() | {"number": letter()["number"].replace("<w:r><w:tab/></w:r>", "")},
            "G206 信函的发文字号应顶格居右",
        ),
    ],
)
def test_faults_of_a_letter_are_told(pieces, said):
    found = found_in(**pieces)
    assert said in {item[: len(said)] for item in found}
    assert len({item[:4] for item in found}) == 1


ORDER = {
    "mark": p("洪江镇人民政府令", "", AT_TOP.replace("1881", "1031"), MARK),
    "number": p("第3号", "", CENTRE),
    "title": "",
    "above_addressee": "",
    "addressee": "",
    "imprint": "",
}


def test_a_right_order_gives_nothing_and_its_mark_stands_20_millimetres_down():
    assert elements_of(official(**ORDER)).form == "order"
    assert found_in(**ORDER) == []
    (only,) = found_in(**ORDER | {"mark": p("洪江镇人民政府令", "", AT_TOP, MARK)})
    assert "应在版心上边缘之下 20 毫米，现约 34.9 毫米" in only


def test_the_text_of_an_order_begins_two_lines_below_its_number():
    (only,) = found_in(**ORDER | {"above_title": BLANK})
    assert "G211 正文与令号之间应空 2 行，现约 1 行（10.2）" in only


def minutes(properties: str = "", label: str = BLACK, names: str = "") -> dict[str, str]:
    hanging = properties or '<w:ind w:left="1600" w:leftChars="500" w:hanging="960" w:hangingChars="300"/>'
    people = "袁知远、顾亦舟、程望舒、高健、沈砚秋、邱闻溪、喻江澜、付梅、欧阳青禾、各村党支部书记"
    present = f"<w:p><w:pPr>{hanging}</w:pPr>{r('出席：', label)}{r(people, names)}</w:p>"
    return {
        "mark": p("洪江镇人民政府会议纪要", "", AT_TOP, MARK),
        "title": p("第三次会议纪要", "", CENTRE, TITLE),
        "addressee": "",
        "remark": BLANK + present,
        "organ": "",
        "date": "",
        "above_organ": "",
    }


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (minutes(), []),
        (minutes(label=" "), ["G202 “出席”应用黑体"]),
        (minutes(names=BLACK), ["G202 出席人员的姓名应用仿宋"]),
        (minutes(properties='<w:ind w:firstLine="640"/>'), ["G206 “出席”的回行应与冒号后的首字对齐"]),
    ],
)
def test_minutes_name_those_present_behind_a_black_label(pieces, said):
    assert elements_of(official(**pieces)).form == "minutes"
    found = found_in(**pieces)
    assert len(found) == len(said) and all(
        item.startswith(start) for item, start in zip(found, said, strict=True)
    )


ODD = [
    *PIECES.values(),
    *(piece for _, pieces, _ in FAULTS for piece in pieces.values()),
    *letter().values(),
    *ORDER.values(),
]


@examples(100)
@given(st.lists(st.sampled_from(ODD), max_size=12))
def test_no_order_of_pieces_is_too_odd_to_be_read(pieces):
    for item in found_in(**dict.fromkeys(PIECES, "") | {"text": "".join(pieces)}):
        assert re.match(r"G[23]\d\d ", item)
