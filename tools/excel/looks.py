"""How the sheets look: fonts, fills, borders, alignments, paper."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

SONG, FANG = "宋体", "仿宋"
A3, A4 = 8, 9
LINE = 14.5  # points of a line of 10-point text
LATIN = 0x2000  # from here on a character is as wide as two digits, nearly
_LINE = Side(style="thin", color="FF7F7F7F")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEADER_FILL = "FFE7EEF5"
SUM_FILL = "FFF2F2F2"
RED, YELLOW = "FFFBE3E0", "FFFFF4CE"
DRAFT = "{% if 文书.草稿 %}（草稿）{% endif %}"
DAY_LINE = "{% if 创建点.基准日 %}数据基准日：{{ 创建点.基准日|日期 }}　　{% endif %}"
TEXT, WHOLE, DAY, GENERAL = "@", "0", "yyyy-mm-dd", "General"


def fill(color: str) -> PatternFill:
    """Return a plain fill; light ones only, so that a copy in black and white stays readable."""
    return PatternFill("solid", fgColor=color)


def put(  # noqa: PLR0913  # a cell's looks, all by name; callers read as a table
    cell: Cell | Any,
    value: object = None,
    *,
    size: float = 10,
    bold: bool = False,
    font: str = SONG,
    across: str = "center",
    wrap: bool = True,
    boxed: bool = True,
    color: str | None = None,
    form: str = GENERAL,
) -> None:
    """Write `value` into `cell` and dress it."""
    if value is not None:
        cell.value = value
    cell.font = Font(name=font, size=size, bold=bold)
    cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=wrap)
    cell.number_format = form
    if boxed:
        cell.border = BOX
    if color:
        cell.fill = fill(color)


def line(sheet: Worksheet, row: int, parts: Iterable[tuple[str, str, str]], *, size: float = 10) -> None:
    """Write an unboxed line: (range, text, alignment) side by side; a range of several cells is merged."""
    for cells, text, across in parts:
        first = cells.split(":", maxsplit=1)[0]
        put(sheet[f"{first}{row}"], text, size=size, across=across, wrap=False, boxed=False)
        if ":" in cells:
            last = cells.split(":")[1]
            sheet.merge_cells(f"{first}{row}:{last}{row}")
    sheet.row_dimensions[row].height = 21


def title(sheet: Worksheet, cells: str, text: str, *, size: float = 18) -> None:
    """Write the title into row 1, merged over `cells`."""
    first, last = cells.split(":")
    put(sheet[f"{first}1"], text, size=size, bold=True, boxed=False)
    if first != last:
        sheet.merge_cells(f"{first}1:{last}1")
    sheet.row_dimensions[1].height = 36


def head(sheet: Worksheet, row: int, names: Iterable[str], *, size: float = 10, height: float = 26) -> None:
    """Write the column titles into `row` and print them on every page."""
    for number, name in enumerate(names, start=1):
        put(sheet.cell(row, number), name, bold=True, color=HEADER_FILL, size=size)
    sheet.row_dimensions[row].height = height
    sheet.print_title_rows = f"{row}:{row}"


def cells(
    sheet: Worksheet, row: int, texts: Iterable[str | None], *, left: Container[int] = (), form: str = GENERAL
) -> None:
    """Write the boxed cells of a row from column A on; those with their number in `left` begin at the left."""
    for number, text in enumerate(texts, start=1):
        put(sheet.cell(row, number), text, across="left" if number in left else "center", form=form)


def top(sheet: Worksheet, names: Iterable[str], *, left: Container[str] = ()) -> None:
    """Let {% vm %} cells begin at the top: a centred text would be cut in two where they run over a page's end."""
    for name in names:
        across = "left" if name in left else "center"
        sheet[name].alignment = Alignment(horizontal=across, vertical="top", wrap_text=True)


def sums(sheet: Worksheet, row: int, last: int, texts: Mapping[str, str], *, merged: str = "") -> None:
    """Write a row of sums: column letter → text, the cells `merged` (`A:D`) joined."""
    for number in range(1, last + 1):
        put(sheet.cell(row, number), bold=True, color=SUM_FILL)
    for letter, text in texts.items():
        sheet[f"{letter}{row}"] = text
    if merged:
        first, end = merged.split(":")
        sheet.merge_cells(f"{first}{row}:{end}{row}")
    sheet.row_dimensions[row].height = 24


def low_rows(sheet: Worksheet, points: float) -> None:
    """Let the rows whose height nothing else decides be `points` high."""
    sheet.sheet_format.defaultRowHeight = points
    sheet.sheet_format.customHeight = True


def cut(sheet: Worksheet, row: int, text: str, characters: int) -> None:
    """Write `text`, an expression, as rows of one line each: merged cells don't grow, so nothing has to."""
    control(sheet, row, f"for 行 in (({text})|wordwrap({characters})).splitlines()")
    line(sheet, row + 1, [("A", "{{ 行 }}", "left")])
    sheet.row_dimensions[row + 1].height = 17
    control(sheet, row + 2, "endfor")


def control(sheet: Worksheet, row: int, tag: str) -> None:
    """Write a control row: it disappears when the template is filled."""
    put(sheet.cell(row, 1), "{%tr " + tag + " %}", boxed=False, wrap=False, across="left")


def paper(sheet: Worksheet, size: int, *, landscape: bool = True, side: float = 0.4) -> None:
    """Set paper and margins (inches), and the page number at the foot."""
    sheet.page_setup.paperSize = size
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_margins = PageMargins(left=side, right=side, top=0.55, bottom=0.6, header=0.3, footer=0.3)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.oddFooter.center.size = 9


def pages_wide(sheet: Worksheet, pages: int) -> None:
    """Let the sheet shrink to the width of `pages` pages, as many high as it takes."""
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth = pages
    sheet.page_setup.fitToHeight = 0


def widths(sheet: Worksheet, sizes: Iterable[float]) -> None:
    """Set the widths of the columns from A on, in digits."""
    for number, size in enumerate(sizes, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = size


def fitted(cells: Iterable[tuple[str, float]]) -> float:
    """Return the height of a row of wrapped (text, column width) at 10 points.

    LibreOffice, unlike Excel and WPS, does not fit the rows of an .xlsx by itself.
    """
    return max(ceil(_digits(text) / (width - 1)) for text, width in cells) * LINE + 4


def _digits(text: str) -> float:
    return sum(1.91 if ord(char) > LATIN else 1.0 for char in text)


def workbook(title: str) -> tuple[Workbook, Worksheet]:
    """Return a workbook and its first sheet; its Normal style, which measures widths, is 宋体 10."""
    book = Workbook()
    book.remove(book["Sheet"])
    normal = Font(name=SONG, size=10)
    book._fonts = IndexedList([normal])  # type: ignore[attr-defined]  # openpyxl gives no other way
    book._named_styles["Normal"].font = normal  # type: ignore[attr-defined]
    return book, book.create_sheet(title)


def finish(sheet: Worksheet, sizes: Iterable[float], panes: str) -> None:
    """Give a table its widths, low rows, a landscape page of A4 and the panes that stay."""
    widths(sheet, sizes)
    low_rows(sheet, 21)
    paper(sheet, A4)
    pages_wide(sheet, 1)
    sheet.freeze_panes = panes
