"""TEXT: numbers and days shown by a simple format (ECMA-376 §18.8.31); the rest stays unknown."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from hqe_docs.paper.formulas.scalars import Fault, Unknown, Value, number, read_number, text
from hqe_docs.paper.formulas.serials import day_of

_LITERAL = r'(?:"[^"]*"|\\.|[-/ ()¥￥]|[\u3000-\u9fff\uff00-\uffef])*'
_NUMBER = re.compile(rf"({_LITERAL})(#,##)?(0*|#)(?:\.(0+))?(%?)({_LITERAL})")
_DAY = re.compile(rf"(?:yyyy|yy|m{{1,2}}|d{{1,2}}|{_LITERAL[:-1]}|[.,])+", re.IGNORECASE)
_DAY_PART = re.compile(r'yyyy|yy|mm?|dd?|"[^"]*"|\\.|.', re.IGNORECASE | re.DOTALL)


def shown(value: Value, pattern: Value) -> Value:
    """Return `value` as the format `pattern` shows it."""
    if isinstance(value, Fault):
        raise Fault(value.code)
    form = text(pattern)
    if isinstance(value, bool):
        raise Unknown
    if isinstance(value, str):
        found = read_number(value)
        if found is None:
            return value if ";" not in form else _unknown()
        value = found
    if form == "@":
        return text(value)
    match = _NUMBER.fullmatch(form)
    if match and (match[3] or match[4]):
        return _number(number(value), match)
    if _DAY.fullmatch(form) and re.search("[ymd]", form, re.IGNORECASE):
        return _day(number(value), form)
    return _unknown()


def _unknown() -> Value:
    raise Unknown


def _number(value: float, match: re.Match[str]) -> str:
    places = len(match[4] or "") + (2 if match[5] else 0)
    if abs(value) >= 1e15:
        raise Unknown
    near = Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if match[5]:
        near = near.scaleb(2)
    digits = f"{abs(near):,f}" if match[2] else f"{abs(near):f}"
    whole, point, rest = digits.partition(".")
    if match[3] == "#" or not match[3]:
        whole = "" if whole == "0" else whole
    if not match[2]:
        whole = whole.zfill(len(match[3])) if match[3] != "#" else whole
    elif len(match[3]) > 1:
        raise Unknown
    sign = "-" if near < 0 else ""
    return sign + _plain(match[1]) + whole + point + rest + match[5] + _plain(match[6])


def _plain(literal: str) -> str:
    return re.sub(r'"([^"]*)"|\\(.)', lambda m: m[1] if m[1] is not None else m[2], literal)


def _day(serial: float, form: str) -> str:
    day = day_of(serial)
    if day is None:
        raise Unknown
    parts = {
        "yyyy": f"{day.year:04d}", "yy": f"{day.year % 100:02d}", "mm": f"{day.month:02d}",
        "m": str(day.month), "dd": f"{day.day:02d}", "d": str(day.day),
    }  # fmt: skip
    return "".join(parts.get(piece.lower(), _plain(piece)) for piece in _DAY_PART.findall(form))
