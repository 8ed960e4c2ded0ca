"""What stands in head, signature and imprint of an official paper, read by python-docx (GB/T 9704 clause 7 and 10)."""

from zipfile import ZipFile

import docx
import pytest
from lxml import etree

from hqe_docs.paper.gongwen.compose import compose
from hqe_docs.paper.gongwen.lines import source_lines
from hqe_docs.paper.gongwen.tables import Tables
from hqe_docs.paper.word.namespaces import W
from tests.examples import a_few
from tests.layout_papers import ISSUE, profile_of, write_text

BODY = "标题|关于调查的通知\n主送|各村民委员会：\n正文|请认真落实。\n"


def made(tmp_path, text, **issue):
    path = write_text(text, profile_of("portable"), tmp_path / "公文.docx", ISSUE | issue)
    return path, [(one.style.name, one.text) for one in docx.Document(path).paragraphs]


def of_style(lines, *styles):
    return [text for style, text in lines if style in styles]


def boxes(path):
    with ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return ["".join(box.itertext()) for box in root.iter(W + "txbxContent")]


# ---------------------------------------------------------------- above the rule
def test_copy_number_secrecy_and_urgency_stand_in_their_order_above_the_mark(tmp_path):
    own = {"份号": "000012", "密级": "秘密★1年", "紧急程度": "特急"}
    _, lines = made(tmp_path, "版头|\n" + BODY, **own)
    assert lines[:4] == [
        ("份号", "000012"),
        ("密级", "秘密★1年"),
        ("密级", "特急"),
        ("发文机关标志", "洪江镇人民政府文件"),
    ]


@pytest.mark.parametrize(
    ("own", "above"),
    [({}, ["", "", ""]), ({"紧急程度": "加急"}, ["加急", "", ""]), ({"密级": "机密"}, ["机密", "", ""])],
)
def test_the_mark_is_the_fourth_line_whatever_stands_above_it(tmp_path, own, above):
    _, lines = made(tmp_path, "版头|\n" + BODY, **own)
    assert [text for _, text in lines[:3]] == above
    assert lines[3][0] == "发文机关标志"


def test_the_host_stands_first_and_each_organ_once(tmp_path):
    organs = ["洪江镇人民政府", "洪江镇总工会"]
    path, _ = made(tmp_path, "版头|\n" + BODY, 联合机关=organs)
    table = docx.Document(path).tables[0]
    assert [row.cells[0].text for row in table.rows] == ["洪江镇人民政府", "洪江镇总工会"]
    assert {row.cells[1].text for row in table.rows} == {"文件"}
    assert table.rows[0].cells[1]._tc is table.rows[1].cells[1]._tc  # merged downwards


def test_signers_stand_two_a_line_the_last_beside_the_number(tmp_path):
    _, lines = made(tmp_path, "版头|上行\n" + BODY, 签发人=["袁知远", "顾亦舟", "高健"])
    assert of_style(lines, "签发人") == ["\t签发人：\t袁知远\t顾亦舟"]
    assert of_style(lines, "上行文号") == ["洪府字〔2023〕12号\t\t高　健"]


def test_without_a_signer_there_is_room_to_write_one(tmp_path):
    _, lines = made(tmp_path, "版头|上行\n" + BODY, 文号=None)
    assert of_style(lines, "上行文号") == ["\t\t签发人：\t　　　"]


def test_the_office_s_own_wording_of_the_mark_wins(tmp_path):
    _, lines = made(tmp_path, "版头|纪要\n" + BODY, 标志="洪江镇党政联席会议纪要")
    assert of_style(lines, "发文机关标志") == ["洪江镇党政联席会议纪要"]


def test_an_order_has_its_number_and_no_rule(tmp_path):
    _, lines = made(tmp_path, "版头|令\n正文|现公布如下。\n")
    assert of_style(lines, "令标志") == ["洪江镇人民政府令"]
    assert of_style(lines, "令号") == ["第12号"]
    assert of_style(lines, "发文字号", "版头分隔线") == []


# ---------------------------------------------------------------- a letter
def test_a_letter_has_its_mark_at_the_paper_s_edge_and_its_number_at_the_right(tmp_path):
    path, lines = made(tmp_path, "版头|信函\n" + BODY + "版记|\n", 紧急程度="加急", 文号="洪府函〔2023〕3号")
    assert boxes(path)[0] == "洪江镇人民政府"
    assert of_style(lines, "函首行") == ["加急\t洪府函〔2023〕3号"]


def test_a_letter_s_imprint_names_copies_alone_without_rules(tmp_path):
    path, _ = made(tmp_path, "版头|信函\n" + BODY + "版记|\n")
    imprint = boxes(path)[-1]
    assert imprint.startswith("抄送：") and "印发" not in imprint
    with ZipFile(path) as archive:
        assert b"tblBorders" not in archive.read("word/document.xml")


def test_a_letter_has_no_number_on_its_first_page(tmp_path):
    path, _ = made(tmp_path, "版头|信函\n" + BODY)
    (section,) = docx.Document(path).sections
    assert section.different_first_page_header_footer
    texts = [
        "".join(one.text for one in footer.paragraphs)
        for footer in (section.first_page_footer, section.footer)
    ]
    assert texts == ["", "— 1 —"]


# ---------------------------------------------------------------- signature, remark, imprint
def test_a_paper_without_a_seal_has_its_organ_and_day_apart(tmp_path):
    path, lines = made(tmp_path, "版头|\n" + BODY + "落款|\n", 签名方式="不盖章")
    assert of_style(lines, "不盖章署名", "不盖章日期") == ["洪江镇人民政府", "2023年6月25日"]
    organ, day = docx.Document(path).paragraphs[-2:]
    assert day.paragraph_format.left_indent - organ.paragraph_format.left_indent == 2 * 314 * 635


