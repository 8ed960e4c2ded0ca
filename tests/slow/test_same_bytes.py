"""The shipped example built twice: every file the same to the byte."""

from __future__ import annotations

from pathlib import Path

from hqe_docs.office.building.build import build

EXAMPLE = Path(__file__).resolve().parents[2] / "ledgers" / "hongjiang-2023"


def test_the_example_built_twice_is_the_same_to_the_byte(tmp_path: Path):
    made = []
    for folder in (tmp_path / "一", tmp_path / "二"):
        _, results = build([EXAMPLE], out=folder)
        paths = [result.path for result in results if result.path]
        made.append({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})
    assert len(made[0]) >= 17
    assert made[0] == made[1]
