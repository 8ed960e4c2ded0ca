"""Figures by area: the very rows that a figure counts, each at its village and group, so that parts add up to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hqe_docs.data.kinds import MASTER
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.maps.rules import LayerRule
from hqe_docs.data.persons import GROUP, ID, VILLAGE
from hqe_docs.data.scores.figures import Counter, Figure
from hqe_docs.data.scores.indicators import FigureRule
from hqe_docs.numerals import whole_of
from hqe_docs.values import Fault, as_number

if TYPE_CHECKING:
    import polars as pl

BLANK = "没有填写"
_CHINESE = "零〇一二三四五六七八九十百"
NO_GROUP = ""  # of a row that no group is known of
Place = tuple[str, str]  # village, group
Rows = dict[Place, set[int]]  # rows by their number in the whole run


@dataclass
class Tally:
    """One layer counted: its rows at their places; `below` are the rows of a rate's denominator.

    `weights` are what a row counts where that isn't one. `parent` is the layer whose parts this is one of; `level`
    says how near a row's place is known: 组 or 村. `personal` are counts of persons, which a public version may hide.
    """

    name: str
    figure: str
    unit: str = "人"
    parent: str = ""
    is_rate: bool = False
    level: str = "村"
    personal: bool = False
    sources: dict[str, None] = field(default_factory=dict)
    note: str = ""
    above: Rows = field(default_factory=dict)
    below: Rows = field(default_factory=dict)
    weights: dict[int, int] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The layer's name, with that of the one it is a part of."""
        return f"{self.parent}·{self.name}" if self.parent else self.name

    def size(self, rows: Iterable[int]) -> int:
        """Return what the rows count."""
        return sum(self.weights.get(row, 1) for row in rows)


def count_layer(layer: LayerRule, counter: Counter, places: Places, tallies: dict[str, Tally]) -> None:
    """Count a layer of one dossier into its tally and those of its parts."""
    rule = counter.edition.figures[layer.figure]
    figure = counter.figure(layer.figure)
    tally = tallies.setdefault(layer.name, Tally(layer.name, layer.figure))
    _describe(tally, rule, figure)
    if figure.value is None and not figure.counted and figure.missing:
        tally.missing[counter.dossier.name] = figure.missing
        return
    for ledger, indices in figure.counted:
        tally.level = "组" if tally.level == "组" or places.knows_groups(ledger) else "村"
        tally.personal = tally.personal or is_personal(ledger)
        rows = places.rows(ledger, apart=bool(rule.column))
        _add(tally.above, indices, rows, places.of(ledger))
        if rule.column:
            amounts = _amounts(ledger, rule.column, indices)
            tally.weights |= {rows[index]: amount for index, amount in zip(indices, amounts, strict=True)}
        if layer.parts:
            _split(tally, layer.parts, ledger, (indices, rows, places.of(ledger)), tallies)
    if rule.shape == "比率":
        for ledger, indices in figure.base:
            _add(tally.below, indices, places.rows(ledger), places.of(ledger))


def _add(into: Rows, indices: Iterable[int], rows: Sequence[int], places: Sequence[Place]) -> None:
    for index in indices:
        into.setdefault(places[index], set()).add(rows[index])


def _describe(tally: Tally, rule: FigureRule, figure: Figure) -> None:
    tally.unit, tally.is_rate = rule.unit, rule.shape == "比率"
    tally.note = tally.note or rule.note
    tally.sources |= dict.fromkeys(name for name in figure.source.split("、") if not name.startswith("人口"))


def _split(
    whole: Tally,
    column: str,
    ledger: Ledger,
    counted: tuple[Sequence[int], Sequence[int], Sequence[Place]],
    tallies: dict[str, Tally],
) -> None:
    """Count the rows of `whole` into one tally a value of `column`, in the order of the ledger's list."""
    indices, rows, places = counted
    values = _column(ledger.frame, column)
    known = ledger.kind.field(column)
    listed = known.choices if known else ()
    for value in (
        *listed,
        BLANK,
    ):  # all stand there, so that every dossier gives the same layers in the same order
        part = Tally(value, whole.figure, whole.unit, whole.name, note=f"{whole.note}，按{column}分")
        part = tallies.setdefault(part.key, part)
        part.level, part.personal, part.sources = whole.level, whole.personal, whole.sources
    for index in indices:
        part = tallies.get(f"{whole.name}·{values[index]}") or tallies[f"{whole.name}·{BLANK}"]
        _add(part.above, [index], rows, places)


