"""What Word does to forms: lines, controls, fields, tracked changes, nesting, text boxes, tables over two pages."""

from __future__ import annotations

import docx
import pytest

from hqe_docs.paper.forms.grids.wordform import read_word
from tests.forms.drawn import found, p, places_in, run, tbl, tc, told, tr, word_parts, word_table

LINE = '<w:u w:val="single"/>'
LINES = {
    "a line after a colon": ("登记机构：________        登记编号：______", ["登记机构", "登记编号"]),
    "a date of the form": ("申请日期：    年  月  日", ["申请日期"]),
    "a date without a colon": ("填报时间            年      月     日", ["填报时间"]),
    "spaces after a colon": ("单位名称：                联系电话：      ", ["单位名称", "联系电话"]),
    "a colon at the end": ("填表人：", ["填表人"]),
    "a label with nothing but room behind it": ("工会名称                     ", ["工会名称"]),
    "several labels with room behind each": ("学院    班级    学号    ", ["学院", "班级", "学号"]),
    "a unit after a colon": ("备案人数共计：人  填表日期：年月日", ["备案人数共计", "填表日期"]),
    "a name to be stamped": ("单位名称：      （盖章）", ["单位名称"]),
    "boxes with a question": ("户口性质：□城镇 □农村", ["户口性质"]),
    "a signature and the date beside it": ("填表人签名：              填表时间：    年  月  日", []),
    "a seal with its date": ("（公章）      年  月  日", []),
    "a date for no one": ("年    月    日", []),
    "levels of an address after a label": ("户籍地址：____省____市____县", ["户籍地址"]),
    "a level of an address alone": ("________镇高质量就业评分表", ["镇"]),
    "a stamped name with the day of filling in": (
        "填报单位（盖章）：            填报日期：    年  月  日",
        ["填报单位（盖章）", "填报日期"],
    ),
    "numbers in a sentence": ("本村共有____户____人，已就业____人。", ["本村共有", "已就业"]),
    "a date with a printed year and no label": ("2023年  月  日", []),
    "boxes between labels": ("姓名：      性别：□男 □女    电话：      ", ["姓名", "性别", "电话"]),
    "from one day to another": ("合同期限：自____年__月__日起至____年__月__日止", ["合同期限"]),
    "a unit of measure": ("单位：万元", []),
    "a note": ("注：请如实填写，一式两份。", []),
    "a heading": ("二、填写要求：", []),
    "a lead": ("需要提交的材料如下：", []),
    "a title": ("失 业 登 记 表    ", []),
    "a box that is talked about": ("方框“□”为选择项目，以“√”表示。", []),
    "prose": ("为做好就业工作，现将有关事项通知如下。", []),
}


@pytest.mark.parametrize("fact", LINES)
def test_a_line(fact):
    text, labels = LINES[fact]
    assert [place.label for place in places_in(word_parts(p(text)))] == labels


def test_lines_are_numbered_outside_of_tables():
    body = p("登记表") + word_table("姓名|") + p("填表日期：  年  月  日")
    assert found(word_parts(body)) == ["段1 date 填表日期", "0,1 cell 姓名"]


def test_underlined_spaces_are_a_blank():
    body = p(run("编号："), run("     ", LINE), run("  "))
    (place,) = places_in(word_parts(body))
    (slot,) = place.slots
    assert (place.label, place.text.text[slot.start : slot.end]) == ("编号", "     ")


def test_an_underlined_word_is_no_blank():
    assert found(word_parts(p(run("关于"), run("就业", LINE), run("的说明")))) == []


def test_slots_count_in_the_text_of_the_cell():
    (place,) = places_in(word_parts(word_table("户籍|____省____市")))
    assert [(place.text.text[s.start : s.end], s.name) for s in place.slots] == [
        ("____", "省"),
        ("____", "市"),
    ]


def test_slots_of_a_date_are_year_month_and_day():
    (place,) = places_in(word_parts(word_table("出生|20__年 _月__日")))
    assert [(place.text.text[s.start : s.end], s.name) for s in place.slots] == [
        ("20__", "年"),
        (" _", "月"),
        ("__", "日"),
    ]


def test_slots_of_boxes_are_the_boxes():
    (place,) = places_in(word_parts(word_table("性别|□男 □女")))
    assert [(place.text.text[s.start : s.end], s.name) for s in place.slots] == [("□", "男"), ("□", "女")]


# ---------------------------------------------------------------- controls and fields
def sdt(content, *, properties="", prompt=False):
    shown = "<w:showingPlcHdr/>" if prompt else ""
    return f"<w:sdt><w:sdtPr>{properties}{shown}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def alias(name):
    return f'<w:alias w:val="{name}"/>'


