"""Received workbooks as one standard ledger, with every change made and all that is to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hqe_docs.data.checks.references import registered_twice
from hqe_docs.data.kinds import header_key
from hqe_docs.data.received.columnmap import ColumnMap, check_titles, read_column_map, taught
from hqe_docs.data.received.importing import number_rows
from hqe_docs.office.ledgers.asked import day_asked
from hqe_docs.office.ledgers.ledgerreports import answer, reports
from hqe_docs.office.ledgers.ledgerwork import Intake, Received, kind_of, may_write, write_sheets
from hqe_docs.problems import Problems


def import_ledgers(
    paths: Sequence[Path],
    out: Path,
    *,
    kind: str | None = None,
    columns: Path | None = None,
    day: str | None = None,
    libraries: Sequence[Path] = (),
) -> dict[str, Any]:
    """Write the workbooks at `paths` as one standard ledger; return problems, changes and what was left out."""
    found = Problems()
    intake = _intake(kind, columns, day, libraries, found)
    sources = [*paths, columns] if columns else paths
    if not may_write(out, sources, found) or intake is None:
        return answer(None, (), list(found))
    received = intake.receive(paths, found)
    _check_map(intake.columns, received, found)
    made = [item.made for item in received]
    found.extend(item for one in made for item in one.problems)
    found.extend(registered_twice(one.ledger for one in made))
    number_rows(made)
    path = write_sheets(out, reports(intake.kind, made, found), found, intake.kind) if made else None
    return answer(path, made, list(found))


def _intake(
    kind: str | None, columns: Path | None, day: str | None, libraries: Sequence[Path], found: Problems
) -> Intake | None:
    """Return how to read what is given, as it is said; None, with problems, where that can't be understood."""
    wrong = Problems()
    chosen = kind_of(kind, libraries, wrong)
    on = day_asked(day, "L328", wrong)
    said = read_column_map(columns, wrong) if columns else ColumnMap()
    if chosen and said:
        check_titles(chosen, said, wrong)
        chosen = taught(chosen, said, wrong)
    found.extend(wrong)
    return Intake(chosen, said, on, tuple(libraries)) if chosen and said and not wrong.has_errors else None


def _check_map(said: ColumnMap, received: Sequence[Received], found: Problems) -> None:
    """Report titles of the map that stand in none of the tables."""
    titles = {
        header_key(form)
        for item in received
        for table in item.made.tables
        for title in table.header.titles
        for form in (title.text.replace("/", ""), title.text.rpartition("/")[2])
    }
    for title in said.titles if received else ():
        if header_key(title.replace("/", "")) not in titles:
            found.add("L525", said.file.at((title,)), title=title)
