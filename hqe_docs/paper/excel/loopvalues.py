"""Values of the cells that plain loops wrote, for formulas that look at them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from hqe_docs.paper.excel.cells import CellForm, SheetWriter
from hqe_docs.paper.excel.loopitems import as_read
from hqe_docs.paper.excel.plaincolumns import column_of
from hqe_docs.paper.excel.refs import column_number
from hqe_docs.paper.excel.sheet import Cell
from hqe_docs.paper.formulas.scalars import Value
from hqe_docs.paper.formulas.written import Columns, Written, cells_in


def read_loops(writer: SheetWriter, columns: Columns) -> tuple[dict[int, dict[int, Value]], list[Written]]:
    """Return what the loops' cells in `columns` hold: values by column and row, and cells as they are written."""
    known: dict[int, dict[int, Value]] = {}
    written: list[Written] = []
    for items in writer.loops:
        for cell, rows in items.cells():
            column = column_number(cell.column)
            if columns is not None and column not in columns:
                continue
            values = items.values(cell)
            read = as_read(values) if values else None
            if read is None:
                written += _written(writer, cell, rows, values)
            else:
                pairs: Iterable[tuple[int, Value]] = zip(rows, read, strict=True)
                pairs = (pair for pair in pairs if pair[1] is not None) if None in read else pairs
                known.setdefault(column, {}).update(pairs)
    return known, written


def _written(writer: SheetWriter, cell: Cell, rows: range, values: Sequence[Any]) -> list[Written]:
    """Return the cells as they stand in the sheet's XML."""
    if not cell.text:
        attributes, _, content = cell.rest.encode().partition(b">")
        content = content.rpartition(b"</")[0]
        return (
            [(cell.column.encode(), str(row).encode(), attributes, content) for row in rows]
            if content
            else []
        )
    made = column_of(CellForm(writer, cell), values, set(map(type, values)))
    opening = f'<{writer.prefix}c r="{cell.column}'
    cells = [
        f"{opening}{row}{made.opening}{text.decode()}{made.closing}"
        for row, text in zip(rows, made.texts(), strict=True)
    ]
    return cells_in("".join(cells).encode(), writer.prefix, None)
