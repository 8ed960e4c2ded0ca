"""Column loops of Excel templates: filled, then read back with openpyxl."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break, ColBreak
from openpyxl.worksheet.table import Table

from hqe_docs.paper.fill import fill
from tests.examples import a_few, examples
from tests.paper.making import excel, part, said, sheet, values

FOR, END = "{%tc for 类 in 类别 %}", "{%tc endfor %}"
ROWS = [
    ["村", FOR, "{{ 类.名 }}", END, "总分"],
    ["{%tr for 点 in 点们 %}"],
    ["{{ 点.名 }}", None, "{{ 点.分[类.名] }}", None, "=SUM(C3:C3)"],
    ["{%tr endfor %}"],
    ["合计", None, "=SUM(C3:C3)", None, "=SUM(E3:E3)"],
]
CLASSES = [{"名": "环境"}, {"名": "人员"}, {"名": "内容"}]
POINTS = [
    {"名": "甲村", "分": {"环境": 12, "人员": Decimal("3.5"), "内容": 60}},
    {"名": "乙村", "分": {"环境": 9, "人员": 5, "内容": 51}},
]
CONTEXT = {"类别": CLASSES, "点们": POINTS}


def filled(tmp_path: Path, rows: list[Any], context: Any, change: Any = None) -> Path:
    made = excel(tmp_path / "表.xlsx", rows, change=change)
    assert said(fill(made, context, tmp_path / "出.xlsx")) == []
    return tmp_path / "出.xlsx"


def faults(tmp_path: Path, rows: list[Any], context: Any, change: Any = None) -> list[str]:
    made = excel(tmp_path / "表.xlsx", rows, change=change)
    found = said(fill(made, context, tmp_path / "出.xlsx"))
    assert not (tmp_path / "出.xlsx").exists()
    return found


# ---------------------------------------------------------------- cells
def test_the_column_comes_once_for_each_item_and_the_name_is_known_in_row_loops(tmp_path):
    assert values(filled(tmp_path, ROWS, CONTEXT)) == [
        ["村", "环境", "人员", "内容", "总分"],
        ["甲村", 12, 3.5, 60, "=SUM(B2:D2)"],
        ["乙村", 9, 5, 51, "=SUM(B3:D3)"],
        ["合计", "=SUM(B2:B3)", "=SUM(C2:C3)", "=SUM(D2:D3)", "=SUM(E2:E3)"],
    ]


def test_no_items_take_the_block_away_and_its_sum_is_over_blank_cells(tmp_path):
    assert values(filled(tmp_path, ROWS, {"类别": [], "点们": POINTS})) == [
        ["村", "总分"],
        ["甲村", "=SUM(XFD2:XFD2)"],
        ["乙村", "=SUM(XFD3:XFD3)"],
        ["合计", "=SUM(B2:B3)"],
    ]


@examples(15)
@given(count=st.integers(0, 40))
def test_any_number_of_items_gives_as_many_columns(tmp_path_factory, count):
    rows = [["左", FOR, "{{ 类 }}", "固定", END, "右"]]
    out = filled(tmp_path_factory.mktemp("列"), rows, {"类别": list(range(count))})
    assert values(out) == [["左", *[cell for n in range(count) for cell in (n, "固定")], "右"]]


def test_several_names_and_a_condition_work_as_in_rows(tmp_path):
    rows = [["{%tc for 名, 数 in 对 if 数 > 1 %}", "{{ 名 }}{{ 数 }}", END]]
    assert values(filled(tmp_path, rows, {"对": [("甲", 1), ("乙", 2), ("丙", 3)]})) == [["乙2", "丙3"]]


def test_the_list_may_be_a_name_set_above(tmp_path):
    rows = [["{%tr set 类们 = 类别|map(attribute='名')|list %}"], ["{%tc for 名 in 类们 %}", "{{ 名 }}", END]]
    assert values(filled(tmp_path, rows, CONTEXT)) == [["环境", "人员", "内容"]]


def test_the_name_is_known_in_its_block_only(tmp_path):
    rows = [["{{ 类 }}", FOR, "{{ 类 }}", END, "{{ 类 }}"]]
    assert values(filled(tmp_path, rows, {"类": "外", "类别": ["甲", "乙"]})) == [["外", "甲", "乙", "外"]]


def test_outside_its_block_the_name_is_unknown(tmp_path):
    rows = [["{{ 类 }}", FOR, "{{ 类 }}", END, "{{ 类 }}"]]
    assert faults(tmp_path, rows, {"类别": ["甲"]}) == [
        "T201 表.xlsx#表!A1 未知名称“类”，是不是“类别”？",
        "T201 表.xlsx#表!E1 未知名称“类”，是不是“类别”？",
    ]


def test_loops_stand_side_by_side(tmp_path):
    rows = [[FOR, "{{ 类.名 }}", END, "{%tc for 数 in 数们 %}", "{{ 数 }}", END, "=SUM(E1:E1)"]]
    assert values(filled(tmp_path, rows, CONTEXT | {"数们": [7, 8]})) == [
        ["环境", "人员", "内容", 7, 8, "=SUM(D1:E1)"]
    ]


def test_control_rows_and_merged_cells_of_a_row_loop_may_stand_in_the_block(tmp_path):
    rows = [
        [FOR, "{%tr for 点 in 点们 %}", END],
        [None, "{{ 类.名 }}{% vm %}", None, "{{ 点.名 }}"],
        [None, "{%tr endfor %}"],
    ]
    made = sheet(filled(tmp_path, rows, CONTEXT))
    assert [[cell.value for cell in row] for row in made.iter_rows()] == [
        ["环境", "人员", "内容", "甲村"],
        [None, None, None, "乙村"],
    ]
    assert sorted(str(area) for area in made.merged_cells.ranges) == ["A1:A2", "B1:B2", "C1:C2"]


# ---------------------------------------------------------------- what points at columns
# A | B for | C block | D endfor | E, F: four items leave A, B to E, F, G
FOUR = {"类别": list("甲乙丙丁")}


def wide(*more: list[Any]) -> list[list[Any]]:
    return [["左", FOR, "{{ 类 }}", END, "右", None], *more]


@pytest.mark.parametrize(
    ("template", "written"),
    a_few(
        [
            ("=E1", "=F1"),
            ("=A1", "=A1"),
            ("=$E$1+E2*2", "=$F$1+F2*2"),
            ("=C1", "=B1"),
            ("=SUM(C1:C2)", "=SUM(B1:E2)"),
            ("=SUM($C1:$C1)", "=SUM($B1:$E1)"),
            ("=SUM(B1:D1)", "=SUM(B1:E1)"),
            ("=SUM(A1:E1)", "=SUM(A1:F1)"),
            ("=SUM(C:C)+COUNTA(E:F)", "=SUM(B:E)+COUNTA(F:G)"),
            ("=SUM(1:1)", "=SUM(1:1)"),
            ("=名册!C1&表!E1", "=名册!C1&表!F1"),
            ('=IF(E1>0,"C1 到 E1",LOG10(E1))', '=IF(F1>0,"C1 到 E1",LOG10(F1))'),
        ],
        rows=True,
    ),
)
def test_a_formula_beside_the_block_follows_and_its_ranges_stretch(tmp_path, template, written):
    out = sheet(filled(tmp_path, wide([None, None, 2, None, 3, template]), FOUR))
    assert out["G2"].value == written


@pytest.mark.parametrize(
    ("template", "first", "last"),
    a_few(
        [
            ("=C1", "=B1", "=E1"),
            ("=C1/A1", "=B1/A1", "=E1/A1"),
            ("=C1/$E1", "=B1/$F1", "=E1/$F1"),
            ("=$C1", "=$B1", "=$B1"),
            ("=C1/SUM($C1:$C1)", "=B1/SUM($B1:$E1)", "=E1/SUM($B1:$E1)"),
            ("=SUM($C1:C1)", "=SUM($B1:B1)", "=SUM($B1:E1)"),
            ("=SUM(A1:C1)", "=SUM(A1:B1)", "=SUM(A1:E1)"),
        ],
        rows=True,
    ),
)
def test_a_formula_in_the_block_means_the_same_turn(tmp_path, template, first, last):
    out = sheet(filled(tmp_path, wide([None, None, template]), FOUR))
    assert (out["B2"].value, out["E2"].value) == (first, last)


def test_a_block_of_two_columns_keeps_its_columns_together(tmp_path):
    rows = [[FOR, "{{ 类.名 }}", 5, END, None], [None, "=C1*2", "=B1", None, "=SUM(B2:C2)"]]
    assert values(filled(tmp_path, rows, {"类别": CLASSES[:2]})) == [
        ["环境", 5, "人员", 5, None],
        ["=B1*2", "=A1", "=D1*2", "=C1", "=SUM(A2:D2)"],
    ]


def test_formulas_of_other_sheets_and_names_follow(tmp_path):
    def change(made):
        other = made.parent.create_sheet("汇总 表")
        other["C1"] = "=SUM(表!C1:C1)+表!E1"
        made.parent.defined_names["类"] = DefinedName("类", attr_text="表!$C$1")
        made["F1"] = "='汇总 表'!C1"

    out = filled(tmp_path, wide(), FOUR, change)
    assert sheet(out, "汇总 表")["C1"].value == "=SUM(表!B1:E1)+表!F1"
    assert openpyxl.load_workbook(out).defined_names["类"].attr_text == "表!$B$1:$E$1"
    assert sheet(out)["G1"].value == "='汇总 表'!C1"


def test_widths_and_styles_repeat_and_those_to_the_right_move(tmp_path):
    def change(made):
        for letter, width in zip("ABCDEF", (20, 3, 12, 4, 30, 7), strict=True):
            made.column_dimensions[letter].width = width
        made["C1"].font, made["C2"].fill = Font(bold=True), PatternFill("solid", fgColor="FFFFEE00")
        made["E1"].number_format = "0.00"

    made = sheet(filled(tmp_path, wide([None, None, None]), FOUR, change))
    assert [made.column_dimensions[letter].width for letter in "ABCDEFG"] == [20, 12, 12, 12, 12, 30, 7]
    assert [made[f"{letter}1"].font.bold for letter in "ABCDEF"] == [False, True, True, True, True, False]
    assert made["D2"].fill.fgColor.rgb == "FFFFEE00"
    assert made["F1"].number_format == "0.00"


def test_merges_across_the_block_stretch_those_inside_repeat_those_beside_move(tmp_path):
    def change(made):
        for area in ("A1:E1", "A2:C2", "C3:C4", "E2:F2"):
            made.merge_cells(area)

    rows = [["题"], ["左", None, None, None, "右"], ["", FOR, "块", END], [None, None, None, None, "尾"]]
    made = sheet(filled(tmp_path, rows, {"类别": CLASSES}, change))
    areas = sorted(str(area) for area in made.merged_cells.ranges)
    assert areas == ["A1:E1", "A2:D2", "B3:B4", "C3:C4", "D3:D4", "E2:F2"]
    assert (made["A1"].value, made["D3"].value, made["E4"].value) == ("题", "块", "尾")


def test_a_heading_merged_from_control_column_to_control_column_stands_over_the_block(tmp_path):
    def change(made):
        made.merge_cells("B1:D1")
        made["B1"] = "{{ 题 }}"

    rows = [[None, None, None, None, "右"], ["左", FOR, "{{ 类 }}", END]]
    out = filled(tmp_path, rows, FOUR | {"题": "各类得分"}, change)
    assert values(out)[0] == [None, "各类得分", None, None, None, "右"]
    assert [str(area) for area in sheet(out).merged_cells.ranges] == ["B1:E1"]


def test_a_text_merged_beyond_its_block_is_written_once(tmp_path):
    made = filled(
        tmp_path,
        [["题", None, "单位：分"], ["左", FOR, "{{ 类 }}", END, "右"]],
        FOUR,
        lambda book: book.merge_cells("C1:E1"),
    )
    with zipfile.ZipFile(made) as package:
        assert package.read("xl/worksheets/sheet1.xml").decode().count("单位：分") == 1
    assert [str(area) for area in sheet(made).merged_cells.ranges] == ["B1:F1"]


def test_formats_validations_filter_and_print_settings_follow(tmp_path):
    def change(made):
        for column in "CE":
            validation = DataValidation(type="list", formula1="$F$1:$F$2")
            validation.add(f"{column}2")
            made.add_data_validation(validation)
            rule = FormulaRule(formula=[f"{column}2>$E2"])
            made.conditional_formatting.add(f"{column}2:{column}3", rule)
        made.auto_filter.ref = "A1:F2"
        made.auto_filter.add_filter_column(4, ["右"])
        made.print_area = "A1:F3"
        made.print_title_cols = "A:C"
        made.print_title_rows = "1:1"
        made.freeze_panes = "E2"
        made.col_breaks = ColBreak()
        made.col_breaks.append(Break(id=5))
        made["E2"].hyperlink = Hyperlink(ref="E2", location="表!E1")

    made = sheet(filled(tmp_path, wide([None, None, 1, None, "去"]), FOUR, change))
    assert {str(one.sqref): one.formula1 for one in made.data_validations.dataValidation} == {
        "B2:E2": "$G$1:$G$2",
        "F2": "$G$1:$G$2",
    }
    formats = {
        str(one.sqref): rules[0].formula for one, rules in made.conditional_formatting._cf_rules.items()
    }
    assert formats == {"B2:E3": ["B2>$F2"], "F2:F3": ["F2>$F2"]}
    assert (made.auto_filter.ref, made.auto_filter.filterColumn[0].colId) == ("A1:G2", 5)
    assert made.print_area == "'表'!$A$1:$G$3"
    assert (made.print_title_cols, made.print_title_rows) == ("$A:$E", "$1:$1")
    assert (made.freeze_panes, made.sheet_view.pane.xSplit) == ("F2", 5)
    assert [one.id for one in made.col_breaks.brk] == [6]
    assert (made["F2"].hyperlink.ref, made["F2"].hyperlink.location) == ("F2", "表!F1")


def test_tables_comments_and_drawings_to_the_right_move(tmp_path):
    def change(made):
        made.add_table(Table(displayName="名单", ref="E1:F2"))
        made["E2"].comment = Comment("批注", "某人")
        chart = BarChart()
        chart.add_data(Reference(made, min_col=5, min_row=1, max_row=2))
        made.add_chart(chart, "E5")

    out = filled(
        tmp_path, [["左", FOR, "{{ 类 }}", END, "甲", "乙"], [None, None, 1, None, 2, 3]], FOUR, change
    )
    made = sheet(out)
    assert made.tables["名单"].ref == "F1:G2"
    assert [cell.coordinate for row in made.iter_rows() for cell in row if cell.comment] == ["F2"]
    assert made._charts[0].anchor._from.col == 5


# ---------------------------------------------------------------- faults
@pytest.mark.parametrize(
    ("row", "told"),
    a_few(
        [
            (["甲", FOR, "{{ 类 }}"], "T109 表.xlsx#表!B1 整列循环不成立：“for”没有对应的“endfor”"),
            (["甲", END], "T109 表.xlsx#表!B1 整列循环不成立：“endfor”没有对应的“for”"),
            (
                [FOR, "甲", FOR, "乙", END],
                "T109 表.xlsx#表!C1 整列循环不成立：不能套叠，前一个还没有“endfor”",
            ),
            ([FOR, END], "T109 表.xlsx#表!B1 整列循环不成立：“for”和“endfor”之间没有要重复的列"),
            ([FOR + END], "T109 表.xlsx#表!A1 整列循环不成立：一列只能放一个整列标签"),
            (
                ["{%tc if 类别 %}", "甲"],
                "T109 表.xlsx#表!A1 整列循环不成立：不能用“if”，只有 for 和 endfor",
            ),
            (["{%tc for 类 类别 %}", "甲", END], "T103 表.xlsx#表!A1 标签写法错误：此处应为“in”，却是“类别”"),
            (["{%tc for 类 in 类 %}", "甲", END], "T201 表.xlsx#表!A1 未知名称“类”，是不是“类别”？"),
            (["{%tc for 类 in 名 %}", "甲", END], "T110 表.xlsx#表!A1 循环要的是列表，这里是“梅州村”"),
            (["{%tc for 类 in 分项 %}", "甲", END], "T110 表.xlsx#表!A1 循环要的是列表，这里是分项"),
            (["{%tc for 类 in 无 %}", "甲", END], "T110 表.xlsx#表!A1 循环要的是列表，这里是空"),
            (["{%tc for 类 in 1 %}", "甲", END], "T110 表.xlsx#表!A1 循环要的是列表，这里是1"),
            (
                [FOR + "甲", "{{ 类 }}", END],
                "T111 表.xlsx#表!A1 整列循环的控制列里还有别的内容，填写后会丢失",
            ),
            (
                ["{%tc for 类 in range(9000) %}", "{{ 类 }}", "甲", END],
                "T206 表.xlsx#表!A1 填写后的内容过大：一张工作表最多 16384 列",
            ),
            ([FOR, "{{ 类.名次 }}", END], "T201 表.xlsx#表!B1 未知名称“类.名次”，是不是“类.名”？"),
        ],
        rows=True,
    ),
)
def test_a_fault_names_the_templates_cell_once(tmp_path, row, told):
    context = CONTEXT | {"名": "梅州村", "分项": {"一": 1}, "无": None}
    if "名次" in str(row):
        context["类别"] = [{"名": "甲"}, {"名": "乙"}]
    assert faults(tmp_path, [row], context) == [told]


def test_a_loop_in_a_table_is_a_fault(tmp_path):
    def change(made):
        made.add_table(Table(displayName="名单", ref="A1:E2"))

    assert faults(tmp_path, [["一", FOR, "二", END, "三"]], CONTEXT, change) == [
        "T109 表.xlsx#表!B1 整列循环不成立：不能放在表格“名单”里面"
    ]


def test_faults_of_all_sheets_are_told_together(tmp_path):
    def change(made):
        made.parent.create_sheet("二")["A1"] = "{{ 村名 }}"

    assert faults(tmp_path, [[FOR, "甲"]], CONTEXT, change) == [
        "T109 表.xlsx#表!A1 整列循环不成立：“for”没有对应的“endfor”",
        "T201 表.xlsx#二!A1 未知名称“村名”",
    ]


def test_sheets_without_tags_keep_their_bytes_beside_a_column_loop(tmp_path):
    def change(made):
        made.parent.create_sheet("说明")["A1"] = "固定文字"

    out = filled(tmp_path, ROWS, CONTEXT, change)
    name = "xl/worksheets/sheet2.xml"
    assert part(out, name) == part(tmp_path / "表.xlsx", name)
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None


def test_fixed_cells_alone_may_repeat(tmp_path):
    assert values(filled(tmp_path, [["左", FOR, "空", END, "右"]], {"类别": [1, 2]})) == [
        ["左", "空", "空", "右"]
    ]
