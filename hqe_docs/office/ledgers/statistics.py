"""Statistics of dossiers and ledgers: as JSON with the rows behind every number, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hqe_docs.data.conditions import Condition
from hqe_docs.data.derived.basis import Basis, together
from hqe_docs.data.derived.statistics import Cell, CrossTable, tables
from hqe_docs.office.check import unique
from hqe_docs.office.ledgers.ledgerwork import may_write, write_sheets
from hqe_docs.office.ledgers.masters import Master, Stated, by_top, open_masters
from hqe_docs.office.workspace import Progress
from hqe_docs.paper.books.ledgerbook import BookColumn, BookSheet
from hqe_docs.problems import Location, Problems


@dataclass(frozen=True, slots=True)
class Question(Stated):
    """What is asked beside the basis: one or two dimensions (none: the usual tables), a workbook to write."""

    by: Sequence[str] = ()
    out: Path | None = None


def statistics(
    paths: Sequence[Path],
    asked: Question,
    *,
    libraries: Sequence[Path] = (),
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Return {"problems", "dossiers", "path"}: the tables of each master, and of all below an outer dossier."""
    found = Problems()
    masters = open_masters(paths, asked, found, libraries=libraries, progress=progress)
    wanted = [tuple(asked.by)] if asked.by else []
    counted = [
        (name, basis, tables(basis, wanted, found))
        for group in by_top(masters)
        for name, basis in _subjects(group, found)
    ]
    files = [file for master in masters for file in master.files]
    is_wanted = asked.out is not None and may_write(asked.out, files, found)
    path = _write(asked.out, counted, found) if asked.out and is_wanted else None
    dossiers = [_json(name, basis, made) for name, basis, made in counted]
    return {"problems": unique(found), "dossiers": dossiers, "path": path and str(path)}


def _subjects(group: Sequence[Master], found: Problems) -> Iterator[tuple[str, Basis]]:
    """Yield each village, and before them all of them together where day and settings agree."""
    if len(group) > 1:
        ways = {(item.basis.day, tuple(item.basis.terms.settings.items())) for item in group}
        if len(ways) == 1:
            yield group[0].top, together([item.basis for item in group])
        else:
            found.add("L617", Location(group[0].top))
    for item in group:
        yield item.name, item.basis


# ---------------------------------------------------------------- JSON
def _json(name: str, basis: Basis, made: Sequence[CrossTable]) -> dict[str, Any]:
    places = basis.master.places(range(basis.master.frame.height))
    return {
        "dossier": name,
        "day": basis.day and basis.day.isoformat(),
        "settings": _settings(basis),
        "tables": [_table(table, places) for table in made],
    }


def _settings(basis: Basis) -> dict[str, str]:
    rules = basis.definitions.statistics
    used: list[Condition] = list(rules.base) if rules else []
    used += [part for measure in rules.measures.values() for part in measure.rows or ()] if rules else []
    return {name: basis.terms.settings[name] for name in basis.settings_used(used)}


def _table(table: CrossTable, places: Sequence[str]) -> dict[str, Any]:
    return {
        "title": table.title,
        "by": list(table.by),
        "base": table.base,
        "note": table.note,
        "columns": list(table.columns),
        "lines": [
            {"value": line.value, "cells": [_cell(cell, places) for cell in line.cells]}
            for line in table.lines
        ],
    }


def _cell(cell: Cell, places: Sequence[str]) -> dict[str, Any]:
    return {
        "value": None if cell.value is None else cell.text,
        "numerator": None if cell.is_missing else cell.count,
        "denominator": cell.of,
        "rows": [] if cell.rows is None else [places[i] for i in cell.rows],
    }


# ---------------------------------------------------------------- a workbook
def _write(
    out: Path, counted: Sequence[tuple[str, Basis, Sequence[CrossTable]]], found: Problems
) -> Path | None:
    sheets: list[BookSheet] = []
    for name, basis, made in counted:
        sheets += [_sheet(name, basis, table, len(sheets) + i) for i, table in enumerate(made, start=1)]
    return write_sheets(out, sheets, found) if sheets else None


def _sheet(name: str, basis: Basis, table: CrossTable, number: int) -> BookSheet:
    columns = [BookColumn("、".join(table.by), width=18)]
    columns += [BookColumn(title, _type(table, i), 11) for i, title in enumerate(table.columns)]
    rows = [(line.value, *(cell.text for cell in line.cells)) for line in table.lines]
    title = f"{name}{table.title}" if basis.village else table.title
    return BookSheet(f"{number}.{'×'.join(table.by)}", title, columns, rows, remark(basis, table))


def _type(table: CrossTable, column: int) -> str:
    cells = [line.cells[column] for line in table.lines]
    return "integer" if all(cell.of is None and not cell.is_missing for cell in cells) else "string"


def remark(basis: Basis, table: CrossTable) -> str:
    """Return the line under the title: the day, the base, the settings, what else must be known."""
    parts = [f"基准日 {basis.day}"] if basis.day else []
    parts.append(f"统计范围 {table.base} 人")
    parts += [f"{name}：{value}" for name, value in _settings(basis).items()]
    return "；".join([*parts, table.note] if table.note else parts)


def rows_lines(dossiers: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    """Yield each number that isn't zero, named, with the rows it was counted from."""
    for dossier in dossiers:
        for table in dossier["tables"]:
            for line in table["lines"]:
                for column, cell in zip(table["columns"], line["cells"], strict=True):
                    if cell["rows"]:
                        yield f"{dossier['dossier']} {line['value']} {column}", cell["rows"]
