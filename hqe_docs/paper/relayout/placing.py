"""Children put where the schema wants them."""

from __future__ import annotations

from lxml import etree

from hqe_docs.paper.lint.schemaorder import ORDERS
from hqe_docs.paper.word.places import W

Element = etree._Element


def put(parent: Element, child: Element) -> None:
    """Put `child` into properties or settings, in place of those of its name (ISO 29500-1, Annex A)."""
    drop(parent, _name(child))
    order = ORDERS[_name(parent)]
    at = order[_name(child)]
    before = [place for place, other in enumerate(parent) if order.get(_name(other), at + 1) <= at]
    parent.insert(before[-1] + 1 if before else 0, child)


def drop(parent: Element, *names: str) -> None:
    """Take the children of these names away."""
    for name in names:
        for old in parent.findall(W + name):
            parent.remove(old)


def properties_of(element: Element, name: str) -> Element:
    """Return the properties (pPr, rPr …) of an element, made as its first child where there are none."""
    found = element.find(W + name)
    if found is None:
        found = etree.Element(W + name)
        element.insert(0, found)
    return found


def _name(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
