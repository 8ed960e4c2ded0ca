"""The layout checks of an official paper, in the order in which a person would go through it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hqe_docs.paper.lint.elements.elementchecks import check_against, check_elements
from hqe_docs.paper.lint.layout.fontchecks import check_fonts
from hqe_docs.paper.lint.layout.numberchecks import check_first_number, check_number_order, check_numbers
from hqe_docs.paper.lint.layout.packagechecks import check_ids, check_order, check_package, check_references
from hqe_docs.paper.lint.layout.pagechecks import check_pages
from hqe_docs.paper.lint.layout.tablechecks import check_tables
from hqe_docs.paper.lint.layout.textchecks import (
    check_characters,
    check_colour,
    check_compression,
    check_grid,
    check_lines,
    check_page_breaks,
    check_size,
    check_spaces,
)
from hqe_docs.paper.lint.stated import Facts
from hqe_docs.paper.resolved.document import Paper
from hqe_docs.problems import Problem, Problems

Check = Callable[[Paper, Problems], None]
LAYOUT: Sequence[Check] = (
    check_pages,
    check_size,
    check_lines,
    check_characters,
    check_grid,
    check_page_breaks,
    check_compression,
    check_colour,
    check_spaces,
    check_numbers,
    check_number_order,
    check_first_number,
    check_tables,
    check_fonts,
    check_order,
    check_ids,
    check_references,
    check_package,
)


CHECKS: Sequence[Check] = (*LAYOUT, check_elements)


def lint(paper: Paper, facts: Facts | None = None) -> list[Problem]:
    """Return what the checks find in a paper, and what it says otherwise than dossiers that state `facts`."""
    found = Problems()
    for check in CHECKS:
        check(paper, found)
    if facts is not None:
        check_against(paper, facts, found)
    return list(found)
