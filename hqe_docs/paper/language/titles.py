"""Titles broken into lines as GB/T 9704 §7.3.1 asks: whole words, a trapezoid or a diamond, no orphan."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

LINE = 20.0  # 2号 characters on a line of 156 mm
MAX_SEGMENTS = 14


def title_lines(segments: Sequence[str]) -> list[str]:
    """Return the title's lines; breaks fall only between `segments`: a longer one is left to the page."""
    parts = [segment for segment in segments if segment]
    while len(parts) > MAX_SEGMENTS:
        parts = [*parts[:-2], parts[-2] + parts[-1]]
    return min(_divisions(parts), key=_ugliness) if parts else []


def width(text: str) -> float:
    """Return the width of `text` in characters: half-width ones count a half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def _divisions(parts: Sequence[str]) -> Iterator[list[str]]:
    for count in range(len(parts)):
        for cuts in combinations(range(1, len(parts)), count):
            edges = [0, *cuts, len(parts)]
            yield ["".join(parts[a:b]) for a, b in pairwise(edges)]


def _ugliness(lines: Sequence[str]) -> tuple[float, ...]:
    widths = [width(line) for line in lines]
    too_long = sum(max(0.0, w - LINE) for w in widths)
    orphans = sum(w <= 2 for w in widths) if len(lines) > 1 else 0
    waists = sum(b < a and b < c for a, b, c in zip(widths, widths[1:], widths[2:], strict=False))
    # equal lines make a rectangle, which is neither trapezoid nor diamond
    square = len(lines) > 1 and max(widths) == min(widths)
    return too_long, len(lines), orphans, waists, square, max(widths) - min(widths)
