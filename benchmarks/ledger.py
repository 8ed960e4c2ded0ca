"""A county's ledger read, checked and derived: beside the same rules over openpyxl, in pandas and in plain Python.

Everything is measured in one run, in rounds that take turns; a ratio is formed inside a round, the median is given.
The peers read a smaller share of the rows (`--peer-rows`) and are compared in rows a second, or all (`--full`).
All must agree on how often each of the 17 rules is broken, on the size of six sub-ledgers and on all group counts.
The rules alone: all sides start from the texts of the cells, read before the clock runs (ours: columns; theirs: a
list of dicts), and end with the list of faults; ours says of each also its cell and what to do, theirs row and code.
Goals: 15 times openpyxl, 2 GiB, the rules alone 25 times plain Python: the same readers and rules called row by row.
A loop tuned by hand, which only this ledger's rules can be written as, is shown beside it without a goal.
Exit code 1 when a goal is missed by more than `--slack` (0: at all; CI gives a busy machine some).
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import polars as pl

from benchmarks.ledger_peers import (
    AWAY,
    GROUPS,
    HARD,
    RULES,
    SORT,
    STATE,
    Answer,
    RowRules,
    answer_by_rows,
    kind_of,
    read_openpyxl,
)
from benchmarks.ledger_rows import DAY, rows, write_workbook
from hqe_docs.data.checks import rules
from hqe_docs.data.checks.rules import Subject
from hqe_docs.data.kinds import LedgerKind, load_kinds
from hqe_docs.data.ledger import Ledger, assemble, read_ledger, read_tables
from hqe_docs.data.persons import typed
from hqe_docs.library import Library
from hqe_docs.problems import Problem, Problems

T = TypeVar("T")
GOAL_OPENPYXL, GOAL_PYTHON, GOAL_MIB = 15.0, 25.0, 2048.0
COUNTED = (
    "required_cells",
    "conditional_cells",
    "repeated_numbers",
    "sex_and_birth",
    "ages",
    "heads",
    "contradictions",
)


def main() -> int:
    """Measure, print a table, and say by the exit code whether the goals are reached."""
    said = _arguments()
    if said.child:
        return _measured_child(Path(said.child))
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        whole, share = Path(folder, "全县.xlsx"), Path(folder, "一部分.xlsx")
        write_workbook(rows(said.rows), whole)
        write_workbook(rows(said.peer_rows), share)
        goals = [*_whole(whole, share, said), _memory(whole, said.rows), *_rules_alone(share, said)]
    return 0 if all(goals) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--peer-rows", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slack", type=float, default=0.0)
    parser.add_argument("--full", action="store_true", help="the peers read all rows")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    said = parser.parse_args()
    said.peer_rows = said.rows if said.full else min(said.peer_rows, said.rows)
    return said


def benchmark_kind() -> LedgerKind:
    """Return the kind of the benchmark's ledger."""
    return kind_of(load_kinds(Library.over_shipped(), Problems())["劳动力资源台账"])


# ---------------------------------------------------------------- ours
def answer(path: Path, kind: LedgerKind) -> Answer:
    """Return what is found and derived in the workbook at `path`, as the program does it."""
    found = Problems()
    ledger = read_ledger(path, path.name, kind, found)
    assert ledger is not None
    persons, problems = check(ledger)
    return derived(persons, [*found, *problems])


def check(ledger: Ledger) -> tuple[pl.DataFrame, list[Problem]]:
    """Return the rows typed, and what the rules of the benchmark find."""
    persons = typed(ledger.frame, DAY)
    subject = Subject(ledger, persons, DAY)
    chosen = [rule for rule in rules.RULES if rule.__name__ in COUNTED]
    assert len(chosen) == len(COUNTED), [rule.__name__ for rule in rules.RULES]
    return persons, rules.check_rows(subject, chosen)


