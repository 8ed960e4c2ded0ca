"""hqe template check: the names a template uses, held against data, and everything that is wrong with it."""

import json
from copy import deepcopy
from pathlib import Path
from time import process_time

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docxtpl_lint.core import Issue
from docxtpl_lint.core import Location as Place
from docxtpl_lint.messages import RULES as LINT_RULES

from hqe_docs.codes import CODES
from hqe_docs.library import Library
from hqe_docs.office.mapping.samplecase import sample_contexts
from hqe_docs.office.templates.templatecheck import check_templates
from hqe_docs.paper.checking.names import names_in, path_text
from hqe_docs.paper.checking.tagpieces import programs_of
from hqe_docs.paper.checking.tagsyntax import syntax_problems
from hqe_docs.paper.checking.wordlint import RULES, as_problem, lint_word
from hqe_docs.paper.fill import fill
from hqe_docs.paper.language.notes import Notes
from hqe_docs.paper.language.tags import text_environment
from hqe_docs.paper.package import read_package
from hqe_docs.problems import Location
from tests.examples import a_few
from tests.paper.making import excel, word
from tests.program import hqe, make_village
from tools.blankword import new_document

TEMPLATES = sorted((Path(__file__).parent.parent / "templates").glob("*.*x"))


def given(data):
    return [str(data)] if data else []


def told(path, data=None):
    _, found = check_templates([path], given(data))
    return [(item.code, str(item.where).partition("#")[2], item.severity) for item in found]


def messages(path, data=None):
    return [f"{item.code} {item.message}" for item in check_templates([path], given(data))[1]]


def names(path, data=None):
    (checked,), _ = check_templates([path], given(data))
    return {name.name: name for name in checked.names}


# ---------------------------------------------------------------- templates that are right
@pytest.mark.parametrize("template", a_few(reversed(TEMPLATES), every=24), ids=lambda path: path.name)
def test_a_shipped_template_is_clean_and_all_its_names_are_known(template):
    (checked,), _ = check_templates([template])
    assert checked.problems == []
    assert {name.state for name in checked.names} == {"known"}


@pytest.mark.parametrize("make", [word, lambda path, text: excel(path, [[text]])])
def test_a_template_without_tags_is_told_to_have_none(tmp_path, make):
    made = make(tmp_path / ("表.docx" if make is word else "表.xlsx"), "没有标签")
    assert told(made) == [("T164", "", "info")]


def test_a_template_of_tags_without_names_is_not_told_to_have_no_tags(tmp_path):
    assert told(word(tmp_path / "表.docx", "{{ 1 + 1 }}")) == []


@pytest.mark.parametrize(
    ("tag", "reason"),
    [
        ("{% 表头重附 %}", "不认识的标签“表头重附”，是不是“表头重复”？"),
        ("{% fro 人 in 任务 %}", "不认识的标签“fro”，是不是“for”？"),
        ("{% 乱写 %}", "不认识的标签“乱写”"),
        ("{% tr for 人 in 任务 %}", "“tr”要紧接着写成 {%tr …，只能写在表格里"),
        ("{% sheet for 人 in 任务 %}", "“sheet”要紧接着写成 {%sheet for …，只能写在 Excel 里独占一行"),
    ],
)
def test_a_tag_that_nobody_knows_is_told_with_what_was_meant(tmp_path, tag, reason):
    made = word(tmp_path / "表.docx", tag)
    (told,) = fill(made, {"任务": []}, tmp_path / "出.docx")
    assert told.message == f"标签写法错误：{reason}"


def test_a_tag_that_breaks_off_is_told_to_lack_something(tmp_path):
    made = word(tmp_path / "表.docx", "{{ 甲 + }}")
    assert messages(made) == ["T103 标签写法错误：“}}”前面缺少内容"]


def test_the_invented_dossier_has_something_at_every_name():
    town, village = sample_contexts(Library.over_shipped())
    for name in ("任务", "阶段", "依据", "资金", "问题", "数据", "台账"):
        assert village[name], name
    assert town["下辖"] and town["汇总"]["组"]
    assert village["自评"] and village["差距"]["项"][0]["对象"]
    assert village["发文"]["文号"] and village["问题清单"]


