"""One question in SQL, answered from views of the register; nothing can be changed by it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.register.schema import tables
from hqe_docs.data.register.store import Store
from hqe_docs.data.register.views import views

if TYPE_CHECKING:
    from sqlalchemy import Connection

SECONDS = 60
LONGEST = 1 << 24  # bytes of one value that SQLite may make up; a cell of a ledger has some thousands
_LOOKING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}
_UNSAFE = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"}


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows that answer a question, as texts under their titles, and whether there were more."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    has_more: bool


def ask(store: Store, sql: str, kinds: Mapping[str, LedgerKind], day: str, most: int) -> Answer | str:
    """Return what `sql`, one SELECT, answers for a day (ISO), at most `most` rows; if nothing, what the database says."""
    with store.read_only.connect() as connection:
        for statement in views(kinds, _known(connection), day, is_server=store.is_server):
            connection.exec_driver_sql(statement.replace("%", "%%") if store.is_server else statement)
        driver: Any = connection.connection.driver_connection
        dialect: Any = store.read_only.dialect.loaded_dbapi
        try:
            return _of_server(driver, sql, most) if store.is_server else _of_file(driver, sql, most)
        except (dialect.Error, dialect.Warning) as error:
            return str(error)


def _known(connection: Connection) -> list[str]:
    from sqlalchemy import select

    return list(connection.execute(select(tables().books.c.kind).distinct()).scalars())


def _of_file(driver: sqlite3.Connection, sql: str, most: int) -> Answer | str:
    end = monotonic() + SECONDS
    driver.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    driver.set_authorizer(_allowed)
    driver.set_progress_handler(lambda: monotonic() > end, 100_000)
    cursor = driver.execute(sql)
    if cursor.description is None:
        return "syntax error: no SELECT"
    return _answer([item[0] for item in cursor.description], cursor.fetchmany(most + 1), most)


def _allowed(
    action: int, first: str | None, second: str | None, _database: str | None, _by: str | None
) -> int:
    """Say to SQLite what may be done: to look, and to call functions that touch no file."""
    if action in _LOOKING or (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() not in _UNSAFE):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _of_server(driver: Any, sql: str, most: int) -> Answer:
    """Ask by a cursor, which takes one SELECT and nothing else, in a transaction that may not write."""
    driver.execute("BEGIN READ ONLY")
    driver.execute(f"SET LOCAL statement_timeout = {SECONDS * 1000}")
    try:
        # with parameters, even none, the server takes one statement only
        driver.execute(f"DECLARE asked NO SCROLL CURSOR FOR {sql.rstrip().rstrip(';')}", None, prepare=True)
        cursor = driver.execute(f"FETCH {most + 1} FROM asked")
        return _answer([item.name for item in cursor.description or ()], cursor.fetchall(), most)
    finally:
        driver.execute("ROLLBACK")


def _answer(titles: Sequence[str], rows: Sequence[Sequence[object]], most: int) -> Answer:
    shown = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in rows[:most])
    return Answer(tuple(titles), shown, len(rows) > most)
