"""Why a value is what it is: the figure or indicator behind it, its rule, the rows and cells it was counted from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hqe_docs.data.conditiontext import definition_text, names_in
from hqe_docs.data.ledger import Ledger
from hqe_docs.data.scores.rules import Score
from hqe_docs.data.scores.workrows import deciding
from hqe_docs.masking import hide_numbers
from hqe_docs.office.ledgers.ledgerwork import masked_cell
from hqe_docs.office.provenance.evaluating import Way
from hqe_docs.office.scores.numbers import figure_json, item_json
from hqe_docs.office.workspace import Loaded
from hqe_docs.paper.language.origins import Sourced
from hqe_docs.values import as_number, decimal_text

BELOW = ("下辖", "各点")
TOTALS = ("总分", "可能总分")
TOTAL = "合计"


@dataclass(slots=True)
class Because:
    """What is known of the values of one dossier's papers, its mapping and those below."""

    loaded: Loaded
    mapping: Mapping[str, Any]
    unmask: bool = False
    most: int = 0  # rows, where there is a bound
    _owners: dict[int, Loaded] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._own(self.loaded, self.mapping)

    def _own(self, loaded: Loaded, mapping: Mapping[str, Any]) -> None:
        """Note whose mappings these are."""
        self._owners[id(mapping)] = loaded
        sound = [inner for inner in loaded.below if inner.is_sound]
        for inner, below in zip(sound, mapping.get("下辖") or (), strict=False):
            self._own(inner, below)

    def of(self, way: Way) -> dict[str, Any]:
        """Return what lies behind the value at the end of a way, as plain values."""
        owner = self._owner(way)
        score = self._score(owner, way)
        name = next(iter(_figure_names(way, owner)), score and score["figure"])
        figure = self._figure(owner, name, told=score) if name else None
        return {
            "path": str(way),
            "dossier": owner.name,
            "figure": figure,
            "score": score,
            "sum": self._sum(owner, way),
            "rows": list(summed_rows(way)),
            "source": self._source(owner, way),
        }

    def each(self, way: Way) -> list[dict[str, Any]]:
        """Return the same; of a figure that the owner has from those below, what lies behind theirs."""
        reason, owner = self.of(way), self._owner(way)
        figure = reason["figure"]
        if figure is None or figure["value"] is not None or not owner.below:
            return [reason]
        inner = [
            (it.name, self._figure(it, figure["name"], told=None)) for it in owner.each() if it is not owner
        ]
        told = [
            reason | {"dossier": name, "figure": it} for name, it in inner if it and it["value"] is not None
        ]
        return told or [reason]

    def _owner(self, way: Way) -> Loaded:
        """Return whose value it is: that of the innermost mapping on the way, or the point a row names."""
        owners = [self._owners[id(value)] for value in way.met if id(value) in self._owners]
        named = {inner.name: inner for inner in self.loaded.each()}
        rows = [value for value in way.met[1:] if isinstance(value, Mapping)]
        said = [str(row.get("创建点") or row.get("名称") or "") for row in rows]
        points = [named[name] for name in said if name in named and name != self.loaded.name]
        return [self.loaded, *owners, *points][-1]

    # ------------------------------------------------------------ figures
    def _figure(self, owner: Loaded, name: str, *, told: dict[str, Any] | None) -> dict[str, Any] | None:
        """Return a figure with the rows behind it, and the indicators scored by it but the one that is `told`."""
        counter = owner.counter
        if counter is None:
            return None
        figure, rule = counter.figure(name), counter.edition.figures[name]
        conditions = [*rule.base, *rule.counted]
        named = dict.fromkeys(word for part in conditions for word in names_in(part, counter.terms))
        used = (
            [it for it in owner.sheet.scores if it.figure and it.figure.name == name] if owner.sheet else []
        )
        return {
            **figure_json(figure),
            "shape": rule.shape,
            "definitions": [definition_text(word, counter.terms) for word in named],
            "cells": list(self._cells(figure.counted, deciding(counter, name))),
            "indicators": [] if told else [self._item(it, owner) for it in used],
        }

    def _cells(self, counted: Any, columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        """Yield the rows counted, each with the cells that decide."""
        left = self.most or None
        for ledger, indices in counted:
            for index in indices[:left]:
                cells = [self._cell(ledger, index, column) for column in columns if ledger.has(column)]
                yield {"row": str(ledger.at(index)), "cells": cells}
            if left is not None:
                left = max(left - len(indices), 0)

    def _cell(self, ledger: Ledger, index: int, column: str) -> dict[str, Any]:
        text = str(ledger.frame.item(index, column) or "")
        hidden = hide_numbers(masked_cell(text, ledger.kind.field(column)))
        return {
            "column": column,
            "cell": ledger.at(index, column).cell,
            "text": text if self.unmask else hidden,
        }

    # ------------------------------------------------------------ points
    def _score(self, owner: Loaded, way: Way) -> dict[str, Any] | None:
        rows = [it for it in way.met[1:] if isinstance(it, Mapping) and "序号" in it and "指标" in it]
        if not rows or owner.sheet is None:
            return None
        found = (it for it in owner.sheet.scores if str(it.indicator.no) == str(rows[-1]["序号"]))
        item = next(found, None)
        return None if item is None else self._item(item, owner)

    def _sum(self, owner: Loaded, way: Way) -> list[dict[str, Any]]:
        """Return the points that a total sums up, by indicator."""
        if owner.sheet is None or not way.keys or way.keys[-1] not in TOTALS:
            return []
        return [
            {"no": it.indicator.no, "points": it.points and decimal_text(it.points), "state": it.state}
            for it in owner.sheet.scores
        ]

    def _item(self, item: Score, owner: Loaded) -> dict[str, Any]:
        assert owner.sheet is not None, "it has scores"  # noqa: S101
        made = item_json(item, owner.sheet)
        return made | {"figure": item.figure and item.figure.name}

    # ------------------------------------------------------------ what was written down
    def _source(self, owner: Loaded, way: Way) -> str | None:
        """Return the cell of a ledger or the line of dossier.yaml that says the value."""
        for depth in range(len(way.keys), 0, -1):
            items, key = way.met[depth - 1], way.keys[depth - 1]
            if isinstance(items, Sourced) and isinstance(key, int):
                column = way.keys[depth] if depth < len(way.keys) else None
                return str(items.source(key, str(column) if isinstance(column, str) else None)) or None
        keys = way.keys
        while keys and keys[0] in BELOW:
            keys = keys[2:]
        if owner.dossier and keys and owner.sound.source.says(keys):
            return str(owner.sound.at(*keys))
        return None


def summed_rows(way: Way) -> Iterator[dict[str, str]]:
    """Yield the rows beside a total (合计) that it sums up: what each is called, and its number."""
    if TOTAL not in way.keys:
        return
    place = way.keys.index(TOTAL)
    group, inner = way.met[place], way.keys[place + 1 :]
    lists = [it for it in group.values() if isinstance(it, list)] if isinstance(group, Mapping) else []
    for rows in lists:
        said = [(row, value) for row in rows if (value := _inside(row, inner)) is not None]
        for number, (row, value) in enumerate(said, start=1):
            title = row.get("创建点") or row.get("名称") or row.get("层级") or f"第 {number} 行"
            yield {"name": str(title), "value": value}
        if said:
            return


def _inside(value: Any, keys: Sequence[str | int]) -> str | None:
    """Return the number that a way leads to inside a value, None where it leads to none."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    if isinstance(value, str | float):  # points are printed ones
        number = as_number(str(value))
        return decimal_text(number) if isinstance(number, Decimal) else None
    return decimal_text(value) if isinstance(value, Decimal | int | Fraction) else None


def _figure_names(way: Way, owner: Loaded) -> Iterator[str]:
    """Yield the names of figures that a way speaks of, the innermost first."""
    known = owner.edition.figures if owner.edition else {}
    for depth in range(len(way.keys), 0, -1):
        key, value = way.keys[depth - 1], way.met[depth]
        if depth > 1 and key in known:
            yield str(key)
        if isinstance(value, Mapping) and value.get("名称") in known:
            yield str(value["名称"])
