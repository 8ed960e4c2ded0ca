"""Builds killed at random moments, a full disk, a folder without permission: each file is the old or the new one, whole."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

import openpyxl
import pytest
from docx import Document

from hqe_docs.office.building.record import record_file
from hqe_docs.office.locking import FILE as LOCK
from tests.forked import CHECKOUT, Forks
from tests.villages import person, village

KILLS = int(os.environ.get("HQE_KILLS", "200"))
LANES = 2  # builds going on side by side, each in a workspace of its own
SEED = 20231031
NAMES = [f"{number:02}村" for number in range(20)]
PAPERS = ("任务分解表", "三项机制", "劳动力资源台账")
TASK = "任务: [{{编号: 1, 任务: {task}, 责任单位: 村委会, 责任人: 村民甲, 完成时限: 2023-09-30}}]\n"
LEADER = "领导小组: {组长: {姓名: 村民甲, 职务: 主任}, 办公室: {设在: 村委会, 主任: 村民甲}}\n发文: {机关: 村民委员会}\n"
VERSIONS = ("建立台账", "建立台账并每月核对更新")
Files = Mapping[str, bytes]


def write_villages(folder: Path, version: int) -> None:
    for name in NAMES:
        rows = [person(number) for number in range(3 + version)]
        village(folder / name, rows, more=TASK.format(task=VERSIONS[version]) + LEADER)


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def build(out: str, *more: str) -> tuple[str, ...]:
    papers = [word for name in PAPERS for word in ("-d", name)]
    return ("build", *NAMES, "-o", out, "-j", "1", *papers, *more)


def is_read_by_others(name: str, path: Path) -> bool:
    if name.endswith(".docx"):
        return len(Document(str(path)).element.body) > 0
    if name.endswith(".xlsx"):
        return bool(openpyxl.load_workbook(path).sheetnames)
    return bool(json.loads(path.read_bytes()))


@dataclass
class Lane:
    """A workspace in which builds are killed, from one version of the dossiers to the other and back."""

    folder: Path
    forks: Forks
    chance: random.Random
    wanted: list[Files] = field(default_factory=list)
    records: list[Files] = field(default_factory=list)  # what each version writes down of itself, by village
    whole: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def out(self) -> Path:
        return self.folder / "出"

    def prepare(self) -> None:
        """Build both versions undisturbed, the second a second time over the first."""
        for number in range(len(VERSIONS)):
            write_villages(self.folder, number)
            start = monotonic()
            self.forks.start(*build(f"好{number}"))
            assert self.forks.status() in (0, 1)
            self.whole = monotonic() - start
            self.wanted.append(files(self.folder / f"好{number}"))
            self.records.append(self.records_of(f"好{number}"))
        assert {*self.wanted[0]} == {*self.wanted[1]}
        assert all(
            is_read_by_others(name, self.folder / f"好{number}" / name)
            for number in (0, 1)
            for name in self.wanted[number]
        )
        shutil.copytree(self.folder / "好1", self.out)

    def records_of(self, out: str) -> dict[str, bytes]:
        found = {name: record_file(self.folder / name, self.folder / out / name) for name in NAMES}
        return {name: file.read_bytes() for name, file in found.items() if file.is_file()}

    def go(self, kills: int) -> None:
        """Build version after version, each killed again and again until it is through, `kills` times in all."""
        version, left = 0, kills
        write_villages(self.folder, version)
        while left:
            number = self.forks.start(*build("出", "--resume"))
            sleep(self.chance.uniform(0, self.whole / 4))
            if left % 2:
                self.await_a_write()
            os.kill(number, signal.SIGKILL)  # one that has ended stays a zombie till its status is asked for
            if self.forks.status() == -signal.SIGKILL:
                left -= 1
                self.killed(version)
                continue
            self.finished(version)
            version = 1 - version
            write_villages(self.folder, version)
        self.forks.start(*build("出", "--resume"))
        assert self.forks.status() in (0, 1)
        self.finished(version)

    def await_a_write(self) -> None:
        """Wait until a file is being written, so that every second kill has a chance to strike there."""
        end = monotonic() + 0.5
        while monotonic() < end:
            for name in NAMES:
                if any(entry.endswith(".part") for entry in os.listdir(self.out / name)):  # noqa: PTH208
                    return

    def killed(self, version: int) -> None:
        """Each file is that of one version or the other, whole; a record speaks of papers that are there."""
        there = files(self.out)
        parts = [name for name in there if name.endswith(".part")]
        self.counts["kills"] += 1
        self.counts["inside a write"] += bool(parts)
        papers = {name: data for name, data in there.items() if name not in parts and not name.endswith("锁")}
        new, old = self.wanted[version], self.wanted[1 - version]
        assert {name for name, data in papers.items() if data not in (old.get(name), new.get(name))} == set()
        assert {*old} <= {*papers}
        for name, record in self.records_of("出").items():
            for wanted, records in zip(self.wanted, self.records, strict=True):
                if record == records[name]:
                    assert all(papers[it] == wanted[it] for it in wanted if it.startswith(f"{name}/"))

    def finished(self, version: int) -> None:
        """An interrupted build that was gone on with gives what an undisturbed one gives, and leaves nothing else."""
        self.counts["builds finished"] += 1
        assert files(self.out) == self.wanted[version]
        assert not (self.folder / LOCK).exists()


@pytest.fixture(scope="module")
def lanes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Lane]]:
    made = []
    for number in range(LANES):
        folder = tmp_path_factory.mktemp(f"道{number}")
        made.append(Lane(folder, Forks(folder), random.Random(SEED + number)))  # noqa: S311  # a seeded choice of moments
    yield made
    for lane in made:
        lane.forks.__exit__()


def side_by_side(work: Callable[[Lane], None], lanes: list[Lane]) -> None:
    with ThreadPoolExecutor(len(lanes)) as pool:
        for done in [pool.submit(work, lane) for lane in lanes]:
            done.result()


def test_a_build_killed_at_random_moments_leaves_old_or_new_files_and_goes_on(
    lanes: list[Lane], record_property: Callable[[str, str], None]
) -> None:
    start = monotonic()
    side_by_side(Lane.prepare, lanes)
    side_by_side(lambda lane: lane.go(KILLS // LANES), lanes)
    counts = sum((lane.counts for lane in lanes), Counter())
    share = counts["inside a write"] / counts["kills"]
    record_property(
        "said",
        f"{counts['kills']} kills (seed {SEED}) in builds of {len(NAMES)} dossiers, {len(lanes[0].wanted[0])} files; "
        f"{share:.0%} caught inside a write; {counts['builds finished']} builds finished by --resume, each the same "
        f"to the byte; {monotonic() - start:.0f} s",
    )
    assert counts["kills"] == KILLS // LANES * LANES
    assert share > 0


# ---------------------------------------------------------------- a full disk, a folder without permission
def test_a_full_disk_leaves_whole_files_and_the_build_goes_on_when_there_is_room(
    tmp_path: Path, record_property: Callable[[str, str], None]
) -> None:
    own = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
    can_mount = subprocess.run(
        [*own, "mount", "-t", "tmpfs", "tmpfs", tmp_path], check=False, stderr=subprocess.DEVNULL
    )
    way = [] if can_mount.returncode else own
    said = "tmpfs" if way else "limit"  # where nothing may be mounted, files may not grow beyond 4 KiB
    command = [*way, sys.executable, "-m", "tests.full_disk", str(tmp_path), said]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, cwd=CHECKOUT).stdout)
    record_property("said", f"disk full ({said}): {answer['there']} of 80 files fitted, none half")
    assert answer["codes"] == ["T302"]
    assert answer["said"] == ["磁盘已满" if way else "文件过大"]
    assert (answer["half"], answer["same"]) == ([], True)


FORBIDDEN = """
import sys
from pathlib import Path
from hqe_docs.office.building.build import build
from tests.unprivileged import obey_permissions
obey_permissions()
found, results = build([Path(sys.argv[1])], documents=["三项机制"])
print({item.code for item in found if item.severity == "error"}, [result.path for result in results])
"""


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_made_read_only_keeps_its_files_and_is_told(tmp_path: Path, there: bool) -> None:
    home = village(tmp_path / "村", [person(0)], more=LEADER)
    out = home / "输出"
    out.mkdir()
    if there:
        (out / "村-三项机制.docx").write_bytes(b"old")
    before = files(home)
    out.chmod(0o555)
    try:
        said = subprocess.run(
            [sys.executable, "-c", FORBIDDEN, str(home)], check=True, capture_output=True, cwd=CHECKOUT
        )
    finally:
        out.chmod(0o755)
    assert said.stdout.decode().strip() == "{'T302'} [None]"
    assert {name: data for name, data in files(home).items() if not name.startswith(".hqe/")} == before
