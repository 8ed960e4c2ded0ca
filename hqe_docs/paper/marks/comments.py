"""Comments of a worksheet: ours added beside what stands there, and taken away again (ECMA-376 §18.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from hqe_docs.paper.excel.refs import column_number, split_cell
from hqe_docs.paper.excel.vml import BLANK, added_notes, has_shapes, without_notes
from hqe_docs.paper.marks.sheetrows import SheetRows
from hqe_docs.paper.package import Parts
from hqe_docs.paper.relations import (
    add_part,
    free_name,
    relate,
    relations_of,
    relations_space,
    remove_part,
    target_of,
)
from hqe_docs.paper.xmlbytes import SPACE, xml_bytes

AUTHOR, MARKER = "hqe", "【hqe】"
_FILL = "原底色："
_NOTHING = ("", f"{AUTHOR}:")  # Office puts the author's name first
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"


def comment_text(lines: str, fill: str) -> str:
    """Return the text of our comment: its last line says the fill that the cell had, if it had one."""
    return f"{MARKER}{lines}" + (f"\n{_FILL}{fill}" if fill else "")


# ---------------------------------------------------------------- adding
def add_comments(parts: Parts, sheet: SheetRows, part: str, texts: Mapping[str, str]) -> None:
    """Add a comment to each cell of `texts`; where there is one already, ours is appended to it."""
    name = target_of(parts, part, "comments")
    if name is None:
        name = free_name(parts, "xl/comments{}.xml")
        space = etree.QName(sheet.root).namespace
        blank = f'<comments xmlns="{space}"><authors/><commentList/></comments>'
        add_part(parts, name, blank.encode(), _TYPE)
        relate(parts, part, "comments", name)
    book = _Comments.of(parts[name])
    there = {item.get("ref"): item for item in book.items()}
    author = book.author()
    for ref, text in texts.items():
        if ref in there:
            _append(there[ref], text)
        else:
            book.add(ref, author, text)
    parts[name] = xml_bytes(book.root)
    _add_shapes(parts, sheet, part, {ref: text for ref, text in texts.items() if ref not in there})


@dataclass(slots=True)
class _Comments:
    root: etree._Element
    authors: etree._Element
    list: etree._Element

    @classmethod
    def of(cls, xml: bytes) -> _Comments:
        root = etree.fromstring(xml)
        authors, items = root.find("{*}authors"), root.find("{*}commentList")
        if authors is None or items is None:
            raise ValueError("comments without authors or list")
        return cls(root, authors, items)

    def items(self) -> Iterator[etree._Element]:
        return self.list.iterfind("{*}comment")

    def author(self) -> str:
        """Return the number of our author, who is entered when unknown."""
        names = [item.text or "" for item in self.authors]
        if AUTHOR not in names:
            _child(self.authors, "author").text = AUTHOR
            return str(len(names))
        return str(names.index(AUTHOR))

    def is_ours(self, comment: etree._Element) -> bool:
        number = int(comment.get("authorId", "0"))
        return number < len(self.authors) and self.authors[number].text == AUTHOR

    def add(self, ref: str, author: str, text: str) -> None:
        comment = _child(self.list, "comment")
        comment.attrib.update({"ref": ref, "authorId": author})
        run = _child(_child(comment, "text"), "r")
        looks = _child(run, "rPr")
        _child(looks, "sz").set("val", "9")
        _child(looks, "rFont").set("val", "宋体")
        _set_text(_child(run, "t"), text)

    def forget_author(self) -> None:
        """Strike our author off, if nobody names it and it is the last."""
        last = len(self.authors) - 1
        used = {comment.get("authorId") for comment in self.items()}
        if last >= 0 and self.authors[last].text == AUTHOR and str(last) not in used:
            self.authors.remove(self.authors[last])


def _append(comment: etree._Element, text: str) -> None:
    body = comment.find("{*}text")
    body = _child(comment, "text") if body is None else body
    runs = body.findall("{*}r")
    plain = body.find("{*}t")
    if plain is not None and not runs:
        _set_text(plain, f"{plain.text or ''}\n{text}")
        return
    run = etree.Element(_tag(body, "r"))
    _set_text(_child(run, "t"), f"\n{text}")
    if runs:
        runs[-1].addnext(run)
    else:
        body.insert(0, run)


def _add_shapes(parts: Parts, sheet: SheetRows, part: str, texts: Mapping[str, str]) -> None:
    if not texts:
        return
    name = _drawing(parts, sheet, part)
    if name is None:
        name = free_name(parts, "xl/drawings/vmlDrawing{}.vml")
        add_part(parts, name, BLANK, _VML_TYPE)
        key = relate(parts, part, "vmlDrawing", name)
        sheet.place("legacyDrawing").set(f"{{{relations_space(parts)}}}id", key)
    others = [xml for other, xml in parts.items() if other.endswith(".vml") and other != name]
    places = {_place(ref): text for ref, text in texts.items()}
    parts[name] = added_notes(parts[name], others, places)


def _drawing(parts: Parts, sheet: SheetRows, part: str) -> str | None:
    """Return the VML drawing of the sheet's own shapes; those of its headers hang on another element."""
    element = sheet.root.find("{*}legacyDrawing")
    key = next(iter(element.attrib.values()), "") if element is not None else None
    return next((item.target for item in relations_of(parts, part) if item.id == key), None)


