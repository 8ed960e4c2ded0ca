"""The season loaded week by week into SQLite and PostgreSQL: both give back each week's ledgers and their figures.

Run by tests/slow/test_season.py, whose run of the season has written the weeks (`ran`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hqe_docs.data.register.asof import books, ledger_on
from hqe_docs.data.register.incoming import Incoming
from hqe_docs.data.register.loading import load
from hqe_docs.data.register.schema import tables
from hqe_docs.data.register.store import Store
from hqe_docs.data.scores.figures import Counter
from hqe_docs.office.ledgers.ledgerdiff import diff_ledgers
from hqe_docs.office.register.ledgers import diff_register
from hqe_docs.office.workspace import Loaded, open_dossiers
from tests.ledgerworks import KINDS, sheet
from tests.registers import on_server
from tests.slow.season_counts import report_days

DAYS = list(report_days())
VILLAGES = ("梅州村", "洪江村")


@dataclass
class Seen:
    """A village's week as its dossier has it: the dossier, the cells of each ledger, each figure."""

    loaded: Loaded
    cells: dict[str, Any]
    figures: dict[str, str]


@dataclass
class Loads:
    """The season in both registers, and each week as its ledgers have it."""

    folder: Path
    stores: dict[str, str]
    weeks: dict[tuple[date, str], Seen] = field(default_factory=dict)


@pytest.fixture(scope="module")
def season(ran: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loads]:
    with on_server() as server:
        file = str(tmp_path_factory.mktemp("库") / "库.db")
        loads = Loads(ran.out / "每周档案", {"SQLite": file, "PostgreSQL": server})
        for day in DAYS:
            for loaded in open_dossiers([loads.folder / str(day) / name for name in VILLAGES]):
                cells = {kind: _cells(ledger) for kind, ledger in loaded.ledgers.items()}
                loads.weeks[day, loaded.name] = Seen(loaded, cells, _shown(loaded.figures))
                for db in loads.stores.values():
                    _load(db, loaded, day)
                loaded.let_go()
        yield loads


def _load(db: str, loaded: Loaded, day: date) -> None:
    with Store(db).writing([loaded.name]) as connection:
        for ledger in loaded.ledgers.values():
            load(connection, Incoming(loaded.name, day, ledger))


def _cells(ledger: Any) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = ledger.frame.select(item.name for item in ledger.kind.fields).rows()
    return rows


def _shown(figures: Any) -> dict[str, str]:
    return {name: f"{it.numerator}/{it.denominator} {it.value}" for name, it in figures.items()}


@pytest.mark.parametrize("store", ["SQLite", "PostgreSQL"])
@pytest.mark.parametrize("village", VILLAGES)
def test_each_week_comes_back_with_its_figures(season: Loads, village: str, store: str) -> None:
    with Store(season.stores[store]).reading() as connection:
        of_place = books(connection, place=village)
        for day in DAYS:
            seen = season.weeks[day, village]
            found = {it.kind: ledger_on(connection, KINDS[it.kind], it.number, str(day)) for it in of_place}
            ledgers = {
                kind: ledger for kind, ledger in found.items() if ledger is not None and kind in seen.cells
            }
            assert {kind: _cells(ledger) for kind, ledger in ledgers.items()} == seen.cells
            edition = seen.loaded.edition
            assert edition is not None
            counter = Counter(seen.loaded.counted, edition, ledgers, frozenset())
            assert _shown(counter.figures()) == seen.figures


def test_both_registers_hold_the_same(season: Loads) -> None:
    held = []
    for db in season.stores.values():
        with Store(db).reading() as connection:
            held.append([_all(connection, table) for table in tables().kept])
    assert held[0] == held[1]
    books, loads, versions, events = map(len, held[0])
    assert (books, versions > 5_000, events > 500) == (26, True, True)
    assert loads > 20 * len(DAYS)


def _all(connection: Any, table: Any) -> list[tuple[Any, ...]]:
    """Return all rows but when they were loaded, and by what number."""
    aside = {"id", "book", "load", "loaded"}
    wanted = select(*(column for column in table.c if column.name not in aside))
    return sorted(tuple(row) for row in connection.execute(wanted))


@pytest.mark.parametrize("store", ["SQLite", "PostgreSQL"])
@pytest.mark.parametrize("village", VILLAGES)
def test_its_difference_is_that_of_the_ledgers(
    season: Loads, village: str, store: str, tmp_path: Path
) -> None:
    first, last = DAYS[3], DAYS[16]
    files = [season.folder / str(day) / village / "劳动力资源台账.xlsx" for day in (first, last)]
    ours, theirs = tmp_path / "库.xlsx", tmp_path / "台账.xlsx"
    diff_register(ours, first=str(first), last=str(last), place=village, db=season.stores[store])
    answer = diff_ledgers(files, theirs, day=str(last))
    assert sum(answer["counts"].values()) > 40
    assert sheet(ours, "动态更新台账") == sheet(theirs, "动态更新台账")
