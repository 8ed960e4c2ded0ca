"""How like the wording of a form's row is to that of each indicator, which says the same in other words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hqe_docs.data.indicators import Indicator
from hqe_docs.values import squeeze

# a row of the notice's own form reaches 0.63 to 0.95 with its indicator, 0.40 at most with another
ALONE = 0.45  # so like must a row be to an indicator when no number says the same
FITS = 0.3
_POINTS = re.compile(r"[(\[]?(?:满分|分值)?:?\d+(?:\.\d+)?分[)\]]?")
_MARK = re.compile(r"[\W_]")

Pairs = frozenset[str]  # of neighbouring characters
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Likeness:
    """The wordings of an edition, as pairs of characters; a pair weighs the more the fewer indicators have it."""

    names: Mapping[int, Pairs]
    wholes: Mapping[int, Pairs]
    name_weights: Weights
    whole_weights: Weights

    @classmethod
    def of(cls, indicators: Iterable[Indicator]) -> Likeness:
        names = {item.no: _pairs(item.title) | _pairs(item.content) for item in indicators}
        wholes = {item.no: names[item.no] | _pairs(item.standard) for item in indicators}
        return cls(names, wholes, _weights(names), _weights(wholes))

    def nearest(self, names: Sequence[str], standard: str, no: int | None) -> int | None:
        """Return the indicator that a row of these texts is most like, `no` when others are just as like.

        None when it is like none; what `no` does not confirm must be more like.
        """
        own = _together(_head(text) for text in names)
        whole = _together([*names, standard])
        found = {other: self._degree(own, whole, other) for other in self.names}
        best = max(found, key=lambda other: (found[other], other == no), default=None)
        return best if best is not None and found[best] >= (FITS if best == no else ALONE) else None

    def _degree(self, name: Pairs, whole: Pairs, no: int) -> float:
        """Return 0 to 1: the mean of how like the names are and how like all the wording is."""
        known = frozenset(pair for pair in whole if pair in self.whole_weights)
        by_name = _shared(name, self.names[no], self.name_weights)
        return (by_name + _shared(known, self.wholes[no], self.whole_weights)) / 2


def _head(text: str) -> str:
    """Return what stands before the marks: the name, where name and standard share a cell."""
    return _POINTS.split(squeeze(text), maxsplit=1)[0]


def _together(texts: Iterable[str]) -> Pairs:
    return frozenset[str]().union(*map(_pairs, texts))


def _pairs(text: str) -> Pairs:
    plain = _MARK.sub("", _POINTS.sub("", squeeze(text))).lower()
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def _weights(wordings: Mapping[int, Pairs]) -> Weights:
    counted = Counter(pair for pairs in wordings.values() for pair in pairs)
    return {pair: math.log((len(wordings) + 1) / count) for pair, count in counted.items()}


def _shared(one: Pairs, other: Pairs, weights: Weights) -> float:
    """Return how much of two wordings is in both, 0 to 1 (cosine); a pair that no indicator has weighs most."""
    ceiling = max(weights.values(), default=1.0)
    one_size, other_size, both = (
        sum(weights.get(pair, ceiling) ** 2 for pair in pairs) for pairs in (one, other, one & other)
    )
    return both / math.sqrt(one_size * other_size) if both else 0.0
