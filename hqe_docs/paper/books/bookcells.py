"""Texts in canonical form as cells: numbers and days typed where their column wants them, all else as text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hqe_docs.paper.books.booksheet import BookColumn
from hqe_docs.values import Fault, as_number

EARLIEST = date(1900, 3, 1)  # before it Excel's days are counted wrongly


def write_across(page: Any, cells: tuple[int, int, int, int], text: str, look: Any) -> None:
    """Write a text, whatever it begins with, over cells (0-based: first row and column, last row and column)."""
    top, left, *last = cells
    if [top, left] != last:
        page.merge_range(*cells, "", look)
    page.write_string(top, left, text, look)  # merge_range itself would make a formula of =1+1


def write_cell(page: Any, at: tuple[int, int], text: str, column: BookColumn, look: Any) -> None:
    """Write a cell in its column's form; what doesn't have that form stays as it is."""
    value = _value(text, column)
    if value == "":
        page.write_blank(*at, None, look)
    elif isinstance(value, date):
        page.write_datetime(*at, value, look)
    elif isinstance(value, float):
        page.write_number(*at, value, look)
    else:
        page.write_string(*at, value, look)


def _value(text: str, column: BookColumn) -> str | float | date:
    if not text:
        return ""
    if column.type in ("integer", "number"):
        number = as_number(text)
        shown = "" if isinstance(number, Fault) else f"{float(number):.15g}"
        # what a spreadsheet would cut or show with an exponent stays text
        is_same = bool(shown) and "e" not in shown and Decimal(shown) == number
        return float(shown) if is_same and (not column.is_exact or shown == text != "-0") else text
    if column.type == "date" and len(text) == len("2023-06-25"):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return text
        return day if day >= EARLIEST and day.isoformat() == text else text
    return text
