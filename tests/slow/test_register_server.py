"""The tests of the register on PostgreSQL, and many who load at once. A missing server is a failure."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from hqe_docs.data.register.store import Store
from tests import test_register, test_register_places
from tests.program import hqe
from tests.registers import SERVER, cells, codes, events, got, on_server, put, sizes, told
from tests.test_register import JUNE, OCTOBER, people

CHECKOUT = Path(__file__).resolve().parents[2]
OWN = {
    "test_every_ledger_of_the_example_is_exported_cell_by_cell",
    "test_states_loaded_in_any_order_give_the_same_register",
    "test_the_longest_growing_run_grows_and_none_is_longer",
}
globals().update(  # each runs here with the fixture below; those that make files of their own need no server
    {
        name: test
        for module in (test_register, test_register_places)
        for name, test in vars(module).items()
        if name.startswith("test_") and name not in OWN
    }
)
LOADER = """
import sys
from datetime import date
from hqe_docs.data.register.incoming import Incoming
from hqe_docs.data.register.loading import load
from hqe_docs.data.register.store import Store
from tests.ledgerworks import taken_in
from tests.villages import person
db, number, kill = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "kill"
for day in (1, 2, 3):
    for place in (f"{number}村", "公共村"):
        rows = [person(k, 备注=f"{number} {day}") for k in range(20 + day)]
        with Store(db).writing([place]) as connection:
            load(connection, Incoming(place, date(2023, number % 9 + 1, day), taken_in(rows).ledger))
            if kill and day == 3:
                # more than is kept in memory, so that half of it stands in the file
                connection.exec_driver_sql("UPDATE versions SET content = content || '" + "x" * 200_000 + "'")
                print("half", flush=True)
                sys.stdin.read()
"""


@pytest.fixture
def db() -> Iterator[str]:
    with on_server() as address:
        yield address


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "SQLite":
        yield str(tmp_path / "库.db")
    else:
        with on_server() as address:
            yield address


def loader(db: str, number: int, how: str = "") -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", LOADER, db, str(number), how]
    return subprocess.Popen(command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_ten_who_load_at_once_lose_nothing(either: str) -> None:
    number_of = range(10 if "://" in either else 4)
    processes = [loader(either, number) for number in number_of]
    assert [process.wait(300) for process in processes] == [0] * len(processes)
    for process in processes:
        process.communicate()
    for number in number_of:
        for day in (1, 2, 3):
            on = date(2023, number % 9 + 1, day).isoformat()
            assert len(cells(got(either, on, place=f"{number}村"))) == 20 + day
    # of the place that all load, each day has the state of one who loaded it, whole
    days = {date(2023, number % 9 + 1, day).isoformat() for number in number_of for day in (1, 2, 3)}
    for on in days:
        rows = cells(got(either, on, place="公共村"))
        assert len(rows) == 20 + int(on[-1]) and len({row[-1] for row in rows}) == 1
    assert sizes(either)["loads"] == 3 * len(processes) + len(days)


def test_a_loader_that_is_killed_leaves_the_old_state(either: str) -> None:
    put(either, JUNE, people(0, 1))
    with loader(either, 7, "kill") as process:
        assert process.stdout is not None and process.stdout.readline() == b"half\n"
        process.kill()
    before = sizes(either)
    assert before["loads"] == 1 + 4
    assert cells(got(either, "2023-08-31", place="7村"))[0][-1] == "7 2"
    assert put(either, OCTOBER, people(1, 2)).written == 1


def test_a_register_moves_to_a_server_and_back(tmp_path: Path) -> None:
    file, back = str(tmp_path / "库.db"), str(tmp_path / "回.db")
    put(file, JUNE, people(0, 1))
    put(file, OCTOBER, people(1, 2))
    with on_server() as server:
        assert told("backup", "-o", tmp_path / "1.db", "--db", file)[0] == 0
        assert told("restore", tmp_path / "1.db", "--db", server)[0] == 0
        assert events(server) == events(file)
        assert told("backup", "-o", tmp_path / "2.db", "--db", server)[0] == 0
        assert told("restore", tmp_path / "2.db", "--db", back)[0] == 0
    assert events(back) == events(file)
    assert cells(got(back, OCTOBER)) == cells(got(file, OCTOBER))


def test_no_password_is_printed(tmp_path: Path) -> None:
    server = os.environ[SERVER]
    scheme, _, rest = server.partition("://")
    user, _, host = rest.rpartition("@")
    wrong = f"{scheme}://{user.partition(':')[0] or 'x'}:geheim@{host.partition('/')[0]}/nirgends"
    answer = hqe("register", "stats", "--db", wrong, "--json")
    assert "H101" in answer.output and "geheim" not in answer.output + str(answer.stderr)
    assert "geheim" not in Store(wrong).shown


def test_a_server_that_is_not_there_is_one_problem() -> None:
    code, answer = told("stats", "--db", "postgresql://nobody@127.0.0.1:1/x")
    assert (code, codes(answer)) == (1, ["H101"])
    assert "服务器没有开" in answer["problems"][0]["message"]
