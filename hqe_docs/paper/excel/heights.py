"""Heights of rows whose text wraps: LibreOffice never fits the rows of an .xlsx that come without a height."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from hqe_docs.paper.excel.refs import column_number
from hqe_docs.paper.excel.sheet import Cell

DEFAULT_WIDTH = 8.43  # ECMA-376 §18.3.1.81, in digits of the Normal font
DEFAULT_HEIGHT = 15.0  # points
TALLEST = 409.0  # points; what Excel allows
_PADDING = 0.7  # of a column, in digits
_LINE = 1.45  # of the font's size: the tallest of the usual Chinese faces
_MARGIN = 4.0  # points above and below together
_SAFETY = 1.05  # other fonts are wider


@dataclass(frozen=True, slots=True)
class TextRoom:
    """How much text a wrapping cell holds: half-width characters on a line, and points a line."""

    units: float
    size: float

    def height(self, text: str) -> float:
        """Return the height in points that `text` needs."""
        lines = sum(max(1, math.ceil(_units(part) / self.units)) for part in text.split("\n"))
        return min(TALLEST, round(lines * self.size * _LINE + _MARGIN, 1))


def is_wide(char: str) -> bool:
    """Say whether `char` stands as wide as a Han character in Chinese faces."""
    return char > "\u2e7f" or char in "“”‘’…—·×÷"


def _units(text: str) -> float:
    wide = sum(map(is_wide, text))
    return len(text) + wide * 0.905  # a Han character at the same size is 1.9 digits wide


@dataclass(slots=True)
class SharedRows:
    """Rows over which a {% vm %} cell is merged: the points its text needs, what they have, which is the last."""

    needed: float
    height: float = 0.0
    last: int = 0


def grown(row: str, points: float, usual: float) -> str:
    """Return a row that is `points` taller than its own or the usual height; one that the template fixes stays."""
    tag, end, cells = row.partition(">")
    if "customHeight=" in tag:
        return row
    bare, _, height = tag.partition(' ht="')
    tall = (float(height.partition('"')[0]) if height else usual) + points
    return f'{bare} ht="{min(TALLEST, round(tall, 1)):g}"{height.partition(chr(34))[2]}{end}{cells}'


class Rooms:
    """The room of each wrapping cell of a sheet; cells the template merges have none, as no office fits rows to them."""

    def __init__(self, root: etree._Element, styles: bytes | None) -> None:
        self._widths = column_widths(root)
        fallback = root.find("{*}sheetFormatPr")
        self._default = (
            float(fallback.get("defaultColWidth", DEFAULT_WIDTH)) if fallback is not None else DEFAULT_WIDTH
        )
        tall = fallback.get("defaultRowHeight", "") if fallback is not None else ""
        self.usual = float(tall or DEFAULT_HEIGHT)
        self._sizes = _wrapping_sizes(styles)
        self._merged = {
            ref for merge in root.iter("{*}mergeCell") for ref in merge.get("ref", "").split(":")[:1]
        }

    def of(self, cell: Cell) -> TextRoom | None:
        """Return the room of `cell`, None when its text does not wrap."""
        size = self._sizes.get(cell.style or "0")
        if size is None or cell.name in self._merged:
            return None
        width = self._widths.get(column_number(cell.column), self._default)
        # columns are measured in digits of a 10 to 11 point font
        return TextRoom(max((width - _PADDING) * 10 / size, 2.0) / _SAFETY, size)


def column_widths(root: etree._Element) -> dict[int, float]:
    """Return the widths of the columns that have one of their own, in digits of the Normal font."""
    widths: dict[int, float] = {}
    for column in root.iterfind("{*}cols/{*}col"):
        try:
            first, last, width = (float(column.get(name, "")) for name in ("min", "max", "width"))
            own = range(int(first), int(min(last, first + 1024)) + 1)
        except (ValueError, OverflowError):  # without a width, or no numbers
            continue
        widths |= dict.fromkeys(own, width)
    return widths


@lru_cache(maxsize=32)
def _wrapping_sizes(styles: bytes | None) -> dict[str, float]:
    """Return style index → font size of the formats that wrap their text."""
    if styles is None:
        return {}
    root = etree.fromstring(styles)
    sizes = [font.find("{*}sz") for font in root.iterfind("{*}fonts/{*}font")]
    points = [float(size.get("val", "11")) if size is not None else 11.0 for size in sizes]
    wrapping: dict[str, float] = {}
    for index, one in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        alignment, font = one.find("{*}alignment"), int(one.get("fontId", "0"))
        if alignment is not None and alignment.get("wrapText") in ("1", "true"):
            wrapping[str(index)] = points[font] if font < len(points) else 11.0
    return wrapping
