"""What service ledgers tell of some days: rows counted by the date in one of their columns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from hqe_docs.data.conditions import Terms, expression
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.programme.reporting import DISTINCT, ROWS, Event, Measure
from hqe_docs.values import Fault, as_number, whole_if_so

if TYPE_CHECKING:
    import polars as pl

ISO = r"^\d{4}-\d{2}-\d{2}$"


@dataclass(frozen=True, slots=True)
class Happened:
    """The rows of an event's ledger that satisfy its conditions; `undated` of them say no whole day."""

    event: Event
    frame: pl.DataFrame
    undated: int

    def numbers(self, start: date, end: date) -> list[int | Fraction]:
        """Return each measure's number of the days from `start` to `end`, both included."""
        rows = self._within(start, end)
        return [_counted(rows, measure) for measure in self.event.measures]

    def named(self, start: date, end: date) -> list[str]:
        """Return what stands in the column to be listed, each once, in order."""
        if self.event.named is None:
            return []
        cells = self._within(start, end)[self.event.named].to_list()
        return list(dict.fromkeys(cell for cell in cells if cell))

    def kinds(self, start: date, end: date) -> Counter[tuple[str, ...]]:
        """Return how many rows say what the same row of another dossier would say; none of those with gaps in it."""
        if not self.event.same or not set(self.event.same) <= set(self.frame.columns):
            return Counter()
        rows = self._within(start, end).select(self.event.same).rows()
        return Counter(row for row in rows if all(row))

    def _within(self, start: date, end: date) -> pl.DataFrame:
        import polars as pl

        return self.frame.filter(pl.col(self.event.dated).is_between(pl.lit(str(start)), pl.lit(str(end))))


def happened(event: Event, ledger: Ledger, terms: Terms) -> Happened:
    """Return the rows of a ledger that an event counts."""
    import polars as pl

    rows = ledger.frame.filter(expression({"全部": list(event.rows)}, terms))
    dated = rows.filter(pl.col(event.dated).str.contains(ISO))
    return Happened(event, dated.sort(event.dated, maintain_order=True), rows.height - dated.height)


def _counted(rows: pl.DataFrame, measure: Measure) -> int | Fraction:
    if measure.how == ROWS:
        return rows.height
    if measure.how == DISTINCT:
        # who can't be told apart from others counts by the row, as in figures
        keys = rows.select(measure.columns).rows()
        return len({key for key in keys if any(key)}) + sum(not any(key) for key in keys)
    numbers = map(as_number, rows[measure.columns[0]].to_list())
    return whole_if_so(sum((Fraction(it) for it in numbers if not isinstance(it, Fault)), Fraction(0)))
