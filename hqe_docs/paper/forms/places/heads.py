"""Headers of a grid: rows of titles above free rows, as lists and scoring tables have them, also over page ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from hqe_docs.paper.forms.model import Cell
from hqe_docs.paper.forms.places.roles import Role, Roles

FEWEST = 2  # titles side by side
_FREE: frozenset[Role] = frozenset(("blank", "inline", "control"))


@dataclass(frozen=True, slots=True)
class Head:
    """The titles of a list, from the left, the labels above or left of all of them, and the rows that are its own.

    `printed`: the rows of which some columns are printed and the others free, as in a scoring table.
    """

    titles: tuple[Cell, ...]
    labels: tuple[str, ...]
    parents: tuple[str, ...]
    rows: tuple[int, ...]
    under: Mapping[tuple[int, int], int]  # row and column of a cell → which title it stands under
    printed: frozenset[int] = frozenset()
    is_list: bool = False

    def title(self, cell: Cell) -> int | None:
        """Return which title a cell stands under."""
        return self.under.get((cell.row, cell.column))


@dataclass
class _Body:
    """The rows found below titles: row → list, matrix, full (nothing is free); which title each cell stands under."""

    kinds: dict[int, str] = field(default_factory=dict)
    under: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, row: int, kind: str, cells: Sequence[Cell]) -> None:
        self.kinds[row] = kind
        self.under |= {(cell.row, cell.column): i for i, cell in enumerate(cells) if cell.row == row}

    @property
    def printed(self) -> frozenset[int]:
        return frozenset(row for row, kind in self.kinds.items() if kind != "list")


def find_heads(roles: Roles, before: Head | None = None) -> list[Head]:
    """Return the headers of a grid from above; `before`: the last one of the table before, which may go on here."""
    found = [head for head in [_continued(roles, before)] if head]
    row = max(found[0].rows, default=-1) + 1 if found else 0
    while row < roles.grid.rows:
        head = _head_at(roles, row)
        if head is not None:
            found.append(head)
            row = max(head.rows)
        else:
            row += 1
    return found


def _head_at(roles: Roles, row: int) -> Head | None:
    titles = _titles(roles, row)
    if len(titles) < FEWEST:
        return None
    body = _body(roles, titles, row + 1) or _after_examples(roles, titles, row + 1)
    if body is None:
        return None
    kinds = body.kinds
    labels = tuple(roles.label(title) for title in titles)
    counted = any(map(roles.words.is_number, labels))
    if len(body.printed) == len(kinds) and not counted and len(kinds) < FEWEST:
        return None
    drawn = roles.grid.rows - roles.grid.is_sheet  # without the row below all that is drawn
    is_last = max(kinds) + 1 >= drawn and len(titles) > FEWEST
    is_list = len(kinds) > 1 or counted or is_last
    parents = (*_groups(roles, titles[0], row), *_section(roles, titles))
    return Head(titles, labels, parents, tuple(kinds), body.under, body.printed, is_list)


def _titles(roles: Roles, row: int) -> tuple[Cell, ...]:
    """Return the titles that end in a row, cells that go on below left out; empty when the row has anything else."""
    cells = list(roles.grid.row(row))
    ending = [cell for cell in cells if cell.bottom == row + 1 and roles.of(cell) != "kept"]
    if len(ending) < FEWEST or any(roles.of(cell) not in ("label", "blank") for cell in ending):
        return ()
    titles = tuple(cell for cell in ending if roles.of(cell) == "label")
    free = [cell for cell in ending if roles.of(cell) == "blank"]
    if free == ending[:1] and len(titles) >= FEWEST:
        return (free[0], *titles)  # the corner of a matrix has no title
    return () if free else titles


def _body(roles: Roles, titles: Sequence[Cell], first: int) -> _Body | None:
    """Return the rows below that have the same columns and are free; None without any."""
    body = _Body()
    for row in range(first, roles.grid.rows):
        if roles.grid.is_spare(row) and (body.kinds or len(titles) <= FEWEST):
            break
        cells = _aligned(roles, titles, row)
        if cells and all(cell.row < row for cell in cells):
            continue
        kind = _row_kind(roles, titles, cells, row) if cells else ""
        if kind:
            body.add(row, kind, cells)
        elif not _parts_rows(roles, titles, row):
            break
    return body if set(body.kinds.values()) - {"full"} else None


def _parts_rows(roles: Roles, titles: Sequence[Cell], row: int) -> bool:
    """Say whether a row is the name of a part of a numbered table, that goes on below it."""
    whole = roles.grid.at(row, titles[0].column)
    if whole is None or whole.right < titles[-1].right or roles.of(whole) not in ("label", "note"):
        return False
    cells = _aligned(roles, titles, whole.bottom)
    return bool(cells) and roles.of(cells[0]) == "number"


def _aligned(roles: Roles, titles: Sequence[Cell], row: int) -> list[Cell]:
    """Return the cell under each title: most edges are the same, or free cells are as many between the same ends."""
    cells = [cell for title in titles if (cell := roles.grid.at(row, title.column)) is not None]
    same = sum((c.column, c.right) == (t.column, t.right) for c, t in zip(cells, titles, strict=False))
    if len(cells) == len(titles) and same >= max(FEWEST, len(titles) * 0.7):
        return cells
    if same and len(cells) == len(titles) and roles.words.is_total(cells[0].text):
        return cells  # 合计 over the first columns
    left, right = titles[0].column, titles[-1].right
    own = [
        cell
        for cell in roles.grid.row(row)
        if cell.row == row and left <= cell.column and cell.right <= right
    ]
    whole = len(own) == len(titles) and (own[0].column, own[-1].right) == (left, right)
    return own if whole and all(roles.of(cell) == "blank" for cell in own) else []


def _after_examples(roles: Roles, titles: Sequence[Cell], first: int) -> _Body | None:
    """Return the last row of a sheet, when it is free and nothing but rows of examples stands above it."""
    last = roles.grid.rows - 1
    if not roles.grid.is_sheet or len(titles) <= FEWEST or last <= first:
        return None
    plain = all(cell.width == cell.height == 1 for row in range(first, last) for cell in roles.grid.row(row))
    said = {roles.of(roles.grid.at(row, titles[0].column)) for row in range(first, last)}
    if not plain or not said <= {"label", "number", "note"}:
        return None
    body = _Body()
    body.add(last, "list", [cell for title in titles if (cell := roles.grid.at(last, title.column))])
    return body


def _row_kind(
    roles: Roles, titles: Sequence[Cell], cells: Sequence[Cell], row: int
) -> Literal["list", "matrix", "full", ""]:
    said = [roles.of(cell) for cell in cells if cell.row == row]
    free = [role in _FREE for role in said]
    if not any(free):
        return "full" if said[:1] == ["number"] else ""
    if all(role in _FREE or role == "number" for role in said):
        return "list" if any(role != "inline" for role in said) or len(said) > FEWEST else ""
    numbered = said[0] == "number"
    first = free.index(True)
    of_numbers = roles.words.is_number(titles[0].text)
    if "note" in said[:1] or (of_numbers and said[0] == "label" and not roles.words.is_total(cells[0].text)):
        return ""
    return "matrix" if first > 0 and (numbered or all(free[first:])) and len(titles) > FEWEST else ""


def _groups(roles: Roles, cell: Cell, row: int) -> tuple[str, ...]:
    """Return the labels at the left of a header that reach further down than it does."""
    return tuple(
        roles.label(one)
        for one in roles.grid.row(row)
        if one.column < cell.column and one.bottom > row + 1 and roles.of(one) == "label"
    )


def _section(roles: Roles, titles: Sequence[Cell]) -> tuple[str, ...]:
    """Return the title of a section, in a row of its own above the header; the form's own title is none."""
    first = min(title.row for title in titles)
    above = roles.grid.at(first - 1, titles[0].column)
    if above is None or above.row == 0 or roles.of(above) != "label":
        return ()
    label = roles.label(above)
    wide = above.column <= titles[0].column and above.right >= titles[-1].right
    return (label,) if wide and not label.endswith("表") and not roles.words.is_continued(label) else ()


