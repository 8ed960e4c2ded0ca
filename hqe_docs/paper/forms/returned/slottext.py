"""What stands in the slots of a text: the words of the blank text are found again in the filled one.

White space, underlines and the width of characters count for nothing, as people type them as they like.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hqe_docs.paper.forms.model import Slot

TICKS = "√✓✔☑☒■●◉⊠▣✗✘"
EMPTY_BOXES = "□☐▢○◯〇"
MOST_SLOTS, MOST_TEXT, MOST_STEPS = 200, 20_000, 200_000
NEAR = 6  # characters beside a slot by which it is found when the whole text isn't
_MARKED = re.compile(rf"[{TICKS}{EMPTY_BOXES}]{{0,3}}|[（(\[【]?[{TICKS}×xXvV]{{0,2}}[)）\]】]?")
_NO_CHARACTER = re.compile(r"[\s_＿\u200b\ufeff]")
_EDGES = " \t\r\n\u3000\xa0\u2002\u2003_＿\u200b\ufeff…"


@dataclass(frozen=True, slots=True)
class Asked:
    """A slot of a text: where it is, and whether it is a box to tick rather than room for words."""

    slot: Slot
    is_mark: bool = False


@dataclass(frozen=True, slots=True)
class Compact:
    """A text without white space and underlines, half-width, and where each of its characters stands in it."""

    text: str
    at: tuple[int, ...]
    whole: str

    def is_gap(self, end: int) -> bool:
        """Say whether white space stands before a character."""
        return 0 < end < len(self.at) and self.at[end] - self.at[end - 1] > 1

    def between(self, start: int, end: int) -> str:
        """Return what the whole text says from one character of the compact one to before another, trimmed."""
        first = self.at[start - 1] + 1 if start else 0
        last = self.at[end] if end < len(self.at) else len(self.whole)
        return self.whole[first:last].strip(_EDGES)


def compact(text: str) -> Compact:
    """Return a text as it is compared."""
    kept = [(i, _plain(char)) for i, char in enumerate(text[:MOST_TEXT]) if not _NO_CHARACTER.match(char)]
    return Compact("".join(char for _, char in kept), tuple(i for i, _ in kept), text)


def _plain(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def slot_texts(blank: str, asked: Sequence[Asked], filled: str) -> list[str] | None:
    """Return what stands in each slot of `blank` in the filled text; None when its words aren't found there."""
    words, said = printed(blank, [one.slot for one in asked]), compact(filled)
    found = _Search(said, words, [one.is_mark for one in asked]).spans() if len(asked) <= MOST_SLOTS else None
    spans: Sequence[tuple[int, int] | None] | None = found
    if spans is None and (len(asked) > 1 or words[-1]):
        spans = [_near(said.text, before, after) for before, after in pairwise(words)]
    if spans is None or not any(spans) or (None in spans and all(one.is_mark for one in asked)):
        return None
    return [said.between(*span) if span else "" for span in spans]


