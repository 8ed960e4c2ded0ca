"""The events of a load: what its state has otherwise than the one before, found by the comparison of `ledger diff`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hqe_docs.data.kinds import MASTER, LedgerKind
from hqe_docs.data.ledger import ROW, SOURCE, Ledger
from hqe_docs.data.received.changes import CORRECTION, GONE_AWAY, WHOLE_ROW, Change, Comparison, changes
from hqe_docs.data.register.asof import differing
from hqe_docs.data.register.incoming import whom
from hqe_docs.data.register.schema import SEPARATOR, tables
from hqe_docs.data.register.store import insert_many

if TYPE_CHECKING:
    from sqlalchemy import Connection

KEY = "_键"
CHANGED, ENDED = "变更", "减少"  # in ledgers but the master
FIELDS = ("type", "key", "person", "name", "field", "old", "new", "note", "sheet", "line")
NOWHERE = (0, 0)


def tell_events(connection: Connection, kind: LedgerKind, book: int, day: str) -> int:
    """Write the events of the state loaded on a day anew, and return how many there are; the first state has none."""
    from sqlalchemy import func, select

    made = tables()
    loads, events = made.loads.c, made.events
    number = connection.execute(select(loads.id).where(loads.book == book, loads.day == day)).scalar_one()
    before = connection.execute(
        select(func.max(loads.day)).where(loads.book == book, loads.day < day)
    ).scalar()
    connection.execute(events.delete().where(events.c.book == book, events.c.load == number))
    if before is None:
        return 0
    old, new = differing(connection, kind, book, (before, day))
    rows = [(book, number, day, *row) for row in _lines(old, new)]
    insert_many(connection, made.events, ["book", "load", "day", *FIELDS], rows)
    return len(rows)


def _lines(old: Ledger, new: Ledger) -> Iterator[tuple[Any, ...]]:
    """Yield the events as they are kept."""
    result = compared(old, new)
    told = {False: _told(old), True: _told(new)}
    places = new.frame.select(SOURCE, ROW).rows()
    for it in result.changes:
        is_new = it.new is not None
        row = (it.new if it.new is not None else it.old) or 0
        person, name = told[is_new][row]
        where = places[row] if is_new else NOWHERE
        sort = _type(new.kind, it)
        note = "" if sort == ENDED else it.note
        yield (sort, it.key, person, name, it.column, it.before, it.after, note, *where)


def compared(old: Ledger, new: Ledger) -> Comparison:
    """Return what changed between two states of any kind: rows are told apart by all parts of their key.

    Rows of a kind without a key, each of which is something that happened, can only come and go.
    """
    if new.kind.primary_key:
        return changes(old, new)
    return changes(_keyed(old), _keyed(new))


def _keyed(ledger: Ledger) -> Ledger:
    import polars as pl

    names = [item.name for item in ledger.kind.fields if not item.derived]
    parts = ledger.kind.row_key or names
    key = pl.concat_str([pl.col(name) for name in parts], separator=SEPARATOR)
    turn = pl.int_range(pl.len()).over(KEY)
    again = pl.when(turn > 0).then(pl.concat_str(KEY, pl.lit("#"), turn + 1)).otherwise(KEY)
    frame = ledger.frame.with_columns(key.alias(KEY)).with_columns(again.alias(KEY))
    return replace(ledger, kind=replace(ledger.kind, primary_key=KEY), frame=frame)


def _type(kind: LedgerKind, change: Change) -> str:
    """Return the type of an event; only in the master ledger is it that of 动态更新台账: who leaves another moved nowhere."""
    if kind.name == MASTER:
        return change.type
    if change.type == GONE_AWAY or change.column == WHOLE_ROW:
        return ENDED
    return CHANGED if change.type == CORRECTION else change.type


def _told(ledger: Ledger) -> list[tuple[str, str]]:
    """Return of each row the identity number and the name."""
    return ledger.frame.with_columns(*whom(ledger.kind)).select("person", "name").rows()
