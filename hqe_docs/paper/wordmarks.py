"""Marks that Word templates may hold beyond docxtpl's tags: taken out before filling, carried out before or after.

`{% 合并相同 %}` in a cell, `{% 表头重复 %}` and `{% 不跨页 %}` in a row, and a tag in the properties of a content control.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from hqe_docs.paper.controls import fill_controls, prepare_controls
from hqe_docs.paper.places import CONTROL_VALUE, Places, W
from hqe_docs.paper.samecells import SAME, merge_equal, rows_of
from hqe_docs.problems import Problem

MARKS = ("合并相同", "表头重复", "不跨页")
_MARK = re.compile(rf"\{{%-?\s*({'|'.join(MARKS)})\s*-?%\}}")
_WORDS = re.compile("|".join(MARKS).encode())
_ELEMENTS = re.compile(rb"<[^>]*>")
_CONTROL = re.compile(rb'<w:(?:tag|alias) w:val="[^"]*\{\{|<w:showingPlcHdr')
_LEFT = (f' {SAME}="'.encode(), f"<{CONTROL_VALUE}".encode())
_LOOP = re.compile(r"\{%-?\s*tr\s+(end)?for\b")


def prepared(xml: bytes) -> bytes:
    """Return a part as docxtpl is to see it: marks are attributes; a part without any keeps its bytes."""
    marked = _WORDS.search(_ELEMENTS.sub(b"", xml)) is not None
    if not marked and not _CONTROL.search(xml):
        return xml
    root = etree.fromstring(xml)
    changed = [marked and _mark(root), prepare_controls(root)]
    return _written(root) if any(changed) else xml


def finished(xml: bytes, file: str, part: str) -> tuple[bytes, list[Problem]]:
    """Return a filled part with its marks carried out, and what was wrong; `part` is 页眉, 页脚 … or empty."""
    if not any(mark in xml for mark in _LEFT):
        return xml, []
    root = etree.fromstring(xml)
    found = fill_controls(root, Places(root, file, part))
    merge_equal(root)
    return _written(root), found


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


# ---------------------------------------------------------------- taking marks out
@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a template's table: all rows of the table with its place among them, and the number of the loop it is in, 0 for none."""

    row: etree._Element
    rows: list[etree._Element]
    index: int
    loop: int


def _mark(root: etree._Element) -> bool:
    rows = [row for table in root.iter(W + "tbl") for row in _rows(table)]
    return sum(_mark_row(row) for row in rows) > 0


def _rows(table: etree._Element) -> Iterator[_Row]:
    depth, loop, rows = 0, 0, rows_of(table)
    for index, row in enumerate(rows):
        for end in _LOOP.findall(_text(row)):
            loop += not end and depth == 0
            depth += -1 if end else 1
        yield _Row(row, rows, index, loop if depth > 0 else 0)


def _mark_row(row: _Row) -> bool:
    found = False
    for paragraph in list(row.row.iter(W + "p")):
        marks = _take_out(paragraph) if next(paragraph.iterancestors(W + "tr")) is row.row else []
        for mark in marks:
            _carry_out(mark, paragraph, row)
        if marks:
            _drop_if_bare(paragraph)
            found = True
    return found


def _carry_out(mark: str, paragraph: etree._Element, row: _Row) -> None:
    if mark == "合并相同":
        next(paragraph.iterancestors(W + "tc")).set(SAME, str(row.loop))
    elif mark == "不跨页":
        _set_row(row.row, "cantSplit")
    else:  # header rows are an unbroken run from the first row on (ECMA-376 §17.4.78)
        for one in row.rows[: row.index + 1]:
            _set_row(one, "tblHeader")


def _set_row(row: etree._Element, name: str) -> None:
    properties = row.find(W + "trPr")
    if properties is None:
        properties = etree.Element(W + "trPr")
        exceptions = row.find(W + "tblPrEx")
        row.insert(0 if exceptions is None else 1, properties)
    for old in properties.findall(W + name):
        properties.remove(old)
    properties.insert(0, etree.Element(W + name))


# ---------------------------------------------------------------- the text of a paragraph
def _texts(paragraph: etree._Element) -> list[etree._Element]:
    return [t for t in paragraph.iter(W + "t") if next(t.iterancestors(W + "p")) is paragraph]


def _text(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(W + "t"))


def _take_out(paragraph: etree._Element) -> list[str]:
    """Return the marks of a paragraph, which no longer holds them, however they were cut into runs."""
    texts = _texts(paragraph)
    marks = list(_MARK.finditer("".join(t.text or "" for t in texts)))
    for match in reversed(marks):
        _cut(texts, match.start(), match.end())
    return [match[1] for match in marks]


def _cut(texts: list[etree._Element], start: int, end: int) -> None:
    at = 0
    for t in texts:
        text = t.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if first < last:
            t.text = text[:first] + text[last:]
            t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run = t.getparent()
            if not t.text and run is not None:
                run.remove(t)
                _drop_run(run)


def _drop_run(run: etree._Element) -> None:
    around = run.getparent()
    if around is not None and all(child.tag == W + "rPr" for child in run):
        around.remove(run)


def _drop_if_bare(paragraph: etree._Element) -> None:
    """Remove a paragraph that held nothing but marks, unless its cell has no other."""
    cell = paragraph.getparent()
    if cell is not None and len(cell.findall(W + "p")) > 1 and paragraph.find(f".//{W}r") is None:
        cell.remove(paragraph)
