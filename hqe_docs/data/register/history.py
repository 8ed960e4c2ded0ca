"""What the register knows of one person: since when each row, and every change of it, day by day."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hqe_docs.data.register.schema import FOREVER, tables

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

FIRST = "首次登记"
_NUMBER = re.compile(r"\d{15}|\d{17}[\dX]")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the register knows: identity number, name, and the places that have rows of them."""

    number: str
    name: str
    villages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is known of a person: on which day, in which ledger of which place, and the row that says so."""

    day: str
    village: str
    kind: str
    type: str
    field: str
    old: str
    new: str
    note: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A row of a person as it stands last, by column, since when, and until when if it ended."""

    village: str
    kind: str
    since: str
    until: str
    cells: dict[str, str]


def people(connection: Connection, text: str) -> list[Person]:
    """Return who has this identity number, or this name."""
    from sqlalchemy import select

    made = tables()
    it, book = made.versions.c, made.books.c
    said = "".join(text.split()).upper()
    who = it.person == said if _NUMBER.fullmatch(said) else it.name.in_([text.strip(), "".join(text.split())])
    wanted = (
        select(it.person, it.name, book.village)
        .join_from(made.versions, made.books, it.book == book.id)
        .where(who, it.person != "")
        .distinct()
        .order_by(it.person, book.village)
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for number, name, village in connection.execute(wanted):
        found.setdefault(number, []).append((name, village))
    return [
        Person(number, next((name for name, _ in seen if name), ""), tuple(dict.fromkeys(v for _, v in seen)))
        for number, seen in found.items()
    ]


def entries(connection: Connection, number: str) -> list[Entry]:
    """Return all that is known of a person in the order of the days."""
    lines = [
        Entry(*row) for wanted in (_first_rows(number), _events(number)) for row in connection.execute(wanted)
    ]
    return sorted(lines, key=lambda it: (it.day, it.village, it.kind, it.type != FIRST, it.line))


def _first_rows(number: str) -> Select[Any]:
    """Return the query of the rows that stood in a place's first ledger, of which no event tells."""
    from sqlalchemy import func, literal, select

    made = tables()
    it, book, load = made.versions.c, made.books.c, made.loads.c
    inner = made.loads.alias("inner_loads")
    first = select(func.min(inner.c.day)).where(inner.c.book == it.book).scalar_subquery()
    nothing = literal("")
    return (
        select(
            it.since,
            book.village,
            book.kind,
            literal(FIRST),
            nothing,
            nothing,
            it.state,
            it.happened,
            load.file,
            it.line,
        )
        .join_from(made.versions, made.books, it.book == book.id)
        .join(made.loads, it.load == load.id)
        .where(it.person == number, it.since == first)
    )


def _events(number: str) -> Select[Any]:
    from sqlalchemy import select

    made = tables()
    it, book, load = made.events.c, made.books.c, made.loads.c
    return (
        select(
            it.day, book.village, book.kind, it.type, it.field, it.old, it.new, it.note, load.file, it.line
        )
        .join_from(made.events, made.books, it.book == book.id)
        .join(made.loads, it.load == load.id)
        .where(it.person == number)
        .order_by(it.id)
    )


def standings(connection: Connection, number: str) -> Iterator[Standing]:
    """Yield the last state of each of a person's rows."""
    from sqlalchemy import select

    made = tables()
    it, book = made.versions.c, made.books.c
    wanted = (
        select(book.village, book.kind, it.since, it.until, it.content, it.book, it.key, it.turn)
        .join_from(made.versions, made.books, it.book == book.id)
        .where(it.person == number)
        .order_by(book.kind, book.place, it.until.desc(), it.rank)
    )
    seen = set()
    for village, kind, since, until, content, *which in connection.execute(wanted):
        if tuple(which) not in seen:
            seen.add(tuple(which))
            cells = {name: text for name, text in json.loads(content).items() if text}
            yield Standing(village, kind, since, "" if until == FOREVER else until, cells)
