"""An official score form held against an edition: which rows fit its indicators, and what does not match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hqe_docs.data.files.reading import read_grids
from hqe_docs.data.scoreforms.formrows import FormMatch, FormRow, Match, match_form
from hqe_docs.data.scores.editionfile import load_file
from hqe_docs.data.scores.indicators import IndicatorSet
from hqe_docs.library import Library
from hqe_docs.office.scores.editioncheck import is_edition, library_of
from hqe_docs.problems import Location, Problem, Problems, problem
from hqe_docs.values import decimal_text

WORD = (".docx", ".docm", ".doc", ".wps", ".dotx")
SHOWN = 40  # characters of a row in a message


class FormTable(Protocol):
    """A table or sheet of a form: texts, and where each stands; a Word table or a sheet is one."""

    @property
    def rows(self) -> Sequence[Sequence[str]]: ...

    def at(self, row: int, column: int) -> Location: ...


def check_form(edition_path: Path, form_path: Path, libraries: Sequence[Path] = ()) -> list[Problem]:
    """Return what does not match between the edition and the form; an info with the count when all does."""
    found = Problems()
    edition = edition_at(edition_path, libraries, found)
    tables = read_form(form_path, found) if edition else []
    if edition and not found.has_errors:
        matched = match_form([table.rows for table in tables], edition)
        found.extend(_Held(edition, form_path.name, tables).problems(matched))
    return list(found)


def edition_at(path: Path, libraries: Sequence[Path], found: Problems) -> IndicatorSet | None:
    """Return the edition in the file at `path`, which stands in a library's folder of editions."""
    if not is_edition(path):
        found.add("I209", Location(path.name), path=path)
        return None
    _, edition, faults = load_file(path, library_of(path, Library.over_shipped(libraries)))
    found.extend(faults)
    return edition


def read_form(path: Path, found: Problems) -> Sequence[FormTable]:
    """Return the tables of a Word form or the visible sheets of a workbook; empty, with a problem, if unreadable."""
    if path.suffix.lower() not in WORD:
        of_sheets = Problems()
        grids = read_grids(path, path.name, of_sheets)
        found.extend(
            one for one in of_sheets if one.severity == "error"
        )  # a form's colours and comments mean nothing
        return [grid for grid in grids if not grid.is_hidden]
    from hqe_docs.paper.word.wordgrid import read_tables

    tables = read_tables(path)
    if isinstance(tables, str):
        found.add("I201", Location(path.name), file=path.name, detail=tables)
        return []
    return tables


@dataclass(frozen=True, slots=True)
class _Held:
    """An edition and the form that is held against it, with what is said of their match."""

    edition: IndicatorSet
    file: str
    tables: Sequence[FormTable]

    def problems(self, matched: FormMatch) -> Iterator[Problem]:
        """Yield what does not match, the form from its top, then what it lacks; or that all matches."""
        where, title, count = Location(self.file), self.edition.title, len(matched.matches)
        if not matched.rows:
            yield problem("I202", where, file=self.file)
            return
        if count * 2 < matched.rows:
            yield problem("I208", where, rows=matched.rows, count=count, edition=title)
        told = sorted(self._of_rows(matched), key=lambda pair: (pair[0].table, pair[0].row))
        yield from (one for _, one in told)
        for item in matched.lacking:
            yield problem("I204", where, no=item.no, content=item.content)
        if not told and not matched.lacking:
            yield problem("I210", where, count=count, edition=title)

    def _of_rows(self, matched: FormMatch) -> Iterator[tuple[FormRow, Problem]]:
        for row in matched.strangers:
            text = row.title if len(row.title) <= SHOWN else row.title[:SHOWN] + "…"
            yield row, problem("I203", self._at(row, "内容"), text=text, edition=self.edition.title)
        for match in matched.contradictions:
            yield match.row, self._of("I205", match, "序号", number=str(match.row.number))
        for first, match in matched.repeated:
            yield match.row, self._of("I207", match, "序号", first=str(self._at(first.row, "序号")))
        for match in matched.differing:
            yield match.row, self._of("I206", match, "满分", found=decimal_text(match.row.full or 0))

    def _of(self, code: str, match: Match, role: str, **facts: str) -> Problem:
        item = next(item for item in self.edition.indicators if item.no == match.no)
        known = {"no": str(item.no), "content": item.content, "full": decimal_text(item.full)}
        return problem(code, self._at(match.row, role), **known, **facts)

    def _at(self, row: FormRow, role: str) -> Location:
        """Return the place of the row's cell of that role, else of the cell that names the row."""
        columns = row.columns
        column = next((columns[name] for name in (role, "内容", "指标") if name in columns), 0)
        return self.tables[row.table].at(row.row, column)
