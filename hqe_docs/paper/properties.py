"""Document properties of what is written: a title, no names of people or programs, no clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from lxml import etree

from hqe_docs.problems import Location, Problem

if TYPE_CHECKING:
    from hqe_docs.paper.package import Parts

CORE = "docProps/core.xml"
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_KEPT = (f"{{{_DC}}}title", f"{{{_DC}}}subject", f"{{{_CP}}}keywords", f"{{{_CP}}}category")


def core_properties(
    template: bytes, context: Mapping[str, Any], fallback: str, render: Callable[[str], str]
) -> bytes:
    """Return the part docProps/core.xml: the template's title and subject filled, dates only from 创建日期.

    Author and last editor are left out: those of the template's maker are nobody's business.
    """
    old = etree.fromstring(template)
    names = {"cp": _CP, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI}
    new = etree.Element(f"{{{_CP}}}coreProperties", nsmap=names)
    for name in _KEPT:
        text = render(old.findtext(name) or "")
        if name == _KEPT[0]:
            text = text or _title(context) or fallback
        if text:
            etree.SubElement(new, name).text = text
    day = context.get("创建日期")
    if isinstance(day, date):
        for name in ("created", "modified"):
            moment = etree.SubElement(new, f"{{{_TERMS}}}{name}", {f"{{{_XSI}}}type": "dcterms:W3CDTF"})
            moment.text = f"{day:%Y-%m-%d}T00:00:00Z"
    return etree.tostring(new, xml_declaration=True, encoding="UTF-8", standalone=True)


def _title(context: Mapping[str, Any]) -> str:
    paper = context.get("文书")
    title = (paper.get("题名") or paper.get("名称")) if isinstance(paper, Mapping) else None
    return title if isinstance(title, str) else ""


def fill_properties(
    filled: Parts, file: str, context: Mapping[str, Any], fallback_title: str
) -> list[Problem]:
    """Fill the properties of the document among `filled`; return what was wrong."""
    if CORE not in filled:
        return []
    found: list[Problem] = []

    def render(text: str) -> str:
        if "{" not in text:
            return text
        from hqe_docs.paper.tags import render_text

        made, problems = render_text(text, context, Location(file=file, path="文档属性"))
        found.extend(problems)
        return made

    filled[CORE] = core_properties(filled[CORE], context, fallback_title, render)
    return found
