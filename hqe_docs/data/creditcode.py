"""Unified social credit codes (GB 32100-2015): 18 characters, the last one a check."""

from __future__ import annotations

import re

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_FORM = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")


def fault_of(code: str) -> str:
    """Return what is wrong with a code, or nothing."""
    if not _FORM.fullmatch(code):
        return f"有 {len(code)} 位，应为 18 位" if len(code) != 18 else "含有不该有的字符"
    total = sum(_CHARACTERS.index(char) * weight for char, weight in zip(code, _WEIGHTS, strict=False))
    expected = _CHARACTERS[-total % 31]
    return "" if code[17] == expected else f"按前 17 位推算，末位应为 {expected}"
