"""A sheet that sums up the others: the numbers it gives a sheet against what stands in that sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hqe_docs.data.tables import Table
from hqe_docs.problems import Problem, problem
from hqe_docs.values import squeeze

FEWEST, SHARE = 3, 0.6
_PERSONS = re.compile(r"总?(?:人数|人口数?|劳动力人?数|登记人数)")
_HOUSES = re.compile(r"总?户数")
_NUMERALS = {"十二": "12", "十一": "11", "十": "10"} | {
    char: str(i) for i, char in enumerate("一二三四五六七八九", start=1)
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A sheet's table, how many rows of data it has, and how many households (0: none are named)."""

    table: Table
    rows: int
    houses: int


def summary_apart(parts: Sequence[Counted]) -> Iterator[Problem]:
    """Yield the cells of a summary that say another number of persons or households than the sheet itself has."""
    sheets = {_plain(part.table.grid.sheet): part for part in parts}
    for part in parts:
        named = _rows_by_sheet(part.table, sheets)
        if len(named) < max(FEWEST, SHARE * len(part.table.rows.data)):
            continue
        apart = list(_apart(part.table, named))
        if len(apart) * 2 <= len(named):  # else the column means something else
            yield from apart


def _rows_by_sheet(table: Table, sheets: Mapping[str, Counted]) -> dict[int, Counted]:
    named = {}
    for row in table.rows.data:
        texts = (_plain(text) for text in table.grid.rows[row][:3])
        other = next((sheets[text] for text in texts if text in sheets), None)
        if other and other.table is not table:
            named[row] = other
    return named


def _apart(table: Table, named: Mapping[int, Counted]) -> Iterator[Problem]:
    for title in table.header.titles:
        words = re.sub(r"[（(].*", "", squeeze(title.text.rpartition("/")[2]))
        for row, other in named.items():
            expected = other.rows if _PERSONS.fullmatch(words) else other.houses
            text = squeeze(table.grid.text(row, title.column)).rstrip("人户")
            is_ours = _PERSONS.fullmatch(words) or (_HOUSES.fullmatch(words) and expected)
            if is_ours and text.isdecimal() and int(text) != expected:
                facts = {"sheet": other.table.grid.sheet, "name": title.text, "found": text}
                yield problem("L332", table.grid.at(row, title.column), expected=expected, **facts)


def _plain(text: str) -> str:
    plain = squeeze(text).removeprefix("第")
    for word, digits in _NUMERALS.items():
        plain = plain.replace(word, digits) if plain.endswith(("组", "队")) else plain
    return plain
