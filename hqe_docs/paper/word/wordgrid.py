"""The tables of a Word document as grids of texts, each cell with its place and its paragraphs (ECMA-376 §17.4).

What tracked changes have deleted, what a content control only shows as its prompt, and what stands in a text box
or a nested table is no text of the cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from hqe_docs.paper.package import TYPES, Parts, read_package
from hqe_docs.paper.word.namespaces import MC, W
from hqe_docs.paper.xmlbytes import xml_root
from hqe_docs.problems import Location, Problem

Element = etree._Element
MOST_BYTES = 32 * 1024 * 1024  # of the main part; a hundred pages of tables have about three
MOST_CELLS = 200_000
MOST_COLUMNS = 63  # Word makes no wider tables
NO_WORD = "里面不是 Word 文档"
TOO_LARGE = f"表格过大：正文不能超过 {MOST_BYTES // 1024 // 1024} MiB，单元格不能超过 {MOST_CELLS} 个"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_AROUND = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_NO_TEXT = frozenset(
    W + name
    for name in ("pPr", "rPr", "del", "moveFrom", "sdtPr", "rt", "txbxContent", "instrText", "delText")
) | {MC + "Fallback"}  # says what Choice says again
# the boxes of Wingdings and Wingdings 2, which Word writes as symbols
_SYMBOLS = {"6F": "□", "A8": "□", "A3": "□", "71": "□", "FE": "☑", "52": "☑", "FD": "☒", "A1": "○"}
_MARKS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell: 0-based row and grid column, the grid columns it covers, and the texts of its paragraphs.

    `continues`: it is the lower or right part of a merged cell, whose text stands in the first.
    """

    row: int
    column: int
    width: int
    paragraphs: tuple[str, ...]
    continues: bool = False
    element: Element | None = field(default=None, compare=False, repr=False)

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table, its 0-based number in document order (nested ones count), and the cells of each row as written.

    `rows`: the texts on the grid, a merged cell's in the first place it covers; rows that were deleted are empty.
    """

    file: str
    index: int
    cells: tuple[tuple[WordCell, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    element: Element | None = field(default=None, compare=False, repr=False)

    def at(self, row: int, column: int) -> Location:
        """Return the place of 0-based `row` and grid `column`."""
        return Location(self.file, table=self.index, row=row, column=column)


def read_tables(path: Path) -> list[WordTable] | str:
    """Return the tables in the body of the Word document at `path`, or why they can't be read."""
    parts = read_package(path)
    if isinstance(parts, Problem):
        return parts.message.rpartition("：")[
            2
        ]  # which also says that a template can't be opened; this is none
    try:
        body = read_body(parts)
        return tables_in(body, path.name) if isinstance(body, Element) else body
    except (etree.XMLSyntaxError, UnicodeError):
        return "内部结构不完整"


def read_body(parts: Parts) -> Element | str:
    """Return the root of the main part, or why it can't be read; XMLSyntaxError when it is damaged."""
    main = parts.get(main_part(parts))
    if main is None:
        return NO_WORD
    if len(main) > MOST_BYTES:
        return TOO_LARGE
    return xml_root(main.replace(STRICT, W[1:-1].encode()))


def main_part(parts: Parts) -> str:
    """Return the name of the main part by its content type: not every program calls it document.xml."""
    for item in xml_root(parts[TYPES]):
        kind = item.get("ContentType", "")
        if kind.endswith(".main+xml") and ("wordprocessingml" in kind or "ms-word" in kind):
            return item.get("PartName", "").lstrip("/")
    return ""


def tables_in(body: Element, file: str) -> list[WordTable] | str:
    """Return the tables below `body` in document order, or that they are too large."""
    found, total = [], 0
    for index, table in enumerate(body.iter(W + "tbl")):
        cells = tuple(tuple(cells_of(row, i)) for i, row in enumerate(inside(table, "tr")))
        total += sum(cell.width for row in cells for cell in row)
        if total > MOST_CELLS:
            return TOO_LARGE
        found.append(WordTable(file, index, cells, tuple(_texts(row) for row in cells), table))
    return found


def _texts(row: tuple[WordCell, ...]) -> tuple[str, ...]:
    texts = [""] * (row[-1].column + row[-1].width if row else 0)
    for cell in row:
        texts[cell.column] = cell.text
    return tuple(texts)


# ---------------------------------------------------------------- rows and cells
def inside(parent: Element, name: str) -> Iterator[Element]:
    """Yield the children of that name, also those that controls and tracked changes are wrapped around."""
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag in _AROUND:
            yield from inside(child, name)


def cells_of(row: Element, number: int) -> Iterator[WordCell]:
    """Yield the cells of a row, which is the 0-based `number`th of its table; none of one that was deleted."""
    if row.find(f"{W}trPr/{W}del") is not None:
        return
    column = min(_number(row, "trPr", "gridBefore"), MOST_COLUMNS)
    for cell in inside(row, "tc"):
        width = min(max(_number(cell, "tcPr", "gridSpan"), 1), MOST_COLUMNS)
        continues = _continues(cell, "vMerge") or _continues(cell, "hMerge")
        is_empty = continues or cell.find(f"{W}tcPr/{W}cellDel") is not None
        paragraphs = () if is_empty else tuple(map(paragraph_text, paragraphs_of(cell)))
        yield WordCell(number, column, width, paragraphs, continues, cell)
        column += width


def _number(element: Element, properties: str, name: str) -> int:
    found = element.find(f"{W}{properties}/{W}{name}")
    text = found.get(W + "val", "") if found is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0


def _continues(cell: Element, merge: str) -> bool:
    found = cell.find(f"{W}tcPr/{W}{merge}")
    return found is not None and found.get(W + "val", "continue") == "continue"


# ---------------------------------------------------------------- text
def paragraph_text(paragraph: Element) -> str:
    """Return the text of a paragraph as it reads when all tracked changes are accepted."""
    return "".join(text for text, _ in pieces(paragraph))


def pieces(element: Element) -> Iterator[tuple[str, Element]]:
    """Yield the text of a paragraph piece by piece, each with the element that says it."""
    for child in element:
        if child.tag == W + "t":
            yield child.text or "", child
        elif child.tag in _MARKS:
            yield _MARKS[child.tag], child
        elif child.tag == W + "sym":
            yield _SYMBOLS.get(child.get(W + "char", "").upper()[-2:], ""), child
        elif child.tag == W + "fldChar":
            yield _legacy_box(child), child
        elif child.tag not in _NO_TEXT and not is_prompt(child):
            yield from pieces(child)


def _legacy_box(element: Element) -> str:
    """Return the box that a check box of the old form fields shows, else nothing (§17.16.7)."""
    box = element.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    said = next((found for name in ("checked", "default") if (found := box.find(W + name)) is not None), None)
    return "☐" if said is None or said.get(W + "val", "1") in ("0", "false", "off") else "☑"


def paragraphs_of(cell: Element) -> Iterator[Element]:
    """Yield the paragraphs that a cell says, without those of a control that shows its prompt."""
    return (p for p in inside(cell, "p") if not any(map(is_prompt, p.iterancestors(W + "sdt"))))


def is_prompt(element: Element) -> bool:
    """Say whether it is a content control that shows its prompt: nobody has typed into it."""
    return element.tag == W + "sdt" and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
