"""自评汇总表.xlsx: a line for each creation point of an office, ranked, and all their indicators."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.worksheet import Worksheet

from tools.excel import looks
from tools.excel.looks import A4, put

DRAFT = "{% if 文书.草稿 %}（草稿）{% endif %}"
POINTS = "for 点 in 各点 if 点.自评"
SCORED = "点.自评.类别[{n}]"
CATEGORIES = ("工作环境", "工作人员", "工作内容", "工作机制", "创新工作")
HEADS = ("序号", "创建点", "类型", "级别", *CATEGORIES, "总分", "可能总分", "待核项", "名次")
WIDTHS = (6, 24, 8, 8, 11, 11, 11, 11, 11, 10, 10, 9, 8)
LINES = ("创建点", "序号", "指标类别", "创建指标", "满分", "自评得分", "状态", "计分依据")
LINE_WIDTHS = (16, 6, 11, 20, 8, 9, 8, 62)
FIRST, LAST = "E", "L"


def score_summary() -> Workbook:
    """Return 自评汇总表.xlsx."""
    book, sheet = looks.workbook("汇总")
    _summary(sheet)
    _details(book.create_sheet("指标明细"))
    return book


def _heading(sheet: Worksheet, middle: str, last: str, title: str, after: str) -> None:
    looks.title(sheet, f"A:{last}", title + DRAFT)
    unit = "{% if 创建点.基准日 %}数据基准日：{{ 创建点.基准日|日期 }}　　{% endif %}单位：分"
    looks.line(
        sheet, 2, [(f"A:{middle}", "汇总单位：{{ 创建点.全称 }}", "left"), (f"{after}:{last}", unit, "right")]
    )


def _summary(sheet: Worksheet) -> None:
    _heading(sheet, "F", "M", "{{ 文书.题名 }}", "G")
    for number, head in enumerate(HEADS, start=1):
        put(sheet.cell(3, number), head, bold=True, color=looks.HEADER_FILL, size=11)
    looks.control(sheet, 4, "if 各点")
    looks.control(sheet, 5, POINTS)
    for number, text in enumerate(_point(), start=1):
        put(sheet.cell(6, number), text, size=11)
    looks.control(sheet, 7, "endfor")
    looks.control(sheet, 8, "endif")
    _below(sheet)
    looks.widths(sheet, WIDTHS)
    looks.paper(sheet, A4)
    looks.pages_wide(sheet, 1)
    sheet.print_title_rows = "3:3"
    sheet.freeze_panes = "C4"


def _point() -> list[str]:
    points = [_category_points(name) for name in CATEGORIES]
    pending = "{{ 点.自评.类别|sum(attribute='待核') }}"
    # the number and the rank are formulas: they stay right when an office sorts or strikes out lines
    rank = "=RANK(J6,J$6:J$6)"
    totals = ["{{ 点.自评.总分|float }}", "{{ 点.自评.可能总分|float }}", pending]
    names = ["{{ 点.创建点.名称 }}", "{{ 点.创建点.类型 }}", "{{ 点.创建点.级别 }}"]
    return ["=ROW()-ROW(A$3)", *names, *points, *totals, rank]


def _category_points(name: str) -> str:
    """Return the points of the category of that name; nothing when an edition has no such category."""
    return "{{ (点.自评.类别|selectattr('名称', 'equalto', '" + name + "')|list)[0].得分|float }}"


def _below(sheet: Worksheet) -> None:
    for row, name, function in ((9, "合　计", "SUM"), (10, "平　均", "AVERAGE")):
        for number in range(1, len(HEADS) + 1):
            put(sheet.cell(row, number), bold=True, color=looks.SUM_FILL, size=11)
        sheet[f"A{row}"] = name
        sheet.merge_cells(f"A{row}:D{row}")
        for letter in "EFGHIJKL":
            total = f"{function}({letter}6:{letter}6)"
            sheet[f"{letter}{row}"] = (
                f"={total}" if function == "SUM" else f'=IF(COUNT(J6:J6)=0,"",ROUND({total},2))'
            )
    signs = [
        ("A:C", "填表人（签字）：", "left"),
        ("D:G", "审核人（签字）：", "left"),
        ("H:M", "单位负责人（签字、盖章）：", "left"),
    ]
    looks.line(sheet, 11, signs, size=11)
    looks.line(
        sheet, 12, [("A:M", "待核项不计入总分；可能总分为总分加上待核指标的满分。名次按总分排列。", "left")]
    )
    for row, height in ((3, 32), (6, 26), (9, 26), (10, 26), (11, 42)):
        sheet.row_dimensions[row].height = height


def _details(sheet: Worksheet) -> None:
    _heading(sheet, "E", "H", "{{ 文书.题名 }}（指标明细）", "F")
    for number, head in enumerate(LINES, start=1):
        put(sheet.cell(3, number), head, bold=True, color=looks.HEADER_FILL)
    sheet.row_dimensions[3].height = 26
    for row, tag in enumerate(("if 各点", POINTS, "for 类 in 点.自评.类别", "for 项 in 类.指标"), start=4):
        looks.control(sheet, row, tag)
    item = ("{{ 点.创建点.名称 }}", "{{ 项.序号 }}", "{{ 类.名称 }}", "{{ 项.内容 }}")
    item += (
        "{{ 项.满分|float }}",
        "{{ 项.得分|float if 项.得分 else '' }}",
        "{{ 项.状态 }}",
        "{{ 项.依据 }}",
    )
    for number, text in enumerate(item, start=1):
        put(sheet.cell(8, number), text, across="left" if number in (4, 8) else "center")
    for row in range(9, 13):
        looks.control(sheet, row, "endif" if row == 12 else "endfor")
    yellow = looks.fill("FFFFF4CE")
    sheet.conditional_formatting.add("F8:G8", FormulaRule(formula=['$G8="待核"'], fill=yellow))
    sheet.auto_filter.ref = "A3:H8"
    looks.widths(sheet, LINE_WIDTHS)
    looks.paper(sheet, A4)
    looks.pages_wide(sheet, 1)
    sheet.print_title_rows = "3:3"
    sheet.freeze_panes = "B4"
