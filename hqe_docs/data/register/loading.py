"""A ledger put into the register as the state of a day: what is as before stays, all else begins or ends on that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hqe_docs.data.register.happenings import tell_events
from hqe_docs.data.register.incoming import Incoming, values_of
from hqe_docs.data.register.ranks import ranked
from hqe_docs.data.register.schema import FOREVER, Tables, tables
from hqe_docs.data.register.store import insert_many, those

if TYPE_CHECKING:
    import polars as pl
    from sqlalchemy import Connection

STORED = ("key", "turn", "person", "name", "house", "state", "happened", "digest", "content", "sheet", "line")
FIRST, NEXT, SAME, AGAIN = "首次登记", "更新", "已登记过", "重新登记"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load did: rows of the state, rows that are new or other than before, rows that ended, events told."""

    place: str
    kind: str
    day: str
    how: str
    rows: int
    written: int = 0
    ended: int = 0
    events: int = 0
    book: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """The days a state holds: from `day` until the next state known, or for ever; `before` is the state before."""

    before: str | None
    day: str
    until: str


def load(connection: Connection, incoming: Incoming) -> Outcome:
    """Put a ledger into the register, inside the caller's transaction; the same again changes nothing.

    A state of an earlier day may come later: it holds until the next known one, whose events are then told anew.
    """
    made, rows, day = tables(), incoming.rows(), incoming.day.isoformat()
    book = _book(connection, made, incoming)
    said = Outcome(incoming.place, incoming.kind.name, day, SAME, rows.height, book=book)
    digest = incoming.digest(rows)
    former = _former(connection, made, book, day)
    if former is not None and former.digest == digest:
        return said
    span = _span(connection, made, book, day)
    number = _load_number(connection, made, incoming, {"book": book, "digest": digest, "rows": rows.height})
    written, ended = _set_state(connection, made, rows, (book, number), span)
    events = tell_events(connection, incoming.kind, book, span.day)
    if span.until != FOREVER:
        events += tell_events(connection, incoming.kind, book, span.until)
    how = AGAIN if former is not None else FIRST if span.before is None else NEXT
    return replace(said, how=how, written=written, ended=ended, events=events)


def _former(connection: Connection, made: Tables, book: int, day: str) -> Any:
    """Return the load of this very day, None when there is none."""
    loads = made.loads.c
    return connection.execute(made.loads.select().where(loads.book == book, loads.day == day)).one_or_none()


def _book(connection: Connection, made: Tables, incoming: Incoming) -> int:
    from sqlalchemy import select

    books = made.books.c
    wanted = select(books.id).where(books.place == incoming.place, books.kind == incoming.kind.name)
    number: int | None = connection.execute(wanted).scalar()
    if number is None:
        row = {"place": incoming.place, "village": incoming.village, "kind": incoming.kind.name}
        number = connection.execute(made.books.insert().values(row).returning(books.id)).scalar_one()
    return number


def _span(connection: Connection, made: Tables, book: int, day: str) -> Span:
    from sqlalchemy import func, select

    loads = made.loads.c
    before = select(func.max(loads.day)).where(loads.book == book, loads.day < day)
    after = select(func.min(loads.day)).where(loads.book == book, loads.day > day)
    return Span(connection.execute(before).scalar(), day, connection.execute(after).scalar() or FOREVER)


def _load_number(connection: Connection, made: Tables, incoming: Incoming, state: Mapping[str, Any]) -> int:
    """Write down that the state was loaded; one of the same day takes the place of the former."""
    said = {
        **state,
        "day": incoming.day.isoformat(),
        "file": incoming.file,
        "numbering": incoming.numbering(),
        "sources": incoming.sources(),
        "loaded": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    loads = made.loads
    former = _former(connection, made, state["book"], said["day"])
    if former is not None:
        connection.execute(loads.update().where(loads.c.id == former.id).values(said))
        return int(former.id)
    number: int = connection.execute(loads.insert().values(said).returning(loads.c.id)).scalar_one()
    return number


# ---------------------------------------------------------------- rows
def _set_state(
    connection: Connection, made: Tables, rows: pl.DataFrame, numbers: tuple[int, int], span: Span
) -> tuple[int, int]:
    """Make `rows` what holds in the days of `span`; return how many were written and how many ended."""
    import polars as pl

    held = _held(connection, made, numbers[0], span.day)
    both = rows.join(held, on=["key", "turn"], how="left", maintain_order="left")
    placed = ranked(both.with_columns(pl.when(pl.col("digest") == pl.col("was")).then("rank").alias("rank")))
    fresh, kept = placed.filter("is_new"), placed.filter(~pl.col("is_new"))
    ended = held.join(kept.select("id"), on="id", how="anti")["id"].to_list()
    _end(connection, made, ended, span)
    names = [*STORED, "rank"]
    told = [(*numbers, span.day, span.until, *row) for row in values_of(fresh, names)]
    insert_many(connection, made.versions, ["book", "load", "since", "until", *names], told)
    return len(told), len(ended)


def _held(connection: Connection, made: Tables, book: int, day: str) -> pl.DataFrame:
    """Return what holds on a day: number, key, turn, digest (`was`) and rank of each row."""
    import polars as pl
    from sqlalchemy import select

    it = made.versions.c
    wanted = select(it.id, it.key, it.turn, it.digest, it.rank).where(
        it.book == book, it.since <= day, it.until > day
    )
    schema = {"id": pl.Int64, "key": pl.String, "turn": pl.Int64, "was": pl.String, "rank": pl.Float64}
    return pl.DataFrame(list(map(tuple, connection.execute(wanted))), schema, orient="row")


def _end(connection: Connection, made: Tables, numbers: Sequence[int], span: Span) -> None:
    """Take the days of `span` from rows; what they held after it they go on holding."""
    from sqlalchemy import and_, literal, select

    if not numbers:
        return
    table, it = made.versions, made.versions.c
    mine = it.id.in_(those(connection, numbers))
    if span.until != FOREVER:
        names = [column.name for column in it if column.name != "id"]
        after = [literal(span.until) if name == "since" else it[name] for name in names]
        later = select(*after).where(mine, it.since < span.day, it.until > span.until)
        connection.execute(table.insert().from_select(names, later))
        begun = and_(mine, it.since == span.day, it.until > span.until)
        connection.execute(table.update().where(begun).values(since=span.until))
    connection.execute(table.delete().where(mine, it.since == span.day))
    connection.execute(table.update().where(mine, it.since < span.day).values(until=span.day))
