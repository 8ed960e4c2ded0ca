"""The workbook around the sheets: names, defined names, calculation (ECMA-376 §18.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from hqe_docs.paper.excel.book import Book
from hqe_docs.paper.excel.sheetnames import free_name
from hqe_docs.paper.package import Parts
from hqe_docs.paper.xmlbytes import xml_bytes

WORKBOOK, STRINGS, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
RELATIONS, _TYPES, _CHAIN = "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/calcChain.xml"
# elements of CT_Workbook that come before calcPr
_BEFORE_CALC = {
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Workbook:
    """The root of xl/workbook.xml and its worksheets as (name, part)."""

    root: etree._Element
    sheets: tuple[tuple[str, str], ...]
    from_1904: bool


def read_workbook(parts: Parts) -> Workbook:
    """Return the workbook among `parts`; KeyError or XMLSyntaxError when it isn't one."""
    root = etree.fromstring(parts[WORKBOOK])
    relations = etree.fromstring(parts[RELATIONS])
    targets = {relation.get("Id", ""): relation for relation in relations}
    sheets = []
    for element in root.iterfind("{*}sheets/{*}sheet"):
        key = next((str(v) for k, v in element.attrib.items() if etree.QName(k).localname == "id"), "")
        relation = targets[key]
        if relation.get("Type", "").endswith("/worksheet"):
            sheets.append((element.get("name", ""), _part(relation.get("Target", ""))))
    properties = root.find("{*}workbookPr")
    old = properties is not None and properties.get("date1904") in ("1", "true")
    return Workbook(root, tuple(sheets), old)


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else "xl/" + target


def sheet_names(
    workbook: Workbook, render: Callable[[str], str], decided: Mapping[str, str]
) -> dict[str, str]:
    """Return the new name of each sheet: filled, legal, not taken; those `decided` stay so."""
    names: dict[str, str] = {}
    olds = [element.get("name", "") for element in workbook.root.iterfind("{*}sheets/{*}sheet")]
    for old in olds:
        filled = decided[old] if old in decided else render(old)
        kept = filled == old or old in decided
        names[old] = filled if kept else free_name(filled, [*names.values(), *decided.values()])
    return names


def finish_workbook(parts: Parts, workbook: Workbook, book: Book) -> None:
    """Put the workbook part into `parts`: new sheet names, moved names, everything calculated on opening."""
    root = workbook.root
    for element in root.iterfind("{*}sheets/{*}sheet"):
        element.set("name", book.names.get(element.get("name", ""), element.get("name", "")))
    move_names(root, book)
    _calculate_on_load(root)
    parts[WORKBOOK] = xml_bytes(root)
    if parts.pop(_CHAIN, None) is not None:
        _forget(parts, RELATIONS, "Target", "calcChain.xml")
        _forget(parts, _TYPES, "PartName", "calcChain.xml")


def move_names(root: etree._Element, book: Book) -> None:
    """Let the defined names of a workbook's `root` point at the cells as they are in `book`."""
    for element in root.iterfind("{*}definedNames/{*}definedName"):
        text = element.text or ""
        # a name for a cell of the loop is one for all its rows, a cell that a function begins at stays one
        element.text = book.formula(text, None, stretch="(" not in text)


def _calculate_on_load(root: etree._Element) -> None:
    element = root.find("{*}calcPr")
    if element is None:
        element = etree.Element(f"{{{etree.QName(root).namespace}}}calcPr")
        before = [child for child in root if etree.QName(child).localname in _BEFORE_CALC]
        before[-1].addnext(element)
    element.set("fullCalcOnLoad", "1")


def _forget(parts: Parts, part: str, attribute: str, ending: str) -> None:
    root = etree.fromstring(parts[part])
    for element in list(root):
        if element.get(attribute, "").endswith(ending):
            root.remove(element)
    parts[part] = xml_bytes(root)
