"""The shared workbooks with known faults, where they are there: everything found, nothing right blamed."""

from __future__ import annotations

import pytest

from tests.ledger_faults import score_folder, shared_folder


def test_every_fault_of_the_shared_workbooks_is_found_and_no_right_cell_is_blamed(
    capsys: pytest.CaptureFixture[str],
):
    folder = shared_folder()
    with capsys.disabled():
        if folder is None:
            print("\n没有共享的工作簿（HQE_SHARED），只测自制的")  # noqa: T201 - said, not skipped in silence
            return
        results = list(score_folder(folder))
        print("", *results, sep="\n")  # noqa: T201 - the figures are the point
    assert results
    assert [(r.name, r.missed, r.wrong) for r in results if r.missed or r.wrong] == []
