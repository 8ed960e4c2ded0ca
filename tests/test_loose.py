"""Workbooks that belong to no dossier: what is wrong is found at its cell, what is only written otherwise is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faulty_books import BOOKS, Book
from tests.faulty_tables import MORE_BOOKS
from tests.ledger_faults import score


@pytest.mark.parametrize("make", (*BOOKS, *MORE_BOOKS), ids=lambda make: make.__name__)
def test_every_seeded_fault_is_found_and_no_right_cell_is_blamed(make: Callable[[], Book], tmp_path: Path):
    book = make()
    results = [score(path, book.truth()) for path in book.write(tmp_path)]
    assert [(r.name, r.missed, r.wrong) for r in results if r.missed or r.wrong] == []
    assert all(r.faults for r in results)
