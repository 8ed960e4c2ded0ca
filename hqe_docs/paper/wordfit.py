"""Text that does not fit into the cells of rows with a fixed height, found before anything is printed.

Word and LibreOffice cut such text off (ECMA-376 §17.4.81, hRule exact). Widths are estimated: a Han character is as
wide as its size, all else half of that.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from hqe_docs.paper.heights import is_wide
from hqe_docs.paper.places import Places, W, cells_of, column_of, rows_of, width_of
from hqe_docs.paper.samecells import continues
from hqe_docs.paper.wordlooks import Looks
from hqe_docs.problems import Problem, problem

_FIXED = b'w:hRule="exact"'
_SPARE = 0.25  # of a line: no ink stands there
_TAB = 36.0  # points from one tab stop to the next (§17.15.1.25)
_HANGING = "，。、；：,."  # may stand beyond the line's end (§17.3.1.21)
_BREAKS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_OTHER_RULES = (
    "tcFitText",
    "textDirection",
    "hMerge",
)  # text squeezed or turned, or a merge of old documents


def too_full(xml: bytes, styles: bytes | None, file: str, part: str) -> list[Problem]:
    """Return a warning for each cell of a row of fixed height whose text needs more lines than it has room for."""
    if _FIXED not in xml:
        return []
    root = etree.fromstring(xml)
    looks = Looks(styles)
    cut = [
        (cell, lines)
        for table in root.iter(W + "tbl")
        for cell, height in _fixed_cells(table)
        if (lines := _lines_cut(cell, height, _width(cell, table), looks))
    ]
    places = Places(root, file, part) if cut else None
    return [problem("T173", places.of(cell), lines=lines) for cell, lines in cut] if places else []


# ---------------------------------------------------------------- cells and their room
def _fixed_cells(table: etree._Element) -> Iterator[tuple[etree._Element, float]]:
    """Yield each cell whose height is fixed, and that height in points, over all rows it is merged over."""
    rows = rows_of(table)
    heights = [_height(row) for row in rows]
    grids = [dict(cells_of(row)) if height else {} for row, height in zip(rows, heights, strict=True)]
    for index, grid in enumerate(grids):
        for column, cell in grid.items():
            if continues(cell) or _follows_other_rules(cell):
                continue
            last = index + 1
            while last < len(rows) and _goes_on(rows[last], column):
                last += 1
            if all(heights[index:last]):
                yield cell, sum(heights[index:last])


def _height(row: etree._Element) -> float:
    height = row.find(f"{W}trPr/{W}trHeight")
    if height is None or height.get(W + "hRule") != "exact":
        return 0.0
    return float(height.get(W + "val", "0")) / 20


def _goes_on(row: etree._Element, column: int) -> bool:
    below = dict(cells_of(row)).get(column)
    return below is not None and continues(below)


def _follows_other_rules(cell: etree._Element) -> bool:
    special = any(cell.find(f"{W}tcPr/{W}{name}") is not None for name in _OTHER_RULES)
    return special or cell.find(f".//{W}tbl") is not None


def _width(cell: etree._Element, table: etree._Element) -> float:
    own = cell.find(f"{W}tcPr/{W}tcW")
    if own is not None and own.get(W + "type", "dxa") == "dxa" and float(own.get(W + "w", "0")):
        return float(own.get(W + "w", "0")) / 20
    grid = [float(column.get(W + "w", "0")) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
    start = column_of(cell)
    return sum(grid[start : start + width_of(cell)]) / 20


# ---------------------------------------------------------------- lines
@dataclass(frozen=True, slots=True)
class _Letter:
    char: str
    size: float
    width: float


def _lines_cut(cell: etree._Element, height: float, width: float, looks: Looks) -> int:
    margins = looks.margins(cell)
    room = height - margins["top"] - margins["bottom"]
    across = width - margins["left"] - margins["right"]
    if across <= 0:
        return 0
    needed, line, after = 0.0, 1.0, 0.0
    for paragraph in cell.iter(W + "p"):
        if next(paragraph.iterancestors(W + "tc", W + "txbxContent")) is cell:
            own, letters = looks.of(paragraph), list(_letters(paragraph, looks))
            if letters:  # the last line of all that shows anything is what must fit
                line = own.line_height(max(letter.size for letter in letters))
                needed += (
                    after + own.before + line * _lines(letters, across - own.left - own.right, own.first)
                )
                after = own.after
            else:
                size = looks.run(paragraph, paragraph)[0]
                after += own.before + own.line_height(size) + own.after
    return max(0, math.ceil((needed - room) / line - _SPARE))


def _letters(paragraph: etree._Element, looks: Looks) -> Iterator[_Letter]:
    for run in paragraph.iter(W + "r"):
        if next(run.iterancestors(W + "p")) is paragraph and run.find(f"{W}rPr/{W}vanish") is None:
            size, spacing = looks.run(run, paragraph)
            for node in run.iter(W + "t", *_BREAKS):
                for char in _BREAKS.get(node.tag) or node.text or "":
                    yield _Letter(char, size, (size if is_wide(char) else size / 2) + spacing)


def _lines(letters: Sequence[_Letter], across: float, first: float) -> int:
    """Return on how many lines the letters stand; words stay whole, a comma may hang over the end."""
    lines, at, word = 1, first, 0.0
    for letter in letters:
        width = _TAB - at % _TAB if letter.char == "\t" else letter.width
        word = 0.0 if is_wide(letter.char) or letter.char.isspace() else word + width
        if letter.char == "\n":
            lines, at = lines + 1, 0.0
        elif at + width <= across:
            at += width
        elif letter.char != " " and not (letter.char in _HANGING and at <= across):
            lines, at = lines + 1, word if width <= word <= across else width
        else:
            at = across + 0.01  # what hangs is the last of its line
    return lines
