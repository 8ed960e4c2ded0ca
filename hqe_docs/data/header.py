"""The header of a table: found by its titles, in one row or in two, below whatever stands above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from types import MappingProxyType

from hqe_docs.data.grid import Grid
from hqe_docs.data.kinds import Field, LedgerKind, header_key

HEADER_ROWS = 12
FEWEST_TITLES = 3
NOTHING_MAPPED: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Title:
    """A column's title as it stands (levels joined by /), the cell it stands in, and the field it means."""

    text: str
    row: int
    column: int
    field: Field | None


@dataclass(frozen=True, slots=True)
class Header:
    """The first and last row of a header, its titles, and the column of each field; all 0-based."""

    first: int
    last: int
    titles: tuple[Title, ...]
    columns: Mapping[str, int]


def find_header(grid: Grid, kind: LedgerKind, mapped: Mapping[str, str] = NOTHING_MAPPED) -> Header | None:
    """Return the row, or the two rows, in which most of the kind's titles stand; None when hardly any do."""
    known = _known(grid, kind.by_header(), mapped)
    best: Header | None = None
    for index, row in enumerate(grid.rows[:HEADER_ROWS]):
        below = grid.rows[index + 1] if index + 1 < len(grid.rows) else ()
        for header in (_one_row(index, row, known), _two_rows(index, row, below, known)):
            if header and len(header.columns) > (len(best.columns) if best else FEWEST_TITLES - 1):
                best = header
    return best


def _known(grid: Grid, titles: Mapping[str, Field], mapped: Mapping[str, str]) -> Mapping[str, Field]:
    """Return header key → field, a mapped title that stands in the sheet being the only one of its field."""
    fields = {title: titles.get(header_key(name)) for title, name in mapped.items()}
    own = {header_key(form): field for t, field in fields.items() for form in (t.replace("/", ""), t)}
    top = {header_key(text) for row in grid.rows[:HEADER_ROWS] for text in row} if own else set()
    taken = {field.name for title, field in own.items() if field and title in top}
    kept = {title: field for title, field in titles.items() if title not in own and field.name not in taken}
    return kept | {title: field for title, field in own.items() if field}


def _one_row(index: int, row: Sequence[str], known: Mapping[str, Field]) -> Header:
    cells = ((column, text.strip()) for column, text in enumerate(row))
    titles = [Title(text, index, column, known.get(header_key(text))) for column, text in cells if text]
    return Header(index, index, tuple(titles), _columns(titles))


def _two_rows(
    index: int, upper: Sequence[str], lower: Sequence[str], known: Mapping[str, Field]
) -> Header | None:
    """Return the joined titles of two rows, None when the second is not a level of the header."""
    titles = list(_joined(index, upper, lower, known))
    alone = {title.field.name for title in _one_row(index, upper, known).titles if title.field}
    both = {
        level: {title.field.name for title in titles if title.field and title.row == level}
        for level in (index, index + 1)
    }
    covers = any(
        title.row > index and title.field is None and _at(upper, title.column, known) for title in titles
    )
    if covers or not both[index] or not both[index + 1] - alone:
        return None
    return Header(index, index + 1, tuple(titles), _columns(titles))


def _joined(
    index: int, upper: Sequence[str], lower: Sequence[str], known: Mapping[str, Field]
) -> Iterator[Title]:
    group = ""
    for column, pair in enumerate(zip_longest(upper, lower, fillvalue="")):
        above, below = pair[0].strip(), pair[1].strip()
        if above:
            # the title of a group stands over the first of its columns only
            group = "" if header_key(above) in known and not below else above
        if below:
            field = known.get(header_key(group + below)) or known.get(header_key(below))
            yield Title(f"{group}/{below}" if group else below, index + 1, column, field)
        elif above:
            yield Title(above, index, column, known.get(header_key(above)))


def _at(row: Sequence[str], column: int, known: Mapping[str, Field]) -> Field | None:
    return known.get(header_key(row[column])) if column < len(row) and row[column].strip() else None


def _columns(titles: Iterable[Title]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for title in titles:
        if title.field:
            columns.setdefault(title.field.name, title.column)
    return columns
