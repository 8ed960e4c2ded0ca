"""Columns of cells read at once: texts already in the form of their column stay, every other text is read once.

What a text means is for `cells.read_cell` to say. The tests here only tell of which texts it returns the text itself,
without fault; they may be stricter than need be, never laxer (tests/test_fastcells.py holds one against the other).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from hqe_docs.data.cells import BY_FORMAT, UNTYPED, CellFault, read_cell
from hqe_docs.data.idnumber import EARLIEST_YEAR, WEIGHTS
from hqe_docs.data.kinds import Field

if TYPE_CHECKING:
    import polars as pl

Faults = Sequence[tuple[int, CellFault]]
Test = Callable[["pl.LazyFrame", Field], "pl.LazyFrame"]
FEW = 2_000  # rows: below, reading every different text is as fast as testing which have to be
LATEST_YEAR = 2100  # of births; later ones are read one by one
_X, _SETTLED = "text", "is settled"


def read_columns(texts: pl.DataFrame, fields: Iterable[Field]) -> tuple[pl.DataFrame, dict[str, Faults]]:
    """Return the values of the columns named as `fields`, and of each the (row index, fault) of cells at fault."""
    import polars as pl

    known = {field.name: field for field in fields}
    unread = _unread(texts, known)
    read = {name: {text: read_cell(text, field) for text in unread[name]} for name, field in known.items()}
    changes = {name: {a: b for a, (b, _) in each.items() if a != b} for name, each in read.items()}
    values = texts.with_columns(
        pl.col(name).replace(list(each), list(each.values())) for name, each in changes.items() if each
    )
    wrong = {name: {text: fault for text, (_, fault) in each.items() if fault} for name, each in read.items()}
    return values, _faults(texts, {name: each for name, each in wrong.items() if each})


def _faults(texts: pl.DataFrame, wrong: Mapping[str, Mapping[str, CellFault]]) -> dict[str, Faults]:
    import polars as pl

    tests = (pl.col(name).is_in(list(each)).arg_true().implode() for name, each in wrong.items())
    rows = texts.select(tests)
    found: dict[str, Faults] = {}
    for name, each in wrong.items():
        at = rows[name][0]
        found[name] = [(i, each[text]) for i, text in zip(at, texts[name].gather(at), strict=True)]
    return found


def _unread(texts: pl.DataFrame, known: Mapping[str, Field]) -> dict[str, Iterable[str]]:
    """Return of each column the different texts that have to be read."""
    import polars as pl

    if texts.height < FEW:
        return {name: set(texts[name]) for name in known}
    found = pl.collect_all([_unsettled(texts, field) for field in known.values()])
    return {name: each[_X] for name, each in zip(known, found, strict=True)}


def _unsettled(texts: pl.DataFrame, field: Field) -> pl.LazyFrame:
    """Return the plan that gives the different texts of a column that have to be read."""
    import polars as pl

    column, test = texts[field.name].alias(_X).to_frame().lazy(), _test_of(field)
    if test is None or _return(texts[field.name], field):
        column = column.unique()
    if test is None:
        return column
    tested = test(column, field)
    words = pl.LazyFrame({_X: list(field.missing)}, schema={_X: pl.String})
    missing = test(words, field).filter(_SETTLED).collect()[_X]
    if missing.len():
        tested = tested.filter(~pl.col(_SETTLED) | pl.col(_X).is_in(missing.implode()))
    else:
        tested = tested.filter(~pl.col(_SETTLED))
    return tested.select(_X).unique()


def _return(texts: pl.Series, field: Field) -> bool:
    """Say whether the same texts return so often that telling the different ones is less work than the test."""
    return field.type == "date" or texts.head(FEW).n_unique() < FEW // 2


def _test_of(field: Field) -> Test | None:
    if field.format in BY_FORMAT:
        test = _TESTS.get(field.format)
    else:
        test = None if field.codes else _TESTS.get(field.type)
    return test if not field.pattern or _is_known(field.pattern) else None


def _is_known(pattern: str) -> bool:
    """Say whether polars can test `pattern`; it has no look-around."""
    import polars as pl
    from polars.exceptions import PolarsError

    try:
        pl.Series([""]).str.contains(pattern)
    except PolarsError:
        return False
    return True


# ---------------------------------------------------------------- tests: columns with the answer beside the text
def _id_number(column: pl.LazyFrame, _field: Field) -> pl.LazyFrame:
    """Tell right numbers: first 17 characters as one number, its weighted sum looked up for four digits at a time."""
    import polars as pl

    text, first17 = pl.col(_X), pl.col("first 17")
    parts = column.with_columns(
        text.str.slice(0, 17).cast(pl.Int64, strict=False).alias("first 17"),
        text.str.slice(17).replace("X", "10").cast(pl.Int8, strict=False).alias("last"),
    )
    fours = (_sums(i).gather(first17 // 10 ** (13 - i) % 10_000) for i in range(0, 16, 4))
    total = pl.sum_horizontal(*fours, first17 % 10 * WEIGHTS[16], "last")
    # seventeen characters that make a number of seventeen digits are digits
    form = (text.str.len_bytes() == 18) & (first17 >= 10**16)
    right = form & (total % 11 == 1) & (first17 // 1_000 % 10**8).is_in(_days().implode())
    return parts.with_columns(right.fill_null(False).alias(_SETTLED))


def _sums(first: int) -> pl.Expr:
    """Return of 0000 to 9999 the sum of the digits by the weights from the place `first` on."""
    import polars as pl

    number = pl.int_range(10_000)
    return pl.sum_horizontal(number // 10 ** (3 - i) % 10 * WEIGHTS[first + i] for i in range(4))


@cache
def _days() -> pl.Series:
    """Return every day a person living may be born on, as the number 19900101."""
    import polars as pl

    days = pl.date_range(date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31), eager=True)
    return days.dt.to_string("%Y%m%d").cast(pl.Int64)


def _date(column: pl.LazyFrame, _field: Field) -> pl.LazyFrame:
    import polars as pl

    is_form = pl.col(_X).str.contains("^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$")
    is_day = pl.col(_X).str.to_date("%Y-%m-%d", strict=False).is_not_null()
    return column.with_columns((is_form & is_day).alias(_SETTLED))


def _number(column: pl.LazyFrame, field: Field) -> pl.LazyFrame:
    import polars as pl

    is_form = pl.col(_X).str.contains("^(?:0|[1-9][0-9]{0,8})$")
    number = pl.col(_X).cast(pl.Int64, strict=False)
    inside = number.is_between(float(field.minimum or 0), float(field.maximum or 1e9))
    return column.with_columns((is_form & inside).fill_null(False).alias(_SETTLED))


def _mobile(column: pl.LazyFrame, field: Field) -> pl.LazyFrame:
    import polars as pl

    number = pl.col(_X).cast(pl.Int64, strict=False)  # of eleven characters, so large ones are all digits
    is_form = (pl.col(_X).str.len_bytes() == 11) & number.is_between(130 * 10**8, 200 * 10**8 - 1)
    return column.with_columns(is_form.fill_null(False).alias(_SETTLED))


def _form(pattern: str) -> Test:
    def test(column: pl.LazyFrame, field: Field) -> pl.LazyFrame:
        import polars as pl

        answer = pl.col(_X).str.contains(pattern)
        if field.pattern:
            answer &= pl.col(_X).str.contains(f"^(?:{field.pattern})$")
        return column.with_columns(answer.alias(_SETTLED))

    return test


_TESTS: dict[str, Test] = {
    "公民身份号码": _id_number,
    "电话": _mobile,
    "姓名": _form(f"^[一-龥--{UNTYPED.pattern}]{{2,4}}$"),
    "银行账号": _form("^[0-9]{8,30}$"),
    "date": _date,
    "integer": _number,
    "number": _number,
    "string": _form("^[一-龥A-Za-z0-9]+$"),
}
