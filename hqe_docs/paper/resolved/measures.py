"""Attributes of WordprocessingML read as numbers, switches and lines; what can't be read counts as not said."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from hqe_docs.paper.resolved.document import Border
from hqe_docs.paper.units import MILLIMETRE
from hqe_docs.paper.word.namespaces import W

Element = etree._Element
VAL = W + "val"
NO_LINE = ("none", "nil")  # kinds of borders that draw nothing
_OFF = frozenset(("0", "false", "off"))
_MEASURE = re.compile(r"(-?\d{1,7}(?:\.\d{1,6})?)(mm|cm|in|pt|pc|pi)?")
_TWIPS = {"mm": MILLIMETRE, "cm": 10 * MILLIMETRE, "in": 1440.0, "pt": 20.0, "pc": 240.0, "pi": 240.0}


def twips(text: str | None) -> int | None:
    """Return a length, given in twips or with a unit (ISO 29500-1 §22.9.2.14), in twips."""
    return _number(text, _TWIPS)


def half_points(text: str | None) -> int | None:
    """Return a font size, given in half-points or with a unit, in half-points."""
    return _number(text, {unit: factor / 10 for unit, factor in _TWIPS.items()})


def _number(text: str | None, units: Mapping[str, float]) -> int | None:
    match = _MEASURE.fullmatch(text.strip()) if text else None
    factor = units.get(match[2]) if match and match[2] else 1
    return round(float(match[1]) * factor) if match and factor else None


def is_on(element: Element) -> bool:
    """Say whether a switch such as w:b or w:keepNext is on."""
    return element.get(VAL) not in _OFF


def colour(text: str | None) -> str | None:
    """Return a colour as RRGGBB; None for auto and for what is no colour."""
    return text.upper() if text and re.fullmatch(r"[0-9A-Fa-f]{6}", text) else None


def borders_of(element: Element | None) -> dict[str, Border]:
    """Return side → line of w:pBdr, w:tblBorders or w:tcBorders; a line of none or nil stands for itself."""
    found: dict[str, Border] = {}
    for side in element if element is not None else ():
        name = etree.QName(side).localname
        name = {"start": "left", "end": "right"}.get(name, name)
        size, space = _number(side.get(W + "sz"), {}), _number(side.get(W + "space"), {})
        found[name] = Border(side.get(VAL, "none"), size or 0, space or 0, colour(side.get(W + "color")))
    return found
