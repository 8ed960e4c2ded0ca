"""Two programs on one workspace: one works, the other says who works there and since when."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from hqe_docs.cli.main import root
from hqe_docs.office.locking import FILE, working_in, workspace_of
from tests.villages import person, village

HOLDER = """
import sys, time
from pathlib import Path
from hqe_docs.office.locking import working_in
with working_in([Path(sys.argv[1])], "hqe build") as found:
    print(len(found), flush=True)
    time.sleep(60)
"""


def holder(folder: Path) -> subprocess.Popen[bytes]:
    """Start a process that holds the lock of a folder, and wait until it does."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE)
    assert process.stdout is not None and process.stdout.readline() == b"0\n"
    return process


def said(folder: Path, **changes: object) -> None:
    """Leave a lock in a folder as a program does that was killed."""
    now = datetime.now().astimezone()
    owner = {
        "进程": 1,
        "电脑": platform.node(),
        "用户": "甲",
        "开始": now.isoformat(),
        "命令": "hqe build",
    }
    (folder / FILE).parent.mkdir(parents=True)
    (folder / FILE).write_text(json.dumps(owner | changes, ensure_ascii=False), "utf-8")


def codes(folder: Path) -> list[str]:
    with working_in([folder], "hqe build") as found:
        return [item.code for item in found]


def test_a_second_one_is_refused_and_told_who_works_there(tmp_path):
    with holder(tmp_path) as process:
        with working_in([tmp_path], "hqe weekly") as (problem,):
            assert (problem.code, problem.severity) == ("R158", "error")
            for part in (str(process.pid), platform.node(), f"{datetime.now():%Y-%m-%d}", "hqe build"):
                assert part in problem.message
        process.terminate()
    assert codes(tmp_path) == ["R159"]


@pytest.mark.slow
def test_a_killed_ones_lock_is_taken_over_at_once(tmp_path):
    with holder(tmp_path) as process:
        process.kill()
    assert (tmp_path / FILE).exists()
    assert codes(tmp_path) == ["R159"]
    assert not list(tmp_path.iterdir())


def test_what_held_a_lock_leaves_nothing_behind_but_what_others_keep_there(tmp_path):
    (tmp_path / ".hqe" / "状态").mkdir(parents=True)
    with working_in([tmp_path, tmp_path / "出"], "hqe build") as found:
        assert found == []
        assert sorted(path.name for path in (tmp_path / ".hqe").iterdir()) == ["状态", "锁"]
    assert [path.name for path in (tmp_path / ".hqe").iterdir()] == ["状态"]
    assert not (tmp_path / "出").exists()


@pytest.mark.parametrize(("age", "code"), [(timedelta(hours=1), "R158"), (timedelta(hours=13), "R159")])
def test_a_lock_of_another_machine_counts_for_twelve_hours(tmp_path, age, code):
    said(tmp_path, 电脑="另一台", 开始=(datetime.now().astimezone() - age).isoformat())
    assert codes(tmp_path) == [code]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"进程": "甲"}', "\x00" * 50])
def test_a_lock_that_says_nothing_is_taken(tmp_path, content):
    said(tmp_path)
    (tmp_path / FILE).write_text(content)
    assert codes(tmp_path) == []


def test_who_holds_a_lock_holds_it_for_what_it_calls(tmp_path):
    with working_in([tmp_path], "hqe weekly"):
        assert codes(tmp_path) == []
        assert (tmp_path / FILE).exists()
    assert not (tmp_path / FILE).exists()


def test_the_workspace_is_the_outermost_dossier(tmp_path):
    village(tmp_path / "镇", [])
    village(tmp_path / "镇" / "组" / "村", [])
    assert workspace_of(tmp_path / "镇" / "组" / "村" / "输出" / "新") == tmp_path / "镇"
    assert workspace_of(tmp_path) is None


READ_ONLY = """
import sys
from pathlib import Path
from hqe_docs.office.locking import working_in
from tests.unprivileged import obey_permissions
obey_permissions()
with working_in([Path(sys.argv[1])], "hqe build") as found:
    print(found)
"""


