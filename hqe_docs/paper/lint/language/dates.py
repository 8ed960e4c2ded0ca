"""Dates: 2023年6月25日, not padded, not in points, in the calendar (GB/T 9704 7.3.5.4, GB/T 15835 5.1.4)."""

from __future__ import annotations

import re
from datetime import date

from hqe_docs.paper.lint.language.prose import DATE_LINE, NUMERALS, Prose
from hqe_docs.problems import Location, Problems

_DATE = re.compile(r"(?<![\d.])(?:(\d{2}|\d{4})年)?(\d{1,2})月(?:(\d{1,2})[日号])?")
_POINTED = re.compile(
    r"(?<![\d.\-/])((?:19|20)\d\d)([./\-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?:日)?(?![\d./\-])"
)
_HAN_YEAR = r"[一二][〇零○OＯ0一二三四五六七八九]{3}"
_MIXED = re.compile(
    rf"(?<![{NUMERALS}〇零○])(?:({_HAN_YEAR})年(?=\d)|([一二][〇○OＯ0零九][○OＯ0零〇一二三四五六七八九]{{2}})年)"
)
_NUMERAL = re.compile(r"[〇零○OＯ0一二]")
_ZEROS = re.compile(r"[○OＯ零]")


def check_dates(prose: Prose, found: Problems) -> None:
    """Find padded dates, dates no calendar has, short years, 2023.6.25 in text, and years in mixed digits."""
    _check_written(prose, found)
    for match, line in prose.each_number(_POINTED):
        if line.cell is None:
            wanted = f"{match[1]}年{int(match[3])}月{int(match[4])}日"
            found.add("G310", line.where, found=match[0], wanted=wanted)
    for match, line in prose.each(_MIXED, _NUMERAL):
        if not DATE_LINE.fullmatch(line.text):
            _check_mixed(match[1], match[2], line.where, found)
    for line in prose.lines:
        if DATE_LINE.fullmatch(line.text) and not line.text.strip()[0].isdecimal():
            found.add("G311", line.where, found=line.text.strip())


def _check_written(prose: Prose, found: Problems) -> None:
    for match, line in prose.each_number(_DATE):
        year, month, day = match.groups()
        is_padded = month.startswith("0") or (day or "").startswith("0")
        if not _exists(year, int(month), day):
            found.add("G309", line.where, found=match[0])
        elif year and len(year) == 2 and day:
            wanted = f"20{year}年{int(month)}月{int(day)}日"
            found.add("G310", line.where, found=match[0], wanted=wanted)
        elif is_padded and line.cell is None:
            wanted = (f"{year}年" if year else "") + f"{int(month)}月" + (f"{int(day)}日" if day else "")
            found.add("G308", line.where, found=match[0], wanted=wanted)


def _exists(year: str | None, month: int, day: str | None) -> bool:
    """Say whether the calendar has the date; 2月29日 without a year may be right."""
    if day is None and not year:
        return True  # 24月 may be how long something lasts
    try:
        date(int(year) if year and len(year) == 4 else 2024, month, int(day or 1))
    except ValueError:
        return False
    return True


def _check_mixed(before_digits: str | None, alone: str | None, where: Location, found: Problems) -> None:
    if before_digits:
        why = "年份用了汉字，月日用了阿拉伯数字"
        found.add("G312", where, found=f"{before_digits}年", why=why, wanted="全部用阿拉伯数字")
    elif alone and _ZEROS.search(alone):
        wanted = _ZEROS.sub("〇", alone)
        found.add("G312", where, found=f"{alone}年", why="汉字年份里的“零”写作“〇”", wanted=f"{wanted}年")
