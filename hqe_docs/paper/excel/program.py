"""A sheet template as one Jinja program: control rows are statements, each cell a call that writes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby
from typing import Any

from jinja2 import pass_context

from hqe_docs.paper.excel.cells import Filter, SheetWriter, formula_filter, still_filter, value_filter
from hqe_docs.paper.excel.heights import Rooms
from hqe_docs.paper.excel.linemap import LineMap, Loops, Segment
from hqe_docs.paper.excel.looprows import LoopRows
from hqe_docs.paper.excel.plainloop import PlainLoop, PlainValue, plain_loop
from hqe_docs.paper.excel.refs import LAST_ROW
from hqe_docs.paper.excel.richtext import rich_filter
from hqe_docs.paper.excel.samerows import tails_of
from hqe_docs.paper.excel.sheet import Cell, Row, Sheet
from hqe_docs.paper.excel.styles import DateStyles
from hqe_docs.paper.language.blame import note_exception
from hqe_docs.paper.language.bounds import OutputTooLarge
from hqe_docs.paper.language.notes import Note, Notes
from hqe_docs.paper.language.tags import PaperEnvironment, text_environment

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
    inner: dict[str, Program] = field(default_factory=dict)

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

    def cell_of(self, note: Note) -> str | None:
        """Return the name of the template's cell at which `note` was taken, in this program or one inside it."""
        return self.inner.get(note.source, self).cell_at(note.line)

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
) -> tuple[SheetWriter, Callable[[Note], str | None]]:
    """Return the sheet's rows as written, and what tells the template's cell at which a note was taken."""
    rows = [*sheet.rows, Row(_after(sheet), length=LAST_ROW)]
    rooms = Rooms(sheet.root, styles.xml)
    writer = SheetWriter(LineMap(segments_of(rows)), notes, styles, sheet.prefix, rooms)
    writer.same.tails = tails_of(rows, writer.map.segments, sheet.root)
    if all(map(_is_still, sheet.rows)):
        cell_of = _without_tags(writer, sheet)
    else:
        program = Program(sheet, text_environment(notes), writer)
        cell_of = program.cell_of
        _assemble(program, sheet.rows)
        if not list(notes):
            _run(program, context)
    writer.close_row()
    writer.settle()
    writer.map.record(len(rows) - 1, (), writer.number + writer.length + 1)
    return writer, cell_of


def _without_tags(writer: SheetWriter, sheet: Sheet) -> Callable[[Note], str | None]:
    try:
        _still_rows(writer, 0, sheet.rows)()
    except OutputTooLarge as error:  # a row that no spreadsheet has
        note_exception(error, writer.notes, ())
    return lambda _note: None


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
    next_turn = _turn_call(program)
    index = 0
    while index < len(rows):
        row = rows[index]
        plain = plain_loop(program.environment, rows, index) if row.controls else None
        if plain:
            _add_plain_loop(program, plain)
            index += len(plain.rows) + 1
        elif row.controls:
            for statement, cell in row.controls:
                _add_statement(program, " ".join(statement.split()), cell, next_turn)
        elif _is_still(row):
            end = next((n for n in range(index, len(rows)) if not _is_still(rows[n])), len(rows))
            _add_still_rows(program, index, rows[index:end])
            index = end - 1
        else:
            _add_row(program, index, row)
        index += 1
    for block in program.blocks:
        program.note("T103", block.cell, detail=f"“{block.kind}”没有对应的“end{block.kind}”")


def _turn_call(program: Program) -> str:
    @pass_context
    def turn(_context: Any, loop: int) -> str:
        program.writer.turns[loop] += 1
        return ""

    return program.call(turn)


