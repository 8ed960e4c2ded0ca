"""Checks of the package: order of elements, ids, parts that are named and not there (ISO 29500; XM-ORDER, XM-ROUND)."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from hqe_docs.paper.lint.layout.gathering import Gathered
from hqe_docs.paper.package import TYPES
from hqe_docs.paper.relations import relations_of
from hqe_docs.paper.resolved.document import Paper
from hqe_docs.paper.resolved.reading import parsed
from hqe_docs.paper.word.namespaces import MC, WP, W
from hqe_docs.paper.word.schemaorder import ORDERS, misplaced
from hqe_docs.problems import Location, Problems

_TAGS = tuple(W + name for name in ORDERS)
_DRAWN = WP + "docPr"
_FALLBACK = MC + "Fallback"
_PREFIX = re.compile(rb"""xmlns:([\w.-]+)=["']http[^"']*/relationships["']""")


def check_order(paper: Paper, found: Problems) -> None:
    """XM-ORDER: properties stand in the schema's order, else Word may refuse or drop them."""
    gathered = Gathered()
    for name, root in paper.roots.items():
        where = Location(paper.file, path=posixpath.basename(name))
        for parent, *children in _properties(root):
            wrong = misplaced(parent, children)
            if wrong:
                gathered.add("G160", where, parent=parent, child=wrong[0], before=wrong[1])
    gathered.tell(found)


def _properties(root: etree._Element) -> Iterator[list[str]]:
    """Yield the names of properties and of what they hold, each combination once."""
    met = {(element.tag, *(child.tag for child in element)) for element in root.iter(*_TAGS)}
    return ([name.removeprefix(W) for name in names] for names in sorted(met))


def check_ids(paper: Paper, found: Problems) -> None:
    """XM-ORDER: drawings and bookmarks have ids of their own."""
    drawn = [
        e.get("id", "") for e in paper.root.iter(_DRAWN) if next(e.iterancestors(_FALLBACK), None) is None
    ]
    marked = [element.get(W + "id", "") for element in paper.root.iter(W + "bookmarkStart")]
    for kind, ids in (("图形", drawn), ("书签", marked)):
        again = [ident for ident, count in Counter(ids).items() if count > 1]
        if again:
            found.add("G161", Location(paper.file), kind=kind, found=again[0])


def check_references(paper: Paper, found: Problems) -> None:
    """XM-ROUND: what the body refers to is in the package."""
    named: set[str] = set()
    for prefix in _PREFIX.findall(xml := paper.parts[paper.main]):
        pattern = b" " + prefix + rb""":(?:id|embed|link|pict)=["']([^"']+)"""
        named |= {value.decode(errors="replace") for value in re.findall(pattern, xml)}
    missing = named - _known(paper)
    if missing:
        found.add("G162", Location(paper.file), found=min(missing))


def _known(paper: Paper) -> set[str]:
    folder, name = posixpath.split(paper.main)
    links = paper.parts.get(f"{folder}/_rels/{name}.rels")
    inside = {item.id for item in relations_of(paper.parts, paper.main)}
    outside = {
        item.get("Id", "")
        for item in (parsed(links) if links is not None else ())
        if item.get("TargetMode") == "External"
    }
    return inside | outside


def check_package(paper: Paper, found: Problems) -> None:
    """XM-ROUND: each part has a content type, and those of XML are XML: else Word refuses the file."""
    kinds = parsed(paper.parts[TYPES])
    known = {item.get("PartName", "").lstrip("/").lower(): item.get("ContentType", "") for item in kinds}
    usual = {item.get("Extension", "").lower(): item.get("ContentType", "") for item in kinds}
    for name in paper.parts:
        kind = known.get(name.lower()) or usual.get(name.rpartition(".")[2].lower())
        if name == TYPES or name.endswith("/"):
            continue
        if not kind:
            found.add("G163", Location(paper.file), found=f"{name} 没有类型说明")
        elif kind.endswith("xml") and name not in paper.roots and not _is_xml(paper.parts[name]):
            found.add("G163", Location(paper.file), found=f"{name} 内容损坏")


def _is_xml(content: bytes) -> bool:
    try:
        parsed(content)
    except (etree.XMLSyntaxError, UnicodeError):
        return False
    return True
