"""Registers for tests: small ledgers put in and taken out, in SQLite or on the PostgreSQL server that tests may use."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, func, select

from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.register.asof import books, ledger_on
from hqe_docs.data.register.incoming import Incoming
from hqe_docs.data.register.loading import Outcome, load
from hqe_docs.data.register.schema import tables
from hqe_docs.data.register.store import Store
from tests.ledgerworks import KINDS, MASTER, taken_in
from tests.program import hqe
from tests.villages import village

SERVER = "HQE_TEST_POSTGRESQL"  # postgresql://… of a database in which schemas may be made


@contextmanager
def on_server() -> Iterator[str]:
    """Give the address of an empty register on the server, gone afterwards."""
    server = os.environ.get(SERVER)
    assert server, f"no PostgreSQL to test on: set {SERVER}=postgresql://…"
    engine = create_engine(
        server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    name = f"hqe_{uuid4().hex[:12]}"
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
        try:
            yield f"{server}?options=-csearch_path%3D{name}"
        finally:
            connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
    engine.dispose()


def put(
    db: str, day: str, rows: Sequence[Mapping[str, str]], place: str = "甲村", kind: LedgerKind = MASTER
) -> Outcome:
    """Load the rows, each title → text, as a place's ledger of a day."""
    return put_ledger(db, day, taken_in(rows, kind).ledger, place)


def put_ledger(db: str, day: str, ledger: Ledger, place: str = "甲村") -> Outcome:
    """Load a ledger as a place's of a day."""
    with Store(db).writing([place]) as connection:
        return load(connection, Incoming(place, date.fromisoformat(day), ledger))


def got(db: str, day: str, kind: str = MASTER.name, place: str = "甲村") -> Ledger | None:
    """Return a place's ledger as of a day."""
    with Store(db).reading() as connection:
        (book,) = books(connection, kind, place)
        return ledger_on(connection, KINDS[kind], book.number, day)


def cells(ledger: Ledger | None) -> list[tuple[str, ...]]:
    """Return the cells of a ledger in the order of its kind's columns."""
    assert ledger is not None
    return ledger.frame.select(item.name for item in ledger.kind.fields).rows()


def events(db: str) -> list[tuple[Any, ...]]:
    """Return day, type, key, column, before, after and row of every event, in order."""
    it = tables().events.c
    wanted = select(it.day, it.type, it.key, it.field, it.old, it.new, it.line).order_by(it.day, it.id)
    with Store(db).reading() as connection:
        return [tuple(row) for row in connection.execute(wanted)]


def sizes(db: str) -> dict[str, int]:
    """Return how many rows each table has."""
    with Store(db).reading() as connection:
        counts = {
            it.name: connection.execute(select(func.count()).select_from(it)).scalar() for it in tables().kept
        }
    return {name: count or 0 for name, count in counts.items()}


def told(*arguments: object) -> tuple[int, dict[str, Any]]:
    """Return the exit code and the JSON of `hqe register …`."""
    result = hqe("register", *arguments, "--json")
    answer: dict[str, Any] = json.loads(result.stdout)
    return result.exit_code, answer


def codes(answer: Mapping[str, Any]) -> list[str]:
    """Return the codes of all that is told of the register."""
    return [item["code"] for item in answer["problems"] if item["code"][0] == "H"]


def villages(folder: Path, **rows: Sequence[Mapping[str, str]]) -> Path:
    """Write a village a name, below an office without ledgers, and return the office's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    point = "创建点: {名称: 甲镇, 类型: 乡镇, 级别: 市级, 角色: 实施单位, 年度: 2023, 基准日: 2023-10-31}\n"
    (folder / "dossier.yaml").write_text(point + f"下辖: [{', '.join(rows)}]\n", "utf-8")
    for name, lines in rows.items():
        village(folder / name, lines)
    return folder
