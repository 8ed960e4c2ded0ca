"""Plain text and Markdown of an office read into the elements of a paper, and written so that nothing is lost."""

from __future__ import annotations

import re

import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from tests.examples import a_few, examples
from tests.written import FRONT, written

NOTICE = """青府办字〔2023〕15号
青禾镇人民政府办公室关于
印发

《青禾镇周报制度》的通知
各村民委员会：
现将《青禾镇周报制度》印发给你们，请遵照执行。

青禾镇人民政府办公室
2023年7月6日
（此件公开发布）

青禾镇周报制度
为及时掌握进展，制定本制度。
一、报告内容
（一）进展情况。本周完成的主要工作。
（二）疑难问题
二、组织机构
组      长：袁禾  镇长
副  组  长：李晓乔  副镇长
            温一  劳保所所长

附件：1.周报表
2.名单

附件1
周报表
项目\t本周\t累计
入户\t\t
培训\t1\t2

附件2
名单
\t序号
\t姓名

\t1
\t沈芸

抄送：区社会事业局，镇党委办公室。
青禾镇人民政府办公室  2023年7月7日印发
"""


@pytest.fixture(scope="module", params=[".txt", ".md"])
def notice(request, tmp_path_factory):
    return written(tmp_path_factory.mktemp("通知"), NOTICE, request.param)


def test_an_office_s_plain_text_becomes_the_paper_it_is(notice):
    assert notice.codes == []
    assert [(style, text) for style, text in notice.paragraphs if style != "版记"] == [
        ("发文机关标志中", "青禾镇人民政府办公室文件"),
        ("发文字号", "青府办字〔2023〕15号"),
        ("公文标题", "青禾镇人民政府办公室关于印发\n《青禾镇周报制度》的通知"),
        ("主送机关", "各村民委员会："),
        ("公文正文", "现将《青禾镇周报制度》印发给你们，请遵照执行。"),
        ("署名", "青禾镇人民政府办公室"),
        ("成文日期", "2023年7月6日"),
        ("附注", "（此件公开发布）"),
        ("印发件标题", "青禾镇周报制度"),
        ("公文正文", "为及时掌握进展，制定本制度。"),
        ("一级标题", "一、报告内容"),
        ("二级标题段", "（一）进展情况。本周完成的主要工作。"),
        ("二级标题", "（二）疑难问题"),
        ("一级标题", "二、组织机构"),
        ("名单", "组　长：\t袁　禾\t镇长"),
        ("名单", "副组长：\t李晓乔\t副镇长"),
        ("名单", "\t温　一\t劳保所所长"),
        ("附件说明", "附件：1.\t周报表"),
        ("附件说明续", "2.\t名单"),
        ("附件序号", "附件1"),
        ("附件标题", "周报表"),
        ("附件序号", "附件2"),
        ("附件标题", "名单"),
    ]


def test_tables_with_tabs_are_tables_whatever_their_form(notice):
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in notice.document.tables]
    assert tables == [
        [["项目", "本周", "累计"], ["入户", "", ""], ["培训", "1", "2"]],
        [["序号", "姓名"], ["1", "沈芸"]],
    ]


def test_copies_and_printing_stand_in_the_imprint(notice):
    box = notice.document.element.xml
    for text in ("抄送：", "区社会事业局，镇党委办公室", "2023年7月7日"):
        assert text in box


def test_each_element_that_was_recognised_is_told_with_its_line(notice):
    told = {item.where.line: item.message for item in notice.found if item.code == "G605"}
    assert told[1] == "“青府办字〔2023〕15号”按发文字号排"
    assert told[6] == "“各村民委员会：”按主送机关排"
    assert [line for line in told if "附件" in told[line]] == [23, 26, 32]


def test_every_character_of_the_text_stands_in_the_paper(notice):
    assert missing(NOTICE, notice) == ""


def missing(source: str, paper) -> str:
    """Return the characters of a source that are not in the paper as often."""
    nodes = paper.document.element.iter(qn("w:t"))
    left = list("".join(node.text or "" for node in nodes))
    lost = ""
    for char in re.sub(r"\s", "", source):
        if char in left:
            left.remove(char)
        else:
            lost += char
    return lost


LINES = st.lists(st.text("一二（）.、。：；0年月日附件组长张 \t{}%#\\nAb<&>*_`|-", max_size=25), max_size=12)


