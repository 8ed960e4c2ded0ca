"""Which row of a table, or which line of a text, is which in a newer one; None where nothing tells for certain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

Place = TypeVar("Place", bound=Hashable)
Rows = Mapping[int, Mapping[int, str]]  # row → column → text
# numbers, and nothing, tell no row from another; those of persons and phones do
_NUMBER = re.compile(r"(?!\d{11})[\d.,%+\-\s=]*")


def shared(one: str, other: str) -> int:
    """Return how many characters two texts share at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def tells(text: str) -> bool:
    """Say whether a text can tell a place: numbers stand in many, and change."""
    return _NUMBER.fullmatch(text) is None


def only_ones(texts: Iterable[tuple[Place, str]]) -> dict[str, Place]:
    """Return the texts that can tell a place and stand in one only → the place."""
    found: dict[str, Place | None] = {}
    for place, text in texts:
        if tells(text):
            found[text] = None if text in found else place
    return {text: place for text, place in found.items() if place is not None}


def moved(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Say whether a text that stands once has gone to another place: rows or paragraphs were put in or taken out."""
    changed = {place for place, text in before.items() if after.get(place, "") != text}
    if not changed:
        return False
    now = only_ones(after.items())
    then = only_ones(before.items())
    return any(now.get(text, place) != place for text, place in then.items() if place in changed)


def matched_lines(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Return 0-based old → new line, of those that are the same and of those changed in equal number in between."""
    found: dict[int, int] = {}
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and b - a == d - c):
            found.update(zip(range(a, b), range(c, d), strict=True))
    return found


def matched_rows(old: Rows, new: Rows) -> dict[int, int]:
    """Return old → new row: of those known by texts that stand once in their column, and of those that stayed.

    The first such text, a name or a title, weighs as much as two others: more must be found again than not. A row that
    has none stays where it is if both tables have as many rows and its words are the same.
    """
    then, now = _only_ones(old), _only_ones(new)
    votes: dict[int, Counter[int | None]] = {}
    for (column, text), row in sorted(then.items(), key=lambda it: it[0][0]):
        weight = 1 if row in votes else 2
        votes.setdefault(row, Counter())[now.get((column, text))] += weight
    known = {row: to for row, count in votes.items() if (to := _known(count)) is not None}
    taken = Counter(known.values())
    found = {row: to for row, to in known.items() if taken[to] == 1}
    if max(old, default=0) != max(new, default=0) or any(row != to for row, to in found.items()):
        return found
    silent = (row for row in old.keys() - votes.keys() if row not in taken)
    return found | {row: row for row in silent if _words(old[row]) == _words(new.get(row, {}))}


def _known(count: Mapping[int | None, int]) -> int | None:
    """Return the one row in which texts are found again, if they weigh more than those that are not (None)."""
    rows = [to for to in count if to is not None]
    return rows[0] if len(rows) == 1 and count[rows[0]] > count.get(None, 0) else None


def _only_ones(table: Rows) -> dict[tuple[int, str], int]:
    """Return (column, text) → row of the texts that can tell and stand in one row of their column."""
    found: dict[tuple[int, str], int | None] = {}
    for row, cells in table.items():
        for column, text in cells.items():
            if tells(text):
                found[column, text] = None if (column, text) in found else row
    return {place: row for place, row in found.items() if row is not None}


def _words(row: Mapping[int, str]) -> dict[int, str]:
    return {column: text for column, text in row.items() if tells(text)}
