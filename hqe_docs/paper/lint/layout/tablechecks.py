"""Checks of tables: width, borders, header rows (practice; GB/T 9704 §8 asks only for where a turned table's head is)."""

from __future__ import annotations

from hqe_docs.paper.lint.running import running_text
from hqe_docs.paper.resolved.document import Border, Paper, Row, Table
from hqe_docs.paper.resolved.measures import NO_LINE
from hqe_docs.paper.units import millimetres
from hqe_docs.problems import Problems

_LONG = 15  # rows: such a list goes over a page's end
_ALIKE = 0.8  # of the rows of a list have as many cells as its header; a form's have not


def check_tables(paper: Paper, found: Problems) -> None:
    """TB-FIT, TB-REPEAT: a table stays within the type area, a long list repeats its header; its cells have lines."""
    if running_text(paper) is None:
        return
    for table in paper.tables:
        if table.box is None and table.within is None and table.section < len(paper.sections):
            _check_width(paper, table, found)
            _check_header(paper, table, found)
            if _is_list(table) and not _has_lines(table):
                found.add("G143", table.place(paper.file))


def _check_width(paper: Paper, table: Table, found: Problems) -> None:
    area = paper.sections[table.section].text_width
    over = table.margins["left"] + table.margins["right"]  # by which Word lets a table stand out
    width = max(sum(table.grid), table.width or 0)
    if width > area + over + 20:
        facts = {"found": millimetres(width), "wanted": millimetres(area)}
        found.add("G140", table.place(paper.file), **facts)


def _check_header(paper: Paper, table: Table, found: Problems) -> None:
    if not is_long_list(table):
        return
    where = table.place(paper.file)
    if not any(row.header for row in table.rows):
        found.add("G141", where, found=len(table.rows))
    if not any(row.whole for row in table.rows):
        found.add("G142", where, found=len(table.rows))


def is_long_list(table: Table) -> bool:
    """Say whether a table is a list that goes over a page's end."""
    return len(table.rows) >= _LONG and _is_list(table)


def _is_list(table: Table) -> bool:
    """Say whether a table is a list: rows of cells as its header has them."""
    rows = table.rows
    if len(rows) < 3 or len(rows[0].cells) < 3:
        return False
    counts = [len(row.cells) for row in rows]
    return counts.count(max(set(counts), key=counts.count)) >= _ALIKE * len(rows)


def _has_lines(table: Table) -> bool:
    sides = [*table.borders.values(), *(line for row in table.rows for line in _lines(row))]
    return any(line.kind not in NO_LINE for line in sides)


def _lines(row: Row) -> list[Border]:
    return [line for cell in row.cells for line in cell.borders.values()]
