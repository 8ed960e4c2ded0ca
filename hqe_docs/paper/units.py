"""Lengths in twips, and lengths and sizes in the units people know: millimetres, points, 号."""

from __future__ import annotations

MILLIMETRE = 1440 / 25.4  # in twips
EMU = 635  # English metric units, in which drawings are measured, in a twip
_NAMES = {
    84: "初号",
    72: "小初",
    52: "一号",
    48: "小一",
    44: "二号",
    36: "小二",
    32: "三号",
    30: "小三",
    28: "四号",
    24: "小四",
    21: "五号",
    18: "小五",
    15: "六号",
    13: "小六",
}


def number(value: float, places: int = 1) -> str:
    """Return a number without zeros at its end."""
    return f"{value:.{places}f}".rstrip("0").rstrip(".") if places else f"{value:.0f}"


def millimetres(twips: float) -> str:
    """Return a length as “25.4”, in millimetres."""
    return number(twips / MILLIMETRE)


def points(twips: float) -> str:
    """Return a length as “28.95”, in points."""
    return number(twips / 20, 2)


def size_name(half_points: int) -> str:
    """Return a size as “三号（16 磅）”; one without name begins with a space, as it follows Chinese."""
    said = f"{number(half_points / 2)} 磅"
    return f"{_NAMES[half_points]}（{said}）" if half_points in _NAMES else f" {said}"


def pitch_name(line: int, rule: str) -> str:
    """Return the spacing of lines as Word's dialog says it; what begins with a digit has a space before it."""
    if rule == "auto":
        return "单倍行距" if line == 240 else f" {number(line / 240, 2)} 倍行距"
    return f"{'固定值' if rule == 'exact' else '最小值'} {points(line)} 磅"


def twips_of(millimetre: float) -> int:
    """Return millimetres in twips."""
    return round(millimetre * MILLIMETRE)
