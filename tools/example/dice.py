"""Seeded chance that stays the same on every Python version."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")


def words(text: str) -> list[str]:
    """Return the words of `text`, which stand apart by blanks."""
    return text.split()


class Dice:
    """Draws that rest on `Random.random` alone, the one method whose sequence Python promises to keep."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311  # invented people, not secrets

    def chance(self, likelihood: float) -> bool:
        """Return True in `likelihood` of all throws."""
        return self._random.random() < likelihood

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both possible."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of `choices`."""
        return choices[self.whole(0, len(choices) - 1)]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """Return a key, as often as its weight says."""
        left = self._random.random() * sum(weights.values())
        for choice, weight in weights.items():
            left -= weight
            if left < 0:
                return choice
        return next(reversed(list(weights)))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return `items` in another order."""
        keyed = [(self._random.random(), place) for place in range(len(items))]
        return [items[place] for _, place in sorted(keyed)]

    def day(self, first: date, last: date) -> date:
        """Return a day from `first` to `last`; `first` when they are the wrong way round."""
        return first + timedelta(days=self.whole(0, max(0, (last - first).days)))
