"""A loose table to check: its rows as a ledger, with what its sheets say beside the rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from hqe_docs.data.freeform import Sum
from hqe_docs.data.ledger import SOURCE, Ledger
from hqe_docs.data.loose.relations import Relation
from hqe_docs.data.persons import typed
from hqe_docs.data.tables import Table

if TYPE_CHECKING:
    import polars as pl

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Loose:
    """A loose table to check: its rows as a ledger, the totals of each of its sheets, the words above it.

    `days` are those that its sheets name, or that was said; `relations` say which of its columns follow from others.
    """

    ledger: Ledger
    persons: pl.DataFrame
    days: tuple[date | None, ...]
    is_day_said: bool
    tables: tuple[Table, ...]
    sums: tuple[tuple[Sum, ...], ...]
    titles: tuple[str, ...]
    relations: tuple[Relation, ...] = ()
    made: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def day(self) -> date | None:
        """The last day that a sheet names."""
        return max((day for day in self.days if day), default=None)

    def sheet_of(self) -> list[int]:
        """Return for each row the number of its sheet."""
        return [int(number) for number in self.ledger.frame[SOURCE].to_list()]

    def once(self, what: str, make: Callable[[], T]) -> T:
        """Return what `make` gives, made once a table: many rules look at the same columns."""
        if what not in self.made:
            self.made[what] = make()
        made: T = self.made[what]
        return made

    def values(self, name: str) -> list[str]:
        return self.once(f"值：{name}", self.ledger.frame[name].to_list)

    def filled(self, name: str) -> list[tuple[int, str]]:
        """Return index and value of each cell of a column that is neither empty nor at fault."""
        wrong = self.ledger.faults.get(name, frozenset())
        return self.once(
            f"填：{name}", lambda: [(i, v) for i, v in enumerate(self.values(name)) if v and i not in wrong]
        )

    def heading(self, name: str) -> str:
        """Return the title of a column as a sheet writes it, its unit and all."""
        return self.ledger.heading(name)

    def named(self, *, form: str = "", kind: str = "") -> list[str]:
        """Return the names of the columns of a format or a type."""
        return [
            item.name
            for item in self.ledger.kind.fields
            if (not form or item.format == form) and (not kind or item.type == kind)
        ]


def persons_on(frame: pl.DataFrame, days: Sequence[date | None]) -> pl.DataFrame:
    """Return the rows of persons with their ages on the day of their sheet."""
    import polars as pl

    if len(set(days)) == 1:
        return typed(frame, days[0])
    return pl.concat(typed(frame.filter(pl.col(SOURCE) == number), day) for number, day in enumerate(days))
