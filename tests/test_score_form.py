"""The official score form matched to 宜春 2023: as cities send it, and with what may be wrong with it."""

from __future__ import annotations

import json

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from hqe_docs.data.scoreforms.formhead import header_at
from hqe_docs.data.scoreforms.formrows import match_form, read_number
from hqe_docs.data.scores.editionfile import load_set
from hqe_docs.library import Library, shipped
from hqe_docs.office.scores.scoreform import check_form, read_form
from hqe_docs.problems import Problems
from tests.examples import a_few
from tests.program import hqe, make_village
from tests.score_forms import (
    TITLES,
    add_table,
    assert_both_are_told,
    element,
    excel_form,
    form_rows,
    loose,
    old_form,
    track,
    word_form,
    wrap,
)

EDITION = shipped() / "indicators/yichun-2023.yaml"
YICHUN = load_set("yichun-2023", Library.over_shipped())[0]
ALL = list(range(1, 23))


def told(path):
    """Return the code, the place inside the file and the message of each problem."""
    found = check_form(EDITION, path)
    return [(one.code, str(one.where).removeprefix(path.name), one.message) for one in found]


def codes(path):
    return [(code, place) for code, place, _ in told(path)]


def matched(*tables):
    return match_form(tables, YICHUN)


def numbers(found):
    return sorted(match.no for match in found.matches)


def marks(path):
    """Return number → the full marks that were read in the form, when all 22 rows match and nothing else is said."""
    found = matched(*(table.rows for table in read_form(path, Problems())))
    assert (numbers(found), codes(path)) == (ALL, [("I210", "")])
    return {match.no: match.row.full for match in found.matches}


FULL = {item.no: item.full for item in YICHUN.indicators}


# ---------------------------------------------------------------- forms as they come
def test_a_landscape_form_matches_whole(tmp_path):
    assert marks(word_form(tmp_path / "附件1.docx", loose(form_rows()))) == FULL


def test_a_portrait_form_with_the_marks_in_the_remarks_matches_whole(tmp_path):
    rows = loose(form_rows("{content}", "满分{marks}分"), seed=3)
    assert marks(word_form(tmp_path / "附件1.docx", rows, landscape=False, merged=False)) == FULL


def test_a_workbook_with_a_header_of_two_rows_and_a_column_of_marks_matches_whole(tmp_path):
    rows = [[*row[:5], int(FULL[i]), "", "", ""] for i, row in enumerate(loose(form_rows("{content}")), 1)]
    head = [
        ["宜春市高质量就业村（社区）考核表（2023年度）"],
        ["序号", "考核指标", "", "", "考核内容及评分标准", "分值", "考核得分", "", "备注"],
        ["", "类别", "名称", "具体内容", "", "", "自评", "复核", ""],
    ]
    path = excel_form(tmp_path / "附件1.xlsx", [*head, *rows], head=3)
    book = openpyxl.load_workbook(path)
    for area in ("A1:I1", "A2:A3", "B2:D2", "E2:E3", "F2:F3", "G2:H2", "I2:I3"):
        book.active.merge_cells(area)
    book.save(path)
    assert marks(path) == FULL


@pytest.mark.slow
def test_an_old_workbook_matches_whole(tmp_path):
    assert marks(old_form(tmp_path / "附件1.xls", form_rows())) == FULL


def test_a_form_that_goes_on_in_other_tables_matches_whole(tmp_path):
    first, second, third = (loose(form_rows())[part] for part in (slice(0, 7), slice(7, 14), slice(14, 22)))

    def go_on(document):
        document.add_paragraph("续表")
        add_table(document, [TITLES, *second], merged=True)
        document.add_page_break()
        add_table(document, third)  # without a header
        document.add_paragraph("填表人：")
        add_table(document, [["甲", "组长"], ["乙", "成员"]])

    assert marks(word_form(tmp_path / "附件1.docx", first, change=go_on)) == FULL


def test_a_form_with_tracked_changes_and_content_controls_matches_whole(tmp_path):
    def change(document):
        (table,) = document.tables
        track(table.cell(3, 0), "13")
        track(table.cell(9, 3), "技能培训（20分）")
        wrap(table.cell(12, 4).paragraphs[0]._p, "sdt", "sdtContent")
        prompt = wrap(table.cell(20, 5).paragraphs[0]._p, "sdt", "sdtContent").getparent().getparent()
        prompt.insert(0, element("sdtPr", element("showingPlcHdr")))
        table.rows[17]._tr.get_or_add_trPr().append(element("del"))
        wrap(table.cell(15, 3)._tc, "sdt", "sdtContent")
        wrap(table.rows[6]._tr, "sdt", "sdtContent")

    rows = loose(form_rows())
    rows[19][5] = "满分9分"  # only a prompt
    rows.insert(16, ["16", "", "任务指标", "技能培训（7分）", "愿意培训的都得到培训", ""])  # deleted
    assert marks(word_form(tmp_path / "附件1.docx", rows, change=change)) == FULL


