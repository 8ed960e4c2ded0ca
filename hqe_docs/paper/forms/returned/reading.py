"""`read_filled`: a filled form as data, held against the blank form or against what that must have been."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from hqe_docs.paper.forms.inspection import find_places
from hqe_docs.paper.forms.model import Form, Place, Text
from hqe_docs.paper.forms.returned.answers import Answer, read_answers
from hqe_docs.paper.forms.returned.continued import continuation, read_continued
from hqe_docs.paper.forms.returned.emptying import emptied
from hqe_docs.paper.forms.returned.slottext import compact
from hqe_docs.paper.forms.returned.values import values_of
from hqe_docs.paper.forms.vocabulary import Words
from hqe_docs.problems import Location, Problems

LIKE = 0.5  # of the printed texts of a blank form that a returned one must have


@dataclass(frozen=True, slots=True)
class Returned:
    """A filled form: what stands in its places, and that as data."""

    answers: tuple[Answer, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)


def read_filled(
    filled: Form, blank: Form | None, words: Words, found: Problems, labels: Collection[str] = ()
) -> Returned:
    """Return what a filled form says; `labels` are further words known to be labels, needed without a blank form."""
    model = emptied(filled, words, labels) if blank is None else blank
    places = list(find_places(model, words))
    share = likeness(model, places, filled)
    if share < LIKE:
        found.add("F306", Location(filled.file), share=f"{share:.0%}")
        return Returned()
    answers = read_answers(model, places, filled, found)
    more = continuation(model, filled) if blank is not None else None
    if more is not None:
        answers += read_continued(more, answers, words, found)
    values = values_of(answers)
    if not values:
        found.add("F304", Location(filled.file), file=filled.file)
    return Returned(tuple(answers), values)


def likeness(blank: Form, places: Sequence[Place], filled: Form) -> float:
    """Return how many of the texts that a blank form has outside of its places stand in the filled one."""
    own = {id(place.text) for place in places}
    texts = {compact(text.text).text for text in _texts(blank) if id(text) not in own}
    said = {compact(text.text).text for text in _texts(filled)}
    printed = [text for text in texts if len(text) > 1]
    return sum(text in said for text in printed) / len(printed) if printed else 1.0


def _texts(form: Form) -> Iterator[Text]:
    yield from form.lines
    for grid in form.grids:
        yield from grid.cells
