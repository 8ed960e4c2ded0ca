"""自评表.xlsx: the score sheet of one creation point."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from tools.excel import looks
from tools.excel.looks import A4, put

CHARACTERS = (
    76  # Chinese characters of a line under the table; merged cells don't grow, so lines are cut here
)
HEADS = (
    "序号",
    "指标类别",
    "创建指标",
    "具体指标内容及分值",
    "考核内容及评分标准",
    "满分",
    "自评得分",
    "状态",
    "计分依据",
    "佐证材料",
    "备注",
)
WIDTHS = (5, 9, 12, 17, 36, 6, 8, 6, 30, 18, 9)
LEFT = frozenset((4, 5, 9, 10, 11))
ITEM = (
    "{{ 项.序号 }}",
    "{% vm %}{{ 类.名称 }}\n（{{ 类.满分 }}分）",
    "{{ 项.指标 }}",
    "{{ 项.内容 }}\n（{{ 项.满分 }}分）",
    "{{ 项.标准 }}",
    "{{ 项.满分|float }}",
    "{{ 项.得分|float if 项.得分 else '' }}",
    "{{ 项.状态 }}",
    "{{ 项.依据 }}",
    "{{ 项.佐证|分号 }}",
    "{{ 项.备注 }}",
)

# the reference of an edition is printed whether it is given as text or in its parts
_PARTS = "依据.文号 ~ (依据.附件 or '')"
_REFERENCE = f"('（' ~ (依据 if 依据 is string else {_PARTS}) ~ '）' if 依据 else '')".replace(
    "依据", "自评.体系.依据"
)
BASIS = (
    f"'一、评分依据：' ~ 自评.体系.名称 ~ {_REFERENCE} ~ "
    "'。得分由台账数据和申报条件算出的，计分依据栏列明分子、分母；由人工评定的，写明理由；'"
    " ~ '尚缺数据的标“待核”，不计入总分。'"
)


def score_sheet() -> Workbook:
    """Return 自评表.xlsx."""
    book, sheet = looks.workbook("自评表")
    looks.title(sheet, "A:K", "{{ 文书.题名 }}" + looks.DRAFT)
    parts = [
        ("A:E", "填报单位：{{ 创建点.全称 }}（{{ 创建点.级别 }}{{ 创建点.类型 }}创建点）", "left"),
        ("F:K", looks.DAY_LINE + "单位：分", "right"),
    ]
    looks.line(sheet, 2, parts)
    _head(sheet, 3, HEADS)
    _items(sheet)
    _totals(sheet)
    _remarks(sheet, 13)
    _page(sheet, WIDTHS, "3:3")
    sheet.freeze_panes = "D4"
    return book


def _head(sheet: Worksheet, row: int, heads: Sequence[str]) -> None:
    for number, head in enumerate(heads, start=1):
        put(sheet.cell(row, number), head, bold=True, color=looks.HEADER_FILL)
    sheet.row_dimensions[row].height = 32


def _items(sheet: Worksheet) -> None:
    looks.control(sheet, 4, "for 类 in 自评.类别")
    looks.control(sheet, 5, "for 项 in 类.指标")
    for number, text in enumerate(ITEM, start=1):
        put(sheet.cell(6, number), text, across="left" if number in LEFT else "center")
    looks.top(sheet, ["B6"])
    looks.control(sheet, 7, "endfor")
    note = "{% if 类.待核 %}待核 {{ 类.待核 }} 项{% endif %}"
    _sum(sheet, 8, "{{ 类.名称 }}小计", "{{ 类.满分|float }}", "{{ 类.得分|float }}", note)
    looks.control(sheet, 9, "endfor")
    yellow = looks.fill(looks.YELLOW)
    sheet.conditional_formatting.add("G6:H6", FormulaRule(formula=['$H6="待核"'], fill=yellow))


def _sum(sheet: Worksheet, row: int, name: str, full: str, points: str, note: str) -> None:
    for number in range(1, len(HEADS) + 1):
        put(sheet.cell(row, number), bold=True, color=looks.SUM_FILL)
    for letter, text in (("A", name), ("F", full), ("G", points), ("H", note)):
        sheet[f"{letter}{row}"] = text
    sheet[f"H{row}"].alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    sheet.merge_cells(f"A{row}:E{row}")
    sheet.merge_cells(f"H{row}:K{row}")
    sheet.row_dimensions[row].height = 22


def _totals(sheet: Worksheet) -> None:
    state = "已评指标满分 {{ 自评.已评满分 }} 分，待核指标满分 {{ 自评.待核满分 }} 分"
    _sum(sheet, 10, "总　　分", "{{ 自评.满分|float }}", "{{ 自评.总分|float }}", state)
    best = "总分加上待核指标的满分"
    _sum(sheet, 11, "可能总分", "{{ 自评.满分|float }}", "{{ 自评.可能总分|float }}", best)
    sheet.row_dimensions[12].height = 6


def _remarks(sheet: Worksheet, row: int) -> None:
    looks.cut(sheet, row, BASIS, CHARACTERS)
    looks.control(sheet, row + 3, "for 条 in 自评.口径说明")
    remark = "('二、口径说明：' if loop.first else '　　') ~ loop.index ~ '．' ~ 条"
    looks.cut(sheet, row + 4, remark, CHARACTERS)
    looks.control(sheet, row + 7, "endfor")
    signs = [("A:D", "填表人（签字）：", "left"), ("E", "审核人（签字）：", "left")]
    signs += [("F:I", "单位负责人（签字）：", "left"), ("J:K", "单位（盖章）", "left")]
    looks.line(sheet, row + 8, signs)
    looks.line(
        sheet, row + 9, [("A:D", "联系电话：", "left"), ("F:K", "填报日期：　　　　年　　月　　日", "right")]
    )
    sheet.row_dimensions[row + 8].height = 40


def _page(sheet: Worksheet, widths: Sequence[float], rows: str) -> None:
    looks.widths(sheet, widths)
    looks.paper(sheet, A4)
    looks.pages_wide(sheet, 1)
    sheet.print_title_rows = rows
