"""`inspect_form`: every fillable place of an official form, with its label, its address and how it was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from hqe_docs import zipsafe
from hqe_docs.library import Library
from hqe_docs.paper.forms.grids.sheetform import read_book
from hqe_docs.paper.forms.grids.wordform import read_word
from hqe_docs.paper.forms.model import Form, Place
from hqe_docs.paper.forms.oldforms import modern_parts
from hqe_docs.paper.forms.places.finding import Finder
from hqe_docs.paper.forms.places.heads import Head
from hqe_docs.paper.forms.places.lines import line_places
from hqe_docs.paper.forms.places.nested import label_around
from hqe_docs.paper.forms.vocabulary import Words, read_words
from hqe_docs.paper.package import Parts, opened, reaching, read_bytes
from hqe_docs.problems import Location, Problem, Problems

DAMAGED = "内部结构不完整"
Counts = dict[tuple[tuple[str, ...], tuple[str, ...]], int]  # labels and parents of a header → rows so far


@dataclass(frozen=True, slots=True)
class Inspected:
    """A form and its places."""

    form: Form
    places: tuple[Place, ...]


def inspect_form(path: Path, libraries: Sequence[Path] = ()) -> tuple[Inspected | None, list[Problem]]:
    """Return the places of the form at `path`, and what hinders; a form without places is a problem too."""
    found = Problems()
    words = read_words(Library.over_shipped(libraries), found)
    form = read_form(path, found)
    if form is None or words is None:
        return None, list(found)
    places = tuple(find_places(form, words))
    if not places:
        found.add("F102", Location(path.name), file=path.name)
    return Inspected(form, places), list(found)


def read_form(path: Path, found: Problems) -> Form | None:
    """Return the form at `path`, by its content and not its name; None, with a problem, if it can't be read."""
    opened = open_form(path, found)
    return opened[0] if opened else None


def open_form(path: Path, found: Problems) -> tuple[Form, Parts] | None:
    """Return the form at `path` and the parts of its package; None, with a problem, if it can't be read."""
    parts = _parts(path)
    if isinstance(parts, Problem) and parts.code == "R162":
        found.extend([parts])
        return None
    if isinstance(parts, Problem):  # which says that a template can't be opened; this is none
        found.add("F101", Location(path.name), file=path.name, detail=parts.message.rpartition("：")[2])
        return None
    form = parts if isinstance(parts, str) else form_of(parts, path.name)
    if isinstance(form, str) or isinstance(parts, str):
        found.add("F101", Location(path.name), file=path.name, detail=form)
        return None
    found.extend(reaching(parts, path.name))
    return form, parts


def _parts(path: Path) -> Parts | Problem | str:
    data = read_bytes(path)
    if not isinstance(data, bytes):
        return data
    old = modern_parts(data)
    return opened(data, path.name, trees=zipsafe.FORM_TREES) if old is None else old


def form_of(parts: Parts, file: str) -> Form | str:
    """Return the form in a package, or why it can't be read."""
    try:
        return read_book(parts, file) if "xl/workbook.xml" in parts else read_word(parts, file)
    except (etree.XMLSyntaxError, UnicodeError, KeyError):
        return DAMAGED


def find_places(form: Form, words: Words) -> Iterator[Place]:
    """Yield the places of a form: those in lines, then those of each grid; lists that go on are numbered on."""
    yield from line_places(form.lines, words)
    before: Head | None = None
    counts: Counts = {}
    for grid in form.grids:
        outer = label_around(grid, form.grids, words)
        finder = Finder(grid, words, None if grid.is_sheet else before, outer)
        starts = _starts(finder.heads, counts)
        for place in finder.places():
            yield _numbered_on(place, starts)
        before = finder.heads[-1] if finder.heads else None


def _starts(heads: Sequence[Head], counts: Counts) -> dict[int, int]:
    """Return row → how many rows lists with the same titles had before it; `counts` is carried on."""
    starts: dict[int, int] = {}
    for head in heads:
        key = (head.labels, head.parents)
        starts |= dict.fromkeys(head.rows, counts.get(key, 0))
        counts[key] = counts.get(key, 0) + len(head.rows)
    return starts


def _numbered_on(place: Place, starts: dict[int, int]) -> Place:
    if place.index is None or place.kind == "digits":
        return place
    return replace(place, index=place.index + starts.get(getattr(place.text, "row", -1), 0))
