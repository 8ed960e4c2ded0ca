"""Filled forms read into data: the paper wing's reader, told which words the ledgers know as labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hqe_docs.data.kinds import common_columns, load_kinds
from hqe_docs.library import Library
from hqe_docs.office.forms.formmap import Bound, FormMap, digest_of, load_map
from hqe_docs.office.forms.scoreback import SheetBack, SheetReader
from hqe_docs.paper.forms.inspection import read_form
from hqe_docs.paper.forms.model import Form
from hqe_docs.paper.forms.returned.reading import Returned, read_filled
from hqe_docs.paper.forms.vocabulary import Words, read_words
from hqe_docs.problems import Location, Problem, Problems


@dataclass(frozen=True, slots=True)
class FormReader:
    """Reads filled forms of one kind: `blank` is the form as it was handed out, `names` its binding, where known."""

    words: Words
    labels: frozenset[str]
    blank: Form | None = None
    names: FormMap | None = None
    sheets: SheetReader | None = None

    def read(self, filled: Form, found: Problems) -> Returned:
        """Return what a filled form says, under the names of the binding."""
        sheet = self.sheets.read(filled) if self.sheets else None
        if sheet and sheet.records:
            returned = self._beside(sheet, filled, found)
        else:
            returned = read_filled(filled, self.blank, self.words, found, self.labels)
        return replace(returned, values=named(returned.values, self.names)) if self.names else returned

    def _beside(self, sheet: SheetBack, filled: Form, found: Problems) -> Returned:
        """Return what a score sheet says with what the rest of the form does, which may be nothing."""
        told = Problems()
        blank = sheet.rest(self.blank) if self.blank else None
        rest = read_filled(sheet.rest(filled), blank, self.words, told, self.labels)
        found.extend(one for one in told if one.code != "F304")
        return replace(rest, values={**rest.values, **sheet.values})


def form_reader(
    blank: Path | None, binding: Path | None, libraries: Sequence[Path], found: Problems
) -> FormReader | None:
    """Return a reader of forms like `blank`, or of any; None, with problems, when what it needs can't be read."""
    library = Library.over_shipped(libraries)
    words = read_words(library, found)
    names = load_map(binding, found) if binding else None
    handed_out = blank or (_form_of(binding, names, found) if binding and names else None)
    form = read_form(handed_out, found) if handed_out else None
    if words is None or (binding and names is None) or (handed_out and form is None):
        return None
    return FormReader(words, known_labels(library, found), form, names, SheetReader(library))


def _form_of(binding: Path, names: FormMap, found: Problems) -> Path | None:
    """Return the blank form that a binding was made for, which lies beside it."""
    form = binding.parent / Path(names.file).name
    if names.file and form.is_file() and digest_of(form) == names.digest:
        return form
    found.add("F305", Location(binding.name), form=names.file or "空白表格")
    return None


def known_labels(library: Library, found: Problems) -> frozenset[str]:
    """Return the titles that the ledgers and the general columns know."""
    general = common_columns(library, found)
    kinds = [*load_kinds(library, found).values(), *([general] if general else [])]
    return frozenset(title for kind in kinds for title in kind.by_header())


def read_form_file(
    path: Path, *, blank: Path | None = None, binding: Path | None = None, libraries: Sequence[Path] = ()
) -> tuple[Returned | None, list[Problem]]:
    """Return what the filled form at `path` says, held against the blank one if that is given; and what is wrong."""
    found = Problems()
    reader = form_reader(blank, binding, libraries, found)
    filled = read_form(path, found) if reader else None
    returned = reader.read(filled, found) if reader and filled else None
    return returned, list(found)


# ---------------------------------------------------------------- names of a binding
def named(values: Mapping[str, Any], names: FormMap) -> dict[str, Any]:
    """Return the values of a form under the names that its binding gives them; dots lead into mappings."""
    bound = dict(_names(values, names))
    columns = {bound_list.name: bound_list.columns for bound_list in names.lists}
    made: dict[str, Any] = {}
    for label, value in values.items():
        name = bound.get(label, label)
        own = columns.get(name, {})
        records = isinstance(value, list) and value and isinstance(value[0], dict)
        _put(
            made, name, [{own.get(k) or k: v for k, v in one.items()} for one in value] if records else value
        )
    return made


def _names(values: Mapping[str, Any], names: FormMap) -> Iterator[tuple[str, str]]:
    """Yield label in `values` → name: a label stands there by itself, or with those above it where it has a twin."""
    one: Bound
    for one in (*names.places, *names.lists):
        label = one.label if one.label in values else one.label.rsplit("/", 1)[-1]
        if one.name and label in values:
            yield label, one.name


def _put(made: dict[str, Any], name: str, value: Any) -> None:
    *above, last = name.split(".")
    into = made
    for part in above:
        inner = into.setdefault(part, {})
        if not isinstance(inner, dict):  # a value has this name already
            made[name] = value
            return
        into = inner
    into[last] = value
