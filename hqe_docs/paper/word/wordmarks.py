"""Marks that Word templates may hold beyond docxtpl's tags: taken out before filling, carried out before or after.

`{% 合并相同 %}` in a cell, `{% 表头重复 %}` and `{% 不跨页 %}` in a row, `{% 署名对齐 %}` in a paragraph, and a tag in the
properties of a content control.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from hqe_docs.paper.language.tagforms import MARK, MARKS, SIGNATURE
from hqe_docs.paper.word.controls import fill_controls, prepare_controls
from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.word.places import CONTROL_VALUE, cells_of, column_of, own_texts, rows_of, width_of
from hqe_docs.paper.word.samecells import IN_LOOP, merge_equal
from hqe_docs.paper.word.signplace import SIGNED, place_signatures
from hqe_docs.paper.xmlbytes import SPACE, xml_bytes
from hqe_docs.problems import Problem

_WORDS = re.compile("|".join(MARKS).encode())
_ELEMENTS = re.compile(rb"<[^>]*>")
_CONTROL = re.compile(rb'<w:(?:tag|alias) w:val="[^"]*\{\{|<w:showingPlcHdr')
_LEFT = (f' {IN_LOOP}="'.encode(), f' {SIGNED}="'.encode(), f"<{CONTROL_VALUE}".encode())
_CONTROL_ROW = re.compile(r"\{[%#]-?\s*tr\s")
_BLOCK = re.compile(r"\{%-?\s*tr\s+(end)?(for|if)\b")


def prepared(xml: bytes) -> bytes:
    """Return a part as docxtpl is to see it: marks are attributes; a part without any keeps its bytes."""
    marked = _WORDS.search(_ELEMENTS.sub(b"", xml)) is not None
    if not marked and not _CONTROL.search(xml):
        return xml
    root = etree.fromstring(xml)
    changed = [marked and _mark(root), prepare_controls(root)]
    return xml_bytes(root) if any(changed) else xml


def finished(xml: bytes, file: str, part: str) -> tuple[bytes, list[Problem]]:
    """Return a part filled from template `file` with its marks carried out, and what was wrong in the template.

    `part` is 页眉, 页脚 … or empty.
    """
    if not any(mark in xml for mark in _LEFT):
        return xml, []
    root = etree.fromstring(xml)
    found = fill_controls(root, file, part)
    merge_equal(root)
    place_signatures(root)
    return xml_bytes(root), found


# ---------------------------------------------------------------- taking marks out
@dataclass(frozen=True, slots=True)
class _Span:
    """A block between two control rows of a table, by their numbers; `word` is for or if."""

    start: int
    word: str
    end: int

    def holds(self, row: int) -> bool:
        return self.start <= row <= self.end


def _mark(root: etree._Element) -> bool:
    signed = [_mark_signature(paragraph) for paragraph in list(root.iter(W + "p"))]
    return sum(_mark_table(rows_of(table)) for table in list(root.iter(W + "tbl"))) > 0 or any(signed)


def _mark_signature(paragraph: etree._Element) -> bool:
    if SIGNATURE not in _text(paragraph) or SIGNATURE not in _take_out(paragraph):
        return False
    paragraph.set(SIGNED, "1")
    return True


def _mark_table(rows: list[etree._Element]) -> bool:
    found = [(index, cell, mark) for index, row in enumerate(rows) for cell, mark in _marks_of(row)]
    spans = list(_spans(rows)) if found else []
    for index, cell, mark in found:
        span = _around(index, spans) if _CONTROL_ROW.search(_text(rows[index])) else None
        if mark == "表头重复":  # header rows are an unbroken run from the first row on (ECMA-376 §17.4.78)
            for row in rows[: span.start if span else index + 1]:
                _set_row(row, "tblHeader")
            continue
        # what stands in a control row counts for the rows of its block
        for number in range(span.start + 1, span.end) if span else (index,):
            if mark == "不跨页":
                _set_row(rows[number], "cantSplit")
            else:
                for one in _same_column(rows[number], cell) if span else (cell,):
                    one.set(IN_LOOP, str(_loop(number, spans)))
    return bool(found)


def _spans(rows: list[etree._Element]) -> Iterator[_Span]:
    still_open: list[tuple[int, str]] = []
    for index, row in enumerate(rows):
        for end, word in _BLOCK.findall(_text(row)):
            if not end:
                still_open.append((index, word))
            elif still_open:
                yield _Span(*still_open.pop(), index)


def _around(row: int, spans: list[_Span]) -> _Span | None:
    return min(
        (span for span in spans if span.holds(row)), key=lambda span: span.end - span.start, default=None
    )


def _loop(row: int, spans: list[_Span]) -> int:
    """Return which loop of the table `row` is in, whatever loops are nested there; 0 for none."""
    return min((span.start + 1 for span in spans if span.word == "for" and span.holds(row)), default=0)


def _same_column(row: etree._Element, above: etree._Element) -> Iterator[etree._Element]:
    start = column_of(above)
    return (cell for column, cell in cells_of(row) if start <= column < start + width_of(above))


def _marks_of(row: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the marks of a row, each with its cell; the row no longer holds them."""
    for paragraph in list(row.iter(W + "p")):
        marks = _take_out(paragraph) if next(paragraph.iterancestors(W + "tr")) is row else []
        for mark in marks:
            yield next(paragraph.iterancestors(W + "tc")), mark
        if marks:
            _drop_if_bare(paragraph)


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
def _text(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(W + "t"))


def _take_out(paragraph: etree._Element) -> list[str]:
    """Return the marks of a paragraph, which no longer holds them, however they were cut into runs."""
    texts = list(own_texts(paragraph))
    marks = list(MARK.finditer("".join(t.text or "" for t in texts)))
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
            t.set(SPACE, "preserve")
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
