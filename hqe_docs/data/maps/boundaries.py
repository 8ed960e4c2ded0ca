"""The user's boundaries (GeoJSON, RFC 7946) as shapes on a plane, within bounds; every fault told with its place."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from hqe_docs.data.given.jsonfile import read_json
from hqe_docs.problems import Location, Problems

MOST_FEATURES, MOST_POINTS, MOST_BYTES = 5000, 500_000, 64 * 1024 * 1024
FINE = 3000  # of the extent: points nearer to the one before are left out
CHINA = ((73.0, 136.0), (3.0, 54.0))  # longitudes, latitudes
KM = 111.32  # of a degree of latitude
NAMES, ALIASES, KINDS = ("名称", "name", "NAME", "Name"), ("别名", "alias"), ("类型", "type")
VILLAGES = ("村", "所属村", "village")
Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A named area: its names (the first is its own), its village where that is told, outer and inner rings."""

    names: tuple[str, ...]
    village: str
    rings: tuple[Ring, ...]
    where: Location


@dataclass(frozen=True, slots=True)
class Spot:
    """A named point, and what stands there."""

    name: str
    kind: str
    at: tuple[float, float]


@dataclass
class Boundaries:
    """What a file holds, in kilometres from its south-west corner, and the reference system it names."""

    file: str
    shapes: list[Shape] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    system: str = ""


def read_boundaries(path: Path, found: Problems) -> Boundaries | None:
    """Return the areas and points of a GeoJSON file; None, with the reason, where it can't be used."""
    name = path.name
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        found.add("H211", Location(name), detail="文件超过 64 MiB，请先简化边界")
        return None
    value = read_json(path, name, found)
    if value is None:
        return None
    features = value.get("features") if isinstance(value, dict) else None
    if not isinstance(features, list) or value.get("type") != "FeatureCollection":
        found.add("H211", Location(name), detail="不是 FeatureCollection（要素集合）")
        return None
    if len(features) > MOST_FEATURES:
        found.add("H211", Location(name), detail=f"要素超过 {MOST_FEATURES} 个")
        return None
    made = Boundaries(name, system=_system(value))
    for number, feature in enumerate(features, start=1):
        _read_feature(feature, Location(name, path=f"第{number}个要素"), made, found)
    return _on_plane(made, found)


def _system(value: Mapping[str, Any]) -> str:
    crs = value.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return str(name)[:60] if name else ""


