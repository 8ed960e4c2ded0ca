"""Formulas of a workbook, worked out: each once, what it looks at before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from hqe_docs.paper.excel.refs import Corners, shifted, taken_out
from hqe_docs.paper.formulas.compiled import Place, Run, compiled, compiled_name
from hqe_docs.paper.formulas.down import SameDown
from hqe_docs.paper.formulas.grid import Area, Cells, Operand
from hqe_docs.paper.formulas.parse import Node, parsed
from hqe_docs.paper.formulas.scalars import Fault, Unknown, Value

_DEEPEST = 25  # formulas that wait for each other; what lies deeper is worked out from its other end


class TooDeep(Unknown):
    """A formula that has to wait until what it looks at has been worked out."""


@dataclass(frozen=True, slots=True)
class Program:
    """What works out all formulas that differ only in their references; None when they are not understood."""

    run: Callable[[Place], Value] | None
    is_subtotal: bool


@dataclass(slots=True)
class Calculation:
    """The sheets of a workbook with the formulas in them; `names` are the defined ones, by sheet ('' for all)."""

    sheets: Mapping[str, Cells]
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    remembered: dict[object, Operand] = field(default_factory=dict)
    programs: dict[tuple[str, bool], Program] = field(default_factory=dict)
    found: dict[tuple[str, str], tuple[Run | None, Sequence[Corners]]] = field(default_factory=dict)
    rows: SameDown[Program] = field(default_factory=SameDown)
    depth: int = 0

    def formula(self, home: Cells, column: int, row: int, text: str, *, is_array: bool = False) -> Formula:
        """Return the formula of a cell, put into its sheet to be worked out when it is asked for."""
        program, references = self.rows.read(text, row, is_array) or self._read(text, row, is_array)
        made = Formula(self, home, column, row, program, references)
        home.columns.setdefault(column, {})[row] = made
        if program.is_subtotal:
            home.subtotals.add((column, row))
        return made

    def _read(self, text: str, row: int, is_array: bool) -> tuple[Program, Sequence[Corners]]:
        skeleton, references = taken_out(text)
        program = self.programs.get((skeleton, is_array)) or self._program(skeleton, is_array)
        self.rows.learn(text, row, is_array, program, references)
        return program, references

    def _program(self, skeleton: str, is_array: bool) -> Program:
        tree = tree_of(skeleton)
        run = compiled(tree, is_array=is_array) if tree else None
        program = Program(run, "SUBTOTAL(" in skeleton or "AGGREGATE(" in skeleton)
        self.programs[skeleton, is_array] = program
        return program

    def sheet(self, name: str) -> Cells:
        """Return a sheet that a formula names; Unknown when the workbook has none of that name."""
        cells = self.sheets.get(name)
        if cells is None:
            raise Unknown(name)
        return cells

    def name(self, home: str, name: str) -> tuple[Run, Sequence[Corners]]:
        """Return what works out a defined name, seen from sheet `home`, and the places it refers to."""
        if (home, name) not in self.found:
            text = self.names.get((home, name), self.names.get(("", name), ""))
            skeleton, references = taken_out(text)
            tree = tree_of(skeleton)
            is_fixed = shifted(text, 1, 1) == text
            self.found[home, name] = compiled_name(tree) if tree and is_fixed else None, references
        run, places = self.found[home, name]
        if run is None:
            raise Unknown(name)
        return run, places

    def settle(self, formulas: Sequence[Formula]) -> None:
        """Work out all formulas; chains that lie too deep from one end are taken from the other."""
        waiting, before = list(formulas), len(formulas) + 1
        while waiting and len(waiting) < before:
            before = len(waiting)
            waiting = [formula for formula in waiting if not formula.settled()]
            waiting.reverse()


def tree_of(skeleton: str) -> Node | None:
    """Return a formula without its references as a tree, None when it is not understood."""
    try:
        return parsed(skeleton)
    except (Unknown, RecursionError):
        return None


@dataclass(slots=True)
class Formula:
    """A formula in its cell, and its value once it is known."""

    calculation: Calculation
    home: Cells
    column: int
    row: int
    program: Program
    references: Sequence[Corners]
    state: str = ""  # "", "asked", "known", "unknown"
    result: Value = None

    @property
    def remembered(self) -> dict[object, Operand]:
        return self.calculation.remembered

    def cell(self, slot: int) -> Value:
        """Return the value that the formula's reference of this number has where one value is asked for."""
        sheet, left, top, right, bottom = self.references[slot]
        cells = self.home if sheet is None else self.calculation.sheet(sheet)
        if left == right:
            if top == bottom:
                return cells.value(left, top)
            if top <= self.row <= bottom:
                return cells.value(left, self.row)
        elif top == bottom and left <= self.column <= right:
            return cells.value(self.column, top)
        raise Fault("#VALUE!")

    def area(self, slot: int) -> Area:
        """Return the area of the formula's reference of this number."""
        sheet, *corners = self.references[slot]
        return Area(self.home if sheet is None else self.calculation.sheet(sheet), *corners)

    def name(self, name: str) -> Operand:
        """Return what a defined name stands for."""
        run, references = self.calculation.name(self.home.name, name)
        return run(Formula(self.calculation, self.home, self.column, self.row, self.program, references))

    def settled(self) -> bool:
        """Say whether the formula needs no other try."""
        try:
            self.value()
        except TooDeep:
            return False
        except Unknown:
            return True
        return True

    def value(self) -> Value:
        """Return the value; Unknown for what can't be told and for formulas that wait for themselves."""
        if self.state == "known":
            return self.result
        if self.state:
            raise Unknown
        if self.calculation.depth > _DEEPEST:
            raise TooDeep
        self.state = "asked"
        self.calculation.depth += 1
        try:
            self.result = self._worked_out()
            self.state = "known"
        except TooDeep:
            self.state = ""
            raise
        except Unknown:
            self.state = "unknown"
            raise
        finally:
            self.calculation.depth -= 1
        self.home.columns[self.column][self.row] = self.result
        return self.result

    def _worked_out(self) -> Value:
        if self.program.run is None:
            raise Unknown
        try:
            value = self.program.run(self)
        except Fault as fault:
            return Fault(fault.code)
        except RecursionError:
            raise TooDeep from None
        except OverflowError:
            raise Unknown from None
        if isinstance(value, float) and not abs(value) < float("inf"):
            return Fault("#NUM!")
        return 0.0 if value is None else value
