"""Days in worksheets: numbers that only their format makes a date (ECMA-376 §18.8.30, §18.17.4)."""

from __future__ import annotations

import re
from datetime import date, timedelta

from lxml import etree

Element = etree._Element
# the built-in formats that show a day, those of Chinese programs among them
_BUILT_IN = frozenset(map(str, (*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58)))
_NO_CODE = re.compile(r'"[^"]*"|\\.|\[(?!\$)[^\]]*\]|_.')
_DAY = re.compile(r"[yYdDeE]|[年日]")
_NUMBER = re.compile(r"\d{1,7}(?:\.\d+)?")
LAST = 2_958_465  # 9999-12-31


def day_formats(styles: Element) -> frozenset[int]:
    """Return the cell formats that show a number as a day."""
    own = {
        item.get("numFmtId", ""): item.get("formatCode", "")
        for item in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    formats = enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
    return frozenset(number for number, one in formats if _is_day(one.get("numFmtId", "0"), own))


def _is_day(number: str, own: dict[str, str]) -> bool:
    code = own.get(number)
    if code is None:
        return number in _BUILT_IN
    plain = _NO_CODE.sub("", code.split(";")[0])
    return "General" not in plain and _DAY.search(plain) is not None and not re.search(r"[0#?]", plain)


def shown_day(number: str, *, from_1904: bool) -> str:
    """Return a cell's number as the day it shows, 2023-06-30; what is no day as it is."""
    if not _NUMBER.fullmatch(number) or not 1 <= int(number.partition(".")[0]) <= LAST:
        return number
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    try:
        return (first + timedelta(days=int(number.partition(".")[0]))).isoformat()
    except OverflowError:
        return number
