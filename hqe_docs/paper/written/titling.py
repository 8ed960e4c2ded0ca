"""Titles of a draft in lines: the author's own, else between words, the offices' names whole."""

from __future__ import annotations

from hqe_docs.paper.language.titles import title_lines
from hqe_docs.paper.language.titlewords import places_in, title_words
from hqe_docs.paper.written.draft import Draft, Part


def broken(part: Part, draft: Draft) -> list[str]:
    """Return the lines of a part's title."""
    if part.own_breaks:
        return part.title
    return title_lines(title_words(part.name, names_of(draft)))


def names_of(draft: Draft) -> list[str]:
    """Return what may not be cut: the issuing offices and the places that their names begin with."""
    given = draft.given
    offices = [given["机关"], given["印发机关"], *(given.get("联合机关") or ()), *draft.signature]
    names = [office for office in offices if office]
    return [*names, *{place for name in names for place in places_in(name)}]
