"""A template in another profile: its named styles, the margins and grids of our pages, the binding; the rest stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from lxml import etree

from hqe_docs.library import Library
from hqe_docs.paper.gongwen.ooxml import Element, x
from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.profilefile import profile_names, read_profile
from hqe_docs.paper.gongwen.sections import KINDS, grid, margins
from hqe_docs.paper.gongwen.styles import defaults, styles_part
from hqe_docs.paper.gongwen.widepages import with_wide_numbers
from hqe_docs.paper.package import Parts
from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.xmlbytes import xml_bytes
from hqe_docs.problems import Problems

STYLES, BODY, SETTINGS = "word/styles.xml", "word/document.xml", "word/settings.xml"
OURS = "公文正文"  # a template without this style is of another office's making
_LOOKS = ("pPr", "rPr", "tblPr")
# what stands before w:mirrorMargins in w:settings (ISO 29500-1 §17.15.1.78)
_BEFORE_MIRROR = frozenset(
    (
        *("writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime"),
        *("doNotDisplayPageBoundaries", "displayBackgroundShape", "printPostScriptOverText"),
        *("printFractionalCharacterWidth", "printFormsData", "embedTrueTypeFonts", "embedSystemFonts"),
        *("saveSubsetFonts", "saveFormsData"),
    )
)


@dataclass(frozen=True)
class Look:
    """How papers are to look: the profile asked for, those a template's pages may be in, bound as a booklet or not."""

    profile: Profile | None = None
    known: tuple[Profile, ...] = ()
    duplex: bool = False

    @cached_property
    def digest(self) -> str:
        """Return what tells this look from others."""
        all_of = (self.profile, *self.known)
        said = "".join(one.digest if one else "-" for one in all_of) + str(self.duplex)
        return sha256(said.encode()).hexdigest()


def read_look(name: str, library: Library, found: Problems, *, duplex: bool = False) -> Look | None:
    """Return the look asked for, a profile's name or nothing; None where the profile can't be read."""
    if not name:
        return Look(duplex=duplex)
    profile = read_profile(name, library, found)
    others = (read_profile(other, library, Problems()) for other in profile_names(library))
    return Look(profile, tuple(filter(None, others)), duplex) if profile else None


def restyled(parts: Parts, look: Look) -> Parts:
    """Return the parts in that look; those that hold nothing of it keep their bytes."""
    made = Parts(parts)
    if STYLES not in parts or BODY not in parts or not _is_ours(etree.fromstring(parts[STYLES])):
        return made
    if look.profile is not None:
        made[STYLES] = _with_styles(parts[STYLES], look.profile)
        _lay_out_pages(made, look.profile, look.known)
    if look.duplex and SETTINGS in parts:
        made[SETTINGS] = _mirrored(parts[SETTINGS])
    return made


def _is_ours(styles: Element) -> bool:
    return any(name == OURS for name, _ in _named(styles))


def _named(styles: Element) -> Iterator[tuple[str, Element]]:
    for style in styles.iter(W + "style"):
        name = style.find(W + "name")
        if name is not None:
            yield str(name.get(W + "val")), style


def _with_styles(xml: bytes, profile: Profile) -> bytes:
    """Return styles.xml with the looks of the styles that the profile names; identifiers and other styles stay."""
    root = etree.fromstring(xml)
    ours: Mapping[str, Element] = dict(_named(styles_part(profile)))
    for name, style in _named(root):
        if name in ours:
            _take_looks(style, ours[name])
    for old in root.findall(W + "docDefaults"):
        root.replace(old, defaults(profile))
    return xml_bytes(root)


def _take_looks(style: Element, ours: Element) -> None:
    for name in _LOOKS:
        tag = f"{W}{name}"
        old, new = style.find(tag), ours.find(tag)
        if old is not None:
            style.remove(old)
        if new is not None:
            # looks end a style's elements, tblStylePr apart
            after = [child for child in style if child.tag != W + "tblStylePr"]
            style.insert(len(after), new)


def _lay_out_pages(parts: Parts, profile: Profile, known: tuple[Profile, ...]) -> None:
    """Give the sections that are pages of ours, in any of the known profiles, the profile's margins and grid."""
    root, wide = etree.fromstring(parts[BODY]), []
    kinds = {_sides(margins(one, group)): kind for one in known for kind, group in KINDS.items()}
    for section in root.iter(W + "sectPr"):
        old = section.find(W + "pgMar")
        kind = kinds.get(_sides(old)) if old is not None else None
        if old is not None and kind is not None:
            section.replace(old, margins(profile, KINDS[kind]))
            for lines in section.findall(W + "docGrid"):
                section.replace(lines, grid(profile))
            wide += [section] if kind == "横向" else []
    with_wide_numbers(parts, root, wide, profile)
    parts[BODY] = xml_bytes(root)


def _sides(page: Element) -> tuple[str, ...]:
    return tuple(str(page.get(f"{W}{side}")) for side in ("top", "right", "bottom", "left"))


def _mirrored(xml: bytes) -> bytes:
    """Return settings.xml with the binding edge inside: right on even pages (clause 6)."""
    root = etree.fromstring(xml)
    if root.find(W + "mirrorMargins") is None:
        before = [child for child in root if etree.QName(child).localname in _BEFORE_MIRROR]
        root.insert(len(before), x("mirrorMargins"))
    return xml_bytes(root)
