"""The running text of an official paper: which paragraphs are it, and how most of them are set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from hqe_docs.paper.resolved.document import Face, Paper, Paragraph, Section, Shape

_LONG = 20  # Chinese characters; headings, names and dates are shorter
_SAMPLE = 80  # characters looked at
_FORM_ROWS = 5  # more than a head set as a table has
_LARGE = 40  # half-points: titles
_HAN = re.compile(r"[一-鿿]")
_ASIDE = re.compile(r"\s*(?:抄送|主送|抄报|分送|注|备注|说明|填表说明)[：:]")
_CONTENTS = re.compile(r"toc|目录", re.I)
_INLINE = ("left", "both", "distribute")
GLYPH_LINES = range(588, 597)  # exact lines of the reading that counts glyphs instead of line boxes
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Running:
    """The running text: its paragraphs, and the face and shape that most of it has.

    `by_glyphs`: the type area is counted from glyph edge to glyph edge, not by line boxes.
    """

    paragraphs: tuple[Paragraph, ...]
    section: Section
    face: Face
    shape: Shape

    @property
    def by_glyphs(self) -> bool:
        return self.shape.rule == "exact" and self.shape.line in GLYPH_LINES


@lru_cache(maxsize=1)  # every check asks for it
def running_text(paper: Paper) -> Running | None:
    """Return the running text of upright pages, None for a form that has none."""
    found = tuple(item for item in paper.body() if _is_running(item, paper))
    if not found or _is_below_form(found[0], paper):
        return None
    spans = ((span.face, len(span.text)) for item in found for span in item.spans)
    shape = most(((item.shape, 1) for item in found), lambda s: (s.line, s.rule, s.snaps))
    face = most(spans, _key)
    return Running(found, paper.sections[found[0].section], face, shape)


def _is_running(item: Paragraph, paper: Paper) -> bool:
    if item.shape.align not in _INLINE or len(item.text) <= _LONG or item.section >= len(paper.sections):
        return False
    if paper.sections[item.section].landscape or _ASIDE.match(item.text) or _CONTENTS.match(item.style):
        return False
    return size_of(item) < _LARGE and len(_HAN.findall(item.text, 0, _SAMPLE)) > _LONG


def _is_below_form(first: Paragraph, paper: Paper) -> bool:
    """Say whether a form stands above all running text, which then only explains it."""
    forms = {table.index for table in paper.tables if len(table.rows) >= _FORM_ROWS and table.box is None}
    for item in paper.paragraphs:
        if item is first or (item.cell is not None and item.cell.table in forms):
            return item is not first
    return False


def face_of(item: Paragraph) -> Face:
    """Return the face that most of a paragraph's text has."""
    faces = {id(span.face): span.face for span in item.spans}
    if len(faces) == 1:
        return next(iter(faces.values()))
    spans = ((span.face, len(span.text)) for span in item.spans)
    return most(spans, _key) if faces else item.mark


def _key(face: Face) -> object:
    return face.size, face.spacing, face.scale, face.snaps


def size_of(item: Paragraph) -> int:
    """Return the size that most of a paragraph's text has."""
    return (
        most(((span.face.size, len(span.text)) for span in item.spans), int) if item.spans else item.mark.size
    )


def most(weighed: Iterable[tuple[Item, int]], key: Callable[[Item], object]) -> Item:
    """Return the first item of the key that weighs most."""
    weights: Counter[object] = Counter()
    firsts: dict[object, Item] = {}
    for item, weight in weighed:
        weights[key(item)] += weight
        firsts.setdefault(key(item), item)
    return firsts[max(weights, key=lambda name: weights[name])]
