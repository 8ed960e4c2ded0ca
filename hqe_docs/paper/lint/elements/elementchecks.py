"""The checks of the elements and of the language of a paper, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hqe_docs.paper.lint.elements.bodychecks import (
    check_addressee,
    check_heading_faces,
    check_indents,
    check_note,
    check_title,
)
from hqe_docs.paper.lint.elements.elements import Elements, elements_of, plain_text
from hqe_docs.paper.lint.elements.formchecks import check_letter, check_order, check_present
from hqe_docs.paper.lint.elements.headchecks import check_labels, check_mark, check_number, check_signer
from hqe_docs.paper.lint.elements.imprintchecks import (
    check_imprint,
    check_imprint_rules,
    check_letter_imprint,
)
from hqe_docs.paper.lint.elements.rulechecks import check_rule
from hqe_docs.paper.lint.elements.signchecks import (
    check_annex_titles,
    check_annexes_placed,
    check_printed,
    check_remark,
    check_signature,
)
from hqe_docs.paper.lint.language.languagechecks import check_language
from hqe_docs.paper.lint.language.organisations import check_known_organisations
from hqe_docs.paper.lint.language.prose import Line, Prose
from hqe_docs.paper.lint.running import running_text
from hqe_docs.paper.lint.stated import Facts, check_stated
from hqe_docs.paper.resolved.document import Paper
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
_COLONS = ("addressee", "copy_to")  # whose colon has a check of its own
_STARTS = ("title", "enclosed", "annex_label", "annex_title", "date")


def check_elements(paper: Paper, found: Problems) -> None:
    """Add to `found` what is wrong with the elements of a paper and with its language."""
    elements = elements_of(paper)
    is_paper = elements.form != "plain" or running_text(paper) is not None
    for check in ELEMENT_CHECKS if is_paper else ():  # a form has a layout of its own
        check(paper, elements, found)
    check_language(lines_of(paper, elements), found)


def check_against(paper: Paper, facts: Facts, found: Problems) -> None:
    """Add to `found` what a paper says otherwise than the dossiers that state `facts`."""
    prose = Prose(lines_of(paper, elements_of(paper)))
    check_stated(prose, facts, found)
    check_known_organisations(prose, facts.organs, found)


def lines_of(paper: Paper, elements: Elements) -> Iterator[Line]:
    """Yield the paragraphs as lines; numbering begins anew at titles, annexes and behind the date."""
    for item in paper.paragraphs:
        role, text = elements.role(item), plain_text(item)
        if role in _COLONS:
            text = text.replace(":", "：")
        yield Line(text, item.place(paper.file), item.cell, starts=role in _STARTS)
