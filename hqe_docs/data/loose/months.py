"""Sheets in which the same people return: what one of them says of a person against all the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from hqe_docs.data.columns import ID
from hqe_docs.data.loose.table import Loose
from hqe_docs.problems import Location, Problem, problem
from hqe_docs.values import squeeze

FEWEST = 4
LASTING = ("姓名", "性别", "银行账号")


def one_month_apart(tables: Sequence[Loose]) -> Iterator[Problem]:
    """A person's name, sex or account that one sheet gives otherwise than all others, at least three."""
    for name in LASTING if len(tables) >= FEWEST else ():
        said: dict[str, list[tuple[str, Location]]] = defaultdict(list)
        for it in tables:
            if it.ledger.has(ID) and it.ledger.has(name):
                numbers = it.values(ID)
                first = {number: i for i, number in reversed(list(enumerate(numbers)))}
                for i, value in it.filled(name):
                    if numbers[i] and first[numbers[i]] == i and not it.ledger.is_faulty(i, (ID,)):
                        said[numbers[i]].append((squeeze(value), it.ledger.at(i, name)))
        for cells in said.values():
            yield from _apart(name, cells)


def _apart(name: str, cells: Sequence[tuple[str, Location]]) -> Iterator[Problem]:
    usual, count = Counter(value for value, _ in cells).most_common(1)[0]
    if len(cells) >= FEWEST and count == len(cells) - 1:
        where = next(where for value, where in cells if value != usual)
        sheet = next(where.sheet for value, where in cells if value == usual)
        yield problem("L347", where, name=name, sheet=sheet)
