"""The texts of a Word document or workbook by the names of their places, and where two of them differ."""

from __future__ import annotations

from hqe_docs.paper.package import Parts, opened
from hqe_docs.problems import Problem

WORKBOOK = "xl/workbook.xml"


def read_places(content: bytes) -> dict[str, str]:
    """Return the place of each text of an Office file → what it says, in document order; nothing where it can't be read.

    Word: 段12, 表2!E9, 页眉1段1, 文本框1段1, 脚注1段1. Excel: 工作表!E9 as shown, 工作表!E9= its formula, 工作表!E9批注 a note.
    """
    parts = opened(content, "", large_sheets=True)
    return {} if isinstance(parts, Problem) else places_of(parts)


def corner_of_area(content: bytes, place: str) -> str:
    """Return the place of a workbook where the text of the merged area stands that `place` lies in, else `place`."""
    from lxml import etree

    parts = opened(content, "", large_sheets=True)
    if isinstance(parts, Problem) or WORKBOOK not in parts:
        return place
    from hqe_docs.paper.excel.sheetplaces import corner_of

    try:
        return corner_of(parts, place)
    except (etree.XMLSyntaxError, KeyError, ValueError):
        return place


def places_of(parts: Parts) -> dict[str, str]:
    """Return the same of a package's parts; nothing where its XML is damaged."""
    from lxml import etree

    try:
        if WORKBOOK in parts:
            from hqe_docs.paper.excel.sheetplaces import shown_cells

            return dict(shown_cells(parts))
        from hqe_docs.paper.word.wordplaces import word_places

        return {place.name: place.text for place in word_places(parts)}
    except (etree.XMLSyntaxError, KeyError, ValueError):
        return {}
