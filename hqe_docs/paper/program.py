"""A sheet template as one Jinja program: control rows are statements, each cell a call that writes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from jinja2 import pass_context

from hqe_docs.paper.blame import note_exception
from hqe_docs.paper.cells import SheetWriter, formula_filter, still_filter, value_filter
from hqe_docs.paper.heights import Rooms
from hqe_docs.paper.linemap import LineMap, Loops, Segment
from hqe_docs.paper.notes import Notes
from hqe_docs.paper.refs import LAST_ROW
from hqe_docs.paper.sheet import Cell, Row, Sheet
from hqe_docs.paper.styles import DateStyles
from hqe_docs.paper.tags import PaperEnvironment, text_environment

_OPENING = ("for", "if")
_LONELY = {
    "for": "{{% {0} %}}{{% endfor %}}",
    "if": "{{% {0} %}}{{% endif %}}",
    "elif": "{{% if 1 %}}{{% {0} %}}{{% endif %}}",
}


@dataclass(slots=True)
class _Block:
    kind: str
    loop: int | None
    cell: Cell


@dataclass(slots=True)
class Program:
    """The program of one sheet while it is put together, and the cell that each of its lines came from."""

    sheet: Sheet
    environment: PaperEnvironment
    writer: SheetWriter
    pieces: list[str] = field(default_factory=list)
    line: int = 1
    lines: list[int] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    blocks: list[_Block] = field(default_factory=list)
    filters: int = 0
    values: int = 0

    def add(self, text: str, cell: Cell | None = None) -> None:
        """Append `text`; what stands after its first line break came from `cell`."""
        if cell is not None:
            self.lines.append(self.line + 1)
            self.cells.append(cell)
        self.pieces.append(text)
        self.line += text.count("\n")

    def cell_at(self, line: int | None) -> str | None:
        """Return the name of the template's cell that stands behind `line` of the program."""
        index = bisect_right(self.lines, line or 0) - 1
        return (self.cells[index].origin or self.cells[index].name) if index >= 0 else None

    def call(self, function: Any) -> str:
        """Return the name under which the program calls `function`."""
        name = f"_call{self.filters}"
        self.filters += 1
        self.environment.filters[name] = function
        return name

    def binding(self, cell: Cell) -> tuple[str, str]:
        """Return what stands before and after the cell's text so that its own names are known in it."""
        if not cell.bound:
            return "", ""
        names = {name: f"_bound{self.values + number}" for number, (name, _) in enumerate(cell.bound)}
        self.values += len(names)
        self.environment.globals.update((names[name], value) for name, value in cell.bound)
        self.environment.notes.names.update(names)
        given = ", ".join(f"{name} = {stored}" for name, stored in names.items())
        return f"{{% with {given} %}}", "{% endwith %}"

    def note(self, code: str, cell: Cell, **facts: Any) -> None:
        """Note a fault of the template in `cell`."""
        self.add("{#\n#}", cell)
        self.environment.notes.add(code, line=self.line, **facts)

    def parses(self, source: str, cell: Cell) -> bool:
        """Say whether `source` is right by itself; note what is wrong."""
        try:
            self.environment.parse(source)
        except Exception as error:  # whatever is wrong in a cell becomes a note
            self.add("{#\n#}", cell)
            note_exception(error, self.environment.notes, self.environment.filters, line=self.line)
            return False
        return True


def render_sheet(
    sheet: Sheet, context: Mapping[str, Any], notes: Notes, styles: DateStyles
) -> tuple[SheetWriter, Program]:
    """Return the sheet's rows as written, and the program that knows the cell of each note."""
    environment = text_environment(notes)
    rows = [*sheet.rows, Row(_after(sheet), length=LAST_ROW)]
    rooms = Rooms(sheet.root, styles.xml)
    writer = SheetWriter(LineMap(segments_of(rows)), notes, styles, sheet.prefix, rooms)
    program = Program(sheet, environment, writer)
    _assemble(program, sheet.rows)
    if not list(notes):
        _run(program, context)
    writer.close_row()
    writer.settle()
    writer.map.record(len(rows) - 1, (), writer.number + writer.length + 1)
    return writer, program


def _after(sheet: Sheet) -> int:
    return sheet.rows[-1].number + sheet.rows[-1].length if sheet.rows else 1


def _run(program: Program, context: Mapping[str, Any]) -> None:
    notes = program.environment.notes
    try:
        program.environment.from_string("".join(program.pieces)).render(context)
    except Exception as error:  # whatever a template does wrong becomes a note
        note_exception(error, notes, program.environment.filters)


