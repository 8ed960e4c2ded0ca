"""Results and totals: what a cell says against the cells it follows from, in its row or above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from hqe_docs.data.cells import read_cell
from hqe_docs.data.freeform import Sum
from hqe_docs.data.ledger import SOURCE
from hqe_docs.data.loose.houses import SIZE, wrong_sizes
from hqe_docs.data.loose.numbers import days_over
from hqe_docs.data.loose.relations import Numbers, decimal_of, wrong_results
from hqe_docs.data.loose.table import Loose
from hqe_docs.data.loose.wholes import rows_over
from hqe_docs.data.tables import Table
from hqe_docs.problems import Problem, problem
from hqe_docs.values import decimal_text, squeeze

_PERSONS = re.compile(r"(?:共|计|合计|小计|本页)?:?(\d+)(?:人|名|人次)")


def numbers_of(it: Loose) -> Numbers:
    """Return the columns of numbers of a table, left to right."""
    order = it.tables[0].header.columns
    fields = sorted(it.ledger.kind.fields, key=lambda item: order.get(item.name, 999))
    names = [item.name for item in fields if item.type in ("number", "integer")]
    return Numbers(
        {name: it.values(name) for name in names if name not in ("年龄", "序号")},
        {name: it.ledger.faults.get(name, frozenset()) for name in names},
        {item.name for item in fields if item.required and item.name != "家庭人口"},
        [item.name for item in fields if item.format == "比率"],
    )


def results(it: Loose) -> Iterator[Problem]:
    """A column worked out from others (days × rate, gross − deduction, a sum) is right in every row."""
    for wrong in wrong_results(numbers_of(it), it.relations):
        facts = {"found": decimal_text(wrong.found, 4), "expected": decimal_text(wrong.expected, 4)}
        yield problem("L307", it.ledger.at(wrong.index, wrong.name), name=wrong.name, how=wrong.how, **facts)


def totals(it: Loose) -> Iterator[Problem]:
    """A row of totals says the sum of its rows, or how many they are."""
    sums = _Sums(it)
    sources = it.ledger.frame[SOURCE].to_list()
    for number, (table, rows) in enumerate(zip(it.tables, it.sums, strict=True)):
        yield from sums.apart(table, rows, sources.index(number) if number in sources else 0)


class _Sums:
    """The numbers of a table as typed, and as they should be where that is known."""

    def __init__(self, it: Loose) -> None:
        self.it = it
        self.numbers = numbers_of(it)
        self.typed: Mapping[str, Sequence[Decimal | None]] = self.numbers.columns
        self.right: dict[str, dict[int, Decimal]] = {name: {} for name in self.typed}
        self.unsure: dict[str, set[int]] = {}
        for i, name, _ in days_over(it):
            self.unsure.setdefault(name, set()).add(i)
        over = {i for i, _, _ in rows_over(it)}
        for wrong in wrong_results(self.numbers, it.relations):
            if wrong.index not in over:
                self.right[wrong.name][wrong.index] = wrong.expected
        for name, values in self.typed.items():
            self.right[name] |= {i: -value for i, value in enumerate(values) if value and value < 0}
        self.right[SIZE] = {i: Decimal(count) for i, _, count in wrong_sizes(it)}

    def apart(self, table: Table, rows: Sequence[Sum], offset: int) -> Iterator[Problem]:
        """Yield the cells of the rows of totals that agree neither with the rows as typed nor as they should be."""
        previous, size = 0, len(table.rows.data)
        for item in rows:
            end = item.end or size
            whole = {(item.first, end)} if item.of_part else {(item.first, end), (0, end), (previous, end)}
            previous = item.end
            for name, column in table.header.columns.items():
                text = squeeze(table.grid.text(item.row, column))
                expected = self._expected(name, text, table, column, sorted(whole), offset)
                if expected:
                    where = table.grid.at(item.row, column)
                    yield problem("L325", where, name=name, found=text, expected=expected)

    def _expected(
        self, name: str, text: str, table: Table, column: int, spans: Sequence[tuple[int, int]], offset: int
    ) -> str:
        """Return what a cell of a total should say; nothing when it says so, or when that isn't known."""
        spans = [span for span in spans if span[0] < span[1]]
        if name in self.numbers.shares or not text or not spans:
            return ""
        if name not in self.typed:
            match = _PERSONS.search(text)
            counts = {last - first for first, last in spans}
            return f"{spans[-1][1] - spans[-1][0]} 人" if match and int(match[1]) not in counts else ""
        field = self.it.ledger.kind.field(name)
        said = decimal_of(read_cell(text, field)[0]) if field else None
        wanted = [total for span in spans for total in self._sums(name, table, column, span, offset)]
        return decimal_text(wanted[0]) if wanted and said is not None and said not in wanted else ""

    def _sums(
        self, name: str, table: Table, column: int, span: tuple[int, int], offset: int
    ) -> Iterator[Decimal]:
        """Yield the sums that a total may say: as typed, one cell put right, all put right; merged cells count once."""
        total, shifts = Decimal(0), []
        for k in range(*span):
            value, right = self.typed[name][offset + k], self.right[name].get(offset + k)
            is_filled = bool(table.grid.text(table.rows.data[k], column).strip())
            is_unread = value is None and self._is_unread(name, offset + k, is_filled=is_filled)
            if is_unread or offset + k in self.unsure.get(name, ()):
                return
            if is_filled:
                total += value or 0
                shifts += [right - (value or 0)] if right is not None else []
        yield from (total, *(total + shift for shift in shifts), total + sum(shifts, Decimal(0)))

    def _is_unread(self, name: str, i: int, *, is_filled: bool) -> bool:
        return i in self.numbers.faults[name] or (name in self.numbers.full and not is_filled)
