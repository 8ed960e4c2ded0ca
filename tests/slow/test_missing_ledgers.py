"""The shipped example without any one of its ledgers: the indicators that need it wait, no other point moves."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.example_books import FOLDER as EXAMPLE
from tests.test_missing_ledgers import assert_they_wait, points_of

SHIPPED = sorted(
    (path.parent.name, path.name) for path in EXAMPLE.glob("*村/*.xlsx") if not path.name.startswith("~")
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return {
        name: points_of(shutil.copytree(EXAMPLE / name, tmp_path_factory.mktemp("全") / name))
        for name in {name for name, _ in SHIPPED}
    }


@pytest.mark.parametrize(("name", "file"), SHIPPED)
def test_removing_a_ledger_of_the_shipped_example_makes_its_indicators_wait(whole, tmp_path, name, file):
    folder = shutil.copytree(EXAMPLE / name, tmp_path / name)
    (folder / file).unlink()
    assert_they_wait(whole[name], points_of(folder), Path(file).stem)