def derived(persons: pl.DataFrame, found: Iterable[Problem]) -> Answer:
    """Return the sizes of the sub-ledgers and the group counts."""
    # not data/derived/derive: it also writes reasons, and by the province's definitions, which need columns not in here
    here = persons.filter("_在册").with_columns(
        (pl.col("_年龄").fill_null(-1) // 10).cast(pl.String).alias("年龄段"), pl.col("_性别").alias("性别")
    )
    working, sorts = pl.col("_劳动年龄") == "是", pl.col(SORT)
    tests = {
        "失业人员": pl.col(STATE) == "失业",
        "就业困难人员": working & sorts.str.contains("|".join(HARD)),
        "脱贫劳动力": working & sorts.str.contains("脱贫人口"),
        "退役军人": sorts.str.contains("退役军人"),
        "残疾人": sorts.str.contains("残疾人"),
        "转移就业": pl.col("就业区域").is_in(AWAY),
    }
    plan = here.lazy()
    ledgers = pl.collect_all([plan.filter(test) for test in tests.values()])
    groups = pl.collect_all([plan.group_by(pair).len() for pair in GROUPS])
    counts = {
        (pair[0], a, b): n for pair, each in zip(GROUPS, groups, strict=True) for a, b, n in each.iter_rows()
    }
    sizes = {name: each.height for name, each in zip(tests, ledgers, strict=True)}
    faults = Counter(item.code for item in found if item.code in RULES)
    return Answer(faults, Counter(sizes), Counter(counts))


# ---------------------------------------------------------------- (a) read, checked, derived
def _whole(whole: Path, share: Path, said: argparse.Namespace) -> list[bool]:
    from benchmarks.ledger_pandas import answer_by_pandas

    kind = benchmark_kind()
    ways: dict[str, tuple[Callable[[], Answer], int]] = {
        "hqe": (lambda: answer(whole, kind), said.rows),
        "openpyxl": (lambda: answer_by_rows(read_openpyxl(share), kind), said.peer_rows),
        "pandas": (lambda: answer_by_pandas(share, kind), said.peer_rows),
    }
    _agree(answer(share, kind), ways["openpyxl"][0](), ways["pandas"][0]())
    speeds = _speeds(ways, said.rounds)
    print(
        f"read, checked, derived: {said.rows:,} rows × 24 columns (openpyxl, pandas: {said.peer_rows:,} rows)"
    )
    return [_print(speeds, "openpyxl", GOAL_OPENPYXL, said.slack), _print(speeds, "pandas")]


def _agree(mine: Answer, *others: Answer) -> None:
    for other in others:
        for ours, theirs in (
            (mine.faults, other.faults),
            (mine.sizes, other.sizes),
            (mine.groups, other.groups),
        ):
            assert +ours == +theirs, (+ours - theirs, +theirs - ours)
    missing = set(RULES) - set(mine.faults)
    assert not missing, f"no row breaks {missing}"


# ---------------------------------------------------------------- (b) the rules alone
def _rules_alone(share: Path, said: argparse.Namespace) -> list[bool]:
    from ledger_peers import rules_as_functions

    kind = benchmark_kind()
    path = share.with_name("全县.xlsx")
    tables = read_tables(path, path.name, kind, Problems())
    records = list(read_openpyxl(share))

    def ours() -> Counter[str]:
        found = Problems()
        ledger = assemble(tables, kind, found)
        return Counter(item.code for item in [*found, *check(ledger)[1]])

    def one_loop() -> Counter[str]:
        by_rows = RowRules(kind)
        for _ in by_rows.check(records):
            pass
        return Counter(code for _, code in by_rows.found)

    ways: dict[str, tuple[Callable[[], Counter[str]], int]] = {
        "hqe": (ours, said.rows),
        "same readers": (
            lambda: Counter(code for _, code in rules_as_functions(records, kind)),
            said.peer_rows,
        ),
        "tuned loop": (one_loop, said.peer_rows),
    }
    assert +ways["same readers"][0]() == +one_loop()
    speeds = _speeds(ways, said.rounds)
    print("\nthe rules alone: 17 rules a row, with the list of faults")
    return [_print(speeds, "same readers", GOAL_PYTHON, said.slack), _print(speeds, "tuned loop")]


# ---------------------------------------------------------------- (c) memory
def _memory(path: Path, count: int) -> bool:
    run = subprocess.run(
        [sys.executable, __file__, "--child", str(path)], check=True, capture_output=True, text=True
    )
    used = json.loads(run.stdout)
    fine = used["MiB"] < GOAL_MIB
    print(
        f"\nmemory at {count:,} rows: {used['MiB']:.0f} MiB at its peak  (goal < {GOAL_MIB:.0f}){'' if fine else '  MISSED'}"
    )
    return fine


def _measured_child(path: Path) -> int:
    answer(path, benchmark_kind())
    print(json.dumps({"MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
    return 0


# ---------------------------------------------------------------- rounds
@dataclass(frozen=True)
class Speeds:
    """Rows a second of each way, round by round."""

    of: dict[str, list[float]]

    def ratio(self, peer: str) -> float:
        return statistics.median(a / b for a, b in zip(self.of["hqe"], self.of[peer], strict=True))


def _speeds(ways: dict[str, tuple[Callable[[], T], int]], rounds: int) -> Speeds:
    speeds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, (way, count) in ways.items():
            gc.collect()
            start = perf_counter()
            way()
            speeds[name].append(count / (perf_counter() - start))
    return Speeds(speeds)


def _print(speeds: Speeds, peer: str, goal: float = 0, slack: float = 0) -> bool:
    ratio = speeds.ratio(peer)
    for name in ("hqe", peer):
        print(f"  {name:<16}{statistics.median(speeds.of[name]):>12,.0f} rows/s")
    fine = ratio >= goal * (1 - slack)
    print(
        f"  ratio {ratio:>21.1f}"
        + (f"    (goal ≥ {goal:.0f}){'' if ratio >= goal else '  MISSED'}" if goal else "")
    )
    return fine


if __name__ == "__main__":
    sys.exit(main())
