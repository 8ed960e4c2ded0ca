"""A ledger as it stood on a day, made from the register: the same rows, columns and places as when it was loaded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hqe_docs.data.idnumber import judge
from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.ledger import ROW, SOURCE, Ledger, Source
from hqe_docs.data.persons import ID, VALID
from hqe_docs.data.received.importing import NUMBER
from hqe_docs.data.register.incoming import COUNTED
from hqe_docs.data.register.schema import Tables, tables

if TYPE_CHECKING:
    import polars as pl
    from sqlalchemy import ColumnElement, Connection

READ = ("content", "load", "sheet", "line", "person")


@dataclass(frozen=True, slots=True)
class Book:
    """A ledger kind of a place, as the register numbers it."""

    number: int
    place: str
    village: str
    kind: str


def books(connection: Connection, kind: str = "", place: str = "") -> list[Book]:
    """Return the books of a kind (of all) and of a place named by its last name or in full (of all), by place."""
    from sqlalchemy import or_, select

    it = tables().books.c
    wanted = select(it.id, it.place, it.village, it.kind).order_by(it.place, it.kind)
    if kind:
        wanted = wanted.where(it.kind == kind)
    if place:
        wanted = wanted.where(or_(it.place == place, it.village == place))
    return [Book(*row) for row in connection.execute(wanted)]


def first_day(connection: Connection, numbers: Sequence[int]) -> str:
    """Return the day (ISO) of the first load of these books, nothing when there is none."""
    from sqlalchemy import func, select

    it = tables().loads.c
    return connection.execute(select(func.min(it.day)).where(it.book.in_(list(numbers)))).scalar() or ""


def ledger_on(connection: Connection, kind: LedgerKind, book: int, day: str) -> Ledger | None:
    """Return the book's ledger as of a day (ISO); None where nothing had been loaded by then."""
    made = tables()
    state = _state(connection, made, book, day)
    if state is None:
        return None
    it = made.versions.c
    rows = _rows(connection, made, (it.book == book, it.since <= day, it.until > day))
    ledger = _ledger(connection, kind, rows, state)
    if state.numbering == COUNTED:
        return _numbered(ledger)
    return ledger


def differing(
    connection: Connection, kind: LedgerKind, book: int, days: tuple[str, str]
) -> tuple[Ledger, Ledger]:
    """Return the rows of two days that are not the same on both, with all that share a key with one of them."""
    from sqlalchemy import and_, or_, select

    made = tables()
    it = made.versions.c
    first, last = days
    then, now = and_(it.since <= first, it.until > first), and_(it.since <= last, it.until > last)
    other = or_(and_(then, it.until <= last), and_(now, it.since > first))
    keys = select(it.key).where(it.book == book, other)
    sides = []
    for day, held in ((first, then), (last, now)):
        rows = _rows(connection, made, (it.book == book, held, it.key.in_(keys)))
        sides.append(_ledger(connection, kind, rows, _state(connection, made, book, day)))
    return sides[0], sides[1]


def _state(connection: Connection, made: Tables, book: int, day: str) -> Any:
    """Return the load whose state holds on a day, None when there is none."""
    it = made.loads.c
    wanted = made.loads.select().where(it.book == book, it.day <= day).order_by(it.day.desc()).limit(1)
    return connection.execute(wanted).one_or_none()


def _rows(connection: Connection, made: Tables, held: tuple[ColumnElement[bool], ...]) -> pl.DataFrame:
    import polars as pl
    from sqlalchemy import select

    it = made.versions.c
    wanted = select(*(it[name] for name in READ)).where(*held).order_by(it.rank)
    text, number = pl.String, pl.Int64
    schema = dict(zip(READ, (text, number, number, number, text), strict=True))
    return pl.DataFrame(list(map(tuple, connection.execute(wanted))), schema, orient="row")


# ---------------------------------------------------------------- rows to a ledger
def _ledger(connection: Connection, kind: LedgerKind, rows: pl.DataFrame, state: Any) -> Ledger:
    import polars as pl

    names = [item.name for item in kind.fields]
    cells = rows["content"].str.json_decode(pl.Struct(dict.fromkeys(names, pl.String))).struct.unnest()
    sources, places = _sources(connection, rows, state)
    frame = cells.fill_null("").select(
        places.alias(SOURCE), rows["line"].alias(ROW), *(pl.col(name) for name in names)
    )
    if ID in names:
        right = pl.Series(VALID, [judge(text) is None for text in frame[ID]], dtype=pl.Boolean)
        frame = frame.with_columns(right)
    return Ledger(kind, frame, sources)


def _sources(connection: Connection, rows: pl.DataFrame, state: Any) -> tuple[tuple[Source, ...], pl.Series]:
    """Return the tables that the rows came from, with the columns of the state's own, and which of them is each row's."""
    import polars as pl

    own = _tables_of(state.sources if state is not None else "[]")
    shown = {name: place for source in reversed(own) for name, place in source.columns.items()}
    if rows.is_empty():
        return tuple(own), pl.Series([], dtype=pl.Int64)
    pairs = rows.select("load", "sheet").unique(maintain_order=True).rows()
    known = _loaded_tables(connection, {load for load, _ in pairs})
    found = []
    for load, sheet in pairs:
        source = known[load][sheet]
        columns = {name: source.columns.get(name, place) for name, place in shown.items()}
        found.append(Source(source.file, source.sheet, columns, source.titles))
    numbers = pl.DataFrame(
        [(*pair, i) for i, pair in enumerate(pairs)],
        {"load": pl.Int64, "sheet": pl.Int64, "number": pl.Int64},
        orient="row",
    )
    placed = rows.select("load", "sheet").join(
        numbers, on=["load", "sheet"], how="left", maintain_order="left"
    )
    return tuple(found), placed["number"]


def _loaded_tables(connection: Connection, loads: set[int]) -> dict[int, list[Source]]:
    from sqlalchemy import select

    it = tables().loads.c
    wanted = select(it.id, it.sources).where(it.id.in_(sorted(loads)))
    return {number: _tables_of(told) for number, told in connection.execute(wanted)}


def _tables_of(told: str) -> list[Source]:
    return [Source(file, sheet, columns, titles) for file, sheet, columns, titles in json.loads(told)]


def _numbered(ledger: Ledger) -> Ledger:
    """Return a whole ledger with its rows numbered from 1, as they were when it was loaded."""
    import polars as pl

    if NUMBER not in ledger.frame.columns:
        return ledger
    numbers = pl.int_range(1, pl.len() + 1).cast(pl.String).alias(NUMBER)
    return Ledger(ledger.kind, ledger.frame.with_columns(numbers), ledger.sources)