def test_a_control_in_a_cell_takes_the_label_beside():
    body = tbl(tr(tc("姓名"), tc(f"<w:p>{sdt(run('单击此处输入'), prompt=True)}</w:p>")))
    assert found(word_parts(body)) == ["0,1 control 姓名"]


def test_a_list_of_choices_gives_its_options():
    items = '<w:dropDownList><w:listItem w:displayText="男" w:value="1"/><w:listItem w:value="女"/></w:dropDownList>'
    body = tbl(tr(tc("性别"), tc(f"<w:p>{sdt(run('选择'), properties=items, prompt=True)}</w:p>")))
    assert found(word_parts(body)) == ["0,1 control 性别 [男/女]"]


def test_a_control_in_a_line_takes_the_words_before_it():
    body = f"<w:p>{run('单位名称：')}{sdt(run('输入'), properties=alias('单位'), prompt=True)}</w:p>"
    assert found(word_parts(body)) == ["段0 control 单位名称"]


def test_controls_in_one_line_have_their_own_names():
    first = sdt(run("某某"), properties=alias("姓名"))
    second = sdt(run("某日"), properties=alias("日期"))
    assert found(word_parts(f"<w:p>{first}{second}</w:p>")) == ["段0 control 姓名", "段0 control 日期"]


def test_a_control_around_a_cell():
    body = tbl(tr(tc("姓名"), sdt(tc("输入"), properties=alias("名"), prompt=True), tc("性别"), tc("")))
    assert found(word_parts(body)) == ["0,1 control 姓名", "0,3 cell 性别"]


def test_a_control_around_a_row():
    body = tbl(sdt(tr(tc("姓名"), tc(""))), tr(tc("性别"), tc("")))
    assert found(word_parts(body)) == ["0,1 cell 姓名", "1,1 cell 性别"]


def test_check_box_controls_are_boxes():
    box = '<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>'
    boxes = sdt(run("☐"), properties=box) + run("男 ") + sdt(run("☐"), properties=box) + run("女")
    assert found(word_parts(tbl(tr(tc("性别"), tc(f"<w:p>{boxes}</w:p>"))))) == ["0,1 tick 性别 [男/女]"]


def field(data, result=""):
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
    return f'{begin}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result and run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def test_an_old_text_field_is_a_control():
    data = '<w:name w:val="文字1"/><w:textInput/>'
    shown = field(data, "\u2002" * 5)
    body = tbl(tr(tc("姓名"), tc(f"<w:p>{shown}</w:p>")))
    assert found(word_parts(body)) == ["0,1 control 姓名"]


def test_old_check_boxes_are_boxes():
    box = field('<w:checkBox><w:default w:val="0"/></w:checkBox>')
    body = tbl(tr(tc("性别"), tc(f"<w:p>{box}{run('男')}{box}{run('女')}</w:p>")))
    assert found(word_parts(body)) == ["0,1 tick 性别 [男/女]"]


def test_boxes_of_symbol_fonts_are_boxes():
    box = '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'
    body = tbl(tr(tc("性别"), tc(f"<w:p>{box}{run('男')}{box}{run('女')}</w:p>")))
    assert found(word_parts(body)) == ["0,1 tick 性别 [男/女]"]


# ---------------------------------------------------------------- tracked changes
def test_deleted_text_is_not_there_and_inserted_is():
    changed = (
        f"<w:p><w:del>{run('曾用名').replace('w:t', 'w:delText')}</w:del><w:ins>{run('姓名')}</w:ins></w:p>"
    )
    body = tbl(tr(tc(changed), tc(f"<w:p><w:del>{run('旧').replace('w:t', 'w:delText')}</w:del></w:p>")))
    assert found(word_parts(body)) == ["0,1 cell 姓名"]


def test_a_deleted_row_is_not_there_but_counts():
    body = tbl(tr(tc("旧"), tc(""), properties="<w:del/>"), tr(tc("姓名"), tc("")))
    assert found(word_parts(body)) == ["1,1 cell 姓名"]


def test_an_inserted_row_is_there():
    body = tbl(tr(tc("姓名"), tc(""), properties="<w:ins/>"))
    assert found(word_parts(body)) == ["0,1 cell 姓名"]


# ---------------------------------------------------------------- tables
def test_cells_merged_the_old_way_sideways():
    on = '<w:hMerge w:val="restart"/>'
    body = tbl(tr(tc("姓名"), tc("", on), tc("", "<w:hMerge/>"), tc("性别"), tc("")))
    assert found(word_parts(body)) == ["0,1 cell 姓名", "0,4 cell 性别"]


def test_grid_columns_left_out_before_a_row_count():
    body = tbl(tr(tc("姓名"), tc(""), properties='<w:gridBefore w:val="2"/>'))
    assert found(word_parts(body)) == ["0,3 cell 姓名"]