# ---------------------------------------------------------------- names
def test_names_are_followed_through_loops_with_how_often_they_are_used(tmp_path):
    text = "{% for 项 in 任务 %}{{ 项.责任人 }}{% for 条 in 项.措施 %}{{ 条 }}{% endfor %}{{ 项.责任人 }}{% endfor %}"
    found = names(word(tmp_path / "表.docx", text))
    counts = {name: len(one.places) for name, one in found.items()}
    assert counts == {"任务": 1, "任务[].责任人": 2, "任务[].措施": 1, "任务[].措施[]": 1}


@pytest.mark.parametrize(
    ("tag", "path"),
    a_few(
        [
            ("{{ 数据['就业率'].显示 }}", "数据.就业率.显示"),
            ("{{ 任务[0].责任人 }}", "任务[].责任人"),
            ("{{ (任务|first).责任人 }}", "任务[].责任人"),
            ("{{ 任务|map(attribute='责任人')|顿号 }}", "任务[].责任人"),
            (
                "{% for 项 in 任务|selectattr('状态', 'equalto', '已完成') %}{{ 项.成果 }}{% endfor %}",
                "任务[].成果",
            ),
            ("{% set 甲 = 任务 %}{% for 项 in 甲 %}{{ 项.成果 }}{% endfor %}", "任务[].成果"),
            ("{% for 项 in 任务 or [] %}{{ 项.成果 }}{% endfor %}", "任务[].成果"),
            ("{% with 甲 = 发文.联系人 %}{{ 甲.姓名 }}{% endwith %}", "发文.联系人.姓名"),
            ("{{ 创建点.名称.replace('村', '') }}", "创建点.名称"),
        ],
        rows=True,
    ),
)
def test_a_name_is_known_however_it_is_reached(tmp_path, tag, path):
    made = word(tmp_path / "表.docx", tag)
    assert names(made)[path].state == "known"
    assert messages(made) == []


def test_an_unknown_name_is_told_at_each_place_with_what_was_meant(tmp_path):
    rows = [["{%tr for 项 in 任务 %}", ""], ["{{ 项.责任仁 }}", "{{ 发文.机官 }}"], ["{%tr endfor %}", ""]]
    made = word(tmp_path / "表.docx", "{{ 创建典.名称 }}", table=rows)
    assert messages(made) == [
        "T201 未知名称“创建典.名称”，是不是“创建点.名称”？",
        "T201 未知名称“任务[].责任仁”，是不是“任务[].责任人”？",
        "T201 未知名称“发文.机官”，是不是“发文.机关”？",
    ]
    assert [place for _, place, _ in told(made)] == ["段落1", "表1 行2 列1", "表1 行2 列2"]


def test_a_name_that_is_asked_for_first_may_be_absent(tmp_path):
    made = word(tmp_path / "表.docx", "{% if 别的 is defined %}{{ 别的 }}{% endif %}{{ 另外|default('') }}")
    assert messages(made) == []
    assert {name.state for name in names(made).values()} == {"optional"}


def test_names_in_sheets_are_found_in_row_and_column_loops_names_and_headers(tmp_path):
    rows = [
        ["{{ 创建点.名称 }}", "{%tc for 类 in 汇总.类别 %}", "", "{%tc endfor %}"],
        ["{%tr for 项 in 任务 %}"],
        ["{{ 项.任务 }}{{ 项.任物 }}", None, "{{ 类 }}"],
        ["{%tr endfor %}"],
    ]

    def change(sheet):
        sheet.oddHeader.center.text = "{{ 文书.题名 }}"

    made = excel(tmp_path / "表.xlsx", rows, title="{{ 创建点.年度 }}", change=change)
    assert set(names(made)) == {
        "创建点.名称", "任务", "任务[].任务", "任务[].任物", "汇总.类别[]", "汇总.类别", "创建点.年度", "文书.题名",
    }  # fmt: skip
    assert told(made) == [("T201", "{{ 创建点.年度 }}!A3", "error")]


