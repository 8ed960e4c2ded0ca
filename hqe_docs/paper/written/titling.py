"""Titles of a draft in lines: the author's own, else between words, the offices' names whole."""

from __future__ import annotations

import re

from hqe_docs.paper.language.titles import title_lines, width
from hqe_docs.paper.language.titlewords import title_words
from hqe_docs.paper.written.draft import Draft, Part

_PLACE = re.compile(r".{2,}?(?:省|市|县|区|镇|乡|街道|村|社区)")


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
    places = {match[0] for name in names for match in _PLACE.finditer(name)}
    prefixes = {name[: match.end()] for name in names for match in _PLACE.finditer(name)}
    return [*names, *places, *prefixes]


MARK_ROOM, SIGNATURE_ROOM = 17, 14  # characters of the smallest mark and of a signature on one line


def long_mark(draft: Draft) -> str | None:
    """Return 发文机关标志 in lines where one is too short for it (§7.2.4), None where it isn't."""
    mark = f"{draft.given['机关']}文件"
    return _in_lines(mark, MARK_ROOM) if width(mark) > MARK_ROOM else None


def signing(name: str) -> str:
    """Return an office's name as it stands above the day: a long one in lines, that both stay centred."""
    return _in_lines(name, SIGNATURE_ROOM) if width(name) > SIGNATURE_ROOM else name


def _in_lines(name: str, room: int) -> str:
    places = [match[0] for match in _PLACE.finditer(name)]
    return "\n".join(title_lines(title_words(name, places), room))
