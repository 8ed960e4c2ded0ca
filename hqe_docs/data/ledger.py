"""A ledger: its kind, its rows as a frame of text, and where each row and column came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hqe_docs.data.cells import read_column
from hqe_docs.data.kinds import Field, LedgerKind, header_key
from hqe_docs.data.reading import Grid, read_grids
from hqe_docs.problems import Location, Problems, cell_at
from hqe_docs.values import nearest, squeeze

if TYPE_CHECKING:
    import polars as pl

ROW = "_行"
SOURCE = "_表"
HEADER_ROWS = 12
FOOTERS = (
    "合计",
    "小计",
    "总计",
    "填表人",
    "制表人",
    "审核人",
    "负责人",
    "说明",
    "注",
    "备注",
    "填报单位",
    "单位",
    "填报时间",
)
SHORTEST_KEY = 6  # a total in the key's column is shorter, an identity number longer
SAMPLES = ("例", "示例", "样例", "填写示例")


@dataclass(frozen=True, slots=True)
class Source:
    """One table of a ledger: its grid's place and the column index of each field."""

    file: str
    sheet: str
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A kind and its rows; `frame` has one text column a field, and the source and 1-based row of each."""

    kind: LedgerKind
    frame: pl.DataFrame
    sources: tuple[Source, ...]

    def at(self, index: int, field: str | None = None) -> Location:
        """Return where row `index` of the frame stands, and in it the cell of `field`."""
        source = self.sources[self.frame[SOURCE][index]]
        row = int(self.frame[ROW][index])
        column = source.columns.get(field) if field else None
        if column is None:
            return Location(source.file, source.sheet, row=row)
        return cell_at(source.file, source.sheet, row, column + 1)

    def has(self, field: str) -> bool:
        """Say whether the ledger, as received, has this column."""
        return any(field in source.columns for source in self.sources)


@dataclass(frozen=True, slots=True)
class _Table:
    grid: Grid
    header: int
    columns: Mapping[str, int]

    def rows(self, kind: LedgerKind) -> Iterator[int]:
        """Yield the indices of data rows."""
        titles = [squeeze(text) for text in self.grid.rows[self.header]]
        for index in range(self.header + 1, len(self.grid.rows)):
            row = self.grid.rows[index]
            if any(text and not text.isspace() for text in row) and not self._is_furniture(row, titles, kind):
                yield index

    def _is_furniture(self, row: Sequence[str], titles: Sequence[str], kind: LedgerKind) -> bool:
        texts = [squeeze(text) for text in row]
        if sum(a == b for a, b in zip(texts, titles, strict=False) if a) >= max(3, len(self.columns) // 2):
            return True
        first = next(text for text in texts if text)
        if first.startswith(SAMPLES):
            return True
        key = self.columns.get(kind.primary_key, -1)
        numbered = 0 <= key < len(texts) and len(texts[key]) >= SHORTEST_KEY
        return first.startswith(FOOTERS) and not numbered


def read_ledger(path: Path, name: str, kind: LedgerKind, found: Problems) -> Ledger | None:
    """Return the ledger in the file at `path` (called `name` in messages), None when it can't be read."""
    grids = read_grids(path, name, found)
    if not grids:
        return None
    tables = [table for table in (_find_table(grid, kind) for grid in grids) if table]
    if not tables:
        found.add("L102", Location(name, grids[0].sheet), kind=kind.name)
        return None
    # further sheets count only when they hold the same columns: one sheet a group, not a sheet of remarks
    whole = max(len(table.columns) for table in tables)
    tables = [table for table in tables if len(table.columns) * 2 >= whole]
    for table in tables:
        _check_header(table, kind, found)
    return _assemble(tables, kind, found)


def _find_table(grid: Grid, kind: LedgerKind) -> _Table | None:
    known = kind.by_header()
    best: _Table | None = None
    for index, row in enumerate(grid.rows[:HEADER_ROWS]):
        columns: dict[str, int] = {}
        for position, text in enumerate(row):
            field = known.get(header_key(text)) if text else None
            if field and field.name not in columns:
                columns[field.name] = position
        if len(columns) >= 3 and (best is None or len(columns) > len(best.columns)):
            best = _Table(grid, index, columns)
    return best


def _check_header(table: _Table, kind: LedgerKind, found: Problems) -> None:
    known, grid = kind.by_header(), table.grid
    for position, text in enumerate(grid.rows[table.header]):
        if not text.strip():
            continue
        field = known.get(header_key(text))
        if field is None:
            guess = nearest(header_key(text), [item.name for item in kind.fields])
            hint = f"您是不是想写“{guess}”？" if guess else ""
            found.add("L104", grid.at(table.header, position), hint=hint, title=text.strip(), kind=kind.name)
        elif table.columns[field.name] != position:
            found.add("L108", grid.at(table.header, position), title=field.name)
    for field in kind.fields:
        if field.required and not field.derived and field.name not in table.columns:
            found.add("L103", Location(grid.file, grid.sheet), title=field.name)


def _assemble(tables: Sequence[_Table], kind: LedgerKind, found: Problems) -> Ledger:
    import polars as pl

    frames, sources = [], []
    for number, table in enumerate(tables):
        indices = list(table.rows(kind))
        data: dict[str, list[str] | list[int]] = {
            SOURCE: [number] * len(indices),
            ROW: [i + 1 for i in indices],
        }
        for field in kind.fields:
            data[field.name] = _column(table, indices, field, found)
        schema = {name: pl.Int64 if name in (SOURCE, ROW) else pl.String for name in data}
        frames.append(pl.DataFrame(data, schema=schema))
        sources.append(Source(table.grid.file, table.grid.sheet, dict(table.columns)))
    ledger = Ledger(kind, pl.concat(frames), tuple(sources))
    if ledger.frame.is_empty():
        found.add("L106", Location(sources[0].file, sources[0].sheet), kind=kind.name)
    return ledger


def _column(table: _Table, indices: Sequence[int], field: Field, found: Problems) -> list[str]:
    position = table.columns.get(field.name)
    if position is None:
        return [""] * len(indices)
    rows = table.grid.rows
    texts = [rows[i][position] if position < len(rows[i]) else "" for i in indices]
    values, faults = read_column(texts, field)
    for k, fault in faults:
        found.add(
            fault.code, table.grid.at(indices[k], position), hint=fault.hint, name=field.name, **fault.facts
        )
    return values
