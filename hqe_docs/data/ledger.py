"""A ledger: its kind, its rows as a frame of text, and where each row and column came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from hqe_docs.data.cells import DATE_1904
from hqe_docs.data.fastcells import Faults, read_columns
from hqe_docs.data.files.grid import Grid
from hqe_docs.data.files.reading import read_grids
from hqe_docs.data.files.textrows import TextRows
from hqe_docs.data.header import NOTHING_MAPPED
from hqe_docs.data.kinds import Field, LedgerKind
from hqe_docs.data.persons import ID, VALID
from hqe_docs.data.tables import Table, check_header, find_tables
from hqe_docs.data.totals import check_totals
from hqe_docs.problems import Location, Problems, cell_at

if TYPE_CHECKING:
    import polars as pl

ROW = "_行"
SOURCE = "_表"
_ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Source:
    """One table of a ledger: its grid's place, the column index of each field, and the titles as they stand."""

    file: str
    sheet: str
    columns: Mapping[str, int]
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ledger:
    """A kind and its rows; `frame` has one text column a field, and the source and 1-based row of each.

    `faults` says of each field in which rows its cell has been reported, so that no rule reports it again, and
    `covered` in which rows it lies under a merged cell, whose value it has.
    """

    kind: LedgerKind
    frame: pl.DataFrame
    sources: tuple[Source, ...]
    faults: Mapping[str, frozenset[int]] = field(default_factory=dict)
    covered: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def at(self, index: int, field: str | None = None) -> Location:
        """Return where row `index` of the frame stands, and in it the cell of `field`."""
        source = self.sources[self.frame.item(index, SOURCE)]
        row = self.frame.item(index, ROW)
        column = source.columns.get(field) if field else None
        if column is None:
            return Location(source.file, source.sheet, row=row)
        return cell_at(source.file, source.sheet, row, column + 1)

    def row_numbers(self) -> list[tuple[int, int]]:
        """Return of each row the number of its source and its row there, counted from 1."""
        return self.frame.select(SOURCE, ROW).rows()

    def places(self, indices: Sequence[int]) -> list[str]:
        """Return where each of these rows stands, as text; many rows at once."""
        rows = self.row_numbers()
        return [
            str(Location(self.sources[s].file, self.sources[s].sheet, row=row))
            for s, row in map(rows.__getitem__, indices)
        ]

    def has(self, field: str) -> bool:
        """Say whether the ledger, as received, has this column."""
        return any(field in source.columns for source in self.sources)

    def heading(self, field: str) -> str:
        """Return the title of a column as the first table that has it writes it, its unit and all."""
        return next((source.titles[field] for source in self.sources if field in source.titles), field)

    def is_faulty(self, index: int, fields: Sequence[str]) -> bool:
        """Say whether one of these cells of row `index` has been reported already."""
        return any(index in self.faults.get(field, ()) for field in fields)


def read_ledger(
    path: Path, name: str, kind: LedgerKind, found: Problems, mapped: Mapping[str, str] = NOTHING_MAPPED
) -> Ledger | None:
    """Return the ledger in the file at `path` (called `name` in messages), None when it can't be read."""
    tables = read_tables(path, name, kind, found, mapped)
    return assemble(tables, kind, found) if tables else None


def read_tables(
    path: Path, name: str, kind: LedgerKind, found: Problems, mapped: Mapping[str, str] = NOTHING_MAPPED
) -> list[Table]:
    """Return the tables of the file at `path` that make up a ledger of `kind`; none, with a problem, when none do.

    `mapped` says which standard title a title of the sheet means, before titles and aliases are looked up.
    """
    grids = read_grids(path, name, found)
    return tables_in(grids, name, kind, found, mapped) if grids else []


def tables_in(
    grids: Sequence[Grid],
    name: str,
    kind: LedgerKind,
    found: Problems,
    mapped: Mapping[str, str] = NOTHING_MAPPED,
) -> list[Table]:
    """Return the tables among `grids`, the sheets of the file called `name`, that make up a ledger of `kind`."""
    tables = find_tables(grids, kind, found, mapped)
    if not tables:
        found.add("L102", Location(name, grids[0].sheet), kind=kind.name)
    if tables and grids[0].from_1904:
        found.add("L322", Location(name))
    for table in tables:
        check_header(table, kind, found)
    return tables


def assemble(tables: Sequence[Table], kind: LedgerKind, found: Problems) -> Ledger:
    """Return the rows of `tables` as one ledger, every cell read in the form of its column."""
    import polars as pl

    frames, sources, offset = [], [], 0
    faults: dict[str, set[int]] = {}
    covered: dict[str, set[int]] = {}
    for number, table in enumerate(tables):
        data, faulty = _read(table, kind, found)
        for name, rows in faulty.items():
            faults.setdefault(name, set()).update(offset + i for i in rows)
        for name, rows in _covered(table, kind).items():
            covered.setdefault(name, set()).update(offset + i for i in rows)
        places = pl.Series(ROW, table.rows.data, pl.Int64) + 1
        frames.append(data.select(pl.lit(number, pl.Int64).alias(SOURCE), places, pl.all()))
        sources.append(_source(table))
        offset += data.height
    fixed, under = _frozen(faults), _frozen(covered)
    frame = _with_validity(pl.concat(frames, rechunk=True), fixed)
    ledger = Ledger(kind, frame, tuple(sources), fixed, under)
    check_totals(tables, kind, ledger.frame, fixed, found)
    if ledger.frame.is_empty():
        found.add("L106", Location(sources[0].file, sources[0].sheet), kind=kind.name)
    return ledger


