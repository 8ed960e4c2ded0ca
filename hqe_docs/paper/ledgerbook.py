"""New workbooks of ledgers, written from plain columns and rows; ledgers that have a template are filled instead."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hqe_docs.paper.bookguards import Lists, guard_sheet, offer_choices
from hqe_docs.paper.booklooks import Dress, column_look, head_look
from hqe_docs.paper.booksheet import HEADER_ROW, BookColumn, BookSheet, first_row, head_row, tab_names
from hqe_docs.paper.heights import TextRoom
from hqe_docs.paper.package import write_file
from hqe_docs.problems import Problem
from hqe_docs.values import Fault, as_number

__all__ = ["HEADER_ROW", "BookColumn", "BookSheet", "write_book"]

SIZE = 10  # points
A3, A4 = 8, 9
A4_DIGITS, A3_DIGITS = 190, 265  # that a lying page holds when it shrinks to three quarters
LOW, TALL = 18.0, 24.0  # points of a row: filled, left for handwriting
FOOT = "&C&9第 &P 页，共 &N 页"
SIGNS = "&L&9填表人：　　　　　　审核人：&C&9第 &P 页，共 &N 页&R&9负责人（签字、盖章）：　　　　　　　　"
EARLIEST = date(1900, 3, 1)  # before it Excel's days are counted wrongly


def write_book(path: Path, sheets: Sequence[BookSheet]) -> list[Problem]:
    """Write `sheets` as one .xlsx, whole or not at all; return what hindered it. The same sheets give the same bytes."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    normal = {"font_name": "宋体", "font_size": SIZE}
    book = Workbook(stream, {"in_memory": True, "default_format_properties": normal})
    book.set_properties({"created": date(1980, 1, 1)})
    dress, lists = Dress(book), Lists()
    for tab, sheet in zip(tab_names(sheets), sheets, strict=True):
        _Page(sheet, book.add_worksheet(tab), dress).write()
        offer_choices(sheet, book.get_worksheet_by_name(tab), lists)
        if sheet.is_guarded:
            guard_sheet(sheet, book.get_worksheet_by_name(tab), dress, lists)
    lists.write(book, dress)
    book.close()
    return write_file(path, stream.getvalue())


@dataclass(slots=True)
class _Page:
    """A sheet on its way into the book."""

    sheet: BookSheet
    page: Any
    dress: Dress
    rooms: list[TextRoom] = field(default_factory=list)

    def write(self) -> None:
        self.rooms = [TextRoom(max(item.width - 1, 2), SIZE) for item in self.sheet.columns]
        self._columns()
        self._top()
        self._rows()
        self._paper()

    def _columns(self) -> None:
        if self.sheet.is_guarded:  # a row can be deleted only where every cell of it is unlocked
            self.page.set_column(0, 16383, None, self.dress(locked=False))
        for number, column in enumerate(self.sheet.columns):
            look = column_look(column, is_locked=not self.sheet.is_guarded)
            self.page.set_column(number, number, column.width, self.dress(**look))

    def _top(self) -> None:
        first, last = self._title_span()
        title = self.dress(font_size=18, bold=True, align="center")
        self.page.set_row(0, 36, self.dress())
        if first < last:
            self.page.merge_range(0, first, 0, last, self.sheet.title, title)
        else:
            self.page.write_string(0, first, self.sheet.title, title)
        remark = self.dress(align="left", locked=not self.sheet.is_guarded)
        self._line(1, self.sheet.remark, remark)
        if self.sheet.legend:
            self._line(2, self.sheet.legend, self.dress(align="left", font_color="#7F3F00"), first)
        head = head_row(self.sheet)
        lines = max(room.height(item.name) for room, item in zip(self.rooms, self.sheet.columns, strict=True))
        self.page.set_row(head, max(30, lines + 6), self.dress())
        for number, column in enumerate(self.sheet.columns):
            self.page.write_string(head, number, column.name, self.dress(**head_look(column)))

    def _line(self, row: int, text: str, look: Any, column: int = 0) -> None:
        """Write a line above the header; it runs over the empty cells at its right."""
        self.page.set_row(row, 20, self.dress())
        self.page.write_string(row, column, text, look)

    def _rows(self) -> None:
        looks = [
            self.dress(**column_look(item, is_locked=not self.sheet.is_guarded), border=1)
            for item in self.sheet.columns
        ]
        filled = [self.sheet.sample, *self.sheet.rows] if self.sheet.sample else self.sheet.rows
        empty = [""] * len(self.sheet.columns)
        for row, texts in enumerate([*filled, *[empty] * self.sheet.spare], start=first_row(self.sheet)):
            self._fit(row, texts)
            for number, (column, text) in enumerate(zip(self.sheet.columns, texts, strict=True)):
                _write_cell(self.page, (row, number), text, column, looks[number])

    def _fit(self, row: int, texts: Sequence[str]) -> None:
        """Set the height of a row whose text wraps: LibreOffice doesn't fit it by itself."""
        long = [
            room.height(text)
            for room, text in zip(self.rooms, texts, strict=True)
            if 2 * len(text) > room.units or "\n" in text
        ]
        self.page.set_row(row, max([LOW if any(texts) else TALL, *long]))

    def _title_span(self) -> tuple[int, int]:
        """Return the first and last column of the title: what is printed on every page can't be merged into it."""
        last = len(self.sheet.columns) - 1
        if self._pages_wide() == 1:
            return 0, max(last, 0)
        return self.sheet.kept, max(self.sheet.kept, last // 2)

    def _width(self) -> float:
        return sum(column.width for column in self.sheet.columns)

    def _pages_wide(self) -> int:
        return 1 if self._width() <= A3_DIGITS else 2

    def _paper(self) -> None:
        page, head = self.page, head_row(self.sheet)
        page.set_landscape()
        page.set_paper(A4 if self._width() <= A4_DIGITS else A3)
        page.set_margins(left=0.4, right=0.4, top=0.55, bottom=0.7)
        page.set_footer(SIGNS if self.sheet.is_guarded else FOOT)
        page.center_horizontally()
        page.fit_to_pages(self._pages_wide(), 0)
        page.repeat_rows(head)
        if self._pages_wide() > 1 and self.sheet.kept:
            page.repeat_columns(0, self.sheet.kept - 1)
            page.print_across()
        page.freeze_panes(head + 1, self.sheet.kept)
        if self.sheet.is_filtered and self.sheet.columns:
            page.autofilter(head, 0, self.sheet.last_row, len(self.sheet.columns) - 1)


def _write_cell(page: Any, at: tuple[int, int], text: str, column: BookColumn, look: Any) -> None:
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
        return float(shown) if shown and "e" not in shown and Decimal(shown) == number else text
    if column.type == "date" and len(text) == len("2023-06-25"):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return text
        return day if day >= EARLIEST else text
    return text
