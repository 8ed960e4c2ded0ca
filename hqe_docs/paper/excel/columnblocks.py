"""The {%tc for … %} loops of a sheet template: which columns repeat, and what for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

from hqe_docs.paper.excel.refs import LAST_COLUMN, column_number, split_cell
from hqe_docs.paper.excel.sheet import Bound, Cell, Row, Sheet
from hqe_docs.paper.language.blame import note_exception
from hqe_docs.paper.language.filters import met
from hqe_docs.paper.language.notes import Missing, Note, Notes
from hqe_docs.paper.language.tagforms import COLUMN_CONTROL, statements
from hqe_docs.paper.language.tags import PaperEnvironment, text_environment
from hqe_docs.paper.language.walking import every


@dataclass(frozen=True, slots=True)
class Block:
    """The columns between two control columns, and the names known in them in each turn."""

    opening: int
    closing: int
    turns: Sequence[Bound]

    @property
    def width(self) -> int:
        return self.closing - self.opening - 1


@dataclass(frozen=True, slots=True)
class ColumnTag:
    """One {%tc %} tag: what it says and its cell."""

    statement: str
    cell: Cell

    @property
    def column(self) -> int:
        return column_number(self.cell.column)

    @property
    def word(self) -> str:
        return self.statement.split(None, 1)[0] if self.statement else ""


@dataclass(slots=True)
class ColumnLoops:
    """The column loops of one sheet while they are found; line n of its program is that of `cells[n - 1]`."""

    sheet: Sheet
    notes: Notes
    cells: list[Cell] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def note(self, code: str, cell: Cell, **facts: Any) -> None:
        """Note a fault in `cell`."""
        self.notes.add(code, line=self._line("", cell), **facts)

    def _line(self, text: str, cell: Cell) -> int:
        self.cells.append(cell)
        self.lines.append(text)
        return len(self.lines)

    def cell_of(self, note: Note) -> str | None:
        """Return the name of the cell that a note is about."""
        return self.cells[note.line - 1].name if note.line else None

    def blocks(self, context: Mapping[str, Any], tables: Mapping[str, str]) -> list[Block]:
        """Return the blocks from left to right; none when a fault was noted. `tables`: name → area."""
        pairs = list(self._pairs())
        self._keep_from_losing({tag.column for pair in pairs for tag in pair})
        self._keep_from_tables(pairs, tables)
        taken = [] if list(self.notes) else self._items([opening for opening, _ in pairs], context)
        made = [Block(o.column, c.column, turns) for (o, c), turns in zip(pairs, taken, strict=False)]
        if self._width() + sum(len(block.turns) * block.width for block in made) > LAST_COLUMN:
            self.note("T206", pairs[0][0].cell, detail=f"一张工作表最多 {LAST_COLUMN} 列")
        return [] if list(self.notes) else made

    def _width(self) -> int:
        return max(column_number(cell.column) for row in self.sheet.rows for cell in row.cells)

    # ------------------------------------------------------------ which columns
    def _pairs(self) -> Iterator[tuple[ColumnTag, ColumnTag]]:
        """Yield the tags of each loop, noting those without a counterpart."""
        opening: ColumnTag | None = None
        before = 0
        for tag in sorted(column_tags(self.sheet.rows), key=lambda tag: tag.column):
            fault = self._misplaced(tag, opening, before)
            if fault:
                self.note("T109", tag.cell, detail=fault)
            elif opening and tag.word == "endfor":
                yield opening, tag
            opening = tag if tag.word == "for" else None
            before = tag.column
        if opening:
            self.note("T109", opening.cell, detail="“for”没有对应的“endfor”")

    @staticmethod
    def _misplaced(tag: ColumnTag, opening: ColumnTag | None, before: int) -> str:
        if tag.word not in ("for", "endfor"):
            return f"不能用“{tag.word}”，只有 for 和 endfor"
        if tag.column == before:
            return "一列只能放一个整列标签"
        if tag.word == "for":
            return "不能套叠，前一个还没有“endfor”" if opening else ""
        if opening is None:
            return "“endfor”没有对应的“for”"
        return "“for”和“endfor”之间没有要重复的列" if tag.column == opening.column + 1 else ""

    def _keep_from_losing(self, columns: set[int]) -> None:
        """Note what else stands in control columns, which disappear; a merged cell goes on beside them."""
        wide = {merge.get("ref", "").split(":")[0] for merge in self.sheet.root.iter("{*}mergeCell")}
        for row in self.sheet.rows:
            for cell in row.cells if not row.controls else ():
                if column_number(cell.column) in columns and cell.name not in wide and _holds_more(cell):
                    self.note("T111", cell)

    def _keep_from_tables(
        self, pairs: Sequence[tuple[ColumnTag, ColumnTag]], tables: Mapping[str, str]
    ) -> None:
        """Note loops inside a table, whose columns have names that must differ."""
        for name, area in tables.items():
            left, right = (
                column_number(split_cell(end)[0]) for end in (area.split(":")[0], area.split(":")[-1])
            )
            for opening, closing in pairs:
                if left <= closing.column and opening.column <= right:
                    self.note("T109", opening.cell, detail=f"不能放在表格“{name}”里面")

    # ------------------------------------------------------------ what for
    def _items(self, openings: Sequence[ColumnTag], context: Mapping[str, Any]) -> list[list[Bound]]:
        """Return what the names of each loop mean in each of its turns."""
        environment = text_environment(self.notes)
        environment.filters["_listed"] = lambda value: listed(value, self.notes)
        taken: dict[str, list[Bound]] = {tag.cell.name: [] for tag in openings}
        for word, statement, cell in self._statements():
            source = f"{{% {statement} %}}" + ("{% endfor %}" if word == "for" else "")
            line = self._line(source, cell)
            names = stored_names(environment, source, line)
            if word == "for":
                take = f"_take{line}"
                environment.filters[take] = taker(names, taken[cell.name])
                self.lines[-1] = f"{{% {statement} %}}{{{{ [{', '.join(names)}]|{take} }}}}{{% endfor %}}"
        if not list(self.notes):
            run_loops(environment, "\n".join(self.lines), context)
        return list(taken.values())

    def _statements(self) -> Iterator[tuple[str, str, Cell]]:
        """Yield the column loops and the {%tr set %} that stand above them, outside all row loops."""
        depth = 0
        for row in self.sheet.rows:
            for statement, cell in row.controls:
                word = (statement.split() or [""])[0]
                depth += (word in ("for", "if")) - word.startswith("end")
                if word == "set" and not depth:
                    yield word, " ".join(statement.split()), cell
            yield from (("for", tag.statement, tag.cell) for tag in column_tags([row]) if tag.word == "for")


def column_tags(rows: Iterable[Row]) -> Iterator[ColumnTag]:
    """Yield the {%tc %} tags of these rows."""
    for row in rows:
        for cell in row.cells:
            for statement in statements(COLUMN_CONTROL, cell.text):
                yield ColumnTag(statement, cell)


def has_column_loops(sheet: Sheet) -> bool:
    """Say whether a {%tc %} tag stands anywhere in the sheet."""
    return any(True for _ in column_tags(sheet.rows))


def without_control(text: str) -> str:
    """Return a tagged text without its {%tc %}; still a tag, as nothing is printed in its place."""
    return COLUMN_CONTROL.sub("", text).strip() or "{##}"


def _holds_more(cell: Cell) -> bool:
    return (
        (bool(cell.text) and without_control(cell.text) != "{##}")
        or cell.formula is not None
        or cell.rest != "/>"
    )


def stored_names(environment: PaperEnvironment, source: str, line: int) -> list[str]:
    """Return the names that a statement gives values to; what is wrong with it is noted."""
    try:
        environment.parse(source)
    except Exception as error:  # whatever is wrong in a cell becomes a note
        note_exception(error, environment.notes, environment.filters, line=line)
        return []
    return sorted(environment.stored)


def taker(names: Sequence[str], turns: list[Bound]) -> Callable[[Sequence[Any]], str]:
    def take(values: Sequence[Any]) -> str:
        turns.append(tuple(zip(names, values, strict=True)))
        return ""

    return take


def listed(value: Any, notes: Notes) -> Any:
    """Return `value` to be gone through; one that is no list is noted."""
    if isinstance(value, Missing):
        return value
    if isinstance(value, Iterable) and not isinstance(value, str | Mapping):
        return value
    text = f"“{met(value)}”" if isinstance(value, str) else met(value)
    notes.add("T110", kind=text or "空")
    return []


def run_loops(environment: PaperEnvironment, source: str, context: Mapping[str, Any]) -> None:
    notes = environment.notes
    try:
        tree = environment.parse(source)
        for loop in every(tree, nodes.For):
            loop.iter = nodes.Filter(loop.iter, "_listed", [], [], None, None, lineno=loop.lineno)
        template = environment.from_string(tree)
        notes.source = source
        template.render(context)
    except Exception as error:  # whatever a template does wrong becomes a note
        note_exception(error, notes, environment.filters)