def _add_plain_loop(program: Program, plain: PlainLoop) -> None:
    loop = len(program.writer.turns)
    program.writer.turns.append(-1)
    rows = LoopRows(program.writer, plain, loop)
    notes = program.environment.notes

    @cache
    def inner() -> tuple[str, Any]:
        source = _inner_source(program, plain, loop)
        return source, program.environment.from_string(source)

    def one_by_one(items: Sequence[Any], start: int) -> None:
        outer = notes.source
        notes.source, template = inner()
        template.render(_turns=list(enumerate(items, start)))
        notes.source = outer

    @pass_context
    def write(_context: Any, items: Any) -> str:
        rows.write(items if isinstance(items, list | tuple) else list(iter(items)), one_by_one)
        return ""

    program.add(f"{{{{\n({plain.items})|{program.call(write)} }}}}", plain.control)


def _inner_source(program: Program, plain: PlainLoop, loop: int) -> str:
    """Return the program that writes some turns of the loop cell by cell; `program` knows it from then on."""
    inner = Program(program.sheet, program.environment, program.writer, filters=program.filters)
    inner.add(f"{{% for _turn, {plain.name} in _turns %}}{{{{ {loop}|{_turn_call(inner)} }}}}")
    for offset, row in enumerate(plain.rows):
        cells = [_counted(cell, plain.values.get(cell.name)) for cell in row.cells]
        _add_row(inner, plain.index + offset, replace(row, cells=tuple(cells)))
    inner.add("{% endfor %}")
    program.filters = inner.filters
    source = "".join(inner.pieces)
    program.inner[source] = inner
    return source


def _counted(cell: Cell, value: PlainValue | None) -> Cell:
    counts = value is not None and value.first is not None
    return replace(cell, text=f"{{{{ _turn + {value.first} }}}}") if counts and value else cell


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


def _is_still(row: Row) -> bool:
    """Say whether nothing in the row waits for values."""
    return not row.controls and not any(cell.text or _is_tagged_formula(cell) for cell in row.cells)


def _is_tagged_formula(cell: Cell) -> bool:
    # a sheet's name may hold tags, and formulas call the sheet by it
    text = re.sub(r"'(?:[^']|'')+'!", "", cell.formula.text) if cell.formula else ""
    return "{{" in text or "{%" in text


def _is_fixed(cell: Cell) -> bool:
    return not cell.text and cell.formula is None


def _add_still_rows(program: Program, first: int, rows: Sequence[Row]) -> None:
    """Add rows without tags as one call, so that the program doesn't grow with them."""
    write_rows = _still_rows(program.writer, first, rows)

    @pass_context
    def write(_context: Any, _value: Any) -> str:
        write_rows()
        return ""

    program.add(f"{{{{ 0|{program.call(write)} }}}}")


def _still_rows(writer: SheetWriter, first: int, rows: Sequence[Row]) -> Callable[[], None]:
    calls = [list(_still_calls(writer, row)) for row in rows]

    def write() -> None:
        for index, row in enumerate(rows):
            writer.open_row(first + index, row, bare=not row.cells and not row.attributes)
            for call in calls[index]:
                call(None, None)

    return write


def _still_calls(writer: SheetWriter, row: Row) -> Iterator[Filter]:
    for fixed, cells in groupby(row.cells, key=_is_fixed):
        if fixed:
            yield still_filter(writer, list(cells))
        else:
            yield from (formula_filter(writer, cell) for cell in cells)


def _add_row(program: Program, index: int, row: Row) -> None:
    writer = program.writer
    bare = not row.cells and not row.attributes

    @pass_context
    def opened(_context: Any, _value: Any) -> str:
        writer.open_row(index, row, bare=bare)
        return ""

    program.add(f"{{{{ 0|{program.call(opened)} }}}}")
    for fixed, cells in groupby(row.cells, key=_is_fixed):
        if fixed:
            program.add(f"{{{{ 0|{program.call(still_filter(writer, list(cells)))} }}}}")
        else:
            for cell in cells:
                _add_cell(program, cell)


def _add_cell(program: Program, cell: Cell) -> None:
    if cell.formula is not None:
        if _is_tagged_formula(cell):
            program.note("T107", cell)
        program.add(f"{{{{ 0|{program.call(formula_filter(program.writer, cell))} }}}}")
        return
    if not program.parses(cell.text, cell):
        return
    writing = rich_filter if cell.looks else value_filter
    name = program.call(writing(program.writer, cell))
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
