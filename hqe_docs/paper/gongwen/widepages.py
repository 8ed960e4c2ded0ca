"""The page numbers of a template's wide pages, moved to where the profile has them (GB/T 9704 clause 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy

from lxml import etree

from hqe_docs.paper.gongwen.ooxml import Element, x
from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.sections import TURNED, is_turned, turned_footer
from hqe_docs.paper.package import Parts
from hqe_docs.paper.relations import add_part, free_name, relate, relations_of
from hqe_docs.paper.word.namespaces import R, W
from hqe_docs.paper.xmlbytes import xml_bytes

BODY, STYLES = "word/document.xml", "word/styles.xml"
FOOTER = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
_REFERENCE, _ID, _SIDE = W + "footerReference", R + "id", W + "type"


def with_wide_numbers(parts: Parts, root: Element, wide: Sequence[Element], profile: Profile) -> None:
    """Let the `wide` sections of the body `root` lead to the footers that the profile asks for."""
    if not wide:
        return
    if is_turned(profile, "横向"):
        ids = {side: _add_footer(parts, profile, side) for side in TURNED}
        made = [_reference(side, key) for side, key in ids.items()]
    elif _leads_to_turned(parts, wide[0]):
        upright = (one for one in root.iter(W + "sectPr") if one not in wide)
        made = [one for section in upright for one in section.findall(_REFERENCE)][:2]
    else:
        return
    for section in wide:
        _replace(section, made)


def _replace(section: Element, made: Sequence[Element]) -> None:
    for old in section.findall(_REFERENCE):
        section.remove(old)
    # footers stand first, after headers
    at = len(section.findall(W + "headerReference"))
    for number, one in enumerate(made):
        section.insert(at + number, deepcopy(one))


def _reference(side: str, key: str) -> Element:
    reference = x("footerReference", type=side)
    reference.set(_ID, key)
    return reference


def _add_footer(parts: Parts, profile: Profile, side: str) -> str:
    """Add the footer of a side in the template's own identifiers of styles; return its relationship."""
    name = free_name(parts, "word/footer{}.xml")
    footer, ids = turned_footer(profile, side), _identifiers(parts)
    own = {profile.style_id(style): ids[style] for style in profile.styles if style in ids}
    for style in footer.iter(W + "pStyle"):
        ident = str(style.get(W + "val"))
        style.set(W + "val", own.get(ident, ident))
    add_part(parts, name, xml_bytes(footer), FOOTER)
    return relate(parts, BODY, "footer", name)


def _identifiers(parts: Parts) -> Mapping[str, str]:
    styles = etree.fromstring(parts[STYLES]).iter(W + "style")
    pairs = ((style.find(W + "name"), style.get(W + "styleId")) for style in styles)
    return {str(name.get(W + "val")): str(ident) for name, ident in pairs if name is not None}


def _leads_to_turned(parts: Parts, section: Element) -> bool:
    ids = {item.get(_ID) for item in section.findall(_REFERENCE)}
    targets = [item.target for item in relations_of(parts, BODY) if item.id in ids]
    return any(b'vert="vert"' in parts[target] for target in targets)
