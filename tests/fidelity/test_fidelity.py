"""Every feature of the fidelity table, with 0, 1, 2 and 1,000 rows, by readers that are not ours."""

from __future__ import annotations

from functools import cache

import pytest

from hqe_docs.paper.fill import fill
from tests.fidelity.book import context, make
from tests.fidelity.extras import add_extras
from tests.fidelity.features import FEATURES
from tests.fidelity.reading import Reading

COUNTS = (0, 1, 2, 1000)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("保真")
    template = folder / "模板.xlsx"
    add_extras(template, make(template))

    @cache
    def read(count):
        assert fill(template, context(count), folder / f"{count}.xlsx") == []
        return Reading(folder / f"{count}.xlsx", count)

    return read, Reading(template, 1)


@pytest.mark.parametrize("count", [*COUNTS[:-1], pytest.param(COUNTS[-1], marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", FEATURES)
def test_the_feature_is_kept_and_moved(filled, name, count):
    read, template = filled
    assert FEATURES[name](read(count), template)
