"""Where the tags of a Word template stand: table, row, grid column or paragraph, for messages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree

from hqe_docs.paper.language.tagforms import TAG
from hqe_docs.paper.word.namespaces import W
from hqe_docs.problems import Location

CONTROL_VALUE = "hqe-value"  # in a prepared part: holds the tag by which a content control is filled
_LINE = re.compile(r"\r\n|\r|\n")
_QUOTES = str.maketrans("“”‘’", "\"\"''")
PlacedTag = tuple[str, Location]


def plain_tag(tag: str) -> str:
    """Return `tag` in the form in which docxtpl's and the document's writing of it are the same."""
    tag = re.sub(r"^(\{[{%#][-+]?)\s*(?:tr|tc|p|r)\s", r"\1", tag)
    tag = tag.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    return re.sub(r"\s+", "", tag.translate(_QUOTES))


def placed_tags(xml: bytes, file: str, part: str) -> list[PlacedTag]:
    """Return each tag of a part with its place, in document order; `part` is 页眉, 页脚 … or empty."""
    root = etree.fromstring(xml)
    places = Places(root, file, part)
    return [
        (plain_tag(tag), places.of(element))
        for element in root.iter(W + "p", CONTROL_VALUE)
        for tag in _tags(own_text(element))
    ]


def own_text(element: etree._Element) -> str:
    """Return the text of a paragraph, without that of paragraphs inside it (text boxes)."""
    if element.tag == CONTROL_VALUE:
        return element.text or ""
    return "".join(t.text or "" for t in own_texts(element))


def own_texts(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements that hold a paragraph's own text."""
    return (t for t in paragraph.iter(W + "t") if next(t.iterancestors(W + "p")) is paragraph)


class Places:
    """Where the elements of a part stand; `part` is 页眉, 页脚 … or empty."""

    def __init__(self, root: etree._Element, file: str, part: str) -> None:
        self._file, self._part = file, part
        self._tables = {table: index for index, table in enumerate(root.iter(W + "tbl"))}
        outside = (p for p in root.iter(W + "p") if next(p.iterancestors(W + "tbl", W + "p"), None) is None)
        self._numbers = {paragraph: index for index, paragraph in enumerate(outside)}
        self._rows = _row_numbers(root)

    def of(self, element: etree._Element) -> Location:
        """Return the place of a paragraph, a cell, or of what holds one or stands in one."""
        path = self._part or None
        parent = element.getparent()
        if element.tag == CONTROL_VALUE and parent is not None:
            element = parent
        cells = (element, *element.iterancestors(W + "tc"), *element.iterchildren(W + "sdtContent"))
        cell = next((found for one in cells if (found := _cell(one)) is not None), None)
        if cell is not None:
            row = next(cell.iterancestors(W + "tr"))
            table = self._tables[next(row.iterancestors(W + "tbl"))]
            return Location(self._file, table=table, row=self._rows[row], column=column_of(cell), path=path)
        chain = [element, *element.iterancestors(W + "p"), *element.iter(W + "p")]
        number = None if self._part else next((self._numbers[p] for p in chain if p in self._numbers), None)
        return Location(file=self._file, paragraph=number, path=path)


def _row_numbers(root: etree._Element) -> dict[etree._Element, int]:
    """Return each row's number in its table; counted once, as a table may have thousands."""
    numbers: dict[etree._Element, int] = {}
    counts: Counter[etree._Element] = Counter()
    for row in root.iter(W + "tr"):
        table = next(row.iterancestors(W + "tbl"))
        numbers[row] = counts[table]
        counts[table] += 1
    return numbers


def _cell(element: etree._Element) -> etree._Element | None:
    """Return a cell, or the first that a content control stands around."""
    return element if element.tag == W + "tc" else element.find(W + "tc")


def rows_of(table: etree._Element) -> list[etree._Element]:
    """Return the rows of a table, not those of tables in its cells."""
    return [row for row in table.iter(W + "tr") if next(row.iterancestors(W + "tbl")) is table]


def cells_of(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Yield the grid column and the element of each cell of a row, also of cells within content controls."""
    before = row.find(f"{W}trPr/{W}gridBefore")
    column = int(before.get(W + "val", "0")) if before is not None else 0
    for cell in row.iter(W + "tc"):
        if next(cell.iterancestors(W + "tr")) is row:
            yield column, cell
            column += width_of(cell)


def column_of(cell: etree._Element) -> int:
    """Return the grid column at which a cell begins."""
    row = next(cell.iterancestors(W + "tr"))
    return next(column for column, other in cells_of(row) if other is cell)


def width_of(cell: etree._Element) -> int:
    """Return how many grid columns a cell covers."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return int(span.get(W + "val", "1")) if span is not None else 1


def place_in(tags: Sequence[PlacedTag], source: str, line: int | None, word: str) -> Location | None:
    """Return the place of the tag on `line` of the program that was made from the part that holds `tags`.

    The n-th tag of a wording in the program is the n-th of that wording in the part.
    """
    lines = _LINE.split(source)
    if line is None or not 0 < line <= len(lines):
        return None
    on_line = [plain_tag(tag) for tag in _tags(lines[line - 1])]
    wanted = next((tag for tag in on_line if _names(tag, word)), on_line[0] if on_line else None)
    before = [plain_tag(tag) for tag in _tags("\n".join(lines[: line - 1]))]
    places = [place for tag, place in tags if tag == wanted]
    index = before.count(wanted) if wanted else 0
    return places[index] if index < len(places) else None


def _tags(text: str) -> Iterator[str]:
    return (match[0] for match in TAG.finditer(text))


def _names(tag: str, word: str) -> bool:
    return not word or re.search(rf"(?<!\w){re.escape(word)}(?!\w)", tag) is not None
