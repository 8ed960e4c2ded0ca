"""PDF files as they came in: how many pages, or in words why they can't be opened."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PdfReader

ENCRYPTED, DAMAGED = "PDF 有打开密码", "PDF 打不开，可能已损坏"


def opened(path: Path) -> PdfReader | str:
    """Return a reader of a PDF whose pages can all be found, or why there is none."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is no business of the user's
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return ENCRYPTED
        for page in reader.pages:
            _ = page.mediabox
    except Exception:  # pypdf raises whatever a damaged file makes it stumble over
        return DAMAGED
    return reader if len(reader.pages) else DAMAGED


def pages_of(path: Path) -> tuple[int | None, str]:
    """Return how many pages a PDF has and nothing, or None and why."""
    reader = opened(path)
    return (None, reader) if isinstance(reader, str) else (len(reader.pages), "")


def texts_of(path: Path) -> Iterator[str]:
    """Yield the text of each page, and what the file says of itself; an exception where it can't be opened."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        yield from document.get_metadata_dict().values()
        for number in range(len(document)):
            yield document[number].get_textpage().get_text_range()
