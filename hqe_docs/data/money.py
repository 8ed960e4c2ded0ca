"""Amounts written in the capital characters of cheques: 壹仟贰佰元整."""

from __future__ import annotations

import re
from decimal import Decimal

from hqe_docs.numerals import whole_of

_PARTS = {"角": Decimal("0.1"), "分": Decimal("0.01")}
_FORM = re.compile(
    r"(?:人民币)?([零〇壹贰叁肆伍陆柒捌玖两拾佰仟万亿]+)[元圆](?:整|正|((?:[零壹贰叁肆伍陆柒捌玖][角分]?)*)[整正]?)"
)


def capital_amount(text: str) -> Decimal | None:
    """Return the amount that `text` spells out, None when it is no such amount."""
    match = _FORM.fullmatch(text)
    yuan = whole_of(match[1]) if match else None
    if match is None or yuan is None:
        return None
    parts = re.findall(r"([^零角分])([角分])", match[2] or "")
    return Decimal(yuan) + sum(
        (Decimal(whole_of(digit) or 0) * _PARTS[unit] for digit, unit in parts), Decimal(0)
    )
