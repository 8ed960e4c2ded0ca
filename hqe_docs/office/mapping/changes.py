"""Numbers of this week beside last week's: what changed, in signs and in words; those of several dossiers together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hqe_docs.values import decimal_text, percent_text

SAME = "持平"
UNKNOWN = ""
POINTS = "个百分点"
_WORDS = {True: ("提高", "下降"), False: ("增加", "减少")}


def change(now: Fraction | None, before: Fraction | None, *, is_rate: bool = False) -> str:
    """Return +3, -2, +1.20个百分点 or 持平; nothing where one is not known.

    Of rates it is the difference of what is printed, so that who subtracts one from the other finds the same.
    """
    if now is None or before is None:
        return UNKNOWN
    if now == before:
        return SAME
    sign = "+" if now > before else "-"
    if not is_rate:
        return sign + decimal_text(abs(now - before))
    size = abs(_printed(now) - _printed(before))
    # a change that two decimals can't show is no standstill
    return f"{sign}{size}{POINTS}" if size else f"{sign}不足0.01{POINTS}"


def _printed(rate: Fraction) -> Decimal:
    """Return a rate in per cent with its two decimals."""
    return Decimal(percent_text(rate).rstrip("%"))


def change_words(row: Mapping[str, Any]) -> str:
    """Return a changed figure in words: 就业率提高1.25个百分点; nothing for one that has not changed."""
    said = row["增减"]
    if said in (SAME, UNKNOWN):
        return ""
    up, down = _WORDS[said.endswith(POINTS)]
    return f"{row['名称']}{up if said[0] == '+' else down}{said[1:]}{row['单位']}"


def counted(name: str, now: int, before: int | None) -> dict[str, Any]:
    """Return a whole number beside last week's."""
    difference = change(Fraction(now), None if before is None else Fraction(before))
    return {"名称": name, "本周": now, "上周": before, "增减": difference}


# ---------------------------------------------------------------- several dossiers together
def together(inner: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of the ledgers of several dossiers added; last week's only where all those have it."""
    names = dict.fromkeys(row["名称"] for week in inner for row in week["登记"])
    return [_added([row for week in inner for row in week["登记"] if row["名称"] == name]) for name in names]


def _added(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    before = [row["上周"] for row in rows]
    last = None if None in before else sum(before)
    return counted(rows[0]["名称"], sum(row["本周"] for row in rows), last)


def totals(inner: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the figures of several dossiers as one each: numbers added, ratios from added parts.

    A total is given only where every dossier has the number, so that it never stands for some of them.
    """
    heads = {row["名称"]: row["单位"] for week in inner for row in week["数据"]}
    return [_total(name, unit, inner) for name, unit in heads.items()]


def _total(name: str, unit: str, inner: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    rows = [next((row for row in week["数据"] if row["名称"] == name), None) for week in inner]
    now, before = ([row[key] if row else None for row in rows] for key in ("本周", "上周"))
    this, last = _sum(now), _sum(before)
    is_rate = any(it["显示"].endswith("%") for it in (*now, *before) if it)
    return {
        "名称": name,
        "单位": unit,
        "本周": this and _shown(*this, is_rate=is_rate),
        "上周": last and _shown(*last, is_rate=is_rate),
        "增减": change(this and _value(*this), last and _value(*last), is_rate=is_rate),
    }


def _sum(parts: Sequence[Mapping[str, Any] | None]) -> tuple[Fraction, int | None] | None:
    """Return numerator and denominator (None for a plain number) of several figures together."""
    known = [it for it in parts if it is not None]
    if len(known) != len(parts) or not known:
        return None
    above = sum((Fraction(it["分子"] or 0) for it in known), Fraction(0))
    below = [it["分母"] for it in known if it["分母"] is not None]
    return above, sum(below) if below else None


def _value(above: Fraction, below: int | None) -> Fraction:
    return above / below if below else above


def _shown(above: Fraction, below: int | None, *, is_rate: bool) -> dict[str, Any]:
    value = _value(above, below)
    text = percent_text(value) if is_rate else decimal_text(value)
    return {"显示": text, "分子": above if above.denominator > 1 else int(above), "分母": below}
