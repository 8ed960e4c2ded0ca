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
    """Return old → new row: of those that share texts which stand once in their column, and of those that stayed.

    A row that nothing tells stays where it is if both tables have as many rows and its words are the same.
    """
    votes = _votes(old, new)
    said = Counter(row for rows in votes.values() for row in rows)
    found = {row: to for row, rows in votes.items() for to in rows if len(rows) == 1 and said[to] == 1}
    if max(old, default=0) != max(new, default=0) or any(row != to for row, to in found.items()):
        return found
    silent = (row for row in old.keys() - votes.keys() if row not in said)
    return found | {row: row for row in silent if _words(old[row]) == _words(new.get(row, {}))}


def _votes(old: Rows, new: Rows) -> dict[int, set[int]]:
    """Return old row → the new rows that share with it a text which stands once in its column, then and now."""
    votes: dict[int, set[int]] = {}
    columns = {column for row in old.values() for column in row}
    for column in columns:
        then = only_ones((row, cells[column]) for row, cells in old.items() if column in cells)
        now = only_ones((row, cells[column]) for row, cells in new.items() if column in cells)
        for text, row in then.items():
            if text in now:
                votes.setdefault(row, set()).add(now[text])
    return votes


def _words(row: Mapping[int, str]) -> dict[int, str]:
    return {column: text for column, text in row.items() if tells(text)}
