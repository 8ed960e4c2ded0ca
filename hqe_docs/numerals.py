"""Numbers in Chinese characters: as counted, 十二, and in the capitals of cheques, 伍万元整 (GB/T 15835 5.2.4)."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

_DIGITS = "零一二三四五六七八九"
_CAPITALS = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
# other characters that are met for these
_USUAL = str.maketrans(
    "〇两弍貳参叄參陸億萬壹贰叁肆伍陆柒捌玖拾佰仟", "零二二二三三三六亿万一二三四五六七八九十百千"
)
_VALUES = {character: value for value, character in enumerate(_DIGITS)}
_PLACES = {"千": 1000, "百": 100, "十": 10}
_SCALES = ((10**8, "亿"), (10**4, "万"), (1, ""))


def chinese(number: int) -> str:
    """Return a whole number from 0 to 10^12 - 1 in Chinese: 零, 十二, 一百零五."""
    return re.sub("^一十", "十", _spelt(number)) or "零"


def capitals(yuan: Decimal | Fraction) -> str:
    """Return an amount below 10^12 yuan, without fractions of a fen, in capitals: 伍万元整, 壹仟零伍元叁角整."""
    whole, rest = divmod(int(yuan * 100), 100)
    text = (_spelt(whole) or "零") + "元" if whole or not rest else ""
    text += f"{_DIGITS[rest // 10]}角" if rest >= 10 else "零" if rest and whole else ""
    text += f"{_DIGITS[rest % 10]}分" if rest % 10 else "整"
    return text.translate(_CAPITALS)


def _spelt(number: int) -> str:
    """Return a number with no zero more than it needs, empty for 0."""
    text, skipped = "", False
    for scale, name in _SCALES:
        part, number = divmod(number, scale)
        if part:
            # 一亿五千 would be heard as 一亿五千万: four places of zeros are told, whatever follows
            text += ("零" if text and (skipped or part < 1000) else "") + _four(part) + name
        skipped = not part
    return text


def _four(number: int) -> str:
    pairs = zip(f"{number:04d}", (*_PLACES, ""), strict=True)
    text = "".join(_DIGITS[int(digit)] + place if digit != "0" else "零" for digit, place in pairs)
    return re.sub("零+", "零", text).strip("零")


def whole_of(text: str) -> int | None:
    """Return the number that Chinese numerals write, capital or not; None where they make none.

    A place without a digit counts once: 拾万.
    """
    total, part, digit = 0, 0, None
    for character in text.translate(_USUAL):
        if character in _VALUES:
            if digit:
                return None
            digit = _VALUES[character]
        elif character in _PLACES:
            part += (1 if digit is None else digit) * _PLACES[character]
            digit = None
        else:
            scale = next(scale for scale, name in _SCALES if name == character)
            total = _scaled(total, part + (digit or 0), scale)
            part, digit = 0, None
    return total + part + (digit or 0)


def _scaled(total: int, part: int, scale: int) -> int:
    return (total + part) * scale if 0 < total < scale else total + part * scale
