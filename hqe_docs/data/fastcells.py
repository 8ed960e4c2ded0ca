"""A column of cells read at once: texts already in the form of their column stay, every other text is read once.

What a text means is for `cells.read_cell` to say. The tests here only tell of which texts it returns the text itself,
without fault; they may be stricter than need be, never laxer (tests/test_fastcells.py holds one against the other).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from hqe_docs.data.cells import BY_FORMAT, UNTYPED, CellFault, read_cell
from hqe_docs.data.idnumber import EARLIEST_YEAR, WEIGHTS
from hqe_docs.data.kinds import Field

if TYPE_CHECKING:
    import polars as pl

Test = Callable[["pl.Series", Field], "pl.Series"]


def read_column(texts: pl.Series, column: Field) -> tuple[pl.Series, Iterator[tuple[int, CellFault]]]:
    """Return the values of a column and, lazily, (row index, fault) of each cell at fault."""
    read = {text: read_cell(text, column) for text in _unsettled(texts, column)}
    changed = {text: value for text, (value, _) in read.items() if value != text}
    wrong = {text: fault for text, (_, fault) in read.items() if fault}
    values = texts.replace(list(changed), list(changed.values())) if changed else texts
    return values, _faults(texts, wrong)


def _faults(texts: pl.Series, wrong: Mapping[str, CellFault]) -> Iterator[tuple[int, CellFault]]:
    if wrong:
        rows = texts.is_in(list(wrong)).arg_true()
        yield from ((i, wrong[text]) for i, text in zip(rows, texts.gather(rows), strict=True))


def _unsettled(texts: pl.Series, column: Field) -> pl.Series:
    """Return the different texts that have to be read."""
    test = _test_of(column)
    if test is None:
        return texts.unique()
    settled = test(texts, column)
    if column.missing:
        settled &= ~texts.is_in(list(column.missing))
    if column.pattern:
        form = re.compile(column.pattern)
        fitting = [text for text in texts.filter(settled).unique() if form.fullmatch(text)]
        settled &= texts.is_in(fitting)
    return texts.filter(~settled).unique()


def _test_of(column: Field) -> Test | None:
    if column.format in BY_FORMAT:
        return _TESTS.get(column.format)
    return None if column.codes else _TESTS.get(column.type)


def _id_number(texts: pl.Series, _column: Field) -> pl.Series:
    """Say which are right numbers; digits are taken from one 64-bit number each, which is 30 times plain Python."""
    import polars as pl

    number = pl.when(texts.str.contains("^[0-9]{17}[0-9X]$")).then(texts)
    first17 = number.str.slice(0, 17).cast(pl.Int64)
    digits = pl.sum_horizontal(first17 // 10 ** (16 - i) % 10 * weight for i, weight in enumerate(WEIGHTS))
    last = number.str.slice(17).replace("X", "10").cast(pl.Int64)
    born = number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    right = ((digits + last) % 11 == 1) & (born.dt.year() >= EARLIEST_YEAR)
    return pl.select(right.fill_null(False)).to_series()


def _phone(texts: pl.Series, _column: Field) -> pl.Series:
    return texts.str.contains("^1[3-9][0-9]{9}$")


def _name(texts: pl.Series, _column: Field) -> pl.Series:
    return texts.str.contains("^[一-龥]{2,4}$") & ~texts.str.contains(UNTYPED.pattern)


def _account(texts: pl.Series, _column: Field) -> pl.Series:
    return texts.str.contains("^[0-9]{8,30}$")


def _date(texts: pl.Series, _column: Field) -> pl.Series:
    is_form = texts.str.contains("^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$")
    return is_form & texts.str.to_date("%Y-%m-%d", strict=False).is_not_null()


def _number(texts: pl.Series, column: Field) -> pl.Series:
    import polars as pl

    is_form = texts.str.contains("^(?:0|[1-9][0-9]{0,8})$")
    number = texts.cast(pl.Int64, strict=False)
    low, high = float(column.minimum or 0), float(column.maximum or 1e9)
    return is_form & (number >= low).fill_null(False) & (number <= high).fill_null(False)


def _words(texts: pl.Series, _column: Field) -> pl.Series:
    return texts.str.contains("^[一-龥A-Za-z0-9]+$")


_TESTS: dict[str, Test] = {
    "公民身份号码": _id_number,
    "电话": _phone,
    "姓名": _name,
    "银行账号": _account,
    "date": _date,
    "integer": _number,
    "number": _number,
    "string": _words,
}
