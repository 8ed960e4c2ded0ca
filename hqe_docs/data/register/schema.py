"""The tables of the register: ledgers as they were loaded, their rows with the days from and until which they held."""

from __future__ import annotations

from collections.abc import Iterator
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
    from sqlalchemy import Float, MetaData

    data = MetaData()
    held = ("since", "until", "person", "name", "house", "state", "happened", "digest", "content")
    told = ("day", "type", "key", "person", "name", "field", "old", "new", "note")
    made = Tables(
        data,
        _table(data, "meta", _whole("version")),
        _table(data, "books", _number(), *_texts("place", "village", "kind")),
        _table(data, "loads", _number(), _whole("book"), *_texts("day", "file", "digest"), _whole("rows"),
               *_texts("numbering", "sources", "loaded")),
        _table(data, "versions", _number(), _whole("book"), _whole("load"), *_texts("key"), _whole("turn"),
               _column("rank", Float), *_texts(*held), *_where()),
        _table(data, "events", _number(), _whole("book"), _whole("load"), *_texts(*told), *_where()),
    )  # fmt: skip
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


def _table(data: MetaData, name: str, *columns: Column[Any]) -> Table:
    from sqlalchemy import Table

    return Table(name, data, *columns)


def _texts(*names: str) -> Iterator[Column[Any]]:
    from sqlalchemy import Text

    return (_column(name, Text) for name in names)


def _whole(name: str) -> Column[Any]:
    from sqlalchemy import Integer

    return _column(name, Integer)


def _where() -> tuple[Column[Any], Column[Any]]:
    """Return the columns that tell where a row stood: which of the file's tables, which row there."""
    return _whole("sheet"), _whole("line")


def _column(name: str, kind: Any) -> Column[Any]:
    from sqlalchemy import Column

    return Column(name, kind, nullable=False)
