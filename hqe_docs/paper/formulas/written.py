"""Cells of a sheet as they stand in its XML, only the columns that formulas look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from hqe_docs.paper.excel.refs import column_number
from hqe_docs.paper.excel.sheet import Sheet, read_strings
from hqe_docs.paper.excel.workbook import STRINGS
from hqe_docs.paper.formulas.grid import Cells, Unreadable
from hqe_docs.paper.formulas.scalars import Fault, Value
from hqe_docs.paper.package import Parts
from hqe_docs.problems import column_letters

_TEXT = re.compile(rb"<(?:\w+:)?t(?: [^>]*)?>([^<]*)<")
_HINTS = re.compile(rb"<(\w+:)?rPh.*?</\1?rPh>", re.DOTALL)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_KIND = re.compile(rb' t="(\w+)"')
Columns = set[int] | None  # None: all of them
Written = tuple[bytes, bytes, bytes, bytes]  # column, row, attributes, content


@dataclass(slots=True)
class Texts:
    """The shared string table, read when the first cell asks for it."""

    parts: Parts
    read: list[str] | None = None

    def at(self, index: bytes) -> str:
        """Return a text of the table; IndexError when it has none there."""
        if self.read is None:
            self.read = read_strings(self.parts.get(STRINGS))[0]
        return self.read[int(index)]


def cells_in(xml: bytes, prefix: str, columns: Columns) -> list[Written]:
    """Return the cells of a sheet's XML that hold something."""
    letters = "[A-Z]+" if columns is None else "|".join(column_letters(one) for one in sorted(columns))
    cell = rf'<{prefix}c r="({letters})(\d+)"([^>/]*)>(.*?)</{prefix}c>'
    return re.findall(cell.encode(), xml, re.DOTALL)


def cells_of(sheet: Sheet, columns: Columns) -> Iterator[Written]:
    """Yield the cells that hold a value of a sheet that stayed as the template has it."""
    letters = None if columns is None else {column_letters(one) for one in columns}
    for row in sheet.rows:
        for cell in row.cells:
            if cell.rest != "/>" and (letters is None or cell.column in letters):
                attributes, _, content = cell.rest.encode().partition(b">")
                yield cell.column.encode(), str(cell.row).encode(), attributes, content.rpartition(b"</")[0]


def put_into(cells: Cells, written: Iterable[Written], texts: Texts) -> None:
    """Put the values of written cells into `cells`, which may hold formulas."""
    found: dict[bytes, dict[int, Any]] = {}
    for letters, row, attributes, content in written:
        value = _value(attributes, content, texts)
        if value is not None:
            rows = found.get(letters)
            if rows is None:
                rows = found[letters] = {}
            rows[int(row)] = value
    cells.put({column_number(letters.decode()): rows for letters, rows in found.items()})


def _value(attributes: bytes, content: bytes, texts: Texts) -> Value | Unreadable:
    match = _KIND.search(attributes) if attributes else None
    kind = match[1] if match else b"n"
    if kind == b"inlineStr":
        return "".join(_unescaped(found) for found in _TEXT.findall(_HINTS.sub(b"", content)))
    start = content.find(b"v>") + 2
    plain = content[start : content.find(b"<", start)] if start > 1 else b""
    if not plain:
        return "" if kind == b"str" else None
    read = _READ.get(kind)
    try:
        return read(plain, texts) if read else Unreadable()
    except (ValueError, IndexError):
        return Unreadable()


def _unescaped(xml: bytes) -> str:
    text = unescape(xml.decode()) if b"&" in xml else xml.decode()
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


_READ: dict[bytes, Callable[[bytes, Texts], Value]] = {
    b"n": lambda plain, _: float(plain),
    b"s": lambda plain, texts: texts.at(plain),
    b"str": lambda plain, _: _unescaped(plain),
    b"b": lambda plain, _: plain == b"1",
    b"e": lambda plain, _: Fault(plain.decode()),
}
