"""New workbooks of ledgers, written from plain columns and rows; ledgers that have a template are filled instead."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from hqe_docs.paper.books.bookcells import write_across, write_cell
from hqe_docs.paper.books.bookguards import Lists, guard_sheet, offer_choices
from hqe_docs.paper.books.booklooks import TOLD, Dress, column_look, head_look
from hqe_docs.paper.books.bookpaper import LOW, TALL, set_paper, title_span
from hqe_docs.paper.books.booksheet import HEADER_ROW, BookColumn, BookSheet, first_row, head_row, tab_names
from hqe_docs.paper.books.linesheet import LineSheet, write_lines
from hqe_docs.paper.excel.heights import TextRoom
from hqe_docs.paper.stamp import STAMP
from hqe_docs.paper.wholefiles import write_file
from hqe_docs.problems import Problem

__all__ = ["HEADER_ROW", "BookColumn", "BookSheet", "write_book"]

SIZE = 10  # points


def write_book(path: Path, sheets: Sequence[BookSheet | LineSheet]) -> list[Problem]:
    """Write `sheets` as one .xlsx, whole or not at all; return what hindered it. The same sheets give the same bytes."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    normal = {"font_name": "宋体", "font_size": SIZE}
    book = Workbook(stream, {"in_memory": True, "default_format_properties": normal})
    book.set_properties({"created": datetime(1980, 1, 1)})
    for name, text in (stamp.named() if (stamp := STAMP.get()) else {}).items():
        book.set_custom_property(name, text, "text")
    dress, lists = Dress(book), Lists()
    for tab, sheet in zip(tab_names(it.tab for it in sheets), sheets, strict=True):
        if isinstance(sheet, LineSheet):
            write_lines(sheet, book.add_worksheet(tab), dress, lists)
            continue
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
        set_paper(self.sheet, self.page)
        self._view()

    def _columns(self) -> None:
        if self.sheet.is_guarded:  # a row can be deleted only where every cell of it is unlocked
            self.page.set_column(0, 16383, None, self.dress(locked=False))
            # xlsxwriter would go over all these columns in every row, and say that the sheet reaches to XFD
            self.page.dim_colmax = None
        for number, column in enumerate(self.sheet.columns):
            look = column_look(column, is_locked=not self.sheet.is_guarded)
            self.page.set_column(number, number, column.width, self.dress(**look))

    def _top(self) -> None:
        self.page.set_row(0, 36, self.dress())
        self._across(0, self.sheet.title, self.dress(font_size=18, bold=True, align="center"))
        self.page.set_row(1, 20, self.dress())
        remark = self.dress(align="left", locked=not self.sheet.is_guarded)
        self.page.write_string(1, 0, self.sheet.remark, remark)  # runs over the empty cells at its right
        if self.sheet.legend:
            first, last = title_span(self.sheet)
            width = sum(column.width for column in self.sheet.columns[first : last + 1])
            self.page.set_row(2, TextRoom(width - 2, SIZE).height(self.sheet.legend), self.dress())
            self._across(2, self.sheet.legend, self.dress(align="left", text_wrap=True, font_color=TOLD))
        self._head()

    def _across(self, row: int, text: str, look: Any) -> None:
        first, last = title_span(self.sheet)
        write_across(self.page, (row, first, row, max(first, last)), text, look)

    def _head(self) -> None:
        head, columns = head_row(self.sheet), self.sheet.columns
        heights = [room.height(column.name) for room, column in zip(self.rooms, columns, strict=True)]
        self.page.set_row(head, max([30.0, *(height + 6 for height in heights)]), self.dress())
        for number, column in enumerate(columns):
            self.page.write_string(head, number, column.name, self.dress(**head_look(column)))

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
                write_cell(self.page, (row, number), text, column, looks[number])

    def _fit(self, row: int, texts: Sequence[str]) -> None:
        """Set the height of a row whose text wraps: LibreOffice doesn't fit it by itself."""
        long = [
            room.height(text)
            for room, text in zip(self.rooms, texts, strict=True)
            if 2 * len(text) > room.units or "\n" in text
        ]
        self.page.set_row(row, max([LOW if any(texts) else TALL, *long]))

    def _view(self) -> None:
        head = head_row(self.sheet)
        self.page.freeze_panes(head + 1, self.sheet.kept)
        if self.sheet.is_filtered and self.sheet.columns:
            filled = max(len(self.sheet.rows), 1)  # a guarded sheet's filter can't be stretched later
            last = self.sheet.last_row if self.sheet.is_guarded else head + filled
            self.page.autofilter(head, 0, last, len(self.sheet.columns) - 1)
