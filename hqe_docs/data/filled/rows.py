"""Tables of a 填报表: a row is an item of a list, or what stands under the name in its first column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hqe_docs.data.filled.celltext import is_sample, said
from hqe_docs.data.filled.reading import Reading, place_of, put
from hqe_docs.problems import Location
from hqe_docs.yamlfile import KeyPath


def read_table(reading: Reading) -> bool:
    """Add what a table says to the dossier; say whether it could be read."""
    page = reading.page
    if not reading.find_head([*filter(None, [page.key]), *(blank.title for blank in page.blanks)]):
        return False
    reading.set_columns()
    merged = _merged(reading)
    items: list[Any] = []
    first: dict[str, int] = {}
    for row in reading.rows():
        if is_sample(reading.grid.text(row, 0)):
            continue
        reading.tell_untitled(row)
        item = _item(reading, row, merged)
        if page.key:
            at = merged.get((row, reading.titles.get(page.key, -1)), row)
            _add_named(reading, row, said("text", reading.text(at, page.key)), item, first)
        elif item not in (None, {}):
            _place(reading, (*page.path, len(items)), row)
            items.append(item)
    if items:
        put(reading.value, page.path, items)
    return True


def _item(reading: Reading, row: int, merged: Mapping[tuple[int, int], int]) -> Any:
    """Return what a row says; a cell merged with those above says the same in a row that says more."""
    columns = reading.columns
    own = {title: reading.says(row, title, blank) for title, blank in columns.items()}
    if any(value is not None for value in own.values()):
        for title, blank in columns.items():
            above = merged.get((row, reading.titles[title]))
            own[title] = reading.says(above, title, blank) if above is not None else own[title]
    item: dict[str, Any] = {}
    for title, value in own.items():
        if value is not None and not columns[title].keys:
            return value
        if value is not None:
            put(item, columns[title].keys, value)
    return item


def _merged(reading: Reading) -> dict[tuple[int, int], int]:
    """Return, for the cells below the first of those merged downwards, the row of that first."""
    below = {
        (row, left): top
        for (top, left), (bottom, _) in reading.grid.merges
        if top > reading.head
        for row in range(top + 1, bottom + 1)
    }
    if below and reading.titles:
        row, column = min(below)
        reading.found.add("D314", reading.grid.at(below[row, column], column))
    return below


def _place(reading: Reading, path: KeyPath, row: int) -> None:
    """Note the cell of each blank of a row, filled or not; of a column that the page does not know its title."""
    known = {blank.title for blank in reading.page.blanks}
    first = reading.page.key if reading.page.key in reading.titles else next(iter(reading.columns))
    reading.cells[place_of(path)] = reading.cell(row, first)
    for title, blank in reading.columns.items():
        if not blank.keys:
            reading.cells[place_of(path)] = reading.cell(row, title)
        else:
            at = row if title in known else reading.head
            _note(reading, (*path, *blank.keys), reading.cell(at, title))


def _note(reading: Reading, path: KeyPath, cell: Location) -> None:
    for length in range(1, len(path) + 1):  # 联系人 stands where 联系人·姓名 does
        reading.cells.setdefault(place_of(path[:length]), cell)
    reading.cells[place_of(path)] = cell


def _add_named(reading: Reading, row: int, name: str | None, item: Any, first: dict[str, int]) -> None:
    page = reading.page
    if name is None:
        if item not in (None, {}):
            where = reading.cell(row, page.key) if page.key in reading.titles else reading.sheet
            reading.found.add("D307", where, key=page.key)
        return
    path: KeyPath = (*page.path, name)
    if page.shape == "roster":
        _add_person(reading, row, item, name, first)
    elif name in first:
        where = reading.cell(row, page.key)
        reading.found.add("D103", where, key=name, first=first[name] + 1)
    else:
        first[name] = row
        _place(reading, path, row)
        put(reading.value, path, None if item == {} else item)


def _add_person(reading: Reading, row: int, item: Any, name: str, first: dict[str, int]) -> None:
    """Add one of a roster: under its post alone, or to those of the same post."""
    page = reading.page
    if item in (None, {}):
        _place(reading, (*page.path, name), row)
        return
    target = reading.value
    for key in page.path:
        target = target.setdefault(key, {})
    held = target.get(name)
    if page.known.get(name) is False and name in first:
        reading.found.add("D103", reading.cell(row, page.key), key=name, first=first[name] + 1)
    elif page.known.get(name) or (name in first and name not in page.known):
        people = held if isinstance(held, list) else [held] if held is not None else []
        _place(reading, (*page.path, name, len(people)), row)
        reading.cells.setdefault((*page.path, name), reading.cell(row, page.key))
        target[name] = [*people, item]
    else:
        _place(reading, (*page.path, name), row)
        target[name] = item
    first.setdefault(name, row)
