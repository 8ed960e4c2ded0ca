"""Filters of the templates: dates, names, lists and numbers as official papers write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import NoneType
from typing import Any

from jinja2 import Undefined

from hqe_docs import numerals
from hqe_docs.masking import shorten
from hqe_docs.paper.language.titles import title_lines, width
from hqe_docs.paper.language.titlewords import places_in, title_words
from hqe_docs.paper.picture import Picture
from hqe_docs.values import Fault, as_date, decimal_text, fixed_text


class FilterFault(Exception):
    """A value that a filter can't print; its text is the Chinese reason."""


class Unprintable(Exception):
    """A value that has no single way to stand on paper; its text is the value's kind in Chinese."""


_SHOWN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (str, str),
    (NoneType, lambda _value: ""),
    (Undefined, str),  # an unknown name notes itself; a condition without else is nothing
    (bool, lambda value: "是" if value else "否"),
    (date, lambda value: f"{value.year}年{value.month}月{value.day}日"),
    (Decimal, lambda value: f"{value:f}"),
    (int, str),
    (float, str),
    (Fraction, str),
)


def text_of(value: object) -> str:
    """Return `value` as it is printed by itself; `Unprintable` for lists, mappings and the like."""
    for kind, show in _SHOWN:
        if isinstance(value, kind):
            return show(value)
    if isinstance(value, Picture):
        raise Unprintable("图片")
    lists = isinstance(value, list | tuple | set | range | Iterator)
    raise Unprintable("列表" if lists else "分项" if isinstance(value, Mapping) else "内部对象")


def described(value: object) -> str:
    """Return `value` as it is printed, or its kind."""
    try:
        return text_of(value)
    except Unprintable as fault:
        return str(fault)


def met(value: object) -> str:
    """Return `value` for a message: short, no whole identity or phone number in it."""
    return shorten(described(value))


def _day(value: object) -> date | None:
    if value is None or value == "":
        return None
    day = as_date(value) if isinstance(value, str) else value
    if isinstance(day, date):
        return day
    detail = day.detail if isinstance(day, Fault) and day.kind != "form" else "不是日期"
    raise FilterFault(f"遇到“{met(value)}”，{detail}")


def full_date(value: object) -> str:
    """Return 2023年6月25日."""
    day = _day(value)
    return text_of(day)


def year_month(value: object) -> str:
    """Return 2023年6月."""
    day = _day(value)
    return f"{day.year}年{day.month}月" if day else ""


def month_day(value: object) -> str:
    """Return 6月25日."""
    day = _day(value)
    return f"{day.month}月{day.day}日" if day else ""


_TWO_CHARACTERS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]{2}")


def padded_name(value: object) -> str:
    """Return a two-character name with one full-width blank in it, so that it stands as wide as three."""
    name = text_of(value)
    return f"{name[0]}\u3000{name[1]}" if _TWO_CHARACTERS.fullmatch(name) else name


def _joined(mark: str) -> Callable[[object], str]:
    def join(value: object) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        if isinstance(value, Mapping):
            raise Unprintable("分项")
        if not isinstance(value, Iterable):
            raise FilterFault(f"要用在列表上，遇到“{met(value)}”")
        return mark.join(text for text in map(text_of, value) if text)

    return join


def _number(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction):
        raise FilterFault(f"要用在数字上，遇到“{met(value)}”")
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


def percent(value: object, places: int = 2) -> str:
    """Return a rate with a percent sign; what is already printed stays as it is."""
    if value is None or isinstance(value, str):
        return value or ""
    return fixed_text(_number(value) * 100, places) + "%"


def ten_thousands(value: object) -> str:
    """Return an amount in yuan counted in 万元, without needless zeros."""
    return "" if value is None or value == "" else decimal_text(_number(value) / 10_000, 6)


