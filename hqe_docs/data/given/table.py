"""A sheet as rows that templates can print: titles as names, cells typed, each row with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hqe_docs.data.files.grid import Grid, is_error
from hqe_docs.data.freeform import SEARCHED, Block, find_block, sort_freely
from hqe_docs.data.given.scalars import column_values, impossible_day
from hqe_docs.data.header import Title
from hqe_docs.data.kinds import header_key
from hqe_docs.problems import Location, Problems
from hqe_docs.values import squeeze

NARROW = 3  # a table of fewer columns has no rows that are too empty to be data
MOST_NAMED = 12  # rows that a message names
_ID = re.compile("身份证|公民身份号码")
_VALUE = re.compile(r"[-¥]?[\d,.]+%?|\d{4}[-/.年]\d.*")


@dataclass(frozen=True, slots=True)
class GivenTable:
    """The rows of a sheet, title → value, where each stands, and the column (from 1) of each title."""

    sheet: str
    rows: list[dict[str, Any]]
    places: list[Location]
    columns: Mapping[str, int]


def table_of(grid: Grid, found: Problems) -> GivenTable | None:
    """Return the table in a sheet, None when nothing stands in it."""
    block = _block(grid)
    if block is None:
        return None
    numbers = _data_rows(grid, block, found)
    names = _names(grid, block.titles, found)
    merged = _merged(grid, block)
    columns: dict[str, list[Any]] = {}
    numbered: dict[str, int] = {}
    for title, forms in zip(block.titles, names, strict=True):
        texts, above = grid.column(title.column), merged.get(title.column, {})
        cells = [above.get(row, texts[row]).strip() for row in numbers]
        _warn(grid, title, numbers, cells, found)
        values = column_values(forms[0], cells)
        columns |= dict.fromkeys(forms, values)
        numbered |= dict.fromkeys(forms, title.column + 1)
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    places = [Location(grid.file, grid.sheet, row=number + 1) for number in numbers]
    return GivenTable(grid.sheet, rows, places, numbered)


# ---------------------------------------------------------------- header
def _block(grid: Grid) -> Block | None:
    """Return the header: the row of many words, never one of data below a row that is as full."""
    top = range(min(SEARCHED, len(grid.rows)))
    fullness = {row: _fullness(grid, row) for row in top}
    most = max(fullness.values(), default=0)
    if not most:
        return None
    first = next(row for row in top if fullness[row] == most)
    is_worded = most > 1 and not any(_VALUE.fullmatch(squeeze(text)) for text in grid.rows[first])
    block = find_block(grid, {header_key(text) for text in grid.rows[first]} if is_worded else set())
    return _plain_block(grid, first) if block is None or (is_worded and block.first > first) else block


def _plain_block(grid: Grid, row: int) -> Block:
    cells = enumerate(grid.rows[row])
    titles = [Title(text.strip(), row, column, None) for column, text in cells if text.strip()]
    return Block(row, row, tuple(titles))


def _fullness(grid: Grid, row: int) -> int:
    """Return how many cells of a row have something in them, alone or merged sideways; a sole text is one."""
    filled = {column for column, text in enumerate(grid.rows[row]) if text.strip()}
    if len(filled) < 2:
        return len(filled)
    for (top, left), (_, right) in grid.merges:
        if top == row and left in filled:
            filled.update(range(left, right + 1))
    return len(filled)


def _names(grid: Grid, titles: Sequence[Title], found: Problems) -> list[tuple[str, ...]]:
    """Return the names of each column: its title, and shorter forms of it that no other column has."""
    own: dict[str, None] = {}
    for title in titles:
        own[_free(grid, title, own, found)] = None
    shorter = [
        [form for form in _other_forms(title.text, name) if form not in own]
        for title, name in zip(titles, own, strict=True)
    ]
    every = [form for forms in shorter for form in forms]
    return [
        (name, *(form for form in forms if every.count(form) == 1))
        for name, forms in zip(own, shorter, strict=True)
    ]


def _free(grid: Grid, title: Title, taken: Mapping[str, None], found: Problems) -> str:
    name = plain = "".join(title.text.split())
    number = 1
    while name in taken:
        number += 1
        name = f"{plain}_{number}"
    if number > 1:
        detail = f"标题“{plain}”不止一列，这一列叫“{name}”"
        found.add("R148", grid.at(title.row, title.column), detail=detail)
    return name


def _other_forms(text: str, name: str) -> list[str]:
    """Return a title with its spaces, without its group, without remarks in brackets, without both."""
    last = name.rpartition("/")[2]
    bare = [re.sub(r"[（(][^（()）]*[)）]", "", form).strip("*＊:：") for form in (name, last)]
    forms = dict.fromkeys([" ".join(text.split()), last, *bare])
    return [form for form in forms if form and form != name]


# ---------------------------------------------------------------- rows
def _data_rows(grid: Grid, block: Block, found: Problems) -> list[int]:
    """Return the rows of data; what else stands below the header is told."""
    filled = [
        row
        for row in range(block.last + 1, len(grid.rows))
        if any(grid.text(row, title.column).strip() for title in block.titles)
    ]
    if len(block.titles) < NARROW:
        return filled
    sorted_rows = sort_freely(grid, block, _column(block, _ID), _column(block, re.compile("姓名")))
    data = set(sorted_rows.data)
    known = {one.row for one in sorted_rows.sums} | set(sorted_rows.notes)
    apart = [row for row in filled if row not in data]
    _tell("R147", grid, [row for row in apart if row in known], found)
    _tell("R148", grid, [row for row in apart if row not in known], found)
    return [row for row in filled if row in data]


def _tell(code: str, grid: Grid, rows: Sequence[int], found: Problems) -> None:
    if rows:
        shown = "、".join(str(row + 1) for row in rows[:MOST_NAMED]) + ("…" if len(rows) > MOST_NAMED else "")
        where = Location(grid.file, grid.sheet, row=rows[0] + 1)
        detail = f"第 {shown} 行几乎是空的，或是重复的表头、签字栏，没有当作数据"
        found.add(code, where, count=len(rows), rows=shown, detail=detail)


def _column(block: Block, form: re.Pattern[str]) -> int:
    return next((title.column for title in block.titles if form.search(squeeze(title.text))), -1)


def _merged(grid: Grid, block: Block) -> dict[int, dict[int, str]]:
    """Return column → row → the text of the merged cell that reaches down there."""
    below: dict[int, dict[int, str]] = {}
    for (top, left), (bottom, _) in grid.merges:
        if block.last < top < bottom and top < len(grid.rows):
            rows = range(top + 1, min(bottom + 1, len(grid.rows)))
            below.setdefault(left, {}).update(dict.fromkeys(rows, grid.text(top, left)))
    return below


def _warn(grid: Grid, title: Title, rows: Sequence[int], cells: Sequence[str], found: Problems) -> None:
    faults = {text: why for text in set(cells) if (why := _fault(text))}
    for row, text in zip(rows, cells, strict=True) if faults else ():
        if text in faults:
            detail = f"“{title.text}”是“{text}”：{faults[text]}，按文字填写"
            found.add("R148", grid.at(row, title.column), detail=detail)


def _fault(text: str) -> str:
    return "公式的结果是错误" if text.startswith("#") and is_error(text) else impossible_day(text)


def tables_of(grids: Sequence[Grid], found: Problems) -> Iterator[GivenTable]:
    """Yield the tables of a workbook's visible sheets."""
    for grid in grids:
        if not grid.is_hidden and (table := table_of(grid, found)):
            yield table
