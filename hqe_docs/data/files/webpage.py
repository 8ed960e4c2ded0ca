"""What systems export as “.xls” and is none: HTML tables, and the XML spreadsheets of Excel 2003, as grids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hqe_docs.data.files.grid import Grid, Merge
from hqe_docs.problems import Location, Problems

MOST_BYTES = 64 * 1024 * 1024
MOST_CELLS = 40_000_000
MOST_SPAN = 1_000
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_MIDNIGHT = re.compile(r"T00:00:00(\.0+)?$")
_CHINESE = frozenset(["gb2312", "gbk", "gb18030", "x-gbk"])


def read_page(path: Path, name: str, found: Problems) -> list[Grid]:
    """Return the tables of a page as sheets; empty, with a problem, when it has none."""
    from lxml.etree import LxmlError

    data = path.read_bytes()
    if len(data) > MOST_BYTES:
        found.add("L101", Location(name), detail="网页（HTML/XML）超过 64 MiB")
        return []
    try:
        grids = list(_sheets(data, name) if _SS[1:-1].encode() in data[:4096] else _tables(data, name))
    except (LxmlError, ValueError, LookupError):
        grids = []
    if grids:
        found.add("L117", Location(name), count=len(grids))
    else:
        detail = "内容其实是网页（HTML/XML），不是 Excel 工作簿，里面也没有表格"
        found.add("L101", Location(name), detail=detail)
    return grids


# ---------------------------------------------------------------- HTML
def _tables(data: bytes, name: str) -> Iterator[Grid]:
    from lxml import html

    root = html.document_fromstring(data, parser=html.HTMLParser(encoding=_encoding(data), huge_tree=True))
    inner = [table for table in root.iter("table") if table.find(".//table") is None]
    for number, table in enumerate(inner, 1):
        rows, merges = _spread([_html_row(row) for row in table.iter("tr")])
        if len(rows) > 1:
            yield Grid(name, f"表{number}" if len(inner) > 1 else "表", rows, merges=merges)


def _encoding(data: bytes) -> str:
    match = _CHARSET.search(data[:4096])
    named = match[1].decode("ascii").lower() if match else ""
    if named in _CHINESE:
        return "gb18030"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return named if named and not named.startswith("utf") else "gb18030"
    return "utf-8"


Cell = tuple[str, int, int, int]  # text, column (-1: the next free one), columns and rows it reaches over


def _html_row(row: Any) -> list[Cell]:
    cells = (cell for cell in row if cell.tag in ("td", "th"))
    return [(_words(cell), -1, _span(cell.get("colspan")), _span(cell.get("rowspan"))) for cell in cells]


def _words(cell: Any) -> str:
    for line in cell.iter("br"):
        line.tail = "\n" + (line.tail or "")
    return "\n".join(" ".join(line.split()) for line in "".join(cell.itertext()).split("\n")).strip()


def _span(text: str | None) -> int:
    return min(int(text), MOST_SPAN) if text and text.strip().isdigit() and int(text) else 1


def _spread(rows: list[list[Cell]]) -> tuple[list[list[str]], tuple[Merge, ...]]:
    """Return the cells in their columns, those under a cell that reaches over them being empty."""
    grid: list[list[str]] = []
    merges: list[Merge] = []
    taken: set[tuple[int, int]] = set()
    for i, row in enumerate(rows):
        texts: dict[int, str] = {}
        at = 0
        for text, column, wide, high in row:
            at = column if column >= 0 else at
            while (i, at) in taken:
                at += 1
            texts[at] = text
            if wide > 1 or high > 1:
                merges.append(((i, at), (i + high - 1, at + wide - 1)))
                taken |= {(i + down, at + right) for down in range(high) for right in range(wide)}
            at += wide
        if max(texts, default=0) * len(rows) > MOST_CELLS:
            raise ValueError("too wide")
        grid.append([texts.get(k, "") for k in range(max(texts, default=-1) + 1)])
    return grid, tuple(merges)


# ---------------------------------------------------------------- XML of Excel 2003
def _sheets(data: bytes, name: str) -> Iterator[Grid]:
    """Yield the worksheets ([MS] XML Spreadsheet reference: ss:Index counts from 1, ss:MergeAcross from 0)."""
    from lxml import etree

    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for sheet in root.iter(f"{_SS}Worksheet"):
        rows: list[list[Cell]] = []
        for row in sheet.iter(f"{_SS}Row"):
            index = int(row.get(f"{_SS}Index") or len(rows) + 1)
            if index - len(rows) > MOST_SPAN * MOST_SPAN:
                raise ValueError("too far")
            rows += [[] for _ in range(index - 1 - len(rows))]
            rows.append([_xml_cell(cell) for cell in row.iter(f"{_SS}Cell")])
        texts, merges = _spread(rows)
        if texts:
            yield Grid(name, sheet.get(f"{_SS}Name") or "表", texts, merges=merges)


def _xml_cell(cell: Any) -> Cell:
    data = cell.find(f"{_SS}Data")
    text = "" if data is None else _MIDNIGHT.sub("", "".join(data.itertext()))
    index, wide, high = (cell.get(f"{_SS}{key}") for key in ("Index", "MergeAcross", "MergeDown"))
    return (
        text,
        int(index) - 1 if index else -1,
        _span(str(int(wide or 0) + 1)),
        _span(str(int(high or 0) + 1)),
    )
