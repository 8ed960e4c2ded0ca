# ruff: noqa: T201, S311 - printing is what these do; chance needs no secrecy
"""`python -m tests.fuzz --seconds 60 --seed 1 [--only ledger,form] [--again TARGET:SEED]`: prints inputs tried and findings."""

from __future__ import annotations

import argparse
import faulthandler
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from click.testing import CliRunner

from hqe_docs.cli.main import root
from tests.fuzz.targets import TARGETS, Target

MOST_SECONDS = 10  # of processor time, of one input
MOST_MEMORY = 400 * 1024  # KiB that one input adds to what the process had at the most


class TooLong(BaseException):
    """An input took longer than the bound; no Exception, so that nothing swallows it."""


def _alarm(_signal: int, _frame: object) -> None:
    raise TooLong


def fault(target: Target, seed: str) -> str:
    """Return what one input does that it must not, or nothing; the same seed makes the same input."""
    chance = Random(seed)
    data = target.changed(chance, chance.choice(target.seeds()))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        arguments = [str(part) for part in target.meet(Path(folder), data)]
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
        faulthandler.dump_traceback_later(60 * MOST_SECONDS, exit=True)  # where no signal comes through
        try:
            outcome = CliRunner().invoke(root, arguments, prog_name="hqe")
        except TooLong:
            return f"longer than {MOST_SECONDS} s\n" + "".join(traceback.format_exc().splitlines(True)[-8:])
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            faulthandler.cancel_dump_traceback_later()
    error = outcome.exception
    if error is not None and not isinstance(error, SystemExit):
        ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "hqe_docs" in frame.filename]
        places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in ours[-4:]]
        return f"{error}\n{type(error).__name__} at {' > '.join(places)}"
    if outcome.exit_code not in (0, 1, 2) or "R199" in outcome.output:
        return f"exit code {outcome.exit_code}: {outcome.output[-300:]}"
    added = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return f"{added // 1024} MiB more" if added > MOST_MEMORY else ""


def findings(
    targets: list[Target], seconds: float, seed: str, tried: Counter[str]
) -> Iterator[tuple[str, str]]:
    """Yield target and seed of each input that does what it must not, with what; targets share the time."""
    for target in targets:
        end = time.monotonic() + seconds / len(targets)
        while time.monotonic() < end:
            one = f"{seed}-{tried[target.name]}"
            tried[target.name] += 1
            if said := fault(target, one):
                yield f"{target.name}:{one}", said


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--seed", default="1")
    asked.add_argument("--only", default="")
    asked.add_argument("--again", default="")
    options = asked.parse_args()
    os.environ["HQE_DEBUG"] = "1"
    signal.signal(signal.SIGPROF, _alarm)
    by_name = {target.name: target for target in TARGETS}
    if options.again:
        name, _, seed = options.again.partition(":")
        print(fault(by_name[name], seed) or "well")
        return 0
    tried, met = Counter[str](), Counter[str]()
    targets = [by_name[name] for name in options.only.split(",")] if options.only else list(TARGETS)
    for where, said in findings(targets, options.seconds, options.seed, tried):
        last = said.strip().splitlines()[-1]
        met[last] += 1
        if met[last] == 1:
            print(f"---- {where}\n{said}", flush=True)
    for name, count in tried.items():
        print(f"{name:12} {count:6} inputs")
    print(f"{sum(tried.values())} inputs, {sum(met.values())} findings of {len(met)} kinds")
    return min(len(met), 1)


if __name__ == "__main__":
    sys.exit(main())
