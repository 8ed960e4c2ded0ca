"""Personal numbers in a text: identity numbers, phones of persons, bank cards; judged, so that few others are taken for one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hqe_docs.data.idnumber import birth, check_digit
from hqe_docs.masking import narrow

IDENTITY, OLD_IDENTITY, CUT_IDENTITY = "身份证号", "旧身份证号", "身份证号（末几位已丢）"
MOBILE, LANDLINE, CARD = "手机号", "固定电话", "银行卡号"
_PROVINCES = frozenset(
    number
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for number in range(first, last + 1)
)
_APART = r"[ \t\r\n\-·]{0,3}"  # what may stand between the digits of one number
_START, _END = r"(?<![0-9])(?<![0-9]\.)", r"(?![0-9])"
_OFFICES = re.compile(r"监督|举报|咨询|热线|值班|传真|办公|机关|政府|委员会|单位|公司|中心|服务窗口|联系人")
_NO_DIGITS = re.compile(r"[^0-9Xx]")
_ANY = re.compile(r"[0-9](?:[^0-9]{0,3}[0-9]){8}")


@dataclass(frozen=True, slots=True)
class Number:
    """A personal number as it stands, and what it is."""

    kind: str
    text: str

    @property
    def sample(self) -> str:
        """The number as a message may show it: the first three and the last two characters."""
        plain = _NO_DIGITS.sub("", self.text)
        return plain[:3] + "*" * (len(plain) - 5) + plain[-2:]


def numbers_in(text: str) -> list[Number]:
    """Return the personal numbers in a text, each place in it taken for one number only."""
    if len(text) < 9:
        return []
    plain = narrow(text)
    if not _ANY.search(plain):
        return []
    found: list[Number] = []
    taken: list[tuple[int, int]] = []
    for kind, form, judge in _FORMS:
        for match in form.finditer(plain):
            start, end = match.span(1)
            digits = _NO_DIGITS.sub("", match[1]).upper()
            if any(start < last and end > first for first, last in taken) or not judge(digits, plain):
                continue
            taken.append((start, end))
            found.append(Number(kind, match[1]))
    return found


def joined_numbers(pieces: Sequence[str]) -> Iterator[Number]:
    """Yield the numbers that only come about when neighbouring cells are read as one."""
    run: list[str] = []
    for piece in [*pieces, ""]:
        plain = narrow(piece).strip()
        if plain and len(plain) < 18 and _PIECE.fullmatch(plain):
            run.append(plain)
            continue
        if len(run) > 1:
            is_grid = all(len(part) == 1 for part in run)
            whole = {number.kind: number for number in numbers_in("".join(run))}
            kinds = (IDENTITY, MOBILE, CARD) if is_grid else (IDENTITY,)
            yield from (whole[kind] for kind in kinds if kind in whole)
        run = []


_PIECE = re.compile(r"[0-9]+[Xx]?|[Xx]")


def whole_number(text: str) -> str:
    """Return what a cell holds as a number (13800138000.0, 3.609E+17) as it was typed."""
    if not _FLOAT.fullmatch(text):
        return text
    value = float(text)
    return str(int(value)) if value.is_integer() and abs(value) < 1e20 else text


_FLOAT = re.compile(r"[0-9.]+(?:[eE]\+?[0-9]{1,2})?")


# ---------------------------------------------------------------- judges
def _is_identity(digits: str, _: str) -> bool:
    return (
        int(digits[:2]) in _PROVINCES
        and birth(digits) is not None
        and int(digits[6:10]) <= date.today().year
        and check_digit(digits[:17]) == digits[17]
    )


def _is_cut(digits: str, _: str) -> bool:
    """Say whether an identity number lost its last digits to a spreadsheet: the birth date is still there."""
    return int(digits[:2]) in _PROVINCES and birth(digits) is not None and digits.endswith("00")


def _is_old(digits: str, _: str) -> bool:
    return int(digits[:2]) in _PROVINCES and birth(f"{digits[:6]}19{digits[6:]}") is not None


def _is_card(digits: str, _: str) -> bool:
    odd = [int(digit) for digit in digits[::-1][::2]]
    even = [sum(divmod(2 * int(digit), 10)) for digit in digits[::-1][1::2]]
    return (sum(odd) + sum(even)) % 10 == 0 and len(set(digits)) > 2


def _is_mobile(_: str, __: str) -> bool:
    return True


def _is_persons(_: str, text: str) -> bool:
    """Say whether a landline is not said to be an office's."""
    return not _OFFICES.search(text)


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_START}(?=({pattern}){_END})")


_FORMS: tuple[tuple[str, re.Pattern[str], Callable[[str, str], bool]], ...] = (
    (IDENTITY, _form(rf"[1-8](?:{_APART}[0-9]){{16}}{_APART}[0-9Xx]"), _is_identity),
    (CUT_IDENTITY, _form(r"[1-8][0-9]{15}00"), _is_cut),
    (
        CARD,
        _form(
            r"(?:6[0258]|9[5-9]|4[0-9]|5[1-8])"
            r"(?:[0-9]{14,17}|[0-9]{2}(?:[ -][0-9]{4}){3}(?:[ -][0-9]{1,3})?|[0-9]{4}[ -][0-9]{10,13})"
        ),
        _is_card,
    ),
    (MOBILE, _form(r"1[3-9][0-9](?:[0-9]{8}|([ \-·])[0-9]{4}\2[0-9]{4})"), _is_mobile),
    (MOBILE, _form(r"1([ \-])[3-9](?:\2[0-9]){9}"), _is_mobile),
    (
        MOBILE,
        re.compile(rf"(?<![0-9])(?=(\+?86[ -]?1[3-9][0-9][ -]?[0-9]{{4}}[ -]?[0-9]{{4}}){_END})"),
        _is_mobile,
    ),
    (OLD_IDENTITY, _form(r"[1-8][0-9]{14}"), _is_old),
    (LANDLINE, _form(r"0[1-9][0-9]{1,2}[\-) ]{1,2}[0-9]{7,8}"), _is_persons),
)
