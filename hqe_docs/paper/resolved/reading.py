"""A .docx read into a Paper: the parts found, the body walked once in document order."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from hqe_docs.paper.package import Parts
from hqe_docs.paper.relations import relations_of
from hqe_docs.paper.resolved.document import Paper, Section, Settings
from hqe_docs.paper.resolved.looks import Looks
from hqe_docs.paper.resolved.measures import VAL, is_on
from hqe_docs.paper.resolved.numbering import Numbering
from hqe_docs.paper.resolved.sections import section_of
from hqe_docs.paper.resolved.theme import theme_fonts
from hqe_docs.paper.resolved.walking import Walk
from hqe_docs.paper.word.namespaces import A, R, W
from hqe_docs.paper.word.wordgrid import MOST_BYTES, main_part
from hqe_docs.paper.xmlbytes import xml_root
from hqe_docs.problems import Location, Problem, problem

Element = etree._Element
MOST_SECTIONS = 1000
_STRICT = re.compile(
    rb"http://purl\.oclc\.org/ooxml/(officeDocument/relationships|wordprocessingml/main|drawingml/main)"
)
_TRANSITIONAL = {
    b"officeDocument/relationships": R[1:-1].encode(),
    b"wordprocessingml/main": W[1:-1].encode(),
    b"drawingml/main": A[1:-1].encode(),
}


def read_paper(parts: Parts, file: str) -> Paper | Problem:
    """Return the document that a package holds, or why it is none that can be checked."""
    where = Location(file)
    try:
        main = main_part(parts)
        if main not in parts:
            return problem("G101", where, detail="里面没有 Word 文档的正文")
        if len(parts[main]) > MOST_BYTES:
            return problem("G101", where, detail=f"正文超过 {MOST_BYTES // 1024 // 1024} MiB")
        return _Source(parts, main).paper(file)
    except (etree.XMLSyntaxError, UnicodeError):
        return problem("G101", where, detail="内部结构不完整")


class _Source:
    """The parts of a document, each parsed when it is needed."""

    def __init__(self, parts: Parts, main: str) -> None:
        self._parts, self._main = parts, main
        self._roots: dict[str, Element] = {}
        self._edges: dict[str, Walk] = {}
        relations = list(relations_of(parts, main))
        self._by_kind = {item.kind: item.target for item in reversed(relations)}
        self._by_id = {item.id: item.target for item in relations}
        fonts = theme_fonts(self._of_kind("theme"))
        self._looks = Looks(self._of_kind("styles"), fonts)
        self._numbering = Numbering(self._of_kind("numbering"))

    def paper(self, file: str) -> Paper | Problem:
        root = self._root(self._main)
        body = root.find(W + "body")
        if root.tag != W + "document" or body is None:
            return problem("G101", Location(file), detail="里面不是 Word 文档")
        walk = self._walk(root)
        walk.block(body)
        if len(walk.section_ends) > MOST_SECTIONS:
            return problem("G101", Location(file), detail=f"分节超过 {MOST_SECTIONS} 个")
        sections: list[Section] = []
        last = body.find(W + "sectPr")
        for element in [*walk.section_ends, etree.Element(W + "sectPr") if last is None else last]:
            sections.append(section_of(element, sections, self._edge))
        normal = self._looks.face(None, self._looks.usual("paragraph"))
        settings = _settings(self._of_kind("settings"))
        return Paper(
            file,
            walk.paragraphs,
            sections,
            walk.tables,
            settings,
            normal,
            self._parts,
            self._main,
            self._roots,
        )

    def _walk(self, root: Element) -> Walk:
        return Walk(root, self._looks, self._numbering)

    def _of_kind(self, kind: str) -> Element | None:
        return self._root(self._by_kind[kind]) if kind in self._by_kind else None

    def _root(self, name: str) -> Element:
        if name not in self._roots:
            self._roots[name] = parsed(self._parts[name])
        return self._roots[name]

    def _edge(self, relation: str) -> Walk | None:
        """Return what stands in the header or footer of that relationship."""
        name = self._by_id.get(relation)
        if name is not None and name not in self._edges:
            root = self._root(name)
            self._edges[name] = self._walk(root)
            self._edges[name].block(root)
        return self._edges[name] if name is not None else None


def parsed(xml: bytes) -> Element:
    """Return the root of a part; Strict files in the namespaces of the others, entities left alone."""
    if b"purl.oclc.org" in xml:
        xml = _STRICT.sub(lambda match: _TRANSITIONAL[match[1]], xml)
    return xml_root(xml)


def _settings(root: Element | None) -> Settings:
    said: Mapping[str, Element] = {item.tag: item for item in root} if root is not None else {}

    def switch(name: str) -> bool:
        return W + name in said and is_on(said[W + name])

    spacing = said.get(W + "characterSpacingControl")
    compat = said.get(W + "compat")
    balance = compat.find(W + "balanceSingleByteDoubleByteWidth") if compat is not None else None
    return Settings(
        even_and_odd=switch("evenAndOddHeaders"),
        mirror=switch("mirrorMargins"),
        compression=spacing.get(VAL, "") if spacing is not None else Settings().compression,
        balance=balance is not None and is_on(balance),
        gutter_at_top=switch("gutterAtTop"),
    )
