"""Runs of hqe in forks of one process that has imported everything: python tests/forked.py, started in the folder to work in.

Reads the arguments of a run as a line of JSON and answers with the number of its process; none: with its exit status.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]


class Forks:
    """A process that forks a run of hqe in `folder` when asked to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        command = [sys.executable, "-m", "tests.forked", str(folder)]
        pipe = subprocess.PIPE
        own = os.environ | {"HQE_CACHE": str(folder / "缓存")}
        self.server = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=CHECKOUT, env=own)
        assert self._told() == "ready"

    def start(self, *words: str) -> int:
        """Start a run and return the number of its process, which may be killed."""
        self._say(words)
        return int(self._told())

    def status(self) -> int:
        """Return how the run ended: its exit code, or minus the signal that killed it."""
        self._say(())  # till now it is there, dead or alive
        return int(self._told())

    def _say(self, words: Sequence[str]) -> None:
        assert self.server.stdin is not None
        self.server.stdin.write(json.dumps(words) + "\n")
        self.server.stdin.flush()

    def _told(self) -> str:
        assert self.server.stdout is not None
        return self.server.stdout.readline().strip()

    def __enter__(self) -> Forks:
        return self

    def __exit__(self, *_: object) -> None:
        self.server.communicate()


def _run(words: list[str]) -> None:
    from hqe_docs.cli.main import root

    said = os.open("said.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(said, 1)
    os.dup2(said, 2)
    root.main(words)


def import_everything() -> None:
    """Import every module of hqe, so that a fork need not."""
    import hqe_docs

    for found in pkgutil.walk_packages(hqe_docs.__path__, "hqe_docs."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    for name in ("polars", "docxtpl", "xlsxwriter", "python_calamine", "chinese_calendar"):
        importlib.import_module(name)


def main() -> None:
    """Fork runs until there is nothing more to read."""
    os.chdir(sys.argv[1])
    import_everything()  # and nothing more: kinds' patterns are tried by polars, whose threads don't fork
    answers: Any = sys.stdout
    print("ready", flush=True, file=answers)
    number = 0
    for line in sys.stdin:
        if not json.loads(line):
            print(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]), flush=True, file=answers)
            continue
        number = os.fork()
        if number == 0:
            try:
                _run(json.loads(line))
            except SystemExit as ended:
                os._exit(int(ended.code or 0))
            os._exit(70)
        print(number, flush=True, file=answers)


if __name__ == "__main__":
    main()
