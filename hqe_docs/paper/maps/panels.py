"""What stands beside a map on its poster: where people work, the numbers area by area, the signs of services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from hqe_docs.paper.language.titlewords import title_words
from hqe_docs.paper.maps.board import PALETTES, QUIET, SPOT, Board
from hqe_docs.paper.maps.mapsheet import Area, Layer, MapSheet
from hqe_docs.paper.picturepage import fit

Box = tuple[float, float, float, float]  # left, top, width, height
MOST_LINES = 28
LINE, FIRST = 6.0, 24.0  # a row of the table, the column of names
PALE_ROW = "#f1f4f6"


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
@dataclass(frozen=True, slots=True)
class Grid:
    """A table's left edge, width and height of a row in millimetres, its letters in points, how many columns it has."""

    left: float
    width: float
    pitch: float
    size: float
    count: int

    def right(self, column: int) -> float:
        """Return where the numbers of a column end."""
        return self.left + FIRST + (column + 1) * (self.width - FIRST) / self.count - 1

    def rule(self, board: Board, y: float) -> None:
        board.line([self.left, self.left + self.width], [y, y], color=QUIET)

    def row(self, board: Board, y: float, name: str, texts: Sequence[str], *, is_whole: bool) -> None:
        """Write a row; that of a whole over its parts is bold on grey, its parts stand a little further in."""
        if is_whole:
            board.box(self.left, y - self.pitch / 2, self.width, self.pitch, PALE_ROW, edgecolor="none")
        weight = "bold" if is_whole else "normal"
        board.text(self.left + (1 if is_whole else 4), y, name, fit(name, self.size, 7), fontweight=weight)
        for column, text in enumerate(texts):
            board.text(self.right(column), y, text, self.size, ha="right", fontweight=weight)


def _table(board: Board, sheet: MapSheet, box: Box) -> None:
    """Draw a table of the layers by area, with sums; villages only where the areas are too many."""
    left, top, width, height = box
    layers = sheet.plain[:6]
    layers = [it for it in layers if it.level == sheet.finest] or layers
    lines = _lines(sheet)
    if not lines or height < LINE * 4:
        return
    _heading(board, left, top + 2, _table_title(sheet, lines), PALETTES[sheet.accent][-1])
    pitch = min(LINE, (height - 12) / (len(lines) + 2))
    grid = Grid(left, width, pitch, min(9.5, pitch * 1.75), len(layers))
    y = top + 10 + pitch / 2
    look = {"ha": "right", "color": QUIET, "linespacing": 1.1}
    for column, layer in enumerate(layers):
        board.text(grid.right(column), y - 0.6, _folded(layer.name), grid.size * 0.95, **look)
    y += 1
    grid.rule(board, y + pitch / 2)
    has_parts = any(area.key != area.village for area in lines)
    for area in lines:
        y += pitch
        is_whole = has_parts and area.key == area.village
        grid.row(board, y, area.name, [_text(layer, area) for layer in layers], is_whole=is_whole)
    y += pitch
    grid.rule(board, y - pitch / 2)
    grid.row(board, y, "合计", [layer.total.text for layer in layers], is_whole=True)


def _lines(sheet: MapSheet) -> list[Area]:
    """Return the areas of the table: each village with its groups below it, or villages alone, the largest of many."""
    villages = list(sheet.levels[sheet.coarsest])
    groups = sheet.levels[sheet.finest]
    if sheet.finest != sheet.coarsest and len(villages) + len(groups) <= MOST_LINES:
        several = len(villages) > 1
        return [
            area
            for village in villages
            for area in ([village] if several else []) + [it for it in groups if it.village == village.key]
        ]
    sizes = sheet.layer(sheet.first).cells
    if len(villages) > MOST_LINES:
        villages.sort(key=lambda it: -(sizes[it.key].size or 0) if it.key in sizes else 0)
    return villages[:MOST_LINES]


def _table_title(sheet: MapSheet, lines: Sequence[Area]) -> str:
    if any(it.key != it.village for it in lines):
        return "各组数据"
    every = len(sheet.levels[sheet.coarsest])
    return "各村数据" if len(lines) == every else f"{sheet.first}最多的{len(lines)}个村"


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
