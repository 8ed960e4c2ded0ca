"""Texts as the values they stand for: numbers, days, yes and no; what has a form of its own stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from hqe_docs.values import Fault, as_date, squeeze

Value = str | int | Decimal | date | bool
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?")
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3}){1,4}(?:\.\d{1,15})?")
_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}[日号]?")
_NO_QUANTITY = re.compile(r"0\d+|\d{12,}[Xx]?|1[3-9]\d{9}")  # leading zeros, identity numbers, mobile phones
_CODED = re.compile(r"(?<!序)号|编码|代码|电话|手机|邮编|账户|卡$")
_WORDS = {"true": True, "false": False}


def typed(text: str) -> Value:
    """Return what a plain YAML scalar or an option says: 12, 3.50, 2023-06-01, true; any other text as it is."""
    return _WORDS[text] if text in _WORDS else _value(text, text)


def column_values(title: str, texts: Sequence[str]) -> list[Value]:
    """Return the cells of a column; identity numbers, phones and codes with leading zeros stay text."""
    read = str if is_coded(title, texts) else _cell
    known: dict[str, Value] = {text: read(text) for text in set(texts)}
    return [known[text] for text in texts]


def is_coded(title: str, texts: Iterable[str]) -> bool:
    """Say whether digits in this column are no quantities: they can't be reckoned with."""
    if _CODED.search(title):
        return True
    return any(_NO_QUANTITY.fullmatch(plain) for plain in map(squeeze, set(texts)))


def impossible_day(text: str) -> str:
    """Return why `text`, which looks like a day, is none; "" for a day and for anything else."""
    plain = squeeze(text)
    day = as_date(plain) if _DAY.fullmatch(plain) else None
    return day.detail if isinstance(day, Fault) else ""


def _cell(text: str) -> Value:
    plain = squeeze(text)
    return _value(plain if not _GROUPED.fullmatch(plain) else plain.replace(",", ""), text)


def _value(plain: str, text: str) -> Value:
    """Return what `plain` stands for, `text` when it is neither number nor day."""
    if _NUMBER.fullmatch(plain):
        return Decimal(plain) if "." in plain else int(plain)
    day = as_date(plain) if _DAY.fullmatch(plain) else None
    return day if isinstance(day, date) else text
