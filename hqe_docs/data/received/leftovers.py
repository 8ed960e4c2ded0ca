"""What of a received workbook is no part of its ledger: other sheets, other columns, rows that are no data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hqe_docs.data.files.grid import Grid, is_appended
from hqe_docs.data.header import Title
from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.received.rewriting import Rewritten
from hqe_docs.data.tables import Table
from hqe_docs.problems import Location, column_letters

ABOVE, BELOW, SAMPLE = "表头上方的文字", "合计、签字、说明或重复的表头", "示例行"
EXTRA, TWICE, ONLY_NUMBER = "多出的栏目", "重复的栏目", "只有序号的行"
HIDDEN, OTHER = "没有读入的隐藏工作表", "没有读入的工作表"
HINTS = {
    BELOW: "确是人员的，补上公民身份号码再导入",
    SAMPLE: "确是人员的，去掉“例”字样再导入",
    EXTRA: "要保留的，改成标准栏目的名称，或写进栏目对照表再导入",
    TWICE: "以左边一栏为准；要用这一栏的，删去左边一栏再导入",
    HIDDEN: "是台账一部分的，取消隐藏再导入",
    OTHER: "是台账一部分的，使栏目与第一张表一致再导入",
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Content that is no part of the ledger: the cells of one row, and why it was left out."""

    where: Location
    text: str
    reason: str


def renamed_titles(table: Table) -> Iterator[Rewritten]:
    """Yield the titles that are not called as the standard calls them."""
    for title in table.header.titles:
        if title.field and _is_read(title, table) and title.text != title.field.name:
            where = table.grid.at(title.row, title.column)
            yield Rewritten(where, title.field.name, title.text, title.field.name, "栏目名称统一")


def left_out(grids: Sequence[Grid], tables: Sequence[Table], kind: LedgerKind) -> Iterator[LeftOut]:
    """Yield all that stands in `grids` and is neither a title nor a cell of `tables`."""
    for grid in grids:
        table = next((table for table in tables if table.grid is grid), None)
        if table:
            yield from _around(table, kind)
        elif not is_appended(grid):
            reason = HIDDEN if grid.is_hidden else OTHER
            yield from (item for row in range(len(grid.rows)) for item in _row(grid, row, reason))


def blank_row(table: Table, row: int) -> Iterator[LeftOut]:
    """Yield the row as one that holds nothing but a number."""
    return _row(table.grid, row, ONLY_NUMBER)


def _around(table: Table, kind: LedgerKind) -> Iterator[LeftOut]:
    header, grid = table.header, table.grid
    for row in range(header.first):
        if [text.strip() for text in grid.rows[row] if text.strip()] != [kind.title]:
            yield from _row(grid, row, ABOVE)
    extra = {title.column: title for title in header.titles if not _is_read(title, table)}
    for title in extra.values():
        reason = TWICE if title.field else EXTRA
        yield LeftOut(grid.at(title.row, title.column), title.text, reason)
    data, samples = set(table.rows.data), set(table.rows.samples)
    for row in range(header.last + 1, len(grid.rows)):
        if row not in data:
            yield from _row(grid, row, SAMPLE if row in samples else BELOW)
        else:
            yield from _beside(table, row, extra)


def _beside(table: Table, row: int, extra: dict[int, Title]) -> Iterator[LeftOut]:
    """Yield the cells of a data row that stand in no column of the ledger."""
    read = set(table.header.columns.values())
    cells = [
        f"{extra[column].text if column in extra else column_letters(column + 1) + ' 列'}：{text}"
        for column, text in enumerate(table.grid.rows[row])
        if column not in read and text.strip()
    ]
    if cells:
        yield LeftOut(Location(table.grid.file, table.grid.sheet, row=row + 1), "；".join(cells), EXTRA)


def _row(grid: Grid, row: int, reason: str) -> Iterator[LeftOut]:
    cells = [text.strip() for text in grid.rows[row] if text.strip()]
    if cells:
        yield LeftOut(Location(grid.file, grid.sheet, row=row + 1), " | ".join(cells), reason)


def _is_read(title: Title, table: Table) -> bool:
    return title.field is not None and table.header.columns.get(title.field.name) == title.column
