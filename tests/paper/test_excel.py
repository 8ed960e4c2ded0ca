"""Excel templates filled and read back with openpyxl and python-calamine."""

import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineWorkbook

from hqe_docs.paper.fill import fill
from tests.examples import a_few, examples
from tests.paper.making import LEGAL_TEXTS, excel, part, said, sheet, sheet_texts, values

LOOP = [["姓名"], ["{%tr for 人 in 行 %}"], ["{{ 人 }}"], ["{%tr endfor %}"], ["完"]]


def filled(tmp_path, rows, context, change=None):
    made = excel(tmp_path / "表.xlsx", rows, change=change)
    assert fill(made, context, tmp_path / "出.xlsx") == []
    return tmp_path / "出.xlsx"


@pytest.mark.parametrize("text", a_few([text for text in LEGAL_TEXTS if "_x" not in text]))
def test_a_text_comes_out_as_typed_and_never_as_a_formula(tmp_path, text):
    out = filled(tmp_path, [["{{ 文 }}", "前{{ 文 }}后"]], {"文": text})
    first, second = next(sheet(out).iter_rows())
    assert (first.value, second.value) == (text, f"前{text}后")
    assert first.data_type in "sn" and b"<f>" not in part(out, "xl/worksheets/sheet1.xml")
    assert CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python() == [[text, f"前{text}后"]]


def test_what_looks_like_an_escape_is_escaped(tmp_path):
    out = filled(tmp_path, [["{{ 文 }}"]], {"文": "_x0041_ _x005F_x _x41_ _"})
    assert sheet_texts(out)["A1"] == "_x005F_x0041_ _x005F_x005F_x _x41_ _"


SHOWN = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
LEGAL = st.text(SHOWN | st.just("\n"), min_size=1).filter(lambda text: "_x" not in text)


@examples(30)
@given(text=LEGAL)
def test_any_legal_text_survives_in_a_cell(tmp_path_factory, text):
    out = filled(tmp_path_factory.mktemp("字"), [["{{ 文 }}"]], {"文": text})
    assert sheet(out)["A1"].value == text


@examples(10)
@given(count=st.integers(0, 30))
def test_a_row_loop_gives_a_row_for_each_item_and_touches_nothing_else(tmp_path_factory, count):
    names = [f"人{n}" for n in range(count)]
    out = filled(tmp_path_factory.mktemp("行"), LOOP, {"行": names})
    assert values(out) == [["姓名"], *[[name] for name in names], ["完"]]


@pytest.mark.parametrize(
    ("value", "kept"),
    a_few(
        [
            (7, 7),
            (Decimal("12.50"), 12.5),
            (0.1, 0.1),
            (123456789012345, 123456789012345),
            (1234567890123456, "1234567890123456"),
            (Decimal("1234567890.123456789"), "1234567890.123456789"),
            (date(2023, 6, 25), datetime(2023, 6, 25)),
            (date(1899, 1, 1), "1899年1月1日"),
            ("36099919900101123X", "36099919900101123X"),
            ("007", "007"),
            (True, "是"),
            (False, "否"),
            (None, None),
            ("", None),
        ],
        rows=True,
    ),
)
def test_a_cell_that_is_one_tag_keeps_the_type(tmp_path, value, kept):
    assert values(filled(tmp_path, [["头", "{{ 值 }}"]], {"值": value})) == [["头", kept]]


def test_a_mixed_cell_is_text(tmp_path):
    assert values(filled(tmp_path, [["共{{ 数 }}人", "{{ 数 }}{{ 数 }}"]], {"数": 3})) == [["共3人", "33"]]


def test_a_day_in_a_cell_without_date_format_gets_one_and_keeps_the_font(tmp_path):
    def bold(sheet):
        sheet["A1"].font = Font(bold=True)
        sheet["B1"].number_format = 'yyyy"年"m"月"'

    made = sheet(filled(tmp_path, [["{{ 日 }}", "{{ 日 }}"]], {"日": date(2023, 6, 25)}, bold))
    assert (made["A1"].is_date, made["A1"].font.bold) == (True, True)
    assert made["B1"].number_format == 'yyyy"年"m"月"'


def test_loops_nest_and_conditions_choose_rows(tmp_path):
    rows = [
        ["{%tr for 户 in 户们 %}"],
        ["{{ 户.名 }}"],
        ["{%tr for 人 in 户.人 %}"],
        ["{%tr if 人 > 1 %}"],
        ["大{{ 人 }}"],
        ["{%tr else %}"],
        ["小{{ 人 }}"],
        ["{%tr endif %}"],
        ["{%tr endfor %}"],
        ["{%tr endfor %}"],
    ]
    context = {"户们": [{"名": "甲", "人": [1, 2]}, {"名": "乙", "人": []}]}
    assert values(filled(tmp_path, rows, context)) == [["甲"], ["小1"], ["大2"], ["乙"]]


