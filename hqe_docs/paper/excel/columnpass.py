"""Column loops written out: the sheets of a template as if their repeated columns had stood there side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from hqe_docs.paper.excel.attached import move_attached, relink_attached
from hqe_docs.paper.excel.book import Book
from hqe_docs.paper.excel.charts import move_charts
from hqe_docs.paper.excel.columnblocks import Block, ColumnLoops, has_column_loops, without_control
from hqe_docs.paper.excel.linemap import LineMap, Segment, Spot
from hqe_docs.paper.excel.moves import move_sheet, points_elsewhere
from hqe_docs.paper.excel.refs import COLUMNS, LAST_COLUMN, column_number, split_cell
from hqe_docs.paper.excel.sheet import Bound, Cell, Row, Sheet
from hqe_docs.paper.excel.tables import tables_of
from hqe_docs.paper.excel.workbook import Workbook, move_names
from hqe_docs.paper.language.notes import Notes, as_problems
from hqe_docs.paper.package import Parts
from hqe_docs.problems import Location, Problem, column_letters

Sheets = Sequence[tuple[str, Sheet]]  # with their parts


def with_columns(
    sheets: Sheets, parts: Parts, workbook: Workbook, file: str, context: Mapping[str, Any]
) -> tuple[Sheets, list[Problem]]:
    """Return the sheets with their column loops written out, and what is wrong with these.

    What points at columns in `parts` and `workbook` is moved; a sheet with a fault comes back without rows.
    """
    if not any(has_column_loops(sheet) for _, sheet in sheets):
        return sheets, []
    found: list[Problem] = []
    blocks = {sheet.name: _blocks(sheet, part, parts, file, context, found) for part, sheet in sheets}
    book = Book({name: column_map(each) for name, each in blocks.items()}, {}, COLUMNS)
    move_names(workbook.root, book)
    settled: list[str] = []
    for part, sheet in sheets:
        attach = move_attached if blocks[sheet.name] else relink_attached
        settled += attach(parts, part, sheet.name, book)
    move_charts(parts, book, [name for name, each in blocks.items() if each], settled)
    widened = [(part, _Widening(sheet, book, blocks[sheet.name]).sheet()) for part, sheet in sheets]
    faulty = {problem.where.sheet for problem in found}
    return [(part, replace(one, rows=()) if one.name in faulty else one) for part, one in widened], found


def _blocks(
    sheet: Sheet, part: str, parts: Parts, file: str, context: Mapping[str, Any], found: list[Problem]
) -> list[Block]:
    if not has_column_loops(sheet):
        return []
    loops = ColumnLoops(sheet, Notes(names=set(context)))
    areas = {table.name: table.area for table in tables_of(parts, part)}
    blocks = loops.blocks({**context, **dict(sheet.bound)}, areas)
    found += as_problems(loops.notes, lambda note: Location(file, sheet.name, loops.cell_of(note)))
    return blocks


def column_map(blocks: Sequence[Block]) -> LineMap:
    """Return where the columns of a sheet go of which `blocks` repeat."""
    segments: list[Segment] = []
    lines, after, place = LineMap(segments, COLUMNS), 1, 1

    def add(start: int, length: int, loops: tuple[int, ...], turns: int) -> None:
        nonlocal place
        segments.append(Segment(start, length, loops))
        for turn in range(turns):
            lines.record(len(segments) - 1, (turn,) if loops else (), place)
            place += length

    for number, block in enumerate(blocks):
        if block.opening > after:
            add(after, block.opening - after, (), 1)
        add(block.opening, 1, (), 0)  # a control column is never written
        add(block.opening + 1, block.width, (number,), len(block.turns))
        add(block.closing, 1, (), 0)
        after = block.closing + 1
    add(after, LAST_COLUMN, (), 1)
    return lines


@dataclass(frozen=True, slots=True)
class _Copy:
    """Where a column goes, in which turn of its loop, and what is known there."""

    column: int
    spot: Spot
    bound: Bound


@dataclass(frozen=True, slots=True)
class _Widening:
    """One sheet whose columns go where `book` says."""

    original: Sheet
    book: Book
    blocks: Sequence[Block]

    @property
    def lines(self) -> LineMap:
        return self.book.maps[self.original.name]

    def sheet(self) -> Sheet:
        """Return the sheet with its columns written out, and all that stands around them moved."""
        root = self.original.root
        formulas = self.original.formulas()
        if not self.blocks and not points_elsewhere(root, formulas, self.original.name, self.book):
            return self.original
        merges = (merge.get("ref", "").partition(":") for merge in root.iter("{*}mergeCell"))
        ends = {first: column_number(split_cell(last or first)[0]) for first, _, last in merges}
        rows = tuple(replace(row, cells=self._cells(row, ends)) for row in self.original.rows)
        move_sheet(root, self.original.name, self.book)
        self._move_widths(root)
        return replace(self.original, rows=rows, is_widened=True)

    def _cells(self, row: Row, ends: Mapping[str, int]) -> tuple[Cell, ...]:
        placed: dict[int, Cell] = {}
        merged: dict[int, Cell] = {}
        for cell in row.cells:
            column = column_number(cell.column)
            copies = list(self._copies(column))
            covered = replace(cell, text="", formula=None, rest="/>") if self._leaves(cell, ends) else cell
            for number, copy in enumerate(copies):
                placed[copy.column] = self._moved(covered if number else cell, copy)
            span = self.lines.span(column, ends[cell.name]) if not copies and cell.name in ends else None
            if span:  # a title merged over a block from its control column on
                text = without_control(cell.text) if cell.text else ""
                merged[span[0]] = self._moved(replace(cell, text=text), _Copy(span[0], Spot(), ()))
        placed |= merged
        return tuple(placed[column] for column in sorted(placed))

    def _leaves(self, cell: Cell, ends: Mapping[str, int]) -> bool:
        """Say whether a cell is merged beyond its block: its copies lie under the first one, out of sight."""
        segment = self.lines.segments[self.lines.index_of(column_number(cell.column))]
        return ends.get(cell.name, 0) >= segment.start + segment.length

    def _copies(self, column: int) -> Iterator[_Copy]:
        """Yield where the template's `column` goes; nowhere when it is a control column."""
        index = self.lines.index_of(column)
        segment = self.lines.segments[index]
        for turns in self.lines.turns_of.get(index, ()):
            place = self.lines.written[index, turns][0] + column - segment.start
            bound = self.blocks[segment.loops[0]].turns[turns[0]] if segment.loops else ()
            yield _Copy(place, Spot(segment.loops, turns), bound)

    def _moved(self, cell: Cell, copy: _Copy) -> Cell:
        formula = cell.formula
        if formula:
            text, array = (
                self.book.formula(part, self.original.name, copy.spot)
                for part in (formula.text, formula.array)
            )
            formula = replace(formula, text=text, array=array)
        letters = column_letters(copy.column)
        return replace(cell, column=letters, formula=formula, origin=cell.name, bound=copy.bound)

    def _move_widths(self, root: etree._Element) -> None:
        """Give each column the width and the style of the one it was made of."""
        group = root.find("{*}cols")
        if group is None:
            return
        old = list(group)
        moved = [(span, item) for item in old for span in self._spans(item)]
        for (low, high), item in sorted(moved, key=lambda one: one[0]):
            made = etree.SubElement(group, item.tag)
            made.attrib.update({**item.attrib, "min": str(low), "max": str(high)})
        for item in old:
            group.remove(item)
        if not len(group):
            root.remove(group)

    def _spans(self, item: etree._Element) -> Iterator[tuple[int, int]]:
        """Yield the first and last column that the columns of `item` became, run by run."""
        low, high = int(item.get("min", "1")), int(item.get("max", "1"))
        for index, segment in enumerate(self.lines.segments):
            first, last = max(low, segment.start), min(high, segment.start + segment.length - 1)
            for turns in self.lines.turns_of.get(index, ()) if first <= last else ():
                shift = self.lines.written[index, turns][0] - segment.start
                if first + shift <= LAST_COLUMN:
                    yield first + shift, min(last + shift, LAST_COLUMN)
