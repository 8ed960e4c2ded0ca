"""Which day a workbook counts its days from: 1900, or 1904 as old Macintosh programs do."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

_MARK = re.compile(rb"""<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*["'](?:1|true|on)["']""")
_BOF, _DATE_MODE, _FONT, _EOF = 0x0809, 0x0022, 0x0031, 0x000A
_START = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_HEAD = 4 << 20
_MOST = 16 << 20


def counts_from_1904(path: Path) -> bool:
    """Say whether the workbook at `path` uses the 1904 date system (ECMA-376 §18.2.28; [MS-XLS] §2.4.77)."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        return _new(path) if head.startswith(b"PK") else _old(head)
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError):
        return False


def _new(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as stream:
        return bool(_MARK.search(stream.read(_MOST)))


def _old(data: bytes) -> bool:
    """Walk the first records of the book's globals; the date mode stands before the fonts."""
    at = data.find(_START)
    while 0 <= at <= len(data) - 6:
        kind, size = (
            int.from_bytes(data[at : at + 2], "little"),
            int.from_bytes(data[at + 2 : at + 4], "little"),
        )
        if kind == _DATE_MODE:
            return data[at + 4] == 1
        if kind in (_FONT, _EOF):
            return False
        at += 4 + size
    return False
