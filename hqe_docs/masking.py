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
    if "*" in text:
        return text  # it is hidden already
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


# ---------------------------------------------------------------- what may be made public
# 18 or 15 digits with a birth date inside, a phone, a bank card; digits may be set apart by blanks or hyphens
_APART = r"[ \t\r\n\u3000\u00a0\-·]{0,3}"
_EACH = rf"(?:{_APART}\d)"
_NUMBERS = {
    "身份证号": rf"[1-8]{_EACH}{{5}}{_APART}(?:1{_APART}[89]|2{_APART}0){_EACH}{{2}}{_APART}[01]{_EACH}{_APART}[0-3]{_EACH}{{4}}{_APART}[\dXx]",
    "旧身份证号": r"[1-8]\d{5}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}",
    "手机号": rf"(?:\+?86#)?1#[3-9]{_EACH}{{9}}",
    "银行卡号": r"(?:6[0258]|9[5-9]|4\d|5[1-8])(?:\d{14,17}|\d\d#\d{4}#\d{4}#\d{4}(?:#\d{1,3})?|\d{4}#\d{10,13})",
}
_PERSONAL = re.compile(
    "|".join(rf"(?<!\d)(?<!\d\.)(?:{form.replace('#', _APART)})(?![\d.]\d|\d)" for form in _NUMBERS.values())
)
_HIDDEN = re.compile(r"\d")
_VILLAGE = re.compile(r"^.*(?:村|社区|居委会)(?!民小组)")
_AREA = re.compile(r"^.*(?:镇|乡|街道|县|区|市|省)")


def personal_numbers(text: str) -> list[str]:
    """Return the whole identity, mobile and card numbers in a text, full-width digits read as others."""
    return [match[0] for match in _PERSONAL.finditer(text.translate(_DIGITS))]


def without_personal(text: str) -> str:
    """Return a text for everybody: in each personal number only its first three and last two characters stand."""
    if not any("0" <= char <= "9" or "０" <= char <= "９" for char in text):
        return text
    narrowed = text.translate(_DIGITS)
    pieces, done = [], 0
    for match in _PERSONAL.finditer(narrowed):
        inside = slice(match.start() + 3, match.end() - 2)
        pieces += [text[done : inside.start], _HIDDEN.sub("*", narrowed[inside])]
        done = inside.stop
    return "".join(pieces) + text[done:]


def narrow(text: str) -> str:
    """Return a text with its digits, blanks and hyphens as ASCII has them, and nothing that takes no room."""
    return text if text.isascii() else text.translate(_NARROW)


_DIGITS = {ord("０") + number: str(number) for number in range(10)} | {ord("Ｘ"): "X", ord("ｘ"): "x"}
_NARROW = (
    _DIGITS
    | dict.fromkeys((0x3000, 0xA0, 0x202F, *range(0x2000, 0x200B)), " ")
    | dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFF0D), "-")
    | dict.fromkeys((0xAD, 0xFEFF, 0x2060, *range(0x200B, 0x2010)), "")
    | {0xFF0B: "+", 0xFF08: "(", 0xFF09: ")"}
)


def to_village(address: str) -> str:
    """Return an address down to the village or community, or the town where it names none."""
    match = _VILLAGE.match(address) or _AREA.match(address)
    return match[0] if match else ""


MASKS: Mapping[str, Callable[[str], str]] = {
    "姓名": mask_name,
    "身份证": mask_identity,
    "电话": mask_phone,
    "敏感": lambda text: "***" if text else "",
}
