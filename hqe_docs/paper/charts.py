"""Charts for reports: tasks by part of the work, structure of the labour force, figures over the weeks; also on black printers.

Sizes are millimetres, letters as large as on the page, so that a picture is printed as it was drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from hqe_docs.paper.picturepage import INK, picture
from hqe_docs.problems import Problem

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INCH = 25.4
TEXT, SMALL = 9.0, 8.0  # points
DARK, GREY = "#3b5b7a", "#b8c4d0"
STATES = (("已完成", DARK, ""), ("进行中", GREY, ""), ("未启动", "white", ""), ("受阻", "white", "xxxx"))
ACROSS = 3  # panels side by side
NAME = 14  # characters of a name on one line of a chart


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


# ---------------------------------------------------------------- tasks
def draw_tasks(bars: Sequence[TaskBar], width: float, height: float) -> bytes | Problem:
    """Return the bars of the parts, from top to bottom, as PNG."""
    return picture(lambda page: _tasks(page, bars), (width / INCH, height / INCH), ".png")


def _tasks(page: Figure, bars: Sequence[TaskBar]) -> None:
    axes = page.add_axes((0.27, 0.1, 0.56, 0.78))
    most = max(sum(bar.counts) for bar in bars)
    for row, bar in enumerate(bars):
        left = 0
        for count, (_, colour, hatch) in zip(bar.counts, STATES, strict=True):
            if count:
                look: dict[str, Any] = {
                    "color": colour,
                    "hatch": hatch or None,
                    "edgecolor": INK,
                    "linewidth": 0.6,
                }
                axes.barh(row, count, left=left, height=0.6, **look)
                ink = {"color": "white"} if colour == DARK else {"color": INK, "backgroundcolor": colour}
                axes.text(
                    left + count / 2, row, str(count), ha="center", va="center", size=SMALL, **_tight(ink)
                )
            left += count
        late = f"，逾期{bar.late}项" if bar.late else ""
        axes.text(left + most * 0.015, row, f"{left}项{late}", ha="left", va="center", size=SMALL)
    axes.set_xlim(0, most)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_yticks(range(len(bars)), [_folded(bar.name) for bar in bars], size=TEXT)
    axes.set_xticks([])
    _plain(axes, "top", "right", "bottom")
    _legend(page)


def _tight(ink: dict[str, str]) -> dict[str, Any]:
    """Return the look of a number on a bar: a box of the bar's colour keeps it clear of the hatch."""
    behind = ink.pop("backgroundcolor", None)
    return {**ink, **({"bbox": {"facecolor": behind, "edgecolor": "none", "pad": 1}} if behind else {})}


def _legend(page: Figure) -> None:
    from matplotlib.patches import Patch

    patches = [
        Patch(facecolor=colour, hatch=hatch or None, edgecolor=INK, linewidth=0.6, label=name)
        for name, colour, hatch in STATES
    ]
    page.legend(handles=patches, loc="upper center", ncol=len(STATES), frameon=False, fontsize=SMALL)


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
    return picture(lambda page: _structure(page, structure), (width / INCH, height / INCH), ".png")


def _structure(page: Figure, structure: Structure) -> None:
    for left, title, rows in (
        (0.14, "劳动力按就业状态（人）", structure.force),
        (0.63, "就业人员按就业区域（人）", structure.places),
    ):
        axes = page.add_axes((left, 0.04, 0.28, 0.82))
        axes.set_title(title, size=TEXT, color=INK)
        most = max((count for _, count in rows), default=1)
        numbers = range(len(rows))
        axes.barh(numbers, [count for _, count in rows], height=0.6, color=DARK, edgecolor=INK, linewidth=0.6)
        for row, (_, count) in enumerate(rows):
            axes.text(count + most * 0.03, row, str(count), ha="left", va="center", size=SMALL)
        axes.set_xlim(0, most * 1.18)
        axes.set_ylim(max(len(structure.force), len(structure.places)) - 0.5, -0.5)
        axes.set_yticks(numbers, [name for name, _ in rows], size=SMALL)
        axes.set_xticks([])
        _plain(axes, "top", "right", "bottom")


# ---------------------------------------------------------------- over the weeks
def draw_trends(panels: Sequence[Panel], width: float, height: float) -> bytes | Problem:
    """Return one small chart a figure, as PNG."""
    return picture(lambda page: _trends(page, panels), (width / INCH, height / INCH), ".png")


def _trends(page: Figure, panels: Sequence[Panel]) -> None:
    across = min(ACROSS, len(panels))
    down = -(-len(panels) // across)
    first, last = min(panel.days[0] for panel in panels), max(panel.days[-1] for panel in panels)
    for number, panel in enumerate(panels):
        row, column = divmod(number, across)
        size = (0.78 / across, 0.52 / down)
        axes = page.add_axes((column / across + 0.11 / across, 1 - (row + 0.74) / down, *size))
        _panel(axes, panel, first, last)


def _panel(axes: Axes, panel: Panel, first: date, last: date) -> None:
    places = [(day - first).days for day in panel.days]
    axes.plot(places, panel.values, color=INK, linewidth=1.1, marker="o", markersize=3)
    bounds = [*panel.values] + ([] if panel.target is None else [panel.target])
    low, high = min(bounds), max(bounds)
    room = (high - low) or abs(high) * 0.1 or 1.0
    span = max((last - first).days, 1)
    axes.set_xlim(-span * 0.06, span * 1.06)
    axes.set_ylim(low - room * 0.6, high + room * 0.6)
    title = panel.title
    if panel.target is not None:
        axes.axhline(panel.target, color=INK, linewidth=0.8, linestyle=(0, (4, 3)))
        title += f"（目标{panel.target_text}）"
    axes.set_title(
        title, size=SMALL if len(title) <= NAME + 2 else SMALL * (NAME + 2) / len(title), color=INK, pad=3
    )
    rises = panel.values[-1] - panel.values[0]  # a label stands where the line does not go
    for place, at, side, below in ((0, places[0], "left", rises > 0), (-1, places[-1], "right", rises < 0)):
        y = panel.values[place] + room * (-0.12 if below else 0.12)
        look: dict[str, Any] = {"va": "top" if below else "bottom", "ha": side, "size": 7.5, "bbox": _WHITE}
        axes.text(at, y, panel.texts[place], **look)
    axes.set_yticks([])
    axes.set_xticks([0, span], [_day(first), _day(last)], size=7)
    axes.tick_params(axis="x", length=2, pad=2)
    _plain(axes, "top", "right")


_WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 0.4}


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _plain(axes: Axes, *sides: str) -> None:
    for side in sides:
        axes.spines[side].set_visible(False)
