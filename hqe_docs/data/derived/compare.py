"""A ledger kept by hand held against the one that follows from the master: who is missing, who is in without ground."""

from __future__ import annotations

from collections.abc import Iterator

from hqe_docs.data.conditions import Terms, columns_of, expression
from hqe_docs.data.derived.derive import Derived
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.persons import ID, typed
from hqe_docs.masking import mask_identity
from hqe_docs.problems import Problem, problem


def compare(derived: Derived, kept: Ledger, terms: Terms) -> Iterator[Problem]:
    """Yield what the kept ledger lacks (at the master's row), then what has no ground (at its own row)."""
    kind = kept.kind
    key = kind.primary_key or ID
    name = "姓名" if kind.field("姓名") else "户主姓名"
    reason = kind.derivation.reason_column if kind.derivation else ""
    there, due = kept.frame[key].to_list(), derived.frame[key].to_list()
    names = derived.frame[name].to_list()
    for row in _first_of_each(due, set(there)):
        why = derived.frame[reason][row] if reason else ""
        facts = {"name": names[row], "number": mask_identity(due[row]) if key == ID else due[row]}
        yield problem("L615", derived.at(row, ID), kind=kind.name, reason=why, **facts)
    open_rows = _open(kept, terms)
    for row in _first_of_each(there, set(due)):
        if row in open_rows:
            facts = {
                "name": kept.frame[name][row],
                "number": mask_identity(there[row]) if key == ID else there[row],
            }
            yield problem("L616", kept.at(row, key), kind=kind.name, **facts)


def _first_of_each(keys: list[str], others: set[str]) -> list[int]:
    """Return the first row of each key that `others` lack."""
    first = {key: row for row, key in reversed(list(enumerate(keys)))}
    return sorted(row for key, row in first.items() if key and key not in others)


def _open(kept: Ledger, terms: Terms) -> set[int]:
    """Return the rows that are not settled (已了结): those need ground."""
    settled = kept.kind.derivation.settled if kept.kind.derivation else None
    rows = set(range(kept.frame.height))
    if settled is None or not all(kept.has(name) for name in columns_of(settled, terms)):
        return rows
    frame = typed(kept.frame, None).with_row_index("_序")
    return rows - set(frame.filter(expression(settled, terms))["_序"].to_list())
