"""XML as a part of a package holds it."""

from lxml import etree


def xml_bytes(root: etree._Element) -> bytes:
    """Return the whole document as UTF-8."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
