"""Whether a paper is a letter (信函格式, GB/T 9704 §10.1): red double rules, one line thick, one thin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from hqe_docs.paper.lint.colours import is_red
from hqe_docs.paper.lint.elements.positions import box_top
from hqe_docs.paper.resolved.document import Paper, Paragraph
from hqe_docs.paper.resolved.measures import colour
from hqe_docs.paper.units import EMU
from hqe_docs.paper.word.namespaces import WP, A, V

_MORE = 283  # 5 mm by which these rules are longer than others, at least
_DOUBLE = re.compile(r"thickThin|thinThick", re.I)


class DrawnRule(NamedTuple):
    """A red line on the page: its distance from the upper edge (None: unknown), its length, in twips."""

    top: float | None
    length: float
    colour: str | None


@lru_cache(maxsize=1)
def is_letter(paper: Paper) -> bool:
    """Say whether there is a red rule of a thick and a thin line, as border, as drawing, or drawn as two long lines."""
    paragraphs = list(_everywhere(paper))
    roots = {id(root): root for item in paragraphs for root in [item.element.getroottree().getroot()]}
    if any(_has_rule(item) for item in paragraphs) or any(_is_drawn(root) for root in roots.values()):
        return True
    return sum(rule.length > paper.sections[0].text_width + _MORE for rule in red_rules(paper)) > 1


def _everywhere(paper: Paper) -> Iterator[Paragraph]:
    yield from paper.paragraphs
    for section in paper.sections:
        for edge in (*section.headers.values(), *section.footers.values()):
            yield from edge


def _has_rule(item: Paragraph) -> bool:
    lines = item.shape.borders.values()
    return any(_DOUBLE.match(line.kind) and is_red(line.colour) for line in lines)


def _is_drawn(root: etree._Element) -> bool:
    lines = (line for line in root.iter(A + "ln") if _DOUBLE.match(line.get("cmpd", "")))
    if any(is_red(colour(fill.get("val"))) for line in lines for fill in line.iter(A + "srgbClr")):
        return True
    strokes = (stroke for stroke in root.iter(V + "stroke") if _DOUBLE.match(stroke.get("linestyle", "")))
    shapes = (stroke.getparent() for stroke in strokes)
    named = (shape.get("strokecolor", "").lstrip("#") for shape in shapes if shape is not None)
    return any(name == "red" or is_red(colour(name)) for name in named)


def red_rules(paper: Paper) -> Iterator[DrawnRule]:
    """Yield the red lines drawn in the body and in the first page's header and footer."""
    for root in _roots(paper):
        for anchor in root.iter(WP + "anchor"):
            if _is_red_line(anchor):
                yield _rule(paper, anchor)


def drawn_lines(paper: Paper, paragraphs: Iterable[Paragraph]) -> Iterator[DrawnRule]:
    """Yield the level lines drawn at paragraphs whose colour is named."""
    anchors = {anchor: None for item in paragraphs for anchor in item.element.iter(WP + "anchor")}
    for anchor in anchors:
        if _is_line(anchor) and (rule := _rule(paper, anchor)).colour is not None and _is_level(anchor):
            yield rule


def _rule(paper: Paper, anchor: etree._Element) -> DrawnRule:
    extent, fills = anchor.find(WP + "extent"), _fills(anchor)
    length = extent.get("cx", "") if extent is not None else ""
    wide = int(length) / EMU if length.isdecimal() else 0
    return DrawnRule(box_top(paper, anchor), wide, colour(fills[0]) if fills else None)


def _is_level(anchor: etree._Element) -> bool:
    extent = anchor.find(WP + "extent")
    return extent is not None and len(extent.get("cy", "0")) + 1 < len(extent.get("cx", ""))


def _roots(paper: Paper) -> list[etree._Element]:
    edges = [
        item
        for section in paper.sections[:1]
        for edge in (*section.headers.values(), *section.footers.values())
        for item in edge
    ]
    roots = [paper.root, *(item.element.getroottree().getroot() for item in edges)]
    return list({id(root): root for root in roots}.values())


def _is_red_line(anchor: etree._Element) -> bool:
    return _is_line(anchor) and any(is_red(colour(fill)) for fill in _fills(anchor))


def _is_line(anchor: etree._Element) -> bool:
    shapes = {shape.get("prst", "") for shape in anchor.iter(A + "prstGeom")}
    return not shapes.isdisjoint(("line", "straightConnector1"))


def _fills(anchor: etree._Element) -> list[str | None]:
    return [fill.get("val") for line in anchor.iter(A + "ln") for fill in line.iter(A + "srgbClr")]
