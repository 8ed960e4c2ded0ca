"""Where things stand on the page, by arithmetic: edges of a line, blank lines between elements, tops of large text.

Lengths are twips. None where only a layout engine could tell.
"""

from __future__ import annotations

from collections import Counter

from lxml import etree

from hqe_docs.paper.resolved.document import Paper, Paragraph
from hqe_docs.paper.units import EMU
from hqe_docs.paper.word.namespaces import WP

A_LINE = 579  # 28.95 points: a 22nd of the type area
_BASELINE, _ASCENT, _DESCENT = 0.8, 0.88, 0.12  # of an exact line, of the glyph (measured)


def character(paper: Paper) -> float:
    """Return the width of one 字: a 28th of the type area."""
    return paper.sections[0].text_width / 28 if paper.sections else 316.0


def width_of(text: str, size: int) -> float:
    """Return how wide text of a size in half-points is, half-width characters counted as half."""
    return sum(0.5 if ord(one) < 0x2E80 and one not in "—…“”‘’" else 1.0 for one in text) * size * 10


def indents(paragraph: Paragraph, one: float) -> tuple[float, float, float]:
    """Return left, right and first-line indent; those in characters win, unless they are 0."""
    shape = paragraph.shape
    left = shape.left_chars * one / 100 if shape.left_chars else shape.left
    right = shape.right_chars * one / 100 if shape.right_chars else shape.right
    first = shape.first_chars * one / 100 if shape.first_chars else shape.first
    return left, right, first


def first_edge(paper: Paper, paragraph: Paragraph) -> float:
    """Return where the first line of a left-aligned paragraph begins, blanks before the text included."""
    left, _, first = indents(paragraph, character(paper))
    text = paragraph.label + paragraph.text
    blanks = text[: len(text) - len(text.lstrip(" \u3000"))]
    return left + first + width_of(blanks.replace("\u3000", "一"), _size(paragraph))


def edges(paper: Paper, paragraph: Paragraph) -> tuple[float, float] | None:
    """Return where a line of text begins and ends, from the type area's left edge; None for several lines, tabs."""
    text = paragraph.text.rstrip()
    if "\t" in text or "\n" in text:
        return None
    area = paper.sections[paragraph.section].text_width
    left, right, first = indents(paragraph, character(paper))
    wide = width_of(text.strip(" \u3000"), _size(paragraph))
    blanks = width_of(
        text[: len(text) - len(text.lstrip(" \u3000"))].replace("\u3000", "一"), _size(paragraph)
    )
    free = area - left - right - first - blanks - wide
    if free < -_size(paragraph) * 10:
        return None
    start = left + first + blanks
    if paragraph.shape.align in ("right", "end"):
        trailing = width_of(paragraph.text[len(text) :].replace("\u3000", "一"), _size(paragraph))
        start += free - trailing
    elif paragraph.shape.align == "center":
        start += free / 2
    return start, start + wide


def _size(paragraph: Paragraph) -> int:
    return next((span.face.size for span in paragraph.spans if span.text.strip()), paragraph.mark.size)


def height_of(paragraph: Paragraph, lines: int = 1) -> float:
    """Return the height of a paragraph of so many lines; without an exact line by the natural height of its font."""
    shape = paragraph.shape
    natural = _size(paragraph) * 10 * 1.3
    line = {"exact": shape.line, "atLeast": max(shape.line, natural)}.get(
        shape.rule, natural * shape.line / 240
    )
    return line * lines + shape.before + shape.after


def usual_line(paper: Paper) -> float:
    """Return the height of a line that most paragraphs of text have; 28.95 points without text."""
    lines = Counter(
        height_of(item) - item.shape.before - item.shape.after
        for item in paper.paragraphs
        if item.cell is None and item.box is None and len(item.text) > 20
    )
    return lines.most_common(1)[0][0] or A_LINE if lines else A_LINE


def blank_lines(paper: Paper, above: Paragraph, below: Paragraph) -> float | None:
    """Return how many lines stay empty between two paragraphs; None if anything else stands there."""
    between = _between(paper, above, below)
    if between is None or any(not item.is_blank for item in between):
        return None
    line = usual_line(paper)
    same = (None, above.cell, below.cell)  # the empty cell beside the names of a joint mark is no line
    high = sum(height_of(item) for item in between if item.cell in same and height_of(item) > 60)
    return (high + above.shape.after + below.shape.before) / line


def _between(paper: Paper, above: Paragraph, below: Paragraph) -> list[Paragraph] | None:
    flow = [item for item in paper.paragraphs if item.box is None]
    places = {id(item): place for place, item in enumerate(flow)}
    if id(above) not in places or id(below) not in places or above.shape.frame:
        return None
    return flow[places[id(above)] + 1 : places[id(below)]]


def top_on_page(paper: Paper, paragraph: Paragraph) -> float | None:
    """Return where the glyphs of a paragraph on the first page begin, from the page's upper edge."""
    line, size = paragraph.shape.line, _size(paragraph) * 10
    if paragraph.shape.rule != "exact":
        return None
    inside = paragraph.shape.before + _BASELINE * line - _ASCENT * size
    if paragraph.box is not None:
        top = box_top(paper, paragraph.box)
        return None if top is None else top + inside
    if paragraph.shape.frame:
        top = _frame_top(paper, paragraph)
        return None if top is None else top + inside
    above = _flow_above(paper, paragraph)
    if paragraph.cell is not None or any(
        item.cell is not None or item.shape.rule != "exact" for item in above
    ):
        return None
    return abs(paper.sections[0].top) + sum(height_of(item) for item in above) + inside


def _frame_top(paper: Paper, paragraph: Paragraph) -> float | None:
    """Return where a frame begins, from the page's upper edge; None for one that follows the text."""
    frame = paragraph.shape.frame
    starts = {"page": 0, "margin": abs(paper.sections[0].top)}
    start, offset = starts.get(frame.get("vAnchor", "")), frame.get("y", "")
    above = _flow_above(paper, paragraph)
    if start is None or not offset.isdecimal() or "yAlign" in frame or (above and above[-1].shape.frame):
        return None
    return start + int(offset)


def _flow_above(paper: Paper, paragraph: Paragraph) -> list[Paragraph]:
    flow = [item for item in paper.paragraphs if item.box is None]
    return flow[: next(place for place, item in enumerate(flow) if item is paragraph)]


def box_top(paper: Paper, box: etree._Element) -> float | None:
    """Return where an anchored box begins, from the page's upper edge."""
    position = box.find(WP + "positionV")
    offset = position.find(WP + "posOffset") if position is not None else None
    if position is None or offset is None or not (offset.text or "").lstrip("-").isdecimal():
        return None
    twips = int(offset.text or 0) / EMU
    places = {"page": 0, "margin": abs(paper.sections[0].top), "topMargin": 0}
    start = places.get(position.get("relativeFrom", ""))
    return None if start is None else start + twips


def below_glyphs(paragraph: Paragraph) -> float | None:
    """Return how far below the glyphs of an exact line its lower border runs; None without a border or exact line."""
    border = paragraph.shape.borders.get("bottom")
    if border is None or paragraph.shape.rule != "exact":
        return None
    line = paragraph.shape.line
    return line * (1 - _BASELINE) - _DESCENT * _size(paragraph) * 10 + border.space * 20
