"""问题清单.xlsx: the problems found in the ledgers, with room for who puts them right by when."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.worksheet import Worksheet

from tools.excel import looks
from tools.excel.looks import A4, TEXT, put

HEADS = ("序号", "程度", "代码", "位置", "问题", "建议", "整改人", "完成时限")
WIDTHS = (6, 7, 8, 36, 46, 38, 11, 13)
FIELDS = ("序号", "程度", "代码", "位置", "问题", "建议")


def problem_list() -> Workbook:
    """Return 问题清单.xlsx."""
    book, sheet = looks.workbook("问题清单")
    looks.title(sheet, "A:H", "{{ 文书.题名 }}" + looks.DRAFT)
    parts = [
        ("A:D", "填报单位：{{ 创建点.全称 }}", "left"),
        ("E:H", looks.DAY_LINE + "共 {{ 问题清单|length }} 个问题", "right"),
    ]
    looks.line(sheet, 2, parts)
    for number, head in enumerate(HEADS, start=1):
        put(sheet.cell(3, number), head, bold=True, color=looks.HEADER_FILL)
    sheet.row_dimensions[3].height = 26
    _rows(sheet)
    _page(sheet)
    return book


def _rows(sheet: Worksheet) -> None:
    looks.control(sheet, 4, "for 题 in 问题清单")
    for number in range(1, len(HEADS) + 1):
        text = "{{ 题." + FIELDS[number - 1] + " }}" if number <= len(FIELDS) else None
        across = "left" if number in (4, 5, 6) else "center"
        put(sheet.cell(5, number), text, across=across, form=TEXT if number > 1 else "0")
    looks.control(sheet, 6, "endfor")
    looks.line(
        sheet, 7, [("A:D", "整改情况复核人：", "left"), ("E:H", "复核日期：　　　　年　　月　　日", "right")]
    )
    sheet.row_dimensions[7].height = 32
    red = looks.fill(looks.RED)
    sheet.conditional_formatting.add("B5", FormulaRule(formula=['$B5="错误"'], fill=red))
    sheet.auto_filter.ref = "A3:H5"


def _page(sheet: Worksheet) -> None:
    looks.widths(sheet, WIDTHS)
    looks.paper(sheet, A4)
    looks.pages_wide(sheet, 1)
    sheet.print_title_rows = "3:3"
    sheet.freeze_panes = "A4"
