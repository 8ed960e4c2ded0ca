"""What the fonts named in a document became on the rendered pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from hqe_docs.paper.preview.fontlist import FontList
from hqe_docs.paper.preview.pdfpages import EM, Glyph
from hqe_docs.paper.preview.pieces import Piece, is_han

AHEAD = 20_000  # characters that are searched for the next text: pages follow the document nearly in order
SHORTEST = 4  # of a text that is not found whole, halves of at least this length are looked for
NARROW = 30  # thousandths of an em that a full-width character may be off, with the layout's own tightening


@dataclass(slots=True)
class FontUse:
    """One named font: how often each font of the PDF drew its Chinese characters, and which came from elsewhere."""

    named: str
    drawn: Counter[str] = field(default_factory=Counter)
    widths: Counter[int] = field(default_factory=Counter)
    chars: dict[str, str] = field(default_factory=dict)  # character → the font that drew it

    @property
    def main(self) -> str:
        """Return the font that drew most of it."""
        return self.drawn.most_common(1)[0][0]

    @property
    def strangers(self) -> dict[str, str]:
        """Return the characters that another font than the main one drew."""
        return {char: font for char, font in self.chars.items() if family(font) != family(self.main)}

    @property
    def width(self) -> int:
        """Return the most frequent width of a Chinese character in thousandths of its size."""
        return self.widths.most_common(1)[0][0]

    @property
    def is_full(self) -> bool:
        """Say whether Chinese characters are as wide as they are high."""
        return abs(self.width - EM) <= NARROW

    def as_json(self, fonts: FontList) -> dict[str, object]:
        return {
            "named": self.named,
            "used": self.main,
            "installed": fonts.is_drawn(self.named, self.main),
            "count": sum(self.drawn.values()),
            "width": f"{self.width / EM:.3f}",
            "others": self.strangers,
        }


def family(font: str) -> str:
    """Return a PDF font's name without its weight and character set: Bold and Regular are one family."""
    return font.partition("-")[0]


def font_uses(pieces: Iterable[Piece], glyphs: Sequence[Glyph]) -> list[FontUse]:
    """Return each named font's use, the texts found again among the glyphs of the pages."""
    stream = "".join(glyph.char for glyph in glyphs)
    uses: dict[str, FontUse] = {}
    at = 0
    for piece in pieces:
        text = "".join(char for char in piece.text if not char.isspace() and char.isprintable())
        if not text or not piece.font:
            continue
        for start, length in _found(text, stream, at):
            at = start + length
            _count(uses.setdefault(piece.font, FontUse(piece.font)), glyphs[start:at])
    return [use for use in uses.values() if use.drawn]


def _found(text: str, stream: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield start and length of a text's parts on the pages; a page's foot may stand in the middle of it."""
    start = stream.find(text, at, at + AHEAD)
    if start < 0 and at:
        start = stream.find(text, max(0, at - AHEAD), at)
    if start >= 0:
        yield start, len(text)
    elif len(text) >= 2 * SHORTEST:
        middle = len(text) // 2
        yield from _found(text[:middle], stream, at)
        yield from _found(text[middle:], stream, at)


def _count(use: FontUse, glyphs: Iterable[Glyph]) -> None:
    for glyph in glyphs:
        if is_han(glyph.char):
            use.drawn[glyph.font] += 1
            use.widths[glyph.width] += 1
            use.chars.setdefault(glyph.char, glyph.font)
