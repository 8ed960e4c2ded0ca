"""Figures: numbers with their because: value, numerator, denominator, source, the rows counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from hqe_docs.data.conditions import Condition, Terms, columns_of, expression, needs_day
from hqe_docs.data.dossier import Dossier
from hqe_docs.data.indicators import POPULATION, FigureRule, IndicatorSet, pick
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.persons import typed
from hqe_docs.values import percent_text

if TYPE_CHECKING:
    import polars as pl

NOT_COMPUTABLE = "无法计算"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and why it is that number; `value` is None when it can't be computed, `missing` says why."""

    name: str
    value: Fraction | None
    numerator: int | None = None
    denominator: int | None = None
    is_rate: bool = False
    source: str = ""
    note: str = ""
    missing: str = ""
    counted: tuple[tuple[Ledger, tuple[int, ...]], ...] = ()

    @property
    def text(self) -> str:
        """The number as printed on paper."""
        if self.value is None:
            return NOT_COMPUTABLE
        return percent_text(self.value) if self.is_rate else str(self.value)

    def rows(self) -> list[str]:
        """Return the places of the rows counted in the numerator: 台账.xlsx#劳动力!第17行."""
        return [str(ledger.at(index)) for ledger, indices in self.counted for index in indices]


@dataclass(frozen=True)
class Counter:
    """Counts an edition's figures over one dossier's ledgers."""

    dossier: Dossier
    edition: IndicatorSet
    ledgers: Mapping[str, Ledger]
    unreadable: frozenset[str] = frozenset()

    @cached_property
    def terms(self) -> Terms:
        point = self.dossier.data.point
        day = point.reference_date
        said = self.dossier.data.settings
        return self.edition.definitions.terms(said, day.isoformat() if day else "", point.year)

    @cached_property
    def settings(self) -> dict[str, str]:
        return self.edition.definitions.chosen(self.dossier.data.settings)

    @cached_property
    def _frames(self) -> dict[str, pl.DataFrame]:
        day = self.dossier.data.point.reference_date
        return {name: typed(ledger.frame, day, self.settings) for name, ledger in self.ledgers.items()}

    def figures(self) -> dict[str, Figure]:
        """Return every figure of the edition."""
        return {name: self.figure(name) for name in self.edition.figures}

    def figure(self, name: str) -> Figure:
        rule = self.edition.figures[name]
        missing = self._missing(rule)
        if missing:
            return Figure(
                name, None, is_rate=rule.shape != "计数", source=rule.ledger, note=rule.note, missing=missing
            )
        count = {"计数": self._count, "比率": self._rate, "占比": self._share}[rule.shape]
        return count(name, rule)

    def _missing(self, rule: FigureRule) -> str:
        """Return what must be there before the figure can be counted, in words, or nothing."""
        ledger = self.ledgers.get(rule.ledger)
        if ledger is None:
            return f"《{rule.ledger}》读不出" if rule.ledger in self.unreadable else f"缺《{rule.ledger}》"
        columns = [name for part in (*rule.base, *rule.counted) for name in columns_of(part, self.terms)]
        lost = [name for name in dict.fromkeys(columns) if not name.startswith("_") and not ledger.has(name)]
        if lost:
            return f"《{rule.ledger}》缺少栏目 {'、'.join(lost)}"
        parts = (*rule.base, *rule.counted)
        if not self.terms.day and any(needs_day(part, self.terms) for part in parts):
            return "缺 创建点.基准日"
        return "" if ledger.frame.height else f"《{rule.ledger}》没有数据"

    def _select(self, ledger: str, conditions: Sequence[Condition]) -> list[int]:
        test = expression({"全部": list(conditions)}, self.terms)
        return self._frames[ledger].with_row_index("_序").filter(test)["_序"].to_list()

    def _count(self, name: str, rule: FigureRule) -> Figure:
        counted = self._counted(rule, (*rule.base, *rule.counted))
        number = sum(len(indices) for _, indices in counted)
        return Figure(name, Fraction(number), number, None, False, rule.ledger, rule.note, "", counted)

    def _rate(self, name: str, rule: FigureRule) -> Figure:
        base = len(self._select(rule.ledger, rule.base))
        counted = self._counted(rule, (*rule.base, *rule.counted))
        number = sum(len(indices) for _, indices in counted)
        missing = "" if base else "分母为零"
        value = Fraction(number, base) if base else None
        return Figure(name, value, number, base, True, rule.ledger, rule.note, missing, counted)

    def _share(self, name: str, rule: FigureRule) -> Figure:
        point = self.dossier.data.point
        key = pick(rule.population, point.level, point.kind)
        if key is None:
            missing = f"指标体系没有规定{point.kind}的人口分母"
            return Figure(name, None, is_rate=True, source=rule.ledger, note=rule.note, missing=missing)
        total = getattr(self.dossier.data.population, POPULATION[key])
        counted = self._counted(rule, (*rule.base, *rule.counted))
        number = sum(len(indices) for _, indices in counted)
        missing = "" if total else f"缺 人口.{key}" if total is None else "分母为零"
        value = Fraction(number, total) if total else None
        return Figure(
            name, value, number, total, True, f"{rule.ledger}、人口.{key}", rule.note, missing, counted
        )

    def _counted(
        self, rule: FigureRule, conditions: Sequence[Condition]
    ) -> tuple[tuple[Ledger, tuple[int, ...]], ...]:
        """Return the rows counted, each person once where the rule says so, over all its ledgers."""
        parts = [(rule.ledger, conditions)]
        parts += [(more.ledger, more.rows) for more in rule.more if more.ledger in self.ledgers]
        seen: set[str] = set()
        found = []
        for ledger, rows in parts:
            indices = self._select(ledger, rows)
            found.append((self.ledgers[ledger], tuple(self._distinct(ledger, indices, rule.distinct, seen))))
        return tuple(found)

    def _distinct(self, ledger: str, indices: Sequence[int], key: str | None, seen: set[str]) -> list[int]:
        if key is None:
            return list(indices)
        kept = []
        for index, value in zip(
            indices, self._frames[ledger][key].gather(list(indices)).to_list(), strict=True
        ):
            if value not in seen or not value:
                kept.append(index)
            seen.add(value)
        return kept
