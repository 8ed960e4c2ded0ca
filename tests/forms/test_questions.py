"""What offices ask in words: questions above their answers, options with codes, blanks that levels of an address name."""

from __future__ import annotations

import pytest

from hqe_docs.paper.forms.inspection import find_places, form_of
from tests.forms.drawn import book_parts, p, word_parts, word_table, words
from tests.forms.test_fill_then_read import read
from tests.forms.test_form_fill import document, filled, texts

SURVEY = "1. 姓名：____\n9. 主要困难（可多选）：\n□资金短缺  □用地困难  □其他：______\n10. 您的状态是？\n□A.在岗\n□B.失业\n11. 意见建议：\n__________"
ANSWERS = {"姓名": "甘雨", "主要困难": ["资金短缺", "电价"], "您的状态是": "失业", "意见建议": "多办班"}
LINES = SURVEY.split("\n")


def in_lines(drawing):
    return word_parts("".join(p(line) for line in drawing.split("\n")))


def in_rows(drawing):
    return book_parts("\n".join(f"{line}>4" for line in drawing.split("\n")))


def lines_of(parts):
    if "xl/workbook.xml" in parts:
        return [plain("".join(row)) for row in texts(parts)]
    return [plain(one.text) for one in document(parts).paragraphs]


def plain(text):
    return "".join(text.replace("_", "").split())


MADE = pytest.mark.parametrize("made", [in_lines, in_rows], ids=["docx", "xlsx"])


@MADE
def test_boxes_and_lines_below_a_question_answer_it(made):
    form = made(SURVEY)
    result = filled(form, ANSWERS)
    said = lines_of(result.parts)
    assert said[2] == "☑资金短缺□用地困难☑其他：电价"
    assert said[4:6] == ["□A.在岗", "☑B.失业"]
    assert said[7] == "多办班"
    assert [said[i] for i in (1, 3, 6)] == [plain(LINES[i]) for i in (1, 3, 6)]
    assert not result.unused


@MADE
def test_answers_below_questions_are_read_back(made):
    form = made(SURVEY)
    assert read(filled(form, ANSWERS).parts, form_of(form, "空白表")) == ANSWERS


@MADE
@pytest.mark.parametrize(
    ("line", "values", "wanted"),
    [
        ("学历：□01研究生 □02本科 □03大专", {"学历": "大专"}, "学历：□01研究生□02本科☑03大专"),
        ("学历：□01研究生 □02本科 □03大专", {"学历": "02本科"}, "学历：□01研究生☑02本科□03大专"),
        ("行业：□1、制造业 □2、建筑业", {"行业": "建筑业"}, "行业：□1、制造业☑2、建筑业"),
        ("行业：□（1）制造业 □（2）建筑业", {"行业": "制造业"}, "行业：☑（1）制造业□（2）建筑业"),
        ("期限：□1个月 □2个月", {"期限": "2个月"}, "期限：□1个月☑2个月"),
        (
            "____街道（乡镇）____社区（村）",
            {"街道": "洪江", "社区": "梅州"},
            "洪江街道（乡镇）梅州社区（村）",
        ),
        ("____乡（镇）____村（社区）", {"乡": "洪江", "村": "梅州"}, "洪江乡（镇）梅州村（社区）"),
        (
            "培训机构（盖章）：____   开班时间：____年__月__日",
            {"培训机构": "某某学校", "开班时间": "2023-04-10"},
            "培训机构（盖章）：某某学校开班时间：2023年4月10日",
        ),
    ],
)
def test_a_line_takes_its_values(made, line, values, wanted):
    result = filled(made(f"某某情况登记表\n{line}"), values)
    assert lines_of(result.parts)[1] == wanted


@MADE
@pytest.mark.parametrize(
    "line",
    ["填表说明：请在□内打“√”，在____上填写内容。", "注：本表一式三份，社区（村）、街道（乡镇）各一份。"],
)
def test_a_note_has_no_place(made, line):
    form = form_of(made(f"{line}\n姓名：____"), "表")
    assert [place.label for place in find_places(form, words())] == ["姓名"]


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_the_name_of_an_account_is_no_unit(ending):
    drawing = "姓名| \n收款账户|户名：⏎开户行：⏎账号："
    form = word_parts(word_table(drawing)) if ending == "docx" else book_parts(drawing)
    said = texts(filled(form, {"户名": "龚新", "开户行": "某某农商行", "账号": "62260"}).parts)
    assert plain(said[1][1]) == "户名：龚新开户行：某某农商行账号：62260"
