"""CSV files as grids; a quote that swallows rows is found and refused, never read as one long cell."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from hqe_docs.data.files.grid import Grid
from hqe_docs.problems import Location, Problems

MOST_LINES = 20  # of one quoted cell: an address or a remark has a few, a forgotten quote has all that follow
MOST_CELLS, MOST_ROWS = 40_000_000, 2_000_000  # a sheet has 1,048,576 rows
ENCODINGS = ("utf-8-sig", "gb18030")


class _Unreadable(Exception):
    """Why a CSV file can't be read, and in which line."""

    def __init__(self, detail: str, line: int | None = None) -> None:
        super().__init__(detail)
        self.detail, self.line = detail, line


def read_csv(path: Path, name: str, found: Problems) -> list[Grid]:
    """Return the file as a grid; empty, with a problem, when its quotes or its encoding are wrong."""
    for encoding in ENCODINGS:
        try:
            return [Grid(name, path.stem, list(_records(path, encoding)))]
        except UnicodeDecodeError:
            continue
        except _Unreadable as fault:
            found.add("L101", Location(name, line=fault.line), detail=fault.detail)
            return []
    found.add("L101", Location(name), detail="CSV 不是 UTF-8 或 GBK 编码")
    return []


def _records(path: Path, encoding: str) -> Iterator[list[str]]:
    with path.open(encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, strict=True)
        one_of = dict[str, str]().setdefault  # most cells repeat: kept once, a county needs half the memory
        cells = before = 0
        try:
            for count, record in enumerate(reader):
                if count == MOST_ROWS:
                    raise _Unreadable(f"超过 {MOST_ROWS // 10_000} 万行", count)
                line = reader.line_num
                if line - before > MOST_LINES and any(text.count("\n") >= MOST_LINES for text in record):
                    raise _open_quote(path, encoding, before, line)
                before, cells = line, cells + len(record)
                if cells > MOST_CELLS:
                    raise _Unreadable(f"单元格超过 {MOST_CELLS // 10_000} 万个", line)
                yield list(map(one_of, record, record))
        except csv.Error as error:
            raise _open_quote(path, encoding, before, reader.line_num, str(error)) from error


def _open_quote(path: Path, encoding: str, before: int, line: int, words: str = "") -> _Unreadable:
    opened = _opened_at(path, encoding, before, line)
    if "limit" in words:
        return _Unreadable(f"第 {opened} 行有一格超过 128 KiB，多半是双引号没有闭合", opened)
    return _Unreadable(f"第 {opened} 行的双引号没有成对，其后的内容分不出行", opened)


def _opened_at(path: Path, encoding: str, before: int, line: int) -> int:
    """Return the line, among those after `before` up to `line`, whose quote runs on the furthest."""
    opened, longest, since = line, 0, 0
    with path.open(encoding=encoding, newline="") as stream:
        for number, text in enumerate(islice(stream, before, line), before + 1):
            if since and number - since > longest:
                opened, longest = since, number - since
            if text.count('"') % 2:
                since = 0 if since else number
    return opened
