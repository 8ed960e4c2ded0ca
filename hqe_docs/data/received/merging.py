"""Ledgers of several villages as one: who stands in two of them, and how many each village has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hqe_docs.data.kinds import LedgerKind
from hqe_docs.data.persons import GONE, HOUSE, ID, STATUS, VALID, VILLAGE
from hqe_docs.data.received.importing import Imported
from hqe_docs.problems import Location, Problems

OTHER = "其他或未填"
TOTAL = "合计"
_MARKS = re.compile(r"[\W\d_]+年?|最终版?|定稿|最新|报送|上报|汇总|副本")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is registered: the row `row` of what was imported from file number `file`."""

    file: int
    row: int


# ---------------------------------------------------------------- villages
def village_in(stem: str, kind: LedgerKind) -> str:
    """Return the village that a file name without its suffix names: what is left without ledger, dates and marks."""
    for title in sorted((kind.name, *kind.aliases), key=len, reverse=True):
        stem = stem.replace(title, "")
    return next(filter(None, _MARKS.split(stem)), "")


def fill_villages(made: Imported, dossier: str, fallback: str, found: Problems) -> None:
    """Fill the rows' village: as the dossier is called, else as the row says, else `fallback`."""
    said = made.columns.get(VILLAGE) or [""] * len(made.rows)
    if dossier:
        odd: dict[str, int] = {}
        for k, text in enumerate(said):
            if text and text != dossier:
                odd.setdefault(text, k)
        for text, k in odd.items():
            found.add("L531", made.ledger.at(made.rows[k], VILLAGE), found=text, village=dossier)
    made.columns[VILLAGE] = [dossier or text or fallback for text in said]


# ---------------------------------------------------------------- people in two places
def repeated_people(made: Sequence[Imported]) -> list[list[Place]]:
    """Return the places of everybody who is registered, and not gone, in more than one row."""
    places: dict[str, list[Place]] = {}
    for file, one in enumerate(made):
        if one.ledger.kind.primary_key != ID:
            continue
        right = one.ledger.frame[VALID].to_list()
        states = one.columns.get(STATUS) or [""] * len(one.rows)
        for k, i in enumerate(one.rows):
            if right[i] and states[k] not in GONE:
                places.setdefault(one.columns[ID][k], []).append(Place(file, k))
    return [group for group in places.values() if len(group) > 1]


def where_of(made: Sequence[Imported], place: Place, column: str | None = None) -> Location:
    """Return where the row of `place`, and in it `column`, stands in the file as received."""
    one = made[place.file]
    return one.ledger.at(one.rows[place.row], column)


# ---------------------------------------------------------------- the roll-up
def roll_up(kind: LedgerKind, columns: Mapping[str, Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """Return titles and rows of a table: a line a village with its counts, and a last one with their sums."""
    status = kind.field(STATUS)
    codes = status.codes if status else ()
    titles = [VILLAGE, "行数"]
    titles += ["在册"] if status else []
    titles += ["户数"] if kind.field(HOUSE) else []
    titles += [*codes, OTHER] if status else []
    counts = {village: Counter[str]() for village in columns[VILLAGE]}
    houses: dict[str, set[str]] = {village: set() for village in counts}
    size = len(columns[VILLAGE])
    states, homes = columns.get(STATUS) or [""] * size, columns.get(HOUSE) or [""] * size
    for village, state, home in zip(columns[VILLAGE], states, homes, strict=True):
        here = counts[village]
        here["行数"] += 1
        here[state if state in codes else OTHER] += 1
        if state not in GONE:
            here["在册"] += 1
            houses[village] |= {home} if home else set()
    for village, here in counts.items():
        here["户数"] = len(houses[village])
    total = sum(counts.values(), Counter[str]())
    lines = [(village or "（未填）", here) for village, here in counts.items()] + [(TOTAL, total)]
    return titles, [[name, *(str(here[title]) for title in titles[1:])] for name, here in lines]
