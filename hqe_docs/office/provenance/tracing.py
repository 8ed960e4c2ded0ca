"""From a place on paper to what lies behind it: the expression, the figure, its rule, the ledger rows and cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hqe_docs.masking import hide_numbers
from hqe_docs.office.building.desk import title_segments
from hqe_docs.office.check import with_issue
from hqe_docs.office.disclosure import disclosed
from hqe_docs.office.mapping.context import context_of
from hqe_docs.office.mapping.paperparts import paper_title
from hqe_docs.office.provenance.because import Because
from hqe_docs.office.provenance.evaluating import Evaluation
from hqe_docs.office.provenance.known import Finished, Known, Register, finished
from hqe_docs.office.provenance.origins import Found, Origins
from hqe_docs.office.provenance.rebuilding import sources_now
from hqe_docs.office.provenance.trails import TRAILS, read_trail
from hqe_docs.office.provenance.verifying import changes
from hqe_docs.office.states import as_reported
from hqe_docs.office.versions import PUBLIC
from hqe_docs.office.workspace import Loaded, Progress, open_all, places
from hqe_docs.paper.places import corner_of_area, read_places
from hqe_docs.paper.word.wordtrail import Value
from hqe_docs.problems import Location, Problems
from hqe_docs.values import as_number, did_you_mean

VALUE, TEMPLATE, EDITED = "value", "template", "edited"
TELLING = ("figure", "score", "sum", "rows", "source")
MOST_PLACES = 20  # that a text is found at


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be traced: a place, or every place with a text."""

    place: str = ""
    text: str = ""


