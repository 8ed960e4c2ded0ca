"""Sections: w:sectPr read with the headers and footers it takes over from the section before (§17.10.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from lxml import etree

from hqe_docs.paper.resolved.document import Grid, Paragraph, Section
from hqe_docs.paper.resolved.measures import VAL, is_on, twips
from hqe_docs.paper.word.namespaces import R, W

Element = etree._Element
ID = R + "id"
_LETTER = (12240, 15840)  # what a page measures that says nothing (§17.6.13)


class Edge(Protocol):
    """A header or footer that was walked."""

    paragraphs: list[Paragraph]


def section_of(element: Element, before: Sequence[Section], edge: Callable[[str], Edge | None]) -> Section:
    """Return the section of `element` after those `before`; `edge` gives what stands in a header or footer."""
    size, margins, grid = (_child(element, name) for name in ("pgSz", "pgMar", "docGrid"))
    last = before[-1] if before else None
    own_footers = _edges(element, "footerReference", edge)
    start = _number(_child(element, "pgNumType"), "start", None)
    title = element.find(W + "titlePg")
    width = _number(size, "w", _LETTER[0]) or _LETTER[0]
    height = _number(size, "h", _LETTER[1]) or _LETTER[1]
    return Section(
        index=len(before),
        width=width,
        height=height,
        left=_number(margins, "left", 0) or 0,
        right=_number(margins, "right", 0) or 0,
        top=_number(margins, "top", 0) or 0,
        bottom=_number(margins, "bottom", 0) or 0,
        gutter=_number(margins, "gutter", 0) or 0,
        header=_number(margins, "header", 0) or 0,
        footer=_number(margins, "footer", 0) or 0,
        grid=_grid(grid),
        landscape=width > height,
        title_page=title is not None and is_on(title),
        page_start=start,
        kind=_child(element, "type").get(VAL, "nextPage"),
        columns=_number(_child(element, "cols"), "num", 1) or 1,
        headers={**(last.headers if last else {}), **_edges(element, "headerReference", edge)},
        footers={**(last.footers if last else {}), **own_footers},
        own=frozenset(own_footers),
        element=element,
    )


def _child(element: Element, name: str) -> Element:
    found = element.find(W + name)
    return etree.Element(W + name) if found is None else found


def _number(element: Element, name: str, usual: int | None) -> int | None:
    value = twips(element.get(W + name))
    return usual if value is None else value


def _grid(element: Element) -> Grid:
    kind = element.get(W + "type", "")
    pitch, char_space = _number(element, "linePitch", 0), _number(element, "charSpace", 0)
    return Grid("" if kind == "default" else kind, pitch or 0, char_space or 0)


def _edges(element: Element, name: str, edge: Callable[[str], Edge | None]) -> Mapping[str, list[Paragraph]]:
    found = ((ref.get(W + "type", "default"), edge(ref.get(ID, ""))) for ref in element.iterfind(W + name))
    return {kind: walk.paragraphs for kind, walk in found if walk is not None}
