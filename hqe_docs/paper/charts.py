"""Charts for reports: tasks by part of the work, structure of the labour force, figures over the weeks; also on black printers.

Sizes are millimetres from the upper left corner, letters as large as on the page, so that a picture is printed as it was
drawn. Drawn without axes of matplotlib: those cost more than all the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from hqe_docs.paper.picturepage import INK, fit, picture
from hqe_docs.problems import Problem

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INCH = 25.4
TEXT, SMALL, NUMBER = 9.0, 8.0, 7.5  # points
DARK, GREY = "#3b5b7a", "#b8c4d0"
STATES = (("已完成", DARK, ""), ("进行中", GREY, ""), ("未启动", "white", ""), ("受阻", "white", "xxxx"))
ACROSS = 3  # panels side by side
NAME, TITLE = 12, 16  # characters of a name, of a title, on one line of a chart


class TaskBar(NamedTuple):
    """A part of the work: its name, how many of its tasks are in each of STATES, how many late."""

    name: str
    counts: tuple[int, ...]
    late: int


class Structure(NamedTuple):
    """The labour force and those of it who work, each as (name, persons)."""

    force: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, int], ...]


class Panel(NamedTuple):
    """A figure over time: values as they are drawn, texts as they are printed; no target is None."""

    title: str
    days: tuple[date, ...]
    values: tuple[float, ...]
    texts: tuple[str, ...]
    target: float | None = None
    target_text: str = ""


class Sheet:
    """A page measured in millimetres from its upper left corner."""

    def __init__(self, page: Figure, width: float, height: float) -> None:
        from matplotlib.transforms import Affine2D

        self.page, self.width, self.height = page, width, height
        self.place = Affine2D().scale(1 / width, -1 / height).translate(0, 1) + page.transFigure

    def line(self, xs: Sequence[float], ys: Sequence[float], **look: Any) -> None:
        from matplotlib.lines import Line2D

        self.page.add_artist(Line2D(xs, ys, transform=self.place, **{"color": INK, "linewidth": 0.8, **look}))

    def box(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        colour: str,
        hatch: str = "",
        *,
        edgecolor: str = INK,
    ) -> None:
        from matplotlib.patches import Rectangle

        look: dict[str, Any] = {
            "facecolor": colour,
            "edgecolor": edgecolor,
            "linewidth": 0.6,
            "hatch": hatch or None,
        }
        self.page.add_artist(Rectangle((left, top), width, height, transform=self.place, **look))

    def text(self, x: float, y: float, text: str, size: float, **look: Any) -> None:
        look = {"va": "center", "ha": "left", "color": INK, **look}
        self.page.text(x, y, text, size=size, transform=self.place, **look)


def _drawn(paint: Callable[[Sheet], None], width: float, height: float) -> bytes | Problem:
    return picture(lambda page: paint(Sheet(page, width, height)), (width / INCH, height / INCH), ".png")


# ---------------------------------------------------------------- tasks
def draw_tasks(bars: Sequence[TaskBar], width: float, height: float) -> bytes | Problem:
    """Return the bars of the parts, from top to bottom, as PNG."""
    return _drawn(lambda sheet: _tasks(sheet, bars), width, height)


def _tasks(sheet: Sheet, bars: Sequence[TaskBar]) -> None:
    left, top, right = 44.0, 8.0, sheet.width - 26
    _legend(sheet)
    pitch = (sheet.height - top - 2) / len(bars)
    scale = (right - left) / max(sum(bar.counts) for bar in bars)
    for row, bar in enumerate(bars):
        middle, thick = top + (row + 0.5) * pitch, min(pitch * 0.62, 7.0)
        sheet.text(left - 2, middle, _folded(bar.name), TEXT, ha="right")
        x = left
        for count, (_, colour, hatch) in zip(bar.counts, STATES, strict=True):
            if count:
                sheet.box(x, middle - thick / 2, count * scale, thick, colour, hatch)
                ink = {"color": "white"} if colour == DARK else {"bbox": _behind(colour)}
                sheet.text(x + count * scale / 2, middle, str(count), SMALL, ha="center", **ink)
            x += count * scale
        late = f"，逾期{bar.late}项" if bar.late else ""
        sheet.text(x + 1.5, middle, f"{sum(bar.counts)}项{late}", SMALL)
    sheet.line([left, left], [top, sheet.height - 2])


def _behind(colour: str) -> dict[str, Any]:
    """Return a box that keeps a number clear of the hatch or line behind it."""
    return {"facecolor": colour, "edgecolor": "none", "pad": 0.6}


def _legend(sheet: Sheet) -> None:
    x = sheet.width / 2 - len(STATES) * 11
    for name, colour, hatch in STATES:
        sheet.box(x, 2, 6, 2.8, colour, hatch)
        sheet.text(x + 7.5, 3.4, name, SMALL)
        x += 22


def _folded(name: str) -> str:
    """Return a long name on two lines, broken after 、 where that is near the middle."""
    if len(name) <= NAME:
        return name
    middle = len(name) // 2
    marks = [place + 1 for place, letter in enumerate(name) if letter in "、（"]
    at = min(marks, key=lambda place: abs(place - middle), default=middle)
    at = at if abs(at - middle) <= middle // 2 else middle
    return f"{name[:at]}\n{name[at:]}"


# ---------------------------------------------------------------- the labour force
def draw_structure(structure: Structure, width: float, height: float) -> bytes | Problem:
    """Return two charts of bars side by side, as PNG."""
    return _drawn(lambda sheet: _structure(sheet, structure), width, height)


def _structure(sheet: Sheet, structure: Structure) -> None:
    pitch = (sheet.height - 10) / max(len(structure.force), len(structure.places))
    half = sheet.width / 2
    for start, title, rows in (
        (0.0, "劳动力按就业状态（人）", structure.force),
        (half, "就业人员按就业区域（人）", structure.places),
    ):
        left, most = start + 24, max((count for _, count in rows), default=1)
        sheet.text(start + half / 2, 4, title, TEXT, ha="center")
        for row, (name, count) in enumerate(rows):
            middle = 8 + (row + 0.5) * pitch
            long = count / most * (half - 24 - 14)
            sheet.text(left - 1.5, middle, name, SMALL, ha="right")
            sheet.box(left, middle - pitch * 0.3, long, pitch * 0.6, DARK)
            sheet.text(left + long + 1.5, middle, str(count), SMALL)
        sheet.line([left, left], [8, 8 + len(rows) * pitch])


# ---------------------------------------------------------------- over the weeks
def draw_trends(panels: Sequence[Panel], width: float, height: float) -> bytes | Problem:
    """Return one small chart a figure, as PNG."""
    return _drawn(lambda sheet: _trends(sheet, panels), width, height)


def _trends(sheet: Sheet, panels: Sequence[Panel]) -> None:
    across = min(ACROSS, len(panels))
    wide, tall = sheet.width / across, sheet.height / -(-len(panels) // across)
    days = min(panel.days[0] for panel in panels), max(panel.days[-1] for panel in panels)
    for number, panel in enumerate(panels):
        row, column = divmod(number, across)
        _panel(sheet, panel, (column * wide + 5, row * tall + 6.5, wide - 10, tall - 12.5), days)


def _panel(
    sheet: Sheet, panel: Panel, area: tuple[float, float, float, float], days: tuple[date, date]
) -> None:
    """Draw one figure into an area (left, top, width, height); its title stands above, the days below."""
    left, top, width, height = area
    span = max((days[1] - days[0]).days, 1)
    bounds = [*panel.values] + ([] if panel.target is None else [panel.target])
    low, high = min(bounds), max(bounds)
    room = (high - low) or abs(high) * 0.1 or 1.0

    def x(day: date) -> float:
        return left + width * (0.05 + 0.9 * (day - days[0]).days / span)

    def y(value: float) -> float:
        return top + height * (1 - (value - low + room * 0.6) / (room * 2.2))

    sheet.line([left, left, left + width], [top, top + height, top + height])
    title = panel.title
    if panel.target is not None:
        sheet.line([left, left + width], [y(panel.target)] * 2, linestyle=(0, (4, 3)))
        title += f"（目标{panel.target_text}）"
    sheet.text(left + width / 2, top - 2.5, title, fit(title, SMALL, TITLE), ha="center")
    sheet.line(
        [x(day) for day in panel.days], [y(v) for v in panel.values], linewidth=1.1, marker="o", markersize=3
    )
    first, second, *_ = values = panel.values  # a label stands where the line does not go
    for place, side, below in ((0, "left", second > first), (-1, "right", values[-1] < values[-2])):
        look = {"va": "top" if below else "bottom", "ha": side, "bbox": _behind("white")}
        at = y(panel.values[place]) + (1.2 if below else -1.2)
        sheet.text(x(panel.days[place]), at, panel.texts[place], NUMBER, **look)
    for day in days:
        sheet.text(x(day), top + height + 2.2, f"{day.month}月{day.day}日", NUMBER, ha="center")
