"""Workbooks and CSV files as grids of text, told apart by their first bytes and read within bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from hqe_docs.data.files.biff import Marks
from hqe_docs.data.files.csvfile import read_csv
from hqe_docs.data.files.epoch import counts_from_1904
from hqe_docs.data.files.grid import Grid
from hqe_docs.data.files.locked import Locked, unlocked
from hqe_docs.data.files.textrows import TextRows
from hqe_docs.data.files.unmarked import is_summary, without_marks
from hqe_docs.data.files.unread import marks_in, outside_of, words_of
from hqe_docs.data.files.webpage import read_page
from hqe_docs.data.files.workbook import read_old_workbook, read_workbook
from hqe_docs.problems import Location, Problems, reason_of

SUFFIXES = (".xlsx", ".xls", ".csv", ".xlsm", ".et")
LOCK_FILE = "~$"
LIMIT_BYTES = 200 * 1024 * 1024
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_PAGES = (b"<html", b"<!doc", b"<table", b"<?xml", b"<meta", b"<head", b"<style")
_START = 512


def read_grids(path: Path, name: str, found: Problems) -> list[Grid]:
    """Return the sheets of the file at `path`; empty, with a problem, when it can't be read."""
    try:
        size = path.stat().st_size
        if not path.is_file():  # a pipe would never end
            found.add("L101", Location(name), detail="不是普通文件")
            return []
        with path.open("rb") as stream:
            head = stream.read(_START)
        fault = _fault(path, size, head)
        if not fault:
            return without_marks(_read(path, name, head, found))
    except OSError as error:
        fault = f"打不开：{reason_of(error)}"
    found.add("L101", Location(name), detail=fault)
    return []


def _read(path: Path, name: str, head: bytes, found: Problems) -> list[Grid]:
    try:
        grids = _reader(head)(path, name, found)
    except Locked:
        return _read_locked(path, name, found)
    if grids and head.startswith((_ZIP, _OLE)):
        if head.startswith(_ZIP) and (words := "、".join(outside_of(path))):
            found.add("R163", Location(name), detail=words)
        marks = marks_in(path)
        is_1904 = counts_from_1904(path)
        if any(map(is_summary, grids)):  # those colours and comments are our own
            marks = {sheet: replace(item, comments=0, fills={}) for sheet, item in marks.items()}
        grids = [_with_marks(grid, marks.get(grid.sheet), is_1904, found) for grid in grids]
    return grids


def _with_marks(grid: Grid, marks: Marks | None, from_1904: bool, found: Problems) -> Grid:
    """Return the sheet with its formulas' errors, which calamine leaves out; say what of it is not read."""
    if marks and not grid.is_hidden:
        if words := words_of(marks):
            found.add("L116", Location(grid.file, grid.sheet), detail=words)
        if cells := marks.uncomputed:
            found.add("L120", Location(grid.file, grid.sheet), count=len(cells), cell=cells[0])
    rows = grid.rows
    if marks and marks.errors and not isinstance(rows, TextRows):  # those of a large sheet are there already
        rows = _with_errors(rows, marks.errors)
    uncomputed = frozenset(marks.uncomputed) if marks else frozenset()
    return replace(grid, rows=rows, from_1904=from_1904, uncomputed=uncomputed)


def _with_errors(
    rows: Sequence[Sequence[str]], errors: Mapping[tuple[int, int], str]
) -> Sequence[Sequence[str]]:
    changed = {row: list(rows[row]) for row, _ in errors if row < len(rows)}
    for (row, column), text in errors.items():
        if row in changed and column < len(changed[row]):
            changed[row][column] = text
    return [changed.get(i, row) for i, row in enumerate(rows)]


def _read_locked(path: Path, name: str, found: Problems) -> list[Grid]:
    """Return the sheets of a workbook with a password, from a copy that is unlocked, read and removed."""
    with unlocked(path) as plain:
        if isinstance(plain, Path):
            return read_grids(plain, name, found)
        found.add("L115", Location(name), detail=plain)
        return []


def _reader(head: bytes) -> Callable[[Path, str, Problems], list[Grid]]:
    if head.startswith(_ZIP):
        return read_workbook
    if head.startswith(_OLE):
        return read_old_workbook
    return read_page if _is_page(head) else read_csv


def _is_page(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_PAGES)


def _fault(path: Path, size: int, head: bytes) -> str:
    if path.name.startswith(LOCK_FILE):
        return "这是 Excel 或 WPS 打开台账时的临时文件，不是台账；真正的台账是名称里没有 ~$ 的那一个"
    if size > LIMIT_BYTES:
        return "文件超过 200 MiB"
    if size == 0:
        return "文件是空的（0 字节）"
    if head.startswith((_ZIP, _OLE)) or _is_page(head) or path.suffix.lower() == ".csv":
        return ""
    if head.lstrip().lower().startswith(b"mime-version"):
        return "内容是单个文件网页（.mht），用 Excel 或 WPS 打开后另存为 .xlsx"
    return "内容不是 Excel 工作簿"
