"""How long the month is that a table's title names."""

from __future__ import annotations

import re
from calendar import monthrange

_MONTH = re.compile(r"(20\d\d)年(\d{1,2})月")


def longest_month(title: str) -> int:
    """Return the days of the month that `title` names, 31 when it names none or several."""
    months = {(int(year), int(month)) for year, month in _MONTH.findall(title)}
    lengths = {monthrange(*pair)[1] for pair in months if 1 <= pair[1] <= 12}
    return lengths.pop() if len(lengths) == 1 else 31
