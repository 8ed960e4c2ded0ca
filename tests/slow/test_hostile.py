"""All hostile files met inside the bounds of SECURITY.md: the heavy ones each by a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.corpus import CASES, Outcome, faults, measured

# what may hang or abort a process, or takes much of it, has one of its own; starting one takes longer than the others
_ALONE = ("pipe", "device", "xls-", "pdf-")
LIGHT = [case for case in CASES if not case.heavy and not case.name.startswith(_ALONE)]
CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def met(tmp_path_factory) -> dict[str, tuple[Outcome, Path]]:
    """Return what the light cases did, met one after another by one process."""
    folders = {case.name: tmp_path_factory.mktemp(case.name) for case in LIGHT}
    asked = [[case.name, folders[case.name], case.make(folders[case.name])] for case in LIGHT]
    command = [sys.executable, "-m", "tests.hostile.several"]
    run = subprocess.run(
        command,
        input=json.dumps(asked, default=str),
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        timeout=300,
        check=False,
    )
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(told) == len(LIGHT), f"ended over {LIGHT[len(told)].name}: {run.stderr[-500:]}"
    return {name: (Outcome(*said), folders[name]) for name, *said in told}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_file_stays_inside_the_bounds(case, met, tmp_path, record_property):
    if case.name in met:
        outcome, folder = met[case.name]
    else:
        outcome, folder = measured([str(part) for part in case.make(tmp_path)], tmp_path), tmp_path
    told = " ".join(outcome.codes) or "-"
    record_property("said", f"{case.name}: {told}, {outcome.seconds:.1f} s, {outcome.memory:.0f} MiB")
    assert list(faults(case, outcome, folder)) == []
