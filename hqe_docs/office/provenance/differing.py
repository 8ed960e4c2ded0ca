"""Where two versions of a paper differ: by place, rows and paragraphs that came or went told apart from changed ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

_CELL = re.compile(r"(.+!)([A-Z]{1,3})(\d+)(\D*)")
_PARAGRAPH = re.compile(r"(.*段)(\d+)")
Line = tuple[tuple[str, str], ...]  # what stands in one row or paragraph: column and text


class Difference(NamedTuple):
    """A place and its texts before and now; None where there is no such place."""

    place: str
    old: str | None
    new: str | None


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[Difference]:
    """Return where two mappings of place → text differ, under the new names; what went has its old name."""
    before, after = _lines(old), _lines(new)
    return [
        found
        for story in dict.fromkeys((*before, *after))
        for found in _of_story(story, before.get(story, {}), after.get(story, {}))
    ]


def _lines(places: Mapping[str, str]) -> dict[str, dict[int, Line]]:
    """Return story (表2!, 段) → number of the line → what stands in it; formulas and notes stand with their cells."""
    found: dict[str, dict[int, dict[str, str]]] = {}
    for place, text in places.items():
        cell, paragraph = _CELL.fullmatch(place), _PARAGRAPH.fullmatch(place)
        story, column, number = place, "", 0
        if cell:
            story, column, number = cell[1], f"{cell[2]}\0{cell[4]}", int(cell[3])
        elif paragraph:
            story, number = paragraph[1], int(paragraph[2])
        found.setdefault(story, {}).setdefault(number, {})[column] = text
    return {
        story: {number: tuple(line.items()) for number, line in lines.items()}
        for story, lines in found.items()
    }


def _of_story(story: str, old: Mapping[int, Line], new: Mapping[int, Line]) -> Iterator[Difference]:
    numbers, others = list(old), list(new)
    for left, right in _pairs([*old.values()], [*new.values()]):
        was = dict(old[numbers[left]]) if left is not None else {}
        now = dict(new[others[right]]) if right is not None else {}
        number = others[right] if right is not None else numbers[left or 0]
        for column in dict.fromkeys((*now, *was)):
            if was.get(column) != now.get(column):
                letters, _, rest = column.partition("\0")
                name = f"{story}{letters}{number or ''}{rest}"
                yield Difference(name, was.get(column), now.get(column))


def _pairs(old: Sequence[Line], new: Sequence[Line]) -> Iterator[tuple[int | None, int | None]]:
    """Yield which line became which, None for none; lines that are alike are left out."""
    if len(old) == len(new):  # nothing came, nothing went: line by line
        yield from ((n, n) for n in range(len(old)) if old[n] != new[n])
        return
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from zip_longest(range(i, j), range(k, m))


_WORD = re.compile(r"\d+(?:\.\d+)?%?|[^\d]")


def changed_words(old: str, new: str) -> list[tuple[str, str]]:
    """Return what was put in the place of what inside two texts, numbers whole: [("95.88%", "95.97%")]."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [("".join(before[i:j]), "".join(after[k:m])) for tag, i, j, k, m in codes if tag != "equal"]
