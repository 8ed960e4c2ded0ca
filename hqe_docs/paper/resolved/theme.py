"""The fonts of a document's theme (ECMA-376 §20.1.4.1.18): what minorEastAsia and majorHAnsi stand for."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from hqe_docs.paper.word.namespaces import A

_LATIN = ("Ascii", "HAnsi")


def theme_fonts(theme: etree._Element | None) -> Mapping[str, str]:
    """Return the names that stand for fonts in w:rFonts and the fonts; without one of its own, that for Chinese."""
    found: dict[str, str] = {}
    for kind in ("major", "minor"):
        fonts = theme.find(f".//{A}{kind}Font") if theme is not None else None
        if fonts is None:
            continue
        found |= dict.fromkeys((kind + script for script in _LATIN), _face(fonts, "latin"))
        found[kind + "EastAsia"] = _face(fonts, "ea") or _chinese(fonts)
        found[kind + "Bidi"] = _face(fonts, "cs")
    return found


def _face(fonts: etree._Element, name: str) -> str:
    element = fonts.find(A + name)
    return element.get("typeface", "") if element is not None else ""


def _chinese(fonts: etree._Element) -> str:
    scripts = {font.get("script"): font.get("typeface", "") for font in fonts.iterfind(A + "font")}
    return scripts.get("Hans", "")
