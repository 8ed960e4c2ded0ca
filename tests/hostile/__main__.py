# ruff: noqa: T201 - printing is what these do; chance needs no secrecy
"""Prints the table of the corpus: `python -m tests.hostile [WORD…]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.hostile.corpus import CASES, faults, measured


def main(words: list[str]) -> int:
    """Meet each case whose name holds one of `words`; return how many are not as promised."""
    wrong = 0
    for case in CASES:
        if words and not any(word in case.name for word in words):
            continue
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            outcome = measured(list(map(str, case.make(folder))), folder)
            bad = list(faults(case, outcome, folder))
        wrong += bool(bad)
        told = " ".join(outcome.codes[:4]) or "-"
        print(
            f"{'!!' if bad else 'ok'} {case.name:36} {told:20} {outcome.seconds:5.1f} s {outcome.memory:5.0f} MiB {'; '.join(bad)}",
            flush=True,
        )
    return wrong


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
