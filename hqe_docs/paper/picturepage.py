"""A page drawn by matplotlib as bytes: the machine's Chinese font, no clock, the same bytes for the same input."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hqe_docs.paper.wholefiles import write_file
from hqe_docs.problems import Location, Problem, problem

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUFFIXES = (".png", ".svg", ".pdf")
FONTS = (
    *(
        "Microsoft YaHei",
        "SimHei",
        "PingFang SC",
        "Noto Sans CJK SC",
        "Source Han Sans SC",
        "Source Han Sans CN",
    ),
    *("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Noto Sans CJK JP", "SimSun", "Noto Serif CJK SC"),
    *("Source Han Serif SC", "Noto Serif CJK JP", "AR PL UMing CN", "AR PL SungtiL GB", "AR PL UKai CN"),
)
DPI = 200
INK = "#1a1a1a"
NO_CLOCK: Mapping[str, Mapping[str, None]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None},
    ".pdf": {"CreationDate": None},
}
SETTINGS: Mapping[str, Any] = {
    "axes.unicode_minus": False,
    "hatch.linewidth": 0.6,
    "svg.hashsalt": "hqe",
    "svg.fonttype": "path",
    "pdf.fonttype": 3,
}


def write_page(path: Path, paint: Callable[[Figure], None], size: tuple[float, float]) -> list[Problem]:
    """Write the page that `paint` draws, all or nothing; return what hindered it."""
    drawn = picture(paint, size, path.suffix.lower())
    if isinstance(drawn, Problem):
        return [replace(drawn, where=Location(path.name))]
    return write_file(path, drawn)


def picture(paint: Callable[[Figure], None], size: tuple[float, float], suffix: str) -> bytes | Problem:
    """Return the page that `paint` draws, `size` in inches; a problem where no font can show Chinese."""
    font = font_found(FONTS)
    if font is None:
        return problem("R127", fonts="、".join(FONTS[:4]))
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    settings: Any = {"font.family": [font], **SETTINGS}
    with mpl.rc_context(settings):
        page = Figure(figsize=size, dpi=DPI)
        FigureCanvasAgg(page)
        paint(page)
        stream = io.BytesIO()
        page.savefig(stream, format=suffix[1:], dpi=DPI, metadata=NO_CLOCK[suffix])
    return stream.getvalue()


def font_found(wanted: Sequence[str]) -> str | None:
    """Return the first of the fonts that this machine has."""
    from matplotlib import font_manager

    here = {entry.name for entry in font_manager.fontManager.ttflist}
    return next((name for name in wanted if name in here), None)


def fit(text: str, size: float, most: int = 28) -> float:
    """Return a size at which `text` is no wider than `most` characters of the usual size."""
    return size * min(1.0, most / max(len(text), 1))


def rule(page: Figure, y: float, left: float = 0.09, right: float = 0.91) -> Any:
    """Return a thin line across the page at a height."""
    from matplotlib.lines import Line2D

    return Line2D([left, right], [y, y], color=INK, linewidth=0.8, transform=page.transFigure)
