"""The values of one plain cell in many rows, written at once: the same texts as one by one (ECMA-376 §18.3.1.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import repeat
from math import isfinite
from operator import sub
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
from hqe_docs.paper.language.filters import text_of

_MARK = "\0"  # stands between texts while they are encoded; no text of a cell may hold it
# bytes of texts that are written as they are; U+FFFE and U+FFFF, which aren't, begin with EF BF
_USUAL = bytes({*range(256)} - {*b"&<>_ "} - {*range(1, 32)})
_REFUSED = re.compile("[^\0\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]").search
_OUTER_BLANKS = re.compile("[ \t\n](?:\0|\\Z)|(?:\0|\\A)[ \t\n]").search
_PRINTED = {int, float, bool, date, datetime, Decimal, Fraction, NoneType}
# of these no two that are equal are written differently
_DISTINCT = ({str, NoneType, int}, {str, NoneType, date}, {str, NoneType, bool})


_REMEMBERED = {str, NoneType, int, date}  # nor of these
_MOST_KNOWN = 4_096


class Unusual(Exception):
    """Something that only the way cell by cell can write or tell of."""


@dataclass(slots=True)
class Column:
    """The texts of one cell in many rows, what stands before and after each, and the points each needs, if any.

    `surplus` is by how much the texts are longer in bytes than in characters.
    """

    opening: str
    texts: list[bytes]
    closing: str
    surplus: int
    heights: list[float] | None = None


class ColumnMaker:
    """Makes columns of one cell, and remembers how its values are written while they are few."""

    def __init__(self, form: CellForm) -> None:
        self._form = form
        self._known: dict[Any, bytes] = {}
        self._surplus: dict[Any, int] = {}
        self._wide = False
        self._learns = form.room is None

    def column(self, values: Sequence[Any], kinds: set[type]) -> Column:
        """Return how `values`, which are of these `kinds`, are written; `Unusual` for what can't be in a cell."""
        if not self._learns or not kinds <= _REMEMBERED:
            return column_of(self._form, values, kinds)
        try:
            texts = list(map(self._known.__getitem__, values))
        except KeyError:
            if not self._learned(set(values), len(values)):
                return column_of(self._form, values, kinds)
            texts = list(map(self._known.__getitem__, values))
        surplus = sum(map(self._surplus.__getitem__, values)) if self._wide else 0
        return Column("", texts, "", surplus)

    def _learned(self, values: set[Any], count: int) -> bool:
        """Say whether the values come again so often that they are worth being remembered, and do so."""
        self._learns = 3 * len(values) <= count and len(self._known) < _MOST_KNOWN
        if not self._learns:
            return False
        for value in values - self._known.keys():
            text = _one(self._form, value)[0]
            data = self._known[value] = text.encode()
            self._surplus[value] = len(data) - len(text)
            self._wide |= len(data) > len(text)
        return True


def column_of(form: CellForm, values: Sequence[Any], kinds: set[type]) -> Column:
    """Return how `values`, which are of these `kinds`, are written into a cell; `Unusual` for what can't be there."""
    if kinds == {str}:
        return _texts(form, values, _MARK.join(values))
    if kinds == {int} and max(values) < 10**PRECISE and min(values) > -(10**PRECISE):
        return _numbers(form, map(str, values))
    if kinds == {float} and all(map(isfinite, values)):
        return _numbers(form, map(repr, values))
    if kinds == {date} and min(values) >= FIRST_SAFE_DAY:
        epoch = EPOCH + (1462 if form.from_1904 else 0)
        serials = map(sub, map(date.toordinal, values), repeat(epoch))
        return _numbers(form, map(str, serials), dated=True)
    if not all(issubclass(kind, str) or kind in _PRINTED for kind in kinds):
        raise Unusual
    return _mixed(form, values, kinds)


def _numbers(form: CellForm, texts: Iterable[str], *, dated: bool = False) -> Column:
    data = _MARK.join(texts).encode()
    return Column(form.number_opening(dated=dated), data.split(b"\0"), form.closing[1], 0)


def _texts(form: CellForm, values: Sequence[str], joined: str) -> Column:
    data, size = _encoded(joined), len(joined)
    if data.translate(None, _USUAL) or b"\xef\xbf" in data:
        if _REFUSED(joined):
            raise Unusual
        if _OUTER_BLANKS(joined):
            return _mixed(form, values, {str})
        written = as_xml(joined)
        data, size = _encoded(written), len(written)
    longest = max(map(len, values)) if form.room or size > MOST_CHARACTERS else 0
    texts = data.split(b"\0")
    if longest > MOST_CHARACTERS or len(texts) != len(values):
        raise Unusual
    opening, closing = form.opening[0], form.closing[0]
    if not all(values):
        before, after, blank = opening.encode(), closing.encode(), form.blank.encode()
        texts = [before + text + after if text else blank for text in texts]
        opening = closing = ""
    tall = form.room is not None and (longest > form.short or "\n" in joined)
    heights = list(map(form.height, values)) if tall else None
    return Column(opening, texts, closing, len(data) - size, heights)


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        raise Unusual from None


def _mixed(form: CellForm, values: Sequence[Any], kinds: set[type]) -> Column:
    if any(kinds <= some for some in _DISTINCT):
        known = {value: _one(form, value) for value in set(values)}
        written = [known[value] for value in values]
    else:
        written = [_one(form, value) for value in values]
    joined = _MARK.join([text for text, _ in written])
    heights = [height for _, height in written]
    data = joined.encode()
    surplus = len(data) - len(joined)
    return Column("", data.split(b"\0"), "", surplus, heights if any(heights) else None)


def _one(form: CellForm, value: Any) -> tuple[str, float]:
    if not isinstance(value, str):
        number = form.number(value)
        if number is not None:
            return number, 0.0
        value = text_of(value)
    if _MARK in value or _REFUSED(value) or len(value) > MOST_CHARACTERS:
        raise Unusual
    return form.text(value), form.height(value)
