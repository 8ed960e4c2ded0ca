"""Text that does not fit into the cells of rows with a fixed height, found before anything is printed.

Word and LibreOffice cut such text off (ECMA-376 §17.4.81, hRule exact). Widths are estimated: a Han character is as
wide as its size, all else half of that.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from lxml import etree

from hqe_docs.paper.excel.heights import is_wide
from hqe_docs.paper.word.namespaces import W
from hqe_docs.paper.word.places import Places, cells_of, column_of, rows_of, width_of
from hqe_docs.paper.word.samecells import continues
from hqe_docs.paper.word.wordlooks import Looks, TableLooks, number
from hqe_docs.paper.word.wordpart import FIXED_ROW
from hqe_docs.problems import Problem, problem

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
    if FIXED_ROW not in xml:
        return []
    root = etree.fromstring(xml)
    looks, known = Looks(styles), _Known()
    cut = [(cell, lines) for table in root.iter(W + "tbl") for cell, lines in _cut(table, looks, known)]
    places = Places(root, file, part) if cut else None
    return [problem("T173", places.of(cell), lines=lines) for cell, lines in cut] if places else []


# ---------------------------------------------------------------- cells and their room
# table, column, height and cell as written → lines cut: forms repeat most of their cells on each page
_Known = dict[tuple[bytes, int, float, bytes], int]


def _cut(table: etree._Element, looks: Looks, known: _Known) -> Iterator[tuple[etree._Element, int]]:
    """Yield each cell of a table from which lines are cut, and how many."""
    rows = rows_of(table)
    heights = [_height(row) for row in rows]
    if not any(heights):
        return
    own = TableLooks(looks, table)
    written = b"".join(etree.tostring(child) for child in table if child.tag != W + "tr")
    for index, row in enumerate(rows):
        for column, cell in cells_of(row) if heights[index] else ():
            room, xml = heights[index], etree.tostring(cell, with_tail=False)
            if b"<w:vMerge" in xml:
                room = _merged_height(rows[index:], heights[index:], column)
            key = written, column, room, xml
            if key not in known:
                known[key] = _lines_cut(cell, room, _width(cell, table), own)
            if known[key]:
                yield cell, known[key]


def _merged_height(rows: Sequence[etree._Element], heights: Sequence[float], column: int) -> float:
    """Return the height of a cell that begins in the first of `rows`; infinite when one of its rows grows."""
    last = 1
    while last < len(rows) and any(at == column and continues(cell) for at, cell in cells_of(rows[last])):
        last += 1
    return sum(heights[:last]) if all(heights[:last]) else math.inf


def _height(row: etree._Element) -> float:
    height = row.find(f"{W}trPr/{W}trHeight")
    if height is None or height.get(W + "hRule") != "exact":
        return 0.0
    return number([height], ".", "val", 0) / 20


def _follows_other_rules(cell: etree._Element) -> bool:
    properties = cell.find(W + "tcPr")
    special = properties is not None and any(child.tag in _OTHER_RULES for child in properties)
    return special or cell.find(f".//{W}tbl") is not None


def _width(cell: etree._Element, table: etree._Element) -> float:
    own = cell.find(f"{W}tcPr/{W}tcW[@{W}type='dxa']")
    if own is not None and (width := number([own], ".", "w", 0)):
        return width / 20
    grid = [number([column], ".", "w", 0) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
    start = column_of(cell)
    return sum(grid[start : start + width_of(cell)]) / 20


# ---------------------------------------------------------------- lines
_Letter = tuple[str, float, float]  # a character, its size and its width in points


def _lines_cut(cell: etree._Element, height: float, width: float, looks: TableLooks) -> int:
    margins = looks.margins(cell)
    room = height - margins["top"] - margins["bottom"]
    across = width - margins["left"] - margins["right"]
    if across <= 0 or math.isinf(room) or continues(cell) or _follows_other_rules(cell):
        return 0
    needed, line, after = 0.0, 1.0, 0.0
    for paragraph in cell.iter(W + "p"):
        if next(paragraph.iterancestors(W + "tc", W + "txbxContent")) is cell:
            own, letters = looks.paragraph(paragraph), list(_letters(paragraph, looks))
            if letters:  # the last line of all that shows anything is what must fit
                line = own.line_height(max(size for _char, size, _width in letters))
                needed += (
                    after + own.before + line * _lines(letters, across - own.left - own.right, own.first)
                )
                after = own.after
            else:
                size, _spacing = looks.run(paragraph, paragraph)
                after += own.before + own.line_height(size) + own.after
    return max(0, math.ceil((needed - room) / line - _SPARE))


def _letters(paragraph: etree._Element, looks: TableLooks) -> Iterator[_Letter]:
    for run in paragraph.iter(W + "r"):
        if next(run.iterancestors(W + "p")) is paragraph and run.find(f"{W}rPr/{W}vanish") is None:
            size, spacing = looks.run(run, paragraph)
            for node in run.iter(W + "t", *_BREAKS):
                for char in _BREAKS.get(node.tag) or node.text or "":
                    yield char, size, (size if is_wide(char) else size / 2) + spacing


def _lines(letters: Sequence[_Letter], across: float, first: float) -> int:
    """Return on how many lines the letters stand; words stay whole, a comma may hang over the end."""
    lines, at, word = 1, first, 0.0
    for char, _size, usual in letters:
        width = _TAB - at % _TAB if char == "\t" else usual
        word = 0.0 if is_wide(char) or char.isspace() else word + width
        if char == "\n":
            lines, at = lines + 1, 0.0
        elif at + width <= across:
            at += width
        elif char != " " and not (char in _HANGING and at <= across):
            lines, at = lines + 1, word if width <= word <= across else width
        else:
            at = across + 0.01  # what hangs is the last of its line
    return lines
