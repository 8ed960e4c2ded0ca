"""WordprocessingML elements, and text turned into runs with every tag in a run of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from hqe_docs.paper.word.namespaces import MC, PIC, WP, WPS, A, R, W

SPACES = {
    prefix: space[1:-1]
    for prefix, space in {"w": W, "r": R, "wp": WP, "a": A, "wps": WPS, "mc": MC, "pic": PIC}.items()
}
PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"

Element = etree._Element

TAG = re.compile(r"({[{%#].*?[}%#]})", re.S)
BREAK = re.compile(r"(\\n|\\t|\\b)")


def x(name: str, /, *children: Element | None, text: str | None = None, **attributes: object) -> Element:
    """Return element `name` (w: unless prefixed); those of w: elements have qualified attributes."""
    prefix, _, local = name.rpartition(":")
    element = etree.Element(f"{{{SPACES[prefix or 'w']}}}{local}", nsmap=SPACES)
    for key, value in attributes.items():
        element.set(W + key if prefix in ("", "w") else key, str(value))
    element.extend([child for child in children if child is not None])
    element.text = text
    return element


def pieces(text: str) -> Iterator[str]:
    """Yield the tags, the breaks (\\\\n, \\\\t), the ends of emphasis (\\\\b) and the texts of a source line, in order."""
    for part in TAG.split(text):
        if TAG.fullmatch(part):
            yield part
        else:
            yield from (piece for piece in BREAK.split(part) if piece)


def runs(text: str, style: str | None = None, emphasis: str | None = None) -> list[Element]:
    """Return the runs of `text`; a tag never shares its run, so that restyling in WPS can't cut it.

    What stands between two \\b has the style `emphasis`.
    """
    made, looks, other = [], style, emphasis or style
    for piece in pieces(text):
        if piece == r"\b":
            looks, other = other, looks
        else:
            made.append(_run(piece, looks))
    return made


def _run(piece: str, style: str | None) -> Element:
    # hint: quotes, dashes and dots take the East Asian face, not the Latin one
    properties = x("rPr", x("rStyle", val=style) if style else None, x("rFonts", hint="eastAsia"))
    if piece == r"\n":
        return x("r", properties, x("br"))
    if piece == r"\t":
        return x("r", properties, x("tab"))
    content = x("t", text=piece)
    content.set(PRESERVE, "preserve")
    return x("r", properties, content)


def paragraph(style: str, *content: Element, properties: tuple[Element, ...] = ()) -> Element:
    """Return a paragraph of the style with that identifier."""
    return x("p", x("pPr", x("pStyle", val=style), *properties), *content)


def control(style: str, tag: str) -> Element:
    """Return the paragraph of a {%p … %} line, which disappears when the template is filled."""
    return paragraph(style, *runs(tag))
