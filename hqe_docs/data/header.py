"""The header of a table: found by its titles, in one row or in several levels, below whatever stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from hqe_docs.data.files.grid import Grid
from hqe_docs.data.kinds import Field, LedgerKind, header_key

HEADER_ROWS = 12
LEVELS = 4
MANY_TITLES, FEWEST_TITLES = 3, 2
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
    """The first and last row of a header, its titles, and the column of each field; all 0-based.

    `guessed` are columns whose title is only like that of their field, `rivals` columns → the field that several
    titles are like.
    """

    first: int
    last: int
    titles: tuple[Title, ...]
    columns: Mapping[str, int]
    guessed: frozenset[int] = frozenset()
    rivals: tuple[tuple[int, str], ...] = ()


def find_header(grid: Grid, kind: LedgerKind, mapped: Mapping[str, str] = NOTHING_MAPPED) -> Header | None:
    """Return the row, or the rows, in which most of the kind's titles stand; None when hardly any do."""
    known = _known(grid, kind.by_header(), mapped)
    best: Header | None = None
    widest = max((len(grid.rows[i]) for i in range(min(HEADER_ROWS + LEVELS, len(grid.rows)))), default=0)
    for index in range(min(HEADER_ROWS, len(grid.rows))):
        for header in _from(grid, index, known):
            if _is_better(header, best):
                best = header
        if best and best.first == best.last and len(best.columns) == widest:
            break  # one row names every column: none below names more
    return best


def _is_better(header: Header, best: Header | None) -> bool:
    if best is None:
        return len(header.columns) >= MANY_TITLES or _is_short_header(header)
    return len(header.columns) > len(best.columns) or _is_best_without_top(header, best)


def _is_best_without_top(header: Header, best: Header) -> bool:
    """Say whether the header is the best one without its top rows, which named no group and are titles of the sheet."""
    is_inside = header.last == best.last and header.first > best.first
    return is_inside and header.columns == best.columns


def _is_short_header(header: Header) -> bool:
    """Say whether two known titles make a header: half of what stands there, and no number or sentence beside."""
    plain = all(len(title.text) <= 12 and not re.search(r"\d|[:：]", title.text) for title in header.titles)
    return plain and FEWEST_TITLES <= len(header.columns) >= len(header.titles) / 2


def _known(grid: Grid, titles: Mapping[str, Field], mapped: Mapping[str, str]) -> Mapping[str, Field]:
    """Return header key → field, a mapped title that stands in the sheet being the only one of its field."""
    fields = {title: titles.get(header_key(name)) for title, name in mapped.items()}
    own = {header_key(form): field for t, field in fields.items() for form in (t.replace("/", ""), t)}
    top = {header_key(text) for row in grid.rows[:HEADER_ROWS] for text in row} if own else set()
    taken = {field.name for title, field in own.items() if field and title in top}
    kept = {title: field for title, field in titles.items() if title not in own and field.name not in taken}
    return kept | {title: field for title, field in own.items() if field}


def _from(grid: Grid, first: int, known: Mapping[str, Field]) -> Iterator[Header]:
    """Yield the headers that begin at row `first`, of one level, of two …; rows of data end them."""
    before: Mapping[int, Title] = {}
    for last in range(first, min(first + LEVELS, len(grid.rows))):
        titles = {title.column: title for title in _titles(grid, first, last, known)}
        below = [title for title in titles.values() if title.row == last]
        covered = sum(not title.field and _field(before, title) is not None for title in below)
        if covered and covered >= sum(title.field is not None for title in below):
            return  # values under known titles
        yield Header(first, last, tuple(titles.values()), _columns(titles.values()))
        before = titles


def _field(titles: Mapping[int, Title], under: Title) -> Field | None:
    """Return the field of the title that `under` stands below."""
    above = titles.get(under.column)
    return above.field if above else None


def _titles(grid: Grid, first: int, last: int, known: Mapping[str, Field]) -> Iterator[Title]:
    groups = [""] * (last - first)
    for column in range(max(len(grid.rows[row]) for row in range(first, last + 1))):
        own = [grid.text(row, column).strip() for row in range(first, last + 1)]
        depth = max((i for i, text in enumerate(own) if text), default=-1)
        for i, text in enumerate(own[:-1]):
            if text:
                # a title with nothing below it is no group, and a group's end with the next one on its level
                groups[i:] = [text if depth > i else "", *[""] * (len(groups) - i - 1)]
        if depth >= 0:
            parts = [*(group for group in groups[:depth] if group), own[depth]]
            yield Title("/".join(dict.fromkeys(parts)), first + depth, column, _meant(parts, known))


def _meant(parts: Sequence[str], known: Mapping[str, Field]) -> Field | None:
    """Return the field that a title means with all its groups, with one of them, or alone."""
    *groups, last = parts
    forms = ["".join(parts[i:]) for i in range(len(groups))] + [group + last for group in groups] + [last]
    return next((field for form in forms if (field := known.get(header_key(form)))), None)


def _columns(titles: Iterable[Title]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for title in titles:
        if title.field:
            columns.setdefault(title.field.name, title.column)
    return columns