def test_totals_titles_and_signatures_between_the_rows_are_no_rows():
    rows = form_rows()
    table = [
        ["2023 年考核评价指标"] * 6,
        TITLES,
        ["一", "工作环境", "", "", "", ""],
        *rows[:5],
        ["小计", "", "", "15", "", ""],
        ["", "工作人员（5分）", "", "", "", ""],
        *rows[5:7],
        ["", "", "小计", "（5分）", "", ""],
        ["续表"] * 6,
        TITLES,
        *rows[7:],
        ["合计", "", "", "（110分）", "", ""],
        ["填表人：", "", "甲", "", "审核人：", "乙"],
        ["注：村和社区一样。", "", "", "", "", ""],
    ]
    found = matched(table)
    assert (numbers(found), found.strangers, found.lacking) == (ALL, [], [])


def test_merged_cells_may_give_their_text_once_or_in_each_cell_covered():
    rows = form_rows()
    for covered in ("工作内容", ""):
        below = [rows[7], *([row[0], covered, covered and row[2], *row[3:]] for row in rows[8:18])]
        assert numbers(matched([TITLES, *rows[:7], *below, *rows[18:]])) == ALL


def test_a_standard_that_goes_on_in_further_rows_belongs_to_its_indicator():
    rows = form_rows()
    once = [["", "", "", "", "其中电话号码要准", ""], ["", "", "", "", "批次要够", ""]]
    each = [[*rows[8][:4], "再说一遍怎么算", ""]]
    found = matched([TITLES, *rows[:8], *once, rows[8], *each, *rows[9:]])
    assert (numbers(found), found.strangers, found.repeated) == (ALL, [], [])


def test_rows_that_end_early_are_read():
    rows = [row[:4] for row in form_rows()]
    found = matched([TITLES, *rows[:3], [], ["", "", "", "", "再说一句"], *rows[3:]])
    assert (numbers(found), found.strangers) == (ALL, [])


def test_rows_without_numbers_are_known_by_their_text():
    found = matched([TITLES, *(["", *row[1:]] for row in form_rows())])
    assert numbers(found) == ALL
    assert {match.how for match in found.matches} == {"文字"}


def test_name_and_standard_may_share_a_cell():
    rows = [[no, title, f"{content}\n{standard}"] for no, _, title, content, standard, _ in form_rows()]
    found = matched([["序号", "创建指标", "考核内容"], *rows])
    assert (numbers(found), found.differing) == (ALL, [])


def test_marks_are_read_where_most_rows_name_them_and_no_sum_is_taken_for_one():
    rows = form_rows("{content}", "{marks}")
    shared = [[*row[:2], f"{row[2]}（75分）" if row[0] == "8" else row[2], *row[3:5], ""] for row in rows]
    own = [[*row[:2], f"{row[2]}（{row[5]}分）", *row[3:5], ""] for row in rows]
    assert {match.row.full for match in matched([TITLES, *shared]).matches} == {None}
    assert {match.no: match.row.full for match in matched([TITLES, *own]).matches} == FULL


def test_a_column_for_the_self_score_is_found_beside_others():
    head = [["序号", "指标", "评分标准", "县级核分", "自评得分", "备注"]]
    assert header_at(head, 0).columns == {"序号": 0, "指标": 1, "标准": 2, "得分": 4, "备注": 5}


@pytest.mark.parametrize(
    ("text", "number"),
    a_few(
        [
            *(
                ("1", 1),
                ("１", 1),
                ("1.", 1),
                ("第1项", 1),
                (" 第 1\n2 项", 12),
                ("01", 1),
                ("（3）", 3),
                ("⑤", 5),
            ),
            *(("7、", 7), ("十二", 12), ("第二十二项", 22), ("八、", 8)),
            *(("", None), ("1.1", None), ("合计", None), ("1-3", None), ("第项", None)),
        ],
        rows=True,
    ),
)
def test_numbers_are_read_in_the_forms_people_write(text, number):
    assert read_number(text) == number


# ---------------------------------------------------------------- what does not match
def test_a_row_that_is_missing_is_said(tmp_path):
    rows = form_rows()
    del rows[12]
    path = word_form(tmp_path / "附件1.docx", rows)
    assert told(path) == [("I204", "", "第 13 项“技能培训”在表上没有对应的行")]


