"""Ledgers for tests of the commands that work on them: made from text, read back by openpyxl."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from hqe_docs.data.files.grid import Grid
from hqe_docs.data.kinds import LedgerKind, load_kinds
from hqe_docs.data.received.importing import Imported, import_grids
from hqe_docs.library import Library
from hqe_docs.problems import Problems
from tests.program import hqe

KINDS = load_kinds(Library.over_shipped(()), Problems())
MASTER = KINDS["劳动力资源台账"]
Rows = list[dict[str, str]]


def taken_in(rows: Sequence[Mapping[str, str]], kind: LedgerKind = MASTER, **said: Any) -> Imported:
    """Return the rows, each a title → text, as imported."""
    titles = list(dict.fromkeys(title for row in rows for title in row))
    cells = [titles, *([row.get(title, "") for title in titles] for row in rows)]
    made = import_grids([Grid("台账.csv", "台账", cells)], "台账.csv", kind, Problems(), **said)
    assert made is not None
    return made


def write_csv(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """Write the rows as a CSV file and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    titles = list(dict.fromkeys(title for row in rows for title in row))
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, titles)
        writer.writeheader()
        writer.writerows(rows)
    return path


def sheet(path: Path, tab: str) -> Rows:
    """Return the rows below the header of a sheet that this program wrote; numbers and dates as texts."""
    lines = list(openpyxl.load_workbook(path)[tab].iter_rows(values_only=True))
    header = [str(cell) for cell in lines[2]]
    return [dict(zip(header, map(_text, line), strict=True)) for line in lines[3:] if any(map(_text, line))]


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).removesuffix(" 00:00:00")


def told(*arguments: object) -> tuple[int, dict[str, Any]]:
    """Return the exit code and the JSON of `hqe ledger …`."""
    result = hqe("ledger", *arguments, "--json")
    answer: dict[str, Any] = json.loads(result.stdout)
    return result.exit_code, answer


def codes(answer: Mapping[str, Any]) -> list[str]:
    """Return the codes of all problems but infos."""
    return [item["code"] for item in answer["problems"] if item["severity"] != "info"]
