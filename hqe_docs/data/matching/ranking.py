"""The best posts of each person and the best persons of each post, worked out over columns.

An outcome hangs on one value of each side, so `Grid` judges every pair of different values once; a person's points for
all posts are then sums of columns looked up in these tables. No pair is ever kept but the best: memory grows with
persons plus posts. Points, what is confirmed, and the order among equals are one whole number.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hqe_docs.data.matching.criteria import ALL, Bench, Criterion, Outcome, points_of
from hqe_docs.data.matching.posts import Post
from hqe_docs.data.matching.rules import LEAST, PERSONS_EACH, POSTS_EACH
from hqe_docs.data.matching.seekers import Seeker

if TYPE_CHECKING:
    import polars as pl

MOST = 1 << 21  # persons, posts: a place in the order among equals
_CONFIRMED = 1 << 4  # more than there are criteria
_BROKEN = -(1 << 55)
_KEPT = {True: 512, False: 16}  # columns kept of each criterion: over posts, over persons
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Pick:
    """A proposal: the index of the other side, points in hundredths, how many criteria are still to be asked."""

    index: int
    points: int
    pending: int


@dataclass(frozen=True, slots=True)
class Reason:
    """What one criterion says of a pair, and the points it gives, in hundredths."""

    criterion: str
    outcome: Outcome
    points: int


@dataclass(slots=True)
class Side:
    """A criterion's values on one side: which value each person or post has, and each value's row of outcomes."""

    places: pl.Series
    rows: list[pl.Series] = field(default_factory=list)
    kept: dict[int, pl.Series] = field(default_factory=dict)


@dataclass(frozen=True)
class Grid:
    """All outcomes of one criterion."""

    persons: Side
    posts: Side

    def column(self, index: int, *, of_person: bool) -> pl.Series:
        """Return what a person's value gives with each post, or a post's with each person."""
        own, other = (self.persons, self.posts) if of_person else (self.posts, self.persons)
        value = own.places.item(index)
        known = own.kept.get(value)
        if known is None:
            if len(own.kept) >= _KEPT[of_person]:
                own.kept.clear()
            known = own.kept[value] = own.rows[value][other.places]
        return known


@dataclass(frozen=True)
class Ranking:
    """Proposals of both sides, by the index of whom they are for."""

    bench: Bench
    seekers: Sequence[Seeker]
    posts: Sequence[Post]
    grids: Sequence[Grid]
    of_person: Sequence[Sequence[Pick]]
    of_post: Sequence[Sequence[Pick]]

    def reasons(self, person: int, post: int) -> list[Reason]:
        """Return what every criterion says of a pair."""
        return reasons_of(self.bench, self.seekers[person], self.posts[post])

    def refusals(self, index: int, *, of_person: bool) -> Refusals:
        """Return why nothing was proposed for a person, or nobody for a post."""
        return _refusals(self.grids, index, of_person=of_person)


@dataclass(frozen=True, slots=True)
class Refusals:
    """Of how many on the other side each hard condition is broken, of how many it is the only one, how many are left."""

    broken: dict[str, int]
    alone: dict[str, int]
    left: int
    total: int


def reasons_of(bench: Bench, seeker: Seeker, post: Post) -> list[Reason]:
    """Return what every criterion says of a person and a post."""
    outcomes = ((it.name, it.outcome(bench, it.person(seeker), it.post(post))) for it in ALL)
    return [Reason(name, made, points_of(bench.rules.parts[name], made)) for name, made in outcomes]


def rank(
    bench: Bench, seekers: Sequence[Seeker], posts: Sequence[Post], progress: Progress | None = None
) -> Ranking:
    """Return the best proposals for both sides; of equals the fewer open questions first, then the order they stand in."""
    grids = [_grid(bench, it, seekers, posts) for it in ALL] if seekers and posts else []
    least = int(bench.settings[LEAST]) * 100
    each = int(bench.settings[POSTS_EACH])
    wanted = [max(int(bench.settings[PERSONS_EACH]), post.left) for post in posts]
    of_person = _best(grids, [each] * len(seekers), len(posts), least, progress, of_person=True)
    of_post = _best(grids, wanted, len(seekers), least, progress, of_person=False)
    return Ranking(bench, seekers, posts, grids, of_person, of_post)


# ---------------------------------------------------------------- tables
def _grid(bench: Bench, criterion: Criterion, seekers: Sequence[Seeker], posts: Sequence[Post]) -> Grid:
    import polars as pl

    own, person_places = _values(map(criterion.person, seekers))
    offered, post_places = _values(map(criterion.post, posts))
    table = [[_number(bench, criterion, a, b) for b in offered] for a in own]
    rows = [pl.Series(row, dtype=pl.Int64) for row in table]
    columns = [pl.Series(column, dtype=pl.Int64) for column in zip(*table, strict=True)]
    return Grid(Side(person_places, rows), Side(post_places, columns))


def _values(values: Iterator[Hashable]) -> tuple[list[Any], pl.Series]:
    """Return the different values in the order they are met, and which of them each is."""
    import polars as pl

    places: dict[Hashable, int] = {}
    each = [places.setdefault(value, len(places)) for value in values]
    return list(places), pl.Series(each, dtype=pl.UInt32)


def _number(bench: Bench, criterion: Criterion, person: Any, post: Any) -> int:
    made = criterion.outcome(bench, person, post)
    if made.state == "不符":
        return _BROKEN
    points = points_of(bench.rules.parts[criterion.name], made)
    return (points * _CONFIRMED + (made.state != "待核")) * MOST


# ---------------------------------------------------------------- the best
def _best(
    grids: Sequence[Grid],
    wanted: Sequence[int],
    others: int,
    least: int,
    progress: Progress | None,
    *,
    of_person: bool,
) -> list[list[Pick]]:
    """Return the best of the others for each of one side, as many as are wanted."""
    import polars as pl

    if not grids:
        return [[] for _ in wanted]
    order = pl.int_range(MOST - 1, MOST - 1 - others, -1, eager=True, dtype=pl.Int64)
    best = []
    for index, count in enumerate(wanted):
        if progress and index % 500 == 0:
            progress(f"{'为人找岗位' if of_person else '为岗位找人'} {index}/{len(wanted)}")
        total = order
        for grid in grids:
            total = total + grid.column(index, of_person=of_person)
        # the few that are good enough are put in order: polars' own top_k plans a query each time
        good = total.filter(total >= least * _CONFIRMED * MOST).sort(descending=True)
        best.append([_pick(number) for number in good.head(count).to_list()])
    return best


def _pick(number: int) -> Pick:
    """Return what a sum says of whom it is of."""
    rest, place = divmod(number, MOST)
    points, confirmed = divmod(rest, _CONFIRMED)
    return Pick(MOST - 1 - place, points, len(ALL) - confirmed)


def _refusals(grids: Sequence[Grid], index: int, *, of_person: bool) -> Refusals:
    if not grids:
        return Refusals({}, {}, 0, 0)
    broken = [grid.column(index, of_person=of_person) < 0 for grid in grids]
    count = broken[0].cast(int)
    for mask in broken[1:]:
        count = count + mask.cast(int)
    names = [criterion.name for criterion in ALL]
    each = {name: int(mask.sum()) for name, mask in zip(names, broken, strict=True)}
    alone = {name: int((mask & (count == 1)).sum()) for name, mask in zip(names, broken, strict=True)}
    kept = {name: number for name, number in each.items() if number}
    return Refusals(kept, {n: c for n, c in alone.items() if c}, int((count == 0).sum()), len(count))
