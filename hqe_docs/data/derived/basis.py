"""What ledgers and statistics are made from: a master ledger, definitions, settings, the reference date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from hqe_docs.data.conditions import Condition, Terms, columns_of, needs_day, settings_of
from hqe_docs.data.definitions import Category, Definitions
from hqe_docs.data.ledger import SOURCE, Ledger, Source
from hqe_docs.data.persons import ID, VILLAGE, typed

if TYPE_CHECKING:
    import polars as pl

INDEX = "_序"


@dataclass(frozen=True)
class Basis:
    """A master ledger and all that decides how its rows are read; `said` are the settings that were stated.

    `village` stands in for 村（社区） where the ledger does not tell.
    """

    master: Ledger
    definitions: Definitions
    said: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None
    year: int = 0
    village: str = ""

    @cached_property
    def _plain(self) -> Terms:
        return self.definitions.terms(self.said, self.day.isoformat() if self.day else "", self.year)

    @cached_property
    def categories(self) -> dict[str, list[Category]]:
        """The categories of each group that this ledger allows to judge."""
        return {
            name: [item for item in items if not self._lost(item.rows, self._plain)]
            for name, items in self.definitions.groups.items()
        }

    @cached_property
    def terms(self) -> Terms:
        """What conditions may refer to; a group means one of the categories that can be judged."""
        names = dict(self._plain.names)
        for group, items in self.categories.items():
            names[group] = {"任一": [{"全部": item.rows} for item in items]}
        return Terms(names, self._plain.settings, self._plain.day, self.year)

    @cached_property
    def frame(self) -> pl.DataFrame:
        """The rows, typed, each with its index."""
        frame = typed(self.master.frame, self.day, self.terms.settings)
        return _named(frame, self.village).with_row_index(INDEX)

    def missing(self, conditions: Iterable[Condition]) -> str:
        """Return in words what must be there before the conditions can be judged, or nothing."""
        return self._lost(list(conditions), self.terms)

    def unjudged(self, group: str) -> Iterator[tuple[str, str]]:
        """Yield each category of a group that can't be judged, and what is missing."""
        for item in self.definitions.groups.get(group, ()):
            if item not in self.categories[group]:
                yield item.name, self._lost(item.rows, self._plain)

    def _lost(self, conditions: Sequence[Condition], terms: Terms) -> str:
        columns = dict.fromkeys(name for part in conditions for name in columns_of(part, terms))
        known = {VILLAGE} if self.village else set()
        lost = [n for n in columns if not n.startswith("_") and n not in known and not self.master.has(n)]
        born = self.master.has(ID) or self.master.has("出生日期")
        if not born and any(name in ("_年龄", "_劳动年龄") for name in columns):
            lost.append(ID)
        words = [f"缺少栏目 {'、'.join(lost)}"] if lost else []
        if self.day is None and any(needs_day(part, terms) for part in conditions):
            words.append("缺基准日")
        return "，".join(words)

    def settings_used(self, conditions: Iterable[Condition]) -> list[str]:
        """Return the settings that the conditions turn on, in the order of the definitions."""
        used = {name for part in conditions for name in settings_of(part, self.terms)}
        return [name for name in self.definitions.settings if name in used]


def _named(frame: pl.DataFrame, village: str) -> pl.DataFrame:
    """Return `frame` with 村（社区） filled where it is blank."""
    import polars as pl

    blank = pl.col(VILLAGE) == ""
    return frame.with_columns(pl.when(blank).then(pl.lit(village)).otherwise(pl.col(VILLAGE)).alias(VILLAGE))


def together(villages: Sequence[Basis]) -> Basis:
    """Return several villages as one: their rows one after the other, each with its 村（社区）.

    Definitions, settings and the day are the first one's: who calls has seen that they agree.
    """
    import polars as pl

    frames, sources, rows = [], list[Source](), 0
    faults: dict[str, set[int]] = {}
    for item in villages:
        ledger = item.master
        frame = _named(typed(ledger.frame, None), item.village).select(ledger.frame.columns)
        frames.append(frame.with_columns(pl.col(SOURCE) + len(sources)))
        for name, faulty in ledger.faults.items():
            faults.setdefault(name, set()).update(rows + i for i in faulty)
        sources.extend(ledger.sources)
        rows += frame.height
    fixed = {name: frozenset(faulty) for name, faulty in faults.items()}
    ledger = Ledger(villages[0].master.kind, pl.concat(frames), tuple(sources), fixed)
    return replace(villages[0], master=ledger)