@pytest.mark.slow
@examples(50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_no_plain_text_loses_a_character(tmp_path, lines):
    text = FRONT + "正文第一段。\n" + "\n".join(lines)
    paper = written(tmp_path, text, ".txt")
    assert paper.codes == []
    body = text.removeprefix(FRONT)
    assert missing(body, paper) == ""


def test_what_looks_like_a_tag_stays_text(tmp_path):
    text = r"写作 {{ 名 }}、{% if %}、{# 注 #}、{{{ 和 -%}、C:\new\table\b，a<b&c。"
    paper = written(tmp_path, FRONT + text)
    assert paper.texts("公文正文") == [text]


def test_what_the_title_says_is_issued_begins_a_page_of_its_own(tmp_path):
    front = FRONT.replace("关于开展入户调查的通知", "关于印发《青禾镇周报制度》的通知")
    paper = written(tmp_path, front + "现印发给你们。\n\n# 青禾镇周报制度\n\n为了及时掌握进展，制定本制度。")
    assert [style for style, _ in paper.paragraphs][3:] == [
        "公文正文",
        "署名",
        "成文日期",
        "印发件标题",
        "公文正文",
    ]


# ---------------------------------------------------------------- levels
def test_headings_without_numbers_get_them(tmp_path):
    text = "# 目标\n甲\n# 任务\n## 调查\n### 入户\n#### 甲组\n#### 乙组\n### 复核\n## 培训\n# 要求\n乙"
    paper = written(tmp_path, FRONT + text)
    assert [text for style, text in paper.paragraphs if "级标题" in style] == [
        *(
            "一、目标",
            "二、任务",
            "（一）调查",
            "1.入户",
            "（1）甲组",
            "（2）乙组",
            "2.复核",
            "（二）培训",
            "三、要求",
        ),
    ]
    assert "9 个标题没有序号，已按“一、（一）1.（1）”编上" in paper.infos


def test_headings_with_numbers_keep_them(tmp_path):
    paper = written(tmp_path, FRONT + "# 一、目标\n## （一）调查\n# 二、要求\n乙")
    assert [text for style, text in paper.paragraphs if "级标题" in style] == [
        "一、目标",
        "（一）调查",
        "二、要求",
    ]
    assert not any("编上" in text for text in paper.infos)


def test_headings_stay_unnumbered_when_the_front_matter_says_so(tmp_path):
    paper = written(tmp_path, FRONT.replace("文种", "标题编号: 照原文\n文种") + "# 目标\n甲\n# 要求\n乙")
    assert paper.texts("一级标题") == ["目标", "要求"]


@pytest.mark.parametrize(
    ("text", "style"),
    a_few(
        [
            ("一、目标任务", "一级标题"),
            ("一、加强领导。各村要高度重视。", "一级标题段"),
            ("（一）加强领导", "二级标题"),
            ("（一）加强领导。各村要高度重视。", "二级标题段"),
            ("（一）年满16周岁的；", "公文正文"),
            ("1.开展调查。逐户进行。", "三级标题"),
            ("（1）一户一表。", "四级标题"),
            ("2.5万元已经拨付。", "公文正文"),
            ("第一条　为了规范管理，制定本办法。", "公文正文"),
        ],
        rows=True,
    ),
)
def test_a_paragraph_s_number_says_its_level(tmp_path, text, style):
    assert written(tmp_path, FRONT + text).style_of(text[:3]) == style


def test_a_run_in_heading_is_in_its_own_typeface_up_to_the_full_stop(tmp_path):
    paper = written(tmp_path, FRONT + "（一）加强领导。各村要高度重视。")
    runs = next(one for one in paper.document.paragraphs if one.style.name == "二级标题段").runs
    heading = "".join(run.text for run in runs if run.style.name == "二级标题句")
    assert heading == "（一）加强领导。"


# ---------------------------------------------------------------- Markdown
def test_lists_become_numbered_paragraphs_without_dots(tmp_path):
    paper = written(tmp_path, FRONT + "- 甲\n- 乙\n\n1. 丙\n   1. 丁\n2. 戊\n")
    assert [text for _, text in paper.paragraphs[3:-2]] == ["甲", "乙", "1.丙", "（1）丁", "2.戊"]


def test_a_line_is_a_paragraph_unless_an_editor_broke_it(tmp_path):
    long = "各村要把入户调查作为当前工作的重点，安排熟悉情况、认真负责的人员逐户走访核实，"
    paper = written(tmp_path, FRONT + f"第一段。\n第二段。\n{long}\n做到不漏一户。\n第四段\\\n换行。")
    assert paper.texts("公文正文") == ["第一段。", "第二段。", f"{long}做到不漏一户。", "第四段\n换行。"]


def test_emphasis_is_black_type_and_said(tmp_path):
    paper = written(tmp_path, FRONT + "**必须**按时完成，见[通知](http://x.test)。")
    paragraph = next(one for one in paper.document.paragraphs if one.style.name == "公文正文")
    assert [run.text for run in paragraph.runs if run.style.name == "黑体字"] == ["必须"]
    assert paragraph.text == "必须按时完成，见通知。"
    assert "加粗的文字有 1 处，改用黑体" in paper.infos


def test_a_product_is_no_emphasis(tmp_path):
    made = written(tmp_path, FRONT + "按5*6*7米搭建信息栏，**逐项**验收。")
    assert made.texts("公文正文") == ["按5*6*7米搭建信息栏，逐项验收。"]


def test_a_numbered_heading_is_not_emphasised_beside_its_own_typeface(tmp_path):
    paper = written(tmp_path, FRONT + "1.**目的**。摸清**底数**。\n**（一）加强领导**\n")
    runs = [run.text for one in paper.document.paragraphs for run in one.runs if run.style.name == "黑体字"]
    assert runs == ["底数"]
    assert paper.texts("二级标题") == ["（一）加强领导"]


@pytest.mark.parametrize(
    ("text", "line"),
    [("甲\n\n```\nx = 1\n```", 11), ("甲\n\n<div>乙</div>", 11), ("甲<b>乙</b>", 9)],
)
def test_code_and_html_are_refused_with_their_line(tmp_path, text, line):
    paper = written(tmp_path, FRONT + "\n" + text)
    assert paper.path is None
    assert (paper.found[0].code, paper.found[0].where.line) == ("G603", line)


# ---------------------------------------------------------------- tables, annexes
TABLE = "| 序号 | 事项 | 说明 |\n|---|---|---|\n| 1 | 调查 | " + "逐户走访，当面询问，" * 9 + "|\n"


def test_a_table_fills_the_type_area_with_its_head_repeated_and_rows_whole(tmp_path):
    paper = written(tmp_path, FRONT + "如下：\n\n表1 安排\n\n" + TABLE)
    [table] = paper.document.tables
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
    assert sum(widths) == 8844
    assert widths[2] > widths[1] > 500
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert paper.texts("表题") == ["表1 安排"]


def test_a_wide_table_turns_its_annex(tmp_path):
    wide = "|".join(f"栏目{n}" for n in range(10))
    text = f"见附件。\n\n# 附件 登记表\n\n|{wide}|\n|{'---|' * 10}\n|{'甲|' * 10}\n"
    paper = written(tmp_path, FRONT + text)
    assert [one.orientation for one in paper.document.sections] == [0, 1]
    assert sum(int(column.get(qn("w:w"))) for column in paper.document.tables[0]._tbl.tblGrid) == 12756


def test_annexes_make_the_list_of_annexes(tmp_path):
    paper = written(tmp_path, FRONT + "见附件。\n\n# 附件1 甲表\n一\n# 附件2 乙表\n二")
    notes = [text for style, text in paper.paragraphs if style.startswith("附件说明")]
    assert notes == ["附件：1.\t甲表", "2.\t乙表"]
    assert paper.texts("附件标题") == ["甲表", "乙表"]


def test_an_annex_called_otherwise_than_in_the_list_is_told(tmp_path):
    paper = written(tmp_path, FRONT + "见附件。\n附件：甲表\n\n# 附件 乙表\n一")
    assert paper.codes == ["G608"]


def test_annexes_may_stand_in_the_front_matter(tmp_path):
    front = FRONT.replace("文种", "附件:\n  - 名称: 甲表\n    正文: |\n      一段。\n  - 乙表\n文种")
    paper = written(tmp_path, front + "见附件。")
    assert [text for style, text in paper.paragraphs if style.startswith("附件")] == [
        *("附件：1.\t甲表", "2.\t乙表", "附件1", "甲表"),
    ]
    assert "附件说明列有“乙表”，文件里没有它的内容" in paper.infos


def test_empty_cells_of_a_table_out_of_word_belong_to_the_one_above(tmp_path):
    text = "\t序号\n\t类别\n\t备注\n\n\t1\n\t环境\n\t\n\n\t2\n\t\n\t\n\n\t3\n\t人员\n\t\n"
    [table] = written(tmp_path, FRONT + "见表。\n\n" + text, ".txt").document.tables
    merges = [
        [cell.find(f".//{qn('w:vMerge')}") is not None for cell in row._tr.tc_lst] for row in table.rows
    ]
    assert merges == [[False] * 3, [False, True, False], [False, True, False], [False] * 3]


def test_a_first_line_that_names_no_kind_is_the_title_where_the_kind_is_said(tmp_path):
    text = "青禾镇就业工作情况\n今年以来，各项工作进展顺利。\n"
    paper = written(tmp_path, text, ".txt", form="方案")
    assert paper.paragraphs == [
        ("公文标题", "青禾镇就业工作情况"),
        ("公文正文", "今年以来，各项工作进展顺利。"),
    ]


# ---------------------------------------------------------------- heads without the word 文件
def test_a_letter_s_mark_is_the_line_above_its_number(tmp_path):
    text = "甲县就业局\n甲就函〔2024〕8号\n关于商请\n派员参加培训的函\n县农业农村局：\n请予支持。\n甲县就业局\n2024年7月3日\n"
    paper = written(tmp_path, text, ".txt")
    assert paper.codes == []
    assert paper.texts("公文标题") == ["关于商请派员参加培训的函"]
    assert "甲就函〔2024〕8号" in "".join(text for _, text in paper.paragraphs)


def test_minutes_have_their_mark_and_number_above_the_title(tmp_path):
    text = "会议纪要\n〔2024〕3号\n青禾镇创建工作推进会议纪要\n会议研究了创建工作。\n"
    paper = written(tmp_path, text, ".txt")
    assert paper.codes == []
    assert paper.texts("发文机关标志") == ["会议纪要"]
    assert paper.texts("发文字号") == ["〔2024〕3号"]
    assert paper.texts("公文标题") == ["青禾镇创建工作推进会议纪要"]


def test_an_order_keeps_its_organ_and_number(tmp_path):
    text = "甲县人民政府令\n第12号\n《办法》已经审议通过，现予公布。\n县长　顾清和\n2024年4月10日\n"
    paper = written(tmp_path, text, ".txt")
    assert paper.codes == []
    assert [style for style, text in paper.paragraphs if text == "甲县人民政府令"] == ["令标志"]
    assert paper.texts("令号") == ["第12号"]


def test_a_day_between_numbered_items_is_no_day_of_signing(tmp_path):
    text = "关于举办活动的通知\n各村委会：\n一、活动时间\n2024年9月10日\n二、活动地点\n镇政府广场\n乙镇便民服务中心\n2024.8.30\n"
    paper = written(tmp_path, text, ".txt")
    assert paper.style_of("2024年9月10日") == "公文正文"
    assert paper.texts("成文日期") == ["2024.8.30"]
    assert paper.texts("署名") == ["乙镇便民服务中心"]


def test_a_title_with_an_english_name_is_measured_as_it_is_wide(tmp_path):
    title = "关于推广“Jiangxi Employment Service Platform V2.0”应用程序的通知"
    paper = written(tmp_path, f"{title}\n各村委会：\n请推广。\n", ".txt")
    assert [text.replace("\n", "") for text in paper.texts("公文标题")] == [title]


def test_tags_in_a_title_are_text(tmp_path):
    paper = written(tmp_path, FRONT.replace("入户调查", '{{ 甲 }}{% if %}"') + "请办理。\n")
    assert paper.codes == []
    assert paper.document.core_properties.title == '关于开展{{ 甲 }}{% if %}"的通知'


def test_an_empty_text_is_said_to_be_empty(tmp_path):
    assert written(tmp_path, " \n\t\n　\n", ".txt").codes == ["G602"]


def test_who_was_at_a_meeting_is_read_off_the_minutes(tmp_path):
    text = "甲镇工作会议纪要\n会议研究了工作。\n出席：顾清和　袁知远\n请　假：喻一\n"
    paper = written(tmp_path, text, ".txt")
    assert [text for style, text in paper.paragraphs if style == "纪要名单"] == [
        "出席：顾清和　袁知远",
        "请假：喻一",
    ]
