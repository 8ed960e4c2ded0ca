"""What stands beside a map on its poster: where people work, the numbers area by area, the signs of services."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from hqe_docs.paper.language.titlewords import title_words
from hqe_docs.paper.maps.board import PALETTES, QUIET, SPOT, Board
from hqe_docs.paper.maps.mapsheet import Area, Layer, MapSheet
from hqe_docs.paper.picturepage import fit

Box = tuple[float, float, float, float]  # left, top, width, height
MOST_LINES = 34
LINE = 6.0


def draw_panels(board: Board, sheet: MapSheet, box: Box) -> None:
    """Draw the panels one under the other, the table last in what is left."""
    left, top, width, height = box
    bottom = top + height
    parents = dict.fromkeys(layer.parent for layer in sheet.layers if layer.parent)
    for parent in parents:
        top = _bars(board, sheet, parent, (left, top, width, height)) + 6
    if sheet.spots:
        top = _signs(board, sheet, (left, top, width, height)) + 6
    _table(board, sheet, (left, top, width, bottom - top))


def _heading(board: Board, x: float, y: float, text: str, accent: str) -> None:
    board.box(x, y - 2.6, 1.6, 5.2, accent)
    board.text(x + 3.5, y, text, 12.5, fontweight="bold")


# ---------------------------------------------------------------- where people work
def _bars(board: Board, sheet: MapSheet, parent: str, box: Box) -> float:
    """Draw the parts of a layer as bars with numbers and shares; return where they end."""
    left, top, width, _ = box
    accent = PALETTES[sheet.accent][-1]
    whole = sheet.layer(parent)
    _heading(board, left, top + 2, f"{parent}（{whole.unit}）", accent)
    parts = [layer for layer in sheet.layers if layer.parent == parent]
    most = max((it.total.size or 0 for it in parts), default=0) or 1
    names, room = 24.0, width - 24 - 30
    for number, layer in enumerate(parts):
        y = top + 11 + number * 7
        board.text(left + names - 2, y, layer.name, 10.5, ha="right")
        size = layer.total.size
        long = 0.0 if size is None else size / most * room
        if long:
            board.box(left + names, y - 2.1, long, 4.2, PALETTES[sheet.accent][3])
        board.text(left + names + long + 1.5, y, f"{layer.total.text}{_share(size, whole)}", 10)
    return top + 11 + len(parts) * 7


def _share(size: float | None, whole: Layer) -> str:
    if size is None or not whole.total.size:
        return ""
    return f"（{size / whole.total.size:.1%}）"


# ---------------------------------------------------------------- places of service
def _signs(board: Board, sheet: MapSheet, box: Box) -> float:
    """Draw each sign with what it means and how many there are; return where they end."""
    left, top, width, _ = box
    _heading(board, left, top + 2, "服务点", PALETTES[sheet.accent][-1])
    kinds: dict[tuple[str, str], int] = {}
    for spot in sheet.spots:
        kinds[spot.sign, spot.kind] = kinds.get((spot.sign, spot.kind), 0) + spot.count
    half = width / 2
    for number, ((sign, kind), count) in enumerate(kinds.items()):
        row, column = divmod(number, 2)
        x, y = left + column * half + 3, top + 12 + row * 8
        board.disc(x, y, 2.9, SPOT)
        board.text(x, y, sign, 8, ha="center", color="white")
        board.text(x + 5, y, f"{kind} {count}", fit(kind, 10.5, 13))
    return top + 12 + -(-len(kinds) // 2) * 8 - 2


# ---------------------------------------------------------------- area by area
def _table(board: Board, sheet: MapSheet, box: Box) -> None:
    """Draw a table of the layers by area, with sums; villages only where the areas are too many."""
    left, top, width, height = box
    layers = sheet.plain[:6]
    layers = [it for it in layers if it.level == sheet.finest] or layers
    lines = _lines(sheet)
    if not lines or height < LINE * 4:
        return
    _heading(
        board,
        left,
        top + 2,
        "各组数据" if any(it.key != it.village for it in lines) else "各村数据",
        PALETTES[sheet.accent][-1],
    )
    pitch = min(LINE, (height - 12) / (len(lines) + 2))
    size = min(9.5, pitch * 1.75)
    first = 24.0
    wide = (width - first) / len(layers)
    y = top + 10 + pitch / 2
    for column, layer in enumerate(layers):
        board.text(left + first + (column + 1) * wide - 1, y - 0.6, _folded(layer.name), size * 0.95, ha="right", color=QUIET, linespacing=1.1)  # fmt: skip
    y += 1
    board.line([left, left + width], [y + pitch / 2] * 2, color=QUIET)
    for area in lines:
        y += pitch
        _line(board, (left, y, width, pitch), (area.name, area.key == area.village), [_text(it, area) for it in layers], size)  # fmt: skip
    y += pitch
    board.line([left, left + width], [y - pitch / 2] * 2, color=QUIET)
    _line(board, (left, y, width, pitch), ("合计", True), [layer.total.text for layer in layers], size)


def _lines(sheet: MapSheet) -> list[Area]:
    """Return the areas of the table: each village with its groups below it, or the villages alone."""
    villages = list(sheet.levels[sheet.coarsest])
    groups = sheet.levels[sheet.finest]
    if sheet.finest != sheet.coarsest and len(villages) + len(groups) <= MOST_LINES:
        several = len(villages) > 1
        return [
            area
            for village in villages
            for area in ([village] if several else []) + [it for it in groups if it.village == village.key]
        ]
    return villages if len(villages) <= MOST_LINES else []


def _folded(name: str) -> str:
    """Return a name of more than four characters on two lines, broken between words."""
    if len(name) <= 4:
        return name
    ends = list(accumulate(len(word) for word in title_words(name)))[:-1]
    at = min(ends, key=lambda end: abs(end - len(name) / 2), default=-(-len(name) // 2))
    return f"{name[:at]}\n{name[at:]}"


def _text(layer: Layer, area: Area) -> str:
    cell = layer.cells.get(area.key)
    return cell.text if cell else ""


def _line(board: Board, box: Box, name: tuple[str, bool], texts: Sequence[str], size: float) -> None:
    left, y, width, pitch = box
    first = 24.0
    wide = (width - first) / max(len(texts), 1)
    text, is_bold = name
    if is_bold:
        board.shape([[(left, y - pitch / 2), (left + width, y - pitch / 2), (left + width, y + pitch / 2), (left, y + pitch / 2), (left, y - pitch / 2)]], "#f1f4f6", linewidth=0)  # fmt: skip
    weight = "bold" if is_bold else "normal"
    board.text(left + (1 if is_bold else 4), y, text, fit(text, size, 7), fontweight=weight)
    for column, value in enumerate(texts):
        board.text(left + first + (column + 1) * wide - 1, y, value, size, ha="right", fontweight=weight)
