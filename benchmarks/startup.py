"""How long `hqe --help` takes beside `python -c "import click"`: paired, interleaved runs; the median ratio.

Run it with the interpreter that hqe is installed for. Exit code 1 when the ratio is 2 or more.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter

GOAL = 2.0


def installed_script() -> Path:
    """Return the hqe that belongs to this interpreter."""
    name = "hqe.exe" if os.name == "nt" else "hqe"
    return Path(sys.executable).parent / name


def seconds(command: list[str]) -> float:
    """Return the time that one run of `command` takes."""
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - start


def main() -> int:
    """Print medians and the median of the paired ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=31)
    runs = parser.parse_args().runs
    ours = [str(installed_script()), "--help"]
    theirs = [sys.executable, "-c", "import click"]
    for command in (ours, theirs):  # fill the caches of the disk and of compiled modules
        seconds(command)
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(runs)]
    ratio = statistics.median(a / b for a, b in pairs)
    for name, times in (("hqe --help", [a for a, _ in pairs]), ("import click", [b for _, b in pairs])):
        print(f"{name:<14}{statistics.median(times) * 1000:7.1f} ms (median of {runs})")
    print(f"ratio         {ratio:7.2f}    (goal < {GOAL})")
    return 0 if ratio < GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
