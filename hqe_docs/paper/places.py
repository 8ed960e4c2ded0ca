"""Where the tags of a Word template stand: table, row, grid column or paragraph, for messages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree

from hqe_docs.problems import Location

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
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
        (plain_tag(tag), places.of(paragraph))
        for paragraph in root.iter(W + "p")
        for tag in _tags(own_text(paragraph))
    ]


def own_text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph, without that of paragraphs inside it (text boxes)."""
    return "".join(t.text or "" for t in own_texts(paragraph))


def own_texts(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements that hold a paragraph's own text."""
    return (t for t in paragraph.iter(W + "t") if next(t.iterancestors(W + "p")) is paragraph)


class Places:
    """Where the paragraphs of a part stand; `part` is 页眉, 页脚 … or empty."""

    def __init__(self, root: etree._Element, file: str, part: str) -> None:
        self._file, self._part = file, part
        self._tables = {table: index for index, table in enumerate(root.iter(W + "tbl"))}
        outside = (p for p in root.iter(W + "p") if next(p.iterancestors(W + "tbl", W + "p"), None) is None)
        self._numbers = {paragraph: index for index, paragraph in enumerate(outside)}
        self._rows = _row_numbers(root)

    def of(self, element: etree._Element) -> Location:
        """Return the place of a paragraph, or of what holds one or stands in one."""
        path = self._part or None
        cell = next(element.iterancestors(W + "tc"), None)
        if cell is not None:
            row = next(cell.iterancestors(W + "tr"))
            table = self._tables[next(row.iterancestors(W + "tbl"))]
            return Location(self._file, table=table, row=self._rows[row], column=_column(cell), path=path)
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


def _column(cell: etree._Element) -> int:
    before = cell.xpath("../w:trPr/w:gridBefore/@w:val", namespaces={"w": W[1:-1]})
    skipped = int(str(before[0])) if isinstance(before, list) and before else 0
    return skipped + sum(_width(other) for other in cell.itersiblings(W + "tc", preceding=True))


def _width(cell: etree._Element) -> int:
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
    return (match[0] for match in _TAG.finditer(text))


def _names(tag: str, word: str) -> bool:
    return not word or re.search(rf"(?<!\w){re.escape(word)}(?!\w)", tag) is not None