def test_the_tag_of_a_content_control_is_a_use_of_its_name(tmp_path):
    document = new_document()
    control = f'<w:sdt {nsdecls("w")}><w:sdtPr><w:tag w:val="{{{{ 创建典 }}}}"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
    document.element.body.insert(0, parse_xml(control))
    document.save(tmp_path / "表.docx")
    assert told(tmp_path / "表.docx") == [("T201", "段落1", "error")]


def test_a_sheet_for_each_item_knows_the_item_in_its_cells_and_its_name(tmp_path):
    rows = [["{%sheet for 村 in 各点 %}"], ["{{ 村.人口.户籍总人口 }}"]]
    parts = read_package(excel(tmp_path / "表.xlsx", rows, title="{{ 村.创建点.名称 }}"))
    uses = [path_text(use.path) for program in programs_of(parts, "表.xlsx") for use in names_in(program)[0]]
    assert set(uses) == {"各点", "各点[].人口.户籍总人口", "各点[].创建点.名称"}


# ---------------------------------------------------------------- data
def test_examples_come_from_the_dossier_with_people_hidden(tmp_path):
    village = make_village(tmp_path / "村")
    people = (
        "任务: [{编号: 1, 任务: 建账, 责任人: 彭春山}]\n发文: {联系人: {姓名: 高健, 电话: 19900001234}}\n"
    )
    with (village / "dossier.yaml").open("a", encoding="utf-8") as stream:
        stream.write(people + "问题: [{内容: 360999198503123010}, {内容: 来电19900001234}]\n")
    text = (
        "{{ 创建点.名称 }}{{ 任务[0].责任人 }}{{ 发文.联系人.姓名 }}{{ 发文.联系人.电话 }}{{ 问题[0].内容 }}"
    )
    found = names(word(tmp_path / "表.docx", text), village)
    assert [name.example for name in found.values()] == [
        "试点村", "彭**", "高*", "199****1234", "360999********3010",
    ]  # fmt: skip


def test_a_name_that_is_empty_in_this_dossier_is_an_info(tmp_path):
    village = make_village(tmp_path / "村")
    made = word(tmp_path / "表.docx", "{{ 发文.机关 }}{% for 项 in 任务 %}{{ 项.任务 }}{% endfor %}")
    assert told(made, village) == [("T163", "段落1", "info")] * 2
    assert names(made, village)["任务[].任务"].state == "known"
    assert told(made, village / "dossier.yaml") == told(made, village)


def test_data_of_the_wrong_kind_are_told_with_where_they_stand(tmp_path):
    village = make_village(tmp_path / "村")
    with (village / "dossier.yaml").open("a", encoding="utf-8") as stream:
        stream.write("任务:\n  - {编号: 1, 任务: 建账}\n  - {编号: 2, 任务: 走访}\n")
    made = word(tmp_path / "表.docx", "{% for 项 in 任务 %}{{ 项.任务|日期 }}{% endfor %}")
    assert [text.rpartition("/")[2] for text in messages(made, village)] == [
        "dossier.yaml:7 任务[1].任务）",
        "dossier.yaml:8 任务[2].任务）",
    ]
    assert messages(made) == []  # without data only the template itself is judged


@pytest.mark.parametrize(
    ("name", "text"), [("数.yaml", "名单: [{姓名: 甲}]\n"), ("数.json", '{"名单": [{"姓名": "甲"}]}')]
)
def test_plain_data_stand_for_themselves(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    made = word(
        tmp_path / "表.docx", "{% for 人 in 名单 %}{{ 人.姓名 }}{{ 人.姓明 }}{% endfor %}{{ 创建点 }}"
    )
    assert messages(made, tmp_path / name) == [
        "T201 未知名称“名单[].姓明”，是不是“名单[].姓名”？",
        "T201 未知名称“创建点”",
    ]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [("数.json", "{", "R141"), ("数.yaml", "甲\n", "R141"), ("村", None, "R160"), ("数.txt", "", "R141")],
)
def test_data_that_can_t_be_used_are_refused(tmp_path, name, text, code):
    path = tmp_path / name
    path.mkdir() if text is None else path.write_text(text, encoding="utf-8")
    checked, found = check_templates([word(tmp_path / "表.docx", "{{ 甲 }}")], [str(path)])
    assert checked == []
    assert found[-1].code == code


