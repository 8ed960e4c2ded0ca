"""Checks of ledgers against each other: who should stand in another one, and who stands in two places at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import combinations
from typing import TYPE_CHECKING

from hqe_docs.data.kinds import ForeignKey
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.persons import GONE, HOUSE, ID, NAME, STATUS, VALID
from hqe_docs.masking import mask_identity, shorten
from hqe_docs.problems import Location, Problem, problem

if TYPE_CHECKING:
    import polars as pl

FEWEST = 5
SIZE = "家庭人口数"


def unmatched(ledgers: Mapping[str, Ledger], unreadable: Set[str]) -> Iterator[tuple[str, Problem]]:
    """Yield kind and problem of each cell that should stand in another ledger of the folder and does not."""
    for name, ledger in ledgers.items():
        for key in ledger.kind.foreign_keys:
            there = ledgers.get(key.ledger)
            if there is not None and there.has(key.there):
                yield from ((name, item) for item in _against(ledger, key, there))
            elif key.ledger not in unreadable and ledger.has(key.field) and ledger.frame.height:
                where = Location(ledger.sources[0].file, ledger.sources[0].sheet)
                yield name, problem("L229", where, ledger=key.ledger)


def _against(ledger: Ledger, key: ForeignKey, there: Ledger) -> Iterator[Problem]:
    import polars as pl

    known = there.frame[key.there].unique().implode()
    # somebody whose number is wrong there is told there
    unclear = there.frame.filter(_is_unclear(there, key.there))[NAME].to_list() if there.has(NAME) else []
    lost = (pl.col(key.field) != "") & ~pl.col(key.field).is_in(known)
    if ledger.has(NAME):
        lost &= ~pl.col(NAME).is_in(unclear)
    for i in _rows(ledger, lost, key.field):
        found = _shown(str(ledger.frame[key.field][i]), key.field)
        yield problem("L228", ledger.at(i, key.field), name=key.field, found=found, ledger=key.ledger)
    if key.field == key.there == HOUSE and ledger.has(SIZE):
        yield from _too_small(ledger, there)
    if key.field == key.there == ID and ledger.has(NAME) and there.has(NAME):
        yield from _other_names(ledger, there)


def _too_small(ledger: Ledger, there: Ledger) -> Iterator[Problem]:
    """Yield each household said to be smaller than its members in the other ledger, who are not all there are."""
    import polars as pl

    members = there.frame.filter(_is_present(there)).group_by(HOUSE).agg(pl.len().alias("_人"))
    both = ledger.frame.with_row_index("_序").join(members, on=HOUSE, maintain_order="left")
    small = both.filter(pl.col(SIZE).cast(pl.Int64, strict=False) < pl.col("_人"))
    for i, house, said, count in small.select("_序", HOUSE, SIZE, "_人").iter_rows():
        if not ledger.is_faulty(i, (SIZE, HOUSE)):
            yield problem("L324", ledger.at(i, SIZE), house=house, said=said, count=count)


def _is_unclear(there: Ledger, field: str) -> pl.Expr:
    import polars as pl

    return ~pl.col(VALID) if field == ID else pl.col(field) == ""


def _other_names(ledger: Ledger, there: Ledger) -> Iterator[Problem]:
    """Yield each name that is not the one which the same number has in the other ledger."""
    import polars as pl

    named = there.frame.with_row_index("_那里").filter(pl.col(VALID) & (pl.col(NAME) != ""))
    named = named.unique(ID, keep="first").select(ID, "_那里", pl.col(NAME).alias("_那名"))
    both = ledger.frame.with_row_index("_序").filter(pl.col(VALID)).join(named, on=ID, maintain_order="left")
    apart = both.filter((pl.col(NAME) != "") & (pl.col(NAME) != pl.col("_那名")))
    for i, k, name, other in apart.select("_序", "_那里", NAME, "_那名").iter_rows():
        if not ledger.is_faulty(i, (NAME,)) and not there.is_faulty(k, (NAME,)):
            yield problem("L224", ledger.at(i, NAME), found=name, first=there.at(k, NAME), other=other)


def _rows(ledger: Ledger, test: pl.Expr, field: str) -> list[int]:
    import polars as pl

    rows = ledger.frame.select(pl.arg_where(test)).to_series().to_list()
    return [i for i in rows if not ledger.is_faulty(i, (field,))]


def _shown(value: str, field: str) -> str:
    return mask_identity(value) if field == ID else shorten(value)


def registered_twice(ledgers: Iterable[Ledger]) -> Iterator[Problem]:
    """Yield each person, at the later place, who is listed as present in two ledgers of one kind."""
    import polars as pl

    kinds: dict[str, list[Ledger]] = {}
    for ledger in ledgers:
        if ledger.kind.primary_key == ID and ledger.has(ID):
            kinds.setdefault(ledger.kind.name, []).append(ledger)
    for same in kinds.values():
        parts = [
            ledger.frame.with_row_index("_序")
            .filter(_is_present(ledger))
            .select(ID, "_序", pl.lit(n).alias("_册"))
            for n, ledger in enumerate(same)
        ]
        twice = pl.concat(parts).filter(pl.col("_册").n_unique().over(ID) > 1) if len(parts) > 1 else None
        yield from _later(same, twice) if twice is not None else ()


def _is_present(ledger: Ledger) -> pl.Expr:
    import polars as pl

    gone = pl.col(STATUS).is_in(list(GONE)) if STATUS in ledger.frame.columns else pl.lit(False)
    return pl.col(VALID) & ~gone


def _later(same: list[Ledger], twice: pl.DataFrame) -> Iterator[Problem]:
    editions = _editions(same, twice)
    for earlier, later in editions:
        where = Location(same[later].sources[0].file, same[later].sources[0].sheet)
        yield problem("L237", where, first=same[earlier].sources[0].file)
    first: dict[str, tuple[int, Location]] = {}
    for number, i, n in twice.iter_rows():
        where = same[n].at(i, ID)
        before, place = first.setdefault(number, (n, where))
        if before != n and (before, n) not in editions:
            yield problem("L236", where, name=ID, found=mask_identity(number), first=place)


def _editions(same: list[Ledger], twice: pl.DataFrame) -> list[tuple[int, int]]:
    """Return the pairs of ledgers that mostly list the same people: two editions or copies, not two places."""
    people = [set(twice.filter(twice["_册"] == n)[ID].to_list()) for n in range(len(same))]
    return [
        (n, m)
        for n, m in combinations(range(len(same)), 2)
        if (shared := len(people[n] & people[m])) >= FEWEST
        and shared * 2 >= min(same[n].frame.height, same[m].frame.height)
    ]
