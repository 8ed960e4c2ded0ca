"""Registers of earlier versions brought up to the present one, a step at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


def upgrade(connection: Connection, version: int) -> int:
    """Bring the register from `version` to the present one inside the caller's transaction; return the steps taken."""
    from hqe_docs.data.register.schema import VERSION, tables

    for number in range(version, VERSION):
        STEPS[number](connection)
    connection.execute(tables().meta.update().values(version=VERSION))
    return VERSION - version


def _names(connection: Connection) -> None:
    """Version 2: a row's name stands in a column of its own, so that a person is found by name."""
    is_server = connection.dialect.name == "postgresql"
    name = "content::json ->> '姓名'" if is_server else "json_extract(content, '$.\"姓名\"')"
    for statement in (
        "ALTER TABLE versions ADD COLUMN name TEXT NOT NULL DEFAULT ''",
        f"UPDATE versions SET name = coalesce({name}, '')",  # noqa: S608 (no word of a user's)
        "CREATE INDEX versions_name ON versions (name)",
    ):
        connection.exec_driver_sql(statement)


STEPS: Mapping[int, Callable[[Connection], None]] = {1: _names}
