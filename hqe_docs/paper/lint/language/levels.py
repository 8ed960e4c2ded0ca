"""Numbers of headings: 一、（一）1.（1） in this order and form, none missing or twice (GB/T 9704 7.3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from hqe_docs.numerals import whole_of
from hqe_docs.paper.lint.language.annexes import annexes_of
from hqe_docs.paper.lint.language.prose import BLANK, NUMERALS, Line, Prose
from hqe_docs.paper.resolved.numbering import chinese
from hqe_docs.problems import Problems

FORMS = ("一、", "（一）", "1.", "（1）")
_N = f"[{NUMERALS}]{{1,4}}"
_HEADS = (
    re.compile(rf"{BLANK}*(?P<n>{_N})(?P<mark>、|[.．，,](?!\d))(?![{NUMERALS}]+[、级季月年类线])"),
    re.compile(rf"{BLANK}*(?P<open>[（(]){BLANK}*(?P<n>{_N}){BLANK}*(?P<close>[）)])(?P<mark>[、.．，,]?)"),
    re.compile(rf"{BLANK}*(?P<n>[1-9]\d?)(?P<mark>[.．、)）](?!\d))"),
    re.compile(
        rf"{BLANK}*(?P<open>[（(]){BLANK}*(?P<n>[1-9]\d?){BLANK}*(?P<close>[）)])(?P<mark>[、.．，,]?)"
    ),
)
_INNER = re.compile(rf"[：:]{BLANK}*(?P<n>1[.．、])(?!\d)")


@dataclass(frozen=True, slots=True)
class Head:
    """The number at the start of a line: its level from 0, its value, how it is written."""

    level: int
    number: int
    written: str
    end: int
    is_inside: bool = False


def head_of(text: str) -> Head | None:
    """Return the heading number that a line starts with."""
    for level, pattern in enumerate(_HEADS):
        match = pattern.match(text)
        if match and (value := _value(match["n"])):
            return Head(level, value, match[0].strip(" \t\u00a0\u3000"), match.end())
    return None


def _heads_in(text: str) -> Iterator[Head]:
    """Yield the number a line starts with, and the 1. behind a colon in it, as in 说明：1.…"""
    head = head_of(text)
    if head:
        yield head
    inner = _INNER.search(text)
    if inner:
        yield Head(2, 1, inner["n"], inner.end(), is_inside=True)


def _value(text: str) -> int:
    """Return a number of Chinese or Arabic digits below 1000, 0 for what is none."""
    return int(text) if text.isdecimal() else whole_of(text) or 0


def numeral(level: int, number: int) -> str:
    """Return the number of a heading as the standard writes it."""
    if level >= 2:
        return f"{number}." if level == 2 else f"（{number}）"
    return f"{chinese(number)}、" if level == 0 else f"（{chinese(number)}）"


@dataclass(slots=True)
class _Outline:
    """How far each level has come; `highest` is the last number of a level, under whatever heading."""

    now: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    highest: list[int] = field(default_factory=lambda: [0, 0, 0, 0])

    def take(self, head: Head) -> None:
        level = head.level
        self.now[level] = self.highest[level] = head.number
        self.now[level + 1 :] = [0] * (3 - level)

    def fits(self, head: Head) -> bool:
        """Say whether the number is the next one; levels may count through over the headings above them."""
        level = head.level
        return head.number in {self.now[level] + 1, 0 if self.now[level] else self.highest[level] + 1}


def check_levels(prose: Prose, found: Problems) -> None:
    """Find heading numbers in another form, out of order, twice, or below a level that is missing."""
    in_cells = {
        (head.level, head.number) for line in prose.lines if line.cell and (head := head_of(line.text))
    }
    listed = {id(line) for _, line in annexes_of(prose).notes.values()}
    for lines in _texts([line for line in prose.lines if id(line) not in listed]):
        heads = [(head, line) for line in lines for head in _heads_in(line.text)]
        led_in, outline = _led_in(lines), _Outline()
        for place, (head, line) in enumerate(heads):
            if head.is_inside:
                outline.take(head)
                continue
            _check_form(head, line, found)
            if head.number == 1 and head.level and id(line) in led_in:
                outline.now[head.level] = 0
            if (head.level, head.number - 1) not in in_cells:  # a form's heading may follow one in a cell
                _check_order(outline, head, line, found)
            _check_nesting(outline, [later for later, _ in heads[place:]], line, found)
            outline.take(head)


def _texts(lines: list[Line]) -> list[list[Line]]:
    """Return the lines outside tables, cut where numbering begins anew."""
    texts: list[list[Line]] = [[]]
    for line in lines:
        if line.starts:
            texts.append([])
        elif line.cell is None:
            texts[-1].append(line)
    return texts


def _led_in(lines: list[Line]) -> set[int]:
    """Return the lines that follow one ending in a colon, where a list of its own may begin."""
    shown = [line for line in lines if line.text.strip()]
    return {id(line) for before, line in pairwise(shown) if before.text.rstrip().endswith(("：", ":"))}


def _check_form(head: Head, line: Line, found: Problems) -> None:
    wanted = numeral(head.level, head.number)
    if head.written != wanted:
        found.add("G301", line.where, found=head.written, wanted=wanted)


def _check_order(outline: _Outline, head: Head, line: Line, found: Problems) -> None:
    if outline.fits(head):
        return
    last = outline.now[head.level]
    wanted = numeral(head.level, last + 1)
    written = numeral(head.level, head.number)
    if last and head.number == last:
        found.add("G303", line.where, found=written, wanted=wanted)
    elif last:
        found.add("G302", line.where, found=written, before=numeral(head.level, last), wanted=wanted)
    else:
        found.add("G302", line.where, found=written, before="开头", wanted=wanted)


def _check_nesting(outline: _Outline, heads: list[Head], line: Line, found: Problems) -> None:
    """Find a heading whose upper level is missing: （1） right below 一、, or 1. before the （一） of the same 一、."""
    head = heads[0]
    level = head.level
    if level == 0 or outline.now[level - 1] or outline.now[level]:
        return
    section = _section(heads, 0)
    if level == 2:
        is_missing = any(later.level == 1 for later in section) and bool(outline.now[0])
    elif level == 1:
        is_missing = any(later.level == 0 and later.number == 1 for later in heads)
    else:
        is_missing = bool(outline.now[0] or outline.now[1])
    if is_missing:
        found.add("G304", line.where, found=numeral(level, head.number), level=FORMS[level - 1])


def _section(heads: list[Head], level: int) -> list[Head]:
    """Return the headings up to the next of `level`."""
    end = next((place for place, head in enumerate(heads[1:], 1) if head.level <= level), len(heads))
    return heads[:end]
