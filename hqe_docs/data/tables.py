"""The tables of a workbook that make up a ledger: the first sheet with its header, and sheets of the same columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from hqe_docs.data.columns import Dictionary
from hqe_docs.data.files.grid import Grid, is_appended
from hqe_docs.data.furniture import Rows, sort_rows
from hqe_docs.data.header import MANY_TITLES, NOTHING_MAPPED, Header, Title, find_header
from hqe_docs.data.kinds import LedgerKind, header_key
from hqe_docs.problems import Location, Problems
from hqe_docs.values import did_you_mean, squeeze

SAME = 0.8  # of the columns of two sheets together, those that both have
FEWEST_KEYS = 3
SEVERAL = 2
_COPY = re.compile(
    r"备份|副本|旧|上年|去年|往年|历年|历史|作废|废弃|原表|原始|模板|样表|copy|backup|\bbak\b|\bold\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, its header, and which of its rows are data."""

    grid: Grid
    header: Header
    rows: Rows

    @property
    def sheet(self) -> Location:
        return Location(self.grid.file, self.grid.sheet)


def find_tables(
    grids: Sequence[Grid], kind: LedgerKind, found: Problems, mapped: Mapping[str, str] = NOTHING_MAPPED
) -> list[Table]:
    """Return the tables to read as one ledger; every other sheet that holds people is reported."""
    tables = []
    grids = [grid for grid in grids if not is_appended(grid)]
    headers = [find_header(grid, kind, mapped) for grid in grids]
    most = max((len(header.columns) for header in headers if header), default=0)
    for grid, header in zip(grids, headers, strict=True):
        # two titles are a header where no sheet has more; beside a whole ledger they are a list of choices
        if header and len(header.columns) >= min(most, MANY_TITLES):
            whole = _with_guesses(grid, header, kind)
            tables.append(Table(grid, whole, sort_rows(grid, whole, kind)))
        elif not grid.is_hidden and _has_people(grid):
            _leave(grid, "找不到表头", found)
    shown = [table for table in tables if not table.grid.is_hidden]
    for table in tables:
        if table.grid.is_hidden:
            _leave(table.grid, "这张表已隐藏", found)
    first = _first(shown)
    return [first, *_further(first, shown, kind, found)] if first else []


def _with_guesses(grid: Grid, header: Header, kind: LedgerKind) -> Header:
    """Return the header with each unknown title that is like just one free field's, and whose cells fit it."""
    like: dict[str, list[Title]] = {}
    words = Dictionary([kind], ())
    for title in (title for title in header.titles if title.field is None):
        texts = grid.column(title.column)[header.last + 1 :]
        field = words.nearly(title.text, texts)
        if field and field.name not in header.columns:
            like.setdefault(field.name, []).append(title)
    guessed = {items[0].column: name for name, items in like.items() if len(items) == 1}
    rivals = tuple((title.column, name) for name, items in like.items() if len(items) > 1 for title in items)
    titles = tuple(
        replace(title, field=kind.field(guessed[title.column])) if title.column in guessed else title
        for title in header.titles
    )
    columns = {**header.columns, **{name: column for column, name in guessed.items()}}
    return replace(header, titles=titles, columns=columns, guessed=frozenset(guessed), rivals=rivals)


def _first(tables: Sequence[Table]) -> Table | None:
    """Return the first table that is the ledger itself: not a copy, not a summary with a few of its columns."""
    whole = max((len(table.header.columns) for table in tables), default=0)
    full = [table for table in tables if len(table.header.columns) * 2 >= whole]
    return next((table for table in full if not _COPY.search(table.grid.sheet)), next(iter(full), None))


def _further(first: Table, tables: Sequence[Table], kind: LedgerKind, found: Problems) -> list[Table]:
    kept, keys = [], _keys(first, kind) if len(tables) > 1 else set()
    for table in tables:
        if table is first:
            continue
        own = _keys(table, kind)
        reason = _why_not(first, table) or _why_repeats(own, keys)
        if reason:
            _leave(table.grid, reason, found)
            continue
        found.add("L112", table.sheet, first=first.grid.sheet, count=len(table.rows.data))
        kept.append(table)
        keys |= own
    return kept


def _why_not(first: Table, table: Table) -> str:
    """Return why a sheet is no further part of the ledger, or nothing."""
    if not table.rows.data:
        return "没有数据"
    mine, its = set(first.header.columns), set(table.header.columns)
    if len(mine & its) < SAME * len(mine | its):
        return f"栏目与“{first.grid.sheet}”不同"
    if _COPY.search(table.grid.sheet):
        return "名称像是备份或旧表"
    years = [set(_YEAR.findall(item.grid.sheet)) for item in (first, table)]
    return "名称是另一个年度" if years[1] and years[0] != years[1] and years[0] else ""


def _why_repeats(own: set[str], keys: set[str]) -> str:
    again = len(own & keys)
    return "其中多半是前面已有的人，像是副本" if again >= FEWEST_KEYS and again * 2 >= len(own) else ""


def _keys(table: Table, kind: LedgerKind) -> set[str]:
    column = table.header.columns.get(kind.primary_key)
    if column is None:
        return set()
    texts = table.grid.column(column)
    return {text for row in table.rows.data if (text := squeeze(texts[row]))}


def _leave(grid: Grid, reason: str, found: Problems) -> None:
    found.add("L113", Location(grid.file, grid.sheet), reason=reason)


def _has_people(grid: Grid) -> bool:
    """Say whether identity numbers stand in several rows; one alone is an example in a sheet of remarks."""
    rows = (row for row in grid.rows if any(len(text) >= 18 and _NUMBER.search(text) for text in row))
    return len(list(islice(rows, SEVERAL))) == SEVERAL


def check_header(table: Table, kind: LedgerKind, found: Problems) -> None:
    """Report titles that are unknown, stand twice or are missing, and the sample rows left out."""
    header, grid = table.header, table.grid
    for title in header.titles:
        where = grid.at(title.row, title.column)
        if rival := dict(header.rivals).get(title.column):
            found.add("L119", where, title=title.text, name=rival)
        elif title.field is None:
            hint = did_you_mean(
                header_key(title.text.rpartition("/")[2]), [item.name for item in kind.fields]
            )
            found.add("L104", where, hint=hint, title=title.text, kind=kind.name)
        elif title.column in header.guessed:
            found.add("L309", where, title=title.text, name=title.field.name)
        elif header.columns[title.field.name] != title.column:
            found.add("L108", where, title=title.field.name)
    for field in kind.fields:
        if field.required and not field.derived and field.name not in header.columns:
            found.add("L103", table.sheet, title=field.name)
    for row in table.rows.samples:
        found.add("L114", Location(grid.file, grid.sheet, row=row + 1), row=row + 1)
