"""Workbooks and CSV files as grids of text, told apart by their first bytes and read within bounds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hqe_docs.data.csvfile import read_csv
from hqe_docs.data.grid import Grid
from hqe_docs.data.unmarked import without_marks
from hqe_docs.data.workbook import read_old_workbook, read_workbook
from hqe_docs.problems import Location, Problems, reason_of

SUFFIXES = (".xlsx", ".xls", ".csv", ".xlsm", ".et")
LIMIT_BYTES = 200 * 1024 * 1024


def read_grids(path: Path, name: str, found: Problems) -> list[Grid]:
    """Return the sheets of the file at `path`; empty, with a problem, when it can't be read."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(8)
        fault = _fault(path, size, head)
        if not fault:
            return without_marks(_reader(head)(path, name, found))
    except OSError as error:
        fault = f"打不开：{reason_of(error)}"
    found.add("L101", Location(name), detail=fault)
    return []


def _reader(head: bytes) -> Callable[[Path, str, Problems], list[Grid]]:
    if head.startswith(b"PK\x03\x04"):
        return read_workbook
    return read_old_workbook if head.startswith(b"\xd0\xcf\x11\xe0") else read_csv


def _fault(path: Path, size: int, head: bytes) -> str:
    if size > LIMIT_BYTES:
        return "文件超过 200 MiB"
    if size == 0:
        return "文件是空的（0 字节）"
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or path.suffix.lower() == ".csv":
        return ""
    if head.lstrip().lower().startswith((b"<html", b"<!doc", b"<table", b"<?xml")):
        return "内容其实是网页（HTML/XML），不是 Excel 工作簿"
    return "内容不是 Excel 工作簿"
