"""The rows of a ledger with what other ledgers say of the same persons, and which of their cells are not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from hqe_docs.data.conditions import Condition, Terms, expression
from hqe_docs.data.definitions import Definitions
from hqe_docs.data.derived.basis import INDEX, Basis
from hqe_docs.data.kinds import Field
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.persons import ID, typed
from hqe_docs.data.policies.certainty import ALL, HOUSE, Certainty, Node, open_nodes, telling
from hqe_docs.data.policies.rulefile import TYPED, Lookup
from hqe_docs.problems import Location

if TYPE_CHECKING:
    import polars as pl

AGES = {"_年龄": "年龄", "_性别": "性别", "_劳动年龄": "年龄", "_出生": "出生日期"}
_UNKNOWN, _PLACE = "_未知 ", "_在 "


@dataclass(frozen=True, slots=True)
class Ground:
    """A cell a judgement rests on: its title, its text, where it stands."""

    title: str
    text: str
    where: Location


@dataclass(frozen=True, slots=True)
class Sifted:
    """A row that conditions hold for, or may hold for: then `lacks` says what is not known."""

    index: int
    is_certain: bool
    grounds: tuple[Ground, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Roll:
    """One ledger of a dossier, to be judged on a day by definitions and settings; `ledgers` are those beside it."""

    ledger: Ledger
    ledgers: Mapping[str, Ledger]
    definitions: Definitions
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None
    year: int = 0
    village: str = ""

    def on(self, day: date) -> Roll:
        """Return the same on another day."""
        return replace(self, day=day)

    @cached_property
    def basis(self) -> Basis:
        """The rows with the columns looked up, and the words conditions may use."""
        own = (self.definitions, self.said, self.day, self.year, self.village)
        frame, terms = self.ledger.frame, Basis(self.ledger, *own).terms
        for name, lookup in self.lookups.items():
            frame = self._with(frame, name, lookup, terms)
        return Basis(replace(self.ledger, frame=frame), *own)

    @cached_property
    def terms(self) -> Terms:
        """What conditions may refer to; a category that this ledger has no column for is not known, not left out."""
        basis = self.basis
        return basis.definitions.terms(basis.said, self.day.isoformat() if self.day else "", self.year)

    def _with(self, frame: pl.DataFrame, name: str, lookup: Lookup, terms: Terms) -> pl.DataFrame:
        """Return the frame with a column looked up, where it is unknown, and in which row it stands."""
        import polars as pl

        other = self.ledgers.get(lookup.ledger)
        if other is None or lookup.key not in frame.columns:
            unknown = pl.lit(lookup.absent == "待核").alias(_UNKNOWN + name)
            return frame.with_columns(
                pl.lit(lookup.nothing).alias(name), unknown, pl.lit(None, pl.Int64).alias(_PLACE + name)
            )
        rows = typed(other.frame, self.day, terms.settings).with_row_index(INDEX)
        kept = rows.filter(expression({ALL: list(lookup.rows)}, terms) & (pl.col(lookup.key) != ""))
        faulty = pl.col(INDEX).is_in(sorted(other.faults.get(lookup.column, ())))
        found = (_counted if lookup.is_count else _picked)(kept, name, lookup, faulty)
        joined = frame.join(found, on=lookup.key, how="left", maintain_order="left")
        filled = pl.col(name).fill_null(lookup.nothing)
        return joined.with_columns(filled, pl.col(_UNKNOWN + name).fill_null(False))

    # ------------------------------------------------------------ what is not known
    def certainty(self, must_know: Sequence[str] = ()) -> Certainty:
        """Return what judges conditions here; `must_know` are columns in which a blank is not known."""
        return Certainty(self.terms, lambda name: self._unknown(name, must_know))

    def _unknown(self, name: str, must_know: Sequence[str]) -> pl.Expr:
        import polars as pl

        if name in TYPED:
            return pl.col("_年龄" if name == "_劳动年龄" else name).is_null()
        if name in self.lookups:
            return pl.col(_UNKNOWN + name)
        if name not in self.ledger.frame.columns or not (self.ledger.has(name) or name == "村（社区）"):
            return pl.lit(True)
        item = self.ledger.kind.field(name)
        faulty = pl.col(INDEX).is_in(sorted(self.ledger.faults.get(name, ())))
        return ((pl.col(name) == "") & _wanted(item, must_know)) | faulty

    # ------------------------------------------------------------ rows
    def sift(self, conditions: Sequence[Condition], must_know: Sequence[str] = ()) -> list[Sifted]:
        """Return the rows that conditions hold for or may hold for, in the ledger's order."""
        import polars as pl

        node = self.certainty(must_know).whole(conditions)
        nodes = list({id(it): it for it in node.each()}.values())
        answers = [answer for it in nodes for answer in (it.certain, it.possible)]
        wide = self.basis.frame.with_columns(answer.alias(f"_答{i}") for i, answer in enumerate(answers))
        rows = wide.filter(pl.col("_答1"))
        table = rows.select(f"_答{i}" for i in range(len(answers))).rows()
        return [
            self._sifted(node, record, {id(it): line[2 * i : 2 * i + 2] for i, it in enumerate(nodes)})
            for record, line in zip(rows.iter_rows(named=True), table, strict=True)
        ]

    def _sifted(
        self, node: Node, record: Mapping[str, object], row: Mapping[int, tuple[bool, ...]]
    ) -> Sifted:
        answers = {key: (bool(pair[0]), bool(pair[1])) for key, pair in row.items()}
        grounds = dict.fromkeys(self._grounds(telling(node, answers), record))
        lacks = dict.fromkeys(self._lacks(open_nodes(node, answers), record))
        return Sifted(int(str(record[INDEX])), answers[id(node)][0], tuple(grounds), tuple(lacks))

    def holding(
        self, conditions: Sequence[Condition], must_know: Sequence[str] = ()
    ) -> tuple[frozenset[int], frozenset[int]]:
        """Return the rows that conditions certainly hold for, and those that they may hold for; none without any."""
        if not conditions:
            return frozenset(), frozenset()
        node = self.certainty(must_know).whole(conditions)
        rows = self.basis.frame.select(INDEX, node.certain.alias("必"), node.possible.alias("可")).rows()
        return frozenset(i for i, it, _ in rows if it), frozenset(i for i, _, it in rows if it)

    def _grounds(self, nodes: Iterator[Node], record: Mapping[str, object]) -> Iterator[Ground]:
        for node in nodes:
            yield from (self.ground(name, record) for name in node.columns)

    def record(self, index: int) -> Mapping[str, object]:
        """Return a row by its index."""
        return self.basis.frame.row(index, named=True)

    def ground(self, name: str, record: Mapping[str, object]) -> Ground:
        """Return the cell of a column, wherever it stands."""
        index = int(str(record[INDEX]))
        if name in AGES:
            told = f"{record['_年龄']}周岁" if AGES[name] == "年龄" else str(record[name])
            return Ground(AGES[name], told, self.ledger.at(index, ID if self.ledger.has(ID) else "出生日期"))
        place = record.get(_PLACE + name)
        if name in self.lookups and place is not None:
            lookup = self.lookups[name]
            where = self.ledgers[lookup.ledger].at(int(str(place)), lookup.column)
            title = name if lookup.is_count else f"{lookup.ledger}的{lookup.column}"
            return Ground(title, str(record[name]), where)
        return Ground(name, str(record[name]), self.ledger.at(index, name))

    def _lacks(self, nodes: Iterator[Node], record: Mapping[str, object]) -> Iterator[str]:
        for node in nodes:
            if node.sort == HOUSE:
                yield f"同户其他成员的资料（{node.name}）" if record[node.columns[0]] else node.columns[0]
            else:
                yield from (self.lack(name) for name in node.columns)

    def lack(self, name: str) -> str:
        """Return in words what is not known where a column is not."""
        lookup = self.lookups.get(name)
        if lookup:
            return (
                f"{lookup.ledger}的{lookup.column}"
                if lookup.ledger in self.ledgers
                else f"没有{lookup.ledger}"
            )
        return ID if name in AGES else name


