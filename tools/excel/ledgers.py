"""The master ledger's templates: that of one point, and the merged one of an 实施单位 with sums."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tools.excel import looks
from tools.excel.choices import add_codes, validations
from tools.excel.columns import Column, columns_of
from tools.excel.guide import add_guide
from tools.excel.looks import A3, A4, DAY, GENERAL, TEXT, WHOLE, put

KIND = "劳动力资源台账"
HEADER, FIRST, ROW, LAST, FOOT = 3, 4, 5, 6, 7
NAME = "姓名"
# fmt: off
WIDTHS: dict[str, float] = {
    "村（社区）": 10, "序号": 5, "组别": 6.5, "户编号": 8, "户主姓名": 8, "与户主关系": 7, "姓名": 8,
    "公民身份号码": 20, "性别": 4.5,
    "出生日期": 11.5, "年龄": 5, "民族": 7, "政治面貌": 9, "文化程度": 11, "毕业院校": 12,
    "所学专业": 10, "毕业日期": 11.5, "户口性质": 5.5, "是否户籍": 5.5, "是否常住": 5.5, "联系电话": 13,
    "劳动能力": 5.5, "是否在校": 5.5, "人员类别": 11, "就业状态": 9, "就业形式": 9, "就业区域": 9,
    "就业地址": 16, "单位名称": 16, "行业": 13, "工种": 10, "就业日期": 11.5, "月收入": 8, "养老保险": 5.5,
    "医疗保险": 5.5, "失业日期": 11.5, "登记失业日期": 11.5, "失业原因": 9.5, "就业意愿": 5.5, "意向区域": 9,
    "意向工种": 11, "培训意愿": 5.5, "培训意向工种": 11, "创业意愿": 5.5, "技能证书": 16, "证书编号": 16,
    "是否创业": 5.5, "帮扶责任人": 8, "帮扶电话": 13, "最近走访日期": 11.5, "数据更新日期": 11.5,
    "核实方式": 6, "备注": 24,
}
GROUPS = {  # first column of a group → its colour; headings of one row, since a ledger is sorted and filtered
    "村（社区）": "FFE7EEF5", "就业状态": "FFE6F2E6", "养老保险": "FFFBF1E3", "技能证书": "FFEFEAF6",
    "帮扶责任人": "FFF0F0F0",
}
LEFT = frozenset(("毕业院校", "就业地址", "单位名称", "行业", "技能证书", "备注"))
# fmt: on


def ledger() -> Workbook:
    """Return 劳动力资源台账.xlsx, the ledger of one creation point."""
    columns = [column for column in columns_of(KIND) if not column.optional]
    return _ledger(columns, "劳动力")


def merged_ledger() -> Workbook:
    """Return 劳动力资源台账（汇总）.xlsx: all villages' rows, and a sheet with a line a village."""
    book = _ledger(columns_of(KIND), "劳动力")
    _summary(book.create_sheet("汇总", 1))
    return book


def _ledger(columns: Sequence[Column], name: str) -> Workbook:
    book, sheet = looks.workbook(name)
    _top(sheet, columns)
    _rows(sheet, columns)
    _foot(sheet, columns)
    _page(sheet, columns)
    add_guide(book, columns)
    add_codes(book, columns)
    return book


def _letter(columns: Sequence[Column], name: str) -> str:
    return get_column_letter([column.name for column in columns].index(name) + 1)


def _names(columns: Sequence[Column]) -> int:
    """Return how many columns, up to 姓名, stay in sight and are printed on both pages."""
    return [column.name for column in columns].index(NAME) + 1


def _half(columns: Sequence[Column]) -> int:
    """Return about how many columns stand on the left-hand page; the office decides by its fonts."""
    sizes = [WIDTHS[column.name] for column in columns]
    half = (sum(sizes) + sum(sizes[: _names(columns)])) / 2
    return next(number for number in range(len(sizes)) if sum(sizes[: number + 1]) > half)


def _top(sheet: Worksheet, columns: Sequence[Column]) -> None:
    # The columns up to 姓名 are printed again on the right-hand page, where a merge begun in them would be
    # cut in two: the title therefore begins behind them, and stands again, as （续）, over the second half.
    half = _half(columns)
    after_name, end = get_column_letter(_names(columns) + 1), get_column_letter(len(columns))
    left, right = get_column_letter(half), get_column_letter(half + 1)
    looks.title(sheet, f"{after_name}:{left}", "{{ 文书.题名 }}" + looks.DRAFT)
    looks.title(sheet, f"{right}:{end}", "{{ 文书.题名 }}（续）" + looks.DRAFT)
    unit = "统计基准日：{{ 创建点.基准日|日期 }}　　单位：人、元"
    parts = [("A", "填报单位：{{ 创建点.全称 }}", "left")]
    parts += [(get_column_letter(half - 2), unit, "right"), (end, unit, "right")]
    looks.line(sheet, 2, parts)
    color = looks.HEADER_FILL
    for number, column in enumerate(columns, start=1):
        color = GROUPS.get(column.name, color)
        put(sheet.cell(HEADER, number), column.name, bold=True, color=color)
    sheet.row_dimensions[HEADER].height = 42


