"""Filled Word parts looked at as trees, where their programs can't tell that this changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hqe_docs.paper.word.wordpart import Check

if TYPE_CHECKING:
    from lxml import etree


class Misplaced(Exception):
    """The filled part is no longer XML: tags cut through its elements."""


def finished(xml: bytes, checks: Check) -> bytes:
    """Return the filled part as docxtpl would leave it, but `Misplaced` for what it would mend by losing text."""
    if Check.DRAWINGS in checks:
        from hqe_docs.paper.word.wordshape import numbered

        xml = numbered(xml)
    if checks & (Check.XML | Check.TABLES | Check.ORDER):
        xml = _as_tree(xml, checks)
    return xml


def _as_tree(xml: bytes, checks: Check) -> bytes:
    from lxml import etree

    from hqe_docs.paper.xmlbytes import xml_bytes

    try:
        tree = etree.fromstring(xml)
    except etree.XMLSyntaxError as error:
        raise Misplaced from error
    if Check.TABLES in checks:
        from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # has no hints

        tree = DocxTemplate.fix_tables(None, xml)  # a method that asks nothing of its template
    if Check.ORDER in checks:
        put_in_order(tree)
    return xml_bytes(tree) if checks & (Check.TABLES | Check.ORDER) else xml


def put_in_order(tree: etree._Element) -> None:
    """Put merged cells' properties into the order of ECMA-376 §17.4.69: docxtpl puts vMerge last."""
    from lxml import etree

    from hqe_docs.paper.word.wordshape import place_in_order

    for properties in tree.iter("{*}tcPr"):
        properties[:] = sorted(properties, key=lambda child: place_in_order(etree.QName(child).localname))
