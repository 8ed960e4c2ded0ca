"""Titles broken into lines as GB/T 9704 §7.3.1 asks: whole words, a trapezoid or a diamond, no orphan."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import combinations, pairwise

LINE = 20.0  # 2号 characters on a line of 156 mm
MAX_SEGMENTS = 20
MAX_LINES = 8


def title_lines(segments: Sequence[str], room: float = LINE) -> list[str]:
    """Return the title's lines; breaks fall only between `segments`: a longer one is left to the page.

    `room` is how many of its characters a line holds.
    """
    parts = _few([segment for segment in segments if segment])
    if not parts:
        return []
    unavoidable = sum(max(0.0, width(part) - room) for part in parts)
    ugliness = partial(_ugliness, room=room)
    for count in range(min(len(parts), MAX_LINES)):
        best = min(_divisions(parts, count), key=ugliness)
        if ugliness(best)[0] <= unavoidable:
            # a name in 《》 that one more line would keep whole is worth that line
            more = min(_divisions(parts, count + 1), key=ugliness, default=best)
            return min(best, more, key=ugliness)
    return best


def width(text: str) -> float:
    """Return the width of `text` in characters: half-width ones count a half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def _few(parts: list[str]) -> list[str]:
    """Return at most MAX_SEGMENTS parts, the shortest neighbours joined."""
    while len(parts) > MAX_SEGMENTS:
        at = min(range(len(parts) - 1), key=lambda index: width(parts[index] + parts[index + 1]))
        parts = [*parts[:at], parts[at] + parts[at + 1], *parts[at + 2 :]]
    return parts


def _divisions(parts: Sequence[str], count: int) -> Iterator[list[str]]:
    for cuts in combinations(range(1, len(parts)), count):
        edges = [0, *cuts, len(parts)]
        yield ["".join(parts[a:b]) for a, b in pairwise(edges)]


def _ugliness(lines: Sequence[str], room: float) -> tuple[float, ...]:
    widths = [width(line) for line in lines]
    too_long = sum(max(0.0, w - room) for w in widths)
    orphans = sum(w <= 2 for w in widths) if len(lines) > 1 else 0
    waists = sum(b < a and b < c for a, b, c in zip(widths, widths[1:], widths[2:], strict=False))
    # equal lines make a rectangle, which is neither trapezoid nor diamond
    square = len(lines) > 1 and max(widths) == min(widths)
    return too_long, orphans, len(lines) + _cut_names(lines), waists, square, max(widths) - min(widths)


def _cut_names(lines: Sequence[str]) -> int:
    """Return how many line ends fall inside a name in 《》."""
    so_far = ("".join(lines[:count]) for count in range(1, len(lines)))
    return sum(text.count("《") > text.count("》") for text in so_far)