def test_a_dossier_that_can_be_read_only_in_part_is_refused_with_why(tmp_path):
    village = make_village(tmp_path / "村")
    with (village / "dossier.yaml").open("a", encoding="utf-8") as file:
        file.write("坏: [\n")
    checked, found = check_templates([word(tmp_path / "表.docx", "{{ 创建点.名称 }}")], [str(village)])
    assert (checked, [item.code for item in found]) == ([], ["D101", "R160"])


def test_a_table_is_data_as_it_is_for_filling(tmp_path):
    (tmp_path / "人.csv").write_text("姓名,村\n张三,\n李四,梅州村\n", encoding="gbk")
    made = word(tmp_path / "表.docx", "{% for 人 in 行 %}{{ 人.姓名 }}{{ 人.村 }}{% endfor %}{{ 年度 }}")
    data = [str(tmp_path / "人.csv")]
    (checked,), found = check_templates([made], data, settings=["年度=2023"])
    assert [(name.name, name.example) for name in checked.names] == [
        ("行", "列表，2 项"),
        ("行[].姓名", "张*"),
        ("行[].村", "梅州村"),
        ("年度", "2023"),
    ]
    assert found == []


def test_a_template_for_one_row_knows_the_columns_of_all_rows(tmp_path):
    (tmp_path / "人.csv").write_text("姓名,村\n张三,\n李四,梅州村\n", encoding="utf-8")
    made = word(tmp_path / "表.docx", "{{ 姓名 }}{{ 村 }}{{ 序号 }}{{ 项.姓名 }}{{ 姓明 }}")
    data = [str(tmp_path / "人.csv")]
    (checked,), found = check_templates([made], data, each="行")
    assert [name.state for name in checked.names] == ["known"] * 4 + ["unknown"]
    assert [item.message for item in found] == ["未知名称“姓明”，是不是“姓名”？"]
    assert [item.code for item in check_templates([made], data, each="名单")[1]] == ["R143"]


# ---------------------------------------------------------------- what docxtpl-lint finds, and our engine
def test_every_rule_of_the_linter_has_a_code_of_ours():
    assert set(RULES) == set(LINT_RULES)
    assert set(RULES.values()) <= set(CODES)


TABLE = [["{%tr for 人 in 任务 %}"], ["{{ 人.任务 }}"], ["{%tr endfor %}"]]
FAULTS = [
    (["{{ 创建点.名称 }"], [], "T140", "段落1"),
    (["{{ 创建点", ".名称 }}"], [], "T141", "段落1"),
    (["{# docxtpl-lint: disable-line=DTL201 #}"], [], "T143", "段落1"),
    (["{% if 任务 %}"], [], "T144", "段落1"),
    (["{% endif %}"], [], "T145", "段落1"),
    (["{{ 任务 is 整数 }}"], [], "T146", "段落1"),
    (["{% for 甲 in 任务 %}{% endfor %}{{ 甲.任务 }}"], [], "T147", "段落1"),
    (["{%p if 创建点.年度 % 2 %}", "甲", "{%p endif %}"], [], "T148", "段落1"),
    ([], [["{% tr for 人 in 任务 %}"], *TABLE[1:]], "T149", "表1 行1 列1"),
    (["{%tr if 任务 %}", "甲", "{%tr endif %}"], [], "T150", "段落1"),
    ([], [*TABLE[:2], ["{% endfor %}"]], "T151", "表1 行3 列1"),
    ([], [["{%tr for 人 in 任务 %}{{ 人.任务 }}{%tr endfor %}"]], "T153", "表1 行1 列1"),
    ([], [["{%tc for 人 in 任务 %}"], ["{{ 人.任务 }}"], ["{%tc endfor %}"]], "T154", "表1 行3 列1"),
    (["{% vm %}"], [], "T155", "段落1"),
    (["{%p if 任务 %}丢", "甲", "{%p endif %}"], [], "T156", "段落1"),
    (["{%p if 任务 %}甲{%p endif %}"], [], "T157", "段落1"),
    (["{{ 创建点.名称 + }}"], [], "T103", "段落1"),
    (["{{ 创建点.名称|日旗 }}"], [], "T106", "段落1"),
    (["{% include '甲' %}"], [], "T105", "段落1"),
    (["{{ 创建点.__class__ }}"], [], "T105", "段落1"),
]


