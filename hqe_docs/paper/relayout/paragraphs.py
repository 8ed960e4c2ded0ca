"""Paragraphs given a named style: what they say themselves of size, face and place goes, their text stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree

from hqe_docs.paper.gongwen.ooxml import PRESERVE
from hqe_docs.paper.relayout.placing import drop, properties_of, put
from hqe_docs.paper.relayout.roles import Wanted
from hqe_docs.paper.resolved.document import Paragraph, Shape
from hqe_docs.paper.word.namespaces import W

Element = etree._Element
PLACE = ("ind", "jc", "tabs")
LINES = ("spacing", "snapToGrid", "widowControl", "adjustRightInd", "contextualSpacing", "textAlignment")
FACE = ("rFonts", "snapToGrid", "color", "spacing", "w", "kern", "sz", "szCs")
LONG = 140  # characters: longer ones kept together leave a page short
_THINGS = tuple(W + name for name in ("drawing", "pict", "object"))
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
_SPACES = " 　\xa0"
_BREAKS = (W + "br", W + "lastRenderedPageBreak")


def has_things(paragraph: Element) -> bool:
    """Say whether a picture or object stands in a paragraph, which an exact line would cut."""
    return next(paragraph.iter(*_THINGS), None) is not None


def _in_line(paragraph: Element) -> bool:
    """Say whether one of them stands in the line; those that float leave it as high as it is."""
    return any(not _floats(thing) for thing in paragraph.iter(*_THINGS))


def _floats(thing: Element) -> bool:
    shapes = [shape.get("style", "") for shape in thing.iterdescendants() if shape.get("style")]
    return next(thing.iter(_ANCHOR), None) is not None or "position:absolute" in "".join(shapes)


def restyle(item: Paragraph, wanted: Wanted, ids: Mapping[str, str]) -> None:
    """Give a paragraph its style."""
    properties = properties_of(item.element, "pPr")
    put(properties, _valued("pStyle", ids[wanted.style]))
    drop(properties, *LINES, *(() if wanted.stays else PLACE))
    if len(item.text) > LONG:
        drop(properties, "keepLines")
    _set_place(properties, item, wanted)
    if _in_line(item.element):
        put(properties, etree.Element(W + "spacing", {W + "line": "240", W + "lineRule": "auto"}))
    mark = properties.find(W + "rPr")
    if mark is not None:
        drop(mark, *FACE)
    for run in runs_of(item.element):
        _plain_face(run)
    if wanted.lead:
        _set_lead(item.element, wanted.lead, ids[wanted.lead_style])


def _set_place(properties: Element, item: Paragraph, wanted: Wanted) -> None:
    """Write down the place that the style must not change."""
    if wanted.stays:
        put(properties, _indent(item.shape))
        put(properties, _valued("jc", item.shape.align))
    elif item.text[:1] and item.text[0] in _SPACES and not wanted.style.startswith("公文标题"):
        put(properties, _edge())  # the spaces stand for the indent, and are text
    elif properties.find(W + "numPr") is not None:
        put(properties, etree.Element(W + "ind", {W + "left": "0", W + "firstLine": "640"}))


def _indent(shape: Shape) -> Element:
    made = etree.Element(W + "ind", {W + "left": str(shape.left), W + "right": str(shape.right)})
    made.set(W + ("hanging" if shape.first < 0 else "firstLine"), str(abs(shape.first)))
    chars = {"leftChars": shape.left_chars, "rightChars": shape.right_chars}
    first = shape.first_chars
    chars["hangingChars" if (first or 0) < 0 else "firstLineChars"] = abs(first or 0)
    for name, value in chars.items():
        made.set(W + name, str(value or 0))
    return made


def _edge() -> Element:
    zero = ("left", "firstLine", "leftChars", "firstLineChars")
    return etree.Element(W + "ind", {W + name: "0" for name in zero})


def runs_of(paragraph: Element) -> Iterator[Element]:
    """Yield the runs of a paragraph, not those of boxes in it."""
    for run in paragraph.iter(W + "r"):
        if next(run.iterancestors(W + "p")) is paragraph:
            yield run


def _plain_face(run: Element) -> None:
    properties = run.find(W + "rPr")
    if properties is None or _is_symbol(run):
        return
    named = properties.find(W + "rStyle") is not None
    if named and run.find(W + "t") is None:
        return  # the mark of a footnote, say
    drop(properties, *FACE)
    if named:  # a link's style, say, which has a colour of its own
        put(properties, _valued("color", "auto"))


def _is_symbol(run: Element) -> bool:
    fonts = run.find(f"{W}rPr/{W}rFonts")
    names = set(fonts.attrib.values()) if fonts is not None else set()
    return run.find(W + "sym") is not None or any("ingdings" in name or name == "Symbol" for name in names)


def _set_lead(paragraph: Element, length: int, style: str) -> None:
    """Give the first `length` characters a character style; a run that the heading ends in is cut in two."""
    left = length
    for run in list(runs_of(paragraph)):
        text = "".join(child.text or "" for child in run.findall(W + "t"))
        size = len(text) + len(run.findall(W + "tab")) + len(run.findall(W + "br"))
        if left <= 0:
            return
        if size > left:
            if len(text) != size or len(run.findall(W + "t")) != 1:
                return  # not plain text: a person sets this one
            _cut(run, left)
        put(properties_of(run, "rPr"), _valued("rStyle", style))
        left -= size


def _cut(run: Element, at: int) -> None:
    rest = deepcopy(run)
    first, second = run.find(W + "t"), rest.find(W + "t")
    assert first is not None and second is not None  # noqa: S101  # the caller has seen it
    text = first.text or ""
    for half, content in ((first, text[:at]), (second, text[at:])):
        half.text = content
        half.set(PRESERVE, "preserve")
    run.addnext(rest)


def _valued(name: str, value: str) -> Element:
    return etree.Element(W + name, {W + "val": value})


def set_blank(item: Paragraph, ids: Mapping[str, str], style: str) -> None:
    """Give an empty paragraph the height of a line."""
    properties = properties_of(item.element, "pPr")
    put(properties, _valued("pStyle", ids[style]))
    drop(properties, *LINES)
    if (mark := properties.find(W + "rPr")) is not None:
        drop(mark, *FACE)


def breaks_page(before: Element | None, item: Paragraph) -> bool:
    """Say whether a new page begins before a paragraph anyway, by what stands above or at its beginning."""
    around = [item.element] if before is None else [before, item.element]
    return any(element.get(W + "type") == "page" for one in around for element in one.iter(W + "br")) or (
        before is not None and before.find(f"{W}pPr/{W}sectPr") is not None
    )
