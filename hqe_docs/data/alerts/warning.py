"""Rows held against alerts: whom it is about, why, due when, who is to help, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hqe_docs.data.alerts.alertfile import LEVELS, Alert, AlertBook
from hqe_docs.data.derived.basis import INDEX
from hqe_docs.data.derived.rowtext import Composer
from hqe_docs.data.persons import HOUSE, STATUS, VILLAGE
from hqe_docs.data.policies.roll import Ground, Roll, Sifted

FOREVER = "长期"
NEVER = date.max


@dataclass(frozen=True, slots=True)
class Warned:
    """An alert about a row of a ledger: due on a day (None: at once), why, in which order among its like."""

    index: int
    alert: Alert
    due: date | None
    reason: str
    helper: str
    grounds: tuple[Ground, ...]
    lacks: tuple[str, ...] = ()
    rank: int = 0
    sort: str = ""

    @property
    def is_open(self) -> bool:
        """Whether something must be known before it can be told for certain."""
        return bool(self.lacks)


def warned(roll: Roll, alert: Alert) -> list[Warned]:
    """Return whom an alert is about on the day of a roll of its ledger, what is most urgent first."""
    rows = roll.sift(alert.rows, alert.must_know)
    if not rows:
        return []
    reasons, ranks, sorts = _texts(roll, alert)
    made = [
        Warned(
            row.index,
            alert,
            due,
            reasons[row.index],
            _helper(roll, alert, row.index),
            tuple(dict.fromkeys((*row.grounds, *_beside(roll, alert, row.index)))),
            lacks,
        )
        for row, due, lacks in _dated(roll, alert, _heads(roll, rows) if alert.by_household else rows)
    ]
    made = [replace(item, rank=ranks[item.index], sort=sorts[item.index]) for item in made]
    return sorted(made, key=lambda it: (it.is_open, it.rank, it.due or date.min, it.index))


def in_order(items: Sequence[Warned], book: AlertBook) -> list[Warned]:
    """Return alerts of several kinds by urgency, then what must still be known last, then by the day they are due."""
    order = {alert.name: number for number, alert in enumerate(book.alerts)}
    return sorted(
        items,
        key=lambda it: (
            LEVELS.index(it.alert.level),
            it.is_open,
            it.due or date.min,
            order[it.alert.name],
            it.rank,
        ),
    )


def _dated(
    roll: Roll, alert: Alert, rows: Sequence[Sifted]
) -> Iterator[tuple[Sifted, date | None, tuple[str, ...]]]:
    """Yield the rows that are due soon enough, each with its day and with what is not known."""
    term, frame = alert.due, roll.basis.frame
    last = roll.day + timedelta(days=int(roll.terms.value(alert.ahead))) if roll.day else NEVER
    for row in rows:
        text = str(frame.item(row.index, term.column)) if term and term.column else ""
        due = term.last_day(text, roll.year, roll.terms) if term else None
        lacks = row.lacks
        if term and term.column and due is None:
            if text == FOREVER:
                continue
            lacks = (*lacks, roll.lack(term.column))
        if due is None or due <= last:
            yield row, due, tuple(dict.fromkeys(lacks))


def _texts(roll: Roll, alert: Alert) -> tuple[list[str], list[int], list[str]]:
    """Return for every row the reason, the place among its like, and the category that gives it."""
    composer = Composer(roll.basis)
    group = alert.order
    made = [composer.text(alert.reason).alias("理")]
    if group:
        made += [composer.order({"首类": group}).alias("次"), composer.text({"首类": group}).alias("类")]
    whole = roll.basis.frame.with_columns(expr.alias(name) for name, expr in composer.needs.items()).select(
        *made
    )
    height = roll.basis.frame.height
    reasons = whole["理"].to_list()
    reasons = reasons * height if len(reasons) < height else reasons
    if not group:
        return reasons, [0] * height, [""] * height
    return reasons, whole["次"].to_list(), whole["类"].to_list()


def _beside(roll: Roll, alert: Alert, index: int) -> Iterator[Ground]:
    """Yield the cell that the day comes from, and of a household what each of its members does."""
    if alert.due and alert.due.column:
        yield roll.ground(alert.due.column, roll.record(index))
    if alert.by_household:
        frame = roll.basis.frame
        house = frame.item(index, HOUSE), frame.item(index, VILLAGE)
        for number, *place in frame.select(INDEX, HOUSE, VILLAGE).rows():
            if tuple(place) == house:
                yield _member(roll, number)


def _member(roll: Roll, index: int) -> Ground:
    record = roll.record(index)
    told = roll.ground(STATUS, record)
    age = f"，{record['_年龄']}周岁" if record["_年龄"] is not None else ""
    return replace(told, title="户内成员", text=told.text + age)


def _helper(roll: Roll, alert: Alert, index: int) -> str:
    cells = (str(roll.basis.frame.item(index, name)) for name in alert.helpers)
    return next((text for text in cells if text), "")


def _heads(roll: Roll, rows: Sequence[Sifted]) -> list[Sifted]:
    """Return one row a household, its head's where there is one."""
    frame, chosen = roll.basis.frame, dict[tuple[str, str], Sifted]()
    for row in rows:
        house = (
            str(frame.item(row.index, VILLAGE)),
            str(frame.item(row.index, HOUSE)) or f"{INDEX}{row.index}",
        )
        if house not in chosen or frame.item(row.index, "与户主关系") == "户主":
            chosen[house] = row
    return sorted(chosen.values(), key=lambda it: it.index)
