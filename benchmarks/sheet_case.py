"""The ledger that the sheet benchmark fills: 24 columns of invented people and a formula, and its template."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

Row = dict[str, Any]
SHEET, FIRST = "劳动力", 5  # the first row of people when no control row stands above it
INTEGERS, FLOAT, DATES = ("序号", "年龄", "月收入", "走访次数"), "出勤率", ("出生日期", "走访日期")
CHOICES = {
    "性别": "男,女",
    "民族": "汉族,畲族,回族",
    "文化程度": "小学,初中,高中,大专,本科",
    "就业状态": "单位就业,灵活就业,务农,失业",
    "就业区域": "乡内,县内乡外,市内县外,省内市外,省外",
    "养老保险": "是,否",
}
TITLES = (
    *("序号", "组别", "户编号", "姓名", "公民身份号码", "性别", "出生日期", "年龄", "民族", "文化程度"),
    *("联系电话", "劳动能力", "就业状态", "就业区域", "单位名称", "月收入", "养老保险", "出勤率"),
    *("走访次数", "走访日期", "帮扶责任人", "地址", "意向工种", "备注"),
)
YEARLY = "年收入"
WAGE, LAST = get_column_letter(TITLES.index("月收入") + 1), get_column_letter(len(TITLES) + 1)
_SURNAMES, _NAMES = "彭易袁欧张黄刘李钟晏", ("春山", "丽华", "建国", "小燕", "志强", "秋生", "美英", "冬")
_FIRMS = ("洪江竹业有限公司", "明月山温泉度假村", "A&B 电子厂", "宜春锂电新材料产业园一分厂")


def people(count: int, seed: int = 5) -> list[Row]:
    """Return `count` invented people; about a fifth of the optional cells are empty."""
    chance = random.Random(seed)  # noqa: S311 - invented people, no secrets
    return [_person(number, chance) for number in range(1, count + 1)]


def _person(number: int, chance: random.Random) -> Row:
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
    name = chance.choice(_SURNAMES) + chance.choice(_NAMES)
    picked = {title: chance.choice(texts.split(",")) for title, texts in CHOICES.items()}
    works = picked["就业状态"] != "失业"
    return dict.fromkeys(TITLES, "") | picked | {
        "序号": number,
        "组别": f"{chance.randrange(1, 20)}组",
        "户编号": f"{number // 3:05d}",
        "姓名": name,
        "公民身份号码": f"360999{born:%Y%m%d}{number % 1000:03d}X",
        "出生日期": born,
        "年龄": 2023 - born.year,
        "联系电话": f"199{chance.randrange(10**8):08d}",
        "劳动能力": chance.choice(("普通", "技能", "弱")),
        "单位名称": chance.choice(_FIRMS) if works else "",
        "月收入": chance.randrange(1_500, 9_000) if works else 0,
        "出勤率": round(chance.random(), 4),
        "走访次数": chance.randrange(12),
        "走访日期": date(2023, 1, 1) + timedelta(days=chance.randrange(300)),
        "帮扶责任人": chance.choice(_SURNAMES) + chance.choice(_NAMES),
        "地址": f"洪江镇梅州村{chance.randrange(1, 20)}组{chance.randrange(1, 300)}号" if number % 5 else "",
        "意向工种": chance.choice(("焊工", "保安", "家政", "电子装配")) if number % 3 == 0 else "",
        "备注": "易地搬迁，需回访" if number % 7 == 0 else "",
    }  # fmt: skip


def write_template(path: Path, *, tagged: bool, still: int = 0) -> None:
    """Write the ledger's template: with tags, or with one styled row without them, as users of openpyxl have it.

    `still` rows without tags stand between the header and the people.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    _head(sheet)
    for number in range(FIRST, FIRST + still):
        for column in range(1, len(TITLES) + 2):
            sheet.cell(number, column, f"第{number}行" if column % 2 else number)
    top = FIRST + still + tagged
    if tagged:
        sheet.cell(top - 1, 1, "{%tr for 人 in 台账.行 %}")
        sheet.cell(top + 1, 1, "{%tr endfor %}")
    _people_row(sheet, top, tagged=tagged)
    _foot(sheet, top + tagged + 1, top)
    _around(sheet, top)
    book.create_sheet("填表说明").append(["每人一行，涂改无效。"])
    book.save(path)


def _head(sheet: Any) -> None:
    sheet["A1"] = "劳动力资源台账"
    sheet["A1"].font = Font(name="宋体", size=18, bold=True)
    sheet.merge_cells(f"A1:{LAST}1")
    for number, title in enumerate((*TITLES, YEARLY), start=1):
        for row, text in ((3, "基本情况" if number < 12 else "就业情况"), (4, title)):
            cell = sheet.cell(row, number, text)
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDEEFF")
        sheet.column_dimensions[get_column_letter(number)].width = 8 + number % 6 * 2
    sheet.merge_cells("A3:K3")
    sheet.merge_cells(f"L3:{LAST}3")


def _people_row(sheet: Any, row: int, *, tagged: bool) -> None:
    side = Side(style="thin")
    for number, title in enumerate((*TITLES, YEARLY), start=1):
        cell = sheet.cell(row, number)
        if title == YEARLY:
            cell.value = f"={WAGE}{row}*12"
        elif tagged:
            cell.value = f"{{{{ 人.{title} }}}}"
        cell.border = Border(left=side, right=side, top=side, bottom=side)
        cell.alignment = Alignment(horizontal=("left", "center", "right")[number % 3])
        cell.font = Font(name="宋体", size=10 + number % 2)
        cell.number_format = _format(title)
    sheet.row_dimensions[row].height = 21


def _format(title: str) -> str:
    return "yyyy-mm-dd" if title in DATES else "0.00%" if title == FLOAT else "General"


def _foot(sheet: Any, row: int, people_row: int) -> None:
    sheet.cell(row, 1, "合计")
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=5)
    for letter in (WAGE, LAST):
        sheet[f"{letter}{row}"] = f"=SUM({letter}{people_row}:{letter}{people_row})"
        sheet[f"{letter}{row}"].font = Font(bold=True)


def _around(sheet: Any, row: int) -> None:
    for title, texts in CHOICES.items():
        letter = get_column_letter(TITLES.index(title) + 1)
        rule = DataValidation(type="list", formula1=f'"{texts}"')
        rule.add(f"{letter}{row}")
        sheet.add_data_validation(rule)
    red = PatternFill(bgColor="FFC7CE")
    sheet.conditional_formatting.add(f"{WAGE}{row}", CellIsRule("lessThan", ["1850"], fill=red))
    sheet.conditional_formatting.add(f"A{row}:{LAST}{row}", FormulaRule([f'$M{row}="失业"'], fill=red))
    sheet.freeze_panes = "E5"
    sheet.auto_filter.ref = f"A4:{LAST}{row}"
    sheet.print_title_rows = "3:4"
    sheet.page_setup.orientation = "landscape"


def expected(rows: Sequence[Row]) -> list[list[Any]]:
    """Return the cells of the people as calamine gives them, without the formula."""
    return [[float(v) if isinstance(v, int) else v for v in (row[t] for t in TITLES)] for row in rows]
