"""Values as people type them: dates, rates, amounts, yes/no; each reader gives the value or a Fault."""

from __future__ import annotations

import difflib
import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text could not be read: wrong form, impossible, or open to two readings."""

    kind: Literal["form", "impossible", "ambiguous"]
    detail: str
    advice: str = ""


def squeeze(text: str) -> str:
    """Return `text` in half-width form without any white space, for comparing what people typed."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "")
    return "".join(text.split())


# ---------------------------------------------------------------- dates
_FULL = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
_TIME = re.compile(r"(?:\s+|T)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"\d{4}[-/.年]\d{1,2}月?")
_SHORT_YEAR = re.compile(r"'?\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_NO_YEAR = re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}[-/.]\d{1,2}")
_YEAR_LAST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
_AMBIGUOUS_DATES = (
    (_MONTH, "只有年月，没有日"),
    (_SHORT_YEAR, "年份只有两位"),
    (_NO_YEAR, "没有年份"),
    (_YEAR_LAST, "月日先后不明"),
)


def today() -> date:
    """Return the day on the clock, or the one that SOURCE_DATE_EPOCH (seconds, UTC) says for builds that repeat."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.fromtimestamp(int(said), tz=UTC).date() if said else date.today()
    except (ValueError, OverflowError, OSError):
        return date.today()


def as_date(text: str) -> date | Fault:
    """Return the day that `text` names, in any of the forms people write with a full year."""
    plain = squeeze(_TIME.sub("", text))  # a time of day, left by a spreadsheet, changes no day
    match = _FULL.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if match:
        try:
            return date(*(int(part) for part in match.groups()))
        except ValueError:
            return Fault("impossible", "日历上没有这一天", "写成 2023-06-25 的形式")
    for pattern, why in _AMBIGUOUS_DATES:
        if pattern.fullmatch(plain):
            return Fault("ambiguous", why, "写全年月日，如 2023-06-25")
    return Fault("form", "日期（如 2023-06-25）")


# ---------------------------------------------------------------- numbers
def as_rate(text: str) -> Fraction | Fault:
    """Return the exact fraction of `91.2%` or `0.912`; a bare number of 1 or more is open to two readings."""
    plain = squeeze(text)
    percent = plain.endswith(("%", "‰"))
    number = _decimal(plain[:-1] if percent else plain)
    if number is None:
        return Fault("form", "比率（如 91.2% 或 0.912）")
    if percent:
        return Fraction(number) / (100 if plain.endswith("%") else 1000)
    if 0 <= number < 1:
        return Fraction(number)
    both = "1% 或 100%" if number == 1 else f"{number}% 或 {number / 100}"
    return Fault("ambiguous", "看不出是百分数还是小数", f"写成 {both}")


def as_whole(text: str) -> int | Fault:
    """Return the whole number in `text`; thousands separators are allowed."""
    number = _decimal(squeeze(text))
    if number is None or number != number.to_integral_value():
        return Fault("form", "整数")
    return int(number)


_AMOUNT = re.compile(r"[¥￥]?(-?[\d,]+(?:\.\d+)?)(亿|万)?元?整?")


def as_amount(text: str) -> Decimal | Fault:
    """Return the amount in yuan of `50000`, `50,000元` or `5万元`."""
    match = _AMOUNT.fullmatch(squeeze(text))
    number = _decimal(match[1]) if match else None
    if match is None or number is None:
        return Fault("form", "金额（如 50000 或 5万元）")
    return number * {None: 1, "万": 10_000, "亿": 100_000_000}[match[2]]


def as_number(text: str) -> Decimal | Fault:
    """Return the decimal number in `text`."""
    number = _decimal(squeeze(text))
    return Fault("form", "数字") if number is None else number


def _decimal(plain: str) -> Decimal | None:
    # no exponents: 1e-999999999 would keep exact arithmetic busy for ever
    if not re.fullmatch(r"-?([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4})(\.[0-9]{1,15})?", plain):
        return None
    return Decimal(plain.replace(",", ""))


def as_copy_number(text: str) -> str | Fault:
    """Return 份号 in its six digits (GB/T 9704 §7.2.1)."""
    plain = squeeze(text)
    if re.fullmatch(r"[0-9]{1,6}", plain) and int(plain):
        return plain.zfill(6)
    return Fault("form", "6 位数字")


def as_secrecy(text: str) -> str | Fault:
    """Return 密级 with its period: 秘密★1年 (GB/T 9704 §7.2.2)."""
    plain = "".join(text.split()).replace("☆", "★").replace("*", "★")
    if re.fullmatch(r"(绝密|机密|秘密)(★.{1,12})?", plain):
        return plain
    return Fault("form", "绝密、机密、秘密，后接 ★ 和保密期限")


_YES = frozenset(["是", "有", "已", "对", "真", "√", "✓", "✔", "☑", "y", "yes", "true", "t", "1"])
_NO = frozenset(["否", "无", "未", "没有", "不是", "错", "假", "×", "✗", "☒", "n", "no", "false", "f", "0"])


def as_yes_no(text: str) -> bool | Fault:
    """Return True for 是 and its spellings, False for 否 and its spellings."""
    plain = squeeze(text).lower()
    if plain in _YES or plain in _NO:
        return plain in _YES
    return Fault("form", "是 或 否")


def whole_if_so(number: Fraction) -> int | Fraction:
    """Return a whole number as an int, any other as it is."""
    return int(number) if number.denominator == 1 else number


# ---------------------------------------------------------------- words
def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` was probably meant to be, or None."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return close[0] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the hint that names the known word nearest to `word`, "" when none is near."""
    guess = nearest(word, known)
    return f"您是不是想写“{guess}”？" if guess else ""


# ---------------------------------------------------------------- printing
def decimal_text(number: Fraction | Decimal | int, places: int = 2) -> str:
    """Return `number` rounded half up to `places`, without needless zeros: 9.5, 10, 3.33."""
    text = fixed_text(number, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def fixed_text(number: Fraction | Decimal | int, places: int = 2) -> str:
    """Return `number` rounded half up to exactly `places` decimals, by exact arithmetic."""
    scaled = Fraction(number) * 10**places
    whole = (abs(scaled) + Fraction(1, 2)).__floor__()
    sign = "-" if scaled < 0 and whole else ""
    digits = str(whole).zfill(places + 1)
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def percent_text(rate: Fraction) -> str:
    """Return a rate as printed on paper: two decimals and a percent sign."""
    return fixed_text(rate * 100) + "%"
