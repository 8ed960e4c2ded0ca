"""How right a ledger is, by the verification sheets that came back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hqe_docs.data.persons import GROUP
from hqe_docs.data.received.accuracy import Counted, by_group, count_rows, rows_of, wilson, without_repeats
from hqe_docs.data.received.importing import Imported
from hqe_docs.office.ledgers.ledgersample import LAYER, VERIFICATION
from hqe_docs.office.ledgers.ledgerwork import Intake, columns_named, kind_of
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.values import percent_text


def accuracy(
    paths: Sequence[Path], *, by: Sequence[str] = (), libraries: Sequence[Path] = ()
) -> dict[str, Any]:
    """Return how right a ledger is by the verification sheets at `paths`: an exact fraction with its rows."""
    found = Problems()
    paper = kind_of(VERIFICATION, libraries, found)
    columns = columns_named(by, paper, found) if paper else ()
    if paper is None or found.has_errors:
        return {"problems": list(found), "figures": [], "groups": []}
    made = [item.made for item in Intake(paper, libraries=tuple(libraries)).receive(paths, found)]
    columns = columns or _usual_groups(made)
    returned = [row for one in made for row in rows_of(one.ledger, columns, one.rows)]
    empty = {row.where for row in returned if not row.result}
    rows, repeats = without_repeats(returned)
    whole = count_rows(rows)
    found.extend(item for one in made for item in one.problems if not _is_no_fault(item, empty))
    found.extend(repeats)
    if whole.rate is None and made:
        found.add("L555", Location(made[0].ledger.sources[0].file))
    figures = [_figure(whole)] if made else []
    groups = [
        {"group": list(group), **_count(counted)} for group, counted in by_group(rows).items() if columns
    ]
    return {"problems": list(found), "figures": figures, "by": list(columns), "groups": groups}


def _usual_groups(made: Sequence[Imported]) -> tuple[str, ...]:
    """Return the column of groups: those of the sample, else the villages' groups, where they are filled."""
    return next(
        ((name,) for name in (LAYER, GROUP) if any(any(one.columns.get(name, ())) for one in made)), ()
    )


def _is_no_fault(item: Problem, empty: set[Location]) -> bool:
    """Say whether nothing is wrong: rows that were not verified are counted, sheets beside the list are ours."""
    return item.code == "L520" or (item.code == "L201" and item.where in empty)


def _figure(counted: Counted) -> dict[str, Any]:
    interval = wilson(len(counted.same), counted.checked) if counted.checked else None
    return {
        "name": "数据准确率",
        **_count(counted),
        "interval": interval and [percent_text(bound) for bound in interval],
        "rows": list(counted.same),
        "other_rows": list(counted.other),
        "unchecked_rows": list(counted.unchecked),
        "unclear_rows": list(counted.unclear),
    }


def _count(counted: Counted) -> dict[str, Any]:
    return {
        "value": None if counted.rate is None else percent_text(counted.rate),
        "numerator": len(counted.same),
        "denominator": counted.checked,
        "unchecked": len(counted.unchecked),
        "unclear": len(counted.unclear),
    }
