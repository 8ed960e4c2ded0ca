"""Consoles of every kind, crashes, Ctrl-C, progress: nothing breaks and no traceback shows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hqe_docs.cli import console
from hqe_docs.cli.report import Progress, emit_json
from tests.examples import a_few
from tests.program import make_village, run

pytestmark = pytest.mark.slow  # counted again, run as processes or damaged on purpose: every time in CI


@pytest.fixture
def village(tmp_path: Path) -> Path:
    return make_village(tmp_path / "试点村")


# ---------------------------------------------------------------- consoles
# one process a console: starting is what takes the time
MANY = """
import sys
from hqe_docs.cli.main import main
village = sys.argv[1]
for arguments in (["--help"], ["list", "codes"], ["nonsense"], ["check", village]):
    sys.argv[1:] = arguments
    try:
        main()
    except SystemExit as end:
        assert end.code in (0, 1, 2), end.code
print()
sys.argv[1:] = ["check", village, "--json"]
"""


@pytest.mark.parametrize("encoding", a_few(["gbk", "ascii", "utf-8"]))
def test_no_console_encoding_breaks_a_command_and_json_is_whole_on_each(village: Path, encoding: str):
    assert_nothing_breaks(village, encoding)


def assert_nothing_breaks(village: Path, encoding: str) -> None:
    outcome = run(village, env={"PYTHONIOENCODING": encoding, "LANG": "C", "LC_ALL": "C"}, code=MANY)
    assert b"Traceback" not in outcome.stdout + outcome.stderr
    assert outcome.returncode in (0, 1, 2)
    problems = json.loads(outcome.stdout.splitlines()[-1])["problems"]  # bytes: read as UTF-8
    assert any("领导小组" in item["message"] for item in problems)


def test_json_with_a_file_name_that_is_not_utf_8_is_still_json(capsys: pytest.CaptureFixture[str]):
    emit_json({"file": b"\xc3\xb7.xlsx\xff".decode("utf-8", "surrogateescape")})
    assert json.loads(capsys.readouterr().out) == {"file": "÷.xlsx\udcff"}


@pytest.mark.slow
def test_no_colour_codes_reach_a_pipe(village: Path):
    assert b"\x1b[" not in run("check", village).stdout


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [({}, None), ({"NO_COLOR": ""}, None), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_no_color_is_honoured(environment: dict[str, str], wanted: bool | None):
    assert console.colour_wanted(environment) is wanted


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are Unix's")
def test_colours_come_on_a_terminal_and_not_with_no_color(village: Path):
    assert b"\x1b[31m" in on_terminal("check", village, NO_COLOR="")
    assert b"\x1b[" not in on_terminal("check", village, NO_COLOR="1")


def on_terminal(*arguments: object, **env: str) -> bytes:
    """Return all that the program writes on a pseudo-terminal."""
    import pty

    master, slave = pty.openpty()
    command = [sys.executable, "-m", "hqe_docs", *map(str, arguments)]
    process = subprocess.Popen(
        command, stdout=slave, stderr=slave, env={**os.environ, "TERM": "xterm", **env}
    )
    os.close(slave)
    chunks = []
    while chunk := read_terminal(master):
        chunks.append(chunk)
    process.wait(timeout=60)
    os.close(master)
    return b"".join(chunks)


def read_terminal(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # Linux ends a closed pseudo-terminal with EIO
        return b""


# ---------------------------------------------------------------- ends
def on_opening(then: str) -> str:
    """Return code that does `then` at the moment the program opens a dossier.yaml."""
    return f"""
import os, signal, sys
def hook(event, arguments):
    if event == "open" and str(arguments[0]).endswith("dossier.yaml"):
        {then}
sys.addaudithook(hook)
"""


CRASH = on_opening("raise RuntimeError('第一行\\n第二行')")
CTRL_C = on_opening("os.kill(os.getpid(), signal.SIGINT)")


def test_a_crash_is_one_line_with_a_code(village: Path):
    outcome = run("check", village, code=CRASH)
    text = outcome.stderr.decode()
    assert outcome.returncode == 1
    assert text.startswith("错误 R199 程序内部错误，没有做完：RuntimeError 第一行 第二行\n")
    assert "HQE_DEBUG=1" in text
    assert "Traceback" not in text


@pytest.mark.slow
def test_a_crash_under_json_is_still_one_object(village: Path):
    outcome = run("check", village, "--json", code=CRASH)
    assert outcome.returncode == 1
    assert [item["code"] for item in json.loads(outcome.stdout)["problems"]] == ["R199"]


@pytest.mark.slow
def test_hqe_debug_shows_the_traceback(village: Path):
    outcome = run("check", village, env={"HQE_DEBUG": "1"}, code=CRASH)
    assert outcome.returncode == 1
    assert b"Traceback" in outcome.stderr


def test_ctrl_c_is_said_in_chinese_and_exits_1(village: Path):
    outcome = run("check", village, code=CTRL_C)
    assert outcome.returncode == 1
    assert outcome.stderr.decode().strip() == "已中止。"


@pytest.mark.skipif(os.name == "nt", reason="the shell's pipe is Unix's")
def test_a_reader_that_stops_early_causes_no_noise():
    script = f"{sys.executable} -m hqe_docs list codes | head -c 1"
    outcome = subprocess.run(["sh", "-c", script], check=False, capture_output=True, timeout=60)
    assert outcome.stderr == b""


# ---------------------------------------------------------------- progress
def test_progress_is_silent_for_short_work(capsys: pytest.CaptureFixture[str]):
    with Progress(3) as progress:
        progress.step("读取 梅州村")
    assert capsys.readouterr() == ("", "")


def test_progress_of_long_work_is_a_line_on_stderr(capsys: pytest.CaptureFixture[str]):
    with Progress(3) as progress:
        progress.step("读取 梅州村")
        progress.next_at = 0  # as if a second had gone by
        progress.step("读取 洪江村")
        progress.step("too soon for a log")
    assert capsys.readouterr() == ("", "[2/3] 读取 洪江村\n")
