"""A register of a county: persons and events loaded, ledgers of earlier days taken out, beside an ORM and plain SQL.

Townships of ten villages of 2,000 invented people each (benchmarks/ledger_rows) are loaded, a transaction each: first
all ledgers, then the next state of each, in which one cell of each person is another, so that there are as many events
as persons. After the first township, at a tenth and at the end: rows a second loaded, the time to take one village's
ledger of the first day out again and to compare its two days (the best of several, as others may use the machine), and
the peak memory. Goals: at the end loading is at most 2 times and taking out at most 3 times as slow as at first, memory
at most 1.3 times that after the first township of events.
The peers do less: SQLAlchemy's Session.merge and plain `INSERT … ON CONFLICT DO UPDATE` (sqlite3) keep the last state
only, no history and no events. Goal: the register loads new states at least twice as fast as Session.merge.
--db says where (a postgresql:// address, else a file of SQLite beside). Exit code 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

import polars as pl
from sqlalchemy import String, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from benchmarks import ledger_rows
from hqe_docs.data.kinds import MASTER, load_kinds
from hqe_docs.data.ledger import ROW, SOURCE, Ledger, Source
from hqe_docs.data.persons import ID, VALID
from hqe_docs.data.register.asof import books, differing, ledger_on
from hqe_docs.data.register.happenings import compared
from hqe_docs.data.register.incoming import Incoming
from hqe_docs.data.register.loading import load
from hqe_docs.data.register.store import Store
from hqe_docs.library import Library
from hqe_docs.problems import Problems

KIND = load_kinds(Library.over_shipped(()), Problems())[MASTER]
FIRST, SECOND = date(2023, 6, 30), date(2023, 10, 31)
ROUNDS = 5
TOWN = 10  # villages
MADE = [0.0]  # seconds spent on making up people


def village(number: int, people: int, *, later: bool = False) -> Ledger:
    """Return a village's ledger on the first day, or on the second, when one cell of each row is another."""
    rows = [
        ["" if cell == "" else str(cell) for cell in row] for row in ledger_rows.rows(people, seed=number)
    ]
    if later:
        at = ledger_rows.AT["单位名称"]
        rows = [[*row[:at], f"{row[at]}新", *row[at + 1 :]] for row in rows]
    frame = pl.DataFrame(rows, list(ledger_rows.TITLES), orient="row")
    blank = [pl.lit("").alias(item.name) for item in KIND.fields if item.name not in frame.columns]
    ordered = frame.with_columns(blank).select(
        pl.lit(0, pl.Int64).alias(SOURCE),
        (pl.int_range(pl.len()) + 2).alias(ROW),
        *(item.name for item in KIND.fields),
        (pl.col(ID) != "").alias(VALID),
    )
    return Ledger(KIND, ordered, (Source(f"{number}村/台账.xlsx", "台账", dict(ledger_rows.AT)),))


@dataclass(frozen=True)
class Sight:
    """What was measured at a size: rows loaded a second, seconds to take out and to compare a village, MiB at most."""

    people: int
    what: str
    rate: float
    out: float
    diff: float
    memory: float

    def line(self) -> str:
        """Return the numbers as a line of the table."""
        parts = (f"{self.people:>9,}", f"{self.what:6}", f"{self.rate:>9,.0f} rows/s")
        return "  ".join(
            [
                *parts,
                f"out {self.out * 1000:6.1f} ms",
                f"diff {self.diff * 1000:7.1f} ms",
                f"{self.memory:6.0f} MiB",
            ]
        )