def parents_of(roles: Roles, title: Cell) -> tuple[str, ...]:
    """Return the titles of a header's upper levels that reach over this one and others, outermost first."""
    found: list[str] = []
    cell: Cell | None = title
    while cell is not None and (above := roles.grid.above(cell)) is not None:
        wider = above.width > title.width and above.column <= title.column and above.right >= title.right
        if not wider or roles.of(above) != "label" or above.width > roles.grid.columns * 0.9:
            break
        beside = list(roles.grid.row(above.bottom - 1))
        if len(beside) < FEWEST or any(roles.of(one) in _FREE for one in beside):
            break
        found.insert(0, roles.label(above))
        cell = above
    return tuple(found)


def _continued(roles: Roles, before: Head | None) -> Head | None:
    """Return the header of the table before, when this one begins with free rows of as many columns."""
    if before is None or not before.is_list or roles.grid.rows == 0:
        return None
    first = list(roles.grid.row(0))
    if len(first) != len(before.titles):
        return None
    titles = tuple(
        replace(title, row=-1, height=1, column=cell.column, width=cell.width)
        for title, cell in zip(before.titles, first, strict=True)
    )
    body = _body(roles, titles, 0)
    if body is None:
        return None
    return replace(before, titles=titles, rows=tuple(body.kinds), under=body.under, printed=body.printed)


def header_rows(heads: Iterator[Head] | Sequence[Head]) -> dict[int, Head]:
    """Return row → the header it stands under."""
    return {row: head for head in heads for row in head.rows}
