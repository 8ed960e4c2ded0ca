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
from hqe_docs.data.scores.figures import Counter, Figure, Rows
from hqe_docs.data.scores.indicators import FigureRule
from hqe_docs.numerals import whole_of
from hqe_docs.values import Fault, as_number

if TYPE_CHECKING:
    import polars as pl

BLANK = "没有填写"
_CHINESE = "零〇一二三四五六七八九十百"
NO_GROUP = ""  # of a row that no group is known of
Place = tuple[str, str]  # village, group
Row = tuple[int, str, int]  # the dossier's number, the ledger, the row


@dataclass
class Tally:
    """One layer counted: each row with its place; `below` are the rows of a rate's denominator.

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
    above: dict[Row, Place] = field(default_factory=dict)
    below: dict[Row, Place] = field(default_factory=dict)
    weights: dict[Row, int] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)


def count_layer(
    layer: LayerRule, counter: Counter, number: int, places: Places, tallies: dict[str, Tally]
) -> None:
    """Count a layer of one dossier into its tally and those of its parts."""
    rule = counter.edition.figures[layer.figure]
    figure = counter.figure(layer.figure)
    tally = tallies.setdefault(layer.name, Tally(layer.name, layer.figure))
    _describe(tally, rule, figure)
    if figure.value is None and not figure.counted and figure.missing:
        tally.missing[counter.dossier.name] = figure.missing
        return
    for ledger, indices in figure.counted:
        at = places.of(ledger)
        tally.level = "组" if tally.level == "组" or places.knows_groups(ledger) else "村"
        tally.personal = tally.personal or is_personal(ledger)
        rows = [(number, ledger.kind.name, index) for index in indices]
        tally.above |= {row: at[row[2]] for row in rows}
        if rule.column:
            tally.weights |= dict(zip(rows, _amounts(ledger, rule.column, indices), strict=True))
        if layer.parts:
            _split(tally, layer.parts, ledger, rows, tallies)
    if figure.is_rate and rule.shape == "比率":
        tally.below |= _placed(figure.base, number, places)


def _describe(tally: Tally, rule: FigureRule, figure: Figure) -> None:
    tally.unit, tally.is_rate = rule.unit, rule.shape == "比率"
    tally.note = tally.note or rule.note
    tally.sources |= dict.fromkeys(name for name in figure.source.split("、") if not name.startswith("人口"))


def _placed(rows: Rows, number: int, places: Places) -> dict[Row, Place]:
    return {
        (number, ledger.kind.name, index): places.of(ledger)[index]
        for ledger, indices in rows
        for index in indices
    }


def _split(whole: Tally, column: str, ledger: Ledger, rows: Sequence[Row], tallies: dict[str, Tally]) -> None:
    """Count the rows of `whole` into one tally a value of `column`, in the order of the ledger's list."""
    values = ledger.frame[column].to_list() if column in ledger.frame.columns else []
    known = ledger.kind.field(column)
    order = [*(known.choices if known else ()), BLANK]
    for value in order:  # all stand there, so that every dossier gives the same layers in the same order
        blank = Tally(value, whole.figure, whole.unit, whole.name, note=f"{whole.note}，按{column}分")
        part = tallies.setdefault(f"{whole.name}·{value}", blank)
        part.level, part.personal, part.sources = whole.level, whole.personal, whole.sources
    for row in rows:
        value = (values[row[2]] if values else "") or BLANK
        part = tallies.get(f"{whole.name}·{value}") or tallies[f"{whole.name}·{BLANK}"]
        part.above[row] = whole.above[row]


def is_personal(ledger: Ledger) -> bool:
    """Say whether the rows of a ledger stand for persons."""
    return any(item.format == ID for item in ledger.kind.fields)


def _amounts(ledger: Ledger, column: str, indices: Sequence[int]) -> Iterator[int]:
    for cell in ledger.frame[column].gather(list(indices)).to_list():
        number = as_number(cell or "")
        yield 0 if isinstance(number, Fault) else int(number)


# ---------------------------------------------------------------- where rows belong
@dataclass
class Places:
    """Says of each row of a dossier's ledgers its village and group: by its own columns, else its person's in the master."""

    village: str
    ledgers: Mapping[str, Ledger]
    _known: dict[str, list[Place]] = field(default_factory=dict)

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
