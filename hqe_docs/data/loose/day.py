"""The day and the month that the titles of a table name."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from hqe_docs.values import Fault, as_date

_OF_MONTH = re.compile(r"(20\d\d)年(\d{1,2})月")
_QUARTER = re.compile(r"(20\d\d)年?第?([一二三四1-4])季度")
_MONTH = re.compile(r"(20\d\d)[年.-](?:\d{1,2}月?[-—–~～至到])?(\d{1,2})月?(?:份|底|末)?")
_DAY = re.compile(r"20\d\d(?:年\d{1,2}月\d{1,2}日|([-/.])\d{1,2}\1\d{1,2})(?!\d)")


def longest_month(title: str) -> int:
    """Return the days of the month that `title` names, 31 when it names none or several."""
    months = {(int(year), int(month)) for year, month in _OF_MONTH.findall(title)}
    lengths = {monthrange(*pair)[1] for pair in months if 1 <= pair[1] <= 12}
    return lengths.pop() if len(lengths) == 1 else 31


def day_in(text: str) -> date | None:
    """Return the day that title rows name: a full date, else the end of a quarter, else of a month."""
    if match := _DAY.search(text):
        day = as_date(match[0])
        return None if isinstance(day, Fault) else day
    if match := _QUARTER.search(text):
        month = 3 * ("一二三四".find(match[2]) + 1 or int(match[2]))
    elif match := _MONTH.search(text):
        month = int(match[2])
    else:
        return None
    year = int(match[1])
    return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None
