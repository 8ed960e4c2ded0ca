"""A whole register copied, from either database to the other: a backup is a register of SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hqe_docs.data.register.schema import tables
from hqe_docs.data.register.store import AT_ONCE, Store, insert_many

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table


def copy_register(source: Store, target: Store) -> dict[str, int]:
    """Put all that `source` holds in the place of what `target` holds, at once; return the rows of each table."""
    with source.reading() as old, target.writing() as new:
        for table in reversed(tables().kept):
            new.execute(table.delete())
        counts = {table.name: _copy(old, new, table) for table in tables().kept}
        if target.is_server:
            _count_on(new)
    return counts


def is_empty(store: Store) -> bool:
    """Say whether nothing has been loaded into a register."""
    from sqlalchemy import select

    if store.version() is None:
        return True
    with store.reading() as connection:
        return connection.execute(select(tables().loads.c.id).limit(1)).first() is None


def _copy(old: Connection, new: Connection, table: Table) -> int:
    from sqlalchemy import select

    names, count = [column.name for column in table.c], 0
    # a server's rows come as they are read, not all at once
    wanted = old.execute(select(table).order_by(table.c.id), execution_options={"stream_results": True})
    for part in wanted.partitions(AT_ONCE):
        insert_many(new, table, names, [tuple(row) for row in part])
        count += len(part)
    return count


def _count_on(connection: Connection) -> None:
    """Let a server number new rows after those that came with their numbers."""
    for table in tables().kept:
        last = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), coalesce(max(id), 0) + 1, false) FROM \"{table.name}\""  # noqa: S608
        connection.exec_driver_sql(last)
