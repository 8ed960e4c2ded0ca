"""Which cell of the template a filled cell came from, in which turns of its loops: kept by rows, not cell by cell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hqe_docs.paper.excel.linemap import LineMap
from hqe_docs.paper.excel.refs import split_cell
from hqe_docs.paper.excel.sheet import Cell, Sheet
from hqe_docs.paper.trail import Trail
from hqe_docs.paper.word.wordtrail import Origin, Turn

PART = "来处.json"
_PLAIN = (str, int, float)
Rows = list[
    list[Any]
]  # [template row, its loops, outer turns, first turn, how many, first row written, stride]


def keep_sheet(trail: Trail, name: str, sheet: Sheet, lines: LineMap) -> None:
    """Put down a filled sheet, which is called `name` now."""
    kept = json.loads(trail.parts.get(PART, b"[]"))
    cells = [cell for row in sheet.rows for cell in row.cells if cell.text]
    kept.append(
        {
            "sheet": name,
            "loops": [list(_loop(statement)) for statement in _statements(sheet)],
            "cells": {cell.name: cell.text for cell in cells},
            "bound": {cell.name: _bound(cell) for cell in cells if cell.bound},
            "known": {key: _plain(value) for key, value in sheet.bound},
            "rows": list(lines.runs()),
        }
    )
    trail.parts[PART] = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def _statements(sheet: Sheet) -> Iterator[str]:
    """Yield the beginnings of the loops in their order, which is their number."""
    for row in sheet.rows:
        yield from (said for said, _ in row.controls if said.split(None, 1)[:1] == ["for"])


def _loop(statement: str) -> tuple[str, str]:
    name, _, items = " ".join(statement.split()).removeprefix("for ").partition(" in ")
    return name.strip(), items.strip()


def _bound(cell: Cell) -> dict[str, Any]:
    return {name: _plain(value) for name, value in cell.bound}


def _plain(value: Any) -> Any:
    """Return what of a value can be written down: of a mapping its plain entries."""
    if isinstance(value, Mapping):
        return {str(key): item for key, item in value.items() if isinstance(item, _PLAIN)}
    return value if isinstance(value, _PLAIN) else str(value)


@dataclass(frozen=True, slots=True)
class CellOrigin:
    """What stood in the template's cell, with the loops around it and the names known only there."""

    text: str
    turns: tuple[Turn, ...]
    known: Mapping[str, Any]

    def origin(self, expression: str) -> Origin:
        return Origin(expression, self.turns)


def origin_of_cell(kept: bytes, place: str) -> CellOrigin | None:
    """Return where the cell at `place` (工作表!E9) came from, None for one without tags."""
    name, _, cell = place.rpartition("!")
    column, row = split_cell(cell)
    for sheet in (item for item in json.loads(kept) if item["sheet"] == name):
        for run in sheet["rows"]:
            template, loops, outer, turn, count, first, stride = run
            offset, rest = divmod(row - first, stride)
            source = f"{column}{template}"
            if rest == 0 and 0 <= offset < count and source in sheet["cells"]:
                each = [*outer, turn + offset] if loops else []
                counted = _from_zero(sheet["rows"], loops, each)
                said = [(*sheet["loops"][loop], number) for loop, number in zip(loops, counted, strict=True)]
                named = [Turn(name, items, number) for name, items, number in said]
                known = {**sheet["known"], **sheet["bound"].get(source, {})}
                return CellOrigin(sheet["cells"][source], tuple(named), known)
    return None


def _from_zero(rows: Rows, loops: Sequence[int], turns: Sequence[int]) -> Iterator[int]:
    """Yield the turns counted anew in each turn of the loop around: those of a sheet are counted through."""
    for depth, turn in enumerate(turns):
        same = [run for run in rows if run[1][: depth + 1] == list(loops[: depth + 1])]
        firsts = [
            first[depth]
            for run in same
            for first in ([*run[2], run[3]],)
            if list(first[:depth]) == list(turns[:depth])
        ]
        yield turn - min(firsts, default=turn)
