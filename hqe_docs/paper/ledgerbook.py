"""New workbooks of ledgers, written from plain columns and rows; ledgers that have a template are filled instead."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hqe_docs.paper.package import write_file
from hqe_docs.problems import Problem

FONT = "宋体"
HEADER_ROW = 2  # 0-based; the title above it, then a line of remarks
_DAY = "yyyy-mm-dd"
_ISO = re.compile(r"(?:190[1-9]|19[1-9]\d|20\d\d)-\d\d-\d\d", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class BookColumn:
    """A column of a sheet: its title, the type of its cells (as in Table Schema), its width in digits.

    `choices` are offered by a drop-down; nothing else may be typed where `is_closed`. `prompt` is the input hint.
    """

    name: str
    type: str = "string"
    width: float = 12
    choices: tuple[str, ...] = ()
    is_closed: bool = False
    is_required: bool = False
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet: its tab, its title, a line of remarks, columns, and rows of texts in canonical form ("" empty).

    `spare` empty rows below are prepared for typing.
    """

    tab: str
    title: str
    columns: Sequence[BookColumn]
    rows: Sequence[Sequence[str]]
    remark: str = ""
    spare: int = 0


def write_book(path: Path, sheets: Sequence[BookSheet]) -> list[Problem]:
    """Write `sheets` as one .xlsx, whole or not at all; return what hindered it. The same sheets give the same bytes."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"created": date(1980, 1, 1)})
    for sheet in sheets:
        _write_sheet(book, sheet)
    book.close()
    return write_file(path, stream.getvalue())


def _write_sheet(book: Any, sheet: BookSheet) -> None:
    page = book.add_worksheet(sheet.tab[:31])
    title = book.add_format({"font_name": FONT, "font_size": 18, "bold": True, "align": "center"})
    head = book.add_format(
        {
            "font_name": FONT,
            "bold": True,
            "border": 1,
            "align": "center",
            "text_wrap": True,
            "bg_color": "#E7EEF5",
        }
    )
    last = max(len(sheet.columns) - 1, 1)
    page.merge_range(0, 0, 0, last, sheet.title, title)
    page.write_string(1, 0, sheet.remark)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        page.write_string(HEADER_ROW, number, column.name, head)
        form = book.add_format(_looks(column))
        for row, text in enumerate(_cells(sheet, number), start=HEADER_ROW + 1):
            _write_cell(page, row, number, text, column, form)
    page.freeze_panes(HEADER_ROW + 1, 0)


def _cells(sheet: BookSheet, number: int) -> Iterator[str]:
    yield from (row[number] for row in sheet.rows)
    yield from [""] * sheet.spare


def _looks(column: BookColumn) -> dict[str, Any]:
    forms = {"date": _DAY, "integer": "0", "number": "General"}
    return {"font_name": FONT, "border": 1, "valign": "vcenter", "num_format": forms.get(column.type, "@")}


def _write_cell(page: Any, row: int, number: int, text: str, column: BookColumn, form: Any) -> None:
    day, amount = _day(text, column), _amount(text, column)
    if not text:
        page.write_blank(row, number, None, form)
    elif day:
        page.write_datetime(row, number, day, form)
    elif amount is not None:
        page.write_number(row, number, amount, form)
    else:
        page.write_string(row, number, text, form)


def _day(text: str, column: BookColumn) -> date | None:
    """Return the day to write; None for other text, and before 1901, where spreadsheets do not agree."""
    if column.type != "date" or not _ISO.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _amount(text: str, column: BookColumn) -> float | None:
    """Return the number to write; None for other text, and for what would not come back as it was."""
    if column.type not in ("integer", "number") or not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if Decimal(f"{number:.15g}") == Decimal(text) and "e" not in f"{number:.15g}" else None
