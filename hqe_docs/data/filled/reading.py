"""What reading any sheet of a 填报表 needs: its header, its cells as values, where each value goes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from hqe_docs.data.files.grid import Grid, is_error
from hqe_docs.data.filled.celltext import said
from hqe_docs.data.filled.pages import JOIN, Blank, Keys, Page
from hqe_docs.data.modelled import WRAPPED
from hqe_docs.problems import Location, Problems
from hqe_docs.values import squeeze
from hqe_docs.yamlfile import KeyPath

SEARCHED = 20  # rows at the top in which a header stands
MOST_ROWS = 5000


@dataclass(slots=True)
class Reading:
    """A sheet being read: its page, the whole dossier's value and cells that it adds to.

    `head` is the 0-based row of the header; `titles` are the columns by their title,
    `columns` the blanks of a table's.
    """

    page: Page
    grid: Grid
    value: dict[str, Any]
    cells: dict[KeyPath, Location]
    found: Problems
    head: int = -1
    titles: dict[str, int] = field(default_factory=dict)
    columns: dict[str, Blank] = field(default_factory=dict)

    @property
    def sheet(self) -> Location:
        return Location(self.grid.file, self.grid.sheet)

    def find_head(self, wanted: Collection[str]) -> bool:
        """Find the row that holds most of the titles `wanted`; say whether there is any."""
        self.cells.setdefault(tuple(self.page.path), self.sheet)
        known = {squeeze(title) for title in wanted}
        top = range(min(SEARCHED, len(self.grid.rows)))
        hits = {row: len(known & {squeeze(text) for text in self.grid.rows[row]}) for row in top}
        self.head = max(top, key=lambda row: (hits[row], -row), default=-1)
        if self.head < 0 or not hits[self.head]:
            if any(text.strip() for row in self.grid.rows for text in row):
                self.found.add("D302", self.sheet, sheet=self.grid.sheet, titles="、".join(wanted))
                return False
            return True
        self._read_titles(wanted)
        return True

    def _read_titles(self, wanted: Collection[str]) -> None:
        own = {squeeze(title): title for title in wanted}
        for column, text in enumerate(self.grid.rows[self.head]):
            title = own.get(squeeze(text), text.strip())
            if title in self.titles:
                self.found.add("D304", self.grid.at(self.head, column), title=title)
            elif title:
                self.titles[title] = column

    def rows(self) -> Iterator[int]:
        """Yield the rows below the header in which anything stands, within bounds."""
        if not self.titles:
            return
        below = range(self.head + 1, len(self.grid.rows))
        filled = [row for row in below if any(text.strip() for text in self.grid.rows[row])]
        if len(filled) > MOST_ROWS:
            detail = f"工作表“{self.grid.sheet}”有 {len(filled)} 行"
            self.found.add("D121", self.grid.at(filled[MOST_ROWS], 0), detail=detail)
        yield from filled[:MOST_ROWS]

    def text(self, row: int, title: str) -> str:
        """Return the text under a title, "" where the sheet has no such column."""
        column = self.titles.get(title)
        return "" if column is None else self.grid.text(row, column)

    def cell(self, row: int, title: str) -> Location:
        return self.grid.at(row, self.titles[title])

    def says(self, row: int, title: str, blank: Blank) -> Any:
        """Return what the cell under a title says; a formula's error is told and says nothing."""
        text = self.text(row, title)
        if is_error(text.strip()):
            self.found.add("D306", self.cell(row, title), title=title, error=text.strip())
            return None
        return said(blank.form, text)

    def set_columns(self) -> None:
        """Give every column of a table its blank: those of the page, and what others there are, of any type."""
        known = {blank.title: blank for blank in self.page.blanks}
        groups = {blank.keys[0] for blank in self.page.blanks if len(blank.keys) > 1}
        own = [title for title in known if title in self.titles]
        others = [title for title in self.titles if title not in known and title != self.page.key]
        self.columns = {title: known[title] for title in own}
        self.columns |= {title: Blank(_keys(title, groups), title) for title in others}

    def tell_untitled(self, row: int) -> None:
        """Tell of what stands beside the titled columns of a row."""
        titled = set(self.titles.values())
        for column, text in enumerate(self.grid.rows[row]):
            if text.strip() and column not in titled:
                self.found.add("D305", self.grid.at(row, column), text=text.strip()[:20])


def _keys(title: str, groups: Collection[str]) -> Keys:
    group, _, inner = title.partition(JOIN)
    return (group, inner) if inner and group in groups else (title,)


def put(target: dict[str, Any], keys: KeyPath, value: Any) -> None:
    """Put a value into nested mappings, which are made as they are needed."""
    for key in keys[:-1]:
        target = target.setdefault(str(key), {})
    target[str(keys[-1])] = value


def as_percent(grid: Grid, cells: Collection[tuple[int, int]]) -> Grid:
    """Return the sheet with the numbers that it shows as percentages written so: 0.912 as 91.2%."""
    rows = [list(row) for row in grid.rows] if cells else grid.rows
    for row, column in cells:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = _percent(rows[row][column])  # type: ignore[index]
    return replace(grid, rows=rows)


def _percent(text: str) -> str:
    try:
        number = Decimal(text) * 100
    except InvalidOperation:
        return text
    return f"{number.normalize():f}%"


def place_of(keys: KeyPath) -> KeyPath:
    """Return `keys` without 值: where a fact stands, its value stands."""
    return tuple(key for key in keys if key != WRAPPED)
