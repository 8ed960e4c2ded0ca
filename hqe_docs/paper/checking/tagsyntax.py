"""Each tag of a document read by itself, so that all that are wrong are told in one run."""

from __future__ import annotations

import re

from hqe_docs.paper.checking.tagpieces import Program
from hqe_docs.paper.language.blame import note_exception
from hqe_docs.paper.language.notes import Notes
from hqe_docs.paper.language.tags import text_environment
from hqe_docs.problems import Problem

_WORD = re.compile(r"\{%[-+]?\s*(\w+)")
_BLOCKS = ("for", "if", "with", "filter", "macro", "call")
_UNREAD = ("raw", "endraw")


def lonely(tag: str) -> str:
    """Return a tag completed so that it can be read without the others; nothing for a mere end."""
    match = _WORD.match(tag)
    word = match[1] if match else ""
    if word in _BLOCKS or (word == "set" and "=" not in tag):
        return f"{tag}{{% end{word} %}}"
    if word in ("else", "elif"):
        return f"{{% if 1 %}}{tag}{{% endif %}}"
    return "" if word.startswith("end") or word in _UNREAD else tag


def syntax_problems(program: Program) -> list[Problem]:
    """Return what is wrong with the tags of a program, each a piece of its own."""
    found: list[Problem] = []
    environment = text_environment(Notes())
    for piece in program:
        notes = Notes()
        try:
            environment.parse(lonely(piece.text))
        except Exception as error:  # whatever is wrong in a tag becomes a note
            note_exception(error, notes, environment.filters, line=1)
            found += [note.as_problem(piece.where) for note in notes]
    return found