@pytest.mark.parametrize(("lines", "rows", "code", "place"), a_few(FAULTS, rows=True))
def test_a_fault_of_a_document_is_told_once_at_its_place(tmp_path, lines, rows, code, place):
    found = told(word(tmp_path / "表.docx", *lines, table=rows))
    assert (code, place) in [(one, where) for one, where, _ in found]
    assert len([one for one in found if one[2] == "error"]) <= 2


def test_two_tables_that_a_loop_goes_through_are_told(tmp_path):
    document = new_document()
    for text in ("{%tr for 人 in 任务 %}", "{%tr endfor %}"):
        document.add_table(1, 1).cell(0, 0).text = text
        document.add_paragraph()
    document.save(tmp_path / "表.docx")
    assert ("T152", "表2 行1 列1", "error") in told(tmp_path / "表.docx")


def test_a_tag_in_a_tracked_deletion_is_told(tmp_path):
    document = new_document()
    deleted = (
        f'<w:del {nsdecls("w")} w:id="1" w:author="甲"><w:r><w:delText>{{{{ 村 }}}}</w:delText></w:r></w:del>'
    )
    document.add_paragraph("{{ 创建点.名称 }}")._p.append(parse_xml(deleted))
    document.save(tmp_path / "表.docx")
    assert ("T142", "段落1", "error") in told(tmp_path / "表.docx")


def test_our_own_marks_are_no_fault_to_the_linter(tmp_path):
    rows = [
        ["{% 表头重复 %}任务"],
        ["{%tr for 人 in 任务 %}{% 不跨页 %}"],
        ["{% 合并相同 %}{{ 人.任务 }}"],
        TABLE[2],
    ]
    parts = read_package(word(tmp_path / "表.docx", table=rows))
    assert lint_word(parts, "表.docx", None) == []
    assert [syntax_problems(program) for program in programs_of(parts, "表.docx")] == [[]]


@pytest.mark.parametrize("mark", ["合并相同", "表头重复", "不跨页"])
def test_a_mark_that_is_cut_into_runs_is_no_fault_to_the_linter(tmp_path, mark):
    document = new_document()
    table = document.add_table(3, 1)
    for cell, text in zip(
        table.columns[0].cells,
        ["{%tr for 人 in 任务 %}", f"{{% {mark} %}}{{{{ 人.任务 }}}}", "{%tr endfor %}"],
        strict=True,
    ):
        for start in range(0, len(text), 3):
            cell.paragraphs[0].add_run(text[start : start + 3]).bold = start % 2 == 0
    document.save(tmp_path / "表.docx")
    assert lint_word(read_package(tmp_path / "表.docx"), "表.docx", None) == []


def test_a_rule_without_a_code_of_its_own_is_told_in_the_linter_s_words():
    issue = Issue("DTL302", Place("表.docx", "data", 0), params={"key": "甲"})
    item = as_problem(issue, Location("表.docx"), text_environment(Notes()))
    assert (item.code, item.message) == ("T159", "数据字段 `甲` 在模板里从未使用")


@pytest.mark.slow
def test_a_long_table_of_tags_is_looked_at_in_little_time(tmp_path):
    document = new_document()
    document.add_table(1, 1).cell(0, 0).text = "{{ 创建点.名称 }}"
    rows = document.tables[0]._tbl
    first = rows.tr_lst[0]
    for _ in range(3_000):
        rows.append(deepcopy(first))
    document.save(tmp_path / "表.docx")
    start = process_time()
    uses = [names_in(program)[0] for program in programs_of(read_package(tmp_path / "表.docx"), "表.docx")]
    assert (len(uses[0]), uses[0][-1].where.row) == (3_001, 3_000)
    assert process_time() - start < 5


