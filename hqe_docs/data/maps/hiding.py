"""What a public version must not list: small numbers of persons, and whatever would give them away."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
_PRIME = 2**61 - 1  # equations are solved by this modulus: exact but for a chance of one in 10^18


@dataclass(frozen=True, slots=True)
class Sum(Generic[K]):
    """A number that is the sum of others, as everybody can work out: a total and its areas, persons at work and not."""

    whole: K
    parts: tuple[K, ...]


@dataclass
class Table(Generic[K]):
    """Numbers of persons with all sums among them; `printed` are those that a page would list."""

    values: Mapping[K, int]
    sums: Sequence[Sum[K]]
    printed: Collection[K]
    least: int
    hidden: set[K] = field(default_factory=set)

    def small(self) -> set[K]:
        """Return the numbers of which nobody may learn: above nothing, below the least."""
        return {key for key, value in self.values.items() if 0 < value < self.least}


def hide(table: Table[K]) -> set[K]:
    """Return the numbers not to be listed: the small ones, and as many others as keep those from being worked out.

    Of each sum that shows its whole at least two parts are hidden, which together are no small number either; then
    the sums are solved together, and what still follows from them is covered by one more.
    """
    table.hidden = table.small()
    while _cover_each(table) or _cover_solved(table):
        pass
    return table.hidden


def _cover_each(table: Table[K]) -> bool:
    """Hide one more number of each sum that would give a hidden one away; say whether there was any."""
    changed = False
    for item in table.sums:
        while _gives_away(table, item) and _hide_one(table, item):
            changed = True
    return changed


def _gives_away(table: Table[K], item: Sum[K]) -> bool:
    parts = [part for part in item.parts if part in table.hidden]
    if item.whole in table.hidden:
        return not parts
    total = sum(table.values[part] for part in parts)
    return bool(parts) and (len(parts) == 1 or 0 < total < table.least)


def _hide_one(table: Table[K], item: Sum[K]) -> bool:
    """Hide the smallest part still shown, else the whole; say whether there was one."""
    shown = [part for part in item.parts if part not in table.hidden and table.values[part]]
    if shown:
        table.hidden.add(min(shown, key=lambda part: table.values[part]))
        return True
    if item.whole in table.hidden:
        return False
    table.hidden.add(item.whole)
    return True


# ---------------------------------------------------------------- all sums together
def _cover_solved(table: Table[K]) -> bool:
    """Hide one more number beside each small one that all sums together determine; say whether there was any."""
    given_away = determined(table.sums, table.hidden) & table.small()
    concerned = (it for it in table.sums if it.whole in given_away or not given_away.isdisjoint(it.parts))
    return any(_hide_one(table, item) for item in concerned)


def determined(sums: Sequence[Sum[K]], hidden: Collection[K]) -> set[K]:
    """Return the hidden numbers that the sums give away when everything else is known (Gauss and Jordan)."""
    rows: dict[K, dict[K, int]] = {}
    for item in sums:
        row = {part: 1 for part in item.parts if part in hidden}
        if item.whole in hidden:
            row[item.whole] = row.get(item.whole, 0) - 1
        _add_row(rows, {key: value % _PRIME for key, value in row.items() if value})
    return {key for key, row in rows.items() if len(row) == 1}


def _add_row(rows: dict[K, dict[K, int]], row: dict[K, int]) -> None:
    """Reduce a row by those there are, and those by it; `rows` are by their pivots."""
    for key in [key for key in row if key in rows]:
        if key in row:
            _subtract(row, rows[key], row[key])
    if not row:
        return
    pivot = next(iter(row))
    inverse = pow(row[pivot], -1, _PRIME)
    scaled = {key: value * inverse % _PRIME for key, value in row.items()}
    for other in rows.values():
        if pivot in other:
            _subtract(other, scaled, other[pivot])
    rows[pivot] = scaled


def _subtract(row: dict[K, int], other: Mapping[K, int], times: int) -> None:
    for key, value in other.items():
        left = (row.get(key, 0) - times * value) % _PRIME
        if left:
            row[key] = left
        else:
            row.pop(key, None)
