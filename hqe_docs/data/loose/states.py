"""Columns that are filled together, and only in certain states: employed has an employer, unemployed none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hqe_docs.data.loose.table import Loose
from hqe_docs.problems import Problem, problem

ENOUGH, FEWEST = 40, 10
AGREES = 0.97
FEW = 4
MOST_STATES = 12
_STATE = re.compile(r"状态|状况|情况|是否|意愿|结果|去向|有无|类型|类别|方式")

Side = Mapping[int, bool]  # row → whether the cells that go together are filled there


@dataclass(frozen=True, slots=True)
class Together:
    """Columns that are filled in the same rows, or in all others; of columns of states, which states mean filled."""

    side: Side
    filled: dict[str, Side] = field(default_factory=dict)
    states: dict[str, Side] = field(default_factory=dict)

    def votes(self, i: int) -> dict[str, bool]:
        return {name: side[i] for name, side in {**self.states, **self.filled}.items() if i in side}


def states_against_cells(it: Loose) -> Iterator[Problem]:
    """A cell that is filled or empty against all that goes with it in nearly all rows is wrong."""
    told: set[tuple[int, str]] = set()
    for group in _groups(it):
        for i in range(it.ledger.frame.height):
            votes = group.votes(i)
            for name in _odd_ones(votes, group):
                if (i, name) not in told and not any((i, other) in told for other in votes):
                    told.add((i, name))
                    yield _problem(it, i, name, votes[name], group)


def _odd_ones(votes: Mapping[str, bool], group: Together) -> list[str]:
    """Return the columns at odds with most; of two, the empty one, else the state."""
    count = Counter(votes.values())
    if len(count) < 2:
        return []
    if count[True] != count[False]:
        fewer = min(count, key=lambda side: count[side])
        return [name for name, side in votes.items() if side == fewer]
    empty = [name for name in group.filled if votes.get(name) is False]
    return (
        empty
        or [name for name in group.states if name in votes][:1]
        or [name for name, side in votes.items() if side][:1]
    )


def _problem(it: Loose, i: int, name: str, is_filled: bool, group: Together) -> Problem:
    others = [other for other in (*group.states, *group.filled) if other != name]
    facts = {"name": it.heading(name), "others": "、".join(it.heading(other) for other in others[:3])}
    state = f"为“{it.values(name)[i]}”" if name in group.states else ""
    detail = state or ("有内容" if is_filled else "空白")
    return problem("L335", it.ledger.at(i, name), detail=detail, **facts)


def _groups(it: Loose) -> list[Together]:
    groups: list[Together] = []
    if it.ledger.frame.height < ENOUGH:
        return []
    for item in it.ledger.kind.fields:
        side = _filled(it, item.name)
        if min(Counter(side.values())[answer] for answer in (True, False)) >= FEWEST:
            turned = {i: not answer for i, answer in side.items()}
            group = next(
                (group for group in groups if _agree(group.side, side) or _agree(group.side, turned)), None
            )
            if group is None:
                groups.append(Together(side, {item.name: side}))
            else:
                group.filled[item.name] = side if _agree(group.side, side) else turned
    for group in groups:
        for item in it.ledger.kind.fields:
            meaning = None if item.name in group.filled else _meaning(it, item.name, group.side)
            if meaning:
                group.states[item.name] = meaning
    return [group for group in groups if len(group.filled) + len(group.states) > 1]


def _filled(it: Loose, name: str) -> dict[int, bool]:
    wrong = it.ledger.faults.get(name, frozenset())
    return {i: bool(v) for i, v in enumerate(it.values(name)) if i not in wrong}


def _agree(one: Side, other: Side) -> bool:
    both = [i for i in one if i in other]
    apart = sum(one[i] != other[i] for i in both)
    return apart <= min(FEW, (1 - AGREES) * len(both)) if len(both) >= ENOUGH else False


def _meaning(it: Loose, name: str, side: Side) -> Side | None:
    """Return for each row which side its state means; None when the column isn't one of states that decide it."""
    cells = (
        [(i, value) for i, value in it.filled(name) if i in side] if _STATE.search(it.heading(name)) else []
    )
    uses: dict[str, Counter[bool]] = {}
    for i, value in cells:
        uses.setdefault(value, Counter())[side[i]] += 1
    usual = {value: count for value, count in uses.items() if count.total() >= max(FEW, len(cells) // 50)}
    if not 2 <= len(usual) <= MOST_STATES:
        return None
    means = {value: count.most_common(1)[0][0] for value, count in usual.items()}
    own = {i: means[value] for i, value in cells if value in means}
    sides = Counter(own.values())
    return own if len(sides) == 2 and min(sides.values()) >= FEWEST and _agree(side, own) else None
