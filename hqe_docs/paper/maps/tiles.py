"""A scheme of areas where no boundaries are given: hexagons, one an area, those of a village side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil, sqrt

from hqe_docs.paper.maps.mapsheet import Area, Point, Ring

WIDE, TALL, PITCH = sqrt(3.0), 2.0, 1.5  # a hexagon of radius 1, its corner up; from row to row
GAP = 1.1  # between villages
HEAD = 1.15  # of a village's name above its hexagons
FLAT = 2.2  # the width by the height of where the map stands
_CORNERS = ((0, 1), (-1, 0.5), (-1, -0.5), (0, -1), (1, -0.5), (1, 0.5))  # in half widths and radii


def tiles(
    groups: Mapping[str, Sequence[str]], keys: Mapping[tuple[str, str], str], wide: int = 0
) -> list[Area]:
    """Return the areas of each village's groups, village by village; the same names give the same places.

    `wide` is how many stand in a row, as fills the sheet best unless said.
    """
    counts = [len(names) for names in groups.values()]
    wide, across = _fitting(counts, range(wide, wide + 1) if wide else range(1, max(counts) + 1))
    width, height = _size(counts, wide)
    areas = []
    for number, (village, names) in enumerate(groups.items()):
        row, column = divmod(number, across)
        for name, (x, y) in zip(names, _block(len(names), wide), strict=True):
            at = (round(x + column * width, 4), round(y - row * height, 4))
            areas.append(Area(keys[village, name], name or village, village, (hexagon(at),), at))
    return areas


def _fitting(counts: Sequence[int], widths: Iterable[int]) -> tuple[int, int]:
    """Return how many stand in a row of a block, and how many blocks side by side, so that all are largest."""

    def needs(choice: tuple[int, int]) -> float:
        wide, across = choice
        width, height = _size(counts, wide)
        return max(across * width / FLAT, ceil(len(counts) / across) * height)

    return min(((wide, across) for wide in widths for across in range(1, len(counts) + 1)), key=needs)


def _size(counts: Sequence[int], wide: int) -> Point:
    """Return the width and height of the largest block, with what stands between blocks."""
    rows = ceil(max(counts) / wide)
    width = (wide + (0.5 if rows > 1 else 0.0)) * WIDE + GAP
    return width, (rows - 1) * PITCH + TALL + GAP + HEAD


def _block(count: int, wide: int) -> Iterator[Point]:
    """Yield the centres of `count` hexagons in rows from the upper left; a short last row stands in the middle."""
    for number in range(count):
        row, column = divmod(number, wide)
        left = count - row * wide
        shift = (wide - left) // 2 if left < wide else 0
        yield (column + shift + (row % 2) / 2) * WIDE, -row * PITCH


def hexagon(at: Point) -> Ring:
    """Return the ring of a hexagon around a point, against the clock."""
    ring = [(round(at[0] + x * WIDE / 2, 4), round(at[1] + y, 4)) for x, y in _CORNERS]
    return (*ring, ring[0])


def village_areas(areas: Sequence[Area], keys: Mapping[str, str]) -> list[Area]:
    """Return one area a village: the outline of its areas."""
    by_village: dict[str, list[Area]] = {}
    for area in areas:
        by_village.setdefault(area.village, []).append(area)
    made = []
    for village, own in by_village.items():
        rings = outline([ring for area in own for ring in area.rings])
        made.append(Area(keys[village], village, village, rings, middle(rings)))
    return made


def middle(rings: Sequence[Ring]) -> Point:
    """Return the centre of gravity of all rings, holes taken out."""
    pairs = [pair for ring in rings for pair in pairwise(ring)]
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)
    if not twice:
        return rings[0][0] if rings else (0.0, 0.0)
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * twice)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * twice)
    return round(x, 4), round(y, 4)


def outline(rings: Sequence[Ring]) -> tuple[Ring, ...]:
    """Return the edges that no two rings share, joined to rings again."""
    edges = {(_near(a), _near(b)): (a, b) for ring in rings for a, b in pairwise(ring)}
    outer = {key: edge for key, edge in edges.items() if (key[1], key[0]) not in edges}
    after: dict[Point, list[tuple[Point, Point]]] = {}
    for key in outer:
        after.setdefault(key[0], []).append(key)
    made = []
    while any(after.values()):
        start = next(edges for edges in after.values() if edges)[0]
        made.append(tuple(outer[key][0] for key in _walk(start, after)))
    return tuple((*ring, ring[0]) for ring in made)


def _near(point: Point) -> Point:
    """Return a point by which corners that are one are found to be one."""
    return round(point[0], 2) + 0.0, round(point[1], 2) + 0.0


def _walk(
    start: tuple[Point, Point], after: dict[Point, list[tuple[Point, Point]]]
) -> Iterator[tuple[Point, Point]]:
    """Yield edges one after the other till the first corner is met again; they are taken out of `after`."""
    edge = start
    while True:
        after[edge[0]].remove(edge)
        yield edge
        if edge[1] == start[0] or not after.get(edge[1]):
            return
        edge = after[edge[1]][0]
