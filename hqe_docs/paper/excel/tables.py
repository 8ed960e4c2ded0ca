"""Tables (ListObjects): a blank row for those left without rows, names of columns as in their header.

Excel refuses a table without a row of data, and one whose columns aren't called as the header says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape

from lxml import etree

from hqe_docs.paper.excel.linemap import LineMap
from hqe_docs.paper.excel.refs import column_number, split_cell
from hqe_docs.paper.excel.sheet import Cell, Row, Sheet
from hqe_docs.paper.excel.strips import Strip
from hqe_docs.paper.package import Parts
from hqe_docs.paper.relations import relations_of
from hqe_docs.paper.xmlbytes import xml_bytes
from hqe_docs.problems import column_letters


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet template: its part, its name, its area, and its first and last row of data."""

    part: str
    name: str
    area: str
    top: int
    bottom: int


def tables_of(parts: Parts, part: str) -> Iterator[Table]:
    """Yield the tables of a sheet."""
    for relation in relations_of(parts, part):
        if relation.kind == "table":
            root = etree.fromstring(parts[relation.target])
            area = root.get("ref", "A1")
            top, bottom = (split_cell(end)[1] for end in (area.partition(":")[0], area.rpartition(":")[2]))
            heads, totals = int(root.get("headerRowCount", "1")), int(root.get("totalsRowCount", "0"))
            yield Table(relation.target, root.get("displayName", ""), area, top + heads, bottom - totals)


def with_blank_rows(sheet: Sheet, lines: LineMap, tables: Iterable[Table]) -> Sheet:
    """Return `sheet` with a blank row instead of each loop that left a table without rows; else itself."""
    rows = list(sheet.rows)
    for table in tables:
        if lines.span(table.top, table.bottom) is None:
            rows = _blanked(rows, table)
    return sheet if rows == list(sheet.rows) else replace(sheet, rows=tuple(rows))


def _blanked(rows: list[Row], table: Table) -> list[Row]:
    inside = [i for i, row in enumerate(rows) if table.top <= row.number <= table.bottom and not row.controls]
    found = next((block for block in _blocks(rows) if inside and block[0] < inside[0] < block[1]), None)
    if found is None:
        return rows
    opening, closing = found
    blank = replace(rows[inside[0]], cells=tuple(_blank(cell) for cell in rows[inside[0]].cells))
    return [
        *rows[:opening],
        _control(rows[opening], "if true"),
        blank,
        _control(rows[closing], "endif"),
        *rows[closing + 1 :],
    ]


def _blocks(rows: list[Row]) -> Iterator[tuple[int, int]]:
    """Yield first and last row of each block that is in no other, by index."""
    depth, opening = 0, 0
    for index, row in enumerate(rows):
        for statement, _cell in row.controls:
            word = (statement.split() or [""])[0]
            if word in ("for", "if"):
                opening = opening if depth else index
                depth += 1
            elif word.startswith("end"):
                depth -= 1
                if not depth:
                    yield opening, index


def _control(row: Row, statement: str) -> Row:
    return replace(row, controls=((statement, row.controls[0][1]),))


def _blank(cell: Cell) -> Cell:
    return Cell(cell.column, cell.row, cell.style, origin=cell.origin)


def name_columns(
    parts: Parts, tables: Iterable[Table], sheet: Sheet, lines: LineMap, rows: Iterable[str | Strip]
) -> None:
    """Call the columns of tables as their headers among the written `rows` say, where these were tagged."""
    tagged = {row.number: row for row in sheet.rows if any(cell.text for cell in row.cells)}
    for table in tables:
        header = tagged.get(table.top - 1)
        span = lines.span(table.top - 1, table.top - 1)
        if header is None or span is None:
            continue
        opening = f'<{sheet.prefix}row r="{span[0]}"'
        openings = (f"{opening} ", f"{opening}>")
        written = next((row for row in rows if isinstance(row, str) and row.startswith(openings)), "")
        root = etree.fromstring(parts[table.part])
        left = column_number(split_cell(root.get("ref", "A1").partition(":")[0])[0])
        for number, column in enumerate(root.iterfind("{*}tableColumns/{*}tableColumn"), left):
            name = _text_of(written, f"{column_letters(number)}{span[0]}")
            if name:
                column.set("name", name)
        parts[table.part] = xml_bytes(root)


def _text_of(row: str, cell: str) -> str:
    """Return the text that stands in a written cell; none for one kept in the shared strings."""
    inside = re.split(r"<(?:\w+:)?c r=", row.partition(f'c r="{cell}"')[2], maxsplit=1)[0]
    text = "".join(re.findall(r"<(?:\w+:)?t\b[^>]*>([^<]*)</", inside))
    return unescape(text).replace("\n", "_x000a_")
