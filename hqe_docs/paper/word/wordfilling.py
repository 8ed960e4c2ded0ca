"""A Word template filled with everything looked at: strict names, and every fault at its place in the template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment

from hqe_docs.paper.language.blame import note_exception
from hqe_docs.paper.language.notes import Note, Notes, as_problems
from hqe_docs.paper.language.tags import PaperEnvironment
from hqe_docs.paper.package import Parts
from hqe_docs.paper.trail import Trail
from hqe_docs.paper.word.places import PlacedTag, place_in, placed_tags
from hqe_docs.paper.word.wordfinish import Misplaced
from hqe_docs.paper.word.wordmarks import prepared
from hqe_docs.paper.word.wordpart import DOCXTPL, PartProgram, part_title
from hqe_docs.paper.word.wordprogram import BoundProgram, rendered
from hqe_docs.paper.word.wordtags import DocxtplsEnvironment, WordEnvironment
from hqe_docs.problems import Location, Problem, problem

# what a part's program begins with when docxtpl itself has made it
_ROOTS = {"docume": "<w:body", "header": "<w:hdr", "footer": "<w:ftr", "footno": "<w:footnotes"}


def new_environment(manner: str) -> PaperEnvironment | Environment:
    """Return the environment of a manner of filling."""
    return DocxtplsEnvironment() if manner == DOCXTPL else WordEnvironment(Notes())


class Bench:
    """An environment with the programs of one template bound to it: what one filling at a time works with."""

    def __init__(self, programs: tuple[PartProgram, ...], manner: str) -> None:
        self.environment = new_environment(manner)
        self.notes: Notes = getattr(self.environment, "notes", None) or Notes()
        self.bound = {one.part: BoundProgram(one, self.environment) for one in programs if one.code}

    def restart(self, context: Mapping[str, Any]) -> None:
        """Forget what earlier fillings noted and used."""
        if isinstance(self.environment, PaperEnvironment):
            self.environment.restart(context)


@dataclass(slots=True)
class Filling:
    """One filling of a template."""

    parts: Parts
    programs: tuple[PartProgram, ...]
    file: str
    context: Mapping[str, Any]
    notes: Notes
    trail: Trail | None = None
    placed: dict[str, list[PlacedTag]] = field(default_factory=dict)

    def filled(self, bench: Bench) -> tuple[Parts, list[Problem]]:
        """Return the parts filled at `bench` and what was wrong; with an error the parts are of no use."""
        bench.restart(self.context)
        made = Parts(self.parts)
        try:
            for program in self.programs:
                part = self._part(program, bench)
                if part is not None:
                    made[program.part] = part
        except Misplaced:
            return made, [self.misplaced(), *self.problems()]
        return made, self.problems()

    def _part(self, program: PartProgram, bench: Bench) -> bytes | None:
        """Return the part filled, None when a fault stopped it, which is noted."""
        self.notes.source = program.source
        self.notes.names |= program.stored
        try:
            if program.code is None:
                raise program.fault or ValueError("no program")
            return rendered(bench.bound[program.part], self.context, self.trail)
        except Misplaced:
            raise
        except Exception as error:  # whatever a template does wrong becomes a note
            note_exception(error, self.notes, bench.environment.filters)
            return None

    def problems(self) -> list[Problem]:
        """Return what was noted, each at its place."""
        return as_problems(self.notes, self.place)

    def place(self, note: Note) -> Location:
        """Return where `note` arose: the part whose program it was, and the place in it."""
        for program in self.programs:
            if program.source == note.source or _ROOTS[program.part[5:11]] in note.source[:200]:
                where = place_in(self._tags(program.part), note.source, note.line, note.word)
                if where is not None:
                    return where
        return Location(file=self.file)

    def _tags(self, name: str) -> list[PlacedTag]:
        if name not in self.placed:
            self.placed[name] = placed_tags(prepared(self.parts[name]), self.file, part_title(name) or "")
        return self.placed[name]

    def misplaced(self) -> Problem:
        """Return the problem of tags that cut through elements, at the first block that does."""
        detail = "段落或表格行被标签切断"
        return problem("T104", self._crooked_place(), detail=detail)

    def _crooked_place(self) -> Location:
        block = re.compile(r"\{%(for|if|else|endfor|endif)")
        for name in self.parts:
            if part_title(name) is not None:
                crooked = _crooked([(tag, place) for tag, place in self._tags(name) if block.match(tag)])
                if crooked is not None:
                    return crooked
        return Location(file=self.file)


def _crooked(blocks: list[PlacedTag]) -> Location | None:
    """Return the place of a block's end that stands in another table or cell than its beginning."""
    still_open: list[Location] = []
    for tag, place in blocks:
        if not tag.startswith("{%end"):
            if not tag.startswith("{%else"):
                still_open.append(place)
        elif still_open:
            opened = still_open.pop()
            if (opened.table, opened.column) != (place.table, place.column):
                return place
    return None
