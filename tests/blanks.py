"""What stands in a blank ledger, as openpyxl reads it: where its rows begin and what its drop-downs offer."""

from __future__ import annotations

import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

HEAD, SAMPLE = 4, 5  # rows of the sheet


def lists_of(
    book: openpyxl.Workbook, sheet: Worksheet
) -> dict[int, tuple[tuple[str, ...], bool, tuple[int, bool]]]:
    """Return column → what its drop-down offers, whether anything else is refused, the first row, and if 2,000 follow."""
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            name, cells = next(iter(book.defined_names[rule.formula1].destinations))
            left, top, _, bottom = range_boundaries(cells)
            words = tuple(book[name].cell(row, left).value for row in range(top, bottom + 1))
            column, first, _, last = range_boundaries(str(rule.sqref))
            offered[column] = (words, bool(rule.showErrorMessage), (first, last > 2000))
    return offered