def main() -> int:
    """Measure, print, and say by the exit code whether the goals are reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--village", type=int, default=2_000)
    parser.add_argument("--db", help="postgresql://… of an empty database")
    parser.add_argument("--slack", type=float, default=0.0, help="how much of each goal may be missed")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(said.db or str(Path(folder) / "库.db"))
        began = perf_counter()
        persons = list(_phase(store, said, later=False))
        events = list(_phase(store, said, later=True))
        print(
            f"all in {perf_counter() - began:,.0f} s, of which making up the villages took {MADE[0]:,.0f} s"
        )
        size = "" if store.is_server else f", {Path(store.place).stat().st_size / 2**20:,.0f} MiB on disk"
        print(f"{said.people:,} persons and as many events{size}")
        merge, plain = _peers(Path(folder), said.village)
    again = events[0].rate  # a small register beside the small tables of the peers
    print(
        f"a state of {said.village:,} rows anew: register {again:,.0f} rows/s with history and events, ",
        end="",
    )
    print(
        f"Session.merge {merge:,.0f} ({again / merge:.1f} times), ON CONFLICT {plain:,.0f} ({again / plain:.2f} times)"
    )
    return _judged(persons, events, again / merge, said.slack)


def _judged(persons: list[Sight], events: list[Sight], faster: float, slack: float) -> int:
    most = 1 + slack
    goals = {
        "loading persons slows by at most 2": persons[0].rate / persons[-1].rate <= 2 * most,
        "loading events slows by at most 2": events[0].rate / events[-1].rate <= 2 * most,
        "taking out slows by at most 3": events[-1].out / persons[0].out <= 3 * most,
        "memory grows by at most 1.3": events[-1].memory / events[0].memory <= 1.3 * most,
        "at least twice as fast as Session.merge": faster * most >= 2,
    }
    missed = [goal for goal, reached in goals.items() if not reached]
    print("\n".join(f"MISSED: {goal}" for goal in missed) or "all goals reached")
    return 1 if missed else 0


def _phase(store: Store, said: argparse.Namespace, *, later: bool) -> Iterator[Sight]:
    """Load a state of each township, a transaction each; yield what was measured at the first, a tenth and the end."""
    count = max(said.people // said.village // TOWN, 1)
    spent: list[float] = []
    for town in range(count):
        numbers = range(town * TOWN, (town + 1) * TOWN)
        spent.append(_load(store, numbers, said.village, later=later))
        if town + 1 in {1, max(1, count // 10), count}:
            sight = Sight(
                (town + 1) * TOWN * said.village,
                "events" if later else "persons",
                TOWN * said.village / min(spent[-3:]),
                _out(store, numbers[0], said.village),
                _diff(store, numbers[0]) if later else 0.0,
                resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            )
            print(sight.line(), flush=True)
            yield sight


def _load(store: Store, numbers: range, people: int, *, later: bool) -> float:
    """Load a state of these villages; return the seconds that took without making the villages up."""
    began = perf_counter()
    aside = 0.0
    with store.writing([f"{number}村" for number in numbers]) as connection:
        for number in numbers:
            start = perf_counter()
            incoming = Incoming(
                f"{number}村", SECOND if later else FIRST, village(number, people, later=later)
            )
            aside += perf_counter() - start
            load(connection, incoming)
    MADE[0] += aside
    return perf_counter() - began - aside


def _out(store: Store, number: int, people: int) -> float:
    """Return the seconds to take a village's ledger of the first day out."""

    def out() -> None:
        with store.reading() as connection:
            (book,) = books(connection, KIND.name, f"{number}村")
            ledger = ledger_on(connection, KIND, book.number, FIRST.isoformat())
            assert ledger is not None and ledger.frame.height == people

    return _best(out)


def _diff(store: Store, number: int) -> float:
    """Return the seconds to compare a village's two days."""

    def diff() -> None:
        with store.reading() as connection:
            (book,) = books(connection, KIND.name, f"{number}村")
            sides = differing(connection, KIND, book.number, (FIRST.isoformat(), SECOND.isoformat()))
            assert len(compared(*sides).changes) > 0

    return _best(diff)


def _best(do: Callable[[], None]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = perf_counter()
        do()
        times.append(perf_counter() - began)
    return min(times)


# ---------------------------------------------------------------- peers
class Base(DeclarativeBase):
    """The peer's tables."""


class Row(Base):
    """A person as an ORM keeps them: the last state only."""

    __tablename__ = "people"
    number: Mapped[str] = mapped_column(String, primary_key=True)
    state: Mapped[str]
    content: Mapped[str]


def _peers(folder: Path, people: int) -> tuple[float, float]:
    """Return the rows a second of a new state by Session.merge and by ON CONFLICT DO UPDATE, with the JSON of each row."""
    states = [
        [
            (row[ID], row["就业状态"], json.dumps(row, ensure_ascii=False))
            for row in ledger.frame.to_dicts()
            if row[ID]
        ]
        for ledger in (village(1, people), village(1, people, later=True))
    ]
    engine = create_engine(f"sqlite:///{folder / 'orm.db'}")
    Base.metadata.create_all(engine)
    plain = sqlite3.connect(folder / "plain.db")
    plain.execute("CREATE TABLE people (number TEXT PRIMARY KEY, state TEXT, content TEXT)")
    times = (0.0, 0.0)
    for rows in states:
        times = (_time(lambda rows=rows: _merge(engine, rows)), _time(lambda rows=rows: _upsert(plain, rows)))
    plain.close()
    engine.dispose()
    return people / times[0], people / times[1]


def _merge(engine: object, rows: list[tuple[str, str, str]]) -> None:
    with Session(engine) as session:  # type: ignore[arg-type]
        for number, state, content in rows:
            session.merge(Row(number=number, state=state, content=content))
        session.commit()


def _upsert(connection: sqlite3.Connection, rows: list[tuple[str, str, str]]) -> None:
    sql = "INSERT INTO people VALUES (?, ?, ?) ON CONFLICT (number) DO UPDATE SET state = excluded.state, content = excluded.content"
    with connection:
        connection.executemany(sql, rows)


def _time(do: Callable[[], None]) -> float:
    began = perf_counter()
    do()
    return perf_counter() - began


if __name__ == "__main__":
    os.environ.setdefault("POLARS_MAX_THREADS", "2")
    sys.exit(main())
