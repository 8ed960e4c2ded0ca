"""Forms drawn as text: a row a line, cells between |, >2 two columns wide, ^ merged with the cell above, ⏎ a line end.

The same drawing is made a Word table and a worksheet, so that both can be held to the same places.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.styles import Border, Side

from hqe_docs.library import Library
from hqe_docs.paper.forms.inspection import find_places, form_of
from hqe_docs.paper.forms.vocabulary import read_words
from hqe_docs.paper.package import Parts, unzipped
from hqe_docs.problems import Problems

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)


@dataclass(frozen=True)
class Drawn:
    row: int
    column: int
    width: int
    text: str


def drawn_rows(drawing: str) -> list[list[Drawn]]:
    """Return the cells of a drawing; `^` cells keep that as their text."""
    rows = []
    lines = [line for line in drawing.splitlines() if line.strip(" ")]
    for number, line in enumerate(lines):
        column, cells = 0, []
        for piece in line.split("|"):
            text, _, width = piece.partition(">")
            cells.append(Drawn(number, column, int(width or 1), text.replace("⏎", "\n")))
            column += cells[-1].width
        rows.append(cells)
    return rows


# ---------------------------------------------------------------- Word
def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*inner: str) -> str:
    """Return a paragraph; what is no XML is its text."""
    return f"<w:p>{''.join(one if one.startswith('<') else run(one) for one in inner)}</w:p>"


def tc(text: str, properties: str = "") -> str:
    inner = text if text.startswith("<") else "".join(p(line) for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def word_table(drawing: str) -> str:
    rows = drawn_rows(drawing)
    merged = {(cell.row, cell.column) for row in rows for cell in row if cell.text.strip() == "^"}

    def cell(one: Drawn) -> str:
        continues, begins = (one.row, one.column) in merged, (one.row + 1, one.column) in merged
        merge = "<w:vMerge/>" if continues else '<w:vMerge w:val="restart"/>' if begins else ""
        span = f'<w:gridSpan w:val="{one.width}"/>' if one.width > 1 else ""
        return tc("" if continues else one.text, span + merge)

    return tbl(*(tr(*map(cell, row)) for row in rows))


def word_parts(body: str) -> Parts:
    root = f'<w:document xmlns:w="{SPACE}" xmlns:w14="{W14}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'
    return Parts({"[Content_Types].xml": TYPES.encode(), "word/document.xml": root.encode()})


def word_file(path, body: str):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in word_parts(body).items():
            archive.writestr(name, content)
    return path


# ---------------------------------------------------------------- Excel
def book_parts(drawing: str) -> Parts:
    book = openpyxl.Workbook()
    draw_sheet(book.active, drawing)
    stream = io.BytesIO()
    book.save(stream)
    return unzipped(stream)


def draw_sheet(sheet, drawing: str) -> None:
    rows = drawn_rows(drawing)
    thin = Side(style="thin")
    heights: dict[tuple[int, int], int] = {}
    for row in reversed(rows):
        for cell in row:
            below = heights.get((cell.row + 1, cell.column), 0)
            if cell.text.strip() == "^":
                heights[cell.row, cell.column] = below + 1
                continue
            place = sheet.cell(cell.row + 1, cell.column + 1, cell.text or None)
            for column in range(cell.column, cell.column + cell.width):
                sheet.cell(cell.row + 1, column + 1).border = Border(thin, thin, thin, thin)
            if cell.width > 1 or below:
                end = (cell.row + 1 + below, cell.column + cell.width)
                sheet.merge_cells(None, place.row, place.column, *end)


# ---------------------------------------------------------------- what is found
def words():
    return read_words(Library.over_shipped(()), Problems())


def places_in(parts: Parts):
    form = form_of(parts, "表")
    assert not isinstance(form, str), form
    return list(find_places(form, words()))


def told(place) -> str:
    """Return a place in one line: where, kind, path, number, options, names of the slots."""
    cell, address = place.text, place.address
    where = f"{cell.row},{cell.column}" if hasattr(cell, "row") else f"段{address.paragraph}"
    number = "" if place.index is None else f"#{place.index}"
    options = f" [{'/'.join(place.options)}]" if place.options else ""
    return f"{where} {place.kind} {place.path}{number}{options}"


def found(parts: Parts) -> list[str]:
    return [told(place) for place in places_in(parts)]
