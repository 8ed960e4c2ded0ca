"""A village's groups as a scheme with one number each, small enough for a report; black printers show it, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hqe_docs.paper.maps.board import Board, colour_of, frame_of, ink_on, palette
from hqe_docs.paper.maps.mapsheet import Cell, Layer, classes_of
from hqe_docs.paper.maps.tiles import tiles
from hqe_docs.paper.picturepage import INK, picture
from hqe_docs.problems import Problem

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Groups = tuple[tuple[str, int], ...]  # a group's name, how many persons
INCH = 25.4
MOST_GROUPS = 60
ACROSS = 6  # groups in a row, at most
LEGEND = 9.0  # millimetres below the groups


def group_rows(count: int) -> int:
    """Return in how many rows so many groups stand."""
    return -(-count // ACROSS)


def draw_groups(groups: Groups, width: float, height: float) -> bytes | Problem:
    """Return the scheme as PNG, its size in millimetres."""
    return picture(lambda page: _paint(page, groups, width, height), (width / INCH, height / INCH), ".png")


def _paint(page: Figure, groups: Groups, width: float, height: float) -> None:
    board = Board(page, size=(width, height))
    across = -(-len(groups) // group_rows(len(groups)))
    areas = tiles({"": [name for name, _ in groups]}, {("", name): name for name, _ in groups}, across)
    cells = {name: Cell(str(count), float(count)) for name, count in groups}
    layer = Layer("劳动力", "人", "组", cells, Cell("", None), "")
    classes = classes_of(layer, areas)
    frame = frame_of(areas, (1, 1, width - 2, height - LEGEND - 2))
    size = min(8.5, frame.scale * 1.25)
    for area in areas:
        colour = colour_of(cells[area.key], classes, "blue")
        board.shape(
            [[frame.at(p) for p in ring] for ring in area.rings], colour, edgecolor=INK, linewidth=0.6
        )
        x, y = frame.at(area.at)
        ink = ink_on(colour)
        board.text(
            x,
            y - size * 0.26,
            area.name,
            min(size, frame.scale * 4.2 / len(area.name)),
            ha="center",
            color=ink,
        )
        board.text(
            x, y + size * 0.26, cells[area.key].text, size * 1.15, ha="center", color=ink, fontweight="bold"
        )
    _legend(board, list(zip(palette(classes, "blue"), classes.labels, strict=True)))


def _legend(board: Board, entries: list[tuple[str, str]]) -> None:
    x, y = board.width / 2 - len(entries) * 11 - 12, board.height - 3.5
    board.text(x, y, "劳动力（人）", 8)
    for number, (colour, label) in enumerate(entries):
        left = x + 24 + number * 22
        board.box(left, y - 1.5, 5, 3, colour)
        board.text(left + 6.2, y, label, 8)
