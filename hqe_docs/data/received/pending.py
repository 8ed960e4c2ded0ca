"""What somebody has to look at after an import: faults with their cells, and all that was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hqe_docs.data.received.importing import Imported
from hqe_docs.data.received.leftovers import HINTS, LeftOut
from hqe_docs.problems import Location, Problem, column_letters

VERDICTS = {"error": "有误", "warning": "存疑"}
LEFT_OUT = "未读入"


@dataclass(frozen=True, slots=True)
class Pending:
    """One thing to look at: of which sort, where it stands, its column and content, what is said of it.

    `row` is the place in `made` of the row that it is about, if it is about one.
    """

    sort: str
    where: Location
    column: str
    content: str
    words: str
    hint: str = ""
    code: str = ""
    made: Imported | None = None
    row: int | None = None


def pending(made: Sequence[Imported], found: Sequence[Problem]) -> list[Pending]:
    """Return the errors and warnings of `found`, then what `made` left out, each sheet by sheet from the top."""
    places = {place: _Sheet.of(one, n) for one in made for n, place in enumerate(_places(one))}
    left = [_left(item, places) for one in made for item in one.left]
    said = {(item.where.file, item.where.sheet, item.where.cell) for item in left if item.where.cell}
    faults = [
        _fault(item, places)
        for item in found
        if item.severity in VERDICTS and (item.where.file, item.where.sheet, item.where.cell) not in said
    ]
    files: dict[tuple[str | None, str | None], int] = {}
    for item in (*faults, *left):
        files.setdefault((item.where.file, item.where.sheet), len(files))
    return sorted(
        (*faults, *left),
        key=lambda it: (it.sort == LEFT_OUT, files[it.where.file, it.where.sheet], it.where.row or 0),
    )


def _places(made: Imported) -> Iterator[tuple[str | None, str | None]]:
    for source in made.ledger.sources:
        yield source.file, source.sheet


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One table of an imported file: its columns (name, 0-based place) by letter, and the place of each row."""

    made: Imported
    number: int
    columns: dict[str, tuple[str, int]]
    rows: dict[int, int]

    @classmethod
    def of(cls, made: Imported, number: int) -> _Sheet:
        standing = made.ledger.sources[number].columns
        columns = {column_letters(at + 1): (name, at) for name, at in standing.items()}
        lines = made.ledger.row_numbers()
        rows = {lines[i][1]: k for k, i in enumerate(made.rows) if lines[i][0] == number}
        return cls(made, number, columns, rows)

    def text(self, row: int | None, column: int) -> str:
        """Return what was typed in a cell, rows counted from 1 and columns from 0."""
        return self.made.tables[self.number].grid.text(row - 1, column) if row else ""


Sheets = dict[tuple[str | None, str | None], _Sheet]


def _fault(item: Problem, sheets: Sheets) -> Pending:
    sheet, where = sheets.get((item.where.file, item.where.sheet)), item.where
    said = VERDICTS[item.severity], where
    if sheet is None:
        return Pending(*said, "", "", item.message, item.hint, item.code)
    column, at = sheet.columns.get(str(where.column), ("", -1))
    content = sheet.text(where.row, at) if where.cell and at >= 0 else ""
    row = sheet.rows.get(where.row or 0)
    return Pending(*said, column, content, item.message, item.hint, item.code, sheet.made, row)


def _left(item: LeftOut, sheets: Sheets) -> Pending:
    sheet = sheets.get((item.where.file, item.where.sheet))
    row = sheet.rows.get(item.where.row or 0) if sheet else None
    return Pending(
        LEFT_OUT,
        item.where,
        "",
        item.text,
        item.reason,
        HINTS.get(item.reason, ""),
        made=sheet.made if sheet else None,
        row=row,
    )
