"""Conditions judged where cells may be blank: what certainly holds, what may hold, and which cells decide.

A blank cell is not known where its kind says that it must be filled, or a rule says so; any other blank means that there
is nothing of the kind. An unknown comparison may hold and may not; 全部, 任一, 非 and 户内人数 go by that (Kleene).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, Any

from hqe_docs.data.conditions import BETWEEN, COUNTS, HOUSEHOLD, MONTHS, Condition, Terms, expression

if TYPE_CHECKING:
    import polars as pl

ALL, ANY, NOT, HOUSE, CELL = "全部", "任一", "非", "户内人数", "列"
SILENT = frozenset({"不属于", "不含", "不等于"})  # what is not so is no ground to print


@dataclass(frozen=True, slots=True)
class Node:
    """A condition with all its parts: the two answers, and for a comparison the columns it reads."""

    sort: str
    certain: pl.Expr
    possible: pl.Expr
    parts: tuple[Node, ...] = ()
    columns: tuple[str, ...] = ()
    name: str = ""
    is_telling: bool = True

    def each(self) -> Iterator[Node]:
        """Yield the node and all below it."""
        yield self
        for part in self.parts:
            yield from part.each()


@dataclass(frozen=True)
class Certainty:
    """What turns conditions into nodes: the words they may use, and where each column is unknown."""

    terms: Terms
    unknown: Callable[[str], pl.Expr]
    made: dict[str, Node] = field(default_factory=dict)

    def whole(self, conditions: Sequence[Condition]) -> Node:
        """Return the node of conditions that must all hold."""
        return self.node({ALL: list(conditions)})

    def node(self, condition: Condition) -> Node:
        """Return the node of a condition; a named one is made once."""
        if not isinstance(condition, str):
            return self._made(self.terms.resolve(condition))
        if condition not in self.made:
            self.made[condition] = self._made(self.terms.resolve(condition))
        return self.made[condition]

    def _made(self, rule: Mapping[str, Any]) -> Node:
        if ALL in rule or ANY in rule:
            return self._several(ALL if ALL in rule else ANY, rule)
        if NOT in rule:
            inner = self.node(rule[NOT])
            return Node(NOT, ~inner.possible, ~inner.certain, (inner,))
        return self._household(rule) if HOUSE in rule else self._comparison(rule)

    def _several(self, sort: str, rule: Mapping[str, Any]) -> Node:
        import polars as pl

        parts = tuple(self.node(part) for part in rule[sort])
        start = pl.lit(sort == ALL)

        def joined(answers: Iterator[pl.Expr]) -> pl.Expr:
            return reduce(lambda a, b: a & b if sort == ALL else a | b, answers, start)

        return Node(sort, joined(it.certain for it in parts), joined(it.possible for it in parts), parts)

    def _household(self, rule: Mapping[str, Any]) -> Node:
        """Return how many of the household a condition holds for, at least and at most, against the number."""
        import polars as pl

        inner = self.node(rule[HOUSE])
        ((name, said),) = ((key, value) for key, value in rule.items() if key in COUNTS)
        number, numbered = int(self.terms.value(said)), pl.col(HOUSEHOLD[1]) != ""
        least = inner.certain.sum().over(*HOUSEHOLD).cast(pl.Int64)
        most = inner.possible.sum().over(*HOUSEHOLD).cast(pl.Int64)
        if name == "等于":
            certain, possible = (least == number) & (most == number), (least <= number) & (most >= number)
        elif name == "不小于":
            certain, possible = least >= number, most >= number
        else:
            certain, possible = most < number, least < number
        title = rule[HOUSE] if isinstance(rule[HOUSE], str) else "成员情况"
        return Node(HOUSE, certain & numbered, possible | ~numbered, columns=(HOUSEHOLD[1],), name=title)

    def _comparison(self, rule: Mapping[str, Any]) -> Node:
        import polars as pl

        (test,) = (key for key in rule if key not in (CELL, "说明"))
        columns = (rule[CELL], *([str(rule[test])] if test in BETWEEN else []))
        holds = expression(rule, self.terms)
        unknown = reduce(lambda a, b: a | b, (self.unknown(name) for name in columns))
        if test in MONTHS:  # a month without a day
            cell = pl.col(rule[CELL])
            unknown = unknown | ((cell != "") & cell.str.to_date("%Y-%m-%d", strict=False).is_null())
        is_telling = test not in SILENT and not (test == "为空" and rule[test] == "是")
        return Node(CELL, holds & ~unknown, holds | unknown, (), columns, is_telling=is_telling)


# ---------------------------------------------------------------- which cells decide
def telling(node: Node, row: Mapping[int, tuple[bool, bool]]) -> Iterator[Node]:
    """Yield the comparisons that hold for a row and say something; `row` gives each node's answers by its id."""
    if node.sort == NOT or (not row[id(node)][0] and node.sort not in (ALL, ANY)):
        return
    if node.sort in (CELL, HOUSE):
        if node.is_telling:
            yield node
        return
    for part in node.parts:
        if node.sort == ALL or row[id(part)][0]:
            yield from telling(part, row)


def open_nodes(node: Node, row: Mapping[int, tuple[bool, bool]]) -> Iterator[Node]:
    """Yield the comparisons that are not known for a row and would settle it."""
    certain, possible = row[id(node)]
    if certain or not possible:
        return
    if node.sort in (CELL, HOUSE):
        yield node
    for part in node.parts:
        yield from open_nodes(part, row)
