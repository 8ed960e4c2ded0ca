"""Parts that hang on a sheet, copied for a copy of it: drawings with their charts, comments, tables (§12, §18.5)."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import NAMESPACE_OID, uuid5

from lxml import etree

from hqe_docs.paper.excel.sheetrefs import renamed
from hqe_docs.paper.package import TYPES, Parts
from hqe_docs.paper.relations import relations_of
from hqe_docs.paper.xmlbytes import xml_bytes

Change = Callable[[str], str]  # of a formula
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_DRAWN = ("chart+xml", "drawing+xml", "chartex+xml", "controlproperties+xml")
_LINKS = ("textlink", "fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx")
_SHARED = frozenset({"image", "pivotCacheDefinition", "person", "theme"})  # which all copies may lead to
UNCOPIED = {
    "slicer": "切片器",
    "timeline": "日程表",
    "queryTable": "外部数据查询",
}  # whose names Excel knows only once


@dataclass(slots=True)
class PartCopies:
    """The copying of one run: `parts` get the new ones, their content types when it is finished."""

    parts: Parts
    types: dict[str, str] = field(default_factory=dict)
    numbers: Counter[str] = field(default_factory=Counter)
    added: dict[str, str] = field(default_factory=dict)  # part → content type
    tables: dict[str, int] = field(default_factory=dict)  # names of all tables, in small letters → id

    def __post_init__(self) -> None:
        for item in etree.fromstring(self.parts[TYPES]):
            if item.get("PartName"):
                self.types[item.get("PartName", "").lstrip("/")] = item.get("ContentType", "")
        for name in list(self.parts):
            if self.types.get(name, "").endswith("table+xml"):
                root = etree.fromstring(self.parts[name])
                self.tables[root.get("displayName", "").casefold()] = int(root.get("id", "0"))

    def sheet(self, part: str, old: str, new: str) -> tuple[str, Change]:
        """Copy the part of sheet `old` for `new`, with all that hangs on it; return its name.

        And what lets formulas of the copy speak of its own cells and tables.
        """
        tables: dict[str, str | None] = {name: self._table_name(name) for name in tables_on(self.parts, part)}

        def change(formula: str) -> str:
            return renamed(formula, {old: new}, tables)

        return self._copy(part, new, change, {}), change

    def _table_name(self, old: str) -> str:
        number = 2
        while f"{old}_{number}".casefold() in self.tables:
            number += 1
        self.tables[f"{old}_{number}".casefold()] = max(self.tables.values(), default=0) + 1
        return f"{old}_{number}"

    def _copy(self, part: str, sheet: str, change: Change, done: dict[str, str]) -> str:
        if part in done:
            return done[part]
        new = done[part] = self._free(part)
        self.parts[new] = self._content(part, sheet, change)
        if part in self.types:
            self.added[new] = self.types[new] = self.types[part]
        self._copy_relations(part, new, lambda target: self._copy(target, sheet, change, done))
        return new

    def _copy_relations(self, part: str, new: str, copied: Callable[[str], str]) -> None:
        name = _relations_part(part)
        if name not in self.parts:
            return
        targets = {item.id: item for item in relations_of(self.parts, part)}
        root = etree.fromstring(self.parts[name])
        for element in root:
            item = targets.get(element.get("Id", ""))
            if item and item.kind not in _SHARED and item.target != "xl/workbook.xml":
                element.set("Target", posixpath.relpath(copied(item.target), posixpath.dirname(new)))
        self.parts[_relations_part(new)] = xml_bytes(root)

    def _free(self, part: str) -> str:
        """Return the first name of its kind that no part has: xl/charts/chart12.xml."""
        stem, suffix = posixpath.splitext(part)
        stem = stem.rstrip("0123456789")
        while True:
            self.numbers[stem] += 1
            name = f"{stem}{self.numbers[stem]}{suffix}"
            if name not in self.parts:
                return name

    def _content(self, part: str, sheet: str, change: Change) -> bytes:
        kind, data = self.types.get(part, ""), self.parts[part]
        if kind.endswith("comments+xml"):
            return _with_own_ids(data, sheet)
        if kind.endswith("table+xml"):
            return self._table(data, change)
        return _with_formulas(data, change) if kind.endswith(_DRAWN) else data

    def _table(self, data: bytes, change: Change) -> bytes:
        root = etree.fromstring(data)
        name = change(root.get("displayName", "") + "[]").removesuffix("[]")
        root.set("displayName", name)
        root.set("name", name)
        root.set("id", str(self.tables[name.casefold()]))
        for element in root.iter("{*}calculatedColumnFormula", "{*}totalsRowFormula"):
            element.text = change(element.text or "")
        return xml_bytes(root)

    def finish(self) -> None:
        """Put the content types of all copies into the package."""
        root = etree.fromstring(self.parts[TYPES])
        for name, kind in self.added.items():
            item = etree.SubElement(root, f"{_PACKAGE}Override")
            item.set("PartName", f"/{name}")
            item.set("ContentType", kind)
        self.parts[TYPES] = xml_bytes(root)


def _with_formulas(data: bytes, change: Change) -> bytes:
    """Return a chart, drawing or control whose references to cells are changed."""
    root = etree.fromstring(data)
    for element in root.iter("{*}f"):
        element.text = change(element.text or "")
    for element in root.iter("{*}sp", "{*}formControlPr"):
        for key in _LINKS:
            if element.get(key):
                element.set(key, change(element.get(key, "")))
    return xml_bytes(root)


def _with_own_ids(data: bytes, sheet: str) -> bytes:
    """Return comments whose conversations have ids that no other sheet has, the same in both of their parts."""

    def own(match: re.Match[bytes]) -> bytes:
        made = uuid5(NAMESPACE_OID, f"{match[2].decode()} {sheet}")
        return b"%s{%s}" % (match[1], str(made).upper().encode())

    return re.sub(rb"((?:\bid=|\bparentId=|uid=)\"|tc=)\{([0-9A-Fa-f-]{36})\}", own, data)


def tables_on(parts: Parts, part: str) -> Iterator[str]:
    """Yield the names of a sheet's tables."""
    for item in relations_of(parts, part):
        if item.kind == "table":
            yield etree.fromstring(parts[item.target]).get("displayName", "")


def remove_sheet(parts: Parts, part: str) -> None:
    """Remove a sheet's part with what hangs on it alone."""
    _remove(parts, part)
    still_used = {item.target for name in parts for item in relations_of(parts, name)}
    for name in [name for name in parts if name.startswith(("xl/media/", "xl/embeddings/"))]:
        if name not in still_used:
            del parts[name]


def _remove(parts: Parts, part: str) -> None:
    for item in list(relations_of(parts, part)):
        if item.target in parts and item.kind not in _SHARED and item.target != "xl/workbook.xml":
            _remove(parts, item.target)
    parts.pop(part, None)
    parts.pop(_relations_part(part), None)
    root = etree.fromstring(parts[TYPES])
    for element in [element for element in root if element.get("PartName") == f"/{part}"]:
        root.remove(element)
    parts[TYPES] = xml_bytes(root)


def _relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"
