"""A workbook that belongs to no dossier: its tables read by what they show, and checked like any ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from hqe_docs.data.columns import ID, Dictionary, Named, name_columns, overlap
from hqe_docs.data.files.epoch import counts_from_1904
from hqe_docs.data.files.grid import Grid, is_appended
from hqe_docs.data.files.reading import read_grids
from hqe_docs.data.freeform import Block, Sorted, choices, find_block, halves, sort_freely
from hqe_docs.data.furniture import Rows
from hqe_docs.data.header import Header
from hqe_docs.data.kinds import Field, LedgerKind
from hqe_docs.data.ledger import Ledger, assemble
from hqe_docs.data.loose.day import day_in
from hqe_docs.data.loose.forms import Use, adapted
from hqe_docs.data.loose.months import one_month_apart
from hqe_docs.data.loose.rules import check_loosely
from hqe_docs.data.loose.summary import Counted, summary_apart
from hqe_docs.data.loose.table import Loose, persons_on
from hqe_docs.data.tables import Table
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.values import squeeze

FEWEST_KNOWN, SHARE_KNOWN = 5, 0.6
SAME_COLUMNS, SHARED_PEOPLE = 0.6, 0.5


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user says of the workbook: its kind, what its titles mean, the day of its ages."""

    kind: LedgerKind | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet's table, with what its columns mean and what its rows are."""

    table: Table
    named: tuple[Named, ...]
    rows: Sorted

    def texts(self, column: int) -> list[str]:
        cells = self.table.grid.column(column)
        return [cells[row] for row in self.rows.data]

    def people(self) -> set[str]:
        column = self.table.header.columns.get(ID)
        return {text for text in self.texts(column) if len(text) > 14} if column is not None else set()


def check_workbook(
    path: Path, kinds: Mapping[str, LedgerKind], general: LedgerKind | None, asked: Asked, read: list[Ledger]
) -> list[Problem]:
    """Return everything found in the workbook at `path`; its tables of a known kind are added to `read`."""
    found = Problems()
    tables, parts = read_loosely(path, kinds, general, asked, found)
    for table, faults in tables:
        found.extend(check_loosely(table, faults))
        if table.ledger.kind.name in kinds and kinds[table.ledger.kind.name].primary_key == ID:
            read.append(table.ledger)
    told = {item.where for item in found if item.severity != "info"}
    found.extend(item for item in one_month_apart([table for table, _ in tables]) if item.where not in told)
    found.extend(summary_apart([_counted(part) for part in parts]))
    found = _without_unknown(found, [part.table.grid for part in parts])
    if any(table.day is None and table.ledger.has("年龄") for table, _ in tables):
        found.add("L311", Location(path.name))
    return list(dict.fromkeys(found))


def _without_unknown(found: Problems, grids: Sequence[Grid]) -> Problems:
    """Return `found` without blanks that are formulas never calculated, which reading has said once a sheet."""
    unknown = {(grid.sheet, cell) for grid in grids for cell in grid.uncomputed}
    blank = ("L201", "L335")
    return Problems(
        [
            item
            for item in found
            if item.code not in blank or (item.where.sheet, item.where.cell) not in unknown
        ]
    )


def read_loosely(
    path: Path,
    kinds: Mapping[str, LedgerKind],
    general: LedgerKind | None,
    asked: Asked,
    found: Problems,
) -> tuple[list[tuple[Loose, list[Problem]]], list[Part]]:
    """Return the tables of the workbook at `path`, each with what reading its cells found; and the sheets' parts."""
    grids = [grid for grid in read_grids(path, path.name, found) if not is_appended(grid)]
    shown = [grid for grid in grids if not grid.is_hidden]
    for grid in grids:
        if grid.is_hidden:
            found.add("L323", Location(grid.file, grid.sheet))
    from_1904 = counts_from_1904(path)
    if from_1904:
        found.add("L322", Location(path.name))
    parts, kind = _parts(shown, kinds, general, asked, found)
    asked = replace(asked, kind=kind)
    if shown and not parts:
        found.add("L319", Location(path.name))
    tables = []
    for group in _groups(parts):
        days = (asked.day,) * len(group) if asked.day else _days_of(group, found)
        tables.append(_table(group, asked, days, from_1904))
    return tables, parts


def _counted(part: Part) -> Counted:
    houses = part.table.header.columns.get("户编号", part.table.header.columns.get("户主姓名"))
    merged = {squeeze(text) for text in part.texts(houses) if text.strip()} if houses is not None else set()
    return Counted(part.table, len(part.rows.data), len(merged))


# ---------------------------------------------------------------- sheets
def _parts(
    grids: Sequence[Grid],
    kinds: Mapping[str, LedgerKind],
    general: LedgerKind | None,
    asked: Asked,
    found: Problems,
) -> tuple[list[Part], LedgerKind | None]:
    base = [general] if general else []
    known = set(Dictionary(base, kinds.values()).exact)
    found_blocks = [(grid, block) for grid in grids if (block := find_block(grid, known))]
    blocks = [half for grid, block in found_blocks for half in halves(grid, block)]
    kind = asked.kind or _guess(blocks, kinds)
    if blocks and not asked.kind:
        code, facts = ("L301", {"kind": kind.name}) if kind else ("L302", {})
        found.add(code, Location(blocks[0][0].file), **facts)
    words = Dictionary([kind, *base] if kind else base, kinds.values())
    parts = [_part(grid, block, words, asked.columns, found) for grid, block in blocks]
    return [part for part in parts if part.rows.data], kind


