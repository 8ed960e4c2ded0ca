"""The checks of the elements and of the language of a paper, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hqe_docs.paper.lint.bodychecks import (
    check_addressee,
    check_heading_faces,
    check_indents,
    check_note,
    check_title,
)
from hqe_docs.paper.lint.document import Paper
from hqe_docs.paper.lint.elements import Elements, elements_of, plain_text
from hqe_docs.paper.lint.formchecks import check_letter, check_order, check_present
from hqe_docs.paper.lint.headchecks import check_labels, check_mark, check_number, check_rule, check_signer
from hqe_docs.paper.lint.imprintchecks import check_imprint, check_imprint_rules, check_letter_imprint
from hqe_docs.paper.lint.language import check_language
from hqe_docs.paper.lint.prose import Line
from hqe_docs.paper.lint.running import running_text
from hqe_docs.paper.lint.signchecks import (
    check_annex_titles,
    check_annexes_placed,
    check_printed,
    check_remark,
    check_signature,
)
from hqe_docs.problems import Problems

ELEMENT_CHECKS: tuple[Callable[[Paper, Elements, Problems], None], ...] = (
    check_labels,
    check_mark,
    check_number,
    check_signer,
    check_rule,
    check_title,
    check_addressee,
    check_indents,
    check_heading_faces,
    check_note,
    check_signature,
    check_remark,
    check_annexes_placed,
    check_annex_titles,
    check_imprint,
    check_imprint_rules,
    check_printed,
    check_letter,
    check_letter_imprint,
    check_order,
    check_present,
)
_STARTS = ("title", "enclosed", "annex_label", "annex_title", "date")


def check_elements(paper: Paper, found: Problems) -> None:
    """Add to `found` what is wrong with the elements of a paper and with its language."""
    elements = elements_of(paper)
    is_paper = elements.form != "plain" or running_text(paper) is not None
    for check in ELEMENT_CHECKS if is_paper else ():  # a form has a layout of its own
        check(paper, elements, found)
    check_language(lines_of(paper, elements), found)


def lines_of(paper: Paper, elements: Elements) -> Iterator[Line]:
    """Yield the paragraphs as lines; numbering begins anew at titles, annexes and behind the date."""
    for item in paper.paragraphs:
        starts = elements.role(item) in _STARTS
        yield Line(plain_text(item), item.place(paper.file), item.cell, starts)
