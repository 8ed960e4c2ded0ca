"""Checks of a ledger's rows: plain functions in a list, each giving the problems it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from hqe_docs.data import idnumber
from hqe_docs.data.conditions import Terms, columns_of, expression
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.persons import ID, VALID
from hqe_docs.problems import Location, Problem, problem

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Subject:
    """A ledger to check, with its rows typed for checking, and the reference date of ages."""

    ledger: Ledger
    persons: pl.DataFrame
    day: date | None

    def rows(self, test: pl.Expr, *fields: str) -> list[int]:
        """Return the indices of the rows that `test` holds for and whose `fields` are not at fault already."""
        import polars as pl

        holds = self.persons.select(pl.int_range(pl.len()).alias("序"), test.alias("是")).filter(pl.col("是"))
        return [i for i in holds["序"].to_list() if not self.ledger.is_faulty(i, fields)]

    def value(self, index: int, column: str) -> str:
        return str(self.persons[column][index])


Rule = Callable[[Subject], Iterator[Problem]]


def required_cells(it: Subject) -> Iterator[Problem]:
    """A required cell is not empty."""
    import polars as pl

    for field in it.ledger.kind.fields:
        if field.required and not field.derived and it.ledger.has(field.name):
            for i in it.rows(pl.col(field.name) == "", field.name):
                yield problem("L201", it.ledger.at(i, field.name), name=field.name)


def conditional_cells(it: Subject) -> Iterator[Problem]:
    """A cell that is required in a case (必填条件) is filled in that case."""
    import polars as pl

    terms = Terms({}, {})
    for field in it.ledger.kind.fields:
        case = field.required_when
        if not case or not it.ledger.has(field.name):
            continue
        columns = tuple(columns_of(case, terms))
        if not all(it.ledger.has(name) for name in columns):
            continue
        for i in it.rows(expression(case, terms) & (pl.col(field.name) == ""), field.name, *columns):
            because = "、".join(f"{name}为“{it.value(i, name)}”" for name in columns)
            yield problem("L217", it.ledger.at(i, field.name), because=because, name=field.name)


def repeated_numbers(it: Subject) -> Iterator[Problem]:
    """Where a row is a person, an identity number stands once; the later row is reported, naming the first."""
    import polars as pl

    if it.ledger.kind.primary_key != ID or not it.ledger.has(ID):
        return
    first: dict[str, Location] = {}
    for i in it.rows((pl.col(ID) != "") & pl.col(ID).is_duplicated(), ID):
        number, where = it.value(i, ID), it.ledger.at(i, ID)
        if number in first:
            before = first[number]
            row = before.row if before.sheet == where.sheet else f"{before.sheet}!{before.row}"
            yield problem("L209", where, name=ID, first=row, found=idnumber.mask(number))
        first.setdefault(number, where)


def sex_and_birth(it: Subject) -> Iterator[Problem]:
    """Sex and birth date, where typed, agree with the identity number."""
    import polars as pl

    known = pl.col(VALID)
    for i in it.rows(known & (pl.col("性别") != "") & (pl.col("性别") != pl.col("_性别")), "性别"):
        expected = it.value(i, "_性别")
        yield problem("L210", it.ledger.at(i, "性别"), found=it.value(i, "性别"), expected=expected)
    differs = (pl.col("出生日期") != "") & (pl.col("出生日期") != pl.col("_出生").cast(pl.String))
    for i in it.rows(known & differs, "出生日期"):
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


def households(it: Subject) -> Iterator[Problem]:
    """Every household has exactly one head; reported at its first row."""
    import polars as pl

    if not (it.ledger.has("户编号") and it.ledger.has("与户主关系")):
        return
    members = it.persons.with_row_index("_序").filter((pl.col("户编号") != "") & pl.col("_在册"))
    heads = members.group_by("户编号", maintain_order=True).agg(
        pl.col("_序").first(), (pl.col("与户主关系") == "户主").sum().alias("户主数")
    )
    unclear = {it.value(i, "户编号") for i in it.ledger.faults.get("与户主关系", ())}
    for number, index, count in heads.filter(pl.col("户主数") != 1).iter_rows():
        if count == 0 and number in unclear:
            continue
        detail = f"户编号 {number} " + ("没有户主" if count == 0 else f"有 {count} 名户主")
        yield problem("L220", it.ledger.at(index, "户编号"), detail=detail)


def contradictions(it: Subject) -> Iterator[Problem]:
    """What the kind declares under 核对 holds: a case and what must then be so."""
    terms = Terms({}, {})
    for check in it.ledger.kind.checks:
        columns = [*columns_of(check["当"], terms), *columns_of(check["则"], terms)]
        if all(it.ledger.has(name) or name.startswith("_") for name in columns):
            test = expression(check["当"], terms) & ~expression(check["则"], terms)
            for i in it.rows(test, *columns):
                yield problem(
                    "L222",
                    it.ledger.at(i, place_of(check)),
                    detail=check["说明"],
                    advice=check["建议"],
                )


def place_of(check: Mapping[str, Any]) -> str:
    """Return the column at which a contradiction is shown: the first of those it reads that a person typed."""
    columns = [name for part in ("当", "则") for name in columns_of(check[part], Terms({}, {}))]
    return columns[0] if not columns[0].startswith("_") else columns[-1]


RULES: tuple[Rule, ...] = (
    required_cells,
    conditional_cells,
    repeated_numbers,
    sex_and_birth,
    ages,
    households,
    contradictions,
)


def check_rows(it: Subject) -> list[Problem]:
    """Return everything the rules find, in the order of the sheet."""
    found = [item for rule in RULES for item in rule(it)]
    return sorted(
        found, key=lambda item: (item.where.file or "", item.where.sheet or "", item.where.row or 0)
    )
