"""Texts with the fonts that a document names for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hqe_docs.paper.package import Parts
from hqe_docs.problems import NOWHERE, Location, Problem

WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that is drawn in one go, the font named for its Chinese characters, and where it stands."""

    text: str
    font: str
    where: Location = NOWHERE


def is_han(char: str) -> bool:
    """Say whether a character is a Chinese one (the unified ideographs and their extensions)."""
    return "㐀" <= char <= "鿿" or "豈" <= char <= "﫿" or char >= "\U00020000"


def pieces_of(parts: Parts, file: str) -> list[Piece]:
    """Return the texts of a Word document or workbook in their order; none when its XML can't be read."""
    from lxml import etree

    try:
        if WORKBOOK in parts:
            from hqe_docs.paper.preview.sheetpieces import sheet_pieces

            return list(sheet_pieces(parts, file))
        return list(_word_pieces(parts, file))
    except (etree.XMLSyntaxError, KeyError, ValueError):
        return []  # the renderer says whether it can do more with it


def _word_pieces(parts: Parts, file: str) -> Iterator[Piece]:
    from hqe_docs.paper.resolved.reading import read_paper

    paper = read_paper(parts, file)
    for paragraph in () if isinstance(paper, Problem) else paper.paragraphs:
        for span in paragraph.spans:
            if not span.face.hidden:
                yield Piece(span.text, span.face.east, paragraph.place(file))
