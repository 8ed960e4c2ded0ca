"""Checks of the package: order of elements, ids, parts that are named and not there (ISO 29500; XM-ORDER, XM-ROUND)."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from hqe_docs.paper.lint.document import Paper
from hqe_docs.paper.lint.gathering import Gathered
from hqe_docs.paper.lint.reading import R, parsed
from hqe_docs.paper.lint.schemaorder import ORDERS, misplaced
from hqe_docs.paper.relations import relations_of
from hqe_docs.paper.word.places import W
from hqe_docs.problems import Location, Problems

_TAGS = tuple(W + name for name in ORDERS)
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_REFERENCES = "//@r:id | //@r:embed | //@r:link | //@r:pict"
_LAID_OUT = re.compile(r"styles|numbering|(header|footer)\d*")


def check_order(paper: Paper, found: Problems) -> None:
    """XM-ORDER: properties stand in the schema's order, else Word may refuse or drop them."""
    gathered = Gathered()
    for name, root in _roots(paper):
        where = Location(paper.file, path=posixpath.basename(name))
        for parent, children in dict.fromkeys(_properties(root)):
            wrong = misplaced(parent, children)
            if wrong:
                gathered.add("G160", where, parent=parent, child=wrong[0], before=wrong[1])
    gathered.tell(found)


def _roots(paper: Paper) -> Iterator[tuple[str, etree._Element]]:
    yield paper.main, paper.root
    for item in relations_of(paper.parts, paper.main):
        if _LAID_OUT.fullmatch(item.kind):
            yield item.target, parsed(paper.parts[item.target])


def _properties(root: etree._Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    for element in root.iter(*_TAGS):
        if len(element) > 1:
            yield element.tag[len(W) :], tuple(child.tag.removeprefix(W) for child in element)


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
    found_ids = paper.root.xpath(_REFERENCES, namespaces={"r": R[1:-1]}, smart_strings=False)
    named = {str(value) for value in found_ids} if isinstance(found_ids, list) else set()
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
