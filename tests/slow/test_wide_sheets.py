"""Sheets as wide as a sheet can be: what grew with the square of the columns took minutes."""

from __future__ import annotations

import json
from pathlib import Path

from tests.program import hqe
from tests.villages import person, workbook


def test_a_header_dragged_to_the_last_column_is_read(tmp_path: Path):
    one = person(1, 户编号="7")
    titles, cells = [*one, *(f"列{i}" for i in range(16_384 - len(one)))], [*one.values()]
    path = workbook(tmp_path / "甲", [titles, cells]) / "劳动力资源台账.xlsx"
    outcome = hqe("check", path, "--json")
    assert "L220" in [item["code"] for item in json.loads(outcome.stdout)["problems"]]
