"""Checks of a ledger's rows: plain functions in a list, each giving the problems it finds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from hqe_docs.data.checks.households import heads, names_of_heads, relations
from hqe_docs.data.checks.places import groups, villages
from hqe_docs.data.conditions import Terms, columns_of, expression
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.persons import ID, VALID
from hqe_docs.masking import mask_identity, mask_phone, shorten
from hqe_docs.problems import Location, Problem, problem

if TYPE_CHECKING:
    import polars as pl


SHARED_BY = 3
MANY = 20_000  # rows: fewer are checked before threads have started
_OTHERS = re.compile(r"帮扶|责任|经办|单位|联系人|负责|网格|企业|走访|机构|被访|申请人|干部")


@dataclass(frozen=True, slots=True)
class Subject:
    """A ledger to check, its rows typed for checking, the reference date of ages, and the villages it may name."""

    ledger: Ledger
    persons: pl.DataFrame
    day: date | None
    places: tuple[str, ...] = ()

    def rows(self, test: pl.Expr, *fields: str) -> list[int]:
        """Return the indices of the rows that `test` holds for and whose `fields` are not at fault already."""
        (rows,) = self.rows_of([(test, fields)])
        return rows

    def rows_of(self, tests: Sequence[Test]) -> list[list[int]]:
        """Return for each test with its fields what `rows` does; all of them look at the rows at once."""
        each = [test.arg_true().implode().alias(str(n)) for n, (test, _) in enumerate(tests)]
        holds = self.persons.select(each).row(0) if each else ()
        return [
            [i for i in rows if not self.ledger.is_faulty(i, fields)]
            for rows, (_, fields) in zip(holds, tests, strict=True)
        ]

    @property
    def sheet(self) -> Location:
        """Where the ledger begins: its first sheet."""
        return Location(self.ledger.sources[0].file, self.ledger.sources[0].sheet)

    def value(self, index: int, column: str) -> str:
        return str(self.persons.item(index, column))

    def values(self, indices: list[int], column: str) -> list[str]:
        return [str(value) for value in self.persons[column].gather(indices)]


Rule = Callable[[Subject], Iterator[Problem]]
Test = tuple["pl.Expr", Sequence[str]]


def required_cells(it: Subject) -> Iterator[Problem]:
    """A required cell is not empty."""
    import polars as pl

    required = (field.name for field in it.ledger.kind.fields if field.required and not field.derived)
    names = [name for name in required if it.ledger.has(name)]
    empty = it.rows_of([(pl.col(name) == "", (name,)) for name in names])
    for name, rows in zip(names, empty, strict=True):
        for i in rows:
            yield problem("L201", it.ledger.at(i, name), name=name)


def conditional_cells(it: Subject) -> Iterator[Problem]:
    """A cell that is required in a case (必填条件) is filled in that case."""
    import polars as pl

    terms = Terms({}, {})
    cases = [(field.name, field.required_when) for field in it.ledger.kind.fields if field.required_when]
    named = [(name, tuple(columns_of(case, terms)), case) for name, case in cases if it.ledger.has(name)]
    known = [each for each in named if all(map(it.ledger.has, each[1]))]
    tests = [
        (expression(case, terms) & (pl.col(name) == ""), (name, *columns)) for name, columns, case in known
    ]
    for (name, columns, _), rows in zip(known, it.rows_of(tests), strict=True):
        for i in rows:
            because = "、".join(f"{column}为“{_masked(it, i, column)}”" for column in columns)
            yield problem("L217", it.ledger.at(i, name), because=because, name=name)


def _masked(it: Subject, row: int, name: str) -> str:
    """Return a cell as a message may show it."""
    column, text = it.ledger.kind.field(name), it.value(row, name)
    masks = {"公民身份号码": mask_identity, "电话": mask_phone}
    mask = masks.get(column.format) if column and column.format else None
    return mask(text) if mask else text


def repeated_numbers(it: Subject) -> Iterator[Problem]:
    """A person stands once, or once with what tells a person's rows apart; told at the later row, naming the first."""
    for i, first in _repeated_rows(it):
        found = mask_identity(it.value(i, ID))
        if it.ledger.has("姓名") and it.value(i, "姓名") != it.value(first, "姓名"):
            found += f"，两行姓名不同（{it.value(first, '姓名')}、{it.value(i, '姓名')}）"
        facts = {"first": _row(it, first, i, ID), "found": found}
        yield problem("L209", it.ledger.at(i, ID), name=ID, **facts)


