"""Counts of persons that are parts of one another: the employed of a household are no more than its labourers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from hqe_docs.data.loose.table import Loose
from hqe_docs.problems import Problem, problem

ENOUGH, FEW, FEW_SHARE = 12, 1, 0.01
_KINDS = (
    re.compile(r"人口|总人数"),
    re.compile(r"劳动力"),
    re.compile(r"就业|失业|务工|参保|培训|创业|^[男女]$"),
)
_ONLY = re.compile(r"脱贫|残疾|低保|监测|退役|毕业生|女|男")
_NO_COUNT = re.compile(r"[率额费]|比例|天|月|年龄|次|编号|序号|意愿|是否")


def parts_over_wholes(it: Loose) -> Iterator[Problem]:
    """A part is no more than its whole."""
    for i, part, whole in rows_over(it):
        facts = {"found": it.values(part)[i], "whole": it.heading(whole), "most": it.values(whole)[i]}
        yield problem("L334", it.ledger.at(i, part), name=it.heading(part), **facts)


def rows_over(it: Loose) -> Iterator[tuple[int, str, str]]:
    """Yield row, part and whole where the part is more: people who work are some of those who can, and these some of all; where no other row says otherwise."""
    names = [name for name in _in_order(it) if _rank(it.heading(name)) is not None]
    cells = {name: {i: int(value) for i, value in it.filled(name) if value.isdigit()} for name in names}
    told: set[tuple[int, str]] = set()
    for whole, part in combinations(names, 2):
        both = [i for i in cells[whole] if i in cells[part]]
        over = [i for i in both if cells[part][i] > cells[whole][i]]
        if not _is_part(it.heading(part), it.heading(whole)):
            continue
        if len(both) < ENOUGH or len(over) > max(FEW, FEW_SHARE * len(both)):
            continue
        for i in over:
            if not told & {(i, whole), (i, part)}:
                told.add((i, part))
                yield i, part, whole


def _rank(heading: str) -> int | None:
    """Return how narrow a group of people a title counts, None when it counts none."""
    words = re.sub(r"[（(].*", "", heading.rpartition("/")[2].removeprefix("其中：").removeprefix("其中:"))
    if _NO_COUNT.search(words):
        return None
    return next((rank for rank, kind in reversed(list(enumerate(_KINDS))) if kind.search(words)), None)


def _is_part(heading: str, whole: str) -> bool:
    narrow, wide = _rank(heading), _rank(whole)
    only, of_whole = set(_ONLY.findall(heading)), set(_ONLY.findall(whole))
    return narrow is not None and wide is not None and narrow > wide and of_whole <= only


def _in_order(it: Loose) -> list[str]:
    columns = it.tables[0].header.columns
    numbers = (*it.named(kind="integer"), *it.named(kind="number"))
    return sorted((name for name in numbers if name in columns), key=lambda name: columns[name])
