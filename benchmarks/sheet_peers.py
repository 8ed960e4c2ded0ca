"""The same ledger as it is usually filled: openpyxl keeping the template, XlsxWriter making it anew; and the readers."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.worksheet.cell_range import MultiCellRange
from python_calamine import CalamineWorkbook

from benchmarks.sheet_case import (
    CHOICES,
    DATES,
    FIRST,
    FLOAT,
    LAST,
    SHEET,
    TITLES,
    WAGE,
    YEARLY,
    Row,
    expected,
)


def by_openpyxl(template: Path, rows: Sequence[Row], out: Path) -> None:
    """Fill the template without tags: styles of its row copied, what stands below and around moved by hand."""
    book = load_workbook(template)
    sheet = book[SHEET]
    last, foot = FIRST + len(rows) - 1, FIRST + len(rows)
    styles = [sheet.cell(FIRST, column)._style for column in range(1, len(TITLES) + 2)]
    footer = [(cell.column, cell.value, copy(cell._style)) for cell in sheet[FIRST + 1]]
    height = sheet.row_dimensions[FIRST].height
    sheet.unmerge_cells(start_row=FIRST + 1, start_column=1, end_row=FIRST + 1, end_column=5)
    for number, row in enumerate(rows, start=FIRST):
        for column, title in enumerate(TITLES, start=1):
            value = row[title]
            cell = sheet.cell(number, column, value if value != "" else None)
            cell._style = styles[column - 1]
        cell = sheet.cell(number, len(TITLES) + 1, f"={WAGE}{number}*12")
        cell._style = styles[-1]
        sheet.row_dimensions[number].height = height
    for column, value, style in footer:
        if isinstance(value, str) and value.startswith("="):
            letter = value[5 : value.index(str(FIRST))]
            sheet.cell(foot, column, f"=SUM({letter}{FIRST}:{letter}{last})")
        else:
            sheet.cell(foot, column, value)
        sheet.cell(foot, column)._style = style
    sheet.merge_cells(start_row=foot, start_column=1, end_row=foot, end_column=5)
    for rule in sheet.data_validations.dataValidation:
        rule.sqref = MultiCellRange([f"{part.coord}:{part.coord[:-1]}{last}" for part in rule.sqref.ranges])
    formats, sheet.conditional_formatting = sheet.conditional_formatting, ConditionalFormattingList()
    for one in formats:
        for rule in one.rules:
            area = str(one.sqref).split(":")
            sheet.conditional_formatting.add(f"{area[0]}:{area[-1][:-1]}{last}", rule)
    sheet.auto_filter.ref = f"A4:{LAST}{last}"
    book.save(out)


def by_xlsxwriter(_template: Path, rows: Sequence[Row], out: Path) -> None:
    """Write the ledger anew, its look repeated in code, cells by `write`, as its manual does."""
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet(SHEET)
    formats = [_format(book, number, title) for number, title in enumerate((*TITLES, YEARLY), start=1)]
    first, last = FIRST - 1, FIRST + len(rows) - 2
    _frame(book, sheet, last)
    for number, row in enumerate(rows, start=first):
        sheet.set_row(number, 21)
        for column, title in enumerate(TITLES):
            sheet.write(number, column, row[title], formats[column])
        sheet.write(number, len(TITLES), f"={WAGE}{number + 1}*12", formats[-1])
    book.add_worksheet("填表说明").write(0, 0, "每人一行，涂改无效。")
    book.close()


def _format(book: Any, number: int, title: str) -> Any:
    look = {"font_name": "宋体", "font_size": 10 + number % 2, "border": 1}
    look["align"] = ("left", "center", "right")[number % 3]
    look["num_format"] = "yyyy-mm-dd" if title in DATES else "0.00%" if title == FLOAT else "General"
    return book.add_format(look)


def _frame(book: Any, sheet: Any, last: int) -> None:
    bold, red = (
        book.add_format({"bold": True, "bg_color": "#DDEEFF"}),
        book.add_format({"bg_color": "#FFC7CE"}),
    )
    first, right, wage = FIRST - 1, len(TITLES), TITLES.index("月收入")
    sheet.merge_range(0, 0, 0, right, "劳动力资源台账", book.add_format({"bold": True, "font_size": 18}))
    sheet.merge_range("A3:K3", "基本情况", bold)
    sheet.merge_range(f"L3:{LAST}3", "就业情况", bold)
    sheet.write_row(3, 0, (*TITLES, YEARLY), bold)
    for number in range(right + 1):
        sheet.set_column(number, number, 8 + (number + 1) % 6 * 2)
    for title, texts in CHOICES.items():
        column = TITLES.index(title)
        sheet.data_validation(first, column, last, column, {"validate": "list", "source": texts.split(",")})
    cheap = {"type": "cell", "criteria": "<", "value": 1850, "format": red}
    sheet.conditional_format(first, wage, last, wage, cheap)
    idle = {"type": "formula", "criteria": f'=$M{FIRST}="失业"', "format": red}
    sheet.conditional_format(first, 0, last, right, idle)
    sheet.merge_range(last + 1, 0, last + 1, 4, "合计", bold)
    for column, letter in ((wage, WAGE), (right, LAST)):
        sheet.write_formula(last + 1, column, f"=SUM({letter}{FIRST}:{letter}{last + 1})", bold)
    sheet.freeze_panes(4, 4)
    sheet.autofilter(3, 0, last, right)
    sheet.repeat_rows(2, 3)
    sheet.set_landscape()


# ---------------------------------------------------------------- reading back
def assert_right(out: Path, rows: Sequence[Row], template: Path | None) -> None:
    """Read every value by calamine and, beside a template, what is kept of it by openpyxl."""
    read = CalamineWorkbook.from_path(str(out)).get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
    got = [row[: len(TITLES)] for row in read[FIRST - 1 : FIRST - 1 + len(rows)]]
    assert got == expected(rows), "the cells read back are not those that went in"
    if template is not None:
        _assert_kept(load_workbook(out)[SHEET], load_workbook(template)[SHEET], len(rows))


def _assert_kept(sheet: Any, template: Any, count: int) -> None:
    last, foot = FIRST + count - 1, FIRST + count
    for number in (FIRST, FIRST + count // 2, last):
        assert sheet[f"{LAST}{number}"].value == f"={WAGE}{number}*12"
        assert sheet.row_dimensions[number].height == 21
        for column in range(1, len(TITLES) + 2):
            mine, theirs = sheet.cell(number, column), template.cell(FIRST, column)
            looks = ("font", "border", "fill", "alignment", "number_format")
            assert all(repr(getattr(mine, look)) == repr(getattr(theirs, look)) for look in looks)
    assert sheet[f"{WAGE}{foot}"].value == f"=SUM({WAGE}{FIRST}:{WAGE}{last})"
    rules = sheet.data_validations.dataValidation
    assert sorted(rule.formula1.strip('"') for rule in rules) == sorted(CHOICES.values())
    assert all(area.min_row == FIRST and area.max_row == last for rule in rules for area in rule.sqref.ranges)
    formats = {str(one.sqref) for one in sheet.conditional_formatting}
    assert formats == {f"{WAGE}{FIRST}:{WAGE}{last}", f"A{FIRST}:{LAST}{last}"}
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("E5", "$3:$4")
    assert sheet.auto_filter.ref == f"A4:{LAST}{last}"
    merges = {"A1:Y1", "A3:K3", "L3:Y3", f"A{foot}:E{foot}"}
    assert {str(area) for area in sheet.merged_cells.ranges} == merges
