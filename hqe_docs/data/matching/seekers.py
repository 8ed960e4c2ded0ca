"""Persons who look for work: rows of the master ledger that the rules let in, with what they registered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hqe_docs.data.conditions import expression
from hqe_docs.data.derived.basis import INDEX, Basis
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.matching.places import Home, known_area
from hqe_docs.data.matching.rules import Rules
from hqe_docs.data.persons import GROUP, HOUSE, ID, NAME, STATUS
from hqe_docs.problems import Location, Problems
from hqe_docs.values import Fault, as_number

if TYPE_CHECKING:
    import polars as pl

KIND = "求职登记台账"
DERIVED = "_推得类别"
STATE = "_求职登记"  # the state that somebody registered, as rules may ask for it
REGISTERED, LOOKING = "求职状态", "求职中"
_WISHES = re.compile(r"[、，,；;/\s]+")
_CERTIFICATES = re.compile(r"[；;、，,\n]+")


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who looks for work; "", (), None where the ledgers do not tell."""

    number: str
    name: str
    home: Home
    age: int | None
    sex: str
    schooling: str
    wishes: tuple[str, ...]
    certificates: tuple[str, ...]
    area: str
    pay: int | None
    categories: frozenset[str]
    ability: str
    derived: frozenset[str] = frozenset()  # categories that age and dates tell, whether listed or not
    why: str = ""
    house: str = ""
    head: str = ""
    group: str = ""
    phone: str = ""
    since: str = ""
    helper: str = ""
    helper_phone: str = ""
    place: str = field(default="", compare=False)
    where: Location = field(default=Location(), compare=False)


def seekers_of(
    basis: Basis, wishes: Ledger | None, home: Home, rules: Rules, found: Problems
) -> list[Seeker]:
    """Return those who look for work, each by the first rule that lets them in; what they registered wins.

    May raise BadCondition where a rule's condition can't be used.
    """
    registered = _registered(wishes)
    frame = _with_categories(_with_state(basis.frame, registered), basis, rules)
    why = _reasons(basis, frame, rules)
    _tell_ageless(basis, frame, found)
    rows = frame.filter(why != "").to_dicts()
    texts = why.filter(why != "").to_list()
    return [
        _seeker(row, registered.get(row[ID], {}), home, text, basis.master.at(row[INDEX]))
        for row, text in zip(rows, texts, strict=True)
    ]


def in_turn(seekers: list[Seeker]) -> list[Seeker]:
    """Return the seekers in the order in which equals are proposed: who has waited longest first, as far as is known."""
    return sorted(seekers, key=lambda it: it.since or "9999")


def _registered(wishes: Ledger | None) -> dict[str, Mapping[str, str]]:
    """Return identity number → what somebody registered, the latest of several."""
    if wishes is None:
        return {}
    rows = sorted(wishes.frame.to_dicts(), key=lambda row: str(row["求职登记日期"]))
    return {row[ID]: row for row in rows if row[ID]}


def _with_state(frame: pl.DataFrame, registered: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
    import polars as pl

    states = [registered[number][REGISTERED] if number in registered else "" for number in frame[ID]]
    return frame.with_columns(pl.Series(STATE, states, dtype=pl.String))


def _with_categories(frame: pl.DataFrame, basis: Basis, rules: Rules) -> pl.DataFrame:
    """Return the frame with the categories that the rules derive, of each row."""
    import polars as pl

    each = [
        pl.when(expression({"全部": [rule]}, basis.terms).fill_null(False)).then(pl.lit(name))
        for name, rule in rules.told_by.items()
    ]
    none = pl.lit([], dtype=pl.List(pl.String))
    return frame.with_columns((pl.concat_list(each).list.drop_nulls() if each else none).alias(DERIVED))


def _reasons(basis: Basis, frame: pl.DataFrame, rules: Rules) -> pl.Series:
    """Return for each row the reason of the first rule that lets it in, "" where none does."""
    import polars as pl

    chosen: pl.Expr = pl.lit("")
    for rule in reversed(rules.seekers):
        holds = expression({"全部": list(rule.rows)}, basis.terms)
        chosen = pl.when(holds).then(pl.lit(rule.reason)).otherwise(chosen)
    return frame.with_columns(chosen.alias("_列入"))["_列入"]


def _tell_ageless(basis: Basis, frame: pl.DataFrame, found: Problems) -> None:
    """Report those who look for work and whose age nothing tells: whether they may work can't be said."""
    import polars as pl

    looking = (pl.col(STATUS) == "失业") | (pl.col(STATE) == LOOKING)
    lost = frame.filter(looking & pl.col("_年龄").is_null())[INDEX].to_list()
    if lost:
        found.add("H315", basis.master.at(lost[0], ID), count=len(lost))


def _seeker(row: Mapping[str, str], own: Mapping[str, str], home: Home, why: str, where: Location) -> Seeker:
    said = {name: own.get(name) or row[name] for name in ("意向工种", "意向区域", "技能证书", "联系电话")}
    age = row["_年龄"]
    return Seeker(
        number=row[ID],
        name=row[NAME],
        home=home,
        age=None if age is None else int(age),
        sex=row["_性别"] or "",
        schooling=row["文化程度"],
        wishes=tuple(_parts(said["意向工种"], _WISHES)),
        certificates=tuple(_parts(said["技能证书"], _CERTIFICATES)),
        area=known_area(said["意向区域"]),
        pay=_amount(own.get("期望月薪", "")),
        categories=frozenset(text for text in row["人员类别"].split("、") if text),
        ability=row["劳动能力"],
        derived=frozenset(row[DERIVED]),
        why=why,
        house=row[HOUSE],
        head=row["户主姓名"],
        group=row[GROUP],
        phone=said["联系电话"],
        since=row["登记失业日期"] or row["失业日期"],
        helper=row["帮扶责任人"],
        helper_phone=row["帮扶电话"],
        place=f"第{where.row}行" if where.row else "",
        where=where,
    )


def _parts(text: str, between: re.Pattern[str]) -> Iterator[str]:
    return (part for part in between.split(text.strip()) if part)


def _amount(text: str) -> int | None:
    number = as_number(text)
    return None if isinstance(number, Fault) else int(number)
