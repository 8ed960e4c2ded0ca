"""Statistics of a master ledger: counts by one column or by two, each cell with the rows it was counted from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from hqe_docs.data.conditions import BadCondition, Condition, expression
from hqe_docs.data.definitions import MOST_DIMENSIONS, Dimension, Statistics
from hqe_docs.data.derived.basis import INDEX, Basis
from hqe_docs.problems import Location, Problems
from hqe_docs.values import did_you_mean, percent_text

if TYPE_CHECKING:
    import polars as pl

BLANK = "（未填）"
TOTAL = "合计"
NOT_COMPUTABLE = "无法计算"
_ROW, _COLUMN, _MASK, _BASE = "_行值", "_列值", "_计", "_范围"


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and the master's rows behind it; a rate has `of`, how many rows are below the line."""

    rows: pl.Series | None = None
    of: int | None = None
    is_missing: bool = False

    @property
    def count(self) -> int:
        return 0 if self.rows is None else self.rows.len()

    @property
    def value(self) -> Fraction | None:
        """The exact number; None where it can't be computed."""
        if self.is_missing or self.of == 0:
            return None
        return Fraction(self.count, 1 if self.of is None else self.of)

    @property
    def text(self) -> str:
        """The number as printed."""
        if self.value is None:
            return NOT_COMPUTABLE
        return str(self.count) if self.of is None else percent_text(self.value)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its value and its cells."""

    value: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CrossTable:
    """A table by one or two dimensions over `base` rows; the last line is the sum."""

    by: tuple[str, ...]
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    base: int
    note: str = ""

    @property
    def title(self) -> str:
        return "按" + "和".join(self.by) + "统计"


def tables(basis: Basis, wanted: Sequence[Sequence[str]], found: Problems) -> list[CrossTable]:
    """Return the tables by these dimensions (none: the usual ones); what can't be made is reported."""
    rules = basis.definitions.statistics
    if rules is None:
        found.add("L607", name=basis.definitions.title)
        return []
    made = (_table(basis, rules, tuple(by), found) for by in (wanted or rules.tables))
    return [table for table in made if table is not None]


def _table(basis: Basis, rules: Statistics, by: tuple[str, ...], found: Problems) -> CrossTable | None:
    if len(by) > MOST_DIMENSIONS:
        found.add("L610", count=len(by))
        return None
    unknown = [name for name in by if name not in rules.dimensions]
    for name in unknown:
        hint = did_you_mean(name, rules.dimensions)
        found.add("L608", hint=hint, name=name, known="、".join(rules.dimensions))
    if unknown:
        return None
    try:
        return _made(basis, rules, by, found)
    except (BadCondition, ValueError, TypeError, AttributeError) as error:
        found.add("L602", name=f"统计（{'、'.join(by)}）", detail=error)
        return None


def _made(basis: Basis, rules: Statistics, by: tuple[str, ...], found: Problems) -> CrossTable | None:
    sides = [rules.dimensions[name] for name in by]
    base: list[Condition] = [*rules.base, *(part for side in sides for part in side.base)]
    probes: list[Condition] = [{"列": side.column, "为空": "否"} for side in sides]
    missing = basis.missing([*base, *probes]) or _no_age(basis, sides)
    if missing:
        found.add("L609", Location(basis.master.sources[0].file), what="、".join(by), missing=missing)
        return None
    masks = _masks(basis, rules, found) if len(by) == 1 else {}
    columns = dict.fromkeys(side.column for side in sides)
    inside = expression({"全部": base}, basis.terms).alias(_BASE)
    named = (mask.alias(_MASK + name) for name, mask in masks.items())
    frame = basis.frame.select(INDEX, *columns, inside, *named).filter(_BASE)
    keyed = frame
    for name, side in zip((_ROW, _COLUMN), sides, strict=False):
        keyed = _keyed(basis, side, keyed, name)
    make = _measured if len(by) == 1 else _crossed
    titles, lines = make(basis, rules, sides, keyed)
    note = "一人可以属几类，各类分别计数，合计按人数" if keyed.height > frame.height else ""
    return CrossTable(by, titles, lines, frame.height, note)


def _masks(basis: Basis, rules: Statistics, found: Problems) -> dict[str, pl.Expr]:
    """Return the condition of each measure that can be judged; it may turn on households, so on whole ledgers."""
    masks = {}
    for name, measure in rules.measures.items():
        missing = basis.missing(measure.rows or ())
        if missing:
            found.add("L609", Location(basis.master.sources[0].file), what=name, missing=missing)
        elif measure.rows is not None:
            masks[name] = expression({"全部": measure.rows}, basis.terms)
    return masks


