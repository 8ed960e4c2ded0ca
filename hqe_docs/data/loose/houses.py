"""Households of a loose table: known by a number or by the head's name; one head each, as many rows as said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from hqe_docs.data.ledger import SOURCE
from hqe_docs.data.loose.table import Loose
from hqe_docs.problems import Problem, problem

RELATION, HEAD, SIZE = "与户主关系", "户主姓名", "家庭人口"
_HEADS = frozenset(["户主", "本人", "本人或户主"])


def households(it: Loose) -> list[tuple[str, list[int]]]:
    """Return households and their rows, none when the table has none; those known by name stand together."""
    key = next((name for name in ("户编号", HEAD) if it.ledger.has(name)), "")
    groups: dict[tuple[int, str, int], list[int]] = defaultdict(list)
    if not key or not it.ledger.has(RELATION):
        return []
    run, last = 0, ""
    for i, (source, house) in enumerate(zip(it.ledger.frame[SOURCE].to_list(), it.values(key), strict=True)):
        # two heads may have one name, even one below the other; two households never have one number
        run += key == HEAD and (house != last or _is_another(it, i, groups[source, house, run]))
        last = house
        if house:
            groups[source, house, run].append(i)
    return [(house, rows) for (_, house, _), rows in groups.items()]


def _is_another(it: Loose, i: int, rows: Sequence[int]) -> bool:
    """Say whether row `i` is a head of the name above it whose household, unmerged, has its own head already."""
    names, relations = it.values("姓名") if it.ledger.has("姓名") else [], it.values(RELATION)
    own = [k for k in (*rows, i) if names and relations[k] in _HEADS and names[k] == it.values(HEAD)[k]]
    return len(own) > 1 and own[-1] == i


def heads(it: Loose) -> Iterator[Problem]:
    """A household has one head, told at the second one's relation, or at the first row's when there is none."""
    groups = households(it)
    relations = it.values(RELATION) if groups else []
    name = "户编号" if it.ledger.has("户编号") else HEAD
    for house, rows in groups:
        own = [i for i in rows if relations[i] in _HEADS]
        is_unclear = any(it.ledger.is_faulty(i, (RELATION,)) for i in rows)
        if len(own) > 1:
            detail = f"{name} {house} 有 {len(own)} 名户主"
            yield problem("L220", it.ledger.at(own[1], RELATION), detail=detail)
        elif not own and not is_unclear:
            yield problem("L220", it.ledger.at(rows[0], RELATION), detail=f"{name} {house} 没有户主")


def household_sizes(it: Loose) -> Iterator[Problem]:
    """A household has as many rows as the column of its size says."""
    for i, house, count in wrong_sizes(it):
        yield problem("L324", it.ledger.at(i, SIZE), house=house, said=it.values(SIZE)[i], count=count)


def wrong_sizes(it: Loose) -> Iterator[tuple[int, str, int]]:
    """Yield the first row of each household that has another number of rows than it says, and this number."""
    sizes = it.values(SIZE) if it.ledger.has(SIZE) else []
    for house, rows in households(it) if sizes else ():
        said = {sizes[i] for i in rows if sizes[i] and not it.ledger.is_faulty(i, (SIZE,))}
        if len(said) == 1 and said != {str(len(rows))}:
            yield rows[0], house, len(rows)
