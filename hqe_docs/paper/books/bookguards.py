"""What helps and warns while somebody types: drop-downs, hints, bounds, alarms, locked headers (ECMA-376 §18.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from hqe_docs.paper.books.booklooks import Dress
from hqe_docs.paper.books.booksheet import Alarm, BookColumn, BookSheet, first_row
from hqe_docs.problems import column_letters

CODES = "代码"
LONGEST_PROMPT, LONGEST_PROMPT_TITLE = 255, 32  # what Excel allows; xlsxwriter refuses more
LONGEST_FORMULA = 8000  # Excel allows 8,192 characters
FIRST_DAY, LAST_DAY = date(1900, 3, 1), date(2100, 12, 31)
ALLOWED = (
    *("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows"),
    *("sort", "autofilter", "insert_hyperlinks", "select_locked_cells", "select_unlocked_cells"),
)
_PLACE = re.compile(r"⟦([^⟦⟧]*)⟧")


class Lists:
    """The lists that drop-downs offer: each stands once on a hidden sheet and has a name.

    A list in the validation itself could hold 255 characters and no commas; a name holds any.
    """

    def __init__(self) -> None:
        self._labels: dict[tuple[str, ...], str] = {}

    def name(self, column: BookColumn) -> str:
        """Return the defined name of the column's choices."""
        self._labels.setdefault(column.choices, column.name)
        return f"{CODES}_{list(self._labels).index(column.choices) + 1}"

    def write(self, book: Any, dress: Dress) -> None:
        """Add the hidden sheet, when there are lists."""
        if not self._labels:
            return
        page = book.add_worksheet(CODES)
        page.hide()
        page.set_column(0, len(self._labels) - 1, 24, dress(num_format="@"))
        for number, (choices, label) in enumerate(self._labels.items()):
            letter = column_letters(number + 1)
            page.write_string(0, number, f"可选：{label}", dress(bold=True))
            for row, choice in enumerate(choices, start=1):
                page.write_string(row, number, choice, dress(num_format="@"))
            cells = f"={CODES}!${letter}$2:${letter}${len(choices) + 1}"
            book.define_name(f"{CODES}_{number + 1}", cells)


def offer_choices(sheet: BookSheet, page: Any, lists: Lists) -> None:
    """Give every column its drop-down, its hint and its bounds."""
    for number, column in enumerate(sheet.columns):
        offer(page, (first_row(sheet), number, sheet.last_row, number), column, lists)


def offer(page: Any, cells: tuple[int, int, int, int], column: BookColumn, lists: Lists) -> None:
    """Give cells (0-based: first row and column, last row and column) what helps to fill in the column."""
    rule = {**_rule(column, lists), **_hint(column)}
    if rule != {"validate": "any"}:
        page.data_validation(*cells, rule)


def _hint(column: BookColumn) -> dict[str, Any]:
    if not column.prompt:
        return {}
    title = column.name[:LONGEST_PROMPT_TITLE]
    return {"input_title": title, "input_message": column.prompt[:LONGEST_PROMPT]}


def _rule(column: BookColumn, lists: Lists) -> dict[str, Any]:
    if column.choices:
        told = _told(f"请从下拉列表里选：{column.name}"[:250], "stop")
        rule = {"validate": "list", "source": f"={lists.name(column)}"}
        return {**rule, **(told if column.is_closed else {"show_error": False})}
    if column.type == "date":
        told = _told("请填年月日，如 2023-09-26。确定要这样填吗？", "warning")
        return {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY, **told}
    if column.type in ("integer", "number"):
        return {**_bounds(column), **_told("请只填数字，不带单位。确定要这样填吗？", "warning")}
    if column.length:
        told = _told(f"{column.name}应为 {column.length} 位，确定要这样填吗？"[:250], "warning")
        return {"validate": "length", "criteria": "==", "value": column.length, **told}
    return {"validate": "any"}


def _bounds(column: BookColumn) -> dict[str, Any]:
    low, high = (float(text) if text else None for text in column.limits)
    kind = {"validate": "decimal" if column.type == "number" else "integer"}
    if high is None:
        return {**kind, "criteria": ">=", "value": -1e9 if low is None else low}
    return {**kind, "criteria": "between", "minimum": -1e9 if low is None else low, "maximum": high}


def _told(text: str, kind: str) -> dict[str, Any]:
    """Return what is said of a wrong value: `stop` refuses it, `warning` asks back, as it may be right."""
    return {"error_title": "填写有误", "error_message": text, "error_type": kind}


# ---------------------------------------------------------------- sheets to type into
def guard_sheet(sheet: BookSheet, page: Any, dress: Dress, lists: Lists) -> None:
    """Lock the header, rule the rows that hold data, and switch the alarms on."""
    page.protect("", dict.fromkeys(ALLOWED, True))
    top, last = first_row(sheet), sheet.last_row
    for number, column in enumerate(sheet.columns):
        places = _places(sheet) | ({"=": lists.name(column)} if column.choices else {})
        for formula, look in _alarms(column, places):
            rule = {"type": "formula", "criteria": formula, "format": dress.alarm(look)}
            page.conditional_format(top, number, last, number, rule)
    ruled = f"=COUNTA({_places(sheet)[':']})>0"
    rule = {"type": "formula", "criteria": ruled, "format": dress.ruled()}
    page.conditional_format(top, 0, last, len(sheet.columns) - 1, rule)


def _alarms(column: BookColumn, places: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the formula and look of each alarm whose columns the sheet has."""
    for alarm in column.alarms:
        formula = _placed(alarm, places)
        if formula and len(formula) <= LONGEST_FORMULA:
            yield "=" + formula, alarm.look


def _placed(alarm: Alarm, places: Mapping[str, str]) -> str:
    names = _PLACE.findall(alarm.formula)
    if not all(name in places for name in names):
        return ""
    return _PLACE.sub(lambda match: places[match[1]], alarm.formula)


def _places(sheet: BookSheet) -> dict[str, str]:
    """Return what the marks of alarms stand for in the first row of data."""
    top, last = first_row(sheet) + 1, sheet.last_row + 1
    letters = {item.name: column_letters(i) for i, item in enumerate(sheet.columns, start=1)}
    typed = [letters[item.name] for item in sheet.columns if not item.is_derived] or ["A"]
    cells = {name: f"${letter}{top}" for name, letter in letters.items()}
    columns = {f"{name}:": f"${letter}${top}:${letter}${last}" for name, letter in letters.items()}
    return cells | columns | {":": f"${typed[0]}{top}:${typed[-1]}{top}"}
