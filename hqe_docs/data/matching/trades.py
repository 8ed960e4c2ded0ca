"""Trades told from what people write, and how near two of them are in the tree of occupations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from hqe_docs.data.matching.rules import Rules
from hqe_docs.values import squeeze

Nearness = Literal["同工种", "同小类", "同大类", "不同", "不详"]
ORDER: dict[Nearness, int] = {"同工种": 0, "同小类": 1, "同大类": 2, "不详": 3, "不同": 4}  # the best first


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade of the table: its name, and the class and group it stands in."""

    name: str
    group: tuple[str, str]


@dataclass(frozen=True)
class Tree:
    """The table of trades of the rules; `known` keeps what has been looked up."""

    rules: Rules

    @cached_property
    def trades(self) -> list[Trade]:
        """Every trade, the longest names first, since 水电工 is no 电工."""
        each = (
            Trade(squeeze(name), (major.name, minor.name))
            for major in self.rules.classes
            for minor in major.groups
            for name in minor.trades
        )
        return sorted(each, key=lambda trade: -len(trade.name))

    @cached_property
    def _told(self) -> dict[str, Trade | None]:
        return {}

    def trade_of(self, text: str) -> Trade | None:
        """Return the trade a text names; None when the table has none of its words."""
        if text not in self._told:
            plain = squeeze(text)
            self._told[text] = next((trade for trade in self.trades if trade.name in plain), None)
        return self._told[text]

    @cached_property
    def _nearness(self) -> dict[tuple[str, str], Nearness]:
        return {}

    def near(self, one: str, other: str) -> Nearness:
        """Return how near two texts are; 不详 when the table doesn't know one of them."""
        known = self._nearness.get((one, other))
        if known is None:
            known = self._nearness[one, other] = self._compared(one, other)
        return known

    def _compared(self, one: str, other: str) -> Nearness:
        if squeeze(one) == squeeze(other):
            return "同工种"
        left, right = self.trade_of(one), self.trade_of(other)
        if left is None or right is None:
            return "不详"
        if left.name == right.name:
            return "同工种"
        if left.group == right.group:
            return "同小类"
        return "同大类" if left.group[0] == right.group[0] else "不同"

    def nearest(self, texts: Iterable[str], other: str) -> tuple[Nearness, str]:
        """Return the best nearness of several texts to one, and which of them has it, the first of equals."""
        return min(((self.near(text, other), text) for text in texts), key=lambda it: ORDER[it[0]])

    def share(self, nearness: Nearness) -> int:
        """Return the per cent of points that a nearness gives."""
        return self._shares.get(nearness, 0)

    @cached_property
    def _shares(self) -> dict[Nearness, int]:
        shares = self.rules.shares
        return {"同工种": shares.same_trade, "同小类": shares.same_group, "同大类": shares.same_class}