def test_a_stamp_stands_beside_the_post(tmp_path):
    signer = {"职务": "镇长", "姓名": "高健"}
    _, lines = made(tmp_path, "版头|令\n正文|现公布如下。\n落款|\n", 签名方式="签名章", 签名人=signer)
    assert of_style(lines, "签名章", "签名章日期") == ["镇长　　高　健", "2023年6月25日"]


@pytest.mark.parametrize(
    ("organs", "rows"),
    a_few(
        [
            (["甲局", "乙局", "丙局"], [["甲局", "乙局", "丙局"]]),
            (["甲局", "乙局", "丙局", "丁局"], [["甲局", "乙局", "丙局"], ["", "", "丁局"]]),
            (["甲局", "乙局"], [["", "甲局", "乙局"]]),
            (
                ["甲局", "洪江镇人民代表大会主席团", "乙局"],
                [["甲局", "洪江镇人民代表大会主席团"], ["", "乙局"]],
            ),
        ],
        rows=True,
    ),
)
def test_joint_organs_sign_in_rows_the_last_above_the_day(tmp_path, organs, rows):
    path, lines = made(tmp_path, BODY + "落款|\n", 机关=organs[0], 联合机关=organs[1:])
    (table,) = docx.Document(path).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == rows
    assert lines[-1] == ("成文日期", "2023年6月25日")


def test_an_unknown_day_is_left_to_be_written(tmp_path):
    _, lines = made(tmp_path, BODY + "落款|\n", 成文日期=None)
    assert of_style(lines, "成文日期") == ["　　　　年　　月　　日"]


@pytest.mark.parametrize(("remark", "shown"), [("此件公开发布", ["（此件公开发布）"]), (None, [])])
def test_a_remark_stands_in_brackets_where_there_is_one(tmp_path, remark, shown):
    _, lines = made(tmp_path, BODY + "落款|\n附注|\n", 附注=remark)
    assert of_style(lines, "附注") == shown


def test_addressees_may_stand_in_the_imprint(tmp_path):
    path, _ = made(tmp_path, BODY + "版记|\n", 主送移版记=True)
    assert boxes(path)[-1].startswith("主送：各村民委员会，镇直各单位。抄送：")


def test_annexes_bound_apart_carry_the_number_of_the_paper(tmp_path):
    text = BODY + "附件序号|附件1\n附件标题|名单\n"
    assert of_style(made(tmp_path, text, 附件另订=True)[1], "附件序号") == ["洪府字〔2023〕12号附件1"]
    assert of_style(made(tmp_path, text)[1], "附件序号") == ["附件1"]


def test_run_in_headings_of_two_levels_have_their_faces(tmp_path):
    path, _ = made(
        tmp_path, "一级段|一、摸清底数。逐户核对。\n二级段|（一）组织。分片包户。\n四级段|（1）每户一行。\n"
    )
    runs = [(one.runs[0].text, one.runs[0].style.name) for one in docx.Document(path).paragraphs[:2]]
    assert runs == [("一、摸清底数。", "一级标题句"), ("（一）组织。", "二级标题句")]


def test_who_was_there_hangs_after_a_black_label(tmp_path):
    path, lines = made(tmp_path, "正文|议定事项。\n出席|袁知远\n请假|高健\n列席|沈砚秋\n")
    assert of_style(lines, "纪要名单") == ["出席：袁知远", "请假：高健", "列席：沈砚秋"]
    first = next(one for one in docx.Document(path).paragraphs if one.style.name == "纪要名单")
    assert (first.runs[0].text, first.runs[0].style.name) == ("出席：", "黑体字")


def test_an_unknown_head_is_named_with_its_line(tmp_path):
    profile = profile_of("portable")
    with pytest.raises(ValueError, match="line 2: unknown head 公告"):
        compose(source_lines("\n版头|公告\n"), Tables(profile, {}), profile)


# ---------------------------------------------------------------- long names, the end of the page
LONG = "宜春市明月山温泉风景名胜区管理委员会社会事业局"


def test_an_office_too_long_for_one_line_breaks_between_words_in_mark_and_signature(tmp_path):
    _, lines = made(tmp_path, "版头|\n" + BODY + "落款|\n", 机关=LONG)
    halves = "宜春市明月山温泉风景名胜区\n管理委员会社会事业局"
    assert of_style(lines, "发文机关标志小") == [f"{halves}文件"]
    assert of_style(lines, "署名") == [halves]


def test_a_remark_stays_on_the_page_of_the_day(tmp_path):
    path, _ = made(tmp_path, "版头|\n" + BODY + "落款|\n附注|此件公开发布\n")
    day = next(one for one in docx.Document(path).paragraphs if one.style.name == "成文日期")
    assert day.paragraph_format.keep_with_next is True


def test_only_a_row_with_much_text_may_be_cut_by_the_page_s_end(tmp_path):
    table = {
        "列": [{"题": "任务", "宽": 8844, "样式": "表内文字"}],
        "行": ["{%tr for 文 in 发文.文 %}", {"可拆": "文|length > 9", "格": ["{{ 文 }}"]}, "{%tr endfor %}"],
    }
    path = write_text(
        "表:甲|\n", profile_of("portable"), tmp_path / "表.docx", {"文": ["短", "长" * 10]}, 甲=table
    )
    rows = docx.Document(path).tables[0].rows
    whole = {row.cells[0].text[0]: row._tr.trPr.find(W + "cantSplit") is not None for row in rows}
    assert whole == {"任": True, "短": True, "长": False}
