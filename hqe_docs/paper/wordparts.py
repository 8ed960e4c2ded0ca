"""The parts of a document that are filled, and in them the paragraphs that hold tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from hqe_docs.paper.places import Places, W, own_text
from hqe_docs.paper.tags import has_tags
from hqe_docs.problems import Location

_FILLED = re.compile(r"word/(document|header|footer|footnotes)\d*\.xml")
_TITLES = {"document": "", "header": "页眉", "footer": "页脚", "footnotes": "脚注"}


def part_title(name: str) -> str | None:
    """Return what a filled part is called in places (nothing for the body), None for a part that isn't filled."""
    match = _FILLED.fullmatch(name)
    return _TITLES[match[1]] if match else None


def tagged_paragraphs(xml: bytes, file: str, title: str) -> Iterator[tuple[int, Location]]:
    """Yield the paragraphs of a part that hold tags: number among all its paragraphs, place."""
    root = etree.fromstring(xml)
    places = Places(root, file, title)
    for number, paragraph in enumerate(root.iter(W + "p")):
        if has_tags(own_text(paragraph)):
            yield number, places.of(paragraph)
