"""A received workbook with its problems marked in it; every value, every other look and part stays as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hqe_docs.paper.excel.refs import LAST_COLUMN, column_number
from hqe_docs.paper.excel.workbook import read_workbook
from hqe_docs.paper.language.shown import ILLEGAL
from hqe_docs.paper.marks.comments import add_comments, comment_text
from hqe_docs.paper.marks.fills import Styles
from hqe_docs.paper.marks.marksummary import add_summary
from hqe_docs.paper.marks.sheetrows import Edit, SheetRows, read_rows, style_of, with_style, with_text
from hqe_docs.paper.marks.unmarking import ERROR_FILL, NOTE_FILL, WARNING_FILL, cleared
from hqe_docs.paper.package import Parts
from hqe_docs.problems import HEADER_ROWS, REMARKS, Problem, column_letters, remark

MOST_CELLS = 20_000  # of one sheet; with more comments an office can hardly open it
WIDTH = 60
_LONGEST = 32_000
_INK = "FF9C0006"
Place = tuple[int, int]  # row and column from 1


def marked(parts: Parts, found: Sequence[Problem], headers: Mapping[str, int], origin: str = "") -> Parts:
    """Return the workbook with its errors and warnings marked, marks of earlier runs cleared.

    `headers` says of each sheet in which row (from 1) its table's titles stand, `origin` what the file was before.
    KeyError, ValueError or XMLSyntaxError when `parts` are no workbook.
    """
    done = cleared(parts)
    styles = Styles.of(done)
    notes = [origin] if origin else []
    sheets = read_workbook(done).sheets
    shown = _in_order([item for item in found if item.severity != "info"], [name for name, _ in sheets])
    for name, part in sheets:
        own = [item for item in shown if item.where.sheet == name and item.where.row]
        if own:
            marks = _SheetMarks.of(own, headers.get(name, 1))
            marks.put(done, part, styles)
            if len(marks.cells) == MOST_CELLS:
                notes.append(f"“{name}”有问题的格太多，只标出前 {MOST_CELLS} 格")
    add_summary(done, shown, styles, "；".join(notes))
    styles.store(done)
    return done


def _in_order(found: Sequence[Problem], sheets: Sequence[str]) -> list[Problem]:
    """Return the problems sheet by sheet and from the top, those of the whole file first."""
    places = {name: number for number, name in enumerate(sheets)}
    return sorted(found, key=lambda item: (places.get(item.where.sheet or "", -1), item.where.row or 0))


@dataclass(slots=True)
class _SheetMarks:
    """What is wrong in one sheet: problems by cell, and by row."""

    header: int
    cells: dict[Place, list[Problem]] = field(default_factory=dict)
    rows: dict[int, list[Problem]] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Sequence[Problem], header: int) -> _SheetMarks:
        marks = cls(header if header <= HEADER_ROWS else 1)
        for item in found:
            row, cell = item.where.row or 1, item.where.cell
            if cell:
                place = (row, column_number(str(item.where.column)))
                if place in marks.cells or len(marks.cells) < MOST_CELLS:
                    marks.cells.setdefault(place, []).append(item)
            if row != marks.header:  # there the column's own title stands
                marks.rows.setdefault(row, []).append(item)
        return marks

    def put(self, parts: Parts, part: str, styles: Styles) -> None:
        """Mark the sheet in `part`."""
        sheet = read_rows(parts[part])
        column = max([sheet.last_column(), *(column for _, column in self.cells)]) + 1
        before: dict[Place, str] = {}
        edits = self._painting(styles, before)
        if self.rows and column <= LAST_COLUMN:
            self._add_column(sheet, column, styles, edits)
        sheet.edit(edits)
        sheet.reach([(row, column) for row, cells in edits.items() for column in cells])
        texts = {
            f"{column_letters(column)}{row}": comment_text(_lines(self.cells[row, column]), fill)
            for (row, column), fill in sorted(before.items())
        }
        if texts:
            add_comments(parts, sheet, part, texts)
        parts[part] = sheet.xml()

    def _painting(self, styles: Styles, before: dict[Place, str]) -> dict[int, dict[int, Edit]]:
        """Return the edits that paint each cell; when done, `before` says which fill each had."""
        edits: dict[int, dict[int, Edit]] = {}
        for place, found in self.cells.items():
            is_error = any(item.severity == "error" for item in found)
            paint = _painter(styles, ERROR_FILL if is_error else WARNING_FILL, place, before)
            edits.setdefault(place[0], {})[place[1]] = paint
        return edits

    def _add_column(
        self, sheet: SheetRows, column: int, styles: Styles, edits: dict[int, dict[int, Edit]]
    ) -> None:
        head = styles.written_in({"b": "1", "color": _INK}, NOTE_FILL)
        note = styles.written_in({"color": _INK}, NOTE_FILL)
        edits.setdefault(self.header, {})[column] = _writer(REMARKS, head)
        for row, found in self.rows.items():
            text = "；".join(dict.fromkeys(remark(item) for item in found))
            edits.setdefault(row, {})[column] = _writer(text[:_LONGEST], note)
        sheet.widen(column, WIDTH)


def _painter(styles: Styles, fill: str, place: Place, before: dict[Place, str]) -> Edit:
    def paint(cell: bytes, _is_new: bool) -> bytes:
        style = style_of(cell)
        before[place] = styles.fill_of(style)
        return with_style(cell, styles.with_fill(style, fill))

    return paint


def _writer(text: str, style: int) -> Edit:
    # a blank cell of the sheet's own keeps its look
    return lambda cell, is_new: with_text(with_style(cell, style) if is_new else cell, text)


def _lines(found: Sequence[Problem]) -> str:
    lines = []
    for item in dict.fromkeys(found):
        lines += [remark(item), f"提示：{item.hint}"] if item.hint else [remark(item)]
    return ILLEGAL.sub("", "\n".join(lines))
