"""A 填报表 read: the nested value that dossier.yaml would give, and the cell of everything in it."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hqe_docs.data.files.grid import Grid, is_appended
from hqe_docs.data.files.locked import unlocked
from hqe_docs.data.files.percents import percent_cells
from hqe_docs.data.files.reading import read_grids
from hqe_docs.data.filled.lines import read_lines
from hqe_docs.data.filled.pages import Page, pages
from hqe_docs.data.filled.reading import Reading, as_percent, place_of
from hqe_docs.data.filled.rows import read_table
from hqe_docs.data.filled.shape import canonical
from hqe_docs.problems import Location, Problem, Problems
from hqe_docs.values import did_you_mean, squeeze
from hqe_docs.yamlfile import KeyPath, inside, is_filled

GUIDE = "填报说明"
MOST_BYTES = 20 * 1024 * 1024


@dataclass(slots=True)
class FilledBook:
    """What a 填报表 says: nested dict/list/str, the cell of each path, the sections that could not be read."""

    name: str
    value: dict[str, Any] = field(default_factory=dict)
    cells: dict[KeyPath, Location] = field(default_factory=dict)
    damaged: set[str] = field(default_factory=set)

    def at(self, path: KeyPath) -> Location:
        """Return the cell where `path` stands or should stand, or that of the nearest thing above it."""
        known = place_of(path)
        while known and known not in self.cells:
            known = known[:-1]
        return self.cells.get(known) or Location(self.name)

    def says(self, path: KeyPath) -> bool:
        """Say whether anything was written at `path`, be it right or wrong."""
        return is_filled(inside(self.value, path))

    def is_damaged(self, path: KeyPath) -> bool:
        """Say whether a sheet that `path` stands on could not be read."""
        return bool(self.damaged) if not path else str(path[0]) in self.damaged


def read_book(path: Path, name: str, found: Problems) -> FilledBook | None:
    """Return what the 填报表 at `path`, called `name` in messages, says; None when it can't be read."""
    met = Problems()
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        found.add("D121", Location(name), detail=f"{name} 超过 20 MiB")
        return None
    grids = read_grids(path, name, met)
    found.extend(item for each in met if (item := _without_colours(each)))
    if not grids:
        return None
    percents = _percents(path)
    grids = [as_percent(grid, percents.get(grid.sheet, ())) for grid in grids]
    lost = {item.where.sheet for item in met if item.code == "L107"}
    book = read_pages(name, grids, found)
    book.damaged |= {page.path[0] for page in pages() if page.name in lost and page.path}
    return book


def _percents(path: Path) -> dict[str, set[tuple[int, int]]]:
    if zipfile.is_zipfile(path):
        return percent_cells(path)
    with unlocked(path) as plain:  # one with a password is no zip package
        return percent_cells(plain) if isinstance(plain, Path) else {}


def _without_colours(item: Problem) -> Problem | None:
    """Return what is told of a sheet without its coloured rows: headers and labels are coloured by us."""
    if item.code != "L116":
        return item
    parts = [part for part in item.message.split("；") if "底色" not in part]
    return replace(item, message="；".join(parts)) if parts else None


def read_pages(name: str, grids: Sequence[Grid], found: Problems) -> FilledBook:
    """Return what the sheets of a 填报表 say."""
    book = FilledBook(name)
    for page, grid in _sheets(grids, found):
        if grid.is_hidden:
            found.add("D311", Location(name, grid.sheet), sheet=grid.sheet)
        reading = Reading(page, grid, book.value, book.cells, found)
        is_read = read_lines(reading) if page.shape == "lines" else read_table(reading)
        if not is_read and page.path:
            book.damaged.add(page.path[0])
    book.value = canonical(book.value)
    return book


def _sheets(grids: Sequence[Grid], found: Problems) -> list[tuple[Page, Grid]]:
    """Return each page with its sheet, in the order of the pages; other sheets are told."""
    names = {squeeze(page.name): page for page in pages()}
    sheets: dict[str, Grid] = {}
    for grid in grids:
        page = names.get(squeeze(grid.sheet))
        if page and page.name not in sheets:
            sheets[page.name] = grid
        elif not _is_ours(grid) and any(text.strip() for row in grid.rows for text in row):
            missing = [one.name for one in pages() if one.name not in sheets]
            hint = did_you_mean(grid.sheet, missing)
            found.add("D303", Location(grid.file, grid.sheet), hint=hint, sheet=grid.sheet)
    return [(page, sheets[page.name]) for page in pages() if page.name in sheets]


def _is_ours(grid: Grid) -> bool:
    return squeeze(grid.sheet) == GUIDE or is_appended(grid)