def test_two_numbers_that_changed_places_are_no_matches(tmp_path):
    rows = form_rows()
    rows[8][0], rows[16][0] = "17", "9"
    assert told(excel_form(tmp_path / "附件1.xlsx", [TITLES, *rows])) == [
        ("I205", "#附件1!A10", "序号是 17，文字却像第 9 项“就业率”"),
        ("I205", "#附件1!A18", "序号是 9，文字却像第 17 项“创业率”"),
    ]


@pytest.mark.parametrize(
    ("one", "other"), a_few([(1, 2), (1, 22), (5, 6), (8, 9), (16, 17), (19, 21)], rows=True)
)
def test_where_two_numbers_change_places_both_rows_are_told_and_no_other(one, other):
    assert_both_are_told(YICHUN, one, other)


def test_a_row_whose_content_is_another_indicators_is_no_match():
    rows = form_rows()
    rows[18][3] = rows[19][3]
    found = matched([TITLES, *rows[:19]])
    assert [(match.row.number, match.no) for match in found.contradictions] == [(19, 20)]
    found = matched([TITLES, ["", *rows[18][1:]], *rows[:18]])
    assert [row.title for row in found.strangers] == ["领导小组(1分)"]


def test_full_marks_that_differ_are_said_at_their_cell(tmp_path):
    rows = form_rows()
    rows[14][3] = "社会保障（8 分）"
    path = word_form(tmp_path / "附件1.docx", rows)
    assert told(path) == [("I206", "#表1 行16 列4", "第 15 项“社会保障”：表上满分 8 分，指标体系 5 分")]


def test_a_row_that_is_no_indicator_is_said_with_its_words(tmp_path):
    extra = [
        "23",
        "附加",
        "群众评议",
        "群众对就业服务的满意度（5分）",
        "电话抽查，满意的占九成以上给满分",
        "",
    ]
    ((code, place, message),) = told(old_form(tmp_path / "附件1.xls", [*form_rows(), extra]))
    assert (code, place) == ("I203", "#附件1!D24")
    assert message.startswith("“群众对就业服务的满意度(5分)”在《宜春市")


@pytest.mark.slow
def test_two_rows_for_one_indicator_match_neither(tmp_path):
    rows = form_rows()
    path = word_form(tmp_path / "附件1.docx", [*rows, rows[4]])
    assert told(path) == [
        ("I207", "#表1 行24 列1", "第 5 项“就业信息发布终端”在表上不止一行：前面的在 附件1.docx#表1 行6 列1")
    ]
    assert 5 not in numbers(matched([TITLES, *rows, rows[4]]))


def test_a_form_numbered_anew_after_a_row_was_dropped_says_which(tmp_path):
    rows = form_rows()
    del rows[4]
    found = matched([TITLES, *([str(i), *row[1:]] for i, row in enumerate(rows, 1))])
    assert ([item.no for item in found.lacking], numbers(found)) == ([5], [1, 2, 3, 4])
    assert len(found.contradictions) == 17


OTHER_CITY = """
1|组织保障|成立工作专班|市县两级专班，有会议记录|6
2|组织保障|经费投入|财政安排专项经费并及时拨付|6
3|平台建设|零工市场|建有零工市场，日均服务不少于三十人|10
4|平台建设|智慧就业系统|系统上线，岗位库每周更新|8
5|服务成效|登记失业率|控制在4.5%以内|12
6|服务成效|企业用工满意度|重点企业问卷满意度不低于85%|8
7|服务成效|社会保障|灵活就业人员参保人数比上年增长|10
8|宣传引导|典型选树|选树创业典型三名以上|5
"""


def test_the_form_of_another_city_is_said_to_be_one(tmp_path):
    rows = [
        [no, kind, name, f"{name}（{full}分）", standard, ""]
        for no, kind, name, standard, full in (line.split("|") for line in OTHER_CITY.split("\n")[1:-1])
    ]
    found = told(excel_form(tmp_path / "附件1.xlsx", [TITLES, *rows]))
    assert found[0][2].startswith("表上 8 行，只有 0 行和《宜春市")
    said = [code for code, *_ in found]
    assert (said.count("I203") + said.count("I205"), said.count("I208")) == (8, 1)
    assert said.count("I204") + said.count("I205") == 22


def test_a_document_without_such_a_table_is_said(tmp_path):
    path = word_form(tmp_path / "名单.docx", [["1", "甲", "组长"]], ["序号", "姓名", "职务"], merged=False)
    assert told(path) == [("I202", "", "名单.docx 里没有找到评价指标表")]


def test_a_list_of_people_is_no_form():
    people = [[str(i), f"某单位{i}", "甲", "在岗"] for i in range(1, 1000)]
    assert matched([["序号", "所在项目", "姓名", "说明"], *people]).rows == 0


