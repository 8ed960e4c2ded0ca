"""How many lines a page and how many characters a line get, by the arithmetic of Word and of LibreOffice.

The two disagree on document grids: Word lets exact lines pass by the grid and adds charSpace to each character;
LibreOffice gives each line and each glyph whole cells, and cuts the type area down to whole cells.
"""

from __future__ import annotations

from typing import NamedTuple

from hqe_docs.paper.resolved.document import Face, Grid, Shape

_NATURAL = 1.3  # of its size: the height of a line of 仿宋, 宋体 or 黑体
_LINE_GRIDS = ("lines", "linesAndChars", "snapToChars")
_CHARACTER_GRIDS = ("linesAndChars", "snapToChars")
_PER_TWIP = 4096 / 20  # charSpace counts 4096ths of a point (ISO 29500-1 §17.6.5)
_ROUNDING = 2  # twips that Word lets pass when it divides a line by the grid


class Counted(NamedTuple):
    """A number as Word comes to it, and as LibreOffice does."""

    word: int
    libre: int


def lines_of(height: int, grid: Grid, shape: Shape, size: int) -> Counted:
    """Return the lines of a type area `height` twips high, of text of `size` half-points."""
    cell = grid.pitch if grid.kind in _LINE_GRIDS else 0
    return Counted(_lines_in_word(height, cell, shape, size), _lines_in_libre(height, cell, shape, size))


def _lines_in_word(height: int, cell: int, shape: Shape, size: int) -> int:
    natural = _whole(size * 10 * _NATURAL, cell if shape.snaps else 0)
    line = {"exact": shape.line, "atLeast": max(shape.line, natural)}.get(
        shape.rule, natural * shape.line / 240
    )
    return int(height / line) if line > 0 else 0


def _lines_in_libre(height: int, cell: int, shape: Shape, size: int) -> int:
    natural = size * 10 * _NATURAL
    if cell and shape.snaps:  # an exact line too: it is as high as its glyphs, in whole cells
        many = shape.line / 240 if shape.rule == "auto" else 1
        line = _whole(natural * many, cell)
    else:
        line = {"exact": shape.line, "atLeast": max(shape.line, natural)}.get(
            shape.rule, natural * shape.line / 240
        )
    area = height // cell * cell if cell else height
    return int(area / line) if line > 0 else 0


def _whole(length: float, cell: int) -> float:
    return -(-length // cell) * cell if cell else length


def characters_of(width: int, grid: Grid, shape: Shape, face: Face, normal: int) -> Counted:
    """Return the full-width characters of a line `width` twips long; `normal` is the size of Normal."""
    if grid.kind not in _CHARACTER_GRIDS:
        pitch = _pitch(face)
        return Counted(*([int(width / pitch)] * 2 if pitch > 0 else [0, 0]))
    cell = normal * 10 + grid.char_space / _PER_TWIP
    if cell < 1:
        return Counted(0, 0)
    return Counted(_in_word(width, grid, face, cell), _in_libre(width, shape, face, int(cell)))


def _pitch(face: Face) -> float:
    """Return the twips a full-width character takes without a grid."""
    return face.size * 10 * face.scale / 100 + face.spacing


def _in_word(width: int, grid: Grid, face: Face, cell: float) -> int:
    if grid.kind == "snapToChars" and face.snaps:
        return int((width + _ROUNDING) / cell)
    pitch = _pitch(face) + (grid.char_space / _PER_TWIP if face.snaps else 0)
    return int((width + _ROUNDING) / pitch) if pitch > 0 else 0


def _in_libre(width: int, shape: Shape, face: Face, cell: int) -> int:
    """Return what whole cells hold; its switch is the paragraph's, and tighter spacing doesn't help a wide glyph."""
    cells = width // cell
    glyph = face.size * 10 * face.scale / 100
    if shape.snaps:
        return int(cells // max(1, -(-glyph // cell)))
    pitch = _pitch(face)
    return int((cells * cell - 1) / pitch) if pitch > 0 else 0
