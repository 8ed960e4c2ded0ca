"""Which cell of the template a filled cell came from, in which turns of its loops: kept by rows, not cell by cell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hqe_docs.paper.excel.linemap import LineMap
from hqe_docs.paper.excel.refs import split_cell
from hqe_docs.paper.excel.sheet import Cell, Row, Sheet
from hqe_docs.paper.trail import Trail
from hqe_docs.paper.word.wordtrail import GIVEN, Origin, Turn

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
            "loops": [list(_parted(said, " in ")) for said in _statements(sheet, "for")],
            "given": list(_given(sheet, lines)),
            "cells": {cell.name: cell.text for cell in cells},
            "bound": {cell.name: _bound(cell) for cell in cells if cell.bound},
            "known": {key: _plain(value) for key, value in sheet.bound},
            "rows": list(lines.runs()),
        }
    )
    trail.parts[PART] = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def _statements(sheet: Sheet, word: str) -> Iterator[str]:
    """Yield what follows the word in control rows; loops stand in the order of their numbers."""
    for row in sheet.rows:
        yield from _after(row, word)


def _after(row: Row, word: str) -> Iterator[str]:
    parts = (said.split(None, 1) for said, _ in row.controls)
    return (" ".join(rest[0].split()) for first, *rest in parts if first == word and rest)


def _given(sheet: Sheet, lines: LineMap) -> Iterator[list[Any]]:
    """Yield row, loops around, name and expression of each name that a control row gives a value."""
    for row in sheet.rows:
        for said in _after(row, "set"):
            name, value = _parted(said, "=")
            if value and "." not in name:
                loops = list(lines.segments[lines.index_of(row.number)].loops)
                yield [row.number, loops, name, value]


def _parted(said: str, mark: str) -> tuple[str, str]:
    name, _, rest = said.partition(mark)
    return name.strip(), rest.strip()


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
                known = {**sheet["known"], **sheet["bound"].get(source, {})}
                return CellOrigin(sheet["cells"][source], tuple(_turns(sheet, template, loops, each)), known)
    return None


def _turns(sheet: Mapping[str, Any], row: int, loops: Sequence[int], each: Sequence[int]) -> Iterator[Turn]:
    """Yield the turns around a row of the template, and the names given before it, outermost first."""
    numbers = list(_from_zero(sheet["rows"], loops, each))
    for depth in range(len(loops) + 1):
        if depth:
            name, items = sheet["loops"][loops[depth - 1]]
            yield Turn(name, items, numbers[depth - 1])
        for at, around, name, value in sheet["given"]:
            if at < row and list(around) == list(loops[:depth]):
                yield Turn(name, value, GIVEN)


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
