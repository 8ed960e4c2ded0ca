"""The poster of a map: title, great numbers, the map with its legend, the numbers area by area, sources; A3 or A1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hqe_docs.paper.maps.board import (
    HIGH,
    NOTHING,
    PALE,
    PALETTES,
    QUIET,
    SCALES,
    SPOT,
    WIDE,
    Board,
    Frame,
    colour_of,
    frame_of,
    heads,
    ink_on,
    palette,
    radius_of,
)
from hqe_docs.paper.maps.mapsheet import Area, Layer, MapSheet, Point, Spot, classes_of
from hqe_docs.paper.maps.panels import draw_panels
from hqe_docs.paper.picturepage import INK, fit, picture
from hqe_docs.problems import Problem

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INCH = 25.4
PAPERS = {"A3": 1.0, "A1": 2.0}  # how much longer than A3
MARGIN = 14.0
Box = tuple[float, float, float, float]  # left, top, width, height
MAP: Box = (MARGIN, 66.0, 258.0, 112.0)
LEGEND = 184.0
SMALL_MAPS: Box = (MARGIN, 191.0, 258.0, 78.0)
SMALL = 2.1  # how much wider than high a small map is, about
LEAST = 5.0  # points: smaller letters nobody reads
PANEL: Box = (284.0, 68.0, WIDE - MARGIN - 284.0, 200.0)
NUMBERS = 44.0  # where the great numbers begin
FOOT = 272.0


def poster(sheet: MapSheet, paper: str, suffix: str) -> bytes | Problem:
    """Return the poster as a file of this kind (.png, .pdf, .svg)."""
    factor = PAPERS[paper]

    def paint(page: Figure) -> None:
        draw(Board(page, factor), sheet)

    return picture(paint, (WIDE * factor / INCH, HIGH * factor / INCH), suffix)


def draw(board: Board, sheet: MapSheet) -> None:
    """Draw all of it."""
    accent = PALETTES[sheet.accent][-1]
    board.box(0, 0, WIDE, 5, accent)
    board.title(WIDE / 2, 20, sheet.title, fit(sheet.title, 34, 18), ha="center", color=accent)
    board.text(WIDE / 2, 34, sheet.subtitle, 13, ha="center", color=QUIET)
    if sheet.mark:
        board.text(WIDE - MARGIN, 12, sheet.mark, 12, ha="right", color=QUIET)
    draw_numbers(board, sheet)
    draw_map(board, sheet, sheet.layer(sheet.first), MAP)
    draw_small_maps(board, sheet, SMALL_MAPS)
    draw_legend(board, sheet, sheet.layer(sheet.first))
    draw_panels(board, sheet, PANEL)
    draw_foot(board, sheet)


# ---------------------------------------------------------------- great numbers
def draw_numbers(board: Board, sheet: MapSheet) -> None:
    """Draw each layer's total in a strip under the title."""
    layers = sheet.plain[:8]
    pitch, accent = (WIDE - 2 * MARGIN) / len(layers), PALETTES[sheet.accent][-1]
    for number, layer in enumerate(layers):
        left = MARGIN + number * pitch
        if number:
            board.line([left, left], [NUMBERS + 1, NUMBERS + 17], color=PALE)
        middle = left + pitch / 2
        unit = "" if layer.is_rate else f"（{layer.unit}）"
        board.text(middle, NUMBERS + 3, f"{layer.name}{unit}", 11.5, ha="center", color=QUIET)
        board.text(middle, NUMBERS + 12, layer.total.text, 24, ha="center", fontweight="bold", color=accent)


# ---------------------------------------------------------------- the map
def draw_map(board: Board, sheet: MapSheet, layer: Layer, box: Box, *, is_small: bool = False) -> None:
    """Draw a layer's areas with names and numbers, villages' outlines and names, places of service.

    A small one has its numbers only.
    """
    areas = [area for area in sheet.areas_of(layer) if area.rings]
    named = heads(sheet)
    radius = radius_of(sheet)
    frame = frame_of(areas, box, 1.3 * radius if named else 0.0)
    classes = classes_of(layer, areas)
    for area in areas:
        colour = colour_of(layer.cells.get(area.key), classes, sheet.accent)
        board.shape(
            [[frame.at(p) for p in ring] for ring in area.rings], colour, linewidth=0.5 if is_small else 1.2
        )
        _label(board, frame, area, layer, ink_on(colour), is_small=is_small)
    _outlines(board, sheet, frame, 0.7 if is_small else 1.3)
    for name, at in named:
        halo: dict[str, Any] = {"path_effects": _halo(board)} if sheet.unit else {}
        board.text(*frame.at(at), name, _head_size(frame.scale * radius), fontweight="bold", **halo)
    if not is_small:
        _spots(board, sheet, frame)
        if sheet.unit:
            _north(board, box)
            _scale(board, frame, box, sheet.unit)


def _head_size(radius: float) -> float:
    """Return the size of a village's name in points, by the radius of its areas in millimetres."""
    return max(6.5, min(18.0, radius * 1.35))


def _halo(board: Board) -> list[Any]:
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=3 * board.factor, foreground="white")]