def test_the_rows_of_an_else_stand_in_for_an_empty_list(tmp_path):
    rows = [["{%tr for 人 in 行 %}"], ["{{ 人 }}"], ["{%tr else %}"], ["无"], ["{%tr endfor %}"]]
    assert values(filled(tmp_path, rows, {"行": []})) == [["无"]]
    assert values(filled(tmp_path, rows, {"行": ["甲"]})) == [["甲"]]


FORMULAS = [
    ["名", "数", "倍", "占比", "累计"],
    ["{%tr for 人 in 行 %}"],
    ["{{ 人 }}", "{{ loop.index }}", "=B3*2", "=B3/SUM(B$3:B$3)", "=SUM(B$3:B3)"],
    ["{%tr endfor %}"],
    ["合计", "=SUM(B3:B3)", '=IF(B5>0,"B3 共"&B5,LOG10(B5))', "=名册!B3", "=$A$1"],
]


def test_formulas_follow_their_rows_and_ranges_stretch(tmp_path):
    out = filled(tmp_path, FORMULAS, {"行": ["甲", "乙", "丙"]})
    assert values(out)[1:] == [
        ["甲", 1, "=B2*2", "=B2/SUM(B$2:B$4)", "=SUM(B$2:B2)"],
        ["乙", 2, "=B3*2", "=B3/SUM(B$2:B$4)", "=SUM(B$2:B3)"],
        ["丙", 3, "=B4*2", "=B4/SUM(B$2:B$4)", "=SUM(B$2:B4)"],
        ["合计", "=SUM(B2:B4)", '=IF(B5>0,"B3 共"&B5,LOG10(B5))', "=名册!B3", "=$A$1"],
    ]


def test_a_sum_over_no_rows_points_at_a_blank_row_not_at_itself(tmp_path):
    assert values(filled(tmp_path, FORMULAS, {"行": []}))[1][1] == "=SUM(B1048576:B1048576)"


def test_a_subtotal_covers_the_rows_of_its_own_group(tmp_path):
    rows = [
        ["{%tr for 组 in 组们 %}"],
        ["{%tr for 数 in 组 %}"],
        ["{{ 数 }}"],
        ["{%tr endfor %}"],
        ["=SUM(A3:A3)"],
        ["{%tr endfor %}"],
        ["=SUM(A3:A3)"],
    ]
    made = values(filled(tmp_path, rows, {"组们": [[1, 2], [3]]}))
    assert made == [[1], [2], ["=SUM(A1:A2)"], [3], ["=SUM(A4:A4)"], ["=SUM(A1:A4)"]]


def test_formulas_of_other_sheets_and_names_follow(tmp_path):
    def change(made):
        other = made.parent.create_sheet("汇总 表")
        other["A1"] = "=SUM(表!A3:A3)+表!A5"
        made.parent.defined_names["名单"] = openpyxl.workbook.defined_name.DefinedName(
            "名单", attr_text="表!$A$3"
        )
        made["B5"] = "='汇总 表'!A1"

    out = filled(tmp_path, LOOP, {"行": ["甲", "乙"]}, change)
    assert sheet(out, "汇总 表")["A1"].value == "=SUM(表!A2:A3)+表!A4"
    assert openpyxl.load_workbook(out).defined_names["名单"].attr_text == "表!$A$2:$A$3"
    assert sheet(out)["B4"].value == "='汇总 表'!A1"


def test_merges_in_the_loop_repeat_and_those_below_move(tmp_path):
    def change(made):
        for area in ("A1:C1", "B3:C3", "A5:C6"):
            made.merge_cells(area)

    made = sheet(filled(tmp_path, LOOP, {"行": ["甲", "乙"]}, change))
    assert sorted(str(area) for area in made.merged_cells.ranges) == ["A1:C1", "A4:C5", "B2:C2", "B3:C3"]


def test_a_cell_marked_vm_merges_over_the_innermost_loop(tmp_path):
    rows = [
        ["{%tr for 户 in 户们 %}"],
        ["{%tr for 人 in 户.人 %}"],
        ["{{ 户.名 }}{% vm %}", "{{ 人 }}"],
        ["{%tr endfor %}"],
        ["{%tr endfor %}"],
    ]
    out = filled(tmp_path, rows, {"户们": [{"名": "甲", "人": [1, 2, 3]}, {"名": "乙", "人": [4]}]})
    assert values(out) == [["甲", 1], [None, 2], [None, 3], ["乙", 4]]
    assert [str(area) for area in sheet(out).merged_cells.ranges] == ["A1:A3"]


