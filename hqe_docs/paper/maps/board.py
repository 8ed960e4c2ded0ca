"""A sheet to draw maps on: millimetres of A3, letters and lines growing with the paper, areas laid into a box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

from hqe_docs.paper.charts import Sheet
from hqe_docs.paper.maps.mapsheet import Area, Cell, Classes, MapSheet, Point
from hqe_docs.paper.picturepage import INK, font_found

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDE, HIGH = 420.0, 297.0  # millimetres of A3, lying
PALETTES = {
    "blue": ("#eaf1f8", "#bdd3e8", "#86add1", "#4a7fb0", "#1f4e7d"),
    "green": ("#ebf5ee", "#bfdfc9", "#86bf99", "#479467", "#1d6140"),
}
NOTHING, QUIET, PALE, SPOT = "#e4e4e4", "#5c6670", "#c8ced4", "#b4441f"
TITLES = (
    "方正小标宋简体",
    "FZXiaoBiaoSong-B05S",
    "方正小标宋_GBK",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
)
SCALES = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)


class Board(Sheet):
    """A page measured in millimetres, of A3 unless said; `factor` is how much larger the paper is."""

    def __init__(self, page: Figure, factor: float = 1.0, size: tuple[float, float] = (WIDE, HIGH)) -> None:
        super().__init__(page, *size)
        self.factor = factor
        self.serif = font_found(TITLES)

    def line(self, xs: Sequence[float], ys: Sequence[float], **look: Any) -> None:
        super().line(xs, ys, **{**look, "linewidth": look.get("linewidth", 0.8) * self.factor})

    def text(self, x: float, y: float, text: str, size: float, **look: Any) -> None:
        super().text(x, y, text, size * self.factor, **look)

    def title(self, x: float, y: float, text: str, size: float, **look: Any) -> None:
        """Write in the letters of titles where the machine has them."""
        own = {"family": [self.serif]} if self.serif else {}
        self.text(x, y, text, size, fontweight="bold", **{**own, **look})

    def shape(self, rings: Sequence[Sequence[Point]], colour: str, **look: Any) -> None:
        """Draw rings as one area; those with the clock are holes."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        corners = [point for ring in rings for point in ring]
        codes = [
            code for ring in rings for code in (Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY)
        ]
        width = look.pop("linewidth", 0.7) * self.factor
        options: dict[str, Any] = {"edgecolor": "white", "linewidth": width, "joinstyle": "round", **look}
        self.page.add_artist(
            PathPatch(Path(corners, codes), facecolor=colour, transform=self.place, **options)
        )

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        from matplotlib.patches import Circle

        look: dict[str, Any] = {"facecolor": colour, "edgecolor": "white", "linewidth": 0.8 * self.factor}
        self.page.add_artist(Circle((x, y), radius, transform=self.place, **look))


@dataclass(frozen=True, slots=True)
class Frame:
    """How a plane lies in a box of the sheet: millimetres a unit, where its origin is."""

    scale: float
    left: float
    top: float

    def at(self, point: Point) -> Point:
        return self.left + point[0] * self.scale, self.top - point[1] * self.scale


def frame_of(areas: Sequence[Area], box: tuple[float, float, float, float], head: float = 0.0) -> Frame:
    """Return the frame that centres the areas in a box (left, top, width, height); `head` units stay free above."""
    points = [point for area in areas for ring in area.rings for point in ring]
    xs, ys = [x for x, _ in points] or [0.0, 1.0], [y for _, y in points] or [0.0, 1.0]
    wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) + head or 1.0
    left, top, width, height = box
    scale = min(width / wide, height / high)
    return Frame(
        scale,
        left + (width - wide * scale) / 2 - min(xs) * scale,
        top + (height - high * scale) / 2 + (max(ys) + head) * scale,
    )


def colour_of(cell: Cell | None, classes: Classes, accent: str) -> str:
    """Return the colour of a number; grey where there is none to show."""
    if cell is None or cell.size is None:
        return NOTHING
    return palette(classes, accent)[classes.of(cell.size)]


def palette(classes: Classes, accent: str) -> tuple[str, ...]:
    """Return as many colours as there are classes, from light to dark, spread over the whole range."""
    colours = PALETTES[accent]
    count = len(classes.labels)
    if count >= len(colours):
        return colours + colours[-1:] * (count - len(colours))
    if count == 1:
        return colours[1:2]
    return tuple(colours[round(i * (len(colours) - 1) / (count - 1))] for i in range(count))


def ink_on(colour: str) -> str:
    """Return the letters' colour on a colour."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 140 else INK


def grain(sheet: MapSheet) -> float:
    """Return how wide an area is, half of them being wider: what decides how large letters may be."""
    widths = sorted(
        max(x for ring in area.rings for x, _ in ring) - min(x for ring in area.rings for x, _ in ring)
        for area in sheet.levels[sheet.finest]
        if area.rings
    )
    return widths[len(widths) // 2] if widths else sqrt(3)


def radius_of(sheet: MapSheet) -> float:
    """Return the radius of a hexagon as wide as an area: by it names and signs are sized."""
    return grain(sheet) / sqrt(3)


def heads(sheet: MapSheet) -> list[tuple[str, Point]]:
    """Return each village's name and where it begins above its groups; nothing where areas are villages."""
    if sheet.finest == sheet.coarsest:
        return []
    made = []
    for area in sheet.levels[sheet.coarsest]:
        xs = [x for ring in area.rings for x, _ in ring]
        if xs:
            # a scheme's blocks begin at the left; of real villages the top is somewhere in the middle
            left = min(xs) + (0.3 * (max(xs) - min(xs)) if sheet.unit else 0.0)
            top = max(y for ring in area.rings for _, y in ring)
            made.append((area.name, (left, top + 0.45 * radius_of(sheet))))
    return made
