"""Numbers in text: half-width digits, ranges, percentages, grouping, legal units (GB/T 15835, GB 3100)."""

from __future__ import annotations

import re

from hqe_docs.paper.lint.language.prose import HAN, Prose
from hqe_docs.problems import Problems

_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+")
_N = r"\d{1,6}(?:\.\d+)?"
_RANGE = re.compile(
    rf"(?<![A-Za-z0-9_.\-—/〔(])(?P<a>{_N})(?P<ua>%|[万亿]?)(?P<dash> ?(?:-|–|−|~|－|——|—|～) ?)"
    rf"(?P<b>{_N})(?P<ub>%|％|[万亿]|(?=[{HAN}℃]))(?![号栋幢室座院])"
)
_TIMES = re.compile(
    r"(?P<a>\d{1,2}:\d\d|\d{1,4}[年月日时])(?P<dash>-{1,2}|–|~|－|——)(?P<b>\d{1,2}:\d\d|\d{1,4}[年月日时])"
)
_LABELS = re.compile(r"(?:[A-Za-z] ?|[表图件款项条第号话真]|编号|0)$")
_GROUPED = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_WIDE_GROUPED = re.compile(r"(?<!\d)\d{1,3}(?:，\d{3})+(?=[元人户万亿个名])")
_PLAIN = re.compile(r"(?<![\d,.A-Za-z-])[1-9]\d{4,6}(?:\.\d+)?(?=[元人户个亩名万])")
_UNITS = {
    **{
        "公分": "厘米",
        "公厘": "毫米",
        "公尺": "米",
        "平米": "平方米",
        "英尺": "米",
        "英寸": "厘米",
        "英里": "千米",
    },
    **{
        "市斤": "千克（公斤）",
        "斤": "千克（公斤）",
        "市里": "千米（公里）",
        "华里": "千米（公里）",
        "市尺": "米",
    },
    **{
        "立升": "升",
        "公升": "升",
        "马力": "千瓦",
        "大卡": "千焦",
        "市亩": "公顷（亩）",
        "磅": "千克",
        "加仑": "升",
    },
    **{
        "KM": "km",
        "Km": "km",
        "KG": "kg",
        "Kg": "kg",
        "KW": "kW",
        "Kw": "kW",
        "kw": "kW",
        "CM": "cm",
        "MM": "mm",
    },
    **{"Cm": "cm", "Mm": "mm", "ML": "mL", "m2": "m²", "M2": "m²", "m3": "m³", "M3": "m³", "kwh": "kW·h"},
    **{"KWh": "kW·h", "KWH": "kW·h"},
}
_UNIT = re.compile(
    r"\d+(?:\.\d+)?[ ]?[多余]?[万千百]?(?P<unit>"
    + "|".join(sorted(_UNITS, key=len, reverse=True))
    + r")(?![A-Za-z0-9])"
)


def check_digits(prose: Prose, found: Problems) -> None:
    """Find full-width digits and letters, ranges in another form, mixed grouping, units no longer legal."""
    for match, line in prose.each(_WIDE):
        found.add("G322", line.where, found=match[0], wanted=_half(match[0]))
    _check_ranges(prose, found)
    _check_grouping(prose, found)
    for match, line in prose.each_number(_UNIT):
        unit = match["unit"]
        found.add("G326", line.where, found=unit, wanted=_UNITS[unit], sample=prose.near(match))


def _half(text: str) -> str:
    return "".join(chr(ord(character) - 0xFEE0) for character in text)


def _check_ranges(prose: Prose, found: Problems) -> None:
    for match, line in prose.each_number(_RANGE):
        before = prose.whole[max(0, match.start() - 3) : match.start()].rpartition("\n")[2]
        if _LABELS.search(before) or (match["a"].startswith("0") and "." not in match["a"]):
            continue
        unit = match["ub"].replace("％", "%")
        is_time = prose.whole[match.end() : match.end() + 1] in tuple("年月日时点")
        mark = "—" if is_time or (_is_year(match["a"]) and _is_year(match["b"])) else "～"
        wanted = f"{match['a']}{unit or match['ua']}{mark}{match['b']}{unit}"
        if match["dash"].strip() not in {"—", "～"}:
            found.add("G323", line.where, found=match[0], wanted=wanted)
        elif unit and not match["ua"]:
            found.add("G324", line.where, found=match[0], wanted=wanted)
    for match, line in prose.each_number(_TIMES):
        found.add("G323", line.where, found=match[0], wanted=f"{match['a']}—{match['b']}")


def _is_year(text: str) -> bool:
    return len(text) == 4 and text[:2] in {"19", "20"}


def _check_grouping(prose: Prose, found: Problems) -> None:
    grouped, plain = list(prose.each_number(_GROUPED)), list(prose.each_number(_PLAIN))
    if grouped and plain:
        fewer, sample = (grouped, plain[0][0][0]) if len(grouped) <= len(plain) else (plain, grouped[0][0][0])
        for match, line in fewer:
            found.add("G325", line.where, found=match[0], other=sample)
    for match, line in prose.each_number(_WIDE_GROUPED):
        found.add("G325", line.where, found=match[0], other=match[0].replace("，", ""))
