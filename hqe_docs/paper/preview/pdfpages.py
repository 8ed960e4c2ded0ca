"""What stands on rendered pages: their pictures, and each character with the font that drew it."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

POINTS = 72
EM = 1000


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a page: the font's name in the PDF, and how wide it is set in thousandths of its size."""

    char: str
    font: str
    width: int


def pictures(pdf: Path, stem: Path, *, dpi: int = 150) -> dict[Path, bytes]:
    """Return a PNG a page, to be written as STEM-1.png …; the numbers are padded, so names sort as pages do."""
    import pypdfium2

    made = {}
    with pypdfium2.PdfDocument(pdf) as document:
        digits = len(str(len(document)))
        for number, page in enumerate(document, 1):
            drawn = io.BytesIO()
            page.render(scale=dpi / POINTS).to_pil().save(drawn, "PNG")
            made[stem.with_name(f"{stem.name}-{number:0{digits}}.png")] = drawn.getvalue()
    return made


def count_pages(pdf: Path) -> int:
    """Return how many pages a PDF has."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def glyphs_of(pdf: Path) -> Iterator[Glyph]:
    """Yield every visible character of a PDF in the order in which it was drawn."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            for index in range(text.count_chars()):
                glyph = _glyph(text, index)
                if glyph is not None:
                    yield glyph


def _glyph(page: Any, index: int) -> Glyph | None:
    from pypdfium2 import raw

    char = chr(raw.FPDFText_GetUnicode(page, index))
    size = raw.FPDFText_GetFontSize(page, index)
    if char.isspace() or not char.isprintable() or size <= 0:
        return None
    name = ctypes.create_string_buffer(256)
    raw.FPDFText_GetFontInfo(page, index, name, len(name), ctypes.c_int())
    font = name.value.decode("utf-8", "replace").partition("+")
    left, _, right, _ = page.get_charbox(index, loose=True)
    return Glyph(char, font[2] or font[0], round((right - left) / size * EM))
