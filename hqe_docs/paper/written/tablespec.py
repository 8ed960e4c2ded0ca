"""Tables with widths that suit their cells, as the composer's tables want them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hqe_docs.paper.language.titles import width
from hqe_docs.paper.written.block import BREAK, EMPHASIS
from hqe_docs.paper.written.escape import literal

Rows = Sequence[Sequence[str]]
RIM = 134  # twips: the cell's margins and a little more
LARGE, SMALL = 280, 210  # twips of a character of 四号 and 五号
NARROW = 8  # characters: columns up to here are centred
TIGHT = 4
MOST_COLUMNS = 8
_STYLES = {LARGE: ("名册表头", "名册居中", "名册", 580), SMALL: ("表头", "表内居中", "表内文字", 454)}


def table_spec(rows: Rows, room: int) -> Mapping[str, Any]:
    """Return a table in a room of so many twips: 四号 when all stands on one line, else 五号."""
    rows = [[cell.replace(EMPHASIS, "") for cell in row] for row in rows]
    size = LARGE if sum(_widest(rows, LARGE)) <= room else SMALL
    head, middle, left, height = _STYLES[size]
    widths = column_widths(rows, room, size)
    columns = [
        {"题": literal(title), "宽": twips, "样式": middle if _is_narrow(rows, index) else left}
        for index, (title, twips) in enumerate(zip(rows[0], widths, strict=True))
    ]
    cells = [[[literal(line) for line in cell.split(BREAK)] for cell in row] for row in rows[1:]]
    return {"行高": height, "表头样式": head, "列": columns, "行": cells}


def fits(rows: Rows, room: int) -> bool:
    """Say whether no column gets too narrow in that room."""
    return sum(_least(rows, TIGHT)) <= room


def is_wide(rows: Rows, room: int) -> bool:
    """Say whether a table reads better on a page turned sideways."""
    return len(rows[0]) > MOST_COLUMNS or not fits(rows, room)


def column_widths(rows: Rows, room: int, size: int) -> list[int]:
    """Return widths that fill the room exactly: what is left over goes to the columns with most text."""
    wanted, least = _widest(rows, size), _least(rows, NARROW)
    if sum(wanted) <= room:
        least, wants = wanted, [float(one) for one in wanted]
    else:
        if sum(least) > room:
            least = _least(rows, TIGHT)
        wants = [max(0.0, full - low) ** 0.7 for full, low in zip(_typical(rows, size), least, strict=True)]
    share = min(1.0, room / sum(least))
    spare = max(0, room - sum(least)) / (sum(wants) or 1)
    widths = [int(low * share + spare * want) for low, want in zip(least, wants, strict=True)]
    widths[widths.index(max(widths))] += room - sum(widths)
    return widths


def _lines(rows: Rows, index: int) -> list[str]:
    return [line for row in rows for line in row[index].split(BREAK)]


def _longest(rows: Rows, index: int) -> float:
    return max(map(width, _lines(rows, index)))


def _widest(rows: Rows, size: int) -> list[int]:
    return [round(_longest(rows, index) * size) + RIM for index in range(len(rows[0]))]


def _typical(rows: Rows, size: int) -> list[float]:
    """Return what a column's cells take, between the mean and the longest."""
    columns = [[width(row[index]) for row in rows] for index in range(len(rows[0]))]
    return [(sum(column) / len(column) + max(column)) / 2 * size + RIM for column in columns]


def _least(rows: Rows, characters: int) -> list[int]:
    """Return the least widths: cells up to so many characters stay on one line, others get half of that."""
    longest = (_longest(rows, index) for index in range(len(rows[0])))
    return [round((one if one <= characters else characters / 2) * SMALL) + RIM for one in longest]


def _is_narrow(rows: Rows, index: int) -> bool:
    return _longest(rows, index) <= NARROW