def _frozen(rows: Mapping[str, set[int]]) -> dict[str, frozenset[int]]:
    return {name: frozenset(numbers) for name, numbers in rows.items()}


def _source(table: Table) -> Source:
    titles = {title.field.name: title.text for title in reversed(table.header.titles) if title.field}
    return Source(table.grid.file, table.grid.sheet, dict(table.header.columns), titles)


def _with_validity(frame: pl.DataFrame, faults: Mapping[str, frozenset[int]]) -> pl.DataFrame:
    """Return `frame` with the answer to whether each identity number is right, which reading it has shown."""
    import polars as pl

    if ID not in frame.columns:
        return frame
    wrong = pl.Series(sorted(faults.get(ID, ())), dtype=pl.UInt32)
    right = (pl.col(ID) != "") & ~pl.int_range(pl.len(), dtype=pl.UInt32).is_in(wrong.implode())
    return frame.with_columns(right.alias(VALID))


def _read(table: Table, kind: LedgerKind, found: Problems) -> tuple[pl.DataFrame, dict[str, list[int]]]:
    """Return the values of each field, and the rows, counted within the table, whose cell is at fault."""
    import polars as pl

    here = [item for item in kind.fields if item.name in table.header.columns]
    filled, columns = _filled(table, kind), _columns(table)
    texts = (_texts(table, columns, item, filled) for item in here)
    values, faults = read_columns(pl.DataFrame(list(texts)), [_with_epoch(table, item) for item in here])
    faulty = {}
    for item in here:
        column = table.header.columns[item.name]
        faulty[item.name] = _report(table, item, faults.get(item.name, ()), filled.get(column, {}), found)
    blank = pl.repeat("", values.height, dtype=pl.String, eager=True)
    each = (values[item.name] if item.name in faulty else blank.alias(item.name) for item in kind.fields)
    return pl.DataFrame(list(each)), faulty


def _columns(table: Table) -> list[pl.Series]:
    """Return the texts of the data rows column by column; some rows at a time, to stay in the cache."""
    import polars as pl

    if isinstance(table.grid.rows, TextRows):
        return table.grid.rows.columns(table.rows.data)
    rows = [table.grid.rows[i] for i in table.rows.data]
    width = 1 + max(table.header.columns.values())
    columns: list[list[str]] = [[] for _ in range(width)]
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        part = rows[start : start + _ROWS_AT_ONCE]
        cells = list(islice(zip_longest(*part, fillvalue=""), width))
        for column in range(width):
            columns[column].extend(cells[column] if column < len(cells) else [""] * len(part))
    return [pl.Series(texts, dtype=pl.String) for texts in columns]


def _texts(
    table: Table, columns: Sequence[pl.Series], item: Field, filled: Mapping[int, Mapping[int, str]]
) -> pl.Series:
    """Return the texts of a column, those of merged cells in each of their rows."""
    import polars as pl

    column = table.header.columns[item.name]
    texts, merged = columns[column], filled.get(column)
    if merged:
        pairs = zip(table.rows.data, texts, strict=True)
        texts = pl.Series([merged.get(i) or text for i, text in pairs], dtype=pl.String)
    return texts.alias(item.name)


def _with_epoch(table: Table, item: Field) -> Field:
    is_other = table.grid.from_1904 and item.type == "date"
    return replace(item, format=item.format + DATE_1904) if is_other else item


def _report(
    table: Table, item: Field, faults: Faults, filled: Mapping[int, str], found: Problems
) -> list[int]:
    """Report the faults of a column, and return their rows."""
    rows, column = table.rows.data, table.header.columns[item.name]
    faulty = []
    for i, fault in faults:
        faulty.append(i)
        if rows[i] not in filled:  # a merged cell is one cell, reported where it stands
            found.add(
                fault.code, table.grid.at(rows[i], column), hint=fault.hint, name=item.name, **fault.facts
            )
    return faulty


def _covered(table: Table, kind: LedgerKind) -> dict[str, list[int]]:
    """Return of each field the rows, counted within the table, that lie under a merged cell."""
    filled = _filled(table, kind)
    return {
        name: [i for i, row in enumerate(table.rows.data) if row in filled[column]]
        for name, column in table.header.columns.items()
        if column in filled
    }


def _filled(table: Table, kind: LedgerKind) -> dict[int, dict[int, str]]:
    """Return column → row → the text of the merged cell that reaches down there; a key is nobody else's."""
    filled: dict[int, dict[int, str]] = {}
    key, grid = table.header.columns.get(kind.primary_key), table.grid
    for (top, left), (bottom, _) in grid.merges:
        if table.header.last < top < bottom and top < len(grid.rows) and left != key:
            text = grid.text(top, left)
            rows = range(top + 1, min(bottom + 1, len(grid.rows)))
            filled.setdefault(left, {}).update(dict.fromkeys(rows, text))
    return filled
