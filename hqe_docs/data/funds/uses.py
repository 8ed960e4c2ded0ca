"""What the subsidy was spent on: sums by purpose with their rows, the largest first, and pages of a running account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hqe_docs.data.funds.account import ZERO, total
from hqe_docs.data.funds.entries import Entry

UNNAMED = "其他"


@dataclass(frozen=True, slots=True)
class Use:
    """A purpose as the ledger words it, its rows by day."""

    purpose: str
    entries: tuple[Entry, ...]

    @property
    def amount(self) -> Decimal:
        return total(iter(self.entries))


@dataclass(frozen=True, slots=True)
class Running:
    """An entry, and what was left after it."""

    entry: Entry
    left: Decimal


def uses_of(entries: Iterable[Entry]) -> list[Use]:
    """Return what was spent by purpose, the largest first."""
    rows: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if not entry.is_in:
            rows[entry.purpose or UNNAMED].append(entry)
    uses = [Use(purpose, tuple(mine)) for purpose, mine in rows.items()]
    return sorted(uses, key=lambda use: (-use.amount, use.purpose))


def running(entries: Sequence[Entry]) -> list[Running]:
    """Return each entry with what is left after it."""
    left, lines = ZERO, []
    for entry in entries:
        left += entry.amount if entry.is_in else -entry.amount
        lines.append(Running(entry, left))
    return lines
