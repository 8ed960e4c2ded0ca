"""The tables of the register: ledgers as they were loaded, their rows with the days from and until which they held."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Column, MetaData, Table

VERSION = 2
FOREVER = "9999-12-31"
SEPARATOR = "｜"  # between the parts of a key of several columns


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables: `meta` the schema's version, `books` a ledger kind of a place, `loads` its state on a day.

    `versions` are rows, each with what it held and from which day (`since`) to which (`until`, not included);
    `events` are the changes that a load brought. Days are ISO texts, so that both databases compare them alike.
    """

    metadata: MetaData
    meta: Table
    books: Table
    loads: Table
    versions: Table
    events: Table

    @property
    def kept(self) -> tuple[Table, ...]:
        """The tables whose rows make up a register, in the order in which they can be filled."""
        return (self.books, self.loads, self.versions, self.events)


@cache
def tables() -> Tables:
    """Return the tables of the present version."""
    from sqlalchemy import Float, Integer, MetaData, Table

    data = MetaData()
    meta = Table("meta", data, _column("version", Integer))
    books = Table("books", data, _number(), _text("place"), _text("village"), _text("kind"))
    loads = Table(
        "loads",
        data,
        _number(),
        _column("book", Integer),
        *map(_text, ("day", "file", "digest")),
        _column("rows", Integer),
        *map(_text, ("numbering", "sources", "loaded")),
    )
    versions = Table(
        "versions",
        data,
        _number(),
        _column("book", Integer),
        _column("load", Integer),
        _text("key"),
        _column("turn", Integer),
        _column("rank", Float),
        *map(_text, ("since", "until", "person", "name", "house", "state", "happened", "digest", "content")),
        _column("sheet", Integer),
        _column("line", Integer),
    )
    events = Table(
        "events",
        data,
        _number(),
        _column("book", Integer),
        _column("load", Integer),
        *map(_text, ("day", "type", "key", "person", "name", "field", "old", "new", "note")),
        _column("sheet", Integer),
        _column("line", Integer),
    )
    made = Tables(data, meta, books, loads, versions, events)
    _index(made)
    return made


def _index(made: Tables) -> None:
    from sqlalchemy import Index

    books, loads, versions, events = made.books.c, made.loads.c, made.versions.c, made.events.c
    Index("books_once", books.place, books.kind, unique=True)
    Index("loads_once", loads.book, loads.day, unique=True)
    Index("versions_held", versions.book, versions.until, versions.since)
    Index("versions_person", versions.person)
    Index("versions_name", versions.name)
    Index("events_day", events.book, events.day)
    Index("events_person", events.person)


def _number() -> Column[Any]:
    from sqlalchemy import BigInteger, Column, Integer

    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def _text(name: str) -> Column[Any]:
    from sqlalchemy import Column, Text

    return Column(name, Text, nullable=False, default="")


def _column(name: str, kind: Any) -> Column[Any]:
    from sqlalchemy import Column

    return Column(name, kind, nullable=False)
