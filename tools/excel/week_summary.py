"""周报汇总.xlsx: the week of a unit's creation points: figures, tasks, work done, difficulties."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.worksheet import Worksheet

from tools.excel import looks, troubles
from tools.excel.looks import put

PERIOD = "{{ 创建点.年度 }}年第{{ 周动态.期数 }}期（{{ 周动态.起|日期 }}至{{ 周动态.止|日期 }}）"
NAMES = "{% for 务 in 条.变.XX %}第{{ 务.编号 }}项{{ 务.任务 }}{{ '' if loop.last else '；' }}{% endfor %}"
TASKS = (
    "单位",
    "任务数",
    "已完成",
    "进行中",
    "未启动",
    "受阻",
    "逾期",
    "本周新完成",
    "本周新逾期",
    "下周前到期",
)
TASK_WIDTHS = (16, 8, 8, 8, 8, 7, 7, 30, 30, 42)
CHARACTERS = 92  # of a line under the first table


def week_summary() -> Workbook:
    """Return 周报汇总.xlsx."""
    book, sheet = looks.workbook("数据")
    _figures(sheet)
    _tasks(book.create_sheet("任务"))
    _events(book.create_sheet("工作动态"))
    troubles.open_ones(book.create_sheet("问题"))
    return book


def _heading(sheet: Worksheet, cells: str, title: str) -> None:
    looks.title(sheet, cells, title + looks.DRAFT)
    looks.line(sheet, 2, [(cells, "汇总单位：{{ 创建点.全称 }}　　" + PERIOD, "left")])


def _figures(sheet: Worksheet) -> None:
    _heading(sheet, "A:F", "{{ 文书.题名 }}")
    heads = ("创建点", "项目", "{%tc for 栏 in 周动态.汇总表.栏 %}")
    heads += ("{{ 栏.名称 }}{% if 栏.单位 %}\n（{{ 栏.单位 }}）{% endif %}", "{%tc endfor %}", "存档日")
    looks.head(sheet, 3, heads, height=42)
    for row, tag in ((4, "for 点 in 周动态.汇总表.点"), (5, "for 行 in 点.行")):
        looks.control(sheet, row, tag)
    texts = (
        "{% vm %}{{ 点.名称 }}",
        "{{ 行.项 }}",
        "",
        "{{ 行.值[栏.名称] if 栏.名称 in 行.值 else 行.缺 }}",
        "",
        "{{ 行.日|月日 }}",
    )
    for number, text in enumerate(texts, start=1):
        if text:
            put(sheet.cell(6, number), text)
    for row in (7, 8):
        looks.control(sheet, row, "endfor")
    looks.control(sheet, 9, "for 条 in 周动态.口径")
    looks.cut(sheet, 10, "('说明：' if loop.first else '　　　') ~ loop.index ~ '．' ~ 条", CHARACTERS)
    looks.control(sheet, 13, "endfor")
    looks.finish(sheet, (14, 7, 3, 14, 3, 10), "C4")


def _tasks(sheet: Worksheet) -> None:
    _heading(sheet, "A:J", "{{ 文书.题名 }}（任务）")
    looks.head(sheet, 3, TASKS)
    own = "[{'名称': 创建点.名称, '数': 任务数, '变': 周动态.任务}] if 任务 else []"
    looks.control(sheet, 4, f"for 条 in ({own}) + 周动态.汇总表.任务")
    counts = [f"{{{{ 条.数.{name} }}}}" for name in ("总数", "已完成", "进行中", "未启动", "受阻", "逾期")]
    changes = [
        "{% if 条.变.有上周 %}" + NAMES.replace("XX", name) + "{% else %}上周无存档{% endif %}"
        for name in ("新完成", "新逾期")
    ]
    due = NAMES.replace("XX", "到期").replace("{{ 务.任务 }}", "{{ 务.任务 }}（{{ 务.完成时限|月日 }}）")
    looks.cells(sheet, 5, ("{{ 条.名称 }}", *counts, *changes, due), left=(8, 9, 10))
    looks.control(sheet, 6, "endfor")
    looks.finish(sheet, TASK_WIDTHS, "B4")


def _events(sheet: Worksheet) -> None:
    _heading(sheet, "A:F", "{{ 文书.题名 }}（工作动态）")
    looks.head(sheet, 3, ("工作", "单位", "创建点", "本周", "上周", "今年累计"), height=30)
    for row, tag in ((4, "for 计 in 周动态.汇总表.动态"), (5, "for 行 in 计.行")):
        looks.control(sheet, row, tag)
    names = ("{% vm %}{{ 计.称 }}", "{% vm %}{{ 计.单位 }}", "{{ 行.名称 }}")
    looks.cells(sheet, 6, (*names, "{{ 行.本期 }}", "{{ 行.上期 }}", "{{ 行.累计 }}"))
    looks.control(sheet, 7, "endfor")
    looks.control(sheet, 8, "else")
    looks.line(sheet, 9, [("A:F", "服务台账还没有登记。", "left")])
    looks.control(sheet, 10, "endfor")
    gray = looks.fill(looks.SUM_FILL)
    sheet.conditional_formatting.add("C6:F6", FormulaRule(formula=['$C6="合　计"'], fill=gray))
    looks.finish(sheet, (24, 8, 20, 12, 12, 14), "D4")
