"""What somebody has to look at after an import: faults with their cells, and all that was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hqe_docs.data.importing import Imported
from hqe_docs.data.leftovers import LeftOut
from hqe_docs.problems import Location, Problem, column_letters

SEVERITIES = {"error": "有误", "warning": "存疑"}
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
    """Return the errors and warnings of `found` and what `made` left out, file by file, sheets from the top."""
    places = {place: _Sheet.of(one, n) for one in made for n, place in enumerate(_places(one))}
    left = [_left(item, places) for one in made for item in one.left]
    said = {(item.where.file, item.where.sheet, item.where.cell) for item in left if item.where.cell}
    faults = [
        _fault(item, places)
        for item in found
        if item.severity in SEVERITIES and (item.where.file, item.where.sheet, item.where.cell) not in said
    ]
    files: dict[tuple[str | None, str | None], int] = {}
    for item in (*faults, *left):
        files.setdefault((item.where.file, item.where.sheet), len(files))
    return sorted((*faults, *left), key=lambda it: (files[it.where.file, it.where.sheet], it.where.row or 0))


def _places(made: Imported) -> Iterator[tuple[str | None, str | None]]:
    for source in made.ledger.sources:
        yield source.file, source.sheet


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One table of an imported file: its columns by letter, and the place of each of its rows."""

    made: Imported
    number: int
    columns: dict[str, str]
    rows: dict[int, int]

    @classmethod
    def of(cls, made: Imported, number: int) -> _Sheet:
        columns = {column_letters(at + 1): name for name, at in made.ledger.sources[number].columns.items()}
        lines = made.ledger.row_numbers()
        rows = {lines[i][1]: k for k, i in enumerate(made.rows) if lines[i][0] == number}
        return cls(made, number, columns, rows)


Sheets = dict[tuple[str | None, str | None], _Sheet]


def _fault(item: Problem, sheets: Sheets) -> Pending:
    sheet, where = sheets.get((item.where.file, item.where.sheet)), item.where
    column = sheet.columns.get(str(where.column), "") if sheet else ""
    content = ""
    if sheet and where.cell and where.row:
        letters = {letter: at for at, letter in enumerate(map(column_letters, range(1, 1000)))}
        content = sheet.made.tables[sheet.number].grid.text(where.row - 1, letters[str(where.column)])
    row = sheet.rows.get(where.row or 0) if sheet else None
    made = sheet.made if sheet else None
    sort = SEVERITIES[item.severity]
    return Pending(sort, where, column, content, item.message, item.hint, item.code, made, row)


def _left(item: LeftOut, sheets: Sheets) -> Pending:
    sheet = sheets.get((item.where.file, item.where.sheet))
    row = sheet.rows.get(item.where.row or 0) if sheet else None
    return Pending(
        LEFT_OUT, item.where, "", item.text, item.reason, made=sheet.made if sheet else None, row=row
    )
