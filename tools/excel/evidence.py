"""佐证材料目录.xlsx: what proves each indicator, what exists of it and what is missing."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border
from openpyxl.worksheet.worksheet import Worksheet

from tools.excel import looks
from tools.excel.looks import A4

HEADS = ("序号", "指标类别", "具体指标", "满分", "佐证材料", "类型", "现状", "说明", "页码")
WIDTHS = (6, 11, 26, 7, 32, 8, 9, 40, 8)
# no merged cells: over a page's end they are blank on the next page, and nobody can filter them
ITEM = (
    "{{ 项.序号 if loop.first else '' }}",
    "{{ 项.类别 if loop.first else '' }}",
    "{{ (项.内容 or 项.指标) if loop.first else '' }}",
    "{{ 项.满分|float if loop.first else '' }}",
    "{{ 材.名称 }}",
    "{{ 材.类型 }}",
    "{{ 材.状态 }}",
    "{{ 材.说明 }}",
    None,
)
NONE = "[{'名称': '（没有规定佐证材料）', '类型': '', '状态': '', '说明': ''}]"
STATES = (("有", "已有"), ("可", "可生成"), ("缺", "缺"))
COUNTS = (
    "共 {{ 计.有 + 计.可 + 计.缺 }} 件：已有 {{ 计.有 }} 件，可由程序生成 {{ 计.可 }} 件，缺 {{ 计.缺 }} 件"
)


def evidence_list() -> Workbook:
    """Return 佐证材料目录.xlsx."""
    book, sheet = looks.workbook("佐证材料目录")
    looks.title(sheet, "A:I", "{{ 文书.题名 }}" + looks.DRAFT)
    parts = [("A:E", "填报单位：{{ 创建点.全称 }}", "left"), ("F:I", looks.DAY_LINE, "right")]
    looks.line(sheet, 2, parts)
    looks.head(sheet, 3, HEADS)
    _rows(sheet)
    looks.widths(sheet, WIDTHS)
    looks.low_rows(sheet, 21)
    looks.paper(sheet, A4)
    looks.pages_wide(sheet, 1)
    sheet.freeze_panes = "D4"
    return book


def _rows(sheet: Worksheet) -> None:
    looks.control(sheet, 4, "set 计 = namespace(有=0, 可=0, 缺=0)")
    looks.control(sheet, 5, "for 项 in 佐证目录")
    looks.control(sheet, 6, f"for 材 in (项.材料 or {NONE})")
    for row, (name, state) in enumerate(STATES, start=7):
        looks.control(sheet, row, f"set 计.{name} = 计.{name} + (1 if 材.状态 == '{state}' else 0)")
    looks.cells(sheet, 10, ITEM, left=(3, 5, 8))
    sides = {"left": looks.BOX.left, "right": looks.BOX.right}
    for letter in "ABCD":
        sheet[f"{letter}10"].border = Border(**sides)
    line = FormulaRule(formula=['$A10<>""'], border=Border(**sides, top=looks.BOX.top))
    sheet.conditional_formatting.add("A10:D10", line)
    looks.control(sheet, 11, "endfor")
    looks.control(sheet, 12, "endfor")
    looks.sums(sheet, 13, len(HEADS), {"A": "合计", "E": COUNTS}, merged="A:D")
    sheet.merge_cells("E13:I13")
    signs = [("A:D", "填表人（签字）：", "left"), ("E:G", "审核人（签字）：", "left")]
    looks.line(sheet, 14, signs)
    sheet.row_dimensions[14].height = 36
    for state, color in (("缺", looks.RED), ("可生成", looks.YELLOW)):
        rule = FormulaRule(formula=[f'$G10="{state}"'], fill=looks.fill(color))
        sheet.conditional_formatting.add("E10:H10", rule)