def is_personal(ledger: Ledger) -> bool:
    """Say whether the rows of a ledger stand for persons."""
    return any(item.format == ID for item in ledger.kind.fields)


def _amounts(ledger: Ledger, column: str, indices: Sequence[int]) -> Iterator[int]:
    for cell in ledger.frame[column].gather(list(indices)).to_list():
        number = as_number(cell or "")
        yield 0 if isinstance(number, Fault) else int(number)


# ---------------------------------------------------------------- where rows belong
@dataclass
class Register:
    """Numbers the rows of all dossiers of a run; `same` names by ledger the columns by which two rows are one thing."""

    same: Mapping[str, Sequence[str]] = field(default_factory=dict)
    _next: int = 0
    _once: dict[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)

    def apart(self, ledger: Ledger) -> list[int]:
        """Return a number for each row."""
        self._next += ledger.frame.height
        return list(range(self._next - ledger.frame.height, self._next))

    def once(self, ledger: Ledger, numbers: Sequence[int]) -> list[int]:
        """Return the numbers, those of a thing that another dossier has, too, being that one's."""
        columns = self.same.get(ledger.kind.name, ())
        if not columns or not set(columns) <= set(ledger.frame.columns):
            return list(numbers)
        known = zip(*(_column(ledger.frame, name) for name in columns), strict=True)
        keys = [(ledger.kind.name, key) for key in known]
        return [
            self._once.setdefault(key, number) if all(key[1]) else number
            for key, number in zip(keys, numbers, strict=True)
        ]


@dataclass
class Places:
    """Says of each row of a dossier's ledgers its village and group: by its own columns, else its person's in the master."""

    village: str
    ledgers: Mapping[str, Ledger]
    register: Register
    _known: dict[str, list[Place]] = field(default_factory=dict)
    _numbers: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)

    def rows(self, ledger: Ledger, *, apart: bool = False) -> list[int]:
        """Return the number of every row; what other dossiers tell of, too, has theirs unless told apart."""
        name = ledger.kind.name
        if name not in self._numbers:
            own = self.register.apart(ledger)
            self._numbers[name] = own, self.register.once(ledger, own)
        return self._numbers[name][0 if apart else 1]

    def of(self, ledger: Ledger) -> list[Place]:
        """Return the place of every row."""
        name = ledger.kind.name
        if name not in self._known:
            self._known[name] = list(self._places(ledger))
        return self._known[name]

    def knows_groups(self, ledger: Ledger) -> bool:
        """Say whether groups of this ledger's rows can be known at all."""
        return ledger.has(GROUP) or (ledger.has(ID) and MASTER in self.ledgers)

    def _places(self, ledger: Ledger) -> Iterator[Place]:
        frame = ledger.frame
        villages, groups = _column(frame, VILLAGE), _column(frame, GROUP)
        persons = _column(frame, ID)
        homes = self._homes() if ledger.kind.name != MASTER and ledger.has(ID) else {}
        for village, group, person in zip(villages, groups, persons, strict=True):
            home = homes.get(person, (self.village, NO_GROUP))
            yield village or home[0], group or home[1]

    def _homes(self) -> dict[str, Place]:
        """Return person → place, by the master."""
        master = self.ledgers.get(MASTER)
        if master is None:
            return {}
        return dict(zip(_column(master.frame, ID), self.of(master), strict=True))


def _column(frame: pl.DataFrame, name: str) -> list[str]:
    if name not in frame.columns:
        return [""] * frame.height
    return [(text or "").strip() for text in frame[name].to_list()]


def in_order(names: Iterable[str]) -> list[str]:
    """Return names sorted as people count: 第2组 before 第10组; a blank last."""
    return sorted(set(names), key=lambda name: (not name, _natural(name)))


def _natural(name: str) -> list[tuple[int, int, str]]:
    parts = re.findall(rf"\d+|[{_CHINESE}]+|[^\d{_CHINESE}]+", name)
    return [_part(part) for part in parts]


def _part(text: str) -> tuple[int, int, str]:
    """Return what a part of a name is sorted by: numbers, written either way, before words."""
    number = int(text[:18]) if text.isdecimal() else whole_of(text) if set(text) <= set(_CHINESE) else None
    return (1, 0, text) if number is None else (0, number, text)
