"""Rows added to a list of a form, each as the last free row looks."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from hqe_docs.paper.forms.filled.sheetgrowth import more_sheet_rows
from hqe_docs.paper.forms.model import Form, Place
from hqe_docs.paper.package import Parts
from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.word.wordgrid import main_part
from hqe_docs.paper.xmlbytes import xml_bytes

Element = etree._Element
_OWN = (W + "bookmarkStart", W + "bookmarkEnd", W + "commentRangeStart", W + "commentRangeEnd")


def grown(form: Form, parts: Parts, needed: Sequence[tuple[Place, int]]) -> Parts | None:
    """Return the parts of the form with so many more rows behind the row of each place; None if it can't be done."""
    made = Parts(parts)
    if form.tree is None:
        for place, more in sorted(needed, key=lambda pair: -getattr(pair[0].text, "row", 0)):
            try:
                if not more_sheet_rows(made, place.address, more):
                    return None
            except (
                etree.XMLSyntaxError
            ):  # a chart, a drawing, another sheet: what is damaged can't be moved along
                return None
        return made
    tree = deepcopy(form.tree)
    twins = dict(zip(form.tree.iter(), tree.iter(), strict=True))
    for place, more in needed:
        row = next(twins[place.text.element].iterancestors(W + "tr"), None)
        if row is None:
            return None
        for number in range(more, 0, -1):
            row.addnext(row_like(row, number))
    made[main_part(parts)] = xml_bytes(tree)
    return made


def row_like(row: Element, number: int) -> Element:
    """Return a row as this one, so many below it: merged cells go on, its number counts on, nothing is known twice."""
    made = deepcopy(row)
    made.tail = None
    for name in [name for name in made.attrib if etree.QName(name).localname in ("paraId", "textId")]:
        del made.attrib[name]
    for element in list(made.iter()):
        for name in [n for n in element.attrib if etree.QName(n).localname in ("paraId", "textId")]:
            del element.attrib[name]
        parent = element.getparent()
        if element.tag in _OWN and parent is not None:
            parent.remove(element)
        if element.tag == W + "vMerge" and number:
            element.attrib.clear()
        if (
            element.tag == W + "t"
            and (element.text or "").strip().isdecimal()
            and len(element.text or "") < 9
        ):
            element.text = str(int(element.text or "0") + number)
    return made
