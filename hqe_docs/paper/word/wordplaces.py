"""The texts of a Word document by the names of their places: 段12, 表2!E9, 页眉1段1, 文本框3段1, 脚注1段1, 批注2段1.

Paragraphs and tables count from 1 in each story, empty and nested ones too; a cell is named by grid column and row.
The number of a page is no text: every program writes its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from hqe_docs.paper.package import Parts
from hqe_docs.paper.word.namespaces import MC, R, W
from hqe_docs.paper.word.wordgrid import (
    STRICT,
    cells_of,
    inside,
    main_part,
    paragraph_text,
    paragraphs_of,
)
from hqe_docs.paper.xmlbytes import xml_root
from hqe_docs.problems import column_letters

Element = etree._Element
STORIES = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "comments": "批注"}
_NOTES = {W + "footnote", W + "endnote", W + "comment"}
_AROUND = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_PAGES = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WordPlace:
    """A place and its text: of a paragraph or a table's cell, with the number of its row (0-based) and its table."""

    name: str
    text: str
    element: Element
    table: str = ""
    row: int = 0
    column: int = 0


def stories(parts: Parts) -> Iterator[tuple[str, str]]:
    """Yield part and the beginning of the names of what stands in it, the body first.

    Headers and footers are counted as the sections name them: programs give their parts other names.
    """
    main = main_part(parts)
    yield main, ""
    for kind in ("header", "footer"):
        for number, name in enumerate(dict.fromkeys(_running(parts, main, kind)), 1):
            yield name, f"{STORIES[kind]}{number}"
    for kind in ("footnotes", "endnotes", "comments"):
        yield from ((name, STORIES[kind]) for name in parts if name == f"word/{kind}.xml")


def _running(parts: Parts, main: str, kind: str) -> Iterator[str]:
    """Yield the parts of the headers or footers, section by section."""
    folder, _, file = main.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    if main not in parts or relations not in parts:
        return
    targets = {one.get("Id"): one.get("Target", "") for one in xml_root(parts[relations])}
    for section in _root(parts[main]).iter(W + "sectPr"):
        found = section.findall(f"{W}{kind}Reference")
        for one in sorted(found, key=lambda it: it.get(W + "type", "")):
            target = targets.get(one.get(R + "id"), "")
            yield target[1:] if target.startswith("/") else f"{folder}/{target}"


def _root(xml: bytes) -> Element:
    return xml_root(xml.replace(STRICT, W[1:-1].encode()), huge=True)


def word_places(parts: Parts) -> Iterator[WordPlace]:
    """Yield the places of a document in their order; XMLSyntaxError where it is damaged."""
    for part, prefix in stories(parts):
        if part in parts:
            yield from places_in(_root(parts[part]), prefix)


def places_in(root: Element, prefix: str) -> Iterator[WordPlace]:
    """Yield the places of one story."""
    notes = [note for note in root if note.tag in _NOTES and note.get(W + "type") is None]
    if notes or root.tag in (W + "footnotes", W + "endnotes", W + "comments"):
        for number, note in enumerate(notes, 1):
            yield from _Story(f"{prefix}{number}").blocks(note)
        return
    body = root.find(W + "body")
    yield from _Story(prefix).blocks(root if body is None else body)


@dataclass(slots=True)
class _Story:
    """How many paragraphs, tables and boxes of a story were met."""

    prefix: str
    paragraphs: int = 0
    tables: int = 0
    boxes: int = 0
    waiting: list[Element] = field(default_factory=list)

    def blocks(self, holder: Element) -> Iterator[WordPlace]:
        """Yield the places of a story, its text boxes last."""
        yield from self._in(holder)
        for box in self.waiting:
            self.boxes += 1
            yield from _Story(f"{self.prefix}文本框{self.boxes}").blocks(box)

    def _in(self, holder: Element) -> Iterator[WordPlace]:
        for child in holder:
            if child.tag == W + "p":
                self.paragraphs += 1
                yield WordPlace(f"{self.prefix}段{self.paragraphs}", text_of(child), child)
                self._boxes(child)
            elif child.tag == W + "tbl":
                yield from self._table(child)
            elif child.tag in _AROUND:
                yield from self._in(child)

    def _table(self, table: Element) -> Iterator[WordPlace]:
        self.tables += 1
        name = f"{self.prefix}表{self.tables}"
        for number, row in enumerate(inside(table, "tr")):
            for cell in cells_of(row, number):
                if cell.element is None or cell.continues:
                    continue
                place = f"{name}!{column_letters(cell.column + 1)}{number + 1}"
                text = "\n".join(map(text_of, paragraphs_of(cell.element)))
                yield WordPlace(place, text, cell.element, name, number, cell.column)
                for inner in inside(cell.element, "tbl"):
                    yield from self._table(inner)
                for paragraph in inside(cell.element, "p"):
                    self._boxes(paragraph)

    def _boxes(self, paragraph: Element) -> None:
        """Put down the text boxes that hang on a paragraph; what is written for old programs says the same again."""
        for box in paragraph.iter(W + "txbxContent"):
            if not any(above.tag in (MC + "Fallback", W + "txbxContent") for above in box.iterancestors()):
                self.waiting.append(box)


def text_of(paragraph: Element) -> str:
    """Return the text of a paragraph, without numbers of pages."""
    if paragraph.find(f".//{W}fldChar") is None and paragraph.find(f".//{W}fldSimple") is None:
        return paragraph_text(paragraph)
    pages = list(_page_numbers(paragraph))
    kept = [(text, text.text) for text in pages]
    for text in pages:
        text.text = ""
    said = paragraph_text(paragraph)
    for text, former in kept:
        text.text = former
    return said


def _page_numbers(paragraph: Element) -> Iterator[Element]:
    """Yield the texts that fields show as numbers of pages (ECMA-376 §17.16.18, §17.16.19)."""
    for simple in paragraph.iter(W + "fldSimple"):
        if _PAGES.match(simple.get(W + "instr", "")):
            yield from simple.iter(W + "t")
    code, shows = "", False
    for element in paragraph.iter(W + "fldChar", W + "instrText", W + "t"):
        if element.tag == W + "instrText":
            code += element.text or ""
        elif element.tag == W + "fldChar":
            shows = element.get(W + "fldCharType") == "separate" and _PAGES.match(code) is not None
            code = "" if element.get(W + "fldCharType") == "begin" else code
        elif shows:
            yield element
