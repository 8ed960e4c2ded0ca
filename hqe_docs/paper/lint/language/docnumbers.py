"""Document numbers: 洪府字〔2023〕12号 (GB/T 9704 7.2.5)."""

from __future__ import annotations

import re

from hqe_docs.paper.lint.language.prose import HAN, Prose
from hqe_docs.problems import Problems

_YEAR = r"(?:\d{4}|\d{2}|[〇零○一二三四五六七八九]{4})"
_NUMBER = re.compile(
    rf"(?P<open>[\[［【(（〔{{〈])(?:(?<=[{HAN}].)|(?<=[{HAN}] .)) ?(?P<year>{_YEAR})(?P<nian>年?) ?(?P<close>[\]］】)）〕}}〉])"
    r" ?(?P<di>第?) ?(?P<number>\d{1,5}) ?号(?![楼院栋幢])"
)
_OPEN = re.compile(r"[\[［【(（〔{〈]")
_DIGITS = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}


def check_document_numbers(prose: Prose, found: Problems) -> None:
    """Find numbers with other brackets than 〔〕, with 第, a leading zero, a short year or blanks."""
    for match, line in prose.each(_NUMBER, _OPEN):
        year = "".join(_DIGITS.get(character, character) for character in match["year"])
        year = f"20{year}" if len(year) == 2 else year
        wanted = f"〔{year}〕{int(match['number'])}号"
        written = match[0].strip()
        if match["open"] + match["close"] != "〔〕":
            found.add("G306", line.where, found=written, wanted=wanted)
        why = "".join(_faults(match))
        if why:
            found.add("G307", line.where, found=written, why=why.strip("，"), wanted=wanted)


def _faults(match: re.Match[str]) -> list[str]:
    reasons = {
        "年份要写全称": len(match["year"]) == 2,
        "年份用阿拉伯数字": not match["year"].isdecimal(),
        "年份后不写“年”": bool(match["nian"]),
        "不加“第”字": bool(match["di"]),
        "序号不编虚位": match["number"].startswith("0"),
        "中间不留空格": " " in match[0].strip(),
    }
    return [f"{why}，" for why, holds in reasons.items() if holds]
