"""Hand edits of a workbook put into a newer one cell by cell: what was typed, in the format of the new cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hqe_docs.paper.excel.refs import column_number, shifted, split_cell
from hqe_docs.paper.excel.sheet import read_sheet
from hqe_docs.paper.excel.sheetplaces import NOTE, SheetCell, notes, sheet_cells
from hqe_docs.paper.excel.workbook import read_workbook
from hqe_docs.paper.forms.filled.sheetwriter import SheetRows, forget_value, new_child, say
from hqe_docs.paper.forms.grids.sheetform import strings_in
from hqe_docs.paper.formulas.cached import FilledSheet, put_values
from hqe_docs.paper.merging.alignment import matched_rows
from hqe_docs.paper.merging.model import Difference, Sorted
from hqe_docs.paper.package import Parts
from hqe_docs.paper.xmlbytes import xml_bytes, xml_root
from hqe_docs.problems import column_letters

if TYPE_CHECKING:
    from lxml import etree

HEAD_ROWS = 60  # those that tell one column from another
_CHAIN = "xl/calcChain.xml"
Cells = Mapping[str, SheetCell]
Rows = dict[int, dict[int, str]]


def cells_by_place(parts: Parts) -> dict[str, SheetCell]:
    """Return the cells of a workbook by the names of their places."""
    return {cell.name: cell for cell in sheet_cells(parts)}


def said(cells: Cells, parts: Parts) -> dict[str, str]:
    """Return what was put into the cells, and the notes on them."""
    return {name: cell.text for name, cell in cells.items()} | dict(notes(parts))


def _tables(cells: Cells) -> dict[str, Rows]:
    """Return the values of each sheet; a formula's is no word that tells a row."""
    tables: dict[str, Rows] = {}
    for cell in cells.values():
        table = tables.setdefault(cell.sheet, {})
        table.setdefault(cell.row, {})[cell.column] = "" if cell.formula else cell.value
    return tables


def sort_edits(edits: Iterable[Difference], base: Cells, new: Cells, wins: str) -> Sorted:
    """Return the edits made in `base` by their places in `new`."""
    old, now, maps = _tables(base), _tables(new), dict[str, _SheetMap]()
    done = Sorted(wins)
    for edit in edits:
        sheet, _, at = edit.place.rpartition("!")
        if sheet not in now or at.endswith(NOTE):
            done.sort(edit, None, "")
            continue
        if sheet not in maps:
            maps[sheet] = _SheetMap.between(old.get(sheet, {}), now[sheet])
        place = maps[sheet].place(sheet, at)
        there = new.get(place or "")
        done.sort(edit, place, there.text if there else "")
    return done


@dataclass(frozen=True, slots=True)
class _SheetMap:
    """Which row and column of a sheet is which in a newer one; `free`: rows that hold nothing in both."""

    rows: Mapping[int, int]
    columns: Mapping[int, int]
    free: Callable[[int], bool]

    @classmethod
    def between(cls, old: Rows, new: Rows) -> _SheetMap:
        """Return the map of two sheets."""
        rows = matched_rows(old, new)
        stays = max(old, default=0) == max(new, default=0) and all(a == b for a, b in rows.items())
        columns = matched_rows(_turned(old), _turned(new))
        return cls(rows, columns, lambda row: stays and row not in old and row not in new)

    def place(self, sheet: str, at: str) -> str | None:
        """Return the name that a place has in the newer sheet."""
        letters, row = split_cell(at)
        column = column_number(letters)
        stay = all(a == b for a, b in self.columns.items())
        across = self.columns.get(column, column if stay else 0)
        down = self.rows.get(row, row if self.free(row) else 0)
        return f"{sheet}!{column_letters(across)}{down}" if across and down else None


def _turned(table: Rows) -> Rows:
    """Return the first rows as columns."""
    turned: Rows = {}
    for row in sorted(table)[:HEAD_ROWS]:
        for column, text in table[row].items():
            turned.setdefault(column, {})[row] = text
    return turned


# ---------------------------------------------------------------- written
def put_at(cell: SheetCell | None, place: str) -> SheetCell | None:
    """Return a cell as it is at another place: its formula looks from there."""
    if cell is None or not cell.formula or cell.name == place:
        return cell
    letters, row = split_cell(place.rpartition("!")[2])
    column = column_number(letters)
    formula = shifted(cell.formula, row - cell.row, column - cell.column)
    return cell._replace(row=row, column=column, formula=formula)


def with_edits(new: Parts, cells: Mapping[str, SheetCell | None]) -> Parts | None:
    """Return the workbook with the cells that were typed by place, its formulas worked out; None where it can't be."""
    workbook, made = read_workbook(new), Parts(new)
    if _CHAIN in new:
        return None
    roots = {name: xml_root(new[part], huge=True) for name, part in workbook.sheets}
    for sheet, root in roots.items():
        rows = SheetRows(root)
        for place, cell in cells.items():
            name, _, at = place.rpartition("!")
            if name == sheet and not _set(rows.cell(at), cell):
                return None
        for formula in root.iter("{*}f"):
            forget_value(formula)
    for name, part in workbook.sheets:
        made[part] = xml_bytes(roots[name])
    _calculate(made)
    return made


def _set(element: etree._Element, cell: SheetCell | None) -> bool:
    """Let a cell say what was typed; False where a formula of many cells stands in it."""
    formula = element.find("{*}f")
    if formula is not None and formula.get("t"):
        return False
    for child in list(element):
        if child.tag.rpartition("}")[2] in ("v", "is", "f"):
            element.remove(child)
    element.attrib.pop("t", "")
    if cell is None:
        return True
    if cell.formula:
        new_child(element, "f", 0).text = cell.formula[1:]
    elif cell.kind in ("s", "str", "inlineStr"):
        element.set("t", "inlineStr")
        say(new_child(new_child(element, "is", 0), "t"), cell.value)
    else:
        new_child(element, "v", 0).text = {"TRUE": "1", "FALSE": "0"}.get(cell.value, cell.value)
        if cell.kind != "n":
            element.set("t", cell.kind)
    return True


def _calculate(made: Parts) -> None:
    """Give the formulas their values anew."""
    workbook, strings = read_workbook(made), list(strings_in(made))
    sheets = [
        FilledSheet(name, part, read_sheet(name, made[part], strings)) for name, part in workbook.sheets
    ]
    if any(one.sheet.has_formulas for one in sheets):
        put_values(made, workbook, sheets)
