"""What the register tells: a person's history, counts by month or week, answers to a question in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hqe_docs.data.kinds import MASTER, Field, LedgerKind
from hqe_docs.data.register.asking import Answer, ask
from hqe_docs.data.register.history import Entry, Person, Standing, entries, people, standings
from hqe_docs.data.register.periods import MONTH, periods
from hqe_docs.masking import hide_numbers, mask_identity
from hqe_docs.office.ledgers.asked import kind_asked
from hqe_docs.office.ledgers.ledgerwork import masked_cell
from hqe_docs.office.register.opening import answering, day_meant, is_ready, kinds_known, store_at, words_of
from hqe_docs.problems import Problems

Kinds = Mapping[str, LedgerKind]


def history_json(
    person: str, *, db: str | None = None, libraries: Sequence[Path] = (), unmask: bool = False
) -> dict[str, Any]:
    """Return who has this number or name, and, if it is one person, all that is known of them, day by day."""
    found, store = Problems(), store_at(db)
    known: list[Person] = []
    lines: list[Entry] = []
    rows: list[Standing] = []
    with answering(store, found):
        if is_ready(store, found):
            with store.reading() as connection:
                known = people(connection, person)
                if len(known) == 1:
                    lines, rows = (
                        entries(connection, known[0].number),
                        list(standings(connection, known[0].number)),
                    )
            _tell_people(known, person, found)
    kinds = kinds_known(store, libraries, Problems())
    show = _Shown(kinds, unmask=unmask)
    return {
        "problems": list(found),
        "people": [
            {"number": show.number(it.number), "name": it.name, "villages": it.villages} for it in known
        ],
        "entries": [show.entry(it) for it in lines],
        "rows": [show.row(it) for it in rows],
    }


def _tell_people(known: Sequence[Person], text: str, found: Problems) -> None:
    if not known:
        found.add("H109", name=hide_numbers(text))
    elif len(known) > 1:
        found.add("H108", name=text, count=len(known))


class _Shown:
    """Texts as the console may show them: masked as their columns ask, or whole with --show-personal."""

    def __init__(self, kinds: Kinds, *, unmask: bool) -> None:
        self.kinds, self.unmask = kinds, unmask
        self.fields: dict[str, Field] = {}
        for kind in (*kinds.values(), *filter(None, [kinds.get(MASTER)])):
            self.fields |= {item.name: item for item in kind.fields}

    def number(self, text: str) -> str:
        return text if self.unmask else mask_identity(text)

    def cell(self, kind: str, name: str, text: str) -> str:
        field = self.kinds[kind].field(name) if kind in self.kinds else None
        return text if self.unmask else masked_cell(text, field)

    def entry(self, it: Entry) -> dict[str, Any]:
        parts = {
            name: self.cell(it.kind, it.field, text) for name, text in (("old", it.old), ("new", it.new))
        }
        return {**asdict(it), **parts}

    def row(self, it: Standing) -> dict[str, Any]:
        return {
            **asdict(it),
            "cells": {name: self.cell(it.kind, name, text) for name, text in it.cells.items()},
        }

    def answered(self, answer: Answer) -> list[list[str]]:
        """Return the rows of an answer: a column that is called as a ledger's is masked like that one."""
        if self.unmask:
            return [list(row) for row in answer.rows]
        fields = [self.fields.get(title) for title in answer.titles]
        fields = [
            it if it and (it.mask or it.format == "公民身份号码") and it.mask != "姓名" else None
            for it in fields
        ]
        return [
            [
                masked_cell(cell, it) if it else hide_numbers(cell)
                for cell, it in zip(row, fields, strict=True)
            ]
            for row in answer.rows
        ]


# ---------------------------------------------------------------- counts
def stats_json(
    *,
    by: str = MONTH,
    kind: str | None = None,
    place: str = "",
    db: str | None = None,
    libraries: Sequence[Path] = (),
) -> dict[str, Any]:
    """Return the events of each month or week by type, and the rows at its end by state."""
    found, store = Problems(), store_at(db)
    told = []
    with answering(store, found):
        if is_ready(store, found):
            chosen = kind_asked(kind or MASTER, kinds_known(store, libraries, found), found)
            if chosen:
                with store.reading() as connection:
                    told = periods(connection, chosen.name, by, place=place)
                if not told:
                    found.add("H125", kind=f"{place}的{chosen.name}" if place else chosen.name)
    return {"problems": list(found), "periods": [asdict(it) for it in told]}


# ---------------------------------------------------------------- questions
def query_json(
    sql: str,
    *,
    day: str | None = None,
    most: int = 1000,
    db: str | None = None,
    libraries: Sequence[Path] = (),
    unmask: bool = False,
) -> dict[str, Any]:
    """Return what one SELECT answers from the views of a day: titles and rows, masked."""
    found, store = Problems(), store_at(db)
    on, answer = day_meant(day, found), Answer((), (), has_more=False)
    kinds = kinds_known(store, libraries, Problems())
    with answering(store, found):
        if on and is_ready(store, found):
            said = ask(store, sql, kinds, on, most)
            if isinstance(said, Answer):
                answer = said
            else:
                found.add("H120", detail=words_of(said))
    if answer.has_more:
        found.add("H121", count=most)
    rows = _Shown(kinds, unmask=unmask).answered(answer)
    return {"problems": list(found), "titles": answer.titles, "rows": rows}
