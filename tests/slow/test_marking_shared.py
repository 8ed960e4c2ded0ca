"""The shared workbooks with known faults, where they are there: every fault marked, nothing else changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from tests.ledger_faults import FORMATS, shared_folder
from tests.marked_books import RED, YELLOW, differences, painted, parts, remarks
from tests.program import hqe

ABSENT = "没有共享的工作簿（HQE_SHARED），标注只测自制的"


def test_every_fault_of_the_shared_workbooks_is_marked_and_nothing_else_changed(
    tmp_path: Path, record_property: Callable[[str, object], None]
):
    folder = shared_folder()
    lists = sorted(folder.glob("*.json")) if folder else []
    for listed in lists:
        faults = json.loads(listed.read_text(encoding="utf-8"))["faults"]
        for source in (listed.with_suffix(suffix) for suffix in FORMATS):
            (copy,) = json.loads(hqe("check", source, "--mark", tmp_path, "--json").stdout)["marked"]
            record_property(
                "said", f"{source.name}: {_marked(faults, Path(copy))} of {len(faults)} faults marked"
            )
            Path(copy).unlink() if source.suffix == ".xls" else _unchanged(source, Path(copy))
    if not lists:
        record_property("said", ABSENT)


def _marked(faults: list[dict[str, Any]], copy: Path) -> int:
    """Return how many faults are coloured, commented and named in their row: all of them."""
    wanted = {f"{fault['sheet']}!{fault['col']}{fault['row']}" for fault in faults}
    book = openpyxl.load_workbook(copy)
    found = painted(book)
    assert found[RED] | found[YELLOW] == wanted
    assert all(book[fault["sheet"]][f"{fault['col']}{fault['row']}"].comment for fault in faults)
    named = {sheet: remarks(book[sheet]) for sheet in {fault["sheet"] for fault in faults}}
    assert all(fault["row"] in named[fault["sheet"]] for fault in faults)
    return len(faults)


def _unchanged(source: Path, copy: Path) -> None:
    found = painted(openpyxl.load_workbook(copy))
    marked = {(sheet, cell) for place in found[RED] | found[YELLOW] for sheet, cell in [place.split("!")]}
    assert list(differences(source, copy, marked)) == []
    before, after = parts(source), parts(copy)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {
        *("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
        *("xl/styles.xml", "xl/worksheets/sheet1.xml"),
    }
