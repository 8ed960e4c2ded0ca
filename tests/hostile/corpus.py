"""All hostile files, and one of them met by a process of its own that is measured."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.archives import ARCHIVES
from tests.hostile.cases import MOST_MEMORY, MOST_SECONDS, Case
from tests.hostile.conditions import CONDITIONS
from tests.hostile.contents import CONTENTS
from tests.hostile.pdfs import PDFS
from tests.hostile.places import PLACES
from tests.hostile.sheets import SHEETS
from tests.hostile.texts import TEXTS

CASES: tuple[Case, ...] = (*ARCHIVES, *SHEETS, *CONTENTS, *TEXTS, *PLACES, *PDFS, *CONDITIONS)
_CODE = re.compile(r"\b([DLITFGPHR]\d{3})\b")
_PROGRAM = "from hqe_docs.cli.main import main\nmain()"
_MEASURE = str(Path(__file__).with_name("measure.py"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did: exit code (negative: killed), what it said, processor seconds, MiB at the most."""

    exit_code: int
    said: str
    seconds: float = 0.0
    memory: float = 0.0

    @property
    def codes(self) -> list[str]:
        return list(dict.fromkeys(_CODE.findall(self.said)))


def faults(case: Case, outcome: Outcome, folder: Path) -> Iterator[str]:
    """Yield in what `outcome` is not as SECURITY.md promises."""
    if outcome.exit_code not in (0, 1, 2):
        yield f"exit code {outcome.exit_code}"
    if "Traceback" in outcome.said or "R199" in outcome.codes:
        yield "crashed: " + outcome.said.strip()[-300:]
    if case.codes and not case.codes & set(outcome.codes):
        yield f"told {outcome.codes}, not one of {sorted(case.codes)}: {outcome.said.strip()[:200]}"
    if outcome.seconds > MOST_SECONDS:
        yield f"{outcome.seconds:.1f} s"
    if outcome.memory > MOST_MEMORY:
        yield f"{outcome.memory:.0f} MiB"
    if case.holds and not case.holds(folder, outcome.said):
        yield "what must hold does not"


def measured(arguments: list[str], folder: Path) -> Outcome:
    """Run hqe as a process of its own; seconds and memory are the system's count, those of its children too."""
    command = [sys.executable, "-S", _MEASURE, sys.executable, "-c", _PROGRAM, *arguments]
    run = subprocess.run(command, check=True, capture_output=True, cwd=folder)
    code, seconds, memory = run.stdout.split()
    return Outcome(int(code), run.stderr.decode("utf-8", "replace"), float(seconds), float(memory))
