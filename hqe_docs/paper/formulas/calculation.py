"""Formulas of a workbook, worked out: each once, what it looks at before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from hqe_docs.paper.formulas.compiled import Place, Run, compiled, compiled_name
from hqe_docs.paper.formulas.grid import Area, Cells, Operand
from hqe_docs.paper.formulas.parse import Node, parsed
from hqe_docs.paper.formulas.scalars import Fault, Unknown, Value
from hqe_docs.paper.refs import LAST_COLUMN, LAST_ROW, Reference, column_number, taken_out

_DEEPEST = 25  # formulas that wait for each other; what lies deeper is worked out from its other end
Corners = tuple[str | None, int, int, int, int]


class TooDeep(Unknown):
    """A formula that has to wait until what it looks at has been worked out."""


@dataclass(slots=True)
class Calculation:
    """The sheets of a workbook with the formulas in them; `names` are the defined ones, by sheet ('' for all)."""

    sheets: Mapping[str, Cells]
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    remembered: dict[object, Operand] = field(default_factory=dict)
    programs: dict[tuple[str, bool], Callable[[Place], Value] | None] = field(default_factory=dict)
    found: dict[tuple[str, str], tuple[Run | None, Sequence[Corners]]] = field(default_factory=dict)
    depth: int = 0

    def formula(self, sheet: str, column: int, row: int, text: str, *, is_array: bool = False) -> Formula:
        """Return the formula of a cell, put into its sheet to be worked out when it is asked for."""
        skeleton, references = taken_out(text)
        made = Formula(self, sheet, column, row, skeleton, [corners(one) for one in references], is_array)
        made.is_subtotal = "SUBTOTAL(" in skeleton or "AGGREGATE(" in skeleton
        cells = self.sheets[sheet]
        cells.columns.setdefault(column, {})[row] = made
        cells.formulas[column, row] = made
        return made

    def program(self, skeleton: str, *, is_array: bool) -> Callable[[Place], Value] | None:
        """Return what works out formulas like this one, None when it is not understood."""
        key = (skeleton, is_array)
        if key not in self.programs:
            tree = _tree(skeleton)
            self.programs[key] = compiled(tree, is_array=is_array) if tree else None
        return self.programs[key]

    def area(self, home: str, place: Corners) -> Area:
        """Return the area of a reference in a formula of sheet `home`."""
        sheet, left, top, right, bottom = place
        cells = self.sheets.get(home if sheet is None else sheet)
        if cells is None:
            raise Unknown(sheet)
        return Area(cells, left, top, right, bottom)

    def name(self, home: str, name: str) -> tuple[Run, Sequence[Corners]]:
        """Return what works out a defined name, seen from sheet `home`, and the places it refers to."""
        if (home, name) not in self.found:
            text = self.names.get((home, name), self.names.get(("", name)))
            skeleton, references = taken_out(text or "")
            tree = _tree(skeleton)
            is_fixed = all(_is_fixed(one) for one in references)
            run = compiled_name(tree) if tree and is_fixed else None
            self.found[home, name] = run, [corners(one) for one in references]
        found, places = self.found[home, name]
        if found is None:
            raise Unknown(name)
        return found, places

    def settle(self, formulas: Sequence[Formula]) -> None:
        """Work out all formulas; chains that lie too deep from one end are taken from the other."""
        waiting, before = list(formulas), len(formulas) + 1
        while waiting and len(waiting) < before:
            before = len(waiting)
            waiting = [formula for formula in waiting if not formula.settled()]
            waiting.reverse()


def _tree(skeleton: str) -> Node | None:
    try:
        return parsed(skeleton)
    except (Unknown, RecursionError):
        return None


def corners(reference: Reference) -> Corners:
    """Return sheet, left, top, right and bottom of a reference."""
    first, last = reference.first, reference.last or reference.first
    columns = [column_number(end[0]) for end in (first, last)] if first[0] else [1, LAST_COLUMN]
    rows = [int(end[1].lstrip("$")) for end in (first, last)] if first[1] else [1, LAST_ROW]
    return reference.sheet, min(columns), min(rows), max(columns), max(rows)


@dataclass(slots=True)
class Formula:
    """A formula in its cell, and its value once it is known."""

    calculation: Calculation
    sheet: str
    column: int
    row: int
    skeleton: str
    references: Sequence[Corners]
    is_array: bool = False
    is_subtotal: bool = False
    state: str = ""  # "", "asked", "known", "unknown"
    result: Value = None

    @property
    def remembered(self) -> dict[object, Operand]:
        return self.calculation.remembered

    def area(self, slot: int) -> Area:
        """Return the area of the formula's reference of this number."""
        return self.calculation.area(self.sheet, self.references[slot])

    def name(self, name: str) -> Operand:
        """Return what a defined name stands for."""
        run, places = self.calculation.name(self.sheet, name)
        return run(Formula(self.calculation, self.sheet, self.column, self.row, name, places))

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
        self.calculation.sheets[self.sheet].columns[self.column][self.row] = self.result
        return self.result

    def _worked_out(self) -> Value:
        program = self.calculation.program(self.skeleton, is_array=self.is_array)
        if program is None:
            raise Unknown(self.skeleton)
        try:
            value = program(self)
        except Fault as fault:
            return Fault(fault.code)
        except RecursionError:
            raise TooDeep(self.skeleton) from None
        except OverflowError:
            raise Unknown(self.skeleton) from None
        if isinstance(value, float) and not abs(value) < float("inf"):
            return Fault("#NUM!")
        return 0.0 if value is None else value


def _is_fixed(reference: Reference) -> bool:
    ends = (*reference.first, *(reference.last or ()))
    return all(end.startswith("$") for end in ends if end)
