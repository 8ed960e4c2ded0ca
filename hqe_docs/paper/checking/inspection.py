"""A template looked at without filling it for anybody: the names it uses and all that is wrong with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hqe_docs import zipsafe
from hqe_docs.paper.checking.names import Use, names_in
from hqe_docs.paper.fill import fill
from hqe_docs.paper.package import Parts, read_package
from hqe_docs.problems import Location, Problem, Problems, problem

Context = Mapping[str, Any]
# what a filling finds whatever the data are
_LASTING = {"T101", "T102", "T103", "T104", "T105", "T106", "T107", "T108", "T109", "T111", "T130"}
_TOLD_BETTER = {"T103", "T104"}  # for a document, when the linter has said why


@dataclass(slots=True)
class Inspection:
    """One template: its uses of names in their order, and what was found."""

    file: str
    uses: list[Use] = field(default_factory=list)
    found: Problems = field(default_factory=Problems)
    has_tags: bool = False

    def add(self, more: Iterable[Problem]) -> None:
        """Add what has not been told already, at the same place under the same code, by an earlier look."""
        told = {(item.code, str(item.where)) for item in self.found}
        new = dict.fromkeys(item for item in more if (item.code, str(item.where)) not in told)
        self.found.extend(new)


def inspect(template: Path, data: Context | None) -> Inspection:
    """Return what `template` uses and what is wrong with it as it stands, and with `data` in its tags."""
    inspection = Inspection(template.name)
    parts = (
        read_package(template, trees=zipsafe.TEMPLATE_TREES)
        if template.suffix.lower() in (".docx", ".xlsx")
        else None
    )
    if parts is not None and not isinstance(parts, Problem):
        try:
            _look(inspection, parts, template.name, data)
        except (KeyError, ValueError, SyntaxError):  # lxml's XMLSyntaxError is one; the filling says so
            inspection.uses.clear()
    return inspection


def try_filling(inspection: Inspection, template: Path, sample: Context, data: Context | None) -> None:
    """Add what a filling for nobody finds: with `data`, or with a sample for faults of the template only."""
    explained = template.suffix.lower() == ".docx" and inspection.found.has_errors
    with tempfile.TemporaryDirectory() as folder:
        found = fill(template, sample if data is None else data, Path(folder) / template.name)
    inspection.add(
        item
        for item in found
        if (data is not None or item.code in _LASTING) and not (explained and item.code in _TOLD_BETTER)
    )
    if not inspection.has_tags and not len(inspection.found):
        inspection.found.add("T164", Location(file=template.name))


def _look(inspection: Inspection, parts: Parts, file: str, data: Context | None) -> None:
    from hqe_docs.paper.checking.mendedparts import mended_parts
    from hqe_docs.paper.checking.sheetlint import lint_sheets
    from hqe_docs.paper.checking.tagpieces import programs_of
    from hqe_docs.paper.checking.tagsyntax import syntax_problems
    from hqe_docs.paper.checking.wordlint import lint_word

    is_word = "word/document.xml" in parts
    own: list[Problem] = []
    for program in programs_of(parts, file):
        inspection.has_tags = True
        uses, found = names_in(program)
        inspection.uses += uses
        own += [*(syntax_problems(program) if is_word else ()), *found]
    hidden = (one for one in mended_parts(parts, file)[1] if one.is_hidden)
    inspection.add([*own, *(problem("T162", one.where, tag=one.tag) for one in hidden)])
    inspection.add(lint_word(parts, file, data) if is_word else lint_sheets(parts, file))
