"""Files of policies, programmes/政策/*.yaml: who may apply for what, until when, by which document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from hqe_docs.data.definitions import Conditions, Definitions
from hqe_docs.data.fields import Day, Keys, ListOf, Text, TextList, YesNo
from hqe_docs.data.kinds import MASTER, LedgerKind
from hqe_docs.data.policies.rulefile import (
    OPEN,
    SOME_DAY,
    Fault,
    Law,
    RuleFile,
    Term,
    column_faults,
    read_rules,
    row_faults,
)
from hqe_docs.library import Library
from hqe_docs.problems import Location, Problems

FOLDER = "programmes/政策"
HELD = "政策享受台账"


class Step(Keys):
    """先办: what somebody who is otherwise right must still do; the conditions hold once it is done."""

    rows: Conditions = Field(alias="条件")
    text: Text = Field(alias="事项")


class Policy(Keys):
    """政策: one thing that may be applied for."""

    name: Text = Field(alias="名称")
    aliases: TextList = Field([], alias="别名")
    sort: Literal["服务", "补贴", "安置", "贷款"] = Field(alias="性质")
    is_on: YesNo = Field(True, alias="启用")
    rows: Conditions = Field(alias="条件")
    must_know: TextList = Field([], alias="须知")
    steps: Annotated[list[Step], ListOf] = Field([], alias="先办")
    held: Conditions = Field([], alias="已享受")
    is_once: YesNo = Field(False, alias="一次性")
    amount: Text = Field(OPEN, alias="金额")
    amount_law: Text = Field("", alias="金额依据")
    term: Term | None = Field(None, alias="时限")
    laws: Annotated[list[Law], ListOf] = Field([], alias="依据")
    place: Text = Field("", alias="地点")
    papers: TextList = Field([], alias="材料")
    note: Text = Field("", alias="说明")

    def is_called(self, name: str) -> bool:
        return name in (self.name, *self.aliases)


class Clash(Keys):
    """不兼得: policies of which a person has one only."""

    names: TextList = Field(alias="政策", min_length=2)
    note: Text = Field("", alias="说明")


class PolicyBook(RuleFile):
    """The policies of one province and year."""

    RULES: ClassVar = ("政策", "policies")

    start: Day | None = Field(None, alias="适用起")
    end: Day | None = Field(None, alias="适用止")
    policies: Annotated[list[Policy], ListOf] = Field(alias="政策", min_length=1)
    clashes: Annotated[list[Clash], ListOf] = Field([], alias="不兼得")

    def covers(self, day: date) -> bool:
        """Say whether the file is of that day."""
        return (self.start or day) <= day <= (self.end or day)

    @property
    def used(self) -> list[Policy]:
        """The policies that are judged; the others wait for the office to say their source."""
        return [it for it in self.policies if it.is_on]


def policy_books(library: Library) -> list[str]:
    """Return the names of the files of policies that a library has."""
    return sorted(library.names(FOLDER, ".yaml"))


def load_policies(name: str, library: Library, found: Problems) -> PolicyBook | None:
    """Return the file of policies `name`; None, with the reasons, where there is none to be used."""
    path = library.find(f"{FOLDER}/{name}.yaml")
    if path is None:
        found.add(
            "H401", Location(f"{FOLDER}/{name}.yaml"), name=name, known="、".join(policy_books(library))
        )
        return None
    return read_policies(path, library, found)


def read_policies(path: Path, library: Library, found: Problems) -> PolicyBook | None:
    """Return the policies in a file, looked through; None, with every fault and its line, when it can't be used."""
    return read_rules(path, f"{FOLDER}/{path.name}", PolicyBook, library, found, code="H402", faults=_faults)


def _faults(book: PolicyBook, definitions: Definitions, kinds: Mapping[str, LedgerKind]) -> Iterator[Fault]:
    master, terms = kinds[MASTER], book.over(definitions).terms({}, SOME_DAY, 2023)
    known = set[str]()
    for i, policy in enumerate(book.policies):
        at = ("政策", i)
        if known & {policy.name, *policy.aliases}:
            yield (*at, "名称"), "名称或别名与前面的政策重复"
        known |= {policy.name, *policy.aliases}
        steps = [("先办", step.rows) for step in policy.steps]
        for key, rows in (("条件", policy.rows), ("已享受", policy.held), *steps):
            yield from (((*at, key), fault) for fault in row_faults(rows, master, terms, book.lookups))
        if policy.term:
            faults = [*policy.term.faults(terms)]
            faults += column_faults([policy.term.column] if policy.term.column else [], master, book.lookups)
            yield from (((*at, "时限"), fault) for fault in faults)
        yield from (((*at, "须知"), it) for it in column_faults(policy.must_know, master, book.lookups))
        yield from _unfounded(policy, at)
    for i, clash in enumerate(book.clashes):
        for name in clash.names:
            if not any(name == it.name for it in book.policies):
                yield ("不兼得", i), f"没有名为“{name}”的政策"


def _unfounded(policy: Policy, at: tuple[str, int]) -> Iterator[Fault]:
    """Yield where a policy is used, or an amount given, without the document it stands in."""
    if policy.is_on and not policy.laws:
        yield (*at, "启用"), "没有写“依据”的政策不能启用；写上文号，或者“启用: 否”"
    if any(char.isdigit() for char in policy.amount) and not policy.amount_law:
        yield (*at, "金额"), "写了金额，没有写“金额依据”；不知道依据的写“待定”"
