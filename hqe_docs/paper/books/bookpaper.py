"""The paper of a sheet: A4 or A3 lying, one page wide where that can be read, and what a page holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hqe_docs.paper.books.booksheet import BookColumn, BookSheet, head_row

LOW, TALL = 18.0, 24.0  # points of a row: filled, left for handwriting
FOOT = "&C&9第 &P 页，共 &N 页"
SIGNS = "&L&9填表人：　　　　　　审核人：&C&9第 &P 页，共 &N 页&R&9负责人（签字、盖章）：　　　　　　　　"
_DIGIT = 5.5  # points of a digit of 10 points, the unit of widths
_A4, _A3 = (9, 784.0, 500.0), (8, 1132.0, 745.0)  # Excel's number, printable points across and down
_SMALLEST = 0.72  # of 10 points; below that a sheet goes on larger paper, or on two pages side by side
_ABOVE = 165.0  # points of title, remarks, header and sample


@dataclass(frozen=True, slots=True)
class Paper:
    """Excel's number of the paper, how many pages wide the sheet is, and how much it shrinks."""

    number: int
    pages: int
    scale: float
    down: float

    @property
    def rows(self) -> int:
        """How many rows for handwriting a page holds below the sample."""
        return max(5, int((self.down / self.scale - _ABOVE) / TALL))


def paper_of(columns: Sequence[BookColumn], kept: int = 0, *, is_small: bool = False) -> Paper:
    """Return the paper that suits `columns`, of which the first `kept` are printed on each of two pages.

    A4 or, unless it `is_small`, A3.
    """
    width = max(sum(column.width for column in columns), 1.0) * _DIGIT
    papers = (_A4,) if is_small else (_A4, _A3)
    for number, across, down in papers:
        if across / width >= _SMALLEST:
            return Paper(number, 1, min(1.0, across / width), down)
    again = sum(column.width for column in columns[:kept]) * _DIGIT
    number, across, down = papers[-1]
    return Paper(number, 2, min(1.0, across / ((width + again) / 2)), down)


def set_paper(sheet: BookSheet, page: Any) -> None:
    """Give the sheet its paper: lying, the header on every page, page numbers, and who signs it."""
    paper, head = paper_of(sheet.columns, sheet.kept, is_small=sheet.is_small), head_row(sheet)
    page.set_landscape()
    page.set_paper(paper.number)
    page.set_margins(left=0.4, right=0.4, top=0.55, bottom=0.7)
    page.set_footer(SIGNS if sheet.is_guarded else FOOT)
    page.center_horizontally()
    page.fit_to_pages(paper.pages, 0)
    page.repeat_rows(head)
    if paper.pages > 1 and sheet.kept:
        page.repeat_columns(0, sheet.kept - 1)
        page.print_across()


def title_span(sheet: BookSheet) -> tuple[int, int]:
    """Return the first and last column of the title: what is printed on each page can't be merged into it."""
    last = max(len(sheet.columns) - 1, 0)
    if paper_of(sheet.columns, sheet.kept, is_small=sheet.is_small).pages == 1:
        return 0, last
    return sheet.kept, max(sheet.kept, last // 2)
