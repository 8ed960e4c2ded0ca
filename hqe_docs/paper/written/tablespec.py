"""Tables with widths that suit their cells, as the composer's tables want them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from hqe_docs.paper.language.titles import width
from hqe_docs.paper.written.block import BREAK, EMPHASIS
from hqe_docs.paper.written.escape import literal

_SEAM = re.compile(r"(?<=[\u3400-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u3400-\u9fff])")
Rows = Sequence[Sequence[str]]
RIM = 180  # twips: the cell's margins and a little more
LARGE, SMALL = 280, 210  # twips of a character of 四号 and 五号
NARROW = 8  # characters: columns up to here are centred
WHOLE, TIGHT = 6, 4  # cells up to so many characters stay on one line
SAMPLE = 100  # rows that say how wide columns are to be
MOST_COLUMNS = 8
_STYLES = {LARGE: ("名册表头", "名册居中", "名册", 580), SMALL: ("表头", "表内居中", "表内文字", 454)}


def table_spec(rows: Rows, room: int, *, merged: bool = False) -> Mapping[str, Any]:
    """Return a table in a room of so many twips: 四号 when all stands on one line, else 五号.

    `merged`: an empty cell below a filled one belongs to it, in columns that go over several rows.
    """
    rows = [[cell.replace(EMPHASIS, "") for cell in row] for row in rows]
    size = LARGE if sum(_widest(rows, LARGE)) <= room else SMALL
    head, middle, left, height = _STYLES[size]
    widths = column_widths(rows, room, size)
    columns = [
        {"题": literal(title), "宽": twips, "样式": middle if _is_narrow(rows, index) else left}
        for index, (title, twips) in enumerate(zip(rows[0], widths, strict=True))
    ]
    down = _merged(rows) if merged else {}
    cells = [
        [_cell(cell, down.get((number, index), "")) for index, cell in enumerate(row)]
        for number, row in enumerate(rows[1:])
    ]
    return {"行高": height, "表头样式": head, "列": columns, "行": cells}


def _cell(text: str, down: str) -> Mapping[str, Any]:
    return {"文": [literal(line) for line in text.split(BREAK)], "跨行": down}


def _merged(rows: Rows) -> Mapping[tuple[int, int], str]:
    """Return (row, column) → restart or continue of the cells that go over several rows; rows below the header."""
    down: dict[tuple[int, int], str] = {}
    for index in range(len(rows[0])):
        column = [row[index] for row in rows[1:]]
        if not column or not column[0] or len(set(column) - {""}) < 2:
            continue  # a column to be filled in, not one of groups
        for number, text in enumerate(column):
            if not text:
                down[number, index] = "continue"
                down.setdefault((number - 1, index), "restart")
    return down


def fits(rows: Rows, room: int) -> bool:
    """Say whether no column gets too narrow in that room."""
    return sum(_least(rows, TIGHT)) <= room


def is_wide(rows: Rows, room: int) -> bool:
    """Say whether a table reads better on a page turned sideways."""
    return len(rows[0]) > MOST_COLUMNS or not fits(rows, room)


def column_widths(rows: Rows, room: int, size: int) -> list[int]:
    """Return widths that fill the room exactly, with as few lines of text as may be."""
    wanted = _widest(rows, size)
    if sum(wanted) <= room:
        return _filled([one * room / sum(wanted) for one in wanted], room)
    widths = next((least for least in map(partial(_least, rows), (WHOLE, TIGHT)) if sum(least) <= room), None)
    if widths is None:
        return _filled([one * room / sum(wanted) for one in wanted], room)
    lengths = [[_room(cell) * size for cell in row] for row in rows[:SAMPLE]]
    for _ in range((room - sum(widths)) // size):
        widths[_column_to_widen(lengths, widths, size)] += size
    return _filled(widths, room)


def _filled(widths: Sequence[float], room: int) -> list[int]:
    """Return whole widths that fill the room: the widest column takes what is over."""
    whole = [int(one) for one in widths]
    whole[whole.index(max(whole))] += room - sum(whole)
    return whole


def _column_to_widen(lengths: Sequence[Sequence[float]], widths: Sequence[int], step: int) -> int:
    """Return the column that one more character makes the rows lower than any other: it is the highest in most."""
    gains = [0.0] * len(widths)
    for row in lengths:
        heights = [length / (room - RIM) for length, room in zip(row, widths, strict=True)]
        highest = max(range(len(row)), key=heights.__getitem__)
        if heights[highest] > 1:
            gains[highest] += heights[highest] - row[highest] / (widths[highest] - RIM + step)
    return gains.index(max(gains)) if any(gains) else widths.index(max(widths))


def _lines(rows: Rows, index: int) -> list[str]:
    return [line for row in rows for line in row[index].split(BREAK)]


def _room(text: str) -> float:
    """Return the characters that a text takes: programs part Chinese and digits by a quarter."""
    return width(text) + len(_SEAM.findall(text)) / 4


def _longest(rows: Rows, index: int) -> float:
    return max(map(_room, _lines(rows, index)))


def _widest(rows: Rows, size: int) -> list[int]:
    return [round(_longest(rows, index) * size) + RIM for index in range(len(rows[0]))]


def _least(rows: Rows, characters: int) -> list[int]:
    """Return the least widths: cells and titles up to so many characters stay on one line, longer ones get half."""
    return [round(_needed(rows, index, characters) * SMALL) + RIM for index in range(len(rows[0]))]


def _needed(rows: Rows, index: int, characters: int) -> float:
    longest, title = _longest(rows, index), _room(rows[0][index])
    if longest <= characters:
        return longest
    return max(characters / 2, title if title <= characters else 0)


def _is_narrow(rows: Rows, index: int) -> bool:
    return _longest(rows, index) <= NARROW