def draw_small_maps(board: Board, sheet: MapSheet, box: Box) -> None:
    """Draw the other layers as small maps, as large as they can be side by side."""
    layers = [it for it in sheet.plain if it.name != sheet.first][:6]
    if not layers:
        return
    left, top, width, height = box
    rows = min(range(1, 4), key=lambda n: -min(width / -(-len(layers) // n) / SMALL, height / n - 8))
    across = -(-len(layers) // rows)
    wide, high = width / across, height / rows
    for number, layer in enumerate(layers):
        row, column = divmod(number, across)
        x, y = left + column * wide, top + row * high
        unit = "" if layer.is_rate else f"（{layer.unit}）"
        board.text(x + wide / 2, y + 3, f"{layer.name}{unit}", 10.5, ha="center", fontweight="bold")
        draw_map(board, sheet, layer, (x + 2, y + 7, wide - 6, high - 9), is_small=True)


def _outlines(board: Board, sheet: MapSheet, frame: Frame, width: float) -> None:
    for area in sheet.levels[sheet.coarsest]:
        if area.rings:
            rings = [[frame.at(p) for p in ring] for ring in area.rings]
            board.shape(rings, "none", edgecolor=INK, linewidth=width)


def _label(board: Board, frame: Frame, area: Area, layer: Layer, ink: str, *, is_small: bool) -> None:
    """Write an area's name and number as large as the area lets them be; nothing where nobody could read it."""
    cell = layer.cells.get(area.key)
    text = cell.text if cell else ""
    x, y = frame.at(area.at)
    xs = [px for ring in area.rings for px, _ in ring]
    wide = (max(xs) - min(xs)) * frame.scale
    if is_small:
        size = min(11.0, wide * 2.5 / max(sum(1.0 if it > "⺀" else 0.6 for it in text), 1.8))
        if size >= LEAST:
            board.text(x, y, text, size, ha="center", color=ink)
        return
    size = min(12.0, wide * 2.2 / max(len(area.name), 3))
    if size >= LEAST:
        look = {"ha": "center", "color": ink}
        board.text(x, y - size * 0.28, area.name, size, **look)
        board.text(
            x, y + size * 0.30, text, size * (1.0 if len(text) > 4 else 1.35), fontweight="bold", **look
        )


def _spots(board: Board, sheet: MapSheet, frame: Frame) -> None:
    """Draw the places of service of each village in a row, others where they are."""
    rows: dict[str, list[Spot]] = {}
    for spot in sheet.spots:
        rows.setdefault(spot.village, []).append(spot)
    starts = dict(heads(sheet))
    for village, spots in rows.items():
        if not village:
            for spot in spots:
                _badge(board, *frame.at(spot.at), spot, 3.2)
            continue
        _badges(board, frame, starts.get(village), spots, frame.scale * radius_of(sheet))


def _badges(board: Board, frame: Frame, at: Point | None, spots: Sequence[Spot], radius: float) -> None:
    """Draw a village's places of service beside its name, below its middle where no name stands over it."""
    size = min(4.2, radius * 0.3)
    if at:
        x, y = frame.at(at)
        left = x + len(spots[0].village) * _head_size(radius) * 0.36 + size + 3
    else:
        x, y = frame.at(spots[0].at)
        left, y = x - (len(spots) - 1) * size * 1.1, y + size * 3.2
    for number, spot in enumerate(spots):
        _badge(board, left + number * size * 2.3, y, spot, size)


def _badge(board: Board, x: float, y: float, spot: Spot, radius: float) -> None:
    board.disc(x, y, radius, SPOT)
    board.text(x, y, spot.sign, radius * 2.7, ha="center", color="white")
    if spot.count > 1:
        board.disc(x + radius * 0.85, y - radius * 0.75, radius * 0.55, INK)
        board.text(
            x + radius * 0.85, y - radius * 0.75, str(spot.count), radius * 1.6, ha="center", color="white"
        )


def _north(board: Board, box: Box) -> None:
    x, y = box[0] + box[2] - 6, box[1] + 4
    board.shape([[(x, y), (x - 3, y + 10), (x, y + 7.5), (x + 3, y + 10), (x, y)]], INK, linewidth=0)
    board.text(x, y - 3, "北", 10, ha="center")


def _scale(board: Board, frame: Frame, box: Box, unit: str) -> None:
    """Draw the longest scale of a round length that is no longer than 45 mm."""
    length = max((it for it in SCALES if it * frame.scale <= 45), default=SCALES[0])
    right, y = box[0] + box[2] - 2, box[1] + box[3] - 1
    left = right - length * frame.scale
    board.line([left, left, right, right], [y - 1.5, y, y, y - 1.5], linewidth=1.2)
    board.text((left + right) / 2, y - 3.5, f"{length:g} {unit}", 9, ha="center")


def draw_legend(board: Board, sheet: MapSheet, layer: Layer) -> None:
    """Draw the classes of the map's colours, and the grey of what is not shown."""
    areas = sheet.areas_of(layer)
    classes = classes_of(layer, areas)
    unit = "" if layer.is_rate else f"（{layer.unit}）"
    x, y = MARGIN, LEGEND
    board.text(x, y, f"{layer.name}{unit}", 11, fontweight="bold")
    x += (len(layer.name) + len(unit)) * 4.1 + 4
    entries = list(zip(palette(classes, sheet.accent), classes.labels, strict=True))
    if any(layer.cells[area.key].size is None for area in areas if area.key in layer.cells):
        entries.append((NOTHING, "不公开" if sheet.mark == "公示版" else "没有数"))
    for colour, label in entries:
        board.box(x, y - 2.2, 7, 4.4, colour)
        board.text(x + 8.5, y, label, 10)
        x += 14 + len(label) * 2.3


def draw_foot(board: Board, sheet: MapSheet) -> None:
    """Write where the numbers come from, and what is to be known."""
    board.line([MARGIN, WIDE - MARGIN], [FOOT, FOOT], color=PALE)
    sources = dict.fromkeys(part for layer in sheet.layers for part in layer.source.split("、") if part)
    lines = [f"数据来源：{'、'.join(sources)}，逐行统计", *sheet.notes]
    for number, line in enumerate(lines[:4]):
        board.text(MARGIN, FOOT + 4.5 + number * 5, line, fit(line, 9, 118), color=QUIET)
