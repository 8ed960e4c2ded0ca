"""The tabs of a workbook when sheets are copied or go: elements, relationships, names of sheet scope (§18.2)."""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml import etree

from hqe_docs.paper.excel.workbook import RELATIONS, WORKBOOK
from hqe_docs.paper.package import Parts
from hqe_docs.paper.xmlbytes import xml_bytes

Change = Callable[[str], str]  # of a formula
_HIDDEN = ("hidden", "veryHidden")


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet that is to stand in the workbook: its name there, its part, what is done with names of its scope."""

    name: str
    part: str
    change: Change


def put_tabs(root: etree._Element, parts: Parts, copies: dict[str, Sequence[Tab]]) -> None:
    """Let the tabs of `copies` (name of a sheet → what stands in its place) follow in its place.

    A sheet's own tab is the first of them; none at all lets the sheet go.
    """
    elements = list(root.iterfind("{*}sheets/{*}sheet"))
    relations = etree.fromstring(parts[RELATIONS])
    places: dict[int, list[int]] = {}
    number, last = 0, max((int(element.get("sheetId", "0")) for element in elements), default=0)
    for index, element in enumerate(elements):
        tabs = copies.get(element.get("name", ""))
        count = 1 if tabs is None else len(tabs)
        places[index] = list(range(number, number + count))
        number += count
        if tabs is None:
            continue
        for tab in reversed(tabs[1:]):
            last += 1
            element.addnext(_element(element, tab, last, _relate(relations, tab.part)))
        if not tabs:
            element.getparent().remove(element)  # type: ignore[union-attr]
            _unrelate(relations, _id_of(element)[1])
    parts[RELATIONS] = xml_bytes(relations)
    _put_names(root, [copies.get(element.get("name", "")) for element in elements], places)
    _put_views(root, places)


def has_visible(root: etree._Element) -> bool:
    """Say whether any sheet can be seen."""
    return any(element.get("state") not in _HIDDEN for element in root.iterfind("{*}sheets/{*}sheet"))


def _element(like: etree._Element, tab: Tab, number: int, key: str) -> etree._Element:
    made = copy.copy(like)
    made.tail = None
    made.set("name", tab.name)
    made.set("sheetId", str(number))
    made.set(_id_of(like)[0], key)
    return made


def _id_of(element: etree._Element) -> tuple[str, str]:
    """Return name and value of the attribute that leads to a sheet's part."""
    return next((str(k), str(v)) for k, v in element.attrib.items() if etree.QName(k).localname == "id")


def _relate(relations: etree._Element, part: str) -> str:
    sheet = next(item for item in relations if item.get("Type", "").endswith("/worksheet"))
    key = f"rIdCopy{len(relations) + 1}"
    item = copy.copy(sheet)
    item.set("Id", key)
    item.set("Target", posixpath.relpath(part, posixpath.dirname(WORKBOOK)))
    relations.append(item)
    return key


def _unrelate(relations: etree._Element, key: str) -> None:
    for item in [item for item in relations if item.get("Id") == key]:
        relations.remove(item)


def _put_names(
    root: etree._Element, tabs_of: Sequence[Sequence[Tab] | None], places: dict[int, list[int]]
) -> None:
    """Give each copy the names that only its sheet knows: print area, print titles, filter."""
    for element in list(root.iterfind("{*}definedNames/{*}definedName")):
        scope = element.get("localSheetId")
        if scope is None or int(scope) not in places:
            continue
        index = int(scope)
        for place, tab in zip(places[index][1:], (tabs_of[index] or ())[1:], strict=False):
            made = copy.copy(element)
            made.set("localSheetId", str(place))
            made.text = tab.change(element.text or "")
            element.getparent().append(made)  # type: ignore[union-attr]
        if places[index]:
            element.set("localSheetId", str(places[index][0]))
        else:
            element.getparent().remove(element)  # type: ignore[union-attr]
    group = root.find("{*}definedNames")
    if group is not None and not len(group):
        root.remove(group)


def _put_views(root: etree._Element, places: dict[int, list[int]]) -> None:
    """Let the tab shown first be where it is now, one that can be seen."""
    elements = list(root.iterfind("{*}sheets/{*}sheet"))
    seen = [index for index, element in enumerate(elements) if element.get("state") not in _HIDDEN]
    for view in root.iterfind("{*}bookViews/{*}workbookView"):
        for attribute in ("activeTab", "firstSheet"):
            if view.get(attribute):
                now = places.get(int(view.get(attribute, "0")), [])[:1]
                view.set(attribute, str(now[0] if now and now[0] in seen else (seen or [0])[0]))
