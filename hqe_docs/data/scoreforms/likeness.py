"""How like the wording of a form's row is to that of each indicator, which says the same in other words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hqe_docs.data.scores.indicators import Indicator
from hqe_docs.values import squeeze

# a row of the notice's own form reaches 0.63 to 0.95 with its indicator, 0.40 at most with another
ALONE = 0.45  # so like must a row be to an indicator when no number says the same
FITS = 0.3
SAME = 0.5  # so like is a content to an indicator that it is the content of
_POINTS = re.compile(r"[(\[]?(?:满分|分值)?:?\d+(?:\.\d+)?分[)\]]?")
_MARK = re.compile(r"[\W_]")

Pairs = frozenset[str]  # of neighbouring characters


@dataclass(frozen=True, slots=True)
class _Wordings:
    """A wording of each indicator; a pair weighs the more the fewer have it, `ceiling` when none has."""

    pairs: Mapping[int, Pairs]
    weights: Mapping[str, float]
    ceiling: float

    @classmethod
    def of(cls, pairs: Mapping[int, Pairs]) -> _Wordings:
        counted = Counter(pair for wording in pairs.values() for pair in wording)
        weights = {pair: math.log((len(pairs) + 1) / count) ** 2 for pair, count in counted.items()}
        return cls(pairs, weights, max(weights.values(), default=1.0))

    def degrees(self, own: Pairs) -> dict[int, float]:
        """Return how much of `own` and of each wording is in both, 0 to 1 (cosine)."""
        size = self._size(own)
        shared = {no: self._size(own & pairs) for no, pairs in self.pairs.items()}
        return {
            no: both / math.sqrt(size * self._size(self.pairs[no])) if both else 0.0
            for no, both in shared.items()
        }

    def _size(self, pairs: Pairs) -> float:
        return sum(self.weights.get(pair, self.ceiling) for pair in pairs)


@dataclass(frozen=True, slots=True)
class Likeness:
    """The wordings of an edition's indicators: of their contents alone, with their titles, and of all their text."""

    contents: _Wordings
    names: _Wordings
    wholes: _Wordings

    @classmethod
    def of(cls, indicators: Sequence[Indicator]) -> Likeness:
        contents = {item.no: _pairs(item.content) for item in indicators}
        names = {item.no: contents[item.no] | _pairs(item.title) for item in indicators}
        wholes = {item.no: names[item.no] | _pairs(item.standard) for item in indicators}
        return cls(_Wordings.of(contents), _Wordings.of(names), _Wordings.of(wholes))

    def nearest(self, names: Sequence[str], standard: str, no: int | None) -> int | None:
        """Return the indicator that a row of these texts is most like, `no` when others are just as like.

        None when it is like none; what `no` does not confirm must be more like. The last of `names` is the content:
        when it is another indicator's own, it is not `no`, whatever the rest of the row says.
        """
        found = self.degrees(names, standard)
        best = max(found, key=lambda other: (found[other], other == no), default=None)
        if best is None or found[best] < (FITS if best == no else ALONE):
            return None
        other = self._content_of_another(names[-1], best)
        if other is None or (no is not None and best != no):
            return best
        return other if best == no else None

    def _content_of_another(self, content: str, than: int) -> int | None:
        found = self.contents.degrees(_pairs(_head(content)))
        best = max(found, key=lambda no: found[no])
        return best if found[best] >= SAME and found[than] < FITS else None

    def degrees(self, names: Sequence[str], standard: str) -> dict[int, float]:
        """Return, 0 to 1, the mean of how like the names are and how like all the text is.

        A form says much more than we do: of all its text only what some indicator says counts.
        """
        by_name = self.names.degrees(_together(_head(text) for text in names))
        text = _together([*names, standard])
        by_text = self.wholes.degrees(frozenset(text & self.wholes.weights.keys()))
        return {no: (by_name[no] + by_text[no]) / 2 for no in by_name}


def _head(text: str) -> str:
    """Return what stands before the marks: the name, where name and standard share a cell."""
    return _POINTS.split(squeeze(text), maxsplit=1)[0]


def _together(texts: Iterable[str]) -> Pairs:
    return frozenset[str]().union(*map(_pairs, texts))


def _pairs(text: str) -> Pairs:
    plain = _MARK.sub("", _POINTS.sub("", squeeze(text))).lower()
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))