def test_other_tables_of_the_document_are_left_alone(tmp_path):
    def change(document):
        tasks = [
            ["1", "绘制就业地图", "调查劳动力", "月底前完成", "甲"],
            ["2", "公示", "张贴名单", "年底前完成", "乙"],
        ]
        add_table(document, [["序号", "任务名称", "工作内容", "完成标准", "备注"], *tasks])

    assert codes(word_form(tmp_path / "附件1.docx", form_rows(), change=change)) == [("I210", "")]


# ---------------------------------------------------------------- the command
@pytest.mark.slow
def test_check_holds_an_edition_against_a_form(tmp_path):
    good = word_form(tmp_path / "附件1.docx", form_rows())
    bad = word_form(tmp_path / "坏.docx", form_rows()[:21])
    run = hqe("check", EDITION, "--against", good)
    assert (run.exit_code, "22 行和《宜春市" in run.stdout) == (0, True)
    run = hqe("check", EDITION, "--against", bad, "--json")
    (one,) = json.loads(run.stdout)["problems"]
    assert (run.exit_code, one["code"], one["where"]) == (1, "I204", {"file": "坏.docx"})


@pytest.mark.slow
def test_an_edition_of_ones_own_is_held_against_a_form(tmp_path):
    text = EDITION.read_text(encoding="utf-8").replace("\n满分: 110", "\n满分: 107")
    start, end = text.index("  - 序号: 5\n"), text.index("  - 序号: 6\n")
    own = tmp_path / "indicators/甲市.yaml"
    own.parent.mkdir()
    own.write_text(text[:start] + text[end:], encoding="utf-8")
    (one,) = check_form(own, word_form(tmp_path / "附件1.docx", form_rows()))
    assert (one.code, one.where.table, one.where.row, one.where.column) == ("I203", 0, 5, 3)


def test_colours_and_hidden_sheets_of_a_workbook_change_nothing(tmp_path):
    path = excel_form(tmp_path / "附件1.xlsx", [TITLES, *form_rows()])
    book = openpyxl.load_workbook(path)
    book.active["A3"].fill = PatternFill("solid", fgColor="FFFF00")
    book.copy_worksheet(book.active).sheet_state = "hidden"
    book.save(path)
    assert codes(path) == [("I210", "")]


def test_what_is_no_edition_is_wrong_usage(tmp_path):
    form = word_form(tmp_path / "附件1.docx", form_rows()[:2])
    run = hqe("check", make_village(tmp_path / "甲村"), "--against", form)
    assert (run.exit_code, "I209" in run.stdout) == (2, True)


def test_a_form_that_cannot_be_read_is_said(tmp_path):
    path = tmp_path / "附件1.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert told(path) == [("I201", "", "附件1.doc 打不开：不是完好的 Word、Excel 文件，或有密码")]


# ---------------------------------------------------------------- numbers and columns of other kinds
def numbered(form):
    """Return the rows with the numbers that `form` makes of the category's number and the row's place in it."""
    groups = list(dict.fromkeys(row[1] for row in form_rows()))
    counts = dict.fromkeys(groups, 0)
    rows = []
    for _, group, *texts in form_rows():
        counts[group] += 1
        rows.append([form(groups.index(group) + 1, counts[group]), group, *texts])
    return rows


@pytest.mark.parametrize(
    "form",
    [
        lambda group, place: str(group) if place == 1 else "",  # merged with the category
        lambda group, place: str(group),
        lambda group, place: str(place),  # begins anew in each
    ],
)
def test_numbers_of_the_categories_are_no_numbers_of_the_rows(form):
    found = matched([TITLES, *numbered(form)])
    assert (numbers(found), found.contradictions, found.strangers) == (ALL, [], [])


def test_a_row_of_signatures_is_no_row_of_the_form_without_numbers_too():
    signed = ["创建点负责人（签字）：", "", "考核组组长（签字）：", "", ""]
    found = matched([TITLES[1:], *(row[1:] for row in form_rows()), signed])
    assert (numbers(found), found.strangers) == (ALL, [])


@pytest.mark.parametrize(
    ("titles", "column"),
    a_few(
        [
            (["得分依据", "得分", "备注"], 6),
            (["扣分原因", "自评得分", "自评说明"], 6),
            (["考核得分", "自评得分", "备注"], 6),
            (["得分依据", "备注"], None),
            (["考核得分", "备注"], None),  # the points that others give
            (["考核得分"], 5),  # where there is nothing else
        ],
        rows=True,
    ),
)
def test_the_column_of_the_score_is_the_one_of_the_self_score(titles, column):
    assert header_at([[*TITLES[:-1], *titles]], 0).columns.get("得分") == column


def test_under_a_common_title_the_score_of_others_is_not_the_own():
    top, below = [*TITLES[:-1], "考核得分", "", "备注"], ["", "", "", "", "", "考核组评分", "创建点评分", ""]
    assert header_at([top, below], 0).columns["得分"] == 6
