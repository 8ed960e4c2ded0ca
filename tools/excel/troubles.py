"""问题台账.xlsx: the difficulties reported upwards, with their answers, the time these took, and whom to ask next."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.worksheet import Worksheet

from tools.excel import looks
from tools.excel.looks import DAY, put

HEADS = (
    "序号",
    "创建点",
    "日期",
    "内容",
    "建议",
    "层级",
    "状态",
    "答复",
    "答复日期",
    "用时",
    "时限",
    "是否超期",
    "应提请",
)
WIDTHS = (5, 10, 11.5, 34, 28, 6, 8, 28, 11.5, 7, 7, 9, 20)
LEFT = (4, 5, 8, 13)
DAYS = (3, 9)
TEXTS = (
    "{{ loop.index }}",
    "{{ 题.创建点 }}",
    "{{ 题.日期 or '' }}",
    "{{ 题.内容 }}",
    "{{ 题.建议 }}",
    "{{ 题.层级 }}",
)
TEXTS += ("{{ 题.状态 }}", "{{ 题.答复 or ('尚无答复' if 题.待答复 else '') }}", "{{ 题.答复日期 or '' }}")
TEXTS += (
    "{{ 题.用时 if 题.用时 is not none else '' }}",
    "{{ 题.时限 or '' }}",
    "{{ 题.超期 }}",
    "{{ 题.应提请 }}",
)
NOTE = "用时从报告的第二天算起，有答复的算到答复日期，没有答复的算到表上的截至日期，以“{{ (题台|first).计日 if 题台 else '天' }}”计；"
DAY_LINE = "{% if 创建点.基准日 %}截至{{ 创建点.基准日|日期 }}　　{% endif %}"
REST = "各级的答复时限通知没有写明，为本单位采用的口径。没有写日期或层级的不算用时、不判断是否超期。"


def trouble_list() -> Workbook:
    """Return 问题台账.xlsx."""
    book, sheet = looks.workbook("问题台账")
    _table(sheet, "{{ 文书.题名 }}", "问题台账")
    return book


def open_ones(sheet: Worksheet) -> None:
    """Write the difficulties that are not settled into a sheet of another workbook."""
    _table(sheet, "{{ 文书.题名 }}（未办结的问题）", "问题台账|rejectattr('办结')|list")


def _table(sheet: Worksheet, title: str, rows: str) -> None:
    looks.title(sheet, "A:M", title + looks.DRAFT)
    count = DAY_LINE + "共 {{ 题台|length }} 个问题"
    looks.control(sheet, 2, f"set 题台 = {rows}")
    looks.line(sheet, 3, [("A:F", "填报单位：{{ 创建点.全称 }}", "left"), ("G:M", count, "right")])
    looks.head(sheet, 4, HEADS)
    looks.control(sheet, 5, "for 题 in 题台")
    for number, text in enumerate(TEXTS, start=1):
        across = "left" if number in LEFT else "center"
        put(sheet.cell(6, number), text, across=across, form=DAY if number in DAYS else looks.GENERAL)
    looks.control(sheet, 7, "endfor")
    looks.line(sheet, 8, [("A:M", NOTE + REST, "left")])
    signs = [
        ("A:D", "填表人（签字）：", "left"),
        ("E:H", "审核人（签字）：", "left"),
        ("I:M", "负责人（签字）：", "left"),
    ]
    looks.line(sheet, 9, signs)
    sheet.row_dimensions[9].height = 36
    red = looks.fill(looks.RED)
    sheet.conditional_formatting.add("L6", FormulaRule(formula=['$L6="是"'], fill=red))
    sheet.auto_filter.ref = "A4:M6"
    looks.finish(sheet, WIDTHS, "C5")
