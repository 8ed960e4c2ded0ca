"""Figures: numbers with their because: value, numerator, denominator, source, the rows counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, reduce
from operator import and_
from typing import TYPE_CHECKING

from hqe_docs.data.conditions import Condition, Terms, columns_of, expression, needs_day
from hqe_docs.data.dossier import Dossier
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.persons import ID, VILLAGE, typed
from hqe_docs.data.scores.indicators import POPULATION, FigureRule, IndicatorSet, pick, rate_of
from hqe_docs.values import Fault, as_number, decimal_text, percent_text, whole_if_so

if TYPE_CHECKING:
    import polars as pl

NOT_COMPUTABLE = "无法计算"
_INDEX = "_序"


Rows = tuple[tuple[Ledger, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and why it is that number; `value` is None when it can't be computed, `missing` says why.

    `counted` are the rows of the numerator, `base` those of the denominator where that is a count of rows.
    """

    name: str
    value: Fraction | None
    numerator: int | Fraction | None = None
    denominator: int | None = None
    is_rate: bool = False
    source: str = ""
    note: str = ""
    missing: str = ""
    counted: Rows = ()
    base: Rows = ()

    @property
    def text(self) -> str:
        """The number as printed on paper."""
        if self.value is None:
            return NOT_COMPUTABLE
        return percent_text(self.value) if self.is_rate else decimal_text(self.value)

    def rows(self) -> list[str]:
        """Return the places of the rows counted in the numerator: 台账.xlsx#劳动力!第17行."""
        return [str(ledger.at(index)) for ledger, indices in self.counted for index in indices]

    def others(self) -> Rows:
        """Return the rows of the denominator that are not in the numerator, each ledger apart."""
        counted = {id(ledger): set(indices) for ledger, indices in self.counted}
        return tuple(
            (ledger, tuple(i for i in indices if i not in counted.get(id(ledger), ())))
            for ledger, indices in self.base
        )


