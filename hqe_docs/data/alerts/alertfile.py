"""The file of alerts, programmes/帮扶预警.yaml: in which ledger, which rows, due when, how urgent, why, whose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from hqe_docs.data.conditions import Terms
from hqe_docs.data.definitions import Conditions, Definitions
from hqe_docs.data.derived.rowtext import holes_in
from hqe_docs.data.fields import Keys, ListOf, Text, TextList, YesNo
from hqe_docs.data.kinds import MASTER, LedgerKind
from hqe_docs.data.policies.rulefile import (
    SOME_DAY,
    Fault,
    Law,
    Lookup,
    RuleFile,
    Term,
    column_faults,
    number_faults,
    read_rules,
    row_faults,
)
from hqe_docs.library import Library
from hqe_docs.problems import Location, Problems

FILE = "programmes/帮扶预警.yaml"
LEVELS = ("紧急", "重要", "一般")


class Alert(Keys):
    """预警: rows of a ledger that somebody must see to, at the latest `ahead` days before they are due."""

    name: Text = Field(alias="名称")
    level: Literal["紧急", "重要", "一般"] = Field(alias="级别")
    ledger: Text = Field(MASTER, alias="台账")
    rows: Conditions = Field(alias="条件")
    must_know: TextList = Field([], alias="须知")
    due: Term | None = Field(None, alias="到期")
    ahead: Any = Field("0", alias="提前")
    by_household: YesNo = Field(False, alias="按户")
    person: Text = Field("姓名", alias="姓名栏")
    helpers: TextList = Field([], alias="责任人")
    reason: Text = Field(alias="理由")
    measure: Text = Field("", alias="措施")
    order: Text | None = Field(None, alias="次序")
    laws: Annotated[list[Law], ListOf] = Field(alias="依据", min_length=1)


class AlertBook(RuleFile):
    """All alerts."""

    RULES: ClassVar = ("预警", "alerts")

    alerts: Annotated[list[Alert], ListOf] = Field(alias="预警", min_length=1)


def load_alerts(library: Library, found: Problems) -> AlertBook | None:
    """Return the library's alerts; None, with the reasons, where there are none to be used."""
    path = library.find(FILE)
    if path is None:
        found.add("H404", Location(FILE), file=FILE)
        return None
    return read_alerts(path, library, found)


def read_alerts(path: Path, library: Library, found: Problems) -> AlertBook | None:
    """Return the alerts in a file, looked through; None, with every fault and its line, when it can't be used."""
    return read_rules(path, f"programmes/{path.name}", AlertBook, library, found, code="H403", faults=_faults)


def _faults(book: AlertBook, definitions: Definitions, kinds: Mapping[str, LedgerKind]) -> Iterator[Fault]:
    terms, known = book.over(definitions).terms({}, SOME_DAY, 2023), set[str]()
    for i, alert in enumerate(book.alerts):
        at, kind = ("预警", i), kinds.get(alert.ledger)
        if alert.name in known:
            yield (*at, "名称"), "名称与前面的预警重复"
        known.add(alert.name)
        if kind is None:
            yield (*at, "台账"), f"没有台账类别“{alert.ledger}”"
            continue
        yield from (((*at, "条件"), it) for it in row_faults(alert.rows, kind, terms, book.lookups))
        columns = [alert.person, *alert.helpers, *alert.must_know]
        columns += [alert.due.column] if alert.due and alert.due.column else []
        yield from (((*at, "责任人"), it) for it in column_faults(columns, kind, book.lookups))
        yield from (((*at, "到期"), it) for it in _day_faults(alert, terms))
        yield from (((*at, "理由"), it) for it in _reason_faults(alert, kind, terms, book.lookups))
        if alert.order and alert.order not in definitions.groups:
            yield (*at, "次序"), f"定义里没有名为“{alert.order}”的一组类别"


def _reason_faults(
    alert: Alert, kind: LedgerKind, terms: Terms, lookups: Mapping[str, Lookup]
) -> Iterator[str]:
    for hole in holes_in(alert.reason):
        sort, _, inner = hole.partition(".")
        if sort == "口径" and inner:
            yield from () if inner in terms.settings else [f"没有口径“{inner}”"]
        elif sort == "户内" and inner:
            yield from row_faults([inner], kind, terms, lookups)
        elif hole != "基准日":
            yield from column_faults([inner if sort == "月数" and inner else hole], kind, lookups)


def _day_faults(alert: Alert, terms: Terms) -> Iterator[str]:
    yield from alert.due.faults(terms) if alert.due else ()
    yield from number_faults("提前", alert.ahead, terms)
