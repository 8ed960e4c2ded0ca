"""Where a register is kept, SQLite or PostgreSQL, and the transactions on it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hqe_docs.data.register.schema import VERSION, tables

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine, Table, TextualSelect

SERVER = ("postgresql://", "postgres://", "postgresql+psycopg://")
WAIT = 120  # seconds for another who writes
AT_ONCE = 5_000  # rows


def hindrances() -> tuple[type[Exception], ...]:
    """Return the exceptions by which a database, or the system below it, says that it can't do something."""
    from sqlalchemy.exc import SQLAlchemyError

    return (SQLAlchemyError, OSError)


@dataclass(frozen=True)
class Store:
    """A register's place: a file of SQLite, or the address of a PostgreSQL database.

    The password of a server may stand in the address; if not, PGPASSWORD or ~/.pgpass has it.
    """

    place: str

    @property
    def is_server(self) -> bool:
        """Whether this is a PostgreSQL database."""
        return self.place.startswith(SERVER)

    @property
    def path(self) -> Path:
        """The file, for one that is no server."""
        return Path(self.place)

    @property
    def shown(self) -> str:
        """The place as messages show it: without a password."""
        if not self.is_server:
            return self.place
        from sqlalchemy import make_url

        return make_url(self.place).render_as_string(hide_password=True)

    @cached_property
    def engine(self) -> Engine:
        from sqlalchemy import URL

        return self._engine(self.place if self.is_server else URL.create("sqlite", database=self.place))

    @cached_property
    def read_only(self) -> Engine:
        """The same for those who only look: a file is opened so that nothing can be written."""
        if not self.is_server and Path(f"{self.place}-journal").exists():
            # somebody who was killed may have left it, and only who may write can take their half back
            with self.engine.connect() as connection:
                connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
        from sqlalchemy import URL

        looking = {"mode": "ro", "uri": "true"}
        file = URL.create("sqlite", database=f"file:{_escaped(self.path)}", query=looking)
        return self._engine(self.place if self.is_server else file)

    def _engine(self, place: str | URL) -> Engine:
        from sqlalchemy import create_engine
        from sqlalchemy.pool import NullPool

        if self.is_server:
            url = "postgresql+psycopg://" + self.place.partition("://")[2]
            return create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        waits = {"timeout": WAIT}
        return create_engine(place, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=waits)

    def exists(self) -> bool:
        """Say whether there is a register."""
        return self.version() is not None

    def version(self) -> int | None:
        """Return the version of the schema in the place, None when there is no register."""
        from sqlalchemy import inspect, select

        if not self.is_server and not (self.path.is_file() and self.path.stat().st_size):
            return None
        with self.read_only.connect() as connection:
            if not inspect(connection).has_table("meta"):
                return None
            said: int | None = connection.execute(select(tables().meta.c.version)).scalar()
            return said

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the register, whatever others write meanwhile."""
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if self.is_server else "BEGIN"
        with _transaction(self.read_only, begin) as connection:
            yield connection

    @contextmanager
    def writing(self, places: Sequence[str] = ()) -> Iterator[Connection]:
        """Give a connection whose work is all done at the end, or, whatever happens, not at all.

        On a server others may work on other `places` meanwhile; without places, and in a file, nobody may.
        """
        if not self.is_server:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        with _transaction(self.engine, "BEGIN" if self.is_server else "BEGIN IMMEDIATE") as connection:
            if self.is_server:
                _lock(connection, places)
            _create(connection)
            yield connection


@contextmanager
def _transaction(engine: Engine, begin: str) -> Iterator[Connection]:
    with engine.connect() as connection:
        connection.exec_driver_sql(begin)
        try:
            yield connection
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")


def _lock(connection: Connection, places: Sequence[str]) -> None:
    """Wait for the locks of the places, in an order that is everybody's; without places for the lock of all."""
    from sqlalchemy import text

    whole = "pg_advisory_xact_lock_shared" if places else "pg_advisory_xact_lock"
    connection.execute(text(f"SELECT {whole}(4843101)"))
    numbers = text(
        "SELECT hashtextextended(place, 4843101) FROM unnest(CAST(:places AS text[])) AS place ORDER BY 1"
    )
    for number in connection.execute(numbers, {"places": list(places)}).scalars().all():
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def _create(connection: Connection) -> None:
    """Make the tables where there are none."""
    from sqlalchemy import inspect, text

    if inspect(connection).has_table("meta"):
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(4843102)"))  # two first loads at once
        if inspect(connection).has_table("meta"):
            return
    tables().metadata.create_all(connection)
    connection.execute(tables().meta.insert().values(version=VERSION))


def _escaped(path: Path) -> str:
    from urllib.parse import quote

    return quote(path.absolute().as_posix())


# ---------------------------------------------------------------- many rows
def insert_many(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Put many rows into a table, by the way that is fastest for the database."""
    if not rows:
        return
    columns = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        with driver.cursor().copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(names))
    sql = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'  # noqa: S608 (names of ours)
    connection.exec_driver_sql(sql, list(rows))


def those(connection: Connection, numbers: Sequence[int]) -> TextualSelect:
    """Return the numbers as a query, for `in_`: however many there are, they are one parameter."""
    from sqlalchemy import BigInteger, column, text

    server = "SELECT CAST(value AS bigint) AS number FROM json_array_elements_text(CAST(:numbers AS json)) AS it(value)"
    file = "SELECT value AS number FROM json_each(:numbers)"
    sql = server if connection.dialect.name == "postgresql" else file
    return text(sql).bindparams(numbers=json.dumps(list(numbers))).columns(column("number", BigInteger))
