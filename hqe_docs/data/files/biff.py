"""The records of an old workbook: its code page, and what in its sheets is not read ([MS-XLS] §2.4)."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from hqe_docs.problems import column_letters

BOF, CODE_PAGE, BOUND_SHEET, EOF = 0x0809, 0x0042, 0x0085, 0x000A
XF, ROW, COLUMNS, NOTE = 0x00E0, 0x0208, 0x007D, 0x001C
_ONE = frozenset([0x00FD, 0x0203, 0x027E, 0x0006, 0x0204, 0x0205])
_MANY = 0x00BD
FORMULA, BOOLEAN_OR_ERROR = 0x0006, 0x0205
_ERRING = frozenset([FORMULA, BOOLEAN_OR_ERROR])
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
UTF_16 = 1200
BIFF_8 = 0x0600


@dataclass(slots=True)
class Marks:
    """What a sheet holds beside its values: comments, hidden rows and columns, fills, formulas without a result.

    `errors`: 0-based row and column → a formula's error, which calamine gives as nothing.
    """

    comments: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0
    fills: dict[int, list[int]] = field(default_factory=dict)
    cells: Counter[int] = field(default_factory=Counter)
    uncomputed: list[str] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def book_stream(data: bytes) -> bytes:
    """Return the stream of the workbook in an OLE container; empty when there is none or it is damaged."""
    from xlrd.compdoc import CompDoc, CompDocError

    try:
        file = CompDoc(data, logfile=_Silence())
        for name in ("Workbook", "Book"):
            memory, start, size = file.locate_named_stream(name)
            if memory:
                return bytes(memory[start : start + size])
    except (CompDocError, AssertionError, IndexError, ValueError, struct.error):
        return b""
    return b""


class _Silence:
    def write(self, text: str) -> None:
        """Take xlrd's remarks about the container, which are nobody's business."""


def records(stream: bytes, at: int = 0) -> Iterator[tuple[int, bytes]]:
    """Yield kind and body of the records from `at` on, to the end of the substream."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        if kind == EOF:
            return
        at += 4 + size


def is_coded(stream: bytes) -> bool:
    """Say whether texts may stand in an 8-bit code page, which calamine then misreads even in BIFF8."""
    for kind, body in records(stream):
        if kind == BOF and len(body) >= 2 and struct.unpack_from("<H", body)[0] != BIFF_8:
            return True
        if kind == CODE_PAGE and len(body) >= 2:
            return bool(struct.unpack_from("<H", body)[0] != UTF_16)
    return False


def marks_of(stream: bytes) -> dict[str, Marks]:
    """Return sheet title → its marks; BIFF8 only, whose titles are Unicode."""
    filled: list[bool] = []
    sheets: dict[str, Marks] = {}
    for kind, body in records(stream):
        if kind == XF and len(body) >= 18:
            filled.append(struct.unpack_from("<I", body, 14)[0] >> 26 != 0)
        elif kind == BOUND_SHEET and len(body) > 8:
            start, _, _, length, wide = struct.unpack_from("<IBBBB", body)
            text = body[8 : 8 + length * (2 if wide & 1 else 1)]
            title = text.decode("utf-16-le" if wide & 1 else "latin-1", "replace")
            sheets[title] = _marks(stream, start, filled)
    return sheets


def _marks(stream: bytes, start: int, filled: list[bool]) -> Marks:
    marks, is_coloured = Marks(), any(filled)
    for kind, body in records(stream, start):
        if kind == NOTE:
            marks.comments += 1
        elif kind == ROW and len(body) >= 16:
            marks.hidden_rows += bool(body[12] & 0x20)
        elif kind == COLUMNS and len(body) >= 10:
            first, last, _, _, flags = struct.unpack_from("<5H", body)
            marks.hidden_columns += (last - first + 1) if flags & 1 else 0
        elif (kind in _ERRING or (is_coloured and (kind in _ONE or kind == _MANY))) and len(body) >= 6:
            _note_cells(marks, kind, body, filled)
    return marks


def _note_cells(marks: Marks, kind: int, body: bytes, filled: list[bool]) -> None:
    row, column = struct.unpack_from("<HH", body)
    if (code := _error(kind, body)) is not None:
        marks.errors[row, column] = _ERRORS.get(code, "#VALUE!")
    if kind == FORMULA and body[6:7] == b"\3" and body[12:14] == b"\xff\xff":  # its result is an empty text
        marks.uncomputed.append(f"{column_letters(column + 1)}{row + 1}")
    formats = range(4, len(body) - 2, 6) if kind == _MANY else (4,)
    for i, at in enumerate(formats):
        form = struct.unpack_from("<H", body, at)[0]
        marks.cells[row] += 1
        if form < len(filled) and filled[form]:
            marks.fills.setdefault(row, []).append(column + i)


def _error(kind: int, body: bytes) -> int | None:
    """Return the code of the error that a cell holds (BErr, §2.5.10), None when it holds something else."""
    if kind == BOOLEAN_OR_ERROR and len(body) >= 8 and body[7]:
        return body[6]
    if kind == FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        return body[8]
    return None