def _place(ref: str) -> tuple[int, int]:
    """Return 0-based row and column."""
    letters, row = split_cell(ref)
    return row - 1, column_number(letters) - 1


# ---------------------------------------------------------------- taking away
def our_comments(parts: Parts, part: str) -> dict[str, str]:
    """Return the cells of a sheet that carry our comment, each with the fill that it had before."""
    name = target_of(parts, part, "comments")
    book = _Comments.of(parts[name]) if name else None
    ours = [item for item in book.items() if _is_marked(book, item)] if book else []
    return {item.get("ref", ""): _fill_said(_text(item)) for item in ours}


def remove_comments(parts: Parts, sheet: SheetRows, part: str) -> None:
    """Take our comments out of a sheet; what others wrote in the same cell stays."""
    name = target_of(parts, part, "comments")
    if name is None:
        return
    book, gone = _Comments.of(parts[name]), set()
    for item in list(book.items()):
        if _is_marked(book, item) and not _cut(item):
            gone.add(_place(item.get("ref", "A1")))
            book.list.remove(item)
    book.forget_author()
    if len(book.list):
        parts[name] = xml_bytes(book.root)
    else:
        remove_part(parts, name, part)
    _remove_shapes(parts, sheet, part, gone)


def _remove_shapes(parts: Parts, sheet: SheetRows, part: str, gone: set[tuple[int, int]]) -> None:
    name = _drawing(parts, sheet, part)
    if name is None or not gone:
        return
    parts[name] = without_notes(parts[name], gone)
    element = sheet.root.find("{*}legacyDrawing")
    if element is not None and not has_shapes(parts[name]):
        sheet.root.remove(element)
        remove_part(parts, name, part)


def _is_marked(book: _Comments, comment: etree._Element) -> bool:
    return MARKER in _text(comment) or book.is_ours(comment)


def _text(comment: etree._Element) -> str:
    return "".join(item.text or "" for item in _texts(comment))


def _texts(comment: etree._Element) -> list[etree._Element]:
    return [item for item in comment.iterfind("{*}text//{*}t") if not _is_hint(item)]


def _is_hint(item: etree._Element) -> bool:
    parent = item.getparent()
    return parent is not None and etree.QName(parent).localname == "rPh"


def _fill_said(text: str) -> str:
    found = re.findall(rf"^{_FILL}(.+?)\s*$", text.partition(MARKER)[2], re.MULTILINE)
    return found[-1] if found else ""


def _cut(comment: etree._Element) -> bool:
    """Cut our text off a comment; say whether anything of others is left."""
    kept, _, _ = _text(comment).partition(MARKER)
    kept = kept.removesuffix("\n")
    if MARKER not in _text(comment) or kept.strip() in _NOTHING:
        return False
    room = len(kept)
    for item in _texts(comment):
        own = item.text or ""
        if room < len(own):
            _set_text(item, own[:room])
        room = max(0, room - len(own))
    for item in _texts(comment):
        run = item.getparent()
        if not item.text and run is not None and etree.QName(run).localname == "r":
            run.getparent().remove(run)  # type: ignore[union-attr]
    return True


# ---------------------------------------------------------------- elements
def _child(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, _tag(parent, name))


def _tag(element: etree._Element, name: str) -> str:
    return f"{{{etree.QName(element).namespace}}}{name}"


def _set_text(item: etree._Element, text: str) -> None:
    item.text = text
    if text != text.strip() or "\n" in text:
        item.set(SPACE, "preserve")
