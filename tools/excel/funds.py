"""奖补资金台账.xlsx and 支出明细.xlsx: the account of the subsidy by level, its running account in pages, what was spent."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from tools.excel import looks
from tools.excel.looks import A4, put

MONEY = "#,##0.00"
HEADS = ("序号", "创建点", "创建方式", "层级", "标准", "应预拨", "往年已拨", "本年已拨", "差额")
HEADS += ("台账拨入", "支出", "结余", "依据及说明")
WIDTHS = (5, 10, 10, 11, 12, 12, 12, 12, 12, 12, 12, 12, 30)
KEYS = ("标准", "预拨", "往年已拨", "本年已拨", "差额", "收入", "支出", "结余")
FIRST = 5  # column of the first amount
ROWS = ("序号", "日期", "凭证号", "资金项目", "层级", "摘要（用途）", "对方单位", "收入", "支出", "结余")
ROWS += ("经办人", "备注")
ROW_WIDTHS = (5, 11, 12, 18, 6, 20, 24, 12, 12, 12, 8, 10)
ROW_KEYS = (
    "序号",
    "日期",
    "凭证号",
    "资金项目",
    "层级",
    "摘要",
    "对方单位",
    *("收入", "支出", "结余"),
    "经办人",
    "备注",
)
SCALE = 78  # per cent: twelve columns on a landscape page; Excel takes no breaks with a page fitted
USES = ("序号", "用途", "日期", "凭证号", "创建点", "资金项目", "对方单位", "金额", "备注")
USE_WIDTHS = (6, 18, 12, 15, 12, 20, 24, 14, 22)
WORDS = "{{ %s|大写金额 if %s >= 0 else '负' ~ (-%s)|大写金额 }}"


def fund_ledger() -> Workbook:
    """Return 奖补资金台账.xlsx."""
    book, sheet = looks.workbook("奖补资金")
    _heading(sheet, "M", "{{ 文书.题名 }}", HEADS, ("A:H", "I:M"))
    looks.control(sheet, 4, "set 数 = namespace(行=0)")
    looks.control(sheet, 5, "for 点 in 奖补.点")
    looks.control(sheet, 6, "for 款 in 点.款")
    looks.control(sheet, 7, "set 数.行 = 数.行 + 1")
    names = ("{{ 数.行 }}", "{% vm %}{{ 点.创建点 }}", "{% vm %}{{ 点.创建方式 }}", "{{ 款.层级 }}")
    looks.cells(sheet, 8, (*names, *_amounts("款"), _basis()), left=(13,))
    _as_money(sheet, 8, range(FIRST, FIRST + len(KEYS)))
    looks.control(sheet, 9, "endfor")
    _sums(sheet, 10, "{{ 点.创建点 }}小计（{{ 点.验收.结论 }}）", "点.合计")
    looks.control(sheet, 11, "endfor")
    looks.control(sheet, 12, "for 级 in 奖补.各级 if 奖补.点|length > 1")
    _sums(sheet, 13, "各点{{ 级.层级 }}合计", "级")
    looks.control(sheet, 14, "endfor")
    _sums(sheet, 15, "总　计", "奖补.合计")
    _words(sheet, 16)
    _notes(sheet, 17)
    looks.finish(sheet, WIDTHS, "E4")
    _running(book.create_sheet("收支明细"))
    return book


def _heading(
    sheet: Worksheet, last: str, title: str, heads: tuple[str, ...], halves: tuple[str, str]
) -> None:
    looks.title(sheet, f"A:{last}", title + looks.DRAFT)
    unit = looks.DAY_LINE + "单位：元"
    looks.line(sheet, 2, [(halves[0], "填报单位：{{ 创建点.全称 }}", "left"), (halves[1], unit, "right")])
    looks.head(sheet, 3, heads)


def _as_money(sheet: Worksheet, row: int, columns: Iterable[int]) -> None:
    """Let the cells of a row show yuan and fen, one under the other."""
    for number in columns:
        cell = sheet.cell(row, number)
        cell.number_format = MONEY
        cell.alignment = Alignment(horizontal="right", vertical="center", indent=1)


def _amounts(line: str) -> list[str]:
    """Return the tags of the amounts of a line; what only a ledger tells stays empty where there is none."""
    known = [f"{{{{ {line}.{key} }}}}" for key in KEYS[:5]]
    return known + [f"{{{{ {line}.{key} if 奖补.有台账 else '' }}}}" for key in KEYS[5:]]


def _basis() -> str:
    return "{{ 款.依据 }}{% if 款.依据 and 款.说明 %}；{% endif %}{{ 款.说明 }}"


def _sums(sheet: Worksheet, row: int, name: str, sums: str) -> None:
    looks.sums(sheet, row, len(HEADS), {"A": name}, merged="A:D")
    for number, text in enumerate(_amounts(sums), FIRST):
        sheet.cell(row, number).value = text
    _as_money(sheet, row, range(FIRST, FIRST + len(KEYS)))


def _words(sheet: Worksheet, row: int) -> None:
    rest = "奖补.合计.差额"
    put(sheet.cell(row, 1), "差额合计（大写）", bold=True)
    put(sheet.cell(row, FIRST), WORDS % (rest, rest, rest), bold=True, across="left")
    for number in range(1, len(HEADS) + 1):
        sheet.cell(row, number).border = looks.BOX
    sheet.merge_cells(f"A{row}:D{row}")
    sheet.merge_cells(f"E{row}:M{row}")
    sheet.row_dimensions[row].height = 24


def _notes(sheet: Worksheet, row: int) -> None:
    """Write whether all agrees and how what is left open was read, each in rows of one line, and who signs."""
    looks.cut(sheet, row, "'核对结果：' ~ 奖补.核对", 88)
    looks.control(sheet, row + 3, "for 条 in 奖补.口径")
    looks.cut(sheet, row + 4, "('口径：' if loop.first else '　　　') ~ loop.index ~ '．' ~ 条", 88)
    looks.control(sheet, row + 7, "endfor")
    signs = [
        ("A:D", "填表人（签字）：", "left"),
        ("E:H", "审核人（签字）：", "left"),
        ("I:M", "单位负责人（签字、盖章）：", "left"),
    ]
    looks.line(sheet, row + 8, signs)
    sheet.row_dimensions[row + 8].height = 36


# ---------------------------------------------------------------- the running account
def _running(sheet: Worksheet) -> None:
    _heading(sheet, "L", "{{ 创建点.名称 }}奖补资金收支明细", ROWS, ("A:G", "H:L"))
    looks.control(sheet, 4, "for 点 in 奖补.点 if 点.收支")
    looks.control(sheet, 5, "set 末点 = loop.last")
    looks.control(sheet, 6, "for 页 in 点.页")
    looks.control(sheet, 7, "if loop.first")
    looks.sums(sheet, 8, len(ROWS), {"A": "{{ 点.创建点 }}"}, merged="A:L")
    looks.control(sheet, 9, "else")
    _page_sums(sheet, 10, "{{ 点.创建点 }}承前页", "页.承前")
    looks.control(sheet, 11, "endif")
    looks.control(sheet, 12, "for 笔 in 页.行")
    looks.cells(sheet, 13, [f"{{{{ 笔.{key} }}}}" for key in ROW_KEYS], left=(4, 6, 7, 12))
    sheet["B13"].number_format = looks.DAY
    _as_money(sheet, 13, (8, 9, 10))
    looks.control(sheet, 14, "endfor")
    _page_sums(sheet, 15, "本页小计", "页.小计", balance=False)
    looks.control(sheet, 16, "if 页.末页 and 末点")
    _page_sums(sheet, 17, "{{ 点.创建点 }}累计", "页.累计")
    looks.control(sheet, 18, "else")
    _page_sums(sheet, 19, "{{ 点.创建点 ~ '累计' if 页.末页 else '过次页' }}", "页.累计")
    sheet.row_breaks.append(Break(id=19))
    for row, tag in ((20, "endif"), (21, "endfor"), (22, "endfor")):
        looks.control(sheet, row, tag)
    looks.control(sheet, 23, "if not 奖补.点|selectattr('收支')|list")
    looks.line(sheet, 24, [("A:L", "没有登记奖补资金的收支。", "left")])
    looks.control(sheet, 25, "endif")
    signs = [
        ("A:E", "记账（签字）：", "left"),
        ("F:G", "复核（签字）：", "left"),
        ("H:L", "负责人（签字）：", "left"),
    ]
    looks.line(sheet, 26, signs)
    sheet.row_dimensions[26].height = 30
    looks.widths(sheet, ROW_WIDTHS)
    looks.low_rows(sheet, 21)
    looks.paper(sheet, A4)
    sheet.page_setup.scale = SCALE
    sheet.freeze_panes = "A4"


def _page_sums(sheet: Worksheet, row: int, name: str, sums: str, *, balance: bool = True) -> None:
    looks.sums(sheet, row, len(ROWS), {"A": name}, merged="A:G")
    for letter, key in zip("HIJ", ("收入", "支出", "结余"), strict=True):
        if balance or key != "结余":
            sheet[f"{letter}{row}"] = f"{{{{ {sums}.{key} }}}}"
    _as_money(sheet, row, (8, 9, 10))


# ---------------------------------------------------------------- 支出明细
def expense_list() -> Workbook:
    """Return 支出明细.xlsx: every expense under its purpose, with its voucher."""
    book, sheet = looks.workbook("支出明细")
    _heading(sheet, "I", "{{ 文书.题名 }}", USES, ("A:E", "F:I"))
    looks.control(sheet, 4, "for 项 in 奖补.用途")
    looks.control(sheet, 5, "for 笔 in 项.行")
    tags = ("{{ loop.index }}", "{% vm %}{{ 项.用途 }}", "{{ 笔.日期 }}")
    tags += tuple(
        f"{{{{ 笔.{key} }}}}" for key in ("凭证号", "创建点", "资金项目", "对方单位", "支出", "备注")
    )
    looks.cells(sheet, 6, tags, left=(2, 6, 7, 9))
    sheet["C6"].number_format = looks.DAY
    _as_money(sheet, 6, (8,))
    looks.top(sheet, ("B6",), left=("B6",))
    looks.control(sheet, 7, "endfor")
    _use_sums(sheet, 8, "{{ 项.用途 }}小计（{{ 项.行|length }} 笔）", "项.金额")
    looks.control(sheet, 9, "endfor")
    spent = "奖补.合计.支出"
    _use_sums(sheet, 10, "合　计", spent)
    put(sheet["I10"], WORDS % (spent, spent, spent), bold=True, color=looks.SUM_FILL)
    looks.cut(sheet, 11, "'核对结果：' ~ 奖补.核对", 74)
    signs = [
        ("A:C", "填表人（签字）：", "left"),
        ("D:F", "审核人（签字）：", "left"),
        ("G:I", "负责人（签字、盖章）：", "left"),
    ]
    looks.line(sheet, 14, signs)
    sheet.row_dimensions[14].height = 36
    looks.finish(sheet, USE_WIDTHS, "A4")
    return book


def _use_sums(sheet: Worksheet, row: int, name: str, amount: str) -> None:
    looks.sums(sheet, row, len(USES), {"A": name}, merged="A:G")
    sheet[f"H{row}"] = f"{{{{ {amount} }}}}"
    _as_money(sheet, row, (8,))
