"""Personal data as a screen, a message or a passed-on paper may show it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_IDENTITY = re.compile(r"\d{15,18}[Xx]?")
_PHONE = re.compile(r"1[3-9]\d{9}")


def mask_name(name: str) -> str:
    """Return a name as its first character and an asterisk for each further one."""
    return name[:1] + "*" * (len(name) - 1)


def mask_identity(number: str) -> str:
    """Return an identity number with its birth date (characters 7 to 14) hidden."""
    if len(number) < 15:
        return number[:3] + "*" * max(len(number) - 3, 0)
    return number[:6] + "*" * 8 + number[14:]


def mask_phone(text: str) -> str:
    """Return a phone number with its middle hidden."""
    digits = re.sub(r"\D", "", text)
    if len(digits) < 7:
        return text if len(text) <= 20 else text[:20] + "…"
    return digits[:3] + "*" * (len(digits) - 7) + digits[-4:]


def masked(text: str, mask: str) -> str:
    """Return a cell's text hidden as its column's 掩码 asks: 姓名, 身份证, 电话; 敏感 leaves nothing."""
    return MASKS[mask](text) if mask in MASKS else text


def hide_numbers(text: str) -> str:
    """Return any text without whole identity or phone numbers."""
    text = _IDENTITY.sub(lambda match: mask_identity(match[0]), text)
    return _PHONE.sub(lambda match: mask_phone(match[0]), text)


def shorten(text: str, longest: int = 30) -> str:
    """Return `text` as a message may show it: short, and without whole identity or phone numbers."""
    text = hide_numbers(text)
    return text if len(text) <= longest else text[:longest] + "…"


MASKS: Mapping[str, Callable[[str], str]] = {
    "姓名": mask_name,
    "身份证": mask_identity,
    "电话": mask_phone,
    "敏感": lambda text: "***" if text else "",
}
