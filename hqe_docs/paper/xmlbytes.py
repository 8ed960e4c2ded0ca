"""XML as a part of a package holds it."""

from lxml import etree

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def xml_root(xml: bytes, *, huge: bool = False) -> etree._Element:
    """Return the root without comments; entities stand for nothing, and nothing is fetched.

    `huge`: texts and depths beyond libxml2's bounds are let through.
    """
    return etree.fromstring(
        xml,
        etree.XMLParser(
            resolve_entities=False, no_network=True, remove_pis=True, remove_comments=True, huge_tree=huge
        ),
    )


def xml_bytes(root: etree._Element) -> bytes:
    """Return the whole document as UTF-8."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
