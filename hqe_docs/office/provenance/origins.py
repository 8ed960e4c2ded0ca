"""From a place on paper back to the template: which values stand there, by which expressions they were printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hqe_docs.paper.excel.celltrail import PART, origin_of_cell
from hqe_docs.paper.package import Parts, opened
from hqe_docs.paper.places import places_of
from hqe_docs.paper.trail import Trail
from hqe_docs.paper.word.wordtrail import Origin, Value, numbered, plain, values_in
from hqe_docs.problems import Problem

_EXPRESSION = re.compile(r"\{\{-?(.*?)-?\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """What stood at a place when the paper was built; `known` are names that only this place knew."""

    text: str
    values: tuple[Value, ...] = ()
    known: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Origins:
    """The trail of one paper, held against the file as it is now; `built` are its texts then, where they differ."""

    trail: Trail
    content: bytes
    built: Mapping[str, str] = field(default_factory=dict)
    _word: dict[str, Found] | None = None

    def at(self, place: str, text: str) -> Found | None:
        """Return what is known of a place that says `text` now, None where the template itself says it."""
        if PART in self.trail.parts:
            return self._cell(place, text)
        word = self._of_word()
        found = word.get(place)
        if found is None or found.text != text:  # it may have been moved
            found = next((it for it in word.values() if it.text == text), found)
        return found

    def _cell(self, place: str, text: str) -> Found | None:
        cell = origin_of_cell(self.trail.parts[PART], place.rstrip("="))
        if cell is None:
            return None
        expressions = [" ".join(it.split()) for it in _EXPRESSION.findall(cell.text)]
        shown = text if len(expressions) == 1 and _EXPRESSION.fullmatch(cell.text.strip()) else ""
        then = self.built.get(place, text)
        shown = then if shown else ""
        return Found(then, tuple(Value(shown, Origin(it, cell.turns)) for it in expressions), cell.known)

    def _of_word(self) -> dict[str, Found]:
        """Return place → what stood there, of a Word paper."""
        if self._word is None:
            self._word = {}
            parts, origins = opened(self.content, ""), list[Origin]()
            if not isinstance(parts, Problem):
                marked = Parts(parts)
                for name, xml in self.trail.parts.items():
                    marked[name] = numbered(xml, origins)
                self._word = _values(places_of(marked), origins)
        return self._word


def _values(places: Mapping[str, str], origins: list[Origin]) -> dict[str, Found]:
    made: dict[str, Found] = {}
    going: int | None = None
    for place, text in places.items():
        found, going = values_in(text, origins, going)
        made[place] = Found(plain(text), tuple(found))
    return made
