"""Amounts written in the capital characters of cheques: 壹仟贰佰元整."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {char: i for i, char in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"〇": 0, "两": 2}
_UNITS = {"拾": 10, "佰": 100, "仟": 1000}
_PARTS = {"角": Decimal("0.1"), "分": Decimal("0.01")}
_FORM = re.compile(
    r"(?:人民币)?([零〇壹贰叁肆伍陆柒捌玖两拾佰仟万亿]+)[元圆](?:整|正|((?:[零壹贰叁肆伍陆柒捌玖][角分]?)*)整?)"
)


def capital_amount(text: str) -> Decimal | None:
    """Return the amount that `text` spells out, None when it is no such amount."""
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    return Decimal(_whole(match[1])) + sum(
        (_DIGITS[digit] * _PARTS[unit] for digit, unit in re.findall(r"([^零角分])([角分])", match[2] or "")),
        Decimal(0),
    )


def _whole(text: str) -> int:
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[char], 0
        else:
            scale = 10_000 if char == "万" else 100_000_000
            total, section, digit = (
                (total + section + digit) * scale if char == "亿" else total + (section + digit) * scale,
                0,
                0,
            )
    return total + section + digit
