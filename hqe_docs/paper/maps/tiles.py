"""A scheme of areas where no boundaries are given: hexagons, one an area, those of a village side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil, sqrt

from hqe_docs.paper.maps.mapsheet import Area, Point, Ring

WIDE, TALL, PITCH = sqrt(3.0), 2.0, 1.5  # a hexagon of radius 1, its corner up; from row to row
GAP = 1.1  # between villages
HEAD = 1.15  # of a village's name above its hexagons
FLAT = 1.5  # the sheet's width by its height
CORNERS: tuple[Point, ...] = tuple((x * WIDE / 2, y) for x, y in ((0, 1), (-1, 0.5), (-1, -0.5), (0, -1), (1, -0.5), (1, 0.5)))  # fmt: skip


def tiles(groups: Mapping[str, Sequence[str]], keys: Mapping[tuple[str, str], str]) -> list[Area]:
    """Return the areas of each village's groups, village by village; the same names give the same places."""
    blocks = {village: list(_block(len(names))) for village, names in groups.items()}
    width = max(max((x for x, _ in block), default=0.0) for block in blocks.values()) + WIDE + GAP
    height = max(-min((y for _, y in block), default=0.0) for block in blocks.values()) + TALL + GAP + HEAD
    across = _across(len(groups), width, height)
    areas = []
    for number, (village, names) in enumerate(groups.items()):
        row, column = divmod(number, across)
        for name, (x, y) in zip(names, blocks[village], strict=True):
            at = (round(x + column * width, 4), round(y - row * height, 4))
            areas.append(Area(keys[village, name], name or village, village, (hexagon(at),), at))
    return areas


def _across(count: int, width: float, height: float) -> int:
    """Return how many blocks stand side by side, so that all fill a landscape sheet best."""
    return min(
        range(1, count + 1),
        key=lambda n: (max(n * width / FLAT, ceil(count / n) * height), n),
    )


def _block(count: int) -> Iterator[Point]:
    """Yield the centres of `count` hexagons in rows from the upper left; a short last row stands in the middle."""
    wide = _columns(count)
    for number in range(count):
        row, column = divmod(number, wide)
        left = count - row * wide
        shift = (wide - left) // 2 if left < wide else 0
        yield (column + shift + (row % 2) / 2) * WIDE, -row * PITCH


def _columns(count: int) -> int:
    root = sqrt(count * FLAT * PITCH / WIDE)
    return max(1, min(count, round(root)))


def hexagon(at: Point) -> Ring:
    """Return the ring of a hexagon around a point, against the clock."""
    ring = [(round(at[0] + x, 4), round(at[1] + y, 4)) for x, y in CORNERS]
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
    edges = {
        (_near(a), _near(b)): (a, b) for ring in rings for a, b in pairwise(ring)
    }  # fmt: skip
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