def chinese_number(value: object) -> str:
    """Return a whole number from 0 to 99,999,999 in Chinese characters: 十二, 一百零五."""
    if value is None or value == "":
        return ""
    number = _number(int(value) if isinstance(value, str) and value.isdecimal() else value)
    if number.denominator != 1 or not 0 <= number < 10**8:
        raise FilterFault(f"只能用在 0 到 99999999 的整数上，遇到“{met(value)}”")
    return numerals.chinese(int(number))


def capital_yuan(value: object) -> str:
    """Return an amount in yuan, below 10^12, as cheques spell it: 人民币伍万元整 (支付结算办法 附一)."""
    if value is None or value == "":
        return ""
    yuan = _number(value)
    if (yuan * 100).denominator != 1 or not 0 <= yuan < 10**12:
        raise FilterFault(f"只能用在不小于零、不到一万亿元、最多两位小数的金额上，遇到“{met(value)}”")
    return "人民币" + numerals.capitals(yuan)


def title_break(value: object) -> str:
    """Return a title broken into lines between its words, or between the segments it is given in (GB/T 9704 §7.3.1)."""
    if isinstance(value, Mapping) or not isinstance(value, Iterable):
        raise FilterFault(f"要用在文字或分好段的列表上，遇到“{met(value)}”")
    segments = title_words(value) if isinstance(value, str) else [text_of(part) for part in value]
    return "\n".join(title_lines(segments))


def office_break(value: object, room: int) -> str:
    """Return an office's name in lines of at most `room` characters, no word and no place cut (GB/T 9704 §7.2.4, §7.3.5)."""
    lines = text_of(value).split("\n")
    return "\n".join(part for line in lines for part in _within(line, room))


def _within(name: str, room: int) -> list[str]:
    if width(name) <= room:
        return [name]
    places = [place for place in places_in(name) if width(place) <= room]
    return title_lines(title_words(name, places), room)


TICKED, UNTICKED = "☑", "□"
_YES = frozenset(("是", "有", "对", "√", "✓", "✔", "☑", "☒", "■", "1", "true", "yes", "y"))
_NO = frozenset(("", "否", "无", "没有", "不是", "错", "×", "□", "☐", "0", "false", "no", "n"))


def is_yes(value: object) -> bool:
    """Say whether `value` means yes: a truth, a number that is not zero, a list with anything in it, 是, 有, √ …"""
    if not isinstance(value, str):
        return bool(value)
    word = value.strip().lower()
    if word not in _YES | _NO:
        raise FilterFault(f"看不出“{met(value)}”是不是要勾选，只认是、否、有、无、√、×")
    return word in _YES


def tick(value: object) -> str:
    """Return ☑ or □."""
    return TICKED if is_yes(value) else UNTICKED


def choices(value: object, *names: object) -> str:
    """Return all `names` with a box before each, ticked where `value` is or holds the name: ☑村 □社区."""
    listed = [text_of(name) for one in names for name in (one if isinstance(one, list | tuple) else (one,))]
    chosen = _chosen(value, listed)
    strange = [name for name in chosen if name not in listed]
    if strange:
        raise FilterFault(f"里没有“{met(strange[0])}”，写的是{'、'.join(listed)}")
    return " ".join((TICKED if name in chosen else UNTICKED) + name for name in listed)


def _chosen(value: object, listed: Sequence[str]) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, Mapping) or not isinstance(value, Iterable) or isinstance(value, str):
        text = text_of(value)
        return [text] if text in listed else re.split("[、,，;；]", text)
    return [text_of(one) for one in value]


FILTERS: dict[str, Callable[..., Any]] = {
    "日期": full_date,
    "年月": year_month,
    "月日": month_day,
    "姓名": padded_name,
    "顿号": _joined("、"),
    "分号": _joined("；"),
    "分行": title_break,
    "机关分行": office_break,
    "百分比": percent,
    "万元": ten_thousands,
    "中文数": chinese_number,
    "大写金额": capital_yuan,
    "勾选": tick,
    "选项": choices,
}