def trace(
    path: Path,
    asked: Asked,
    *,
    dossiers: Sequence[Path] = (),
    libraries: Sequence[Path] = (),
    unmask: bool = False,
    most: int = 0,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Return what lies behind places of the paper at `path`, as plain values; `most` bounds the rows of each."""
    found = Problems()
    file = finished(path)
    known = Register().find(file, dossiers)
    answer: dict[str, Any] = {"problems": found, "document": None, "traces": []}
    if known is None:
        found.add("R403", Location(str(path)), path=path.name)
    elif texts := _chosen(file, asked, found):
        for change in changes(known, sources_now(known.dossier, libraries)):
            found.add("R406", Location(str(path)), name=change.name, how=change.how)
        tracer = _tracer(file, known, libraries, unmask, most, progress)
        if not tracer.origins.trail.parts:
            found.add("R407", Location(str(path)), path=path.name)
            texts = []
        traces = [tracer.trace(*it, asked.text) for it in texts]
        answer |= {"document": known.paper.document, "traces": traces}
    return answer | {"problems": list(found)}


def _chosen(file: Finished, asked: Asked, found: Problems) -> list[tuple[str, str]]:
    """Return the places that are asked for, each with its text."""
    there = read_places(file.content)
    if asked.text:
        places_ = [(place, text) for place, text in there.items() if asked.text in text]
        if not places_:
            found.add("R405", Location(str(file.path)), text=hide_numbers(asked.text))
        return places_[:MOST_PLACES]
    place = _tidy(asked.place)
    cells = [name for name in there if name.endswith(f"!{place.upper()}")]
    if place not in there and len(cells) == 1:
        place = cells[0]
    if place not in there:
        place = corner_of_area(file.content, place)
    if place not in there:
        hint = did_you_mean(place, there)
        found.add("R404", Location(str(file.path)), hint=hint, place=asked.place)
        return []
    return [(place, there[place])]


def _tidy(place: str) -> str:
    """Return a place as it is named, whatever it was typed like: 表2！e9."""
    story, mark, cell = place.strip().replace("！", "!").rpartition("!")
    return f"{story}{mark}{cell.upper() if mark else cell}"


@dataclass(slots=True)
class Tracer:
    """One paper, its trail and the mapping that it would be made from now."""

    origins: Origins
    mapping: Mapping[str, Any]
    because: Because
    unmask: bool

    def trace(self, place: str, text: str, wanted: str) -> dict[str, Any]:
        """Return what lies behind one place; of its values those that say the text that is `wanted`."""
        found = self.origins.at(place, text)
        values = [it for it in found.values if not wanted or wanted in it.text] if found else []
        state = VALUE if found and found.values and (values or not wanted) else TEMPLATE
        state = EDITED if found and found.text != text else state
        shown = values if state == VALUE else list(found.values) if found and state == EDITED else []
        return {
            "place": place,
            "text": self._shown(text),
            "state": state,
            "built": self._shown(found.text) if found and state == EDITED else None,
            "values": [self._value(found, it) for it in shown] if found else [],
        }

    def _value(self, found: Found, value: Value) -> dict[str, Any]:
        evaluation = Evaluation(self.mapping)
        evaluation.enter(value.origin.turns, found.known)
        now = evaluation.text(value.origin)
        now = value.text if now is not None and _is_same_number(now, value.text) else now
        ways = [] if evaluation.lost else evaluation.ways_of(value.origin.expression)
        reasons = [reason for way in ways for reason in self.because.each(way)]
        return {
            "text": self._shown(value.text),
            "expression": value.origin.expression,
            "now": None if now is None else self._shown(now),
            "because": list(_different(reasons, f"{value.text} {now}")),
        }

    def _shown(self, text: str) -> str:
        return text if self.unmask else hide_numbers(text)


def _is_same_number(one: str, other: str) -> bool:
    """Say whether two texts say one number: a cell shows 5 or 50,000.00 where the template's value is 5.0 or 50000."""
    first, second = as_number(one), as_number(other)
    return isinstance(first, Decimal) and first == second


def _different(reasons: Sequence[dict[str, Any]], text: str) -> Iterator[dict[str, Any]]:
    """Yield what was not said already; a way on which nothing lies only where there is no other.

    An expression may look at several figures and print one: then it is the one whose value stands there.
    """
    said: list[list[Any]] = []
    telling = [it for it in reasons if any(it[key] for key in TELLING)]
    printed = [
        it for it in telling if it["figure"] and it["figure"]["value"] and it["figure"]["value"] in text
    ]
    telling = printed or telling
    for reason in telling or reasons[:1]:
        told = [reason["dossier"], *(reason[key] for key in TELLING)]
        if told not in said:
            said.append(told)
            yield reason


def _tracer(
    file: Finished,
    known: Known,
    libraries: Sequence[Path],
    unmask: bool,
    most: int,
    progress: Progress | None,
) -> Tracer:
    options = known.run.options
    place = places([known.dossier], libraries)[0]
    loaded = open_all(replace(place, label=known.dossier.resolve().name), progress)
    if options["day"]:
        loaded = _on(date.fromisoformat(options["day"]), loaded)
    mapping = _mapping(loaded, known) if loaded.is_sound else {}
    trail = read_trail(known.file.with_name(known.file.name.removesuffix(".json") + TRAILS), known.name)
    original = known.original() if file.digest != known.paper.digest else None
    origins = Origins(trail, file.content, read_places(original) if original else {})
    return Tracer(origins, mapping, Because(loaded, mapping, unmask=unmask, most=most), unmask)


def _on(day: date, loaded: Loaded) -> Loaded:
    """Return a dossier and those below it as of the day of a weekly paper."""
    at = as_reported(loaded, day) if loaded.is_sound else loaded
    return replace(at, below=tuple(_on(day, inner) for inner in at.below))


def _mapping(loaded: Loaded, known: Known) -> dict[str, Any]:
    """Return the mapping of the paper as it would be filled now."""
    options, name = known.run.options, known.paper.document
    context = context_of(loaded, unmask=options["unmask"])
    context = disclosed(context, loaded) if options["release"] == PUBLIC else context
    context = with_issue(context, loaded, name)
    if document := loaded.documents.get(name):
        segments = title_segments(document, context, Problems())
        context["文书"] = paper_title(name, segments, draft=options["draft"])
    return context
