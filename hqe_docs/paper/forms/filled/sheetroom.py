"""What the cells of a sheet hold, by their format, the widths of their columns and the heights of their rows."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from hqe_docs.paper.excel.heights import DEFAULT_HEIGHT, DEFAULT_WIDTH, column_widths
from hqe_docs.paper.forms.filled.room import LINE, Room
from hqe_docs.paper.forms.model import Cell

Element = etree._Element
DIGIT = 5.25  # points: a column's unit, a digit of the usual Normal font
PADDING = 4.0  # points at both sides together
SPARE = 1.05  # of the width: Excel lets a little stand over
USUAL = 11.0


@dataclass(frozen=True, slots=True)
class CellLook:
    """How the text of a cell format looks: font, size, whether it wraps, whether it is shrunk to fit anyway."""

    font: str = "宋体"
    size: float = USUAL
    wraps: bool = False
    fits: bool = False


class CellLooks:
    """The formats of a workbook by number; `styles` is the root of that part."""

    def __init__(self, styles: Element | None) -> None:
        fonts = list(styles.iterfind("{*}fonts/{*}font")) if styles is not None else []
        formats = styles.iterfind("{*}cellXfs/{*}xf") if styles is not None else ()
        self._looks = {str(number): _look(one, fonts) for number, one in enumerate(formats)}

    def of(self, style: str) -> CellLook:
        """Return the look of format number `style`."""
        return self._looks.get(style, CellLook())


def _look(one: Element, fonts: list[Element]) -> CellLook:
    number, alignment = int(one.get("fontId", "0")), one.find("{*}alignment")
    font = fonts[number] if number < len(fonts) else None
    name = font.find("{*}name") if font is not None else None
    size = font.find("{*}sz") if font is not None else None
    return CellLook(
        name.get("val", "宋体") if name is not None else "宋体",
        _number(size, "val", USUAL),
        alignment is not None and alignment.get("wrapText") in ("1", "true"),
        alignment is not None and alignment.get("shrinkToFit") in ("1", "true"),
    )


def _number(element: Element | None, name: str, usual: float) -> float:
    try:
        return float(element.get(name, usual)) if element is not None else usual
    except ValueError:  # a damaged file: as if nothing were said
        return usual


class SheetRooms:
    """The room of the cells of one sheet."""

    def __init__(self, root: Element, looks: CellLooks) -> None:
        usual = root.find("{*}sheetFormatPr")
        self._widths = column_widths(root)
        self._width = _number(usual, "defaultColWidth", DEFAULT_WIDTH)
        self._height = _number(usual, "defaultRowHeight", DEFAULT_HEIGHT)
        rows = root.iterfind("{*}sheetData/{*}row")
        self._rows = {int(row.get("r", "")): row for row in rows if row.get("r", "").isdecimal()}
        self._looks = looks

    def of(self, cell: Cell) -> Room | None:
        """Return what a cell holds, None where it grows or is shrunk by the program."""
        look = self._looks.of(self._style(cell))
        if look.fits:
            return None
        columns = range(cell.column + 1, cell.right + 1)
        across = sum(self._widths.get(number, self._width) for number in columns) * DIGIT * SPARE - PADDING
        height = look.size * LINE if not look.wraps else self._tall(cell)
        return Room(max(across, 1.0), height, look.size) if height else None

    def _style(self, cell: Cell) -> str:
        row = self._rows.get(cell.row + 1)
        found = (one for one in row if one.get("r") == cell.address.cell) if row is not None else iter(())
        own = next(found, None)
        return own.get("s", "0") if own is not None else "0"

    def _tall(self, cell: Cell) -> float:
        """Return the height of a cell's rows; 0 for one row that the program fits to its text."""
        rows = [self._rows.get(number + 1) for number in range(cell.row, cell.bottom)]
        heights = [float(row.get("ht", 0)) if row is not None else 0.0 for row in rows]
        if cell.height == 1 and cell.width == 1 and not heights[0]:
            return 0.0
        return sum(height or self._height for height in heights)
