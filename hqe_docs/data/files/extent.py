"""How far the sheets of an .xlsx reach, scanned before reading: one stray cell makes a sheet of billions."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hqe_docs import zipsafe

MOST_BYTES = 2 * 1024 * 1024 * 1024
MOST_CELLS = 40_000_000  # of the rectangle kept in memory; 300,000 rows of 52 columns are 15.6 million
FEW_CELLS = 5_000_000
EMPTIEST = 20  # a rectangle with fewer than one used cell in so many was stretched by a stray one
JUMP = 1_000
MOST_MERGES = 200_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK = 1 << 20
_LONGEST_ROW = 8 << 20
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
_OUTSIDE = re.compile(rb"""\br\s*=\s*["']((?=[A-Z]{4})[A-Z]+|[A-Z]+(?=[0-9]{8}))([0-9]+)["']""")
_SMALL_SHEET = 8 << 20  # beyond it data/files/lifting reads the cells, and looking at each would take seconds
_PREFIX = re.compile(rb"<(?:(\w+):)?worksheet\b")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's row and column, counted from 1."""

    row: int
    column: int


def package_fault(path: Path) -> str:
    """Return in words why the package at `path` must not be unpacked as a workbook, or nothing."""
    try:
        with zipfile.ZipFile(path) as archive:
            fault = next(zipsafe.faults(archive, most_bytes=MOST_BYTES), "")
            members = archive.infolist()
            fault = fault or _small_parts_fault(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError):
        return "工作簿已损坏，或有密码"
    if any(item.flag_bits & 1 or item.compress_type not in _METHODS for item in members):
        return "压缩包有密码，或压缩方式不受支持"
    names = {item.filename.lower() for item in members}
    return fault or ("" if "xl/workbook.xml" in names else "是压缩包，但不是 .xlsx 工作簿")


def _small_parts_fault(archive: zipfile.ZipFile) -> str:
    """Return what is unsafe in the parts that are parsed whole, and in the beginning of all others."""
    reckoning = zipsafe.Reckoning()
    for info in archive.infolist():
        if (
            info.flag_bits & 1
            or info.compress_type not in _METHODS
            or not info.filename.endswith((".xml", ".rels"))
        ):
            continue
        is_large = info.filename.startswith(("xl/worksheets/", "xl/sharedStrings"))
        if not is_large and info.file_size > zipsafe.MOST_XML:
            return f"部件 {info.filename} 超过 {zipsafe.MOST_XML // 1024 // 1024} MiB"
        with archive.open(info) as stream:
            data = stream.read(_CHUNK if is_large else -1)
        if fault := zipsafe.part_fault(info.filename, data):
            return fault
        if not is_large and reckoning.is_beyond(info.filename, data):
            return f"部件 {info.filename} 的元素过多"
        if info.filename == "xl/workbook.xml" and data.count(b"sheetId=") > zipsafe.MOST_SHEETS:
            return f"工作表超过 {zipsafe.MOST_SHEETS} 张"
    return ""


def stray_cells(path: Path | IO[bytes]) -> dict[str, Cell]:
    """Return sheet title → the cell that stretches it beyond what can be read."""
    with zipfile.ZipFile(path) as archive:
        found = {}
        for title, part in parts(archive):
            small = archive.getinfo(part).file_size <= _SMALL_SHEET
            outside = _OUTSIDE.search(archive.read(part)) if small else None
            if outside:
                found[title] = Cell(int(outside[2]), column_number(outside[1]))
                continue
            with archive.open(part) as stream:
                cell = _stray(_last_cells(stream))
            if cell:
                found[title] = cell
        return found


def parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield title and part name of each sheet (ECMA-376 part 1, §18.2.19, and part 2, §9.3)."""
    from lxml import etree

    known = {name.lower(): name for name in archive.namelist()}
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    book = etree.fromstring(archive.read(known["xl/workbook.xml"]), parser)
    relations = etree.fromstring(archive.read(known["xl/_rels/workbook.xml.rels"]), parser)
    used: set[str] = set()
    targets = {item.get("Id"): item.get("Target") or "" for item in relations}
    for sheet in book.iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION)) or ""
        part = known.get(posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower())
        if part and part not in used:  # two sheets of one part would be read twice
            used.add(part)
            yield sheet.get("name") or "", part


def _last_cells(stream: IO[bytes]) -> Iterator[Cell]:
    """Yield the last cell of each row that holds a value; rows are cut out as bytes, which is ten times parsing."""
    head = stream.read(_CHUNK)
    match = _PREFIX.search(head)
    prefix = match[1] + b":" if match and match[1] else b""
    end, cell = b"</" + prefix + b"row>", b"<" + prefix + b"c "
    values = (b"</" + prefix + b"v>", b"</" + prefix + b"is>")
    rest, chunk, merges = b"", head, 0
    while chunk:
        merges += chunk.count(b"mergeCell ")
        if merges > MOST_MERGES:  # which the reader would keep in memory, all of them
            raise ValueError("too many merged cells")
        *rows, rest = (rest + chunk).split(end)
        for row in rows:
            value = max(row.rfind(mark) for mark in values)
            if value >= 0 and (match := _CELL.search(row, row.rfind(cell, 0, value), value)):
                yield Cell(int(match[2]), column_number(match[1]))
        rest = rest[-_LONGEST_ROW:]
        chunk = stream.read(_CHUNK)


def column_number(letters: bytes) -> int:
    """Return the number of a worksheet's column, A being 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _stray(cells: Iterator[Cell]) -> Cell | None:
    """Return the cell to blame when the rectangle around all cells is too large, None when it is not."""
    after_jump = widest = last = Cell(0, 0)
    jump = used = 0
    for cell in cells:
        used += cell.column
        if cell.row - last.row > max(jump, JUMP):
            after_jump, jump = cell, cell.row - last.row
        if cell.column > widest.column:
            widest = cell
        last = cell
    area = last.row * widest.column
    if area <= FEW_CELLS or (area <= MOST_CELLS and area <= EMPTIEST * used):
        return None
    return after_jump if jump else widest