def _guess(blocks: Sequence[tuple[Grid, Block]], kinds: Mapping[str, LedgerKind]) -> LedgerKind | None:
    """Return the kind most of whose titles a table has, if most of that table's titles are its."""
    best: tuple[int, LedgerKind] | None = None
    for _, block in blocks:
        for kind in kinds.values():
            count = overlap(kind, block.titles)
            enough = max(FEWEST_KNOWN, SHARE_KNOWN * len(block.titles))
            if count >= enough and (best is None or count > best[0]):
                best = (count, kind)
    return best[1] if best else None


def _part(grid: Grid, block: Block, words: Dictionary, mapped: Mapping[str, str], found: Problems) -> Part:
    texts = {title.column: grid.column(title.column)[block.last + 1 :] for title in block.titles}
    named = name_columns(block.titles, texts, words, mapped)
    for item in named:
        if item.how in ("相近", "内容"):
            code = "L309" if item.how == "相近" else "L310"
            where = grid.at(item.title.row, item.title.column)
            found.add(code, where, title=item.title.text, name=item.field.name)
    columns = {item.field.name: item.title.column for item in named}
    rows = sort_freely(grid, block, columns.get(ID, -1), columns.get("姓名", -1))
    for row in rows.left:
        found.add("L321", Location(grid.file, grid.sheet, row=row + 1), row=row + 1)
    titles = tuple(replace(item.title, field=item.field) for item in named)
    header = Header(block.first, block.last, titles, columns)
    return Part(Table(grid, header, Rows(rows.data, ())), tuple(named), rows)


def _groups(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Yield the sheets that are one table in pieces; months, in which the same people return, are tables apart."""
    groups: list[list[Part]] = []
    for part in parts:
        group = next((group for group in groups if all(_belongs(part, other) for other in group)), None)
        if group is None:
            groups.append([part])
        else:
            group.append(part)
    yield from groups


def _belongs(part: Part, other: Part) -> bool:
    mine, its = set(part.table.header.columns), set(other.table.header.columns)
    people, others = part.people(), other.people()
    shared, fewer = len(people & others), min(len(people), len(others))
    is_period = shared > 2 and shared >= SHARED_PEOPLE * fewer
    return len(mine & its) >= SAME_COLUMNS * len(mine | its) and not is_period


# ---------------------------------------------------------------- one group
def _table(
    group: Sequence[Part], asked: Asked, days: Sequence[date | None], from_1904: bool
) -> tuple[Loose, list[Problem]]:
    found = Problems()
    fields: dict[str, list[tuple[Part, Named]]] = {}
    for part in group:
        for item in part.named:
            fields.setdefault(item.field.name, []).append((part, item))
    row_key = _row_key(asked.kind, fields)
    kind = LedgerKind(
        name=asked.kind.name if asked.kind else "表格",
        title="",
        description="",
        fields=tuple(_adapt(uses, from_1904, found) for uses in fields.values()),
        primary_key=ID if row_key == (ID,) else "",
        row_key=row_key,
        checks=asked.kind.checks if asked.kind else (),
        is_log=bool(asked.kind and asked.kind.is_log),
    )
    ledger = assemble([part.table for part in group], kind, found)
    loose = Loose(
        ledger=ledger,
        persons=persons_on(ledger.frame, days),
        days=tuple(days),
        is_day_said=asked.day is not None,
        tables=tuple(part.table for part in group),
        sums=tuple(part.rows.sums for part in group),
        titles=tuple(_above(part) for part in group),
    )
    return loose, list(found)


def _row_key(kind: LedgerKind | None, names: Collection[str]) -> tuple[str, ...]:
    """Return what stands once: a person, unless the kind knows several rows of one and the table tells them apart."""
    known = kind.row_key if kind and kind.row_key[:1] == (ID,) else ()
    return tuple(name for name in known if name in names or name == ID) or (ID,)


def _adapt(uses: Sequence[tuple[Part, Named]], from_1904: bool, found: Problems) -> Field:
    part, item = uses[0]
    use = Use(
        heading=item.title.text,
        texts=[text for other, use in uses for text in other.texts(use.title.column)],
        covered=sum(_covered(other, use.title.column) for other, use in uses),
        listed=choices(part.table.grid, part.rows.notes, item.title.column),
        where=part.table.grid.at(item.title.row, item.title.column),
    )
    return adapted(item.field, use, found, from_1904=from_1904)


def _covered(part: Part, column: int) -> int:
    """Return how many data rows a merged cell reaches down to in this column."""
    data = set(part.rows.data)
    spans = (
        range(top + 1, bottom + 1)
        for (top, left), (bottom, _) in part.table.grid.merges
        if left == column and bottom > top
    )
    return sum(len(data & set(span)) for span in spans)


# ---------------------------------------------------------------- the day of ages
def _above(part: Part) -> str:
    grid = part.table.grid
    rows = grid.rows[: part.table.header.first]
    return " ".join([*(squeeze(text) for row in rows for text in row if text.strip()), squeeze(grid.sheet)])


def _days_of(group: Sequence[Part], found: Problems) -> tuple[date | None, ...]:
    """Return the day of each sheet of a group: the one above it, else the first that stands above one of them."""
    days = [day_in(_above(part)) for part in group]
    first = next((day for day in days if day), None)
    if first:
        part = group[days.index(first)]
        found.add("L312", Location(part.table.grid.file, part.table.grid.sheet), day=first.isoformat())
    return tuple(day or first for day in days)
