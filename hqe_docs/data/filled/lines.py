"""Labelled lines of a 填报表: what is filled in beside each label, and beside a group's first line for the group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hqe_docs.data.filled.laying import Line
from hqe_docs.data.filled.pages import JOIN, Blank, Keys, Page, pages
from hqe_docs.data.filled.reading import Reading, place_of, put
from hqe_docs.data.modelled import WRAPPED
from hqe_docs.values import squeeze

GROUP, LABEL, VALUE, ABOUT = "项目", "栏目", "填写", "怎样填"


def heads(page: Page) -> list[str]:
    """Return the titles of a page of lines."""
    return [*([GROUP] if page.has_groups else []), LABEL, VALUE, *(one.title for one in page.shared), ABOUT]


def titles() -> set[str]:
    """Return the titles of all columns of a 填报表."""
    tables = {title for page in pages() for title in (page.key, *(one.title for one in page.blanks)) if title}
    return tables | {GROUP, LABEL, VALUE, ABOUT}


def read_lines(reading: Reading) -> bool:
    """Add what a page of lines says to the dossier; say whether it could be read."""
    page = reading.page
    if not reading.find_head(heads(page)):
        return False
    known = {_labels(Line(blank)): blank for blank in page.blanks}
    first: dict[Keys, int] = {}
    for row, labels in _labelled(reading):
        blank = known.get((squeeze(labels[0]), squeeze(labels[1]))) or _unknown(reading, labels)
        _read_line(reading, row, blank, first, is_known=blank in known.values())
    return True


def _labels(line: Line) -> tuple[str, str]:
    group, label = line.labels
    return squeeze(group), squeeze(label)


def _labelled(reading: Reading) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield each row with its group and label; a row without group belongs to the one above."""
    group, has_groups = "", reading.page.has_groups
    for row in reading.rows():
        reading.tell_untitled(row)
        label = reading.text(row, LABEL).strip()
        own = reading.text(row, GROUP).strip() if has_groups else label
        group, label = own or group, label if has_groups else ""
        if group and (own or label):
            yield row, (group, label)
        elif reading.text(row, VALUE).strip():
            reading.found.add("D307", reading.cell(row, VALUE), key=LABEL)


def _unknown(reading: Reading, labels: tuple[str, str]) -> Blank:
    group, label = labels
    inner = tuple(label.split(JOIN)) if label else (WRAPPED,) if reading.page.shared else ()
    return Blank((group, *inner), label or group)


def _read_line(reading: Reading, row: int, blank: Blank, first: dict[Keys, int], *, is_known: bool) -> None:
    path = (*reading.page.path, *blank.keys)
    value = _value(reading, row, blank)
    if blank.keys in first:
        if value is not None:
            label = JOIN.join(blank.keys)
            reading.found.add("D103", reading.grid.at(row, 0), key=label, first=first[blank.keys] + 1)
        return
    first[blank.keys] = row
    where = reading.cell(row, VALUE) if is_known and VALUE in reading.titles else reading.grid.at(row, 0)
    for length in range(len(reading.page.path) + 1, len(path)):
        reading.cells.setdefault(place_of(path[:length]), where)
    reading.cells[place_of(path)] = where
    if value is not None:
        put(reading.value, path, value)
    _read_beside(reading, row, blank)


def _value(reading: Reading, row: int, blank: Blank) -> Any:
    """Return what a line says; where a sheet of its own says it, only that there is nothing (无)."""
    value = reading.says(row, VALUE, blank) if VALUE in reading.titles else None
    if blank.form != "apart" or value == []:
        return value
    if value is not None and value != [blank.about]:
        reading.found.add("D305", reading.cell(row, VALUE), text=reading.text(row, VALUE).strip()[:20])
    return None


def _read_beside(reading: Reading, row: int, blank: Blank) -> None:
    """Add what stands beside a group's line: its columns belong to the group."""
    for other in reading.page.shared:
        if other.title not in reading.titles:
            continue
        path = (*reading.page.path, blank.keys[0], *other.keys)
        value: Any = reading.says(row, other.title, other)
        if value is not None:
            put(reading.value, path, value)
            reading.cells[place_of(path)] = reading.cell(row, other.title)
        else:
            reading.cells.setdefault(place_of(path), reading.cell(row, other.title))
