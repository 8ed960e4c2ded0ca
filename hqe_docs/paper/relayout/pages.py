"""Pages set by the profile: size, margins, grid, settings; tables that would stick out made narrower."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.sections import KINDS, body_width, grid, margins
from hqe_docs.paper.package import Parts
from hqe_docs.paper.relations import add_part, free_name, relate, target_of
from hqe_docs.paper.relayout.placing import drop, put
from hqe_docs.paper.resolved.document import Paper, Section, Table
from hqe_docs.paper.resolved.reading import parsed
from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.xmlbytes import xml_bytes

Element = etree._Element
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"
_SLACK = 60  # twips that a table may be wider than the type area: its borders


def kind_of(section: Section) -> str:
    return "横向" if section.landscape else "纵向"


def set_pages(paper: Paper, profile: Profile) -> None:
    """Give each section the profile's page; columns, headers and how it begins stay."""
    for section in paper.sections:
        element, kind = section.element, kind_of(section)
        size = profile.data["页面"]["纸张"]
        width, height = (size["宽"], size["高"]) if kind == "纵向" else (size["高"], size["宽"])
        page = etree.Element(W + "pgSz", {W + "w": str(width), W + "h": str(height)})
        if kind == "横向":
            page.set(W + "orient", "landscape")
        put(element, page)
        sides = margins(profile, KINDS[kind])
        if section.header:
            sides.set(W + "header", str(section.header))
        put(element, sides)
        put(element, grid(profile))
        if section.index:
            _go_on_counting(element)


def _go_on_counting(section: Element) -> None:
    """Let page numbers run through (§7.5)."""
    for numbers in section.findall(W + "pgNumType"):
        numbers.attrib.pop(W + "start", "")


def narrow_tables(paper: Paper, profile: Profile) -> None:
    """Make tables that are wider than the new type area as wide as it, all columns alike."""
    for table in paper.tables:
        if table.within is None and table.box is None and table.section < len(paper.sections):
            room = body_width(profile, kind_of(paper.sections[table.section])) - max(table.indent, 0)
            wide = sum(table.grid) or table.width or 0
            if wide > room + _SLACK:
                _scale(table, room / wide)


def _scale(table: Table, ratio: float) -> None:
    inner = {child for nested in table.element.iterdescendants(W + "tbl") for child in nested.iter()}
    for element in table.element.iter(W + "gridCol", W + "tcW", W + "tblW"):
        value = element.get(W + "w", "")
        if element not in inner and element.get(W + "type", "dxa") == "dxa" and value.isdecimal():
            element.set(W + "w", str(round(int(value) * ratio)))


def set_settings(parts: Parts, main: str) -> None:
    """Ask for odd and even page feet and for punctuation of full width."""
    part = target_of(parts, main, "settings") or _new_settings(parts, main)
    root = parsed(parts[part])
    put(root, etree.Element(W + "evenAndOddHeaders"))
    put(root, etree.Element(W + "characterSpacingControl", {W + "val": "doNotCompress"}))
    for compat in root.iterfind(W + "compat"):
        drop(compat, "balanceSingleByteDoubleByteWidth")
    parts[part] = xml_bytes(root)


def _new_settings(parts: Parts, main: str) -> str:
    name = free_name(parts, "word/settings{}.xml")
    add_part(parts, name, xml_bytes(etree.Element(W + "settings", nsmap={"w": W[1:-1]})), TYPE)
    relate(parts, main, "settings", name)
    return name


def off_grid(paragraphs: Iterable[Element]) -> None:
    """Keep paragraphs that stay as they are off the grid, which has another pitch now."""
    for paragraph in paragraphs:
        properties = paragraph.find(W + "pPr")
        if properties is None:
            properties = etree.Element(W + "pPr")
            paragraph.insert(0, properties)
        put(properties, etree.Element(W + "snapToGrid", {W + "val": "0"}))