@dataclass(frozen=True)
class Counter:
    """Counts an edition's figures over one dossier's ledgers."""

    dossier: Dossier
    edition: IndicatorSet
    ledgers: Mapping[str, Ledger]
    unreadable: frozenset[str] = frozenset()
    _frames: dict[str, pl.DataFrame] = field(default_factory=dict, compare=False, repr=False)
    _masks: dict[tuple[str, str], pl.Series] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def terms(self) -> Terms:
        point = self.dossier.data.point
        day = point.reference_date
        said = self.dossier.data.settings
        return self.edition.definitions.terms(said, day.isoformat() if day else "", point.year)

    @cached_property
    def settings(self) -> dict[str, str]:
        return self.edition.definitions.chosen(self.dossier.data.settings)

    def _frame(self, ledger: str) -> pl.DataFrame:
        """Return the rows of a ledger, typed once for all figures counted from it."""
        if ledger not in self._frames:
            day = self.dossier.data.point.reference_date
            frame = typed(self.ledgers[ledger].frame, day, self.settings)
            self._frames[ledger] = frame.with_row_index(_INDEX)
        return self._frames[ledger]

    def figures(self) -> dict[str, Figure]:
        """Return every figure of the edition."""
        return {name: self.figure(name) for name in self.edition.figures}

    def figure(self, name: str) -> Figure:
        rule = self.edition.figures[name]
        plain = Figure(name, None, is_rate=rule.is_rate, source=self._sources(rule), note=rule.note)
        missing = self._missing(rule)
        if missing:
            return replace(plain, missing=missing)
        count = {
            "计数": self._count,
            "比率": self._rate,
            "占比": self._share,
            "均值": self._mean,
            "组数": self._groups,
        }[rule.shape]
        return count(plain, rule)

    def _sources(self, rule: FigureRule) -> str:
        """Return the ledgers that the figure is counted from."""
        within = [rule.within.ledger] if rule.within else []
        more = [it.ledger for it in rule.more if it.ledger in self.ledgers]
        return "、".join(dict.fromkeys([rule.ledger, *within, *more]))

    def subjects(self, name: str) -> Rows:
        """Return the rows that might be counted, too (对象), without those who are counted already."""
        rule = self.edition.figures[name]
        if not rule.subjects or self._missing(rule) or self._lacking(rule.ledger, rule.subjects, rule):
            return ()
        columns = rule.distinct or [ID]
        counted = {
            key
            for rows in self.figure(name).counted
            for key in self._keys(rows[0].kind.name, list(rows[1]), columns)
        }
        indices = self._select(rule.ledger, rule.subjects)
        keys = self._keys(rule.ledger, indices, columns)
        open_ = [
            index for index, key in zip(indices, keys, strict=True) if key not in counted or not any(key)
        ]
        return ((self.ledgers[rule.ledger], tuple(open_)),)

    def _missing(self, rule: FigureRule) -> str:
        """Return what must be there before the figure can be counted, in words, or nothing."""
        needed = {rule.ledger: [*rule.base, *rule.counted]}
        if rule.within:
            needed[rule.within.ledger] = list(rule.within.rows)
        lacks = [self._lacking(name, parts, rule) for name, parts in needed.items()]
        lacks += [f"《{it.ledger}》读不出" for it in rule.more if it.ledger in self.unreadable]
        return "；".join(lack for lack in lacks if lack)

    def _lacking(self, name: str, parts: Sequence[Condition], rule: FigureRule) -> str:
        ledger = self.ledgers.get(name)
        if ledger is None:
            return f"《{name}》读不出" if name in self.unreadable else f"缺《{name}》"
        columns = [column for part in parts for column in columns_of(part, self.terms)]
        if name == rule.ledger:
            columns += [*rule.distinct, *([rule.column] if rule.column else [])]
        lost = [item for item in dict.fromkeys(columns) if not _is_known(item) and not ledger.has(item)]
        if lost:
            return f"《{name}》缺少栏目 {'、'.join(lost)}"
        if not self.terms.day and any(needs_day(part, self.terms) for part in parts):
            return "缺 创建点.基准日"
        return "" if ledger.frame.height else f"《{name}》没有数据"

    def _select(self, ledger: str, conditions: Sequence[Condition]) -> list[int]:
        """Return the rows that all of these conditions hold for."""
        rows = self._frame(ledger)[_INDEX]
        if conditions:
            rows = rows.filter(reduce(and_, (self._mask(ledger, it) for it in conditions)))
        return rows.to_list()

    def _mask(self, ledger: str, condition: Condition) -> pl.Series:
        """Return of each row whether a condition holds; many figures count by the same ones."""
        key = ledger, str(condition)
        if key not in self._masks:
            test = expression(condition, self.terms).alias("_")
            self._masks[key] = self._frame(ledger).select(_INDEX, test).to_series(1)
        return self._masks[key]

    def _count(self, plain: Figure, rule: FigureRule) -> Figure:
        counted = self._counted(rule)
        number = _size(counted)
        return replace(plain, value=Fraction(number), numerator=number, counted=counted)

    def _rate(self, plain: Figure, rule: FigureRule) -> Figure:
        base = self._distinct(rule.ledger, self._select(rule.ledger, rule.base), rule.distinct, set())
        counted = self._counted(rule)
        return divided(
            replace(plain, counted=counted, base=((self.ledgers[rule.ledger], tuple(base)),)),
            _size(counted),
            len(base),
        )

    def _share(self, plain: Figure, rule: FigureRule) -> Figure:
        point = self.dossier.data.point
        key = pick(rule.population, point.level, point.kind)
        if key is None:
            return replace(plain, missing=f"指标体系没有规定{point.kind}的人口分母")
        total = getattr(self.dossier.data.population, POPULATION[key])
        counted = self._counted(rule)
        shown = replace(plain, source=f"{plain.source}、人口.{key}", counted=counted)
        if total is None:
            return replace(shown, numerator=_size(counted), missing=f"缺 人口.{key}")
        return divided(shown, _size(counted), total)

    def _mean(self, plain: Figure, rule: FigureRule) -> Figure:
        """Return the sum of a column by the rows; a cell that holds no number counts nothing."""
        counted = self._counted(rule)
        total = Fraction(0)
        for ledger, indices in counted:
            cells = self._frame(ledger.kind.name)[rule.column].gather(list(indices)).to_list()
            total += sum(
                (Fraction(n) for n in map(as_number, cells) if not isinstance(n, Fault)), Fraction(0)
            )
        return divided(replace(plain, counted=counted, base=counted), whole_if_so(total), _size(counted))

    def _groups(self, plain: Figure, rule: FigureRule) -> Figure:
        """Count the groups, by the columns of 去重, that have enough rows."""
        point = self.dossier.data.point
        least = pick(rule.members, point.level, point.kind)
        if least is None:
            return replace(plain, missing=f"指标体系没有规定{point.kind}每组的人数")
        indices = self._select(rule.ledger, [*rule.base, *rule.counted])
        groups: dict[tuple[str, ...], list[int]] = {}
        for index, key in zip(indices, self._keys(rule.ledger, indices, rule.distinct), strict=True):
            groups.setdefault(key, []).append(index)
        large = [rows for rows in groups.values() if len(rows) >= rate_of(least)]
        counted = ((self.ledgers[rule.ledger], tuple(index for rows in large for index in rows)),)
        return replace(plain, value=Fraction(len(large)), numerator=len(large), counted=counted)

    def _counted(self, rule: FigureRule) -> Rows:
        """Return the rows counted, each person once where the rule says so, over all its ledgers."""
        parts: list[tuple[str, Sequence[Condition]]] = [(rule.ledger, (*rule.base, *rule.counted))]
        parts += [(more.ledger, more.rows) for more in rule.more if more.ledger in self.ledgers]
        seen: set[tuple[str, ...]] = set()
        found = []
        for ledger, rows in parts:
            indices = self._within(rule, ledger, self._select(ledger, rows))
            kept = self._distinct(ledger, indices, rule.distinct, seen)
            found.append((self.ledgers[ledger], tuple(kept)))
        return tuple(found)

    def _within(self, rule: FigureRule, ledger: str, indices: list[int]) -> list[int]:
        """Keep the rows whose person is in the other ledger, too (同时在)."""
        other = rule.within
        if other is None:
            return indices
        there = self._keys(other.ledger, self._select(other.ledger, other.rows), [other.column])
        known = {key for key in there if all(key)}
        keys = self._keys(ledger, indices, [other.column])
        return [index for index, key in zip(indices, keys, strict=True) if key in known]

    def _distinct(
        self, ledger: str, indices: list[int], columns: Sequence[str], seen: set[tuple[str, ...]]
    ) -> list[int]:
        if not columns:
            return indices
        kept = []
        for index, key in zip(indices, self._keys(ledger, indices, columns), strict=True):
            if key not in seen or not any(key):
                kept.append(index)
            seen.add(key)
        return kept

    def _keys(self, ledger: str, indices: list[int], columns: Sequence[str]) -> list[tuple[str, ...]]:
        frame = self._frame(ledger)
        parts = [
            frame[name].gather(indices).to_list() if name in frame.columns else [""] * len(indices)
            for name in columns
        ]
        return list(zip(*parts, strict=True))


def _is_known(column: str) -> bool:
    """Say whether a column need not stand in the ledger: derived ones, and 村（社区）, which only merged ones have."""
    return column.startswith("_") or column == VILLAGE


def _size(rows: Rows) -> int:
    return sum(len(indices) for _, indices in rows)


def divided(figure: Figure, above: int | Fraction, below: int) -> Figure:
    """Return the figure with the value of a division."""
    value = Fraction(above) / below if below else None
    missing = "" if below else "分母为零"
    return replace(figure, value=value, numerator=above, denominator=below, missing=missing)