@pytest.mark.parametrize("text", ["｛｛ 创建点.名称 ｝｝", "{ { 创建点.名称 } }", "｛% if 任务 %｝"])
def test_what_looks_like_a_tag_and_is_none_is_told(tmp_path, text):
    assert told(word(tmp_path / "表.docx", "{{ 创建点.名称 }}", text)) == [("T162", "段落2", "warning")]
    assert told(excel(tmp_path / "表.xlsx", [["{{ 创建点.名称 }}", text]])) == [("T162", "表!B1", "warning")]


def test_every_wrong_tag_is_told_in_one_run(tmp_path):
    made = word(tmp_path / "表.docx", "{{ 甲 乙 }}", "{{ 创建点|丙 }}", "{{ 丁( }}", header="{{ | }}")
    assert [(code, place) for code, place, _ in told(made)] == [
        ("T103", "段落1"),
        ("T103", "段落3"),
        ("T103", ""),
    ]


def test_data_that_don_t_fit_a_tag_are_told_by_the_linter(tmp_path):
    (tmp_path / "数.json").write_text('{"数": 3, "文": "甲乙"}', encoding="utf-8")
    text = "{% for 个 in 数 %}{% endfor %}{{ 文|join('、') }}{{r 文 }}"
    codes = [code for code, _, _ in told(word(tmp_path / "表.docx", text), tmp_path / "数.json")]
    assert {"T158", "T160", "T161"} <= set(codes)


# ---------------------------------------------------------------- Excel
LOOP = [["表头"], ["{%tr for 项 in 任务 %}"], ["{{ 项.任务 }}"], ["{%tr endfor %}"], ["合计"]]


def merged(area):
    return lambda sheet: sheet.merge_cells(area)


def named(area):
    from openpyxl.workbook.defined_name import DefinedName

    def change(sheet):
        sheet.parent.defined_names["名册"] = DefinedName("名册", attr_text=area)

    return change


@pytest.mark.parametrize(
    ("rows", "change", "expected"),
    a_few(
        [
            (LOOP, None, []),
            ([LOOP[0], [*LOOP[1], "丢"], *LOOP[2:]], None, [("T165", "表!B2", "warning")]),
            ([LOOP[0], [*LOOP[1], "=A1"], *LOOP[2:]], None, [("T165", "表!B2", "warning")]),
            (LOOP, merged("B1:B3"), [("T166", "表!B1", "warning")]),
            (LOOP, merged("B2:B3"), [("T166", "表!B2", "warning")]),
            (LOOP, merged("B1:B5"), []),
            (LOOP, merged("B3:C3"), []),
            (LOOP, named("表!$A$2:$A$4"), [("T167", "表", "warning")]),
            (LOOP, named("表!$A$3:$A$3"), []),
            ([*LOOP, ["=IF({{ 任务 }},1,2)"]], None, [("T107", "表!A6", "error")]),
            (LOOP[:3], None, [("T103", "表!A2", "error")]),
            ([["{{ 创建点.名称|日旗 }}"]], None, [("T106", "表!A1", "error")]),
            ([["{%tc for 项 in 任务 %}", "{{ 项.任务 }}"]], None, [("T109", "表!A1", "error")]),
        ],
        rows=True,
    ),
)
def test_a_sheet_is_looked_at_for_what_filling_would_lose(tmp_path, rows, change, expected):
    assert told(excel(tmp_path / "表.xlsx", rows, change=change)) == expected


# ---------------------------------------------------------------- the command
@pytest.mark.parametrize(
    ("formula", "places"),
    [
        ("=SUM(A2)", ["表!A4"]),
        ('=IF(COUNTIF($A$2,"是")>0,1,0)', ["表!A4"]),
        ("=SUBTOTAL(9,A2)", ["表!A4"]),
        ("=SUM(A2:A2)", []),
        ("=SUM(A5)", []),
        ("=A2", []),
    ],
)
def test_a_sum_of_one_cell_of_a_loop_is_told(tmp_path, formula, places):
    rows = [["{%tr for 人 in 任务 %}"], ["{{ 人.任务 }}", "=SUM(A2)"], ["{%tr endfor %}"], [formula], [1]]
    found = told(excel(tmp_path / "表.xlsx", rows))
    assert found == [("T174", place, "warning") for place in places]