def test_a_sliver_at_the_end_of_a_row_is_no_place():
    thin = '<w:tcW w:w="90" w:type="dxa"/>'
    assert found(word_parts(tbl(tr(tc("姓名"), tc(""), tc("特长"), tc("", thin))))) == ["0,1 cell 姓名"]


def test_a_nested_table_has_its_own_number():
    inner = f"{p('家庭成员')}{word_table('姓名|')}{p('')}"
    places = places_in(word_parts(tbl(tr(tc("情况"), tc(inner))) + word_table("电话|")))
    assert [(place.address.table, told(place)) for place in places] == [
        (1, "0,1 cell 情况/姓名"),
        (2, "0,1 cell 电话"),
    ]


def test_a_cell_that_holds_a_table_is_no_place_itself():
    body = tbl(tr(tc("家庭成员"), tc(word_table("姓名|") + p(""))))
    assert [place.address.table for place in places_in(word_parts(body))] == [1]


def test_a_text_box_stands_at_the_paragraph_that_holds_it():
    box = f"<w:r><w:pict><w:shape><w:txbxContent>{p('编号：______')}</w:txbxContent></w:shape></w:pict></w:r>"
    assert found(word_parts(p("登记表") + p(box))) == ["段1 inline 编号"]


def test_what_a_text_box_says_again_for_older_programs_is_said_once():
    content = f"<w:txbxContent>{p('编号：______')}{word_table('姓名|')}</w:txbxContent>"
    choice = f"<mc:AlternateContent><mc:Choice>{content}</mc:Choice><mc:Fallback>{content}</mc:Fallback></mc:AlternateContent>"
    assert found(word_parts(p(f"<w:r>{choice}</w:r>"))) == ["段0 inline 编号", "0,1 cell 姓名"]


def test_a_table_that_goes_on_with_its_header_numbers_its_rows_on():
    table = word_table("姓名|关系|电话\n||\n||")
    places = places_in(word_parts(table + p("续表") + table))
    assert [(x.address.table, x.index) for x in places if x.label == "姓名"] == [
        (0, 0),
        (0, 1),
        (1, 2),
        (1, 3),
    ]


def test_a_table_that_goes_on_without_a_header_keeps_its_titles():
    first, second = word_table("姓名|关系|电话\n||\n||"), word_table("||\n||")
    places = places_in(word_parts(first + p("续表") + second))
    assert [(x.address.table, x.index) for x in places if x.label == "关系"] == [
        (0, 0),
        (0, 1),
        (1, 2),
        (1, 3),
    ]


SCORES = "类别|序号|指标|标准|得分\n组织|1|领导|成立得2分。|\n^|2|机制|健全得3分。|"


def test_a_scoring_table_goes_on_without_a_header_inside_a_class():
    second = word_table("组织|3|方案|制定得5分。|\n服务|4|窗口|设立得3分。|")
    places = places_in(word_parts(word_table(SCORES) + p("续表") + second))
    assert [(x.address.table, x.address.row, x.path, x.index) for x in places] == [
        *((0, 1, "1/领导/得分", 0), (0, 2, "2/机制/得分", 1)),
        *((1, 0, "3/方案/得分", 2), (1, 1, "4/窗口/得分", 3)),
    ]


def test_a_scoring_table_goes_on_under_its_name_and_header():
    second = word_table("续表>5\n类别|序号|指标|标准|得分\n服务|3|窗口|设立得3分。|")
    places = places_in(word_parts(word_table(SCORES) + second))
    assert [(x.address.table, x.path, x.index) for x in places][2:] == [(1, "3/窗口/得分", 2)]


def test_controls_of_a_scoring_table_are_numbered():
    score = tc(f"<w:p>{sdt(run('输入'), prompt=True)}</w:p>")
    rows = [tr(*map(tc, ("序号", "指标", "得分"))), *(tr(tc(n), tc(t), score) for n, t in ("1甲", "2乙"))]
    assert found(word_parts(tbl(*rows))) == ["1,2 control 1/甲/得分#0", "2,2 control 2/乙/得分#1"]


def test_a_document_of_python_docx(tmp_path):
    document = docx.Document()
    table = document.add_table(rows=2, cols=4)
    for column, text in enumerate(("姓名", "", "性别", "□男 □女")):
        table.cell(0, column).text = text
    table.cell(1, 1).merge(table.cell(1, 3))
    table.cell(1, 0).text = "住址"
    document.save(tmp_path / "表.docx")
    from hqe_docs.paper.package import read_package

    assert found(read_package(tmp_path / "表.docx")) == [
        "0,1 cell 姓名",
        "0,3 tick 性别 [男/女]",
        "1,1 cell 住址",
    ]


def test_the_elements_of_places_are_in_the_tree():
    form = read_word(word_parts(p("编号：____") + word_table("姓名|")), "表")
    assert form.grids[0].cells[1].element.getroottree().getroot() is form.tree
    assert form.lines[0].element.getroottree().getroot() is form.tree
