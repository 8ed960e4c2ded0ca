"""Figures and facts supposed otherwise, and the smallest change with which the rules give what is wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hqe_docs.data.scores.bench import Bench
from hqe_docs.data.scores.figures import Figure
from hqe_docs.values import whole_if_so

MOST = 1_000_000  # counts have no bound of their own


def moved(figure: Figure, by: int) -> Figure:
    """Return the figure with its numerator changed by so many, its denominator as it is."""
    above = Fraction(figure.numerator or 0) + by
    value = above / figure.denominator if figure.denominator else above
    return replace(figure, value=value, numerator=whole_if_so(above))


def room(figure: Figure, sign: int) -> int:
    """Return by how much the numerator can change: not below nothing, in a rate not beyond the denominator."""
    if figure.value is None or figure.numerator is None:
        return 0
    if sign < 0:
        return int(figure.numerator)
    if figure.is_rate and figure.denominator is not None:
        return max(int(figure.denominator - figure.numerator), 0)
    return MOST


def smallest(wins: Callable[[int], bool], most: int) -> int | None:
    """Return the smallest number from 0 to `most` that wins, None when none does; more never wins less."""
    if most < 0 or not wins(most):
        return None
    low, high = -1, 1
    while high < most and not wins(high):
        low, high = high, high * 2
    high = min(high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if wins(middle) else (middle, high)
    return high


def with_figure(bench: Bench, figure: Figure) -> Bench:
    """Return the bench with one figure in place of that of its name."""
    return replace(bench, figures={**bench.figures, figure.name: figure})


def with_fact(bench: Bench, path: str, value: Any) -> Bench:
    """Return the bench with the declared fact at `path` (`工作方案.县区`) supposed to be `value`."""
    return replace(bench, facts=_set(bench.facts, path.split("."), value))


def _set(facts: Any, keys: list[str], value: Any) -> Any:
    if not keys:
        return value
    inner = facts if isinstance(facts, Mapping) else {}
    return {**inner, keys[0]: _set(inner.get(keys[0]), keys[1:], value)}