def printed(blank: str, slots: Sequence[Slot]) -> list[str]:
    """Return what stands before, between and behind the slots of a text."""
    edges = [0, *(edge for slot in slots for edge in (slot.start, slot.end)), len(blank)]
    return [compact(blank[start:end]).text for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _near(text: str, before: str, after: str) -> tuple[int, int] | None:
    start = text.find(before[-NEAR:])
    if start < 0 or not (before or after):
        return None
    start += len(before[-NEAR:])
    end = text.find(after[:NEAR], start) if after else len(text)
    return (start, end) if end >= 0 else None


class _Search:
    """Looks for words in their order, the first that lets the rest be found."""

    def __init__(self, said: Compact, words: Sequence[str], marks: Sequence[bool]) -> None:
        self.text, self.said, self.words, self.marks = said.text, said, words, marks
        self._failed: set[tuple[int, int]] = set()
        self._steps = 0

    def spans(self) -> list[tuple[int, int]] | None:
        """Return where each slot begins and ends."""
        first = self.words[0]
        start = 0 if self.text.startswith(first) else self.text.find(first)
        return None if start < 0 else self._from(0, start + len(first))

    def _from(self, number: int, start: int) -> list[tuple[int, int]] | None:
        """Return the spans of the slots from `number` on, whose first begins at `start`."""
        if number == len(self.marks):
            return [] if start == len(self.text) or not self.text[start:].strip(TICKS) else None
        if (number, start) in self._failed:
            return None
        for end in self._ends(number, start):
            rest = self._from(number + 1, end + len(self.words[number + 1]))
            if rest is not None:
                return [(start, end), *rest]
        self._failed.add((number, start))
        return None

    def _ends(self, number: int, start: int) -> Iterator[int]:
        """Yield where a slot may end, the likeliest first: before the next words, before a gap in the text."""
        is_last = number + 1 == len(self.marks)
        ends = (
            self._unparted(start, is_last=is_last)
            if not self.words[number + 1]
            else self._before(number, start)
        )
        for end in ends:
            self._steps += 1
            if self._steps > MOST_STEPS:
                return
            if not self.marks[number] or _MARKED.fullmatch(self.text, start, end):
                yield end

    def _before(self, number: int, start: int) -> Iterator[int]:
        end = self.text.find(self.words[number + 1], start)
        while end >= 0:
            yield end
            end = self.text.find(self.words[number + 1], end + 1)

    def _unparted(self, start: int, *, is_last: bool) -> Iterator[int]:
        """Yield the ends of a slot that no words part from the next."""
        if is_last:
            yield len(self.text)
            return
        ends = range(start, len(self.text) + 1)
        yield from (end for end in ends if self.said.is_gap(end))
        yield from (end for end in ends if not self.said.is_gap(end))


# ---------------------------------------------------------------- ticks
def chosen(blank: str, slots: Sequence[Slot], texts: Sequence[str] | None, filled: str) -> list[str]:
    """Return the options that are ticked: in the box, behind the word, or nothing else being left of the text.

    A mark that the blank form shows as well is printed.
    """
    if texts is None:
        return _left_over(slots, filled)
    texts = [
        "" if text == blank[slot.start : slot.end] else text for slot, text in zip(slots, texts, strict=True)
    ]
    picked = []
    for number, (slot, text) in enumerate(zip(slots, texts, strict=True)):
        behind = texts[number + 1] if number + 1 < len(texts) else ""
        if _is_ticked(text, is_first=number == 0) or (
            len(behind) > 1 and behind[0] in TICKS and behind[-1] in EMPTY_BOXES
        ):
            picked.append(slot.name)
    end = compact(filled).text
    if not picked and slots and end.endswith(tuple(compact(slots[-1].name).text + tick for tick in TICKS)):
        picked.append(slots[-1].name)
    return picked


def _is_ticked(text: str, *, is_first: bool) -> bool:
    plain = text.strip("（）()[]【】 \u3000_")
    if len(plain) > 1 and plain[0] in TICKS and plain[-1] in EMPTY_BOXES:
        return is_first  # the tick behind the option before
    return any(char in TICKS or char in "×xXvV" for char in plain)


def _left_over(slots: Sequence[Slot], filled: str) -> list[str]:
    """Return the ticked options of a text that was written anew: √男, 男√, or only 男."""
    text = compact(filled).text
    names = [slot.name for slot in slots if slot.name]
    beside = [name for name in names if re.search(_beside(compact(name).text), text)]
    if beside or any(box in text for box in EMPTY_BOXES):
        return beside
    said = {compact(part).text for part in re.split(r"[、，,;；\s/]+", filled)}
    return [name for name in names if compact(name).text in said]


def _beside(name: str) -> str:
    word = re.escape(name)
    return rf"[{TICKS}][)）]?{word}|{word}[（(]?[√✓✔]"