def _picked(kept: pl.DataFrame, name: str, lookup: Lookup, faulty: pl.Expr) -> pl.DataFrame:
    """Return by key the cell of the last (or first) row, a filled one before an empty one."""
    import polars as pl

    filled, falling = pl.col(lookup.column) != "", [False, lookup.pick == "最早"]
    found = kept.sort(filled, lookup.column, descending=falling, maintain_order=True).select(
        lookup.key,
        pl.col(lookup.column).alias(name),
        (~filled | faulty).alias(_UNKNOWN + name),
        pl.col(INDEX).cast(pl.Int64).alias(_PLACE + name),
    )
    return found.unique(lookup.key, keep="last")


def _counted(kept: pl.DataFrame, name: str, lookup: Lookup, faulty: pl.Expr) -> pl.DataFrame:
    """Return by key how many rows have the cell filled, or how many different texts; a cell in error is none."""
    import polars as pl

    number = pl.col(lookup.column).n_unique() if lookup.pick == "种数" else pl.len()
    rows = kept.filter((pl.col(lookup.column) != "") & ~faulty)
    return rows.group_by(lookup.key, maintain_order=True).agg(
        number.cast(pl.String).alias(name),
        pl.lit(False).alias(_UNKNOWN + name),
        pl.col(INDEX).last().cast(pl.Int64).alias(_PLACE + name),
    )


def _wanted(item: Field | None, must_know: Sequence[str]) -> pl.Expr:
    """Return for which rows a cell must be filled."""
    import polars as pl

    if item is None or item.required or item.name in must_know:
        return pl.lit(True)
    return expression(item.required_when, Terms({}, {})) if item.required_when else pl.lit(False)