def _rows(sheet: Worksheet, columns: Sequence[Column]) -> None:
    looks.control(sheet, FIRST, f"for 人 in 台账.{KIND}.行")
    for number, column in enumerate(columns, start=1):
        tag = f"人.{column.name}" if column.name.isidentifier() else f"人['{column.name}']"
        across = "left" if column.name in LEFT else "center"
        put(sheet.cell(ROW, number), "{{ " + tag + " }}", across=across, form=_form(column))
    looks.control(sheet, LAST, "endfor")
    for rule in validations(columns, ROW):
        sheet.add_data_validation(rule)
    sheet.auto_filter.ref = f"A{HEADER}:{get_column_letter(len(columns))}{ROW}"


def _form(column: Column) -> str:
    # Texts are text cells, so that what is typed later (18 digits, 0001, 第3组) is not turned into a number.
    if column.type == "date":
        return DAY
    if column.type == "integer":
        return WHOLE
    return GENERAL if column.type == "number" else TEXT


def _foot(sheet: Worksheet, columns: Sequence[Column]) -> None:
    looks.line(sheet, FOOT, [("A", f"合计人数：{{{{ 台账.{KIND}.行数 }}}}", "left")])
    signs = {
        "公民身份号码": "审核人：",
        "政治面貌": "单位负责人（签字、盖章）：",
        "所学专业": "填报日期：　　　　年　　月　　日",
    }
    parts = [
        ("A", "填表人：", "left"),
        *((_letter(columns, name), text, "left") for name, text in signs.items()),
    ]
    looks.line(sheet, FOOT + 1, parts)
    sheet.row_dimensions[FOOT + 1].height = 36


def _page(sheet: Worksheet, columns: Sequence[Column]) -> None:
    """Print on A3 lying, two pages side by side.

    52 columns are 2.3 times as wide as A3 at 10 points: on one page they would shrink to 4.5 points, on A4 to
    3. In two halves, the names repeated on the second, they print at more than 8 points and can be read.
    """
    looks.widths(sheet, [WIDTHS[column.name] for column in columns])
    looks.paper(sheet, A3)
    looks.pages_wide(sheet, 2)
    sheet.page_setup.pageOrder = "overThenDown"
    sheet.print_options.horizontalCentered = False
    sheet.print_title_rows = f"{HEADER}:{HEADER}"
    sheet.print_title_cols = f"A:{get_column_letter(_names(columns))}"
    sheet.freeze_panes = f"{get_column_letter(_names(columns) + 1)}{FIRST}"


# ---------------------------------------------------------------- the sheet of sums
FIGURES = ("台账人数", "劳动力人数", "就业人数", "失业人数")
COUNT = "{{ 点.数据.名.分子 if 点.数据.名 is defined and 点.数据.名.分子 is not none else '无法计算' }}"


def _summary(sheet: Worksheet) -> None:
    looks.title(sheet, "A:I", "{{ 创建点.名称 }}劳动力资源汇总表" + looks.DRAFT)
    parts = [
        ("A:E", "填报单位：{{ 创建点.全称 }}", "left"),
        ("F:I", "统计基准日：{{ 创建点.基准日|日期 }}　　单位：人", "right"),
    ]
    looks.line(sheet, 2, parts)
    heads = ("序号", "村（社区）", "户籍总人口", *FIGURES, "就业率", "备注")
    for number, head in enumerate(heads, start=1):
        put(sheet.cell(3, number), head, bold=True, color=looks.HEADER_FILL, size=11)
    looks.control(sheet, 4, "for 点 in 各点")
    for number, text in enumerate(_summary_row(), start=1):
        put(sheet.cell(5, number), text, size=11)
    looks.control(sheet, 6, "endfor")
    _summary_sum(sheet)
    signs = [
        ("A:C", "填表人：", "left"),
        ("D:F", "审核人：", "left"),
        ("G:I", "单位负责人（签字、盖章）：", "left"),
    ]
    looks.line(sheet, 8, signs, size=11)
    looks.widths(sheet, (6, 18, 14, 14, 14, 14, 14, 14, 22))
    for row, height in ((3, 32), (5, 26), (7, 26), (8, 40)):
        sheet.row_dimensions[row].height = height
    looks.paper(sheet, A4)
    looks.pages_wide(sheet, 1)
    sheet.print_title_rows = "3:3"
    sheet.freeze_panes = "C4"


def _summary_row() -> list[str]:
    """Return a village's line; a figure that can't be computed says so instead of a number."""
    figures = [COUNT.replace("名", name) for name in FIGURES]
    rate = "{{ 点.数据.就业率.显示 if 点.数据.就业率 is defined else '无法计算' }}"
    note = "{{ 点.数据.就业率.缺 if 点.数据.就业率 is defined else '' }}"
    return ["{{ loop.index }}", "{{ 点.创建点.名称 }}", "{{ 点.人口.户籍总人口 }}", *figures, rate, note]


def _summary_sum(sheet: Worksheet) -> None:
    put(sheet["A7"], "合计", bold=True, color=looks.SUM_FILL, size=11)
    for letter in "BCDEFGHI":
        put(sheet[f"{letter}7"], bold=True, color=looks.SUM_FILL, size=11)
    sheet.merge_cells("A7:B7")
    for letter in "CDEFG":
        sheet[f"{letter}7"] = f"=SUM({letter}5:{letter}5)"
    sheet["H7"] = '=IF(E7>0,F7/E7,"无法计算")'
    sheet["H7"].number_format = "0.00%"
