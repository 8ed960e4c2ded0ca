"""The language of an official document checked on its plain text (GB/T 9704 9, GB/T 15834, GB/T 15835)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hqe_docs.paper.lint.language.annexes import check_annexes
from hqe_docs.paper.lint.language.dates import check_dates
from hqe_docs.paper.lint.language.digits import check_digits
from hqe_docs.paper.lint.language.docnumbers import check_document_numbers
from hqe_docs.paper.lint.language.levels import check_levels
from hqe_docs.paper.lint.language.money import check_money
from hqe_docs.paper.lint.language.organisations import check_organisations
from hqe_docs.paper.lint.language.pairs import check_pairs
from hqe_docs.paper.lint.language.prose import Line, Prose
from hqe_docs.paper.lint.language.punctuation import check_forms, check_half_width
from hqe_docs.paper.lint.language.rosters import check_names
from hqe_docs.paper.lint.language.wording import check_wording
from hqe_docs.problems import Problems

LANGUAGE_CHECKS: tuple[Callable[[Prose, Problems], None], ...] = (
    check_levels,
    check_document_numbers,
    check_dates,
    check_half_width,
    check_forms,
    check_pairs,
    check_digits,
    check_names,
    check_money,
    check_organisations,
    check_wording,
    check_annexes,
)


def check_language(lines: Iterable[Line], found: Problems) -> None:
    """Add to `found` what is wrong with the language of these lines."""
    prose = Prose(lines)
    for check in LANGUAGE_CHECKS:
        check(prose, found)
