"""The named styles of official papers put into a document's own style sheet, standing on nothing of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy

from lxml import etree

from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.styles import styles_part
from hqe_docs.paper.package import Parts
from hqe_docs.paper.relations import add_part, free_name, relate, target_of
from hqe_docs.paper.relayout.placing import put
from hqe_docs.paper.resolved.reading import parsed
from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.xmlbytes import xml_bytes

Element = etree._Element
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
_PARTS = ("pPr", "rPr")


def whole_styles(profile: Profile) -> dict[str, Element]:
    """Return the profile's styles by name, each with all that it has from Normal, based on nothing."""
    sheet = styles_part(profile)
    named = {_name_of(style): style for style in sheet.iterfind(W + "style")}
    normal = named["Normal"]
    return {name: _whole(style, normal) for name, style in named.items() if style.get(W + "customStyle")}


def _whole(style: Element, normal: Element) -> Element:
    made = deepcopy(style)
    for based in made.findall(W + "basedOn"):
        made.remove(based)
    if made.get(W + "type") == "paragraph":
        for part in _PARTS:
            _fill_in(made, normal, part)
    return made


def _fill_in(style: Element, normal: Element, part: str) -> None:
    """Put what Normal says into a style's properties, unless the style says it itself."""
    own, lower = style.find(W + part), normal.find(W + part)
    for child in lower if lower is not None else ():
        if own is not None and own.find(child.tag) is None:
            put(own, deepcopy(child))


def take_styles(parts: Parts, main: str, profile: Profile, names: Iterable[str]) -> dict[str, str]:
    """Put the styles of these names into the style sheet; return their identifiers by name."""
    part = target_of(parts, main, "styles") or _new_sheet(parts, main)
    root = parsed(parts[part])
    ours = whole_styles(profile)
    known = {_name_of(style): style for style in root.iterfind(W + "style")}
    taken = {style.get(W + "styleId", "") for style in root.iterfind(W + "style")}
    ids = {name: _take(root, name, ours[name], known, taken) for name in names}
    parts[part] = xml_bytes(root)
    return ids


def _take(root: Element, name: str, ours: Element, known: Mapping[str, Element], taken: set[str]) -> str:
    made = deepcopy(ours)
    old = known.get(name)
    if old is not None:
        ident = old.get(W + "styleId", "")
        root.replace(old, made)
    else:
        ident = made.get(W + "styleId", "")
        while ident in taken:
            ident = f"{ident}x"
        root.append(made)
    made.set(W + "styleId", ident)
    taken.add(ident)
    return ident


def _new_sheet(parts: Parts, main: str) -> str:
    name = free_name(parts, "word/styles{}.xml")
    add_part(parts, name, xml_bytes(etree.Element(W + "styles", nsmap={"w": W[1:-1]})), TYPE)
    relate(parts, main, "styles", name)
    return name


def _name_of(style: Element) -> str:
    name = style.find(W + "name")
    return name.get(W + "val", "") if name is not None else ""