def _read_feature(feature: Any, where: Location, made: Boundaries, found: Problems) -> None:
    """Take one feature down; what is wrong with it costs that feature only."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict):
        found.add("H212", where, detail="没有 geometry（图形）")
        return
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    names = _names(properties)
    if not names:
        found.add("H212", where, detail=f"没有名称，应在 properties 的“{NAMES[0]}”或“{NAMES[1]}”里")
        return
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    try:
        if kind == "Point":
            made.spots.append(Spot(names[0], _first(properties, KINDS), _point(coordinates)))
        elif kind in ("Polygon", "MultiPolygon"):
            polygons = [coordinates] if kind == "Polygon" else coordinates
            rings = tuple(ring for polygon in _listed(polygons) for ring in _rings(polygon))
            made.shapes.append(Shape(names, _first(properties, VILLAGES), rings, where))
        else:
            found.add("H213", where, kind=str(kind)[:30])
    except ValueError as error:
        found.add("H212", where, detail=error)


def _names(properties: Mapping[str, Any]) -> tuple[str, ...]:
    own = _first(properties, NAMES)
    others = [properties[key] for key in ALIASES if key in properties]
    texts = [text for item in others for text in (item if isinstance(item, list) else [item])]
    split = [part.strip() for text in texts for part in str(text)[:500].split("、")]
    return tuple(dict.fromkeys(name for name in (own, *split) if name)) if own else ()


def _first(properties: Mapping[str, Any], keys: Sequence[str]) -> str:
    values = (properties[key] for key in keys if key in properties)
    return next((str(it).strip()[:60] for it in values if isinstance(it, str | int) and str(it).strip()), "")


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise ValueError("coordinates（坐标）的层次不对或是空的")
    return value


def _rings(polygon: Any) -> Iterator[Ring]:
    """Yield the outer ring against the clock, holes with it, whichever way they were written (RFC 7946 §3.1.6)."""
    for number, ring in enumerate(map(_ring, _listed(polygon))):
        turns = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) > 0
        yield ring if turns == (number == 0) else ring[::-1]


def _ring(value: Any) -> Ring:
    points = tuple(_point(item) for item in _listed(value))
    if len(points) < 4 or points[0] != points[-1]:
        raise ValueError("一圈边界至少四个点，首尾应是同一个点")
    return points


def _point(value: Any) -> tuple[float, float]:
    numbers = _listed(value)[:2]
    if len(numbers) < 2 or any(isinstance(it, bool | str | list | dict) or it is None for it in numbers):
        raise ValueError("坐标应是两个数：经度、纬度")
    x, y = (float(it) for it in numbers)
    if abs(x) > 360 or abs(y) > 360:
        raise ValueError(f"坐标 {x:.0f}, {y:.0f} 不是经纬度，像是投影坐标；请导出为经纬度（度）")
    (west, east), (south, north) = CHINA
    if south <= x <= north and west <= y <= east:
        raise ValueError(f"坐标 {x:g}, {y:g} 像是先写了纬度；GeoJSON 先经度后纬度")
    if abs(x) > 180 or abs(y) > 90:
        raise ValueError(f"坐标 {x:g}, {y:g} 超出经纬度的范围")
    return x, y


# ---------------------------------------------------------------- degrees → kilometres
def _on_plane(made: Boundaries, found: Problems) -> Boundaries | None:
    """Return the shapes in kilometres, with no more points than a page can show."""
    points = [point for shape in made.shapes for ring in shape.rings for point in ring]
    if not points:
        found.add("H211", Location(made.file), detail="没有一块能用的边界（Polygon、MultiPolygon）")
        return None
    if len(points) > MOST_POINTS:
        found.add("H211", Location(made.file), detail=f"边界的点超过 {MOST_POINTS} 个，请先简化")
        return None
    west, south = (min(values) for values in zip(*points, strict=True))
    east, north = (max(values) for values in zip(*points, strict=True))
    across = KM * math.cos(math.radians((south + north) / 2))
    least = max((east - west) * across, (north - south) * KM) / FINE

    def plane(point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - west) * across, (point[1] - south) * KM

    shapes = [
        replace(it, rings=tuple(_thinned([plane(p) for p in ring], least) for ring in it.rings))
        for it in made.shapes
    ]
    spots = [Spot(it.name, it.kind, plane(it.at)) for it in made.spots]
    return Boundaries(made.file, shapes, spots, made.system)


def _thinned(points: Sequence[tuple[float, float]], least: float) -> Ring:
    """Return a ring without points that nobody can tell from the one before; never fewer than four."""
    kept = list(_apart(points, least))
    if len(kept) < 3:
        kept = [points[i * (len(points) - 1) // 3] for i in range(3)]
    return tuple((round(x, 4), round(y, 4)) for x, y in [*kept, kept[0]])


def _apart(points: Sequence[tuple[float, float]], least: float) -> Iterator[tuple[float, float]]:
    last = None
    for point in points[:-1]:
        if last is None or math.dist(last, point) >= least:
            last = point
            yield point


# ---------------------------------------------------------------- which area a shape is
def matched(boundaries: Boundaries, wanted: Mapping[str, Sequence[str]], found: Problems) -> dict[str, Shape]:
    """Return area → its shape by one of the area's names; a name that means two areas or stands twice is told."""
    by_name: dict[str, list[Shape]] = {}
    for shape in boundaries.shapes:
        for name in shape.names:
            by_name.setdefault(shape.village + name, []).append(shape)
            if shape.village:
                by_name.setdefault(name, []).append(shape)
    result: dict[str, Shape] = {}
    for area, names in wanted.items():
        shapes = next((by_name[name] for name in names if name in by_name), [])
        if len({id(shape) for shape in shapes}) > 1:
            found.add("H214", shapes[1].where, name=area, first=shapes[0].where.path)
        if shapes:
            result[area] = shapes[0]
    return result
