"""Where the tags of a Word template stand: table, row, grid column or paragraph, for messages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from lxml import etree

from hqe_docs.paper.tags import has_tags
from hqe_docs.problems import Location

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LINE = re.compile(r"\r\n|\r|\n")
_QUOTES = str.maketrans("“”‘’", "\"\"''")
PlacedTag = tuple[str, Location]
_FILLED = re.compile(r"word/(document|header|footer|footnotes)\d*\.xml")
_TITLES = {"document": "", "header": "页眉", "footer": "页脚", "footnotes": "脚注"}


def part_title(name: str) -> str | None:
    """Return what a filled part is called in places (nothing for the body), None for a part that isn't filled."""
    match = _FILLED.fullmatch(name)
    return _TITLES[match[1]] if match else None


def plain_tag(tag: str) -> str:
    """Return `tag` in the form in which docxtpl's and the document's writing of it are the same."""
    tag = re.sub(r"^(\{[{%#][-+]?)\s*(?:tr|tc|p|r)\s", r"\1", tag)
    tag = tag.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    return re.sub(r"\s+", "", tag.translate(_QUOTES))


def placed_tags(xml: bytes, file: str, part: str) -> list[PlacedTag]:
    """Return each tag of a part with its place, in document order; `part` is 页眉, 页脚 … or empty."""
    paragraphs = tagged_paragraphs(xml, file, part)
    return [(plain_tag(tag), place) for _, text, place in paragraphs for tag in _tags(text)]


def tagged_paragraphs(xml: bytes, file: str, part: str) -> Iterator[tuple[int, str, Location]]:
    """Yield the paragraphs of a part that hold tags: number among all its paragraphs, text, place."""
    root = etree.fromstring(xml)
    place = placing(root, file, part)
    for number, paragraph in enumerate(root.iter(W + "p")):
        text = "".join(t.text or "" for t in own_texts(paragraph))
        if has_tags(text):
            yield number, text, place(paragraph)


def placing(root: etree._Element, file: str, part: str) -> Callable[[etree._Element], Location]:
    """Return what tells the place of a paragraph of the part `root`."""
    tables = {table: index for index, table in enumerate(root.iter(W + "tbl"))}
    outside = [p for p in root.iter(W + "p") if next(p.iterancestors(W + "tbl", W + "p"), None) is None]
    numbers = {paragraph: index for index, paragraph in enumerate(outside)}
    return partial(_place, file=file, part=part, tables=tables, numbers=numbers, rows=_row_numbers(root))


def _row_numbers(root: etree._Element) -> dict[etree._Element, int]:
    """Return each row's number in its table; counted once, as a table may have thousands."""
    numbers: dict[etree._Element, int] = {}
    counts: Counter[etree._Element] = Counter()
    for row in root.iter(W + "tr"):
        table = next(row.iterancestors(W + "tbl"))
        numbers[row] = counts[table]
        counts[table] += 1
    return numbers


def own_texts(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the text elements of a paragraph, without those of paragraphs inside it (text boxes)."""
    return (t for t in paragraph.iter(W + "t") if next(t.iterancestors(W + "p")) is paragraph)


def _place(
    paragraph: etree._Element,
    file: str,
    part: str,
    tables: dict[etree._Element, int],
    numbers: dict[etree._Element, int],
    rows: dict[etree._Element, int],
) -> Location:
    path = part or None
    cell = next(paragraph.iterancestors(W + "tc"), None)
    if cell is not None:
        row = next(cell.iterancestors(W + "tr"))
        table = next(row.iterancestors(W + "tbl"))
        return Location(file=file, table=tables[table], row=rows[row], column=_column(cell), path=path)
    chain = [paragraph, *paragraph.iterancestors(W + "p")]
    number = next((numbers[p] for p in chain if p in numbers), None)
    return Location(file=file, paragraph=number, path=path) if not part else Location(file=file, path=path)


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
