"""Page numbers set as §7.5 asks, in every section; feet that say something else stay and are told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree

from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.sections import page_foot
from hqe_docs.paper.lint.elements.letters import is_letter
from hqe_docs.paper.package import Parts
from hqe_docs.paper.relations import add_part, free_name, relate, relations_space
from hqe_docs.paper.relayout.placing import drop
from hqe_docs.paper.resolved.document import Paper, Paragraph, Section
from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.xmlbytes import xml_bytes
from hqe_docs.problems import Location, Problems

Element = etree._Element
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
# what stands around a page number in all the ways people write it
_NUMBER_ONLY = re.compile(r"[\s　\-－—–―─~·.．,，/／第页共0-9０-９IVXivx]*")
_SIDES = {"default": "页码", "even": "页码双"}


def set_page_numbers(
    parts: Parts, paper: Paper, profile: Profile, ids: Mapping[str, str], found: Problems
) -> None:
    """Give every section feet of our own: odd and even; `ids` are the identifiers of the styles 页码, 页码双."""
    made: dict[str, str] = {}
    for section in paper.sections:
        if not _may_change(section):
            found.add("G402", Location(paper.file, section=section.index), text=_words(section)[:30])
            continue
        for side, style in _SIDES.items():
            if side not in made:
                made[side] = _add_foot(parts, paper.main, page_foot(side, ids[style]))
            _refer(section.element, side, made[side], relations_space(parts))
        if not paper.settings.even_and_odd:
            _keep_even_header(section.element)
        if not is_letter(paper):
            _number_first_page(section)


def _may_change(section: Section) -> bool:
    """Say whether a section's feet hold nothing but page numbers, and no picture."""
    drawn = any(next(item.element.iter(*_DRAWN), None) is not None for item in _feet(section))
    return not drawn and _NUMBER_ONLY.fullmatch(_words(section)) is not None


_DRAWN = tuple(W + name for name in ("drawing", "pict", "object"))


def _feet(section: Section) -> Iterator[Paragraph]:
    for side in ("default", "even"):
        yield from section.footers.get(side, ())


def _words(section: Section) -> str:
    return "".join(item.text for item in _feet(section)).strip()


def _add_foot(parts: Parts, main: str, foot: Element) -> str:
    name = free_name(parts, "word/footer{}.xml")
    add_part(parts, name, xml_bytes(foot), TYPE)
    return relate(parts, main, "footer", name)


def _refer(section: Element, side: str, ident: str, space: str) -> None:
    for old in section.findall(W + "footerReference"):
        if old.get(W + "type", "default") == side:
            section.remove(old)
    section.insert(0, etree.Element(W + "footerReference", {W + "type": side, f"{{{space}}}id": ident}))


def _keep_even_header(section: Element) -> None:
    """Let even pages show the header of the odd ones, as they did before the two were told apart."""
    sides = {item.get(W + "type", "default"): item for item in section.findall(W + "headerReference")}
    if "default" in sides and "even" not in sides:
        even = deepcopy(sides["default"])
        even.set(W + "type", "even")
        sides["default"].addnext(even)


def _number_first_page(section: Section) -> None:
    """Show the number on the first page too, unless something stands in its own header or foot."""
    edges = (*section.footers.get("first", ()), *section.headers.get("first", ()))
    if section.title_page and all(_NUMBER_ONLY.fullmatch(item.text) for item in edges):
        drop(section.element, "titlePg")
