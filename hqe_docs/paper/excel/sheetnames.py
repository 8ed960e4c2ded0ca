"""Names of sheets as Excel takes them (ECMA-376 §18.2.19 and Excel's own limits)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST = 31  # UTF-16 units
_WIDE = str.maketrans("[]:*?/\\", "［］：＊？／＼")


def legal_name(name: str) -> str:
    """Return `name` as a sheet may be called: at most 31 units, without []:*?/\\ and quotes at its ends."""
    plain = re.sub(r"[\x00-\x1f]", "", name.translate(_WIDE)).strip().strip("'")
    return _cut(plain, _LONGEST) or "Sheet"


def free_name(name: str, taken: Iterable[str]) -> str:
    """Return `name` as a sheet may be called, numbered where one of `taken` is called so already."""
    others = {other.casefold() for other in taken}
    plain = legal_name(name)
    number, free = 2, plain
    while free.casefold() in others:
        tail = f"({number})"
        free, number = _cut(plain, _LONGEST - len(tail)) + tail, number + 1
    return free


def _cut(text: str, units: int) -> str:
    while len(text.encode("utf-16-le")) // 2 > units:
        text = text[:-1]
    return text
