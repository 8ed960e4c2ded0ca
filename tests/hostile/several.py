# ruff: noqa: T201 - printing is what this does
"""Meets cases one after another in one process: its folder and arguments on the input, a line of JSON for each out."""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

from tests.program import hqe


def main() -> None:
    """Print what each command did: exit code, what it said, its own processor seconds, MiB at the most so far."""
    for name, folder, arguments in json.load(sys.stdin):
        os.chdir(folder)
        before = _seconds()
        met = hqe(*arguments)
        print(json.dumps([name, met.exit_code, met.output, _seconds() - before, _memory()]), flush=True)


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _memory() -> float:
    """Return MiB as Linux counts them for this program: getrusage counts the one that forked it, too."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.read_text("ascii", "replace").partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
