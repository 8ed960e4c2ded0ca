"""Many villages by several processes and by a cluster, with processes killed in the midst of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest

from hqe_docs.office.building.record import record_file

CHECKOUT = Path(__file__).resolve().parents[2]
BENCHMARKS = CHECKOUT / "benchmarks"
PATIENCE = 300


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("县") / "县"
    sizes = ["--villages=8", "--people=40", "--per-township=4"]
    subprocess.run([sys.executable, str(BENCHMARKS / "county.py"), str(folder), *sizes], check=True)
    return folder


@pytest.fixture(scope="module")
def whole(county: Path) -> dict[str, bytes]:
    """Every file that one process makes without a break."""
    assert start(county, county.parent / "一", "-j", "1").wait() == 0
    return files(county.parent / "一")


def start(county: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "hqe_docs", "build", str(county), "-o", str(out), *options]
    with out.with_suffix(".err").open("wb") as said:
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True)


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def until(is_so: Callable[[], bool]) -> None:
    end = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < end
        sleep(0.05)


def done_in(county: Path, out: Path) -> list[Path]:
    """Return the folders of papers in `out` that are recorded as done."""
    folders = {path.parent: out / path.parent.relative_to(county) for path in county.rglob("dossier.yaml")}
    return [papers for folder, papers in folders.items() if record_file(folder, papers).is_file()]


def workers(process: subprocess.Popen[bytes]) -> list[int]:
    numbers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(it) for it in numbers if b"spawn_main" in Path(f"/proc/{it}/cmdline").read_bytes()]


def is_running(number: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return False


def test_two_processes_and_a_cluster_that_loses_a_worker_give_the_same_bytes() -> None:
    sizes = ["--villages=12", "--people=40", "--per-township=6"]
    subprocess.run([sys.executable, str(BENCHMARKS / "batch.py"), *sizes], check=True)


def test_a_worker_that_is_killed_loses_nothing(county: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    process = start(county, tmp_path / "出", "-j", "2")
    until(lambda: len(done_in(county, tmp_path / "出")) >= 2)
    os.kill(workers(process)[0], signal.SIGKILL)
    assert process.wait(PATIENCE) == 0
    assert files(tmp_path / "出") == whole


def test_a_run_that_is_killed_goes_on_where_it_was(
    county: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "出"
    process = start(county, out, "-j", "2")
    until(lambda: len(done_in(county, out)) >= 3)
    left = workers(process)
    process.kill()
    process.wait()
    until(lambda: not any(map(is_running, left)))
    done = {path: path.stat().st_mtime_ns for papers in done_in(county, out) for path in papers.glob("*-*.*")}
    assert start(county, out, "-j", "2", "--resume").wait(PATIENCE) == 0
    assert {name: data for name, data in files(out).items() if not name.endswith(".part")} == whole
    assert all(path.stat().st_mtime_ns == at for path, at in done.items() if path.suffix != ".part")


def test_ctrl_c_ends_cleanly_and_says_how_to_go_on(
    county: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "出"
    process = start(county, out, "-j", "2")
    until(lambda: len(done_in(county, out)) >= 2)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes of the run
    assert process.wait(PATIENCE) == 1
    said = out.with_suffix(".err").read_text("utf-8")
    assert "R153 已中断" in said and "--resume" in said and "Traceback" not in said
    assert not [name for name in files(out) if name.endswith(".part")]
    assert {name: whole[name] for name in files(out)} == files(out)
    assert start(county, out, "--resume").wait(PATIENCE) == 0
    assert files(out) == whole


def test_a_scheduler_that_does_not_answer_is_a_problem(county: Path, tmp_path: Path) -> None:
    process = start(county, tmp_path / "出", "--scheduler", "tcp://127.0.0.1:9")
    assert process.wait(PATIENCE) == 1
    said = (tmp_path / "出.err").read_text("utf-8")
    assert "R155" in said and "Traceback" not in said
