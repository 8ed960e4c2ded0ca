"""Workbooks and CSV files as grids of text: what stands in each cell, and where."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from hqe_docs.problems import Location, Problems, cell_at

SUFFIXES = (".xlsx", ".xls", ".csv", ".xlsm", ".et")
LIMIT_BYTES = 200 * 1024 * 1024
_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: rows of cell texts from row 1, column A, as the file shows them."""

    file: str
    sheet: str
    rows: Sequence[Sequence[str]]

    def at(self, row: int, column: int) -> Location:
        """Return the place of 0-based `row` and `column`."""
        return cell_at(self.file, self.sheet, row + 1, column + 1)


def read_grids(path: Path, name: str, found: Problems) -> list[Grid]:
    """Return the sheets of the file at `path`; empty, with a problem, when it can't be read."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(8)
    except OSError as error:
        found.add("L101", Location(name), detail=f"打不开：{error.strerror}")
        return []
    if size > LIMIT_BYTES:
        found.add("L101", Location(name), detail="文件超过 200 MiB")
        return []
    if size == 0:
        found.add("L101", Location(name), detail="文件是空的（0 字节）")
        return []
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _read_workbook(path, name, found)
    if path.suffix.lower() == ".csv":
        return _read_csv(path, name, found)
    found.add("L101", Location(name), detail=_what_it_is(head))
    return []


def _what_it_is(head: bytes) -> str:
    text = head.lstrip().lower()
    if text.startswith((b"<html", b"<!doc", b"<table", b"<?xml")):
        return "内容其实是网页（HTML/XML），不是 Excel 工作簿"
    return "内容不是 Excel 工作簿"


def _read_workbook(path: Path, name: str, found: Problems) -> list[Grid]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        names = [sheet.name for sheet in book.sheets_metadata if "sheet" in str(sheet.typ).lower()]
        return [
            _grid(name, title, book.get_sheet_by_name(title).to_python(skip_empty_area=False))
            for title in names
        ]
    except (CalamineError, OSError, ValueError, MemoryError) as error:
        encrypted = "password" in str(error).lower()
        found.add("L101", Location(name), detail="有打开密码" if encrypted else "工作簿已损坏或格式不受支持")
        return []


def _grid(name: str, sheet: str, rows: Sequence[Sequence[Any]]) -> Grid:
    return Grid(name, sheet, [[cell_text(value) for value in row] for row in rows])


def _read_csv(path: Path, name: str, found: Problems) -> list[Grid]:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        rows = list(csv.reader(io.StringIO(text, newline="")))
        return [Grid(name, path.stem, rows)]
    found.add("L101", Location(name), detail="CSV 不是 UTF-8 或 GBK 编码")
    return []


def cell_text(value: Any) -> str:
    """Return a cell's value as text; whole floats lose their point, dates become 2023-06-30."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return "" if value is None else str(value)


def _number_text(value: float) -> str:
    # Excel keeps 15 significant digits; more would invent some. From 1e15 on the number was cut.
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}".replace("e+", "E+")


def is_error(text: str) -> bool:
    """Say whether a cell holds a formula's error."""
    return text in _ERRORS
