"""Whether a paper is a letter (信函格式, GB/T 9704 §10.1): red double rules, one line thick, one thin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from hqe_docs.paper.lint.colours import is_red
from hqe_docs.paper.lint.document import Paper, Paragraph
from hqe_docs.paper.lint.measures import colour

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_DOUBLE = re.compile(r"thickThin|thinThick", re.I)


@lru_cache(maxsize=1)
def is_letter(paper: Paper) -> bool:
    """Say whether there is a red rule of a thick and a thin line, as border or as drawing."""
    paragraphs = list(_everywhere(paper))
    roots = {id(root): root for item in paragraphs for root in [item.element.getroottree().getroot()]}
    return any(_has_rule(item) for item in paragraphs) or any(_is_drawn(root) for root in roots.values())


def _everywhere(paper: Paper) -> Iterator[Paragraph]:
    yield from paper.paragraphs
    for section in paper.sections:
        for edge in (*section.headers.values(), *section.footers.values()):
            yield from edge


def _has_rule(item: Paragraph) -> bool:
    lines = item.shape.borders.values()
    return any(_DOUBLE.match(line.kind) and is_red(line.colour) for line in lines)


def _is_drawn(root: etree._Element) -> bool:
    lines = (line for line in root.iter(_A + "ln") if _DOUBLE.match(line.get("cmpd", "")))
    if any(is_red(colour(fill.get("val"))) for line in lines for fill in line.iter(_A + "srgbClr")):
        return True
    strokes = (stroke for stroke in root.iter(_V + "stroke") if _DOUBLE.match(stroke.get("linestyle", "")))
    shapes = (stroke.getparent() for stroke in strokes)
    named = (shape.get("strokecolor", "").lstrip("#") for shape in shapes if shape is not None)
    return any(name == "red" or is_red(colour(name)) for name in named)
