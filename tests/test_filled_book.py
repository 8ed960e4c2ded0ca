"""The 填报表: whatever a dossier says stands in it and comes back; every fault is told at its cell."""

from __future__ import annotations

import pytest
from hypothesis import given

from hqe_docs.data.filled.shape import canonical
from hqe_docs.data.yamltext import dumped
from hqe_docs.problems import Problems
from hqe_docs.yamlfile import parse_yaml
from tests.examples import examples
from tests.filled import read_back, values


@examples(60)
@given(values())
def test_any_dossier_comes_back_from_its_sheets(value):
    book, found = read_back(value)
    assert book.value == canonical(value)
    assert list(found) == []


@pytest.mark.slow
@examples(60)
@given(values())
def test_any_dossier_comes_back_from_its_yaml(value):
    found = Problems()
    assert parse_yaml(dumped(canonical(value)), "dossier.yaml", found).value == (canonical(value) or None)
    assert list(found) == []