def test_a_cell_marked_vm_reaches_the_end_of_a_body_of_several_rows(tmp_path):
    rows = [
        ["{%tr for 户 in 户们 %}"],
        ["{%tr for 人 in 户.人 %}"],
        ["{{ 户.名 }}{% vm %}", "{{ 人 }}"],
        ["{%tr if 人 > 2 %}"],
        ["", "备注"],
        ["{%tr endif %}"],
        ["", "签字"],
        ["{%tr endfor %}"],
        ["", "小计"],
        ["{%tr endfor %}"],
    ]
    out = filled(tmp_path, rows, {"户们": [{"名": "甲", "人": [1, 3]}, {"名": "乙", "人": [1]}]})
    assert [row[1] for row in values(out)] == [1, "签字", 3, "备注", "签字", "小计", 1, "签字", "小计"]
    assert sorted(str(area) for area in sheet(out).merged_cells.ranges) == ["A1:A5", "A7:A8"]


def test_validations_formats_filter_panes_and_print_settings_follow(tmp_path):
    def change(made):
        validation = DataValidation(type="list", formula1="$C$5:$C$5")
        validation.add("A3")
        made.add_data_validation(validation)
        rule = openpyxl.formatting.rule.FormulaRule(formula=['$A3="甲"'])
        made.conditional_formatting.add("A3:B3", rule)
        made.auto_filter.ref = "A1:B4"
        made.print_area = "A1:B5"
        made.print_title_rows = "1:1"
        made.freeze_panes = "A2"
        made.row_breaks.append(openpyxl.worksheet.pagebreak.Break(id=5))
        made["A5"].hyperlink = "#表!A3"
        made.row_dimensions[3].height = 30
        made.row_dimensions[5].height = 40

    made = sheet(filled(tmp_path, LOOP, {"行": ["甲", "乙", "丙"]}, change))
    (validation,) = made.data_validations.dataValidation
    ((formatted, rules),) = made.conditional_formatting._cf_rules.items()
    assert (str(validation.sqref), validation.formula1) == ("A2:A4", "$C$5:$C$5")
    assert (str(formatted.sqref), rules[0].formula) == ("A2:B4", ['$A2="甲"'])
    assert (made.auto_filter.ref, made.print_area, made.print_title_rows) == (
        "A1:B4",
        "'表'!$A$1:$B$5",
        "$1:$1",
    )
    assert (made.freeze_panes, [one.id for one in made.row_breaks.brk]) == ("A2", [5])
    assert [made.row_dimensions[row].height for row in (2, 3, 4, 5)] == [30, 30, 30, 40]
    assert made["A5"].hyperlink.ref == "A5"


def test_tables_and_comments_follow(tmp_path):
    def change(made):
        made.add_table(openpyxl.worksheet.table.Table(displayName="名单", ref="A1:A4"))
        made["A6"].comment = openpyxl.comments.Comment("批注", "某人")

    rows = [*LOOP, ["末"]]
    made = sheet(filled(tmp_path, rows, {"行": ["甲", "乙", "丙"]}, change))
    assert made.tables["名单"].ref == "A1:A4"
    assert [cell.coordinate for row in made.iter_rows() for cell in row if cell.comment] == ["A6"]
    empty = sheet(filled(tmp_path, rows, {"行": []}, change))
    assert (empty.tables["名单"].ref, empty["A4"].comment.text) == ("A1:A2", "批注")
    assert [row[0].value for row in empty.iter_rows()] == ["姓名", None, "完", "末"]


def test_no_rows_leave_no_validation_behind(tmp_path):
    def change(made):
        validation = DataValidation(type="list", formula1='"甲,乙"')
        validation.add("A3")
        made.add_data_validation(validation)

    out = filled(tmp_path, LOOP, {"行": []}, change)
    assert b"dataValidation" not in part(out, "xl/worksheets/sheet1.xml")


def test_sheet_names_and_headings_are_filled(tmp_path):
    def change(made):
        made.oddFooter.center.text = "{{ 村 }}"
        made.title = "{{ 村 }}"
        made["A1"] = "='{{ 村 }}'!B1"

    out = filled(tmp_path, [["", 1]], {"村": "甲[一]&" + "长" * 40}, change)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["甲［一］&" + "长" * 26]
    assert book.worksheets[0]["A1"].value == f"='{book.sheetnames[0]}'!B1"
    assert b"<oddFooter>&amp;C" + "甲[一]&amp;&amp;".encode() in part(out, "xl/worksheets/sheet1.xml")


def test_sheets_without_tags_stay_byte_for_byte(tmp_path):
    def change(made):
        made.parent.create_sheet("说明")["A1"] = "固定文字"

    out = filled(tmp_path, LOOP, {"行": ["甲"]}, change)
    name = "xl/worksheets/sheet2.xml"
    assert part(out, name) == part(tmp_path / "表.xlsx", name)


