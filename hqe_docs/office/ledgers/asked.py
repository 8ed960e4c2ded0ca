"""What the command line says of ledgers, as typed, put into what it means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hqe_docs.data.kinds import LedgerKind, header_key
from hqe_docs.problems import Problems
from hqe_docs.values import Fault, as_date, did_you_mean


def kind_named(text: str, kinds: Mapping[str, LedgerKind]) -> LedgerKind | None:
    """Return the kind that `text` names by its name, title or one of its aliases, with or without 台账."""
    titles = {header_key(t): kind for kind in kinds.values() for t in (*kind.aliases, kind.title, kind.name)}
    return titles.get(header_key(text)) or titles.get(header_key(text + "台账"))


def kind_asked(text: str, kinds: Mapping[str, LedgerKind], found: Problems) -> LedgerKind | None:
    """Return the kind called `text`; None, with a problem, when there is none."""
    kind = kind_named(text, kinds)
    if kind is None:
        hint = did_you_mean(text, kinds)
        found.add("L327", hint=hint, kind=text, kinds="、".join(kinds))
    return kind


def day_asked(text: str | None, code: str, found: Problems) -> date | None:
    """Return the day that `text` names, None when there is none; a text that is no day is a problem of `code`."""
    day = as_date(text) if text else None
    if isinstance(day, Fault):
        found.add(code, text=text, detail=day.detail)
        return None
    return day
