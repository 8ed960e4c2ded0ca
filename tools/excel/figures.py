"""指标数据汇总表.xlsx: every figure of a creation point with its numerator, denominator, source and rows."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.worksheet import Worksheet

from tools.excel import looks
from tools.excel.looks import TEXT

HEADS = (
    "方面",
    "序号",
    "指标数据",
    "计算口径",
    "分子",
    "分母",
    "数值",
    "单位",
    "来源台账",
    "台账行",
    "对应指标",
)
WIDTHS = (9, 5, 17, 34, 8, 8, 10, 6, 17, 26, 9)
CHARACTERS = 72  # of a line under the table
ITEM = (
    "{% vm %}{{ 组.方面 }}",
    "{{ 计.号 }}",
    "{{ 项.名称 }}",
    "{{ 项.说明 }}",
    "{{ 项.分子 }}",
    "{{ 项.分母 }}",
    # a count is a number, a rate is printed with its percent sign
    "{{ 项.显示 if 项.缺 or '%' in 项.显示 else 项.显示|float }}",
    "{{ 项.单位 if not 项.缺 and '%' not in 项.显示 else '' }}",
    "{{ 项.来源 }}",
    "{{ 项.缺 or 项.行 }}",
    "{{ 项.对应指标|顿号 }}",
)
ROWS = ("数据", "台账", "行数", "行")
ROW_WIDTHS = (20, 24, 9, 90)
AT_ONCE = 60  # ranges of rows in one cell: a row of a sheet can't be higher than 409 points


def figure_summary() -> Workbook:
    """Return 指标数据汇总表.xlsx."""
    book, sheet = looks.workbook("指标数据")
    _heading(sheet, "A:E", "F:K", "{{ 文书.题名 }}")
    looks.head(sheet, 3, HEADS)
    _figures(sheet)
    looks.control(sheet, 12, "for 条 in (自评.口径说明 if 自评 else [])")
    remark = "('口径说明：' if loop.first else '　　　　　') ~ loop.index ~ '．' ~ 条"
    looks.cut(sheet, 13, remark, CHARACTERS)
    looks.control(sheet, 16, "endfor")
    looks.line(sheet, 17, [("A:D", "填表人（签字）：", "left"), ("F:K", "审核人（签字）：", "left")])
    sheet.row_dimensions[11].height = 6
    sheet.row_dimensions[17].height = 36
    looks.finish(sheet, WIDTHS, "D4")
    _rows(book.create_sheet("取数明细"))
    return book


def _heading(sheet: Worksheet, left: str, right: str, title: str) -> None:
    looks.title(sheet, f"A:{right.split(':')[1]}", title + looks.DRAFT)
    looks.line(sheet, 2, [(left, "填报单位：{{ 创建点.全称 }}", "left"), (right, looks.DAY_LINE, "right")])


def _figures(sheet: Worksheet) -> None:
    tags = ("set 计 = namespace(号=0)", "for 组 in 数据汇总", "for 项 in 组.数据", "set 计.号 = 计.号 + 1")
    for row, tag in enumerate(tags, start=4):
        looks.control(sheet, row, tag)
    looks.cells(sheet, 8, ITEM, left=(4, 9, 10))
    looks.top(sheet, ["A8"])
    for row in (9, 10):
        looks.control(sheet, row, "endfor")
    yellow = looks.fill(looks.YELLOW)
    sheet.conditional_formatting.add("G8:J8", FormulaRule(formula=['$G8="无法计算"'], fill=yellow))


def _rows(sheet: Worksheet) -> None:
    _heading(sheet, "A:C", "D:D", "{{ 文书.题名 }}（取数明细）")
    looks.head(sheet, 3, ROWS)
    looks.control(sheet, 4, "for 项 in 取数明细")
    looks.control(sheet, 5, f"for 段 in (项.行 or '无').split('、')|batch({AT_ONCE})")
    # LibreOffice breaks a line at a blank, never between 、 and a digit
    ranges = "{{ 段|join(', ') }}"
    texts = ("{{ 项.名称 }}", "{{ 项.台账 }}", "{{ 项.行数 if loop.first else '' }}", ranges)
    looks.cells(sheet, 6, texts, left=(2, 4))
    sheet["D6"].number_format = TEXT
    looks.control(sheet, 7, "endfor")
    looks.control(sheet, 8, "endfor")
    looks.finish(sheet, ROW_WIDTHS, "B4")
