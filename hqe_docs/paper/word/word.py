"""Word templates: docxtpl's language, filled the short way where that is enough, else with everything looked at."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hqe_docs.paper.package import Parts
from hqe_docs.paper.properties import CORE, filled_properties, property_texts
from hqe_docs.paper.trail import Trail
from hqe_docs.paper.word.wordcache import keep, kept
from hqe_docs.paper.word.wordfinish import Misplaced, finished
from hqe_docs.paper.word.wordpart import PAPER, Check, PartProgram, Prepared, part_title
from hqe_docs.paper.word.wordplan import filled_by_plan
from hqe_docs.paper.word.wordtrail import taken
from hqe_docs.problems import Location, Problem, has_errors, problem

if TYPE_CHECKING:
    from hqe_docs.paper.word.wordfilling import Bench, Filling

DAMAGED = (KeyError, ValueError, SyntaxError, zipfile.BadZipFile, zlib.error)  # lxml's are SyntaxErrors


@dataclass(slots=True)
class PreparedWord:
    """A Word template prepared for filling; any number of threads may fill it at once."""

    parts: Parts
    prepared: Prepared
    manner: str
    _idle: list[Bench] = field(default_factory=list)

    @property
    def programs(self) -> tuple[PartProgram, ...]:
        """Return the programs of the parts that hold tags."""
        return self.prepared.programs

    def take_bench(self) -> Bench:
        """Return a bench that no other filling works at; give it back with `give_back`."""
        from hqe_docs.paper.word.wordfilling import Bench

        try:
            return self._idle.pop()
        except IndexError:
            return Bench(self.programs, self.manner)

    def give_back(self, bench: Bench) -> None:
        """Let another filling work at the bench."""
        self._idle.append(bench)


def prepared_word(parts: Parts, data: bytes, manner: str = PAPER) -> PreparedWord:
    """Return the template prepared, from the cache where it is kept; `DAMAGED` for what is no Word document."""
    prepared = kept(data, manner)
    if prepared is None:
        made = prepared_once(parts, manner)
        keep(data, manner, made.prepared)
        return made
    return PreparedWord(parts, prepared, manner)


def prepared_once(parts: Parts, manner: str = PAPER) -> PreparedWord:
    """Return a template prepared that no later process will fill again."""
    from hqe_docs.paper.word.wordfilling import new_environment
    from hqe_docs.paper.word.wordprogram import programs_of

    programs = programs_of(parts, new_environment(manner), manner)
    properties = property_texts(parts[CORE]) if CORE in parts else None
    return PreparedWord(parts, Prepared(programs, properties), manner)


def fill_word(
    template: PreparedWord,
    file: str,
    context: Mapping[str, Any],
    fallback_title: str,
    trail: Trail | None = None,
) -> tuple[Parts, list[Problem]]:
    """Return the parts of the filled document and what was wrong; with an error the parts are of no use.

    A template that was prepared with marks leaves its values in the `trail`.
    """
    try:
        short = _by_plans(template, context, trail)
        filled, found = (short, []) if short is not None else _the_long_way(template, file, context, trail)
        if not has_errors(found):
            found = found + _with_marks(filled, template.programs, file, f"{fallback_title}.docx")
        if template.prepared.properties is None:
            return filled, found
        core, more = filled_properties(template.prepared.properties, file, context, fallback_title)
        made = Parts(filled)  # with an error they may be the template's own
        made[CORE] = core
        return made, found + more
    except DAMAGED:
        return template.parts, [problem("T101", Location(file=file), detail="不是完整的 Word 文档")]


def _with_marks(filled: Parts, programs: Sequence[PartProgram], file: str, out: str) -> list[Problem]:
    """Carry out the marks in the filled parts; return what doesn't fit, in the template's or the written file."""
    found: list[Problem] = []
    for part, checks in ((program.part, program.checks) for program in programs):
        if Check.MARKS in checks:
            from hqe_docs.paper.word.wordmarks import finished as marked

            filled[part], wrong = marked(filled[part], file, part_title(part) or "")
            found += wrong
        if Check.FIXED in checks:
            from hqe_docs.paper.word.wordfit import too_full

            found += too_full(filled[part], filled.get("word/styles.xml"), out, part_title(part) or "")
    return found


def _by_plans(template: PreparedWord, context: Mapping[str, Any], trail: Trail | None) -> Parts | None:
    """Return the parts filled by their plans, None when one has none or meets an unusual value."""
    filled = Parts(template.parts)
    try:
        for program in template.programs:
            made = filled_by_plan(program.plan, context) if program.plan is not None else None
            if made is None:
                return None
            filled[program.part] = finished(taken(trail, program.part, made), program.checks)
    except Misplaced:
        return None
    return filled


def _the_long_way(
    template: PreparedWord, file: str, context: Mapping[str, Any], trail: Trail | None
) -> tuple[Parts, list[Problem]]:
    from hqe_docs.paper.word.wordfilling import Filling
    from hqe_docs.paper.word.wordtags import NeedsDocxtpl

    bench = template.take_bench()
    filling = Filling(template.parts, template.programs, file, context, bench.notes, trail)
    try:
        return _with_pictures(filling, *filling.filled(bench))
    except NeedsDocxtpl:
        from hqe_docs.paper.word.worddocxtpl import filled_by_docxtpl

        if trail is not None:
            trail.parts.clear()  # it renders the template itself, without marks
        return _with_pictures(filling, *filled_by_docxtpl(filling))
    finally:
        template.give_back(bench)


def _with_pictures(filling: Filling, filled: Parts, found: list[Problem]) -> tuple[Parts, list[Problem]]:
    if filling.notes.pictures and not has_errors(found):
        from hqe_docs.paper.word.wordpicture import place_pictures

        place_pictures(filled, [program.part for program in filling.programs], filling.notes.pictures)
    return filled, found