def test_the_command_shows_names_and_problems_and_leaves_with_1_on_an_error(tmp_path):
    result = hqe("template", "check", word(tmp_path / "表.docx", "{{ 创建点.名称 }}{{ 创建点.名秤 }}"))
    assert result.exit_code == 1
    assert "创建点.名称     1  段落1  试点镇" in result.stdout
    assert "（没有这个名称）" in result.stdout
    assert "是不是“创建点.名称”？" in result.stdout


def test_the_json_has_names_with_their_places(tmp_path):
    result = hqe("template", "check", word(tmp_path / "表.docx", "{{ 创建点.名称 }}"), "--json")
    answer = json.loads(result.stdout)
    assert answer["problems"] == []
    (name,) = answer["templates"][0]["names"]
    assert name == {
        "name": "创建点.名称",
        "count": 1,
        "state": "known",
        "example": "试点镇",
        "where": [{"file": "表.docx", "paragraph": 0}],
    }


@pytest.mark.parametrize(("name", "code"), [("表.doc", "T102"), ("表.docx", "T101"), ("表.xlsx", "T101")])
def test_what_is_no_template_is_told(tmp_path, name, code):
    (tmp_path / name).write_bytes(b"PK\x03\x04" + b"x" * 40)
    assert told(tmp_path / name) == [(code, "", "error")]


def test_the_fix_command_lists_each_change_and_the_copy(tmp_path):
    made = word(tmp_path / "表.docx", "｛｛ 村 ｝｝")
    result = hqe("template", "fix", made)
    assert (result.exit_code, "T168" in result.stdout) == (0, True)
    assert str(tmp_path / "表（已修）.docx") in result.stdout
    again = json.loads(hqe("template", "fix", tmp_path / "表（已修）.docx", "--json").stdout)
    assert (again["file"], [item["code"] for item in again["problems"]]) == (None, ["T169"])
    assert hqe("template", "fix", made, "-o", made).exit_code == 2


# ---------------------------------------------------------------- one sheet a turn
def test_a_sheet_loop_makes_its_name_known_in_all_its_cells_and_in_the_name_of_the_sheet(tmp_path):
    (tmp_path / "数.yaml").write_text("各村: [{名: 甲, 人: [{姓名: 张三}]}]\n", encoding="utf-8")
    rows = [["{%sheet for 村 in 各村 %}"], ["{{ 村.名 }}"], ["{%tr for 人 in 村.人 %}"], ["{{ 人.姓明 }}"]]
    path = excel(tmp_path / "表.xlsx", [*rows, ["{%tr endfor %}"]], title="{{ 村.明 }}")
    assert messages(path, tmp_path / "数.yaml") == [
        "T201 未知名称“各村[].人[].姓明”，是不是“各村[].人[].姓名”？",
        "T201 未知名称“各村[].明”",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["{%sheet for 村 in 各点 %}", "丢失"], ["{{ 村.创建点.名称 }}"]],
        [["{%sheet for 村 in 各点 %}"], ["{%sheet endfor %}"]],
    ],
)
def test_a_sheet_loop_at_a_wrong_place_is_told_without_any_data(tmp_path, rows):
    assert [code for code, _, _ in told(excel(tmp_path / "表.xlsx", rows))] == ["T130"]


def test_a_merged_cell_that_the_row_of_a_sheet_loop_cuts_is_told(tmp_path):
    rows = [["{%sheet for 村 in 各点 %}"], ["{{ 村.创建点.名称 }}"]]
    path = excel(tmp_path / "表.xlsx", rows, change=lambda sheet: sheet.merge_cells("A1:A2"))
    assert told(path) == [("T166", "表!A1", "warning")]
