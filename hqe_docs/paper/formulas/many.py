"""Formulas of one cell in many rows: worked out all at once where that can be, else one by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import repeat
from operator import add

from hqe_docs.paper.excel.formularows import CountedTexts, FormulaRows
from hqe_docs.paper.excel.refs import Corners, column_number, taken_out
from hqe_docs.paper.formulas.across import Run, own_row_columns, row_function, values_across
from hqe_docs.paper.formulas.calculation import Calculation, Formula, tree_of
from hqe_docs.paper.formulas.grid import Cells
from hqe_docs.paper.formulas.scalars import Fault, Unknown, Value

_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # ECMA-376 §22.9.2.19


class ManyFormulas:
    """The formulas `rows` of the sheet `cells`, to be worked out."""

    def __init__(self, calculation: Calculation, cells: Cells, rows: FormulaRows) -> None:
        self.cells, self.rows = cells, rows
        self.column = column_number(rows.cell.column)
        self.columns: Sequence[int] = ()
        self.formulas: list[Formula] = []
        self._calculation = calculation
        self._run = (
            self._across(rows.texts) if isinstance(rows.texts, CountedTexts) and not rows.array else None
        )
        if self._run is None:
            self.one_by_one()

    def _across(self, texts: CountedTexts) -> Run | None:
        """Return what works out all rows at once, if each looks at its own row only."""
        rows = self.rows.rows
        read = [(rows[index], *taken_out(texts[index])) for index in (0, 1, -1)]
        columns = [own_row_columns(row, references) for row, _, references in read]
        tree = tree_of(read[0][1]) if columns[0] and columns == columns[:1] * 3 else None
        self.columns = columns[0] or ()
        return row_function(tree) if tree else None

    def one_by_one(self) -> list[Formula]:
        """Return the formulas, each to be worked out by itself."""
        formula, array = self._calculation.formula, self.rows.array
        self.formulas = [
            formula(self.cells, self.column, row, text, is_array=bool(array))
            for row, text in zip(self.rows.rows, self.rows.texts, strict=True)
        ]
        first, _, last = array.partition(":")
        if last not in ("", first):
            self.formulas[0].state = "unknown"  # its other cells are not formulas
        return self.formulas

    @property
    def places(self) -> Iterator[Corners]:
        """What the formulas look at, as far as they are worked out at once."""
        return ((self.cells.name, column, 1, column, 1) for column in (self.columns if self._run else ()))

    @property
    def waits(self) -> bool:
        return self._run is not None

    def work_out(self) -> dict[int, Value]:
        """Return row → value, nothing when it has to be done one by one."""
        cells, rows = self.cells.columns, self.rows.rows
        columns = [list(map(cells.get(column, {}).get, rows)) for column in self.columns]
        values = values_across(self._run, columns) if self._run else None
        if values is None:
            return {}
        self.rows.amounts = map(add, values, repeat(0.0))  # never -0
        return dict(zip(rows, values, strict=True))

    def finish(self) -> None:
        """Put what was worked out one by one to the rows."""
        if self.formulas:
            self.rows.values = [value_of(formula) for formula in self.formulas]


def work_out_across(many: Sequence[ManyFormulas]) -> list[Formula]:
    """Work out what can be at once, what it looks at before it; return the formulas that have to be done by themselves."""
    waiting, left = [some for some in many if some.waits], list[Formula]()
    while waiting:
        asked = Counter((id(some.cells), some.column) for some in waiting)
        ready = [some for some in waiting if not any(asked[id(some.cells), one] for one in some.columns)]
        found: dict[int, tuple[Cells, dict[int, dict[int, Value]]]] = {}
        for some in ready or waiting:
            values = some.work_out() if ready else {}
            if values:
                columns = found.setdefault(id(some.cells), (some.cells, {}))[1]
                columns.setdefault(some.column, {}).update(values)
            else:
                left += some.one_by_one()
        for cells, columns in found.values():
            cells.put(columns)
        waiting = [some for some in waiting if some not in ready] if ready else []
    return left


def value_of(formula: Formula) -> tuple[str, str] | None:
    """Return the kind of a formula's value as an attribute, and how it is written; None when it can't be told."""
    try:
        value = formula.value()
    except Unknown:
        return None
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, str):
        return ' t="str"', _LOOKS_ESCAPED.sub("_x005F_", escape(value, quote=False))
    if isinstance(value, Fault):
        return ' t="e"', value.code
    return "", f"{(value or 0.0) + 0.0:.15g}"
