"""Boxes to tick in a text: □男 □女, （ ）是 （ ）否, 是□ 否□, each group with the words before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hqe_docs.paper.forms.model import Slot

_CODE = (
    r"(?:(?:\d{1,2}|[A-Z])[.．、]|[（(]\d{1,2}[)）]|[①-⑳])(?=[ \u3000]*[^\s\d])[ \u3000]*"  # A. 1、 （1） ①
)
_BRACKETS = re.compile(r"[（(\[【][ _\u3000\xa0]*[)）\]】]")
_AFTER_BOX = re.compile(rf"[ \u3000\xa0]*(?:{_CODE})?([^\s；;。，,、_：:（）()【\[]+)")
_WITH_BRACKETS = re.compile(r"[（(][^（）()_]*[^\s（）()_][^（）()_]*[)）]")
_BLANK_INSIDE = re.compile(r"[（(][\s_]|[\s_]{2}")
_WORD_BEFORE = re.compile(r"([^\s；;。，,、_：:（）()]+)[ \u3000\xa0]*\Z")
_NO_WORD = re.compile(r"[ \u3000\xa0]*(?:\Z|[\n。；;，,)）])|[ \u3000\xa0\t]{2,}")
_SPLIT = re.compile(r"[\n。；;，,]|[ \u3000\xa0\t]{2,}")
_SAID = re.compile(r"[□☐○][ \u3000]*(?:[内中里上][ \u3000]*[打划画填]|打[“\"‘']?[√✓勾])")  # 在□内打√
_NUMBERED = re.compile(r"(?:[（(]?\d{1,2}[)）.、]|[①-⑳])\s*\Z")  # of an option
FEWEST_BRACKETS = 2
CODED = re.compile(rf"{_CODE}|\d{{1,2}}(?=[\u4e00-\u9fff])")  # an option with its code


@dataclass(frozen=True, slots=True)
class TickGroup:
    """Boxes that answer one question: the question as written, a slot for each box named by its option."""

    label: str
    slots: tuple[Slot, ...]
    end: int


def find_ticks(text: str, box: str) -> list[TickGroup]:
    """Return the groups of boxes of a text, from the left; `box` is the pattern of one."""
    said = [match.span() for match in _SAID.finditer(text)]
    found = (match.span() for match in re.finditer(box, text))
    boxes = [one for one in found if not any(a <= one[0] < b for a, b in said)] or _brackets(text)
    if not boxes:
        return []
    marks = _behind(text, boxes) if _stand_behind(text, boxes) else _before(text, boxes)
    return list(_groups(text, marks))


def _brackets(text: str) -> list[tuple[int, int]]:
    """Return the empty brackets of a text when they are boxes: two or more, all before words or all behind."""
    spans = [match.span() for match in _BRACKETS.finditer(text)]
    before = [bool(re.match(r"[\u4e00-\u9fffA-Za-z]", text[end : end + 1])) for _, end in spans]
    behind = [bool(re.match(r"[\u4e00-\u9fffA-Za-z]", text[start - 1 : start])) for start, _ in spans]
    return spans if len(spans) >= FEWEST_BRACKETS and (all(before) or all(behind)) else []


def _stand_behind(text: str, boxes: Sequence[tuple[int, int]]) -> bool:
    """Say whether the boxes stand behind their options: 是□ 否□."""
    first, last = boxes[0][0], boxes[-1][1]
    line = _SPLIT.split(text[:first])[-1]
    if not line.strip() or line.rstrip()[-1:] in "：:、":
        return False
    ends = not text[last:].strip()  # words with room behind them, and nothing behind the last box
    return (ends and len(boxes) > 1) or (not line[-1:].isspace() and _NO_WORD.match(text, last) is not None)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A box with its option, and where both together begin and end."""

    slot: Slot
    start: int
    end: int


def _before(text: str, boxes: Sequence[tuple[int, int]]) -> Iterator[_Mark]:
    limits = [start for start, _ in boxes[1:]] + [len(text)]
    for (start, end), limit in zip(boxes, limits, strict=True):
        match = _AFTER_BOX.match(text, end, limit)
        stop = match.end() if match else end
        name = match[1] if match else ""
        brackets = _WITH_BRACKETS.match(text, stop, limit)
        if name and brackets and not _BLANK_INSIDE.search(brackets[0]):
            name, stop = name + brackets[0], brackets.end()
        yield _Mark(Slot(start, end, name), start, stop)


def _behind(text: str, boxes: Sequence[tuple[int, int]]) -> Iterator[_Mark]:
    floor = 0
    for start, end in boxes:
        match = _WORD_BEFORE.search(text[floor:start])
        begin = floor + match.start() if match else start
        yield _Mark(Slot(start, end, match[1] if match else ""), begin, end)
        floor = end


def _groups(text: str, marks: Iterator[_Mark]) -> Iterator[TickGroup]:
    """Yield the marks in groups: a word with a colon, or one that begins a line, begins a new one."""
    label, slots, end = "", list[Slot](), 0
    for mark in marks:
        between = text[end : mark.start]
        asked = _question(between, may_be_bare=not slots and bool(mark.slot.name))
        if asked and slots:
            yield TickGroup(label, tuple(slots), end)
            slots = []
        label = asked or label
        slots.append(mark.slot)
        end = mark.end
    yield TickGroup(label, tuple(slots), end)


def _question(between: str, *, may_be_bare: bool) -> str:
    """Return the words before a box that ask what is ticked: those with a colon, or bare ones before the first box."""
    stripped = between.rstrip(" \u3000\xa0\t")
    if stripped.endswith(("：", ":")):
        return re.split(r"[\n。；;]|[ \u3000\xa0\t]{2,}", stripped[:-1])[-1]
    line = _NUMBERED.sub("", re.split(r"[\n。；;，,]", stripped)[-1].strip())
    return line if may_be_bare and 1 < len(line) <= 20 and "_" not in line else ""
