"""How right a ledger is: what came back from verification, counted as an exact fraction with its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from hqe_docs.data.ledger import Ledger
from hqe_docs.data.persons import ID
from hqe_docs.problems import Location, Problem, problem

RESULT, BATCH = "核查结果", "核查批次"
SAME, OTHER = "一致", "不一致"
Z95 = Decimal("1.959963984540054")  # 97.5 % quantile of the standard normal distribution


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows by what was found: 一致, 不一致, not checked, and with a result that can't be used."""

    same: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()

    @property
    def checked(self) -> int:
        return len(self.same) + len(self.other)

    @property
    def rate(self) -> Fraction | None:
        """一致 ÷ checked; None when nothing was checked."""
        return Fraction(len(self.same), self.checked) if self.checked else None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a returned sheet: where it stands, its person, its group, its result ("" when not checked)."""

    where: Location
    person: tuple[str, str]
    group: tuple[str, ...]
    result: str


def rows_of(ledger: Ledger, columns: Sequence[str], rows: Sequence[int]) -> list[Row]:
    """Return these rows of a returned ledger, grouped by `columns`."""
    names = [name for name in (BATCH, ID, RESULT) if name in ledger.frame.columns]
    cells = ledger.frame.select(*names, *(name for name in columns if name not in names)).to_dicts()
    return [
        Row(
            ledger.at(i, RESULT),
            (cells[i].get(BATCH, ""), cells[i].get(ID, "")),
            tuple(cells[i][name] for name in columns),
            cells[i].get(RESULT, ""),
        )
        for i in rows
    ]


def count_rows(rows: Sequence[Row]) -> Counted:
    """Return the rows by result."""
    by: dict[str, list[str]] = {SAME: [], OTHER: [], "": []}
    wrong: list[str] = []
    for row in rows:
        by.get(row.result, wrong).append(str(row.where))
    return Counted(tuple(by[SAME]), tuple(by[OTHER]), tuple(by[""]), tuple(wrong))


def by_group(rows: Sequence[Row]) -> dict[tuple[str, ...], Counted]:
    """Return the same for each group, in the order in which they were met."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    return {group: count_rows(members) for group, members in groups.items()}


def without_repeats(rows: Sequence[Row]) -> tuple[list[Row], list[Problem]]:
    """Return each person of a batch once; rows of one person with different results count as unclear.

    A row that was not checked gives way to one that was.
    """
    first: dict[tuple[str, str], Row] = {}
    kept: dict[Location, Row] = {}
    found: list[Problem] = []
    for row in sorted(rows, key=lambda row: row.result == ""):
        before = first.setdefault(row.person, row) if row.person[1] else row
        if before is row:
            kept[row.where] = row
        elif row.result in ("", before.result):
            found.append(problem("L553", row.where, first=str(before.where)))
        else:
            found.append(problem("L554", row.where, first=str(before.where)))
            kept[row.where] = _unclear(row)
            kept[before.where] = _unclear(before)
    return [kept[row.where] for row in rows if row.where in kept], found


def _unclear(row: Row) -> Row:
    return Row(row.where, row.person, row.group, "矛盾")


def wilson(same: int, checked: int) -> tuple[Fraction, Fraction]:
    """Return the 95 % Wilson score interval of a rate; `checked` is not zero."""
    with localcontext() as context:
        context.prec = 30
        n, p, z = Decimal(checked), Decimal(same) / Decimal(checked), Z95
        middle = p + z * z / (2 * n)
        spread = z * (p * (1 - p) / n + z * z / (4 * n * n)).sqrt()
        scale = 1 + z * z / n
        low, high = (middle - spread) / scale, (middle + spread) / scale
    return max(Fraction(low), Fraction(0)), min(Fraction(high), Fraction(1))
