"""Filled forms read into data: the paper wing's reader, told which words the ledgers know as labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hqe_docs.data.kinds import common_columns, load_kinds
from hqe_docs.library import Library
from hqe_docs.paper.forms.inspection import read_form
from hqe_docs.paper.forms.model import Form
from hqe_docs.paper.forms.returned.reading import Returned, read_filled
from hqe_docs.paper.forms.vocabulary import Words, read_words
from hqe_docs.problems import Problem, Problems


@dataclass(frozen=True, slots=True)
class FormReader:
    """Reads filled forms of one kind: `blank` is the form as it was handed out, where that is known."""

    words: Words
    labels: frozenset[str]
    blank: Form | None = None

    def read(self, filled: Form, found: Problems) -> Returned:
        """Return what a filled form says."""
        return read_filled(filled, self.blank, self.words, found, self.labels)


def form_reader(blank: Path | None, libraries: Sequence[Path], found: Problems) -> FormReader | None:
    """Return a reader of forms like `blank`, or of any; None, with problems, when what it needs can't be read."""
    library = Library.over_shipped(libraries)
    words = read_words(library, found)
    form = read_form(blank, found) if blank else None
    if words is None or (blank and form is None):
        return None
    return FormReader(words, known_labels(library, found), form)


def known_labels(library: Library, found: Problems) -> frozenset[str]:
    """Return the titles that the ledgers and the general columns know."""
    general = common_columns(library, found)
    kinds = [*load_kinds(library, found).values(), *([general] if general else [])]
    return frozenset(title for kind in kinds for title in kind.by_header())


def read_form_file(
    path: Path, *, blank: Path | None = None, libraries: Sequence[Path] = ()
) -> tuple[Returned | None, list[Problem]]:
    """Return what the filled form at `path` says, held against the blank one if that is given; and what is wrong."""
    found = Problems()
    reader = form_reader(blank, libraries, found)
    filled = read_form(path, found) if reader else None
    returned = reader.read(filled, found) if reader and filled else None
    return returned, list(found)
