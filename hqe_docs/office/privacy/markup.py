"""Personal numbers in the XML of one part: its texts paragraph by paragraph, its attributes, its processing remarks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from hqe_docs.office.privacy.numbers import Number, joined_numbers, numbers_in

_BREAK = re.compile(r"<(?:w|a):(?:br|cr|tab)\b[^>]*>|<w:noBreakHyphen\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r"""[\w:.\-]+\s*=\s*(?:"([^"<]{9,})"|'([^'<]{9,})')""")
_GUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_OUTER = re.compile(r"<!--(.*?)-->|<!\[CDATA\[(.*?)\]\]>|<\?(.*?)\?>", re.DOTALL)
_ENDS = re.compile(
    r"</(?:w:p|si|a:p|c|comment|text|v|f|t|formula1|formula2|definedName|vt:\w+|s|x|row)>|\n\s*<"
)
_PARAGRAPH = re.compile(r"</w:p>|</a:p>|</text:p>")
_ROW, _CELL = (
    re.compile(r"<w:tr[ >](.*?)</w:tr>|<a:tr[ >](.*?)</a:tr>", re.DOTALL),
    re.compile(r"</w:tc>|</a:tc>"),
)
_DELETED = re.compile(r"<w:del(?:Text|InstrText)?\b")


def decoded(content: bytes) -> str:
    """Return the text of a part, which is UTF-8 unless it begins with another mark (XML 1.0 §4.3.3)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    return content.decode("utf-8", "replace")


def plain(xml: str) -> str:
    """Return the text of a piece of XML: a number may be cut into runs."""
    return html.unescape(_TAG.sub("", _BREAK.sub(" ", xml)))


def in_paragraphs(xml: str) -> Iterator[tuple[int, Number]]:
    """Yield the numbers of the paragraphs of a Word or drawing part, each with its number from 0."""
    for number, piece in enumerate(_PARAGRAPH.split(xml)):
        whole = list(numbers_in(plain(piece)))
        for found in whole or _in_texts(piece):
            yield number, found


def _in_texts(piece: str) -> list[Number]:
    """Return the numbers of a paragraph's texts read each for itself, where joined they are no number."""
    texts = [html.unescape(text) for text in _TAG.split(piece)]
    return [number for text in texts if len(text) > 8 for number in numbers_in(text)]


def in_rows(xml: str) -> Iterator[Number]:
    """Yield the numbers that stand cut into the cells of a row of a table."""
    for match in _ROW.finditer(xml):
        cells: Sequence[str] = [plain(cell) for cell in _CELL.split(match[1] or match[2] or "")]
        yield from joined_numbers(cells)


def in_any(xml: str) -> Iterator[Number]:
    """Yield the numbers of the texts of any part."""
    for piece in _ENDS.split(xml):
        if len(piece) > 8:
            yield from numbers_in(plain(piece)) or _in_texts(piece)


def in_attributes(xml: str) -> Iterator[Number]:
    """Yield the numbers of attributes, comments and processing instructions: alternative texts, tags, addresses."""
    for match in _ATTRIBUTE.finditer(xml):
        value = match[1] or match[2]
        if any(char.isdigit() for char in value):
            yield from numbers_in(html.unescape(_GUID.sub("", value)))
    for match in _OUTER.finditer(xml):
        yield from numbers_in(match[1] or match[2] or match[3] or "")
