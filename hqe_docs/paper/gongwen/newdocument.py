"""The .docx package: same parts, order and dates, so that the same sources give the same file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from hqe_docs.paper.gongwen.ooxml import Element
from hqe_docs.paper.gongwen.theme import theme

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = {
    "word/document.xml": f"{WORD}.document.main+xml",
    "word/styles.xml": f"{WORD}.styles+xml",
    "word/settings.xml": f"{WORD}.settings+xml",
    "word/fontTable.xml": f"{WORD}.fontTable+xml",
    "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "word/footer1.xml": f"{WORD}.footer+xml",
    "word/footer2.xml": f"{WORD}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
LINKS = (
    ("rId1", "styles", "styles.xml"),
    ("rId2", "settings", "settings.xml"),
    ("rId3", "fontTable", "fontTable.xml"),
    ("rId4", "theme", "theme/theme1.xml"),
    ("rId10", "footer", "footer1.xml"),
    ("rId11", "footer", "footer2.xml"),
)


def write_package(path: Path, parts: Mapping[str, Element], title: str) -> None:
    """Write the .docx of `parts` (document, styles, settings, fontTable, footer1, footer2)."""
    members = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _root_links(),
        **{f"word/{name}.xml": _bytes(part) for name, part in parts.items()},
        "word/theme/theme1.xml": _text(theme()),
        "word/_rels/document.xml.rels": _links(LINKS),
        "docProps/core.xml": _core(title),
    }
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, ZIP_DEFLATED)


def _bytes(part: Element) -> bytes:
    etree.cleanup_namespaces(part, keep_ns_prefixes=["w", "r"])
    return etree.tostring(part, xml_declaration=True, encoding="UTF-8", standalone=True)


def _text(content: str) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content).encode()


def _content_types() -> bytes:
    pairs = PARTS.items()
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in pairs)
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
        f"<dc:title>{title}</dc:title></cp:coreProperties>"
    )
