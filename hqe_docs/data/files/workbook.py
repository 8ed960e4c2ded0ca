"""Excel workbooks as grids, by calamine: .xlsx here, the old .xls in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path
from typing import IO, Any

from hqe_docs.data.files.extent import package_fault, stray_cells
from hqe_docs.data.files.grid import Grid, cell_text
from hqe_docs.data.files.lifting import Lifted, lift
from hqe_docs.data.files.locked import Locked, is_locked
from hqe_docs.library import PACKAGE
from hqe_docs.problems import Location, Problems, cell_at

DAMAGED = "工作簿已损坏或格式不受支持"
SECONDS = 120

Sheet = dict[str, Any]  # title, is_hidden, rows, merges: what goes through JSON as well


def read_workbook(path: Path, name: str, found: Problems) -> list[Grid]:
    """Return the sheets of an .xlsx; a sheet stretched by a stray cell is left out with a problem at that cell."""
    fault = package_fault(path)
    answer: list[Sheet] | str = fault or _read_new(path, name, found)
    if isinstance(answer, str):
        found.add("L101", Location(name), detail=answer)
        return []
    return _grids(name, answer)


def _read_new(path: Path, name: str, found: Problems) -> list[Sheet] | str:
    lifted = lift(path)
    with lifted.rest as book:
        strays = _strays(book)
        if strays is None:
            return DAMAGED
        for title, cell in strays.items():
            found.add("L107", cell_at(name, title, cell.row, cell.column))
        book.seek(0)
        return read_sheets(book, leave_out=strays, lifted=lifted)


def _strays(book: IO[bytes]) -> dict[str, Any] | None:
    from lxml.etree import LxmlError

    try:
        return dict(stray_cells(book))
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError, LxmlError):
        return None


def read_old_workbook(path: Path, name: str, found: Problems) -> list[Grid]:
    """Return the sheets of an .xls, read by a child: a damaged one can make the reader abort its process.

    Raises Locked when it has a password, as an encrypted .xlsx has, which comes in the same container.
    """
    answer = _from_child(path)
    if isinstance(answer, str):
        if is_locked(path):
            raise Locked
        found.add("L101", Location(name), detail=answer)
        return []
    return _grids(name, answer)


def _from_child(path: Path) -> list[Sheet] | str:
    inside = os.pathsep.join([str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    command = [sys.executable, "-P", "-m", "hqe_docs.data.files.oldbook", str(path.resolve())]
    try:
        run = subprocess.run(  # noqa: S603 - our own module, the path as one argument
            command,
            capture_output=True,
            check=True,
            timeout=SECONDS,
            env={**os.environ, "PYTHONPATH": inside, "PYTHONUTF8": "1"},
        )
        answer: list[Sheet] | str = json.loads(run.stdout)
    except (subprocess.SubprocessError, ValueError):
        return DAMAGED
    return answer


def read_sheets(
    stream: IO[bytes], *, leave_out: Collection[str] = (), lifted: Lifted | None = None
) -> list[Sheet] | str:
    """Return the worksheets of the workbook in `stream`, or why it can't be read."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(stream)
        return [
            _sheet(book, item, lifted)
            for item in book.sheets_metadata
            if str(item.typ).endswith(".WorkSheet") and item.name not in leave_out
        ]
    except (CalamineError, OSError, ValueError, MemoryError):
        return DAMAGED
    except BaseException as error:
        # a failed assertion in the Rust library comes as an exception that is no Exception
        if type(error).__name__ != "PanicException":
            raise
        return DAMAGED


def _sheet(book: Any, item: Any, lifted: Lifted | None) -> Sheet:
    sheet = book.get_sheet_by_name(item.name)
    rows = sheet.to_python(skip_empty_area=False)
    if lifted and item.name in lifted.sheets:
        rows = lifted.rows(item.name, rows)
    else:
        _make_texts(rows)
    hidden = not str(item.visible).endswith(".Visible")
    return {
        "title": item.name,
        "is_hidden": hidden,
        "rows": rows,
        "merges": list(sheet.merged_cell_ranges or ()),
    }


def _make_texts(rows: list[list[Any]]) -> None:
    one_of = dict[str, str]().setdefault  # most cells repeat: kept once, a large table needs half the memory
    for i, row in enumerate(rows):  # in place, for the same reason
        texts = [value if type(value) is str else cell_text(value) for value in row]
        rows[i] = list(map(one_of, texts, texts))


def _grids(name: str, sheets: list[Sheet]) -> list[Grid]:
    return [
        Grid(
            name,
            sheet["title"],
            sheet["rows"],
            sheet["is_hidden"],
            tuple((tuple(start), tuple(end)) for start, end in sheet["merges"]),
        )
        for sheet in sheets
    ]
