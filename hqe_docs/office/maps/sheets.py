"""A map's sheet from what was gathered: areas with their shapes, layers as printed, small numbers hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hqe_docs.data.maps.boundaries import Boundaries, Shape, matched
from hqe_docs.data.maps.counting import NO_GROUP, Place, Tally
from hqe_docs.data.maps.disclosing import ALL, areas_of, hidden_cells, rows_by_area
from hqe_docs.data.maps.rules import MapRule, MapRules
from hqe_docs.masking import without_personal
from hqe_docs.office.maps.gathering import Gathered
from hqe_docs.office.versions import PUBLIC
from hqe_docs.paper.maps.mapsheet import ABSENT, HIDDEN, Area, Cell, Layer, MapSheet, Spot
from hqe_docs.paper.maps.tiles import middle, tiles, village_areas
from hqe_docs.problems import Location, Problems
from hqe_docs.values import percent_text

UNKNOWN = "未填组别"
GROUPS, VILLAGES = "组", "村"
SCHEME = "示意图：一个六边形是一个{level}，位置、大小、相邻关系不代表实际"
ONCE = "；几个村登记的同一件事，合计只计一次"
PLANE = "边界取自 {file}，坐标照原样使用，没有在 WGS-84、GCJ-02、CGCS2000 之间换算"


@dataclass(frozen=True, slots=True)
class Order:
    """What is known beside the figures: for whom the map is, whose it is, the user's boundaries."""

    place: str
    release: str
    boundaries: Boundaries | None = None


def sheet_of(
    made: Gathered, rules: MapRules, rule: MapRule, order: Order, found: Problems
) -> MapSheet | None:
    """Return the sheet; None where nothing can be shown."""
    if not any(tally.above for tally in made.tallies.values()) or not made.groups:
        found.add("H204", Location(order.place), title=rule.title)
        return None
    levels = _levels(made, rules, order, found)
    keys = {place: _keys(place, levels) for place in made.places}
    hidden = hidden_cells(made.tallies, keys, rules.least) if order.release == PUBLIC else set()
    layers = [
        _layer(tally, keys, hidden, made) for tally in made.tallies.values() if _told(tally, made, found)
    ]
    first = rule.first if any(it.name == rule.first for it in layers) else layers[0].name
    return MapSheet(
        f"{order.place}{rule.title}",
        _subtitle(made, next(iter(levels))),
        _with_unknown(levels, made),
        layers,
        first,
        _spots(made, levels[VILLAGES], rule, order.boundaries),
        [*_notes(rules, order, next(iter(levels)), hidden), *_counted_once(layers)],
        "公里" if order.boundaries else "",
        f"{order.release}版" if order.release != "报送" else "",
        "green" if rule.points else "blue",
    )


def _told(tally: Tally, made: Gathered, found: Problems) -> bool:
    """Say whether any dossier gives the layer; one that no dossier gives is told and left out."""
    if len(tally.missing) < len(made.days) or tally.parent:
        return True
    found.add("H205", layer=tally.name, detail=next(iter(tally.missing.values())))
    return False


# ---------------------------------------------------------------- areas
def _levels(made: Gathered, rules: MapRules, order: Order, found: Problems) -> dict[str, list[Area]]:
    """Return the areas by level, finest first."""
    if order.boundaries:
        return _given(made, order.boundaries, found)
    with_groups = all(made.groups.values()) and len(made.groups) <= rules.most_villages
    if not with_groups:
        names = list(made.groups)
        areas = tiles({"": names}, {("", name): name for name in names})
        return {VILLAGES: [Area(it.key, it.name, it.name, it.rings, it.at) for it in areas]}
    places = {(village, group): f"{village}/{group}" for village, own in made.groups.items() for group in own}
    fine = tiles(made.groups, places)
    return {GROUPS: fine, VILLAGES: village_areas(fine, {name: name for name in made.groups})}


def _given(made: Gathered, boundaries: Boundaries, found: Problems) -> dict[str, list[Area]]:
    """Return the areas in the shapes of the user's file: groups where more of them are there than villages."""
    villages = matched(boundaries, {name: [name] for name in made.groups}, Problems())
    own = {f"{village}/{name}": (village, name) for village, names in made.groups.items() for name in names}
    names = {
        key: [village + name, *([name] if len(made.groups) == 1 else [])]
        for key, (village, name) in own.items()
    }
    groups = matched(boundaries, names, Problems())
    if len(groups) > len(villages):
        shapes = matched(boundaries, names, found)
        _tell_unmatched(boundaries, list(names), shapes, found)
        fine = [_area(key, *place, shapes.get(key)) for key, place in own.items()]
        return {GROUPS: fine, VILLAGES: _whole(made, fine, villages)}
    shapes = matched(boundaries, {name: [name] for name in made.groups}, found)
    _tell_unmatched(boundaries, list(made.groups), shapes, found)
    return {VILLAGES: [_area(name, name, name, shapes.get(name)) for name in made.groups]}


def _area(key: str, village: str, name: str, shape: Shape | None) -> Area:
    rings = shape.rings if shape else ()
    return Area(key, name, village, rings, middle(rings))


def _whole(made: Gathered, fine: Sequence[Area], villages: Mapping[str, Shape]) -> list[Area]:
    """Return the villages in their own shapes, else in those of their groups together."""
    made_areas = []
    for name in made.groups:
        own = tuple(ring for area in fine if area.village == name for ring in area.rings)
        rings = villages[name].rings if name in villages else own
        made_areas.append(Area(name, name, name, rings, middle(rings)))
    return made_areas