def _repeated_rows(it: Subject) -> Iterator[tuple[int, int]]:
    """Yield each row that says of a person what an earlier one says, with that one; none when that can't be told."""
    key = it.ledger.kind.row_key
    here = [name for name in key if it.ledger.has(name)]
    if key[:1] == (ID,) == tuple(here[:1]) and len(here) >= min(len(key), 2):
        yield from _again(it, *here)


def unique_cells(it: Subject) -> Iterator[Problem]:
    """What is declared unique stands once; a row that stands twice is told as such."""
    names = [field.name for field in it.ledger.kind.fields if field.unique]
    told = {i for i, _ in _repeated_rows(it)} if names else set()
    for name in names:
        for i, first in ((i, first) for i, first in _again(it, name) if i not in told):
            facts = {"found": shorten(it.value(i, name)), "first": _row(it, first, i, name)}
            yield problem("L230", it.ledger.at(i, name), name=name, **facts)


def _again(it: Subject, name: str, *others: str) -> Iterator[tuple[int, int]]:
    """Yield each row whose cell `name`, with the `others`, repeats an earlier row's, with the first that has them."""
    import polars as pl

    first: dict[tuple[str, ...], int] = {}
    # hashes are three times as fast as texts; what is the same is told below
    may_be = pl.col(name).hash().is_duplicated()
    for i in it.rows((pl.col(name) != "") & may_be, name):
        values = tuple(it.value(i, each) for each in (name, *others))
        if (seen := first.setdefault(values, i)) != i:
            yield i, seen


def _row(it: Subject, first: int, later: int, name: str) -> str:
    """Return the row of `first` as it is called seen from `later`: with its sheet when that is another one."""
    before, where = it.ledger.at(first, name), it.ledger.at(later, name)
    return f"{before.row}" if before.sheet == where.sheet else f"{before.sheet}!{before.row}"


def two_names(it: Subject) -> Iterator[Problem]:
    """Where a person may have several rows, one number has one name in all of them."""
    import polars as pl

    if it.ledger.kind.primary_key == ID or not (it.ledger.has(ID) and it.ledger.has("姓名")):
        return
    several = (pl.col("姓名") != "") & (pl.col("姓名").n_unique().over(ID) > 1) & pl.col(VALID)
    first: dict[str, int] = {}
    for i in it.rows(several, ID, "姓名"):
        seen = first.setdefault(it.value(i, ID), i)
        if it.value(seen, "姓名") != it.value(i, "姓名"):
            facts = {"first": f"第 {_row(it, seen, i, '姓名')} 行", "other": it.value(seen, "姓名")}
            yield problem("L224", it.ledger.at(i, "姓名"), found=it.value(i, "姓名"), **facts)


def shared_phones(it: Subject) -> Iterator[Problem]:
    """One phone is not the phone of many persons, merged cells apart; a helper's or an employer's is."""
    import polars as pl

    owner = _owner(it)
    fields = () if it.ledger.kind.is_log else it.ledger.kind.fields  # in a log the same person returns
    for name in (field.name for field in fields if field.format == "电话"):
        if _OTHERS.search(it.ledger.heading(name)) or not it.ledger.has(name):
            continue
        many = (pl.col(name) != "") & (pl.len().over(name) > SHARED_BY)
        merged = it.ledger.covered.get(name, frozenset())
        rows = [i for i in it.rows(many, name) if i not in merged]
        owners = it.persons.select(owner).to_series()
        first = {(it.value(i, name), owners[i]): i for i in reversed(rows)}
        uses, seen = Counter(phone for phone, _ in first), Counter[str]()
        for i in sorted(first.values()):
            phone = it.value(i, name)
            seen[phone] += 1
            if seen[phone] > SHARED_BY:
                facts = {"found": mask_phone(phone), "count": str(uses[phone])}
                yield problem("L316", it.ledger.at(i, name), name=name, **facts)


def _owner(it: Subject) -> pl.Expr:
    """Return whose the phone of a row is: the person's, who may have several rows, or the row's."""
    import polars as pl

    row = pl.int_range(pl.len()).cast(pl.String)
    return pl.when(pl.col(ID) != "").then(pl.col(ID)).otherwise(row)


