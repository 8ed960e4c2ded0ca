"""The register's ledgers of a day, of one place or of all as one: exported, and compared with those of another day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hqe_docs.data.kinds import MASTER, LedgerKind
from hqe_docs.data.ledger import SOURCE, Ledger, Source
from hqe_docs.data.persons import VILLAGE
from hqe_docs.data.received.changes import Comparison, changes_by_place
from hqe_docs.data.received.importing import NUMBER
from hqe_docs.data.register.asof import Book, books, differing, first_day, ledger_on
from hqe_docs.office.ledgers.asked import kind_asked
from hqe_docs.office.ledgers.ledgerdiff import UPDATES, answer_of, batch_of, kind_compared, write_changes
from hqe_docs.office.ledgers.ledgersheets import sheet_of
from hqe_docs.office.ledgers.ledgerwork import may_write, write_sheets
from hqe_docs.office.register.opening import answering, day_meant, is_ready, kinds_known, roots_of, store_at
from hqe_docs.problems import Problems

if TYPE_CHECKING:
    from sqlalchemy import Connection

Part = tuple[Book, Ledger]
Sides = tuple[Ledger, Ledger, Comparison]


def export_register(
    out: Path,
    *,
    kind: str | None = None,
    day: str | None = None,
    place: str = "",
    db: str | None = None,
    libraries: Sequence[Path] = (),
) -> dict[str, Any]:
    """Write a ledger as it stood on a day, of one place or of all; return problems, the path and the rows of each place."""
    found, store = Problems(), store_at(db)
    on, path, parts = day_meant(day, found), None, list[Part]()
    with answering(store, found):
        if on and may_write(out, [], found) and is_ready(store, found):
            chosen = kind_asked(kind or MASTER, kinds_known(store, libraries, found), found)
            if chosen:
                with store.reading() as connection:
                    parts = _parts(connection, chosen, place, on, found)
    if parts:
        whole = together(parts)
        names = [item.name for item in whole.kind.fields if whole.has(item.name)]
        rows = whole.frame.select(names).rows()
        path = write_sheets(out, [sheet_of(whole.kind, rows, columns=names)], found, whole.kind)
    told = [{"place": book.place, "rows": ledger.frame.height} for book, ledger in parts]
    return {"problems": list(found), "path": path and str(path), "day": on, "places": told}


def diff_register(
    out: Path,
    *,
    first: str,
    last: str | None = None,
    kind: str | None = None,
    batch: str | None = None,
    place: str = "",
    db: str | None = None,
    libraries: Sequence[Path] = (),
) -> dict[str, Any]:
    """Write what changed between two days as a 动态更新台账, as `ledger diff` does of a place's two files."""
    found, store = Problems(), store_at(db)
    since, until = day_meant(first, found), day_meant(last, found)
    chosen = kind_compared(kind, roots_of(store, libraries), found)
    updates = kind_asked(UPDATES, kinds_known(store, libraries, found), found)
    if since and until and since > until:
        found.add("H123", since=since, until=until)
    if not (since and until and chosen and updates and may_write(out, [], found)) or found.has_errors:
        return answer_of(None, None, found)
    sides: Sides | None = None
    with answering(store, found):
        if is_ready(store, found):
            with store.reading() as connection:
                sides = _sides(connection, chosen, place, (since, until), found)
    if sides is None:
        return answer_of(None, None, found)
    old, new, result = sides
    said = batch_of(updates, batch, date.fromisoformat(until))
    return write_changes(old, new, out, said, found, result=result)


# ---------------------------------------------------------------- of all places
def _parts(connection: Connection, kind: LedgerKind, place: str, day: str, found: Problems) -> list[Part]:
    """Return the ledger of each place on a day."""
    known = _books_on(connection, kind, place, day, found)
    ledgers = [(book, ledger_on(connection, kind, book.number, day)) for book in known]
    return [(book, ledger) for book, ledger in ledgers if ledger is not None]


def _sides(
    connection: Connection, kind: LedgerKind, place: str, days: tuple[str, str], found: Problems
) -> Sides | None:
    """Return the rows of all places that are not the same on both days, and what changed in each place."""
    known = _books_on(connection, kind, place, days[0], found)
    if not known:
        return None
    pairs = [(book, differing(connection, kind, book.number, days)) for book in known]
    old, new = ([(book, both[side]) for book, both in pairs] for side in (0, 1))
    return together(old), together(new), changes_by_place([both for _, both in pairs])


def _books_on(connection: Connection, kind: LedgerKind, place: str, day: str, found: Problems) -> list[Book]:
    """Return the books of a kind that had been loaded by a day; those that had not are reported."""
    firsts = [(book, first_day(connection, [book.number])) for book in books(connection, kind.name, place)]
    known = [book for book, first in firsts if first <= day]
    if not known:
        named = f"{place}的{kind.name}" if place else kind.name
        if firsts:
            found.add("H106", day=day, kind=named, first=min(first for _, first in firsts))
        else:
            found.add("H125", kind=named)
    elif len(known) < len(firsts):
        missing = "、".join(book.village for book, first in firsts if first > day)
        found.add("H107", day=day, places=missing, kind=kind.name)
    return known


def together(parts: Sequence[Part]) -> Ledger:
    """Return the ledgers of several places as one, each row with its village, numbered through; one place's as it is."""
    import polars as pl

    if len(parts) == 1:
        return parts[0][1]
    frames: list[pl.DataFrame] = []
    sources: list[Source] = []
    for book, ledger in parts:
        named = pl.when(pl.col(VILLAGE) == "").then(pl.lit(book.village)).otherwise(VILLAGE).alias(VILLAGE)
        has_village = [named] if VILLAGE in ledger.frame.columns else []
        frames.append(ledger.frame.with_columns(pl.col(SOURCE) + len(sources), *has_village))
        sources += [replace(it, columns={VILLAGE: 0, **it.columns}) for it in ledger.sources]
    frame, kind = pl.concat(frames), parts[0][1].kind
    if NUMBER in frame.columns:
        frame = frame.with_columns(pl.int_range(1, pl.len() + 1).cast(pl.String).alias(NUMBER))
    return Ledger(kind, frame, tuple(sources))
