"""All hostile files, each met by a process of its own, inside the bounds of SECURITY.md."""

from __future__ import annotations

import pytest

from tests.hostile.corpus import CASES, faults, measured


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_file_stays_inside_the_bounds(case, tmp_path, record_property):
    outcome = measured([str(part) for part in case.make(tmp_path)], tmp_path)
    told = " ".join(outcome.codes) or "-"
    record_property("said", f"{case.name}: {told}, {outcome.seconds:.1f} s, {outcome.memory:.0f} MiB")
    assert list(faults(case, outcome, tmp_path)) == []
