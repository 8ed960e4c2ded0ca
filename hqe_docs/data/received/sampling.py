"""A random sample of a ledger's rows, by groups; the same rows and seed give the same sample on any machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

Group = tuple[str, ...]
NOTHING = "（空白）"


@dataclass(frozen=True, slots=True)
class Sample:
    """The indices of the rows drawn, in the order of the ledger, the group of each, and how many of how many."""

    rows: tuple[int, ...]
    groups: Mapping[int, Group]
    drawn: Mapping[Group, tuple[int, int]]


def draw(keys: Sequence[str], groups: Sequence[Group], count: int, seed: int) -> Sample:
    """Return `count` rows drawn, spread over the groups by their size; `keys` tell rows apart.

    Which rows, is decided by a digest of seed and key: it does not depend on the order of the rows.
    """
    members: dict[Group, list[int]] = {}
    for i, group in enumerate(groups):
        members.setdefault(group, []).append(i)
    shares = allocate({group: len(rows) for group, rows in members.items()}, count)
    drawn = {
        i: group
        for group, rows in members.items()
        for i in sorted(rows, key=lambda row: (_lot(seed, keys[row]), row))[: shares[group]]
    }
    sizes = {group: (shares[group], len(members[group])) for group in sorted(members)}
    return Sample(tuple(sorted(drawn)), drawn, sizes)


def _lot(seed: int, key: str) -> bytes:
    return sha256(f"{seed}\n{key}".encode()).digest()


def allocate(sizes: Mapping[Group, int], count: int) -> dict[Group, int]:
    """Return how many of each group to draw: largest remainders, at least one each where `count` allows it."""
    order, whole = sorted(sizes), sum(sizes.values())
    count = min(count, whole)
    if not order or not count:
        return dict.fromkeys(order, 0)
    fair = {group: Fraction(count * sizes[group], whole) for group in order}
    shares = {group: int(fair[group]) for group in order}
    by_rest = sorted(order, key=lambda group: (shares[group] - fair[group], group))
    for group in by_rest[: count - sum(shares.values())]:
        shares[group] += 1
    if count >= len(order):
        for group in order:
            if not shares[group]:
                # from whoever is furthest over what is fair, and has one to spare
                giver = max((g for g in order if shares[g] > 1), key=lambda g: (shares[g] - fair[g], g))
                shares[giver] -= 1
                shares[group] = 1
    return shares
