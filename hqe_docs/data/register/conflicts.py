"""People who stand in the master ledgers of two places on one day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hqe_docs.data.kinds import MASTER
from hqe_docs.data.persons import GONE
from hqe_docs.data.register.schema import tables

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Claim:
    """One place's row of somebody: where it stands, and the state it tells."""

    person: str
    name: str
    village: str
    file: str
    line: int
    state: str


def conflicts(connection: Connection, books: Sequence[int], day: str) -> list[list[Claim]]:
    """Return of each person in one of `books` whom another place has, too, the rows of all; who moved or died is nowhere."""
    from sqlalchemy import select

    made = tables()
    one, other = made.versions.alias("one"), made.versions.alias("other")
    masters = select(made.books.c.id).where(made.books.c.kind == MASTER)
    held = [
        part
        for it in (one.c, other.c)
        for part in (it.since <= day, it.until > day, it.state.not_in(GONE), it.book.in_(masters))
    ]
    twice = select(one.c.person).where(
        one.c.book.in_(list(books)),
        one.c.person != "",
        one.c.person == other.c.person,
        one.c.book != other.c.book,
        *held,
    )
    return _claims(connection, twice.distinct().subquery(), day)


def last_day(connection: Connection) -> str:
    """Return the last day (ISO) of which a master ledger was loaded, nothing when there is none."""
    from sqlalchemy import func, select

    books, loads = tables().books.c, tables().loads.c
    masters = select(books.id).where(books.kind == MASTER)
    return connection.execute(select(func.max(loads.day)).where(loads.book.in_(masters))).scalar() or ""


def _claims(connection: Connection, persons: object, day: str) -> list[list[Claim]]:
    from sqlalchemy import select

    made = tables()
    it, book, load = made.versions.c, made.books.c, made.loads.c
    wanted = (
        select(it.person, it.name, book.village, load.file, it.line, it.state)
        .join_from(made.versions, made.books, it.book == book.id)
        .join(made.loads, it.load == load.id)
        .where(it.person.in_(select(persons.c.person)), book.kind == MASTER)  # type: ignore[attr-defined]
        .where(it.since <= day, it.until > day, it.state.not_in(GONE))
        .order_by(it.person, book.place, it.rank)
    )
    groups: dict[str, list[Claim]] = {}
    for row in connection.execute(wanted):
        groups.setdefault(row.person, []).append(Claim(*row))
    return list(groups.values())
