"""The values of one plain cell in many rows, written at once: the same texts as one by one (ECMA-376 §18.3.1.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import isfinite
from operator import itemgetter
from types import NoneType
from typing import Any

from hqe_docs.paper.excel.cells import (
    EPOCH,
    FIRST_SAFE_DAY,
    MOST_CHARACTERS,
    PRECISE,
    CellForm,
    as_xml,
)
from hqe_docs.paper.excel.strips import Texts
from hqe_docs.paper.language.filters import text_of

_MARK = "\0"  # stands between texts while they are encoded; no text of a cell may hold it
# bytes of texts that are written as they are; U+FFFE and U+FFFF, which aren't, begin with EF BF
_USUAL = bytes({*range(256)} - {*b"&<>_ "} - {*range(1, 32)})
_REFUSED = re.compile("[^\0\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]").search
_OUTER_BLANKS = re.compile("[ \t\n](?:\0|\\Z)|(?:\0|\\A)[ \t\n]").search
_PRINTED = {int, float, bool, date, datetime, Decimal, Fraction, NoneType}
# of these no two that are equal are written differently, but 0.0 and -0.0
_DISTINCT = [{str, NoneType, date, kind} for kind in (int, float, bool)]
_LONGEST = 32  # bytes that a number is written with at most
_MOST_KNOWN = 4_096


class Unusual(Exception):
    """Something that only the way cell by cell can write or tell of."""


@dataclass(slots=True)
class Column:
    """The texts of one cell in many rows, what stands before and after each, and the points each needs, if any.

    `most` is how many bytes the texts have at most.
    """

    opening: str
    texts: Texts
    closing: str
    most: int
    heights: list[float] | None = None


class ColumnMaker:
    """Makes columns of one cell, and remembers how its values are written while they are few."""

    def __init__(self, form: CellForm) -> None:
        self._form = form
        self._known: dict[Any, bytes] = {}
        self._kinds: set[type] = set()
        self._longest = 0
        self._learns = form.room is None

    def remembered(self, values: Sequence[Any]) -> Column | None:
        """Return how `values` are written if each has been written before, and their kinds don't matter."""
        told = self._kinds and self._kinds <= {str, NoneType, date}
        return self._found(values) if told and self._learns else None

    def column(self, values: Sequence[Any], kinds: set[type]) -> Column:
        """Return how `values`, which are of these `kinds`, are written; `Unusual` for what can't be in a cell."""
        found = None
        if self._learns and _are_distinct(values, kinds | self._kinds):
            found = self._found(values)
            if found is None and self._learned(set(values), len(values)):
                self._kinds |= kinds
                found = self._found(values)
        return found or column_of(self._form, values, kinds)

    def _found(self, values: Sequence[Any]) -> Column | None:
        try:
            found = itemgetter(*values)(self._known)
        except (KeyError, TypeError):  # a list, which can't be looked for
            return None
        texts = found if len(values) > 1 else [found]
        return Column("", lambda: texts, "", self._longest * len(values))

    def _learned(self, values: set[Any], count: int) -> bool:
        """Say whether the values come again so often that they are worth being remembered, and do so."""
        self._learns = 3 * len(values) <= count and len(self._known) < _MOST_KNOWN
        if self._learns:
            new = list(values.difference(self._known))
            made = column_of(self._form, new, set(map(type, new)))
            opening, closing = made.opening.encode(), made.closing.encode()
            texts = [opening + text + closing for text in made.texts()]
            self._longest = max(self._longest, *map(len, texts))
            self._known.update(zip(new, texts, strict=True))
        return self._learns


def _are_distinct(values: Sequence[Any], kinds: set[type]) -> bool:
    return any(kinds <= some for some in _DISTINCT) and (float not in kinds or 0.0 not in values)


def column_of(form: CellForm, values: Sequence[Any], kinds: set[type]) -> Column:
    """Return how `values`, which are of these `kinds`, are written into a cell; `Unusual` for what can't be there."""
    if kinds == {str}:
        return _texts(form, values, _MARK.join(values))
    if kinds == {int} and max(values) < 10**PRECISE and min(values) > -(10**PRECISE):
        return _numbers(_pattern(form, b"%d"), values)
    if kinds == {float} and all(map(isfinite, values)):
        return _numbers(_pattern(form, b"%a"), values)
    if kinds == {date} and min(values) >= FIRST_SAFE_DAY:
        epoch = EPOCH + (1462 if form.from_1904 else 0)
        return _numbers(_pattern(form, b"%d", dated=True), [value.toordinal() - epoch for value in values])
    if not all(issubclass(kind, str) or kind in _PRINTED for kind in kinds):
        raise Unusual
    return _mixed(form, values, kinds)


def _pattern(form: CellForm, number: bytes, *, dated: bool = False) -> bytes:
    before, after = form.number_opening(dated=dated), form.closing[1]
    return before.replace("%", "%%").encode() + number + after.replace("%", "%%").encode()


def _numbers(pattern: bytes, values: Sequence[Any]) -> Column:
    most = len(values) * (len(pattern) + _LONGEST)
    return Column("", partial(numbered, pattern, values), "", most)


def numbered(pattern: bytes, numbers: Iterable[Any]) -> list[bytes]:
    """Return the pattern with each of the numbers in it."""
    return [pattern % number for number in numbers]


def _texts(form: CellForm, values: Sequence[str], joined: str) -> Column:
    data = _encoded(joined)
    if data.translate(None, _USUAL) or b"\xef\xbf" in data:
        if _REFUSED(joined):
            raise Unusual
        if _OUTER_BLANKS(joined):
            return _mixed(form, values, {str})
        data = _encoded(as_xml(joined))
    longest = max(map(len, values)) if form.room or len(data) > MOST_CHARACTERS else 0
    if longest > MOST_CHARACTERS or data.count(b"\0") >= len(values):
        raise Unusual
    tall = form.room is not None and (longest > form.short or "\n" in joined)
    heights = list(map(form.height, values)) if tall else None
    opening, closing = form.opening[0], form.closing[0]
    if all(values):
        return Column(opening, partial(data.split, b"\0"), closing, len(data), heights)
    before, after, blank = opening.encode(), closing.encode(), form.blank.encode()
    most = len(data) + len(values) * (len(before) + len(after))
    return Column("", partial(_with_blanks, data, before, after, blank), "", most, heights)


def _with_blanks(data: bytes, before: bytes, after: bytes, blank: bytes) -> list[bytes]:
    return [before + text + after if text else blank for text in data.split(b"\0")]


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        raise Unusual from None


def _mixed(form: CellForm, values: Sequence[Any], kinds: set[type]) -> Column:
    if _are_distinct(values, kinds):
        known = {value: _one(form, value) for value in set(values)}
        written = [known[value] for value in values]
    else:
        written = [_one(form, value) for value in values]
    joined = _MARK.join([text for text, _ in written])
    heights = [height for _, height in written]
    data = joined.encode()
    return Column("", partial(data.split, b"\0"), "", len(data), heights if any(heights) else None)


def _one(form: CellForm, value: Any) -> tuple[str, float]:
    if not isinstance(value, str):
        number = form.number(value)
        if number is not None:
            return number, 0.0
        value = text_of(value)
    if _MARK in value or _REFUSED(value) or len(value) > MOST_CHARACTERS:
        raise Unusual
    return form.text(value), form.height(value)
