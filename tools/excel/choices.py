"""Drop-downs, input hints and bounds of a ledger's cells (ECMA-376 §18.3.1.32)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from tools.excel.columns import Column
from tools.excel.looks import put

CODES_SHEET = "代码"
LONGEST_LIST = 200  # Excel refuses a list of more than 255 characters in place; some rooms left for edits
PROMPT_LIMIT = 255


def list_name(column: Column) -> str:
    """Return the defined name of a long list."""
    return f"代码_{column.name}"


def is_long(column: Column) -> bool:
    """Say whether the choices must stand on the sheet of codes."""
    return len(",".join(column.choices)) > LONGEST_LIST


def add_codes(book: Workbook, columns: Sequence[Column]) -> None:
    """Add the hidden sheet of the lists that are too long to stand in a validation, each with a name."""
    long = [column for column in columns if is_long(column)]
    if not long:
        return
    sheet = book.create_sheet(CODES_SHEET)
    sheet.sheet_state = "hidden"
    for number, column in enumerate(long, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = 34
        put(sheet.cell(1, number), f"可选：{column.name}", bold=True)
        for row, code in enumerate(column.choices, start=2):
            put(sheet.cell(row, number), code, across="left")
        cells = f"{CODES_SHEET}!${letter}$2:${letter}${len(column.choices) + 1}"
        book.defined_names[list_name(column)] = DefinedName(list_name(column), attr_text=cells)


def validations(columns: Sequence[Column], row: int) -> Iterator[DataValidation]:
    """Yield what each column's cell in `row` offers, says and refuses."""
    for number, column in enumerate(columns, start=1):
        rule = _rule(column)
        rule.promptTitle, rule.prompt, rule.showInputMessage = column.name, _prompt(column), True
        rule.allow_blank = True
        rule.add(f"{get_column_letter(number)}{row}")
        yield rule


def _rule(column: Column) -> DataValidation:
    if column.choices:
        return _list(column)
    if column.type == "date":
        return _soft("date", "36526" if "出生" not in column.name else "7306", "请填年月日，如 2023-09-26")
    if column.type in ("integer", "number"):
        return _soft("decimal", "0", "请只填数字")
    if column.format == "公民身份号码":
        rule = DataValidation("textLength", operator="equal", formula1="18", errorStyle="warning")
        return _told(rule, "公民身份号码应为 18 位，确定要这样填吗？")
    return DataValidation()


def _list(column: Column) -> DataValidation:
    formula = f"={list_name(column)}" if is_long(column) else '"' + ",".join(column.choices) + '"'
    rule = DataValidation("list", formula1=formula.removeprefix("="), errorStyle="stop")
    return _told(rule, f"请从下拉列表里选：{column.name}") if column.is_closed else rule


def _soft(kind: str, least: str, text: str) -> DataValidation:
    """Return a bound that asks back, since the date or number may be right all the same."""
    return _told(
        DataValidation(kind, operator="greaterThanOrEqual", formula1=least, errorStyle="warning"), text
    )


def _told(rule: DataValidation, text: str) -> DataValidation:
    rule.showErrorMessage, rule.errorTitle, rule.error = True, "填写有误", text
    return rule


def _prompt(column: Column) -> str:
    need = "" if column.need == "选填" else f"（{column.need}）"
    return (column.hint + need)[:PROMPT_LIMIT]
