"""The .docx package: same parts and order, so that the same sources give the same file."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from lxml import etree

from hqe_docs.paper.gongwen.ooxml import Element
from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.sections import footer_parts, link_id
from hqe_docs.paper.gongwen.styles import fonts_part, settings_part, styles_part
from hqe_docs.paper.gongwen.theme import theme
from hqe_docs.paper.package import TYPES, Parts
from hqe_docs.paper.word.namespaces import R

OFFICE = R[1:-1]  # also what kinds of relationships begin with
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
KINDS = {
    "word/document.xml": f"{WORD}.document.main+xml",
    "word/styles.xml": f"{WORD}.styles+xml",
    "word/settings.xml": f"{WORD}.settings+xml",
    "word/fontTable.xml": f"{WORD}.fontTable+xml",
    "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
LINKS = (
    ("rId1", "styles", "styles.xml"),
    ("rId2", "settings", "settings.xml"),
    ("rId3", "fontTable", "fontTable.xml"),
    ("rId4", "theme", "theme/theme1.xml"),
)


def new_document(document: Element, profile: Profile, title: str) -> Parts:
    """Return the parts of the .docx whose body is `document`, in the profile's styles."""
    footers = footer_parts(profile, document)
    elements = {
        "document": document,
        "styles": styles_part(profile),
        "settings": settings_part(),
        "fontTable": fonts_part(profile),
        **footers,
    }
    links = (*LINKS, *((link_id(name), "footer", f"{name}.xml") for name in footers))
    return Parts(
        {
            TYPES: _content_types(footers),
            "_rels/.rels": _root_links(),
            **{f"word/{name}.xml": _bytes(element) for name, element in elements.items()},
            "word/theme/theme1.xml": _text(theme()),
            "word/_rels/document.xml.rels": _links(links),
            "docProps/core.xml": _core(title),
        }
    )


def _bytes(part: Element) -> bytes:
    etree.cleanup_namespaces(part, keep_ns_prefixes=["w", "r"])
    return etree.tostring(part, xml_declaration=True, encoding="UTF-8", standalone=True)


def _text(content: str) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content).encode()


def _content_types(footers: Iterable[str]) -> bytes:
    pairs = KINDS | {f"word/{name}.xml": f"{WORD}.footer+xml" for name in footers}
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in pairs.items()
    )
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return _text(f'<Types xmlns="{PACKAGE}/content-types">{defaults}{overrides}</Types>')


def _root_links() -> bytes:
    return _text(
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties"'
        ' Target="docProps/core.xml"/>'
        "</Relationships>"
    )


def _links(links: tuple[tuple[str, str, str], ...]) -> bytes:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>' for key, kind, target in links
    )
    return _text(f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>')


def _core(title: str) -> bytes:
    return _text(
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title></cp:coreProperties>"
    )
