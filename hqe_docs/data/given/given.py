"""What a data file gives a template: names with values, and where each part of them stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hqe_docs.data.files.grid import is_appended
from hqe_docs.data.files.reading import SUFFIXES, read_grids
from hqe_docs.data.given.jsonfile import read_json
from hqe_docs.data.given.scalars import typed
from hqe_docs.data.given.table import GivenTable, tables_of
from hqe_docs.problems import Location, Problems, cell_at
from hqe_docs.values import did_you_mean
from hqe_docs.yamlfile import KeyPath, YamlFile, path_text, read_yaml

ROWS = "行"  # the name of a list that has no other
YAML, JSON = (".yaml", ".yml"), (".json",)
Placing = Callable[[KeyPath], Location]


@dataclass(slots=True)
class Given:
    """Names with their values; `places` finds, for a name, where what stands at a path below it was written.

    `tables` are the names of whole tables, which no other may take; `fixed` names go over those of a row;
    `is_whole` unless a file could not be read.
    """

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Placing] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    fixed: set[str] = field(default_factory=set)
    is_whole: bool = True

    def at(self, path: KeyPath) -> Location:
        """Return where what stands at `path` was written."""
        place = self.places.get(str(path[0]))
        return place(path[1:]) if place else Location()


def read_given(path: Path, name: str, sheet: str, found: Problems) -> Given | None:
    """Return what the file at `path`, called `name` in messages, gives; of a workbook only `sheet` if one is said."""
    suffix = path.suffix.lower()
    if suffix in YAML:
        return _from_yaml(path, name, found)
    if suffix in JSON:
        value = read_json(path, name, found)
        return _named(value, lambda below: Location(name, path=path_text(below) or None), found)
    if suffix in SUFFIXES:
        return _from_book(path, name, sheet, found)
    found.add("R141", Location(name), detail=f"不认识 {suffix or '没有扩展名'} 的数据文件")
    return None


def _from_yaml(path: Path, name: str, found: Problems) -> Given | None:
    met = Problems()
    file = read_yaml(path, name, met)
    found.extend(met)
    return None if file is None or met.has_errors else _named(_typed(file, file.value, ()), file.at, found)


def _typed(file: YamlFile, value: Any, path: KeyPath) -> Any:
    if isinstance(value, dict):
        return {key: _typed(file, item, (*path, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [_typed(file, item, (*path, index)) for index, item in enumerate(value)]
    return typed(value) if isinstance(value, str) and path not in file.quoted else value


def _named(value: Any, at: Placing, found: Problems) -> Given | None:
    """Return a mapping as names, a list under `ROWS`."""
    if isinstance(value, list):
        return Given({ROWS: value}, {ROWS: at}, {ROWS: at(()).file or ""})
    if isinstance(value, dict):
        return Given(dict(value), {key: _below(key, at) for key in value})
    if value is not None or not found.has_errors:
        found.add("R141", at(()), detail="里面应是分项（名称: 值）或列表")
    return None


def _below(key: str, at: Placing) -> Placing:
    return lambda path: at((key, *path))


# ---------------------------------------------------------------- workbooks
def _from_book(path: Path, name: str, sheet: str, found: Problems) -> Given | None:
    met = Problems()
    grids = [grid for grid in read_grids(path, name, met) if not is_appended(grid)]
    found.extend(met)
    if met.has_errors:
        return None
    if sheet and sheet not in [grid.sheet for grid in grids]:
        known = [grid.sheet for grid in grids]
        detail = f"没有工作表“{sheet}”，有：{'、'.join(known)}"
        found.add("R140", Location(name), hint=did_you_mean(sheet, known), detail=detail)
        return None
    tables = list(tables_of([grid for grid in grids if not sheet or grid.sheet == sheet], found))
    if not tables:
        found.add("R141", Location(name), detail="里面没有表格")
        return None
    return _of_tables(tables, name)


def _of_tables(tables: Sequence[GivenTable], name: str) -> Given:
    """Return the first table as `ROWS`, and each under its sheet's name when there are several."""
    sheets = {table.sheet: table for table in tables} if len(tables) > 1 else {}
    every: Mapping[str, GivenTable] = {**sheets, ROWS: tables[0]}
    return Given(
        {title: table.rows for title, table in every.items()},
        {title: _row_of(table) for title, table in every.items()},
        dict.fromkeys(every, name),
    )


def _row_of(table: GivenTable) -> Placing:
    def at(path: KeyPath) -> Location:
        index = path[0] if path else None
        if isinstance(index, int) and index < len(table.places):
            row, column = table.places[index], table.columns.get(str(path[-1]))
            return cell_at(row.file or "", row.sheet or "", row.row, column) if row.row and column else row
        return Location(table.places[0].file if table.places else None, table.sheet)

    return at
