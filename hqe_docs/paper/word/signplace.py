"""Where an unsealed signature stands: organ and day set apart by two characters, known when both are (§7.3.5.2).

`{% 署名对齐 %}` in the organ's paragraph, or several organs', and in the day's below them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from hqe_docs.paper.word.namespaces import W

SIGNED = "hqe-signed"
PITCH, CHARACTER = 314, 320  # twips of one character in a line of 28, of one 三号 character
_EDGE, _SHIFT = 2, 2  # characters from the right edge, and of the day from the organ


def place_signatures(root: etree._Element) -> None:
    """Indent the paragraphs that carry the mark, group by group."""
    marked = [one for one in root.iter(W + "p") if one.attrib.pop(SIGNED, "")]
    # paragraphs that follow each other are one signature
    numbered = ((one, number) for number, one in enumerate(marked))
    for _, group in groupby(numbered, key=lambda pair: _run_of(pair[0], pair[1], marked)):
        _place([one for one, _ in group], _width(root))


def _run_of(paragraph: etree._Element, number: int, marked: list[etree._Element]) -> int:
    """Return the number of the first of the marked paragraphs that stand together with this one."""
    while number and paragraph.getprevious() is marked[number - 1]:
        number -= 1
        paragraph = marked[number]
    return number


def _place(group: list[etree._Element], width: int) -> None:
    *organs, day = group
    longest = max((_characters(one) for one in organs), default=0)
    length = _characters(day)
    # from the left edge of the organ to the right edge of the type area
    reach = _EDGE + max(longest, length + _SHIFT)
    for one, shift in (*((organ, 0) for organ in organs), (day, _SHIFT)):
        _indent(one, round(width - (reach - shift - _EDGE) * PITCH - _EDGE * CHARACTER))


def _characters(paragraph: etree._Element) -> float:
    text = "".join(t.text or "" for t in paragraph.iter(W + "t"))
    return sum(0.5 if char.isascii() else 1 for char in text)


def _indent(paragraph: etree._Element, left: int) -> None:
    properties = paragraph.find(W + "pPr")
    if properties is None:
        properties = etree.Element(W + "pPr")
        paragraph.insert(0, properties)
    for name in ("ind", "jc"):
        for old in properties.findall(W + name):
            properties.remove(old)
    for name, attributes in _looks(max(left, 0)):
        # both come after everything else that our paragraphs may have, but the outline's level and the mark's looks
        before = [
            child for child in properties if child.tag not in (W + "outlineLvl", W + "rPr", W + "sectPr")
        ]
        element = etree.Element(W + name, {W + key: value for key, value in attributes.items()})
        properties.insert(len(before), element)


def _looks(left: int) -> Iterator[tuple[str, dict[str, str]]]:
    yield "ind", {"leftChars": "0", "left": str(left), "rightChars": "0", "right": "0"}
    yield "jc", {"val": "left"}


def _width(root: etree._Element) -> int:
    """Return the width of the type area of the last section, which official papers have throughout."""
    section = next(reversed(list(root.iter(W + "sectPr"))), None)
    size = None if section is None else section.find(W + "pgSz")
    margins = None if section is None else section.find(W + "pgMar")
    if size is None or margins is None:
        return 8844
    return int(size.get(W + "w", 0)) - int(margins.get(W + "left", 0)) - int(margins.get(W + "right", 0))