def segments_of(rows: list[Row]) -> list[Segment]:
    """Return rows with the loops around them; a loop is numbered by the order of its beginning."""
    segments: list[Segment] = []
    blocks: list[int | None] = []
    count = 0
    for row in rows:
        loops: Loops = tuple(loop for loop in blocks if loop is not None)
        for statement, _cell in row.controls:
            word = _word(statement)
            if word in _OPENING:
                blocks.append(count if word == "for" else None)
                count += word == "for"
            elif word == "else" and blocks:
                blocks[-1] = None  # rows for an empty list are in no turn
            elif word.startswith("end") and blocks:
                blocks.pop()
        segments.append(Segment(row.number, row.length, loops))
    return segments


def _word(statement: str) -> str:
    return statement.split(None, 1)[0] if statement.strip() else ""


def _assemble(program: Program, rows: tuple[Row, ...]) -> None:
    @pass_context
    def turn(_context: Any, loop: int) -> str:
        program.writer.turns[loop] += 1
        return ""

    next_turn = program.call(turn)
    for index, row in enumerate(rows):
        if row.controls:
            for statement, cell in row.controls:
                _add_statement(program, " ".join(statement.split()), cell, next_turn)
        else:
            _add_row(program, index, row)
    for block in program.blocks:
        program.note("T103", block.cell, detail=f"“{block.kind}”没有对应的“end{block.kind}”")


def _add_statement(program: Program, statement: str, cell: Cell, next_turn: str) -> None:
    word = _word(statement)
    if word in _LONELY and not program.parses(_LONELY[word].format(statement), cell):
        return
    if not _balanced(program, word, cell):
        return
    program.add(f"{{%\n{statement} %}}", cell)
    if word == "for":
        loop = len(program.writer.turns)
        program.writer.turns.append(-1)
        program.blocks.append(_Block(word, loop, cell))
        program.add(f"{{{{ {loop}|{next_turn} }}}}")
    elif word == "if":
        program.blocks.append(_Block(word, None, cell))


def _balanced(program: Program, word: str, cell: Cell) -> bool:
    blocks = program.blocks
    if word.startswith("end"):
        if blocks and word == "end" + blocks[-1].kind:
            blocks.pop()
            return True
    elif word in ("else", "elif"):
        if blocks and (word == "else" or blocks[-1].kind == "if"):
            return True
    elif word in (*_OPENING, "set"):
        return True
    else:
        program.note("T103", cell, detail=f"整行标签不能用“{word}”")
        return False
    program.note("T103", cell, detail=f"“{word}”没有对应的开头")
    return False


def _add_row(program: Program, index: int, row: Row) -> None:
    writer = program.writer
    bare = not row.cells and not row.attributes

    @pass_context
    def opened(_context: Any, _value: Any) -> str:
        writer.open_row(index, row, bare=bare)
        return ""

    program.add(f"{{{{ 0|{program.call(opened)} }}}}")
    for still, cells in groupby(row.cells, key=lambda cell: not cell.text and cell.formula is None):
        if still:
            program.add(f"{{{{ 0|{program.call(still_filter(writer, list(cells)))} }}}}")
        else:
            for cell in cells:
                _add_cell(program, cell)


def _add_cell(program: Program, cell: Cell) -> None:
    if cell.formula is not None:
        # a sheet's name may hold tags, and formulas call the sheet by it
        if re.search(r"\{\{|\{%", re.sub(r"'(?:[^']|'')+'!", "", cell.formula.text)):
            program.note("T107", cell)
        program.add(f"{{{{ 0|{program.call(formula_filter(program.writer, cell))} }}}}")
        return
    if not program.parses(cell.text, cell):
        return
    name = program.call(value_filter(program.writer, cell))
    expression = _single_expression(program.environment, cell.text)
    opening, closing = program.binding(cell)
    if expression is not None:
        program.add(f"{opening}{{{{\n({expression})|{name} }}}}{closing}", cell)
    else:
        program.add(f"{opening}{{%\nfilter {name} %}}{cell.text}{{% endfilter %}}{closing}", cell)


def _single_expression(environment: PaperEnvironment, text: str) -> str | None:
    """Return the expression of a cell that is one {{ … }} and nothing else, or None."""
    plain = text.strip()
    tokens = [(kind, value) for _line, kind, value in environment.lex(plain)]
    kinds = [kind for kind, _value in tokens]
    if not kinds or kinds[0] != "variable_begin" or kinds.index("variable_end") != len(kinds) - 1:
        return None
    return "".join(value for _kind, value in tokens[1:-1])
