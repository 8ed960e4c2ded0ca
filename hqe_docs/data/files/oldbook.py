"""The child process that reads one .xls: prints its sheets, or why they can't be read, as JSON."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

from hqe_docs.data.files.biff import book_stream, is_coded
from hqe_docs.data.files.grid import cell_text
from hqe_docs.data.files.workbook import DAMAGED, Sheet, read_sheets

MOST_BYTES = 320 * 1024 * 1024  # of memory, and a multiple of the file's size beside it
TIMES = 50


def main() -> None:
    """Read the file named by the first argument within a bound of memory, without Rust's own messages."""
    _bound(Path(sys.argv[1]).stat().st_size)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    data = Path(sys.argv[1]).read_bytes()
    is_plain = not is_coded(book_stream(data))
    answer = read_sheets(io.BytesIO(data)) if is_plain else _read_coded(data)
    sys.stdout.write(json.dumps(answer))


def _read_coded(data: bytes) -> list[Sheet] | str:
    """Return the sheets by xlrd, slower than calamine, which takes the code page for texts that are in none."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        return [_sheet(book, sheet) for sheet in book.sheets()]
    except Exception:  # on damaged files xlrd raises whatever its slices give
        return DAMAGED


def _sheet(book: Any, sheet: Any) -> Sheet:
    rows = [[_text(book, cell) for cell in sheet.row(i)] for i in range(sheet.nrows)]
    merges = [((top, left), (end - 1, right - 1)) for top, end, left, right in sheet.merged_cells]
    return {"title": sheet.name, "is_hidden": sheet.visibility != 0, "rows": rows, "merges": merges}


def _text(book: Any, cell: Any) -> str:
    from xlrd import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XLDateError, error_text_from_code
    from xlrd.xldate import xldate_as_datetime

    value = cell.value
    if cell.ctype == XL_CELL_DATE:
        try:
            value = xldate_as_datetime(value, book.datemode)
        except (XLDateError, OverflowError, ValueError):
            return cell_text(float(value))
    elif cell.ctype == XL_CELL_BOOLEAN:
        value = bool(value)
    elif cell.ctype == XL_CELL_ERROR:
        value = error_text_from_code.get(value, "#VALUE!")
    return cell_text(value)


def _bound(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows, where a failed allocation fails at once
        return
    most = MOST_BYTES + TIMES * size
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main()
