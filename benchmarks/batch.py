"""All papers of many villages: by one process, by two, and by a dask cluster over TCP that loses a worker.

A county of invented villages is written (county.py) and built three times as a user would: `hqe build 县 -j 1`,
`-j 2`, and `--scheduler tcp://…` with a scheduler and two workers of their own, of which one is killed (SIGKILL) when a
third of the papers are there. All files must be the same to the byte, records and report included. Printed are papers
a second and the ratios to one process, the peak memory of the largest process, and what a second run with --resume
takes. Exit code 1 when a file differs or lacks, or a run says anything else than the first.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep

PAPERS = (".docx", ".xlsx")
PATIENCE = 60  # seconds for a cluster to stand


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the program: its time, the memory of its largest process, what it said, what it made."""

    name: str
    seconds: float
    mebibytes: float
    said: str
    files: dict[str, str]

    @property
    def papers(self) -> int:
        return sum(name.endswith(PAPERS) for name in self.files)

    @property
    def speed(self) -> float:
        return self.papers / self.seconds


def main() -> int:
    """Measure, print, and say by the exit code whether all runs gave the same."""
    said = _arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        county = _write_county(folder / "县", said)
        first = _build(folder, "one process", county, "-j", "1")
        print(f"{said.villages} villages × {said.people} persons: {first.papers} papers")
        others = [
            _build(folder, "two processes", county, "-j", "2"),
            _through_a_cluster(folder, county, first.papers // 3),
        ]
        again = _build(folder, "two processes", county, "-j", "2", "--resume")
        for run in (first, *others):
            print(
                f"{run.name}: {run.speed:.2f} papers/s, ratio {run.speed / first.speed:.2f}, {run.mebibytes:.0f} MiB"
            )
        print(f"again with --resume: {again.seconds / first.seconds:.3f} of the time of one process")
        wrong = [fault for run in (*others, again) for fault in _differences(first, run)]
    print("\n".join(wrong) or "all files of all runs are the same to the byte")
    return 1 if wrong or first.papers == 0 else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--villages", type=int, default=300)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--per-township", type=int, default=25)
    return parser.parse_args()


def _write_county(folder: Path, said: argparse.Namespace) -> Path:
    # not by this process: what it takes up would count as the memory of those that it starts
    options = [f"--{name.replace('_', '-')}={value}" for name, value in vars(said).items()]
    maker = Path(__file__).with_name("county.py")
    subprocess.run([sys.executable, str(maker), str(folder), *options], check=True)
    return folder


# ---------------------------------------------------------------- runs
def _build(folder: Path, name: str, county: Path, *options: str) -> Run:
    out = folder / name
    start = monotonic()
    process = _start(out, county, options)
    return _finished(process, name, out, start)


def _start(out: Path, county: Path, options: Sequence[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "hqe_docs", "build", str(county), "-o", str(out), *options]
    with out.with_suffix(".txt").open("wb") as said:
        return subprocess.Popen(command, stdout=said, stderr=subprocess.DEVNULL)


def _finished(process: subprocess.Popen[bytes], name: str, out: Path, start: float) -> Run:
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = monotonic() - start
    said = out.with_suffix(".txt").read_text("utf-8").replace(str(out), "OUT")
    files = {
        path.relative_to(out).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }
    return Run(name, seconds, used.ru_maxrss / 1024, f"exit {process.returncode}\n{said}", files)


def _through_a_cluster(folder: Path, county: Path, papers: int) -> Run:
    """Build through a scheduler and two workers, one of which is killed when so many papers are there."""
    name = "dask, one of two workers killed"
    out = folder / "cluster"
    with _cluster(folder) as (address, workers):
        start = monotonic()
        process = _start(out, county, ["--scheduler", address])
        while process.poll() is None and _count(out) < papers:
            sleep(0.1)
        assert process.poll() is None, "the run was over before a worker could be killed"
        workers[1].kill()
        return _finished(process, name, out, start)


def _count(out: Path) -> int:
    return sum(path.suffix in PAPERS for path in out.rglob("*"))


@contextmanager
def _cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Give the address of a scheduler on this machine, and its two workers."""
    file = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    here = ["--scheduler-file", str(file)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    commands = [
        [*dask, "scheduler", *here, "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
        *([[*dask, "worker", *here, "--nthreads", "1", "--no-nanny", "--no-dashboard"]] * 2),
    ]
    processes = [subprocess.Popen(command, **quiet) for command in commands]
    try:
        yield _address(file), processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _address(file: Path) -> str:
    """Return the scheduler's address once both workers are there."""
    from distributed import Client

    until = monotonic() + PATIENCE
    while not file.is_file() and monotonic() < until:
        sleep(0.1)
    with Client(scheduler_file=str(file), timeout=PATIENCE) as client:
        client.wait_for_workers(2, timeout=PATIENCE)
        return str(client.scheduler.address)


# ---------------------------------------------------------------- the same
def _differences(first: Run, other: Run) -> Iterator[str]:
    """Yield what another run made or said otherwise than the first."""
    if other.said != first.said:
        yield f"{other.name}: the report differs"
    for name in sorted({*first.files, *other.files}):
        if first.files.get(name) != other.files.get(name):
            yield f"{other.name}: {name} {'differs' if name in other.files else 'lacks'}"


if __name__ == "__main__":
    sys.exit(main())
