"""Cells that an .xlsx shows as percentages: their values are fractions, so that 100% reads as 1 without this."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from hqe_docs.data.files.extent import column_number, parts

_BUILT_IN = {"9", "10"}  # 0% and 0.00% (ECMA-376 §18.8.30)
_CELL = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\br="([A-Z]{1,3})(\d+)")(?=[^>]*\bs="(\d+)")([^>]*)>')
_TEXT = re.compile(rb'\bt="(?!n")')
_QUOTED = re.compile(r'"[^"]*"|\\.')


def percent_cells(path: Path) -> dict[str, set[tuple[int, int]]]:
    """Return sheet title → the 0-based cells of numbers shown as percentages; nothing for other files."""
    from lxml.etree import LxmlError

    try:
        with zipfile.ZipFile(path) as archive:
            styles = _styles(archive)
            found = {title: archive.read(part) for title, part in parts(archive)} if styles else {}
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, EOFError, LxmlError):
        return {}
    return {title: set(_cells(data, styles)) for title, data in found.items()}


def _styles(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """Return the cell formats that show percentages (ECMA-376 §18.8.45, §18.8.30)."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(archive.read("xl/styles.xml"), parser)
    own = {
        form.get("numFmtId"): "%" in _QUOTED.sub("", form.get("formatCode") or "")
        for form in root.iterfind("{*}numFmts/{*}numFmt")
    }
    forms = [form.get("numFmtId") or "" for form in root.iterfind("{*}cellXfs/{*}xf")]
    return frozenset(b"%d" % i for i, number in enumerate(forms) if own.get(number, number in _BUILT_IN))


def _cells(data: bytes, styles: frozenset[bytes]) -> list[tuple[int, int]]:
    return [
        (int(match[2]) - 1, column_number(match[1]) - 1)
        for match in _CELL.finditer(data)
        if match[3] in styles and not _TEXT.search(match[4])
    ]
