"""What a map is made from: areas on a plane, layers of numbers as they are printed, spots, the words around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import NamedTuple

Point = tuple[float, float]
Ring = tuple[Point, ...]
CLASSES = 5
HIDDEN, ABSENT = "不公开", "—"


class Cell(NamedTuple):
    """A number as printed, what it is drawn by (None: hidden, or not there), what stands behind it."""

    text: str
    size: float | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """An area: its key, its name on the map, its village; no rings where nobody knows its place.

    Rings against the clock are outer ones, with the clock holes of the one before; y goes up.
    """

    key: str
    name: str
    village: str
    rings: tuple[Ring, ...] = ()
    at: Point = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Layer:
    """Numbers by area; `level` names the areas they are of, `parent` the layer that this one is a part of."""

    name: str
    unit: str
    level: str
    cells: Mapping[str, Cell]
    total: Cell
    source: str
    note: str = ""
    parent: str = ""
    is_rate: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of service: where, its sign of one character, its kind, what stands there; `count` of the same."""

    at: Point
    sign: str
    kind: str
    name: str
    village: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class MapSheet:
    """One map. `levels` are its areas by level, finest first; `villages` stand over groups with their names.

    `unit` is what a unit of the plane is (公里), nothing for a scheme without scale.
    """

    title: str
    subtitle: str
    levels: Mapping[str, Sequence[Area]]
    layers: Sequence[Layer]
    first: str
    spots: Sequence[Spot] = ()
    notes: Sequence[str] = ()
    unit: str = ""
    mark: str = ""
    accent: str = "blue"

    @property
    def finest(self) -> str:
        """The level that is drawn first."""
        return next(iter(self.levels))

    def layer(self, name: str) -> Layer:
        """Return the layer of a name."""
        return next(layer for layer in self.layers if layer.name == name and not layer.parent)

    def areas_of(self, layer: Layer) -> Sequence[Area]:
        """Return the areas that a layer is drawn on: the finest that it tells of."""
        return self.levels[layer.level if layer.level in self.levels else self.coarsest]

    @property
    def coarsest(self) -> str:
        """The level of villages."""
        return list(self.levels)[-1]

    @property
    def main(self) -> list[Layer]:
        """The layers that are no parts of others."""
        return [layer for layer in self.layers if not layer.parent]

    @property
    def plain(self) -> list[Layer]:
        """The main layers without those that are there for their parts and have the numbers of another."""
        parents = {layer.parent for layer in self.layers}
        repeats = {
            it.name
            for it in self.main
            if it.name in parents and any(it.cells == other.cells for other in self.main if other is not it)
        }
        return [layer for layer in self.main if layer.name not in repeats]


class Classes(NamedTuple):
    """The bounds of classes from low to high, and how a legend calls each."""

    bounds: tuple[float, ...]
    labels: tuple[str, ...]

    def of(self, size: float) -> int:
        """Return the class of a number."""
        return min(sum(size >= bound for bound in self.bounds[1:]), len(self.labels) - 1)


def classes_of(layer: Layer, areas: Sequence[Area]) -> Classes:
    """Return about five classes of equal width whose bounds are round numbers, over the numbers of these areas."""
    cells = [layer.cells[area.key] for area in areas if area.key in layer.cells]
    sizes = [cell.size for cell in cells if cell.size is not None]
    if not sizes:
        return Classes((0.0,), ())
    low, high = min(sizes), max(sizes)
    step = _round_step((high - low) / CLASSES, least=0.001 if layer.is_rate else 1.0)
    start = floor(low / step + 1e-9) * step
    count = max(1, floor((high - start) / step + 1e-9) + 1)
    bounds = tuple(start + step * i for i in range(count))
    return Classes(bounds, tuple(_label(bound, bound + step, high, layer.is_rate) for bound in bounds))


def _round_step(least_step: float, least: float) -> float:
    """Return the next of 1, 2, 5, 10, … times a power of ten."""
    wanted = max(least_step, least)
    power = 10.0 ** floor(log10(wanted))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= wanted - 1e-12)


def _label(low: float, high: float, most: float, is_rate: bool) -> str:
    if is_rate:
        digits = 0 if round((high - low) * 100, 6) >= 1 else 1
        return f"{low:.{digits}%}—{min(high, 1.0):.{digits}%}"
    last = ceil(high) - 1
    return str(int(low)) if last <= int(low) or most <= low else f"{int(low)}—{last}"
