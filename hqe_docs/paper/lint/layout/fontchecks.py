"""Checks of fonts: official typefaces by name, a Chinese one everywhere, quotes in the Chinese one (FT-REAL)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hqe_docs.paper.lint.layout.gathering import Gathered
from hqe_docs.paper.lint.running import running_text
from hqe_docs.paper.lint.typefaces import is_chinese, typeface
from hqe_docs.paper.resolved.document import Paper, Span
from hqe_docs.problems import Problems

_HAN = re.compile(r"[㐀-鿿]")
_AMBIGUOUS = re.compile(r"[“”‘’…—·]")  # of the Latin font too: half as wide there


def check_fonts(paper: Paper, found: Problems) -> None:
    """FT-REAL: Chinese text names a Chinese font, one of the official five; quotes and dashes take it too."""
    if running_text(paper) is None:
        return
    gathered = Gathered()
    for item in paper.paragraphs:
        # each fault once a paragraph
        for code, facts in dict.fromkeys(fault for span in item.spans for fault in _faults(span)):
            gathered.add(code, item.place(paper.file), **dict(facts))
    gathered.tell(found)


def _faults(span: Span) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    face = span.face
    if _HAN.search(span.text):
        if not face.east:
            yield "G151", ()
        elif not typeface(face.east):
            yield "G150", (("found", face.east),)
    if mark := takes_latin_font(span):
        yield "G152", (("found", mark[0]), ("font", face.latin or "Times New Roman"))


def takes_latin_font(span: Span) -> re.Match[str] | None:
    """Return the first quote or dash that is set in the Latin font."""
    face = span.face
    is_safe = face.hint == "eastAsia" or is_chinese(face.latin)
    return None if is_safe else _AMBIGUOUS.search(span.text)
