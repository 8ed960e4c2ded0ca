"""自评汇总表.xlsx: a line for each creation point of an office, ranked, and all their indicators."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.worksheet import Worksheet

from tools.excel import looks
from tools.excel.looks import A4, put

# the column between E and G comes once for each category of the indicator sets
HEADS = ("序号", "创建点", "类型", "级别", "{%tc for 类 in 汇总.类别 %}", "{{ 类 }}", "{%tc endfor %}")
HEADS += ("总分", "可能总分", "待核项", "名次")
WIDTHS = (6, 24, 8, 8, 3, 11, 3, 10, 10, 9, 8)
SHOWN = "ABCDFHIJK"  # without the control columns
LINES = ("创建点", "序号", "指标类别", "创建指标", "满分", "自评得分", "状态", "计分依据")
LINE_WIDTHS = (16, 6, 11, 20, 8, 9, 8, 62)
ABOVE = "{{ %s if 创建点.角色 == '主管部门' }}"  # villages of two townships may have one name


def score_summary() -> Workbook:
    """Return 自评汇总表.xlsx."""
    book, sheet = looks.workbook("汇总")
    _summary(sheet)
    _details(book.create_sheet("指标明细"))
    return book


def _heading(sheet: Worksheet, left: str, right: str, title: str) -> None:
    looks.title(sheet, f"A:{right.split(':')[1]}", title + looks.DRAFT)
    unit = looks.DAY_LINE + "单位：分"
    looks.line(sheet, 2, [(left, "汇总单位：{{ 创建点.全称 }}", "left"), (right, unit, "right")])


def _summary(sheet: Worksheet) -> None:
    _heading(sheet, "A:E", "F:K", "{{ 文书.题名 }}")
    looks.head(sheet, 3, HEADS, size=11, height=32)
    for row, tag in ((4, "for 组 in 汇总.组"), (5, "if 汇总.组|length > 1")):
        looks.control(sheet, row, tag)
    put(
        sheet["A6"],
        "{{ loop.index|中文数 }}、{{ 组.体系.名称 }}（{{ 组.体系.年度 }}年）",
        across="left",
        size=11,
    )
    sheet.merge_cells("A6:K6")
    looks.control(sheet, 7, "endif")
    _sums(sheet, 8, "满　分")
    looks.control(sheet, 9, "for 行 in 组.行")
    for letter, text in zip(SHOWN, _line(), strict=True):
        put(sheet[f"{letter}10"], text, size=11)
    looks.control(sheet, 11, "endfor")
    _sums(sheet, 12, "合　计")
    _sums(sheet, 13, "平　均")
    looks.control(sheet, 14, "endfor")
    _below(sheet)
    looks.widths(sheet, WIDTHS)
    looks.low_rows(sheet, 24)
    looks.paper(sheet, A4)
    looks.pages_wide(sheet, 1)
    sheet.freeze_panes = "C4"


def _line() -> list[str]:
    names = [ABOVE % "行.上级" + "{{ 行.名称 }}", "{{ 行.类型 }}", "{{ 行.级别 }}"]
    return ["{{ loop.index }}", *names, *_numbers("行"), "{{ 行.名次 }}"]


def _numbers(line: str) -> list[str]:
    points = f"{line}.得分[类]"
    totals = [f"{{{{ {line}.{name}|float }}}}" for name in ("总分", "可能总分", "待核")]
    return [f"{{{{ {points}|float if {points} else '' }}}}", *totals]


def _sums(sheet: Worksheet, row: int, name: str) -> None:
    key = name.replace("　", "")
    looks.sums(sheet, row, len(HEADS), {"A": name}, merged="A:D")
    for letter, text in zip("FHIJ", _numbers(f"组.{key}"), strict=True):
        if (key, letter) not in (("满分", "I"), ("满分", "J")):
            sheet[f"{letter}{row}"] = text


def _below(sheet: Worksheet) -> None:
    signs = [
        ("A:B", "填表人（签字）：", "left"),
        ("C:F", "审核人（签字）：", "left"),
        ("H:K", "单位负责人（签字、盖章）：", "left"),
    ]
    looks.line(sheet, 15, signs, size=11)
    note = "待核项不计入总分；可能总分为总分加上待核指标的满分。名次按总分排列，同分同名次。"
    other = "{% if 汇总.组|length > 1 %}指标体系不同的分组排名。{% endif %}"
    looks.line(sheet, 16, [("A:K", note + other, "left")])
    sheet.row_dimensions[6].height = 26
    sheet.row_dimensions[15].height = 42


def _details(sheet: Worksheet) -> None:
    _heading(sheet, "A:E", "F:H", "{{ 文书.题名 }}（指标明细）")
    looks.head(sheet, 3, LINES)
    tags = ("if 各点", "for 点 in 各点 if 点.自评", "for 类 in 点.自评.类别", "for 项 in 类.指标")
    for row, tag in enumerate(tags, start=4):
        looks.control(sheet, row, tag)
    item = (
        ABOVE % "点.创建点.上级" + "{{ 点.创建点.名称 }}",
        "{{ 项.序号 }}",
        "{{ 类.名称 }}",
        "{{ 项.内容 }}",
    )
    item += (
        "{{ 项.满分|float }}",
        "{{ 项.得分|float if 项.得分 else '' }}",
        "{{ 项.状态 }}",
        "{{ 项.依据 }}",
    )
    looks.cells(sheet, 8, item, left=(4, 8))
    for row in range(9, 13):
        looks.control(sheet, row, "endif" if row == 12 else "endfor")
    yellow = looks.fill(looks.YELLOW)
    sheet.conditional_formatting.add("F8:G8", FormulaRule(formula=['$G8="待核"'], fill=yellow))
    sheet.auto_filter.ref = "A3:H8"
    looks.widths(sheet, LINE_WIDTHS)
    looks.low_rows(sheet, 21)
    looks.paper(sheet, A4)
    looks.pages_wide(sheet, 1)
    sheet.freeze_panes = "B4"
