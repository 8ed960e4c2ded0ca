"""The sheet 填表说明: what each column holds, made from the ledger kind."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook

from tools.excel import looks
from tools.excel.columns import Column
from tools.excel.looks import A4, TEXT, put

HEADS = ("序号", "栏目名称", "是否填写", "可填内容", "填写要求", "填写样式")
NOTE = (
    "一人一行，按户编排；有下拉列表的从列表里选，日期写成 2023-09-26；身份证号、电话、"
    "证书编号按文本填写。打印用 A3 纸横排，左右两张为一幅，姓名栏两张都有。"
)
WIDTHS = (6, 16, 24, 46, 40, 22)


def add_guide(book: Workbook, columns: Sequence[Column]) -> None:
    """Add the sheet that explains every column."""
    sheet = book.create_sheet("填表说明")
    looks.title(sheet, "A:F", "劳动力资源台账填表说明", size=16)
    put(sheet["A2"], NOTE, across="left", boxed=False)
    sheet.merge_cells("A2:F2")
    sheet.row_dimensions[2].height = 30
    for number, head in enumerate(HEADS, start=1):
        put(sheet.cell(3, number), head, bold=True, color=looks.HEADER_FILL)
    sheet.row_dimensions[3].height = 24
    for row, column in enumerate(columns, start=4):
        cells = (row - 3, column.name, column.need, column.content, column.hint, column.example)
        for number, value in enumerate(cells, start=1):
            across = "center" if number <= 3 else "left"
            put(sheet.cell(row, number), value, across=across, form=TEXT if number > 1 else "0")
        texts = zip(map(str, cells), WIDTHS, strict=True)
        sheet.row_dimensions[row].height = looks.fitted(texts)
    looks.widths(sheet, WIDTHS)
    looks.paper(sheet, A4)
    looks.pages_wide(sheet, 1)
    sheet.print_title_rows = "3:3"
    sheet.freeze_panes = "C4"
