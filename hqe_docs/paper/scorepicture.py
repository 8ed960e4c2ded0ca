"""自评得分图: a creation point's points on one page, a bar a category and a bar an indicator; for black printers too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hqe_docs.paper.picturepage import INK, fit, rule, write_page
from hqe_docs.problems import Problem

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

A4 = (8.27, 11.69)  # inches
WON, HATCH = "#3b5b7a", "////"  # dark, white and hatched differ without colour, too
LINE = 20  # characters of an indicator's name in a line
Bar = tuple[str, float, float, float, str]  # name, won, pending, full, text at its end


def write_picture(path: Path, context: Mapping[str, Any]) -> list[Problem]:
    """Draw the mapping's 创建点 and 自评 and write the picture, all or nothing; return what hindered it."""

    def paint(page: Figure) -> None:
        _head(page, context["创建点"], context["自评"])
        _bars(page, context["自评"])

    return write_page(path, paint, A4)


# ---------------------------------------------------------------- words
def _head(page: Figure, point: Mapping[str, Any], sheet: Mapping[str, Any]) -> None:
    title = f"{point['名称']}{point['年度']}年{point['级别']}高质量就业{point['类型']}创建自评得分图"
    page.text(0.5, 0.953, title, ha="center", va="center", size=fit(title, 16), color=INK)
    day = f"数据基准日：{point['基准日']:%Y-%m-%d}" if point["基准日"] else "未填数据基准日"
    page.text(0.09, 0.923, point["全称"], ha="left", va="center", size=fit(point["全称"], 9.5, 40))
    page.text(0.91, 0.923, f"{day}　单位：分", ha="right", va="center", size=9.5)
    sums = f"自评总分 {sheet['总分']}（满分 {sheet['满分']}）"
    if sheet["待核满分"] != "0":
        sums += f"　　待核 {sheet['待核满分']}　　可能总分 {sheet['可能总分']}"
    page.text(0.5, 0.888, sums, ha="center", va="center", size=13)
    note = "可能总分为总分加上待核指标的满分；待核指标不计入总分。指标后的“计算”“评判”“待核”为得分状态。"
    page.text(0.09, 0.028, note, ha="left", va="center", size=7.5)
    page.add_artist(rule(page, 0.908))


# ---------------------------------------------------------------- bars
def _bars(page: Figure, sheet: Mapping[str, Any]) -> None:
    groups = [_category(item) for item in sheet["类别"]]
    items = [_indicator(item) for group in sheet["类别"] for item in group["指标"]]
    share = max(0.12, min(0.3, len(groups) / (len(groups) + len(items)) * 1.15))
    bottom, top, gap = 0.055, 0.845, 0.05
    height = top - bottom - gap
    upper = page.add_axes((0.36, top - height * share, 0.44, height * share))
    lower = page.add_axes((0.36, bottom, 0.44, height * (1 - share)))
    _chart(upper, groups, "各类得分", 9.5)
    _chart(lower, items, "各项指标得分", min(8.5, 190 / max(len(items), 1)))
    _legend(page, upper)


def _category(group: Mapping[str, Any]) -> Bar:
    pending = sum(float(item["满分"]) for item in group["指标"] if item["状态"] == "待核")
    end = f"{group['得分']} / {group['满分']}"
    return group["名称"], float(group["得分"]), pending, float(group["满分"]), end


def _indicator(item: Mapping[str, Any]) -> Bar:
    full, waits = float(item["满分"]), item["状态"] == "待核"
    end = f"{item['得分'] or '—'} / {item['满分']}　{item['状态']}"
    won, pending = (0.0, full) if waits else (float(item["得分"]), 0.0)
    return f"{item['序号']}　{_shown(item['内容'])}", won, pending, full, end


def _shown(text: str) -> str:
    """Return a name in lines of even length."""
    lines = -(-len(text) // LINE)
    length = -(-len(text) // lines) if lines else LINE
    return "\n".join(text[i : i + length] for i in range(0, len(text), length))


def _chart(axes: Axes, bars: Sequence[Bar], title: str, size: float) -> None:
    widest = max((full for *_, full, _ in bars), default=1)
    for row, (name, won, pending, full, end) in enumerate(bars):
        axes.barh(row, full, height=0.62, color="white", edgecolor=INK, linewidth=0.7)
        axes.barh(row, won, height=0.62, color=WON, edgecolor=INK, linewidth=0.7)
        axes.barh(
            row, pending, left=won, height=0.62, color="white", edgecolor=INK, linewidth=0.7, hatch=HATCH
        )
        lines = name.count("\n") + 1
        axes.text(-widest * 0.02, row, name, ha="right", va="center", size=size / max(1, lines * 0.55))
        axes.text(full + widest * 0.02, row, end, ha="left", va="center", size=size)
    axes.set_xlim(0, widest * 1.002)  # else the last bar's edge is cut
    axes.set_ylim(len(bars) - 0.4, -0.6)
    axes.set_title(title, loc="left", x=-0.6, size=11, pad=6)
    axes.set_yticks([])
    axes.tick_params(axis="x", labelsize=7.5, length=2)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _legend(page: Figure, axes: Axes) -> None:
    from matplotlib.patches import Patch

    looks = ((WON, None, "已得"), ("white", None, "失分"), ("white", HATCH, "待核"))
    patches = [Patch(facecolor=c, hatch=h, label=name, edgecolor=INK, linewidth=0.7) for c, h, name in looks]
    box = (0.91, axes.get_position().y1 + 0.028)
    page.legend(handles=patches, loc="upper right", bbox_to_anchor=box, ncol=3, frameon=False, fontsize=8.5)
