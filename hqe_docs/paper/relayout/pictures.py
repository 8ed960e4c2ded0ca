"""Pictures that a line cuts or that stand out of the type area: the line grows, the picture shrinks."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.sections import body_width
from hqe_docs.paper.relayout.pages import kind_of
from hqe_docs.paper.relayout.placing import properties_of, put
from hqe_docs.paper.resolved.document import Paper, Paragraph
from hqe_docs.paper.word.namespaces import W

Element = etree._Element
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_EMU = 635  # EMU in a twip


def show_pictures(paper: Paper, profile: Profile) -> None:
    """Let pictures in the line have its height, and those on the page be no wider than its type area."""
    for item in paper.paragraphs:
        for inline in _inlines(item.element):
            if item.shape.rule == "exact" and _length(inline, "cy") > item.shape.line:
                _free_line(item)
            if item.cell is None and item.box is None and item.section < len(paper.sections):
                room = body_width(profile, kind_of(paper.sections[item.section]))
                _shrink(inline, room / max(_length(inline, "cx"), 1))


def _inlines(paragraph: Element) -> Iterator[Element]:
    """Yield the drawings in the line of a paragraph, not those of boxes in it."""
    for inline in paragraph.iter(_WP + "inline"):
        if next(inline.iterancestors(W + "p")) is paragraph:
            yield inline


def _length(inline: Element, side: str) -> float:
    extent = inline.find(_WP + "extent")
    value = extent.get(side, "") if extent is not None else ""
    return int(value) / _EMU if value.isdecimal() else 0


def _free_line(item: Paragraph) -> None:
    properties = properties_of(item.element, "pPr")
    spacing = properties.find(W + "spacing")
    if spacing is None:  # its style sets the line
        put(properties, spacing := etree.Element(W + "spacing"))
    spacing.set(W + "line", "240")
    spacing.set(W + "lineRule", "auto")


def _shrink(inline: Element, ratio: float) -> None:
    """Make a picture smaller, both sides alike; a group or a chart keeps its size."""
    if ratio >= 1 or next(inline.iter(_PICTURE), None) is None:
        return
    for extent in inline.iter(_WP + "extent", _A + "ext"):
        for side in ("cx", "cy"):
            if (value := extent.get(side, "")).isdecimal():
                extent.set(side, str(int(int(value) * ratio)))
