"""docs/表格保真.md says what tests/fidelity/test_fidelity.py proves, for every feature."""

from __future__ import annotations

from pathlib import Path

from tests.fidelity.features import FEATURES

PAGE = Path(__file__).parents[2] / "docs" / "表格保真.md"


def test_the_page_has_every_feature_and_ours_hold_with_every_count_of_rows():
    rows = [
        line.strip("| ").split(" | ")
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if "✓" in line and line.startswith("| ")
    ]
    assert {row[0]: row[1] for row in rows} == dict.fromkeys(FEATURES, "✓✓✓✓")
