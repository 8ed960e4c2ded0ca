"""Values written into drawn forms: the same into a Word table and a worksheet; what is read back is what was given."""

from __future__ import annotations

import io

import openpyxl
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.paper.forms.filled.filler import Filler
from hqe_docs.paper.forms.inspection import form_of
from hqe_docs.paper.package import Parts, unzipped, zipped
from tests.examples import a_few, examples
from tests.forms.drawn import SPACE, book_parts, p, run, tbl, tc, tr, word_parts, word_table, words

BOTH = pytest.mark.parametrize(
    "drawn", [lambda d: word_parts(word_table(d)), book_parts], ids=["docx", "xlsx"]
)
RELATIONS = (
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
)
MAIN = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="word/document.xml"/></Relationships>'
)
LINE = '<w:u w:val="single"/>'


def filler(parts, **how):
    form = form_of(parts, "表")
    assert not isinstance(form, str), form
    return Filler(form, parts, words(), **how)


def filled(parts, values, **how):
    return filler(parts, **how).fill(values)


def texts(parts):
    """Return the texts of the first table or sheet by independent readers, rows of cells, merged ones once."""
    stream = opened(parts)
    if "xl/workbook.xml" in parts:
        sheet = openpyxl.load_workbook(stream).worksheets[0]
        rows = [["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)]
        return [row for row in rows if any(row)]
    table = Document(stream).tables[0]
    return [[cell.text for cell in _once(row.cells)] for row in table.rows]


def grids(parts):
    """Return the texts of all tables or sheets, in each row a cell for each column, merged ones in their first."""
    stream = opened(parts)
    if "xl/workbook.xml" in parts:
        sheets = openpyxl.load_workbook(stream).worksheets
        return [
            [["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)]
            for sheet in sheets
        ]
    made = []
    for table in Document(stream).tables:
        seen = set()
        made.append([[_first(cell, seen) for cell in row.cells] for row in table.rows])
    return made


def _first(cell, seen):
    text = "" if cell._tc in seen else cell.text
    seen.add(cell._tc)
    return text


def opened(parts):
    """Return the package as a file that python-docx opens too, which asks for the relations of the whole."""
    whole = Parts(parts)
    if "word/document.xml" in whole:
        whole["[Content_Types].xml"] = whole["[Content_Types].xml"].replace(
            b"<Override", RELATIONS + b"<Override", 1
        )
        whole["_rels/.rels"] = MAIN
    return io.BytesIO(zipped(whole))


def document(parts):
    return Document(opened(parts))


def _once(cells):
    seen = []
    for cell in cells:
        if not any(cell._tc is other._tc for other in seen):
            seen.append(cell)
    return seen


def codes(result):
    return [problem.code for problem in result.problems]


def said(parts, values):
    return [cell for row in texts(filled(parts, values).parts) for cell in row if cell]


# ---------------------------------------------------------------- kinds of places
@BOTH
@pytest.mark.parametrize(
    ("drawing", "values", "cell"),
    a_few(
        [
            ("姓  名：| |性别| ", {"姓名": "张三丰"}, "张三丰"),
            ("身份证号码（必填）|  ", {"公民身份号码": "360999199001011234"}, "360999199001011234"),
            ("出生日期|    年  月  日", {"出生日期": "1990-01-05"}, "1990年1月5日"),
            ("出生年月|    年  月", {"出生年月": "1990-01"}, "1990年1月"),
            ("申请日期|20__年__月__日", {"申请日期": "2023-11-30"}, "2023年11月30日"),
            ("性别|□男 □女", {"性别": "女"}, "□男 ☑女"),
            ("性别|☐男 ☐女", {"性别": "男"}, "☑男 ☐女"),
            ("是否贫困|（  ）是 （  ）否", {"是否贫困": "是"}, "（√）是 （  ）否"),
            ("是否贫困|□是 □否", {"是否贫困": False}, "□是 ☑否"),
            ("类别|○新增 ○续保", {"类别": "续保"}, "○新增 ●续保"),
            ("意向|□本县 □市内 □省外", {"意向": ["本县", "省外"]}, "☑本县 □市内 ☑省外"),
            ("意向|□本县 □市内 □省外", {"意向": "本县、省外"}, "☑本县 □市内 ☑省外"),
            ("原因|□病休 □其他____", {"原因": "照看孙辈"}, "□病休 ☑其他照看孙辈"),
            ("原因|□病休 □其他____", {"原因": "其他：照看孙辈"}, "□病休 ☑其他照看孙辈"),
            ("月收入|          元", {"月收入": "3500元"}, "3500元"),
            ("住址|____省____市____县", {"住址": ["江西", "宜春", "袁州"]}, "江西省宜春市袁州县"),
            ("编号：＿＿＿＿|", {"编号": "7"}, "编号：7"),
            ("申请金额|小写：￥        元", {"小写": 500}, "小写：￥500元"),
            (
                "金额|人民币（大写）：        ￥：    元",
                {"￥": 500, "人民币（大写）": "伍佰元整"},
                "人民币（大写）：伍佰元整￥：500元",
            ),
            ("时间|  月  日至  月  日", {"时间": "6月1日至6月10日"}, "6月1日至6月10日"),
            ("时间|  月  日至  月  日", {"时间": ["2023-06-01", "2023-06-10"]}, "6月1日至6月10日"),
            ("时间|  月  日至  月  日", {"时间": [6, 1, 6, 10]}, "6月1日至6月10日"),
            ("协议期限自____年__月__日止|", {"协议期限": "2023-07-01"}, "协议期限自2023年7月1日止"),
            ("起止|____年__月至____年__月", {"起止": ["2023-08", "2025-07"]}, "2023年8月至2025年7月"),
            ("起止|____年__月至____年__月", {"起止": "2023年8月至2025年7月"}, "2023年8月至2025年7月"),
            ("起止|____年__月至____年__月", {"起止": [2023, 8, 2025, 7]}, "2023年8月至2025年7月"),
            ("住址|____省____市____县", {"住址": "江西省宜春市袁州县"}, "江西省宜春市袁州县"),
        ],
        rows=True,
    ),
)
def test_a_value_stands_in_its_place_as_the_form_writes_it(drawn, drawing, values, cell):
    assert "".join(cell.split()) in ["".join(text.split()) for text in said(drawn(drawing), values)]


@BOTH
def test_a_row_of_a_printed_table_is_named_by_its_words(drawn):
    parts = drawn("明细|险种|人数|金额\n^|养老保险||\n^|医疗保险||\n^|合计||")
    values = {"养老保险": {"人数": 12, "金额": 24000}, "医疗保险/人数": 5}
    result = filled(parts, values)
    assert [row[1:] for row in texts(result.parts)[1:3]] == [
        ["养老保险", "12", "24000"],
        ["医疗保险", "5", ""],
    ]
    assert result.unused == ()


@BOTH
def test_an_identity_number_goes_one_digit_a_box(drawn):
    number = "36099919900101123X"
    result = filled(drawn("公民身份号码" + "| " * 18), {"身份证号": number})
    assert texts(result.parts)[0][1:] == list(number)


@BOTH
def test_a_number_longer_than_its_boxes_is_told_and_not_written(drawn):
    parts = drawn("公民身份号码" + "| " * 18)
    result = filled(parts, {"身份证号": "3609991990010112345"})
    assert codes(result) == ["F205"]
    assert dict(result.parts) == dict(parts)


@BOTH
def test_an_unknown_option_and_an_impossible_day_are_told_with_their_place(drawn):
    result = filled(
        drawn("性别|□男 □女\n出生日期|    年  月  日"), {"性别": "未知", "出生日期": "2023-02-30"}
    )
    assert codes(result) == ["F203", "F204"]
    assert all(problem.where.table == 0 or problem.where.sheet for problem in result.problems)


@BOTH
def test_control_characters_are_left_out_and_told_and_lines_stay_lines(drawn):
    result = filled(drawn("姓名| |地址| "), {"姓名": "张\x0b三\ufffe", "地址": "洪江镇\n梅州村 & <1组>"})
    assert codes(result) == ["F214"] + ["F209"] * (len(result.problems) - 1)
    assert texts(result.parts)[0][1::2] == ["张三", "洪江镇\n梅州村 & <1组>"]


@BOTH
def test_labels_without_value_stay_and_labels_without_place_are_listed(drawn):
    result = filled(drawn("姓名| |电话| "), {"姓名": "李四", "身高": "170"})
    assert (result.unused, result.blank) == (("身高",), ("电话",))


@BOTH
def test_a_parent_tells_apart_what_has_the_same_label(drawn):
    drawing = "姓名| \n配偶|姓名| \n^|单位| "
    rows = texts(filled(drawn(drawing), {"姓名": "张三", "配偶": {"姓名": "李四", "单位": "某某厂"}}).parts)
    assert "张三" in rows[0]
    assert "李四" in rows[1]
    assert "某某厂" in rows[2]


@BOTH
def test_two_places_of_one_label_are_told_and_not_guessed(drawn):
    result = filled(drawn("姓名| |年龄| \n回执|姓名|年龄\n姓名| |年龄| "), {"姓名": "张三"})
    assert codes(result) == ["F202"]
    assert result.blank == ("年龄",)  # 姓名 has a value, so that it isn't told as blank


def test_words_behind_a_blank_stay_where_they_are():
    parts = word_parts(
        p("经办人：          电话：          ") + p(run("单位："), "<w:r><w:tab/></w:r>", run("日期："))
    )
    first, second = document(filled(parts, {"经办人": "张三", "单位": "某某厂"}).parts).paragraphs
    assert first.text == "经办人：张三      电话：          "
    assert second.text == "单位：某某厂\t日期："


@BOTH
def test_a_list_fills_places_of_one_label_in_their_order(drawn):
    rows = texts(
        filled(drawn("姓名| |年龄| \n回执|姓名|年龄\n姓名| |年龄| "), {"姓名": ["张三", "李四"]}).parts
    )
    assert [rows[0][1], rows[2][1]] == ["张三", "李四"]


# ---------------------------------------------------------------- lists
FAMILY = "家庭成员|姓名|关系|年龄\n^| | | \n^| | | \n备注| >3"
PEOPLE = [{"姓名": f"王{c}", "关系": "子女", "年龄": 20 + i} for i, c in enumerate("一二三四")]


@BOTH
def test_records_stand_row_by_row_under_their_titles(drawn):
    rows = texts(filled(drawn(FAMILY), {"家庭成员": PEOPLE[:2]}).parts)
    assert [row[-3:] for row in rows[1:3]] == [["王一", "子女", "20"], ["王二", "子女", "21"]]


@BOTH
def test_more_records_than_rows_add_rows_that_look_the_same(drawn):
    parts = drawn(FAMILY)
    result = filled(parts, {"家庭成员": PEOPLE})
    rows = texts(result.parts)
    assert codes(result) == []
    assert [row[-3] for row in rows[1:5]] == ["王一", "王二", "王三", "王四"]
    assert rows[5][0] == "备注"


@BOTH
def test_without_growing_what_is_left_over_stands_in_a_continuation(drawn):
    parts = drawn(FAMILY)
    result = filled(parts, {"家庭成员": PEOPLE}, grows=False)
    first, second = grids(result.parts)
    assert codes(result) == []
    assert [[cell or "" for cell in row] for row in first] == [
        ["家庭成员", "姓名", "关系", "年龄"],
        ["", "王一", "子女", "20"],
        ["", "王二", "子女", "21"],
        ["备注", " ", "", ""],
    ]
    assert [row[-3:] for row in second][-3:] == [
        ["姓名", "关系", "年龄"],
        ["王三", "子女", "22"],
        ["王四", "子女", "23"],
    ]


def test_the_header_of_two_levels_stands_over_a_continuation_and_its_numbers_count_on():
    drawing = "花名册>5\n序号|基本情况>2|就业情况>2\n^|姓名|年龄|单位|月薪\n1||||\n2||||\n合计||||"
    people = [{"姓名": f"王{c}", "月薪": 4000} for c in "一二三四五"]
    for parts in (word_parts(word_table(drawing)), book_parts(drawing)):
        result = filled(parts, {"名单": people}, grows=False)
        second = grids(result.parts)[1]
        assert codes(result) == []
        assert [row for row in second if "续表" not in row] == [
            ["序号", "基本情况", "", "就业情况", ""],
            ["", "姓名", "年龄", "单位", "月薪"],
            ["3", "王三", "", "", "4000"],
            ["4", "王四", "", "", "4000"],
            ["5", "王五", "", "", "4000"],
        ]


def test_a_list_in_a_cell_has_no_continuation_and_what_is_left_over_is_told():
    inner = word_table("证书|日期|等级\n||\n||")
    parts = word_parts(tbl(tr(tc("姓名"), tc("")), tr(tc("技能"), tc(f"{inner}<w:p/>"))))
    values = {"技能": [{"证书": f"证{c}", "等级": "中级"} for c in "一二三"]}
    result = filled(parts, values, grows=False)
    assert codes(result) == ["F208"]
    assert codes(filled(parts, values)) == []


def test_the_word_above_a_continuation_is_no_label():
    result = filled(book_parts(FAMILY), {"家庭成员": PEOPLE}, grows=False)
    assert result.blank == ("备注",)


def test_a_continuation_begins_a_page_and_a_sheet_of_its_name():
    word, book = word_parts(word_table(FAMILY)), book_parts(FAMILY)
    page, sheet = (filled(one, {"家庭成员": PEOPLE}, grows=False).parts for one in (word, book))
    text = document(page).paragraphs[-2]
    assert (text.text, text.paragraph_format.page_break_before) == ("续表", True)
    opened_book = openpyxl.load_workbook(io.BytesIO(zipped(sheet)))
    assert opened_book.sheetnames == ["Sheet", "Sheet续表"]
    merged = [str(area) for area in opened_book["Sheet续表"].merged_cells.ranges]
    assert merged == ["A2:A4"]
    assert opened_book["Sheet续表"]["B4"].border.left.style == "thin"


@BOTH
def test_printed_numbers_of_added_rows_count_on(drawn):
    drawing = "序号|姓名|电话\n1| | \n2| | \n填表人| | "
    rows = texts(
        filled(drawn(drawing), {"人员": [{"姓名": f"李{c}", "电话": "1"} for c in "甲乙丙丁"]}).parts
    )
    assert [row[:2] for row in rows[1:5]] == [["1", "李甲"], ["2", "李乙"], ["3", "李丙"], ["4", "李丁"]]


def test_rows_below_an_added_row_of_a_sheet_keep_merges_and_sums():
    parts = book_parts("姓名|金额\n | \n | \n合计| \n说明>2")
    book = openpyxl.load_workbook(io.BytesIO(zipped(parts)))
    book.active["B4"] = "=SUM(B2:B3)"
    stream = io.BytesIO()
    book.save(stream)
    people = [{"姓名": f"赵{c}", "金额": 10} for c in "甲乙丙丁戊"]
    result = filled(unzipped(stream), {"名单": people})
    sheet = openpyxl.load_workbook(io.BytesIO(zipped(result.parts))).active
    assert sheet["B7"].value == "=SUM(B2:B6)"
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A8:B8"]
    assert [sheet[f"B{row}"].value for row in range(2, 7)] == [10] * 5


def test_a_sum_says_what_was_filled_in():
    book = openpyxl.load_workbook(io.BytesIO(zipped(book_parts("项目|金额\n租金| \n水电| \n合计| "))))
    book.active["B4"] = "=SUM(B2:B3)"
    stream = io.BytesIO()
    book.save(stream)
    result = filled(unzipped(stream), {"租金": 30, "水电": 12})
    sheet = openpyxl.load_workbook(io.BytesIO(zipped(result.parts)), data_only=True).active
    assert [sheet[f"B{row}"].value for row in (2, 3, 4)] == [30, 12, 42]


SCORES = "序号|内容|满分|得分\n1|领导小组|3| \n2|工作方案|3| \n3|工作机制|4| "


@BOTH
def test_rows_of_a_matrix_are_known_by_their_number(drawn):
    rows = texts(filled(drawn(SCORES), {"评分": [{"序号": 3, "得分": 4}, {"序号": 1, "得分": 2}]}).parts)
    assert [row[-1].strip() for row in rows[1:]] == ["2", "", "4"]


# ---------------------------------------------------------------- looks
def test_what_fills_an_underlined_blank_keeps_the_line_as_long():
    parts = word_parts(p("单位：", run("          ", LINE), "电话：________"))
    paragraph = document(filled(parts, {"单位": "某某厂", "电话": "123"}).parts).paragraphs[0]
    lined = [(one.text, one.underline) for one in paragraph.runs if one.underline]
    assert lined == [("某某厂    ", True), ("123     ", True)]


def test_a_blank_without_look_takes_the_fonts_of_its_label_but_not_its_weight():
    look = '<w:rFonts w:eastAsia="仿宋_GB2312"/><w:b/><w:sz w:val="24"/>'
    parts = word_parts(tbl(tr(tc(p(run("姓名", look))), tc("<w:p/>"))))
    done = document(filled(parts, {"姓名": "张三"}).parts).tables[0].rows[0].cells[1].paragraphs[0].runs[0]
    assert (done.font.size.pt, done.bold) == (12, None)


def test_a_text_too_long_for_its_row_is_told_and_made_smaller_only_when_asked():
    fixed = '<w:trHeight w:val="400" w:hRule="exact"/>'
    row = tr(tc("地址"), tc("<w:p/>", '<w:tcW w:w="1500" w:type="dxa"/>'), properties=fixed)
    value = {"地址": "江西省宜春市某某区某某镇"}
    told, shrunk = filled(word_parts(tbl(row)), value), filled(word_parts(tbl(row)), value, shrinks=True)
    assert codes(told) == ["F209"]
    size = document(shrunk.parts).tables[0].rows[0].cells[1].paragraphs[0].runs[0].font.size
    assert size is not None
    assert size.pt < 10.5


def test_a_text_too_long_for_its_cell_of_a_sheet_is_told_and_made_smaller_only_when_asked():
    value = {"地址": "江西省宜春市"}
    told, shrunk = filled(book_parts("地址| "), value), filled(book_parts("地址| "), value, shrinks=True)
    assert codes(told) == ["F209"]
    assert codes(shrunk) == []
    cell = openpyxl.load_workbook(io.BytesIO(zipped(shrunk.parts)), rich_text=True).active["B1"].value
    assert str(cell) == "江西省宜春市"
    assert cell[0].font.sz < 11


def test_numbers_of_a_sheet_are_numbers_unless_they_name_somebody():
    parts = book_parts("月收入| |身份证号| |备注| ")
    values = {"月收入": 3500, "身份证号": 360999199001010013, "备注": "=1+1"}
    sheet = openpyxl.load_workbook(io.BytesIO(zipped(filled(parts, values).parts))).active
    assert [sheet[place].value for place in ("B1", "D1", "F1")] == [3500, "360999199001010013", "=1+1"]
    assert sheet["F1"].data_type == "s"


def test_a_strict_document_stays_one():
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    parts = word_parts(word_table("姓名| "))
    parts["word/document.xml"] = parts["word/document.xml"].replace(SPACE.encode(), strict)
    done = filled(parts, {"姓名": "张三"}).parts["word/document.xml"]
    assert strict in done
    assert SPACE.encode() not in done


def test_content_controls_take_text_choice_and_date():
    def control(title, kind):
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{title}"/><w:showingPlcHdr/>{kind}</w:sdtPr><w:sdtContent>'
            "<w:r><w:t>单击此处</w:t></w:r></w:sdtContent></w:sdt>"
        )

    choice = '<w:dropDownList><w:listItem w:displayText="高中" w:value="1"/></w:dropDownList>'
    date = '<w:date><w:dateFormat w:val="yyyy-MM-dd"/></w:date>'
    body = "".join(
        f"<w:p>{run(t + '：')}{control(t, k)}</w:p>"
        for t, k in [("姓名", "<w:text/>"), ("学历", choice), ("日期", date)]
    )
    result = filled(word_parts(body), {"姓名": "张三", "学历": "高中", "日期": "2023-06-05"})
    xml = result.parts["word/document.xml"].decode()
    assert codes(result) == []
    assert all(text in xml for text in (">张三<", ">高中<", ">2023-06-05<"))
    assert "单击此处" not in xml


def test_an_old_form_field_and_an_old_check_box_are_set():
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="姓名"/><w:textInput/></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText> FORMTEXT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>     </w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    result = filled(word_parts(tbl(tr(tc("姓名"), tc(f"<w:p>{field}</w:p>")))), {"姓名": "张三"})
    assert b">\xe5\xbc\xa0\xe4\xb8\x89<" in result.parts["word/document.xml"]


# ---------------------------------------------------------------- what stays
@BOTH
def test_an_empty_record_changes_no_byte(drawn):
    parts = drawn(FAMILY + "\n性别|□男 □女|日期|  年  月  日")
    for values in ({}, {"性别": ""}, {"家庭成员": []}, {"家庭成员": [{"姓名": None}]}):
        assert zipped(filled(parts, values).parts) == zipped(parts)


@BOTH
def test_parts_without_a_place_stay_byte_for_byte(drawn):
    parts = drawn(FAMILY)
    parts["custom/x.bin"] = b"\x00\x01"
    done = filled(parts, {"家庭成员": PEOPLE[:1]}).parts
    changed = [name for name in parts if done[name] != parts[name]]
    assert changed in (["word/document.xml"], ["xl/worksheets/sheet1.xml"])


FORM = "姓名| |性别|□男 □女\n出生日期|    年  月  日|月收入|        元\n住址|____省____市>3\n家庭成员|姓名|关系|电话\n^| | | \n^| | | "
WORDS = st.text("甲乙丙丁戊己庚辛 & <>'\"{}汉字", min_size=1, max_size=8).map(str.strip).filter(bool)
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "姓名": WORDS,
        "性别": st.sampled_from(["男", "女"]),
        "出生日期": st.dates().filter(lambda day: day.year > 1900).map(str),
        "月收入": st.integers(1, 99999).map(str),
        "家庭成员": st.lists(st.fixed_dictionaries({"姓名": WORDS, "关系": WORDS}), min_size=1, max_size=4),
    },
)


@BOTH
@examples(40)
@given(values=RECORDS)
def test_every_value_stands_in_the_filled_form(drawn, values):
    result = filled(drawn(FORM), values)
    whole = [cell for row in texts(result.parts) for cell in row]
    assert set(codes(result)) <= {"F209"}
    if "姓名" in values:
        assert values["姓名"] in whole
    if "性别" in values:
        assert any(f"☑{values['性别']}" in cell for cell in whole)
    if "月收入" in values:
        assert any(cell.replace(" ", "") == f"{values['月收入']}元" for cell in whole)
    for record in values.get("家庭成员", ()):
        assert any(row[-3:-1] == [record["姓名"], record["关系"]] for row in texts(result.parts))


@BOTH
@examples(40)
@given(values=RECORDS)
def test_filling_twice_is_filling_once(drawn, values):
    once = filled(drawn(FORM), values).parts
    again = filled(once, values).parts
    assert texts(again) == texts(once)
