"""Citizen identity numbers (GB 11643-1999, check digit by ISO 7064 MOD 11-2): read and judged."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from operator import mul
from typing import Literal

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
EARLIEST_YEAR = 1880
_X_LIKE = str.maketrans({"x": "X", "Х": "X", "х": "X", "×": "X", "*": "X", "Ⅹ": "X"})
_RIGHT = re.compile(r"[0-9]{17}[0-9X]")
_NOISE = re.compile(r"[\s\u200b\u200e\u200f\ufeff'`‘’,，-]+")


@dataclass(frozen=True, slots=True)
class IdFault:
    """What is wrong with a number: its code (L203 …) and, in words, what was expected."""

    code: Literal["L204", "L205", "L206", "L207", "L208"]
    detail: str = ""


def has_odd_digits(text: str) -> bool:
    """Say whether `text` holds ① or ²: NFKC would make plain digits of what nobody meant as one."""
    return not text.isascii() and any(char.isdigit() and not char.isdecimal() for char in text)


def tidy(text: str) -> str:
    """Return `text` as a number would be written: half-width, no spaces or marks, X in capitals."""
    if _RIGHT.fullmatch(text) or has_odd_digits(text):
        return text
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).translate(_X_LIKE)


def check_digit(first17: str) -> str:
    """Return the check character of the first 17 digits (GB 11643-1999 §4.4)."""
    return _CHECKS[sum(map(mul, map(int, first17), WEIGHTS)) % 11]


def judge(number: str) -> IdFault | None:
    """Return the fault of a tidied number, or None when it is right."""
    if not _RIGHT.fullmatch(number):
        return _judge_form(number)
    if birth(number) is None:
        return IdFault("L206", f"{number[6:10]} 年 {number[10:12]} 月 {number[12:14]} 日")
    return _judge_check(number)


def _judge_form(number: str) -> IdFault:
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?E\+?[0-9]+", number, re.IGNORECASE):
        return IdFault("L207", "变成了科学计数，末尾几位已经丢失")
    if re.fullmatch(r"[0-9]{15}", number):
        return IdFault("L208", "是 15 位旧号码")
    return IdFault("L205", f"有 {len(number)} 位" if len(number) != 18 else "含有不该有的字符")


def _judge_check(number: str) -> IdFault | None:
    expected = check_digit(number[:17])
    if number[17] == expected:
        return None
    if number.endswith("000"):
        return IdFault("L207", "末三位是 000，多半是 Excel 把长数字截断了")
    return IdFault("L204", f"按前 17 位推算，末位应为 {expected}，表中为 {number[17]}")


def birth(number: str) -> date | None:
    """Return the birth date an 18-character number holds, None when there is no such day."""
    try:
        day = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return day if day.year >= EARLIEST_YEAR else None


def sex(number: str) -> str:
    """Return 男 or 女: the 17th digit is odd for men."""
    return "男" if int(number[16]) % 2 else "女"
