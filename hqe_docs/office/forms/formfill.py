"""Any form filled from any data: one file, one a person, or the score sheet of a dossier."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hqe_docs.data.given.given import Given
from hqe_docs.library import Library
from hqe_docs.office.forms.binding import bound_to, names_in
from hqe_docs.office.forms.formmap import FormMap, read_map
from hqe_docs.office.forms.formscore import Scored, given_score, scored_at
from hqe_docs.office.templates.filling import ITEM, Filled, FillOrder, fill_from
from hqe_docs.paper.forms.filled.filler import Filled as FilledForm
from hqe_docs.paper.forms.filled.filler import Filler, left_over
from hqe_docs.paper.forms.inspection import open_form
from hqe_docs.paper.forms.packagekinds import as_document
from hqe_docs.paper.forms.vocabulary import read_words
from hqe_docs.paper.package import write_package
from hqe_docs.problems import Location, Problem, Problems, problem


@dataclass(frozen=True, slots=True)
class FormOrder:
    """What was asked for beside the data and the names of files."""

    binding: Path | None = None
    dossier: Path | None = None
    grows: bool = True
    shrinks: bool = False


@dataclass
class _Run:
    """One form filled with record after record; what no record had, and no place took, is told once at the end."""

    filler: Filler
    form: Path
    bound: FormMap | None
    score: Scored | None
    is_each: bool
    libraries: Sequence[Path]
    is_dossier: bool = False
    unused: list[str] | None = None
    blank: list[str] | None = None
    count: int = 0

    def write(self, context: Mapping[str, Any], path: Path) -> list[Problem]:
        """Fill the form with one record and write it."""
        values = context[ITEM] if self.is_each else context
        found, filled = self._filled(values if isinstance(values, Mapping) else {})
        problems = [*found, *filled.problems]
        if not any(item.severity == "error" for item in problems):
            problems += write_package(path, filled.parts)
        self._keep(filled)
        return problems

    def _filled(self, values: Mapping[str, Any]) -> tuple[list[Problem], FilledForm]:
        score = self.score
        if self.is_each and values.get("items") and "total" in values:
            found = Problems()
            score = given_score({"dossiers": [values]}, self.form.name, self.libraries, found)
            if score is None:
                return list(found), FilledForm(self.filler.parts, ())
        if score is not None:
            return score.filled(self.filler, values)
        if self.bound is not None:
            return [], self.bound.filled(self.filler, values)
        return [], self.filler.fill(values)

    def _keep(self, filled: FilledForm) -> None:
        self.count += 1
        first = self.unused is None or self.blank is None
        unused, blank = list(filled.unused), list(filled.blank)
        self.unused = unused if first else [label for label in self.unused or () if label in unused]
        self.blank = blank if first else [label for label in self.blank or () if label in blank]

    def told(self) -> list[Problem]:
        """Return which labels had no place and which places no value, in any of the files."""
        unused, blank = self.unused or [], self.blank or []
        if self.score is not None or not self.count:
            return []
        if self.is_dossier:  # of which no form takes more than a few names
            unused = []
        notes = list(left_over(self.form.name, unused, blank))
        every = {place.path for place in self.filler.places}
        if every and every <= set(blank) and self.unused:
            notes.insert(0, problem("F212", Location(self.form.name)))
        return notes


def fill_form(form: Path, order: FillOrder, how: FormOrder) -> tuple[list[Problem], list[Filled]]:
    """Fill the form at `form`; return what was wrong and what became of each file."""
    before = Problems()
    words = read_words(Library.over_shipped(order.libraries), before)
    opened = open_form(form, before)
    if words is None or opened is None:
        return list(before), []
    parts, suffix = as_document(opened[1])
    filler = Filler(opened[0], parts, words, grows=how.grows, shrinks=how.shrinks)
    bound = read_map(how.binding, form, filler, before) if how.binding else None
    run = _Run(filler, form, bound, None, order.each is not None, order.libraries, how.dossier is not None)

    def writing(given: Given, found: Problems) -> Callable[[Mapping[str, Any], Path], list[Problem]]:
        if how.dossier is not None:
            run.score = scored_at(how.dossier, order.libraries, filler, found)
            run.bound = run.bound or bound_to(form, filler, names_in(given.values, words))
        elif "dossiers" in given.values and order.each is None:
            run.score = given_score(given.values, form.name, order.libraries, found)
        return run.write

    if before.has_errors:
        return list(before), []
    named = form.with_suffix(suffix)  # an old format becomes a new one
    found, results = fill_from(named, _with_dossier(order, how), writing)
    return [*before, *found, *run.told()], results


def _with_dossier(order: FillOrder, how: FormOrder) -> FillOrder:
    return replace(order, data=[*order.data, str(how.dossier)]) if how.dossier is not None else order
