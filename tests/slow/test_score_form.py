"""The official score form with any two of its numbers in each other's place."""

from __future__ import annotations

from itertools import combinations

from hqe_docs.data.scores.editionfile import load_set
from hqe_docs.library import Library
from tests.score_forms import assert_both_are_told


def test_whichever_two_numbers_change_places_both_rows_are_told_and_no_other():
    edition = load_set("yichun-2023", Library.over_shipped())[0]
    for one, other in combinations(range(1, 23), 2):
        assert_both_are_told(edition, one, other)
