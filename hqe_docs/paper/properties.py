"""Document properties of what is written: a title, no names of people or programs, no clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from typing import Any

from hqe_docs.problems import Location, Problem

CORE = "docProps/core.xml"
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_KEPT = {"dc:title": _DC, "dc:subject": _DC, "cp:keywords": _CP, "cp:category": _CP}
_ROOT = (
    f'<cp:coreProperties xmlns:cp="{_CP}" xmlns:dc="{_DC}" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)


def property_texts(part: bytes) -> dict[str, str]:
    """Return the texts of a template's part docProps/core.xml that are kept, tags and all."""
    from lxml import etree

    tree = etree.fromstring(part)
    return {name: tree.findtext(f"{{{space}}}{name[3:]}") or "" for name, space in _KEPT.items()}


def core_properties(
    texts: Mapping[str, str], context: Mapping[str, Any], fallback: str, render: Callable[[str], str]
) -> bytes:
    """Return the part docProps/core.xml: the template's title and subject filled, dates only from 创建日期.

    Author and last editor are left out: those of the template's maker are nobody's business.
    """
    filled = {name: render(text) for name, text in texts.items()}
    filled["dc:title"] = filled["dc:title"] or _title(context) or fallback
    items = [f"<{name}>{escape(text, quote=False)}</{name}>" for name, text in filled.items() if text]
    day = context.get("创建日期")
    if isinstance(day, date):
        moment = f' xsi:type="dcterms:W3CDTF">{day:%Y-%m-%d}T00:00:00Z</dcterms:'
        items += [f"<dcterms:{name}{moment}{name}>" for name in ("created", "modified")]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}{_ROOT}{''.join(items)}</cp:coreProperties>".encode()


def _title(context: Mapping[str, Any]) -> str:
    paper = context.get("文书")
    title = (paper.get("题名") or paper.get("名称")) if isinstance(paper, Mapping) else None
    return title if isinstance(title, str) else ""


def filled_properties(
    texts: Mapping[str, str], file: str, context: Mapping[str, Any], fallback_title: str
) -> tuple[bytes, list[Problem]]:
    """Return the part docProps/core.xml of a Word document, and what was wrong."""
    found: list[Problem] = []

    def render(text: str) -> str:
        if "{" not in text:
            return text
        from hqe_docs.paper.language.tags import render_text

        made, problems = render_text(text, context, Location(file=file, path="文档属性"))
        found.extend(problems)
        return made

    return core_properties(texts, context, fallback_title, render), found