def sex_and_birth(it: Subject) -> Iterator[Problem]:
    """Sex and birth date, where typed, agree with the identity number."""
    import polars as pl

    known = pl.col(VALID)
    for i in it.rows(known & (pl.col("性别") != "") & (pl.col("性别") != pl.col("_性别")), "性别"):
        expected = it.value(i, "_性别")
        yield problem("L210", it.ledger.at(i, "性别"), found=it.value(i, "性别"), expected=expected)
    day = pl.col("出生日期").str.to_date("%Y-%m-%d", strict=False, cache=False)
    differs = (pl.col("出生日期") != "") & day.ne_missing(pl.col("_出生"))
    for i in it.rows(known & differs, "出生日期"):
        if not it.value(i, "_出生").startswith(it.value(i, "出生日期")):  # a month agrees with any day in it
            yield problem("L211", it.ledger.at(i, "出生日期"), found="（已隐去）")


def ages(it: Subject) -> Iterator[Problem]:
    """A typed age is the age on the reference date; nobody is born after it."""
    import polars as pl

    if it.day is None:
        return
    for i in it.rows(pl.col("_出生") > it.day):
        column = ID if it.persons[VALID][i] else "出生日期"
        yield problem("L221", it.ledger.at(i, column), found=it.value(i, "_出生"))
    typed = pl.col("年龄").cast(pl.Int64, strict=False)
    differs = (pl.col("年龄") != "") & (typed != pl.col("_年龄")) & (pl.col("_年龄") >= 0)
    for i in it.rows(differs, "年龄"):
        facts = {"found": it.value(i, "年龄"), "expected": it.value(i, "_年龄")}
        yield problem("L212", it.ledger.at(i, "年龄"), **facts)


def contradictions(it: Subject) -> Iterator[Problem]:
    """What the kind declares under 核对 holds: a case and what must then be so."""
    from polars.exceptions import PolarsError

    terms = Terms({}, {})
    checks = []
    for check in it.ledger.kind.checks:
        columns = [*columns_of(check["当"], terms), *columns_of(check["则"], terms)]
        if all(it.ledger.has(name) or name.startswith("_") for name in columns):
            checks.append((check, columns))
    try:
        broken = it.rows_of([(check["违"], columns) for check, columns in checks])
    except PolarsError:  # one of them can't be worked out: told for itself, beside what the others find
        for check, columns in checks:
            yield from _alone(it, check, columns)
        return
    for (check, _), rows in zip(checks, broken, strict=True):
        yield from _contradicted(it, check, rows)


def _alone(it: Subject, check: Mapping[str, Any], columns: Sequence[str]) -> Iterator[Problem]:
    from polars.exceptions import PolarsError

    try:
        rows = it.rows(check["违"], *columns)
    except PolarsError as error:
        yield problem("L231", it.sheet, rule=check["说明"], detail=str(error).partition("\n")[0])
        return
    yield from _contradicted(it, check, rows)


def _contradicted(it: Subject, check: Mapping[str, Any], rows: Sequence[int]) -> Iterator[Problem]:
    for i in rows:
        yield problem("L222", it.ledger.at(i, place_of(check)), detail=check["说明"], advice=check["建议"])


def place_of(check: Mapping[str, Any]) -> str:
    """Return the column at which a contradiction is shown: the first of those it reads that a person typed."""
    columns = [name for part in ("当", "则") for name in columns_of(check[part], Terms({}, {}))]
    return columns[0] if not columns[0].startswith("_") else columns[-1]


RULES: tuple[Rule, ...] = (
    required_cells,
    conditional_cells,
    repeated_numbers,
    unique_cells,
    two_names,
    shared_phones,
    villages,
    groups,
    sex_and_birth,
    ages,
    heads,
    relations,
    names_of_heads,
    contradictions,
)


def check_rows(it: Subject, rules: Sequence[Rule] = RULES) -> list[Problem]:
    """Return everything the rules find, in the order of the sheet."""
    from concurrent.futures import ThreadPoolExecutor

    if it.persons.height < MANY:
        found = [item for rule in rules for item in rule(it)]
    else:
        with ThreadPoolExecutor() as pool:  # while polars works for one rule, others run
            found = list(chain.from_iterable(pool.map(lambda rule: list(rule(it)), rules)))
    return sorted(
        found, key=lambda item: (item.where.file or "", item.where.sheet or "", item.where.row or 0)
    )
