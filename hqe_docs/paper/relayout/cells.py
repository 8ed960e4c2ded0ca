"""Tables made as lists are printed, and what stands in cells: header rows, whole rows, black text, Chinese quotes."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.lint.elements.elements import Elements
from hqe_docs.paper.lint.layout.fontchecks import takes_latin_font
from hqe_docs.paper.lint.layout.tablechecks import is_long_list
from hqe_docs.paper.lint.running import running_text
from hqe_docs.paper.relayout.placing import properties_of, put
from hqe_docs.paper.resolved.document import Paper, Paragraph, Row, Span, Table
from hqe_docs.paper.word.namespaces import W

Element = etree._Element
_SHORT = 300  # characters in a row that may be kept whole
_SIDES = ("ascii", "hAnsi", "eastAsia", "cs")
_BLACK = (None, "000000")


def mend_lists(paper: Paper) -> None:
    """Let long lists repeat their header and keep their rows whole (TB-REPEAT)."""
    for table in paper.tables:
        if table.box is None and table.within is None and is_long_list(table):
            elements = table.element.findall(W + "tr")
            if len(elements) != len(table.rows):
                continue  # rows in controls: a person sets these
            if not any(row.header for row in table.rows):
                _mark(elements[: _header_rows(table)], "tblHeader")
            if not any(row.whole for row in table.rows):
                _mark([one for one in elements if _length(one) < _SHORT], "cantSplit")


def _header_rows(table: Table) -> int:
    """Return how many rows the header has: more than one where its cells go on in the next."""
    rows = table.rows

    def goes_on(row: Row) -> bool:
        return any(cell.continues for cell in row.cells)

    return next((place for place, row in enumerate(rows[1:5], 1) if not goes_on(row)), 1)


def _length(row: Element) -> int:
    return sum(len(text.text or "") for text in row.iter(W + "t"))


def _mark(rows: Iterable[Element], name: str) -> None:
    for row in rows:
        properties = row.find(W + "trPr")
        if properties is None:
            properties = etree.Element(W + "trPr")
            first = row.find(W + "tblPrEx")
            row.insert(0 if first is None else row.index(first) + 1, properties)
        if properties.find(W + name) is None:
            properties.insert(0, etree.Element(W + name))


def mend_faces(paper: Paper, untouched: Iterable[Paragraph]) -> None:
    """Make text that keeps its looks black below the head, its quotes and dashes Chinese (5.2.4, FT-REAL)."""
    running = running_text(paper)
    first = next(
        (n for n, item in enumerate(paper.paragraphs) if running and item is running.paragraphs[0]), 0
    )
    below = {id(item) for item in paper.paragraphs[first:]}
    for item in untouched:
        for span in item.spans:
            if id(item) in below and span.face.colour not in _BLACK and not span.face.hidden:
                _put(span, etree.Element(W + "color", {W + "val": "auto"}))
            if takes_latin_font(span):
                fonts = span.element.find(f"{W}rPr/{W}rFonts")
                made = etree.Element(W + "rFonts") if fonts is None else fonts
                made.set(W + "hint", "eastAsia")
                _put(span, made)


def set_imprint(elements: Elements, profile: Profile) -> None:
    """Set 版记 in 四号仿宋, wherever it stands (7.4.2, 7.4.3)."""
    font = profile.font("仿宋")
    for item in elements.of("copy_to", "printed"):
        for span in item.spans:
            _put(span, etree.Element(W + "rFonts", {W + side: font for side in _SIDES}))
            _put(span, etree.Element(W + "spacing", {W + "val": "0"}))
            for name in ("sz", "szCs"):
                _put(span, etree.Element(W + name, {W + "val": "28"}))


def _put(span: Span, child: Element) -> None:
    if span.element.tag == W + "r" and span.text.strip():
        put(properties_of(span.element, "rPr"), child)