@pytest.mark.slow
def test_a_folder_that_can_not_be_written_has_no_lock_and_is_no_failure(tmp_path):
    tmp_path.chmod(0o555)
    command = [sys.executable, "-c", READ_ONLY, str(tmp_path)]
    try:
        said = subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[1])
    finally:
        tmp_path.chmod(0o755)
    assert said.stdout == b"[]\n"


# ---------------------------------------------------------------- commands
def run(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(root, [str(word) for word in words])
    return result.exit_code, result.output


def commands(command: click.Command, name: str = "hqe") -> list[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        return [(name, command)]
    context = click.Context(command)
    inner = ((it, command.get_command(context, it)) for it in command.list_commands(context))
    return [pair for it, one in inner if one for pair in commands(one, f"{name} {it}")]


def test_each_command_that_writes_says_where():
    outputs = {"out", "target", "ics", "picture"}
    for name, command in commands(root):
        said: Sequence[str] = (*command.writes, *command.keeps)
        assert outputs.intersection(param.name for param in command.params) <= {*said}, name
        assert {*said} <= {param.name for param in command.params}, name


@pytest.mark.slow
def test_a_command_ends_with_1_while_another_works_in_the_dossier(tmp_path):
    home = village(tmp_path / "村", [person(0)])
    with holder(home) as process:
        code, text = run("build", home)
        assert (code, "R158" in text, (home / "输出").exists()) == (1, True, False)
        code, text = run("build", home, "--json")
        assert (code, [item["code"] for item in json.loads(text)["problems"]]) == (1, ["R158"])
        assert run("build", home, "-o", tmp_path / "别处", "-d", "任务分解表")[1].count("R158") == 0
        process.kill()
    code, text = run("build", home, "-d", "三项机制", "--json")
    assert "R159" in [item["code"] for item in json.loads(text)["problems"]]
    assert not (home / FILE).exists()


@pytest.mark.slow
def test_an_inner_dossier_waits_for_the_outer_one(tmp_path):
    outer, inner = village(tmp_path / "镇", []), village(tmp_path / "镇" / "村", [])
    with holder(outer) as process:
        assert "R158" in run("weekly", inner, "-o", tmp_path / "出")[1]
        process.kill()


# ---------------------------------------------------------------- at the same time
TURNS = """
import sys, time
from pathlib import Path
from hqe_docs.office.locking import working_in
from hqe_docs.problems import has_errors
folder, done, refused = Path(sys.argv[1]), 0, 0
while done < 15:
    with working_in([folder], "hqe build") as found:
        if has_errors(found):
            refused += 1
            time.sleep(0.002)
            continue
        count = int((folder / "数").read_text())
        time.sleep(0.001)
        (folder / "数").write_text(str(count + 1))
        done += 1
print(refused)
"""


@pytest.mark.slow
def test_four_processes_never_hold_one_lock_together(tmp_path):
    (tmp_path / "数").write_text("0")
    command = [sys.executable, "-c", TURNS, str(tmp_path)]
    all_ = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(4)]
    refused = sum(int(process.communicate(timeout=60)[0]) for process in all_)
    assert [process.returncode for process in all_] == [0] * 4
    assert (tmp_path / "数").read_text() == "60"
    assert refused > 0
    assert not (tmp_path / ".hqe").exists()


WRITER = """
import sys
from pathlib import Path
from hqe_docs.paper.wholefiles import write_file
for number in range(60):
    assert write_file(Path(sys.argv[1]) / "出.docx", sys.argv[2].encode() * 30_000) == []
"""


@pytest.mark.slow
def test_what_several_write_at_once_is_always_one_of_them_whole(tmp_path):
    path = tmp_path / "出.docx"
    path.write_bytes(b"a" * 30_000)
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    all_ = [subprocess.Popen([*command, letter]) for letter in "abc"]
    seen = set()
    while any(process.poll() is None for process in all_):
        seen.add(path.read_bytes())
    assert [process.wait() for process in all_] == [0] * 3
    assert seen | {path.read_bytes()} <= {letter * 30_000 for letter in (b"a", b"b", b"c")}
    assert [one.name for one in tmp_path.iterdir()] == ["出.docx"]