def _tell_unmatched(
    boundaries: Boundaries, wanted: Sequence[str], shapes: Mapping[str, Shape], found: Problems
) -> None:
    """Tell the areas without a shape, and the shapes that are no area."""
    lost = [key.replace("/", "") for key in wanted if key not in shapes]
    if lost:
        found.add("H215", Location(boundaries.file), names="、".join(lost), count=len(lost))
    used = {id(shape) for shape in shapes.values()}
    for shape in boundaries.shapes:
        if id(shape) not in used and shape.names[0] not in {key.split("/")[0] for key in wanted}:
            found.add("H216", shape.where, name=shape.names[0])


def _keys(place: Place, levels: Mapping[str, Sequence[Area]]) -> tuple[str, ...]:
    village, group = place
    if GROUPS not in levels:
        return (village,)
    return (f"{village}/{group or UNKNOWN}", village)


def _with_unknown(levels: Mapping[str, list[Area]], made: Gathered) -> dict[str, Sequence[Area]]:
    """Return the levels with what has no shape: rows of which groups could be known, and nobody wrote theirs down."""
    whole: dict[str, Sequence[Area]] = dict(levels)
    if GROUPS in levels:
        fine = [tally for tally in made.tallies.values() if tally.level == GROUPS]
        placed = {place for tally in fine for place in (*tally.above, *tally.below)}
        blanks = [
            Area(f"{it[0]}/{UNKNOWN}", UNKNOWN, it[0])
            for it in made.places
            if it in placed and it[1] == NO_GROUP
        ]
        order = {area.key: number for number, area in enumerate(levels[VILLAGES])}
        whole[GROUPS] = sorted([*levels[GROUPS], *blanks], key=lambda area: order[area.village])
    return whole


# ---------------------------------------------------------------- numbers
def _layer(
    tally: Tally, keys: Mapping[Place, Sequence[str]], hidden: set[tuple[str, str]], made: Gathered
) -> Layer:
    above = rows_by_area(tally, tally.above, keys)
    below = rows_by_area(tally, tally.below, keys)
    lost = {village: tally.missing[village] for village in made.groups if village in tally.missing}
    cells = {
        area: _cell(tally, above[area], below[area], (tally.key, area) in hidden)
        for area in above
        if area != ALL
    }
    for (village, _), areas in keys.items():
        if village in lost:
            cells |= {area: Cell(ABSENT, None, lost[village]) for area in areas_of(tally, areas)}
    total = _cell(tally, above[ALL], below[ALL], (tally.key, ALL) in hidden)
    source = "、".join(f"《{name}》" for name in tally.sources)
    note = tally.note + "".join(f"；不含{village}（{why}）" for village, why in lost.items())
    if tally.size(above[ALL]) < sum(
        tally.size(above[village]) for village in made.groups if village in above
    ):
        note += ONCE
    level = tally.level if any(len(areas) > 1 for areas in keys.values()) else VILLAGES
    return Layer(tally.name, tally.unit, level, cells, total, source, note, tally.parent, tally.is_rate)


def _cell(tally: Tally, above: frozenset[int], below: frozenset[int], is_hidden: bool) -> Cell:
    if is_hidden:
        return Cell(HIDDEN, None)
    if not tally.is_rate:
        size = tally.size(above)
        return Cell(str(size), float(size))
    if not below:
        return Cell(ABSENT, None, "没有这样的人")
    share = Fraction(len(above), len(below))
    return Cell(percent_text(share), float(share), f"{len(above)}/{len(below)}")


# ---------------------------------------------------------------- spots and words
def _spots(
    made: Gathered, villages: Sequence[Area], rule: MapRule, boundaries: Boundaries | None
) -> list[Spot]:
    """Return the places of service: in their village, or where the user's file has a point."""
    at = {area.key: area.at for area in villages}
    spots = [
        Spot(at[it.village], it.rule.sign, it.rule.name, without_personal(it.name), it.village, it.count)
        for it in made.services
        if it.village in at
    ]
    if boundaries and rule.points:
        signs = {point.name: point.sign for point in rule.points}
        spots += [
            Spot(it.at, signs.get(it.kind) or signs.get(it.name) or "点", it.kind or it.name, it.name, "")
            for it in boundaries.spots
        ]
    return spots


def _subtitle(made: Gathered, level: str) -> str:
    days = set(made.days.values())
    day = next(iter(days)) if len(days) == 1 else None
    text = f"数据基准日：{day.year}年{day.month}月{day.day}日" if day else "各村数据基准日不同"
    return f"{text}　　按{'村民小组' if level == GROUPS else '村（社区）'}"


def _counted_once(layers: Sequence[Layer]) -> list[str]:
    """Return why some totals are less than the sum of what stands on the map."""
    names = [layer.name for layer in layers if layer.note.endswith(ONCE)]
    return [f"{'、'.join(names)}{ONCE}".replace("；", "：", 1)] if names else []


def _notes(rules: MapRules, order: Order, level: str, hidden: set[tuple[str, str]]) -> list[str]:
    notes = [PLANE.format(file=order.boundaries.file)] if order.boundaries else []
    if order.boundaries and order.boundaries.system:
        notes[0] += f"（文件写明 {order.boundaries.system}）"
    if not order.boundaries:
        notes.append(SCHEME.format(level="村民小组" if level == GROUPS else "村（社区）"))
    if order.release == PUBLIC:
        notes.append(f"公示版：少于{rules.least}人的数和能推算出它的数不列，标作“{HIDDEN}”")
    return notes