def test_texts_of_the_shared_table_are_filled_and_leave_no_tag_behind(tmp_path):
    made = excel(tmp_path / "原.xlsx", [["甲"]])
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    cells = '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(r"<row .*</row>", f'<row r="1">{cells}</row>', parts[name], flags=re.S)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    pieces = "<si><r><t>{{ 文</t></r><r><t> }}</t></r><rPh><t>拼</t></rPh></si>"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{pieces}<si><t>固定</t></si></sst>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", override)
    relation = '<Relationship Id="rId99" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
    relation += 'officeDocument/2006/relationships/sharedStrings"/></Relationships>'
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace("</Relationships>", relation)
    with zipfile.ZipFile(tmp_path / "表.xlsx", "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    assert fill(tmp_path / "表.xlsx", {"文": "填好"}, tmp_path / "出.xlsx") == []
    assert values(tmp_path / "出.xlsx") == [["填好", "固定"]]
    assert b"{{" not in part(tmp_path / "出.xlsx", "xl/sharedStrings.xml")


def test_everything_is_calculated_on_opening(tmp_path):
    out = filled(tmp_path, LOOP, {"行": ["甲"]})
    assert b'fullCalcOnLoad="1"' in part(out, "xl/workbook.xml")
    with zipfile.ZipFile(out) as archive:
        assert "xl/calcChain.xml" not in archive.namelist()


def test_the_same_input_gives_the_same_bytes(tmp_path):
    made = excel(tmp_path / "表.xlsx", LOOP)
    for name in ("一", "二"):
        assert fill(made, {"行": ["甲"]}, tmp_path / name / "出.xlsx") == []
    assert (tmp_path / "一/出.xlsx").read_bytes() == (tmp_path / "二/出.xlsx").read_bytes()


def test_faults_are_told_together_with_sheet_and_cell(tmp_path):
    rows = [
        ["{{ 村名 }}", "{{ 行|日旗 }}"],
    ]
    made = excel(tmp_path / "台账.xlsx", rows, title="劳动力")
    assert said(fill(made, {"行": []}, tmp_path / "出.xlsx")) == [
        "T106 台账.xlsx#劳动力!B1 没有过滤器“日旗”，是不是“月日”？"
    ]
    rows = [["{{ 村名 }}"], ["{%tr for 人 in 行 %}"], ["{{ 人.姓名 }}", "{{ 人.性别 }}"], ["{%tr endfor %}"]]
    made = excel(tmp_path / "台账.xlsx", rows, title="劳动力")
    people = [{"姓名": "甲", "性别": "女"}, {"姓名": "铃\x07"}, {"姓名": "长" * 32768}]
    assert said(fill(made, {"行": people, "村": ""}, tmp_path / "出.xlsx")) == [
        "T201 台账.xlsx#劳动力!A1 未知名称“村名”，是不是“村”？",
        "T202 台账.xlsx#劳动力!A3 “铃□”含有不能写入文件的控制字符 U+0007",
        "T201 台账.xlsx#劳动力!B3 未知名称“人.性别”",
        "T203 台账.xlsx#劳动力!A3 文字有 32768 个字符，Excel 单元格最多 32767 个",
    ]
    assert not (tmp_path / "出.xlsx").exists()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["{%tr for 人 in 行 %}"], ["甲"]], "T103 表.xlsx#表!A1 标签写法错误：“for”没有对应的“endfor”"),
        ([["甲"], ["{%tr endfor %}"]], "T103 表.xlsx#表!A2 标签写法错误：“endfor”没有对应的开头"),
        (
            [["{%tr for 人 行 %}"], ["{%tr endfor %}"]],
            "T103 表.xlsx#表!A1 标签写法错误：此处应为“in”，却是“行”",
        ),
        ([["", "{{ 甲 乙 }}"]], "T103 表.xlsx#表!B1 标签写法错误：此处应为“}}”，却是“乙”"),
        ([["{% if 1 %}"]], "T103 表.xlsx#表!A1 标签写法错误：“if”没有对应的“endif”"),
        ([["{{ 行 }}"]], "T204 表.xlsx#表!A1 这里得到的是列表，不能直接打印"),
        ([["{%tr for 人 in 无 %}"], ["{%tr endfor %}"]], "T201 表.xlsx#表!A1 未知名称“无”"),
        ([["", "", "{{ 1 / 0 }}"]], "T207 表.xlsx#表!C1 标签计算出错：除数为零"),
        ([['="{{ 行 }}"']], "T107 表.xlsx#表!A1 公式里不能写标签"),
    ],
)
def test_a_fault_names_its_cell(tmp_path, rows, told):
    problems = said(fill(excel(tmp_path / "表.xlsx", rows), {"行": [1]}, tmp_path / "出.xlsx"))
    assert told in problems
    assert not (tmp_path / "出.xlsx").exists()
