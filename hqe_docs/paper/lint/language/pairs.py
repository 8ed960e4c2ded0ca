"""Brackets, quotation marks and book title marks in pairs, nested as the standard says (GB/T 15834 4.8, 4.9, 4.15)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hqe_docs.paper.lint.language.prose import Line, Prose
from hqe_docs.problems import Problems

_PAIRS = dict(zip("（《〈“‘〔【［", "）》〉”’〕】］", strict=True))
_PARTNER = _PAIRS | {close: mark for mark, close in _PAIRS.items()}
_WIDE = {"(": "（", ")": "）"}
_MARKS = re.compile(r"[()（）《》〈〉“”‘’〔〕【】［］]")
_ITEM = re.compile(r"[ \t\u3000]*[\dA-Za-z一二三四五六七八九十①-⑳]{1,3}[)）]")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])’(?=[a-z])")
_SENTENCE = re.compile(r"[。；！？]")
_INNER = {"《": ("书名号《》", "〈…〉"), "“": ("双引号“”", "‘…’")}


@dataclass(frozen=True, slots=True)
class _Mark:
    mark: str
    place: int


@dataclass(frozen=True, slots=True)
class _Unpaired:
    """A line with marks that have no partner in it."""

    line: Line
    opened: tuple[_Mark, ...]
    closed: tuple[_Mark, ...]
    nested: tuple[_Mark, ...]


def check_pairs(prose: Prose, found: Problems) -> None:
    """Find marks without a partner; a title over several lines and a quotation over paragraphs are right."""
    lines = [line for line in prose.lines if line.text.strip()]
    met = [_unpaired(line) for line in lines]
    carried: tuple[str, ...] = ()
    for place, item in enumerate(met):
        later = met[place + 1] if place + 1 < len(met) else None
        before, carried = carried, _carried(item, later)
        closed = [mark for mark in item.closed if _PARTNER[mark.mark] not in before]
        opened = [mark for mark in item.opened if mark.mark not in carried]
        _tell(item.line, opened + closed, found)
        if not item.opened and not item.closed:
            for mark in item.nested:
                near = _near(item.line.text, mark.place)
                name, wanted = _INNER[mark.mark]
                found.add("G321", item.line.where, name=name, wanted=wanted, sample=near)


def _unpaired(line: Line) -> _Unpaired:
    text = _APOSTROPHE.sub("x", line.text)
    item = _ITEM.match(text)
    stack: list[_Mark] = []
    closed, nested = [], []
    for match in _MARKS.finditer(text, item.end() if item and "(" not in item[0] else 0):
        mark = _Mark(_WIDE.get(match[0], match[0]), match.start())
        if mark.mark in _PAIRS:
            if _is_nested(stack, mark.mark):
                nested.append(mark)
            stack.append(mark)
        elif stack and _PAIRS[stack[-1].mark] == mark.mark:
            stack.pop()
        else:
            closed.append(mark)
    return _Unpaired(line, tuple(stack), tuple(closed), tuple(nested))


def _is_nested(stack: list[_Mark], mark: str) -> bool:
    """Say whether a mark stands right inside its like: 《…《, not 《…〈…《."""
    kinds = {"《": "《〈", "“": "“‘"}.get(mark)
    return kinds is not None and next((o.mark for o in reversed(stack) if o.mark in kinds), "") == mark


def _carried(item: _Unpaired, later: _Unpaired | None) -> tuple[str, ...]:
    """Return the opened marks that the next line takes on."""
    if later is None:
        return ()
    goes_on = {_PARTNER[mark.mark] for mark in later.closed} | {mark.mark for mark in later.opened}
    is_title = not (_SENTENCE.search(item.line.text) or _SENTENCE.search(later.line.text))
    again = later.line.text.strip()[:1]
    return tuple(
        mark.mark for mark in item.opened if (is_title and mark.mark in goes_on) or mark.mark == again == "“"
    )


def _tell(line: Line, marks: list[_Mark], found: Problems) -> None:
    for mark in sorted(marks, key=lambda mark: mark.place):
        sample = _near(line.text, mark.place)
        found.add("G314", line.where, found=mark.mark, partner=_PARTNER[mark.mark], sample=sample)


def _near(text: str, place: int) -> str:
    return " ".join(text[max(0, place - 6) : place + 8].split())
