"""Cells of a sheet as they stand in its XML, only the columns that formulas look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from hqe_docs.paper.formulas.grid import Cells
from hqe_docs.paper.formulas.scalars import Fault, Value
from hqe_docs.paper.package import Parts
from hqe_docs.paper.refs import column_number
from hqe_docs.paper.sheet import Sheet, read_strings
from hqe_docs.paper.workbook import STRINGS
from hqe_docs.problems import column_letters

_TEXT = re.compile(r"<(?:\w+:)?t(?: [^>]*)?>([^<]*)<")
_HINTS = re.compile(r"<(\w+:)?rPh.*?</\1?rPh>", re.DOTALL)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_KIND = re.compile(r' t="(\w+)"')
Columns = set[int] | None  # None: all of them
Written = tuple[str, str, str, str]  # column, row, attributes, content


@dataclass(slots=True)
class Texts:
    """The shared string table, read when the first cell asks for it."""

    parts: Parts
    read: list[str] | None = None

    def at(self, index: str) -> str:
        """Return a text of the table."""
        if self.read is None:
            self.read = read_strings(self.parts.get(STRINGS))[0]
        return self.read[int(index)]


def cells_in(xml: str, prefix: str, columns: Columns) -> list[Written]:
    """Return the cells of a sheet's XML that hold something."""
    letters = "[A-Z]+" if columns is None else "|".join(column_letters(one) for one in sorted(columns))
    return re.findall(rf'(?s)<{prefix}c r="({letters})(\d+)"([^>/]*)>(.*?)</{prefix}c>', xml)


def cells_of(sheet: Sheet, columns: Columns) -> Iterator[Written]:
    """Yield the cells that hold a value of a sheet that stayed as the template has it."""
    letters = None if columns is None else {column_letters(one) for one in columns}
    for row in sheet.rows:
        for cell in row.cells:
            if cell.rest != "/>" and (letters is None or cell.column in letters):
                attributes, _, content = cell.rest.partition(">")
                yield cell.column, str(cell.row), attributes, content.rpartition("</")[0]


def put_into(cells: Cells, written: Iterable[Written], texts: Texts) -> None:
    """Put the values of written cells into `cells`, which may hold formulas."""
    found: dict[str, dict[int, Value]] = {}
    for letters, row, attributes, content in written:
        value = _value(attributes, content, texts)
        if value is not None:
            rows = found.get(letters)
            if rows is None:
                rows = found[letters] = {}
            rows[int(row)] = value
    for letters, rows in found.items():
        column = column_number(letters)
        formulas = cells.columns.get(column)
        cells.columns[column] = dict(sorted((rows | formulas).items())) if formulas else rows
    cells.last_row = max((max(rows) for rows in cells.columns.values()), default=0)


def _value(attributes: str, content: str, texts: Texts) -> Value:
    match = _KIND.search(attributes) if attributes else None
    kind = match[1] if match else "n"
    if kind == "inlineStr":
        return _text(content)
    start = content.find("v>") + 2
    plain = content[start : content.find("<", start)] if start > 1 else ""
    if kind == "str":
        return _unescaped(plain)
    if not plain:
        return None
    if kind == "s":
        return texts.at(plain)
    if kind == "b":
        return plain == "1"
    # a day written as text is rare, and not a number
    return Fault(plain) if kind == "e" else float(plain) if kind == "n" else Fault("#N/A")


def _text(content: str) -> str:
    return "".join(_unescaped(found) for found in _TEXT.findall(_HINTS.sub("", content)))


def _unescaped(text: str) -> str:
    if "&" in text:
        text = unescape(text)
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
