"""`read_filled`: a filled form as data, held against the blank form or against what that must have been."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from hqe_docs.paper.forms.inspection import find_places
from hqe_docs.paper.forms.model import Form
from hqe_docs.paper.forms.returned.answers import Answer, read_answers
from hqe_docs.paper.forms.returned.emptying import emptied
from hqe_docs.paper.forms.returned.values import values_of
from hqe_docs.paper.forms.vocabulary import Words
from hqe_docs.problems import Location, Problems


@dataclass(frozen=True, slots=True)
class Returned:
    """A filled form: what stands in its places, and that as data."""

    answers: tuple[Answer, ...]
    values: dict[str, Any]


def read_filled(
    filled: Form, blank: Form | None, words: Words, found: Problems, labels: Collection[str] = ()
) -> Returned:
    """Return what a filled form says; `labels` are further words known to be labels, needed without a blank form."""
    model = emptied(filled, words, labels) if blank is None else blank
    places = list(find_places(model, words))
    answers = read_answers(model, places, filled, found)
    values = values_of(answers)
    if not values:
        found.add("F304", Location(filled.file), file=filled.file)
    return Returned(tuple(answers), values)