def _no_age(basis: Basis, sides: Iterable[Dimension]) -> str:
    return "缺基准日" if basis.day is None and any(side.column == "_年龄" for side in sides) else ""


# ---------------------------------------------------------------- by one dimension, by two
def _measured(
    basis: Basis, rules: Statistics, sides: Sequence[Dimension], keyed: pl.DataFrame
) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    """Return the measures as columns, and a line a value."""
    masks = {name: _MASK + name for name in rules.measures if _MASK + name in keyed.columns}
    counts = {name: _grouped(keyed.filter(keyed[mask]), _ROW) for name, mask in masks.items()}

    def cell(name: str, value: str) -> Cell:
        above, below = rules.measures[name].ratio or (name, name)
        if above not in counts or below not in counts:
            return Cell(is_missing=True)
        of = counts[below].get(value)
        below_line = (0 if of is None else of.len()) if rules.measures[name].ratio else None
        return Cell(counts[above].get(value), below_line)

    values = (*_values(basis, sides[0], keyed[_ROW]), TOTAL)
    lines = tuple(Line(value, tuple(cell(name, value) for name in rules.measures)) for value in values)
    return tuple(rules.measures), lines


def _crossed(
    basis: Basis, _rules: Statistics, sides: Sequence[Dimension], keyed: pl.DataFrame
) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    """Return the columns and a line a value, sums at the end of both."""
    rows, columns = _values(basis, sides[0], keyed[_ROW]), _values(basis, sides[1], keyed[_COLUMN])
    parts = {str(value[0]): part for value, part in keyed.group_by(_COLUMN)}
    counts = {name: _grouped(parts[name], _ROW) for name in columns} | {TOTAL: _grouped(keyed, _ROW)}
    lines = tuple(
        Line(value, tuple(Cell(counts[name].get(value)) for name in counts)) for value in (*rows, TOTAL)
    )
    return tuple(counts), lines


def _grouped(keyed: pl.DataFrame, key: str) -> dict[str, pl.Series]:
    """Return value → the rows that have it, and the rows altogether (合计); no row twice in one."""
    import polars as pl

    groups = keyed.group_by(key).agg(pl.col(INDEX).unique().sort())
    found = dict(zip(groups[key], groups[INDEX], strict=True))
    return {**found, TOTAL: keyed[INDEX].unique().sort()}


# ---------------------------------------------------------------- values of a dimension
def _is_list(basis: Basis, side: Dimension) -> bool:
    field = basis.master.kind.field(side.column)
    return field is not None and field.type == "list"


def _keyed(basis: Basis, side: Dimension, frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return `frame` with the value of the dimension as column `name`; a row for each value of a list."""
    import polars as pl

    if side.bounds:
        return frame.with_columns(_band(side).alias(name))
    column = pl.col(side.column).cast(pl.String)
    text = pl.when(column != "").then(column).otherwise(pl.lit(BLANK))
    if _is_list(basis, side):
        return frame.with_columns(text.str.split("、").alias(name)).explode(name)
    return frame.with_columns(text.alias(name))


def _band(side: Dimension) -> pl.Expr:
    import polars as pl

    column, labels = pl.col(side.column).cast(pl.Float64, strict=False), _labels(side)
    answer: pl.Expr = pl.lit(labels[-1])
    for bound, label in reversed(list(zip(side.bounds, labels, strict=False))):
        answer = pl.when(column < bound).then(pl.lit(label)).otherwise(answer)
    return pl.when(column.is_null()).then(pl.lit(BLANK)).otherwise(answer)


def _labels(side: Dimension) -> list[str]:
    """Return 16岁以下, 16—24岁, …, 60岁及以上: one more than there are bounds."""
    unit, bounds = side.unit, side.bounds
    inner = [f"{low}—{high - 1}{unit}" for low, high in pairwise(bounds)]
    return [f"{bounds[0]}{unit}以下", *inner, f"{bounds[-1]}{unit}及以上"]


def _values(basis: Basis, side: Dimension, keys: pl.Series) -> list[str]:
    """Return the values that occur, in the order of the dimension, of the codes, or as they come; blanks last."""
    met = keys.unique(maintain_order=True).to_list()
    field = basis.master.kind.field(side.column)
    order = side.order or (_labels(side) if side.bounds else list(field.codes if field else ()))
    known = [value for value in order if value in met]
    rest = [value for value in met if value not in known and value != BLANK]
    return [*known, *rest, *([BLANK] if BLANK in met else [])]
