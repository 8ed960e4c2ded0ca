"""A ledger of 24 columns and a formula filled from rows in memory to a file: ours beside openpyxl and XlsxWriter.

openpyxl keeps the template as its users do (some 30 lines: styles copied, footer, ranges and merges moved by hand);
XlsxWriter keeps none and repeats the look in code. Every measurement has a process of its own, whose imports and a
small first filling come before the clock; in a round all take turns, a ratio is formed inside a round and the median
over the rounds is given. Before anything is timed the outputs are read back by calamine and openpyxl.
Goals: 20 × openpyxl and 9 × XlsxWriter at 1,000 and 10,000 rows, 40 × and 18 × at 100,000; a template with 4,000
rows that stay costs no more a row than one with 1,000 (× 1.5). Exit code 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from benchmarks import sheet_peers
from benchmarks.sheet_case import Row, people, write_template
from hqe_docs.paper.fill import fill

GOALS = {1_000: (20.0, 9.0), 10_000: (20.0, 9.0), 100_000: (40.0, 18.0)}
GOAL_LINEAR = 1.5
FEW, REPEATED = 1_000, 5  # so few rows are filled several times by a process, which tells the median
STILL = (1_000, 2_000, 4_000)
WHO = ("ours", "openpyxl", "xlsxwriter")


@dataclass(frozen=True)
class Run:
    """One filling in a process of its own: seconds, its peak memory in MiB, and by how much that grew by filling."""

    seconds: float
    peak: float
    grown: float


def main() -> int:
    """Measure, print, and say by the exit code whether the goals are reached."""
    said = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        tagged, plain = Path(folder, "模板.xlsx"), Path(folder, "样表.xlsx")
        write_template(tagged, tagged=True)
        write_template(plain, tagged=False)
        if said.child:
            return _child(*said.child, tagged, plain, Path(folder))
        _check(tagged, plain, Path(folder))
        goals = [
            _measure(count, said.rounds if count < 100_000 else said.large_rounds, said.slack)
            for count in said.rows
        ]
        return 0 if all([*goals, _still(Path(folder), said.rounds)]) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=list(GOALS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--large-rounds", type=int, default=1, help="rounds from 100,000 rows on")
    parser.add_argument("--slack", type=float, default=0.0, help="by what part a goal may be missed")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


# ---------------------------------------------------------------- one filling
def _ours(template: Path, rows: Sequence[Row], out: Path) -> None:
    found = fill(template, {"台账": {"行": rows}}, out)
    assert found == [], found


FILLERS = {"ours": _ours, "openpyxl": sheet_peers.by_openpyxl, "xlsxwriter": sheet_peers.by_xlsxwriter}


def _check(tagged: Path, plain: Path, folder: Path) -> None:
    rows = people(300)
    for who, filler in FILLERS.items():
        template = tagged if who == "ours" else plain
        filler(template, rows, folder / f"{who}.xlsx")
        sheet_peers.assert_right(folder / f"{who}.xlsx", rows, None if who == "xlsxwriter" else plain)
    many = people(20_000)
    _ours(tagged, many, folder / "many.xlsx")
    sheet_peers.assert_right(folder / "many.xlsx", many, None)


def _child(who: str, count: str, tagged: Path, plain: Path, folder: Path) -> int:
    rows, template, filler = people(int(count)), tagged if who == "ours" else plain, FILLERS[who]
    filler(template, rows[:2], folder / "先.xlsx")
    before, seconds = _peak(), []
    for number in range(REPEATED if len(rows) <= FEW else 1):
        start = perf_counter()
        filler(template, rows, folder / f"果{number}.xlsx")
        seconds.append(perf_counter() - start)
    print(json.dumps([statistics.median(seconds), _peak(), _peak() - before]))
    return 0


def _peak() -> float:
    """Return the peak memory of this process; getrusage would tell the starting process's, if that is larger."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _run(who: str, count: int) -> Run:
    command = [sys.executable, __file__, "--child", who, str(count)]
    return Run(*json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


# ---------------------------------------------------------------- rounds
def _measure(count: int, rounds: int, slack: float) -> bool:
    runs = [{who: _run(who, count) for who in WHO} for _ in range(rounds)]
    goals = dict(zip(WHO[1:], GOALS.get(count, (0.0, 0.0)), strict=True))
    reached = True
    for who in WHO:
        seconds = statistics.median(one[who].seconds for one in runs)
        peak, grown = (max(one[who].peak for one in runs), max(one[who].grown for one in runs))
        ratio = statistics.median(one[who].seconds / one["ours"].seconds for one in runs)
        reached &= ratio >= goals.get(who, 0.0) * (1 - slack)
        beside = f"  ours is {ratio:5.1f} times as fast (goal ≥ {goals[who]:g})" if who in goals else ""
        print(
            f"{count:>7} rows  {who:<10} {seconds * 1000:>9.1f} ms {count / seconds:>9.0f} rows/s {peak:>6.0f} MiB, {grown:.0f} of them by filling{beside}"
        )
    return reached


def _still(folder: Path, rounds: int) -> bool:
    """Fill templates of 1,000 to 4,000 rows that stay; say whether the cost of a row stays, too."""
    costs: dict[int, list[float]] = {still: [] for still in STILL}
    rows = people(10)
    for still in STILL:
        write_template(folder / f"{still}.xlsx", tagged=True, still=still)
    for _ in range(rounds):
        for still in STILL:
            start = perf_counter()
            _ours(folder / f"{still}.xlsx", rows, folder / "果.xlsx")
            costs[still].append(perf_counter() - start)
    for still in STILL:
        seconds = statistics.median(costs[still])
        print(f"{still:>7} rows that stay: {seconds * 1000:.0f} ms, {seconds / still * 1e6:.0f} µs a row")
    few, many = STILL[0], STILL[-1]
    growth = statistics.median(b / a * few / many for a, b in zip(costs[few], costs[many], strict=True))
    print(f"a row of {many} costs {growth:.2f} times a row of {few} (goal ≤ {GOAL_LINEAR})")
    return growth <= GOAL_LINEAR


if __name__ == "__main__":
    sys.exit(main())
