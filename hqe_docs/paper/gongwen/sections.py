"""Sections and footers: page size, margins, grid, and the page number on the outer side."""

from __future__ import annotations

from hqe_docs.paper.gongwen.ooxml import PRESERVE, Element, R, paragraph, x
from hqe_docs.paper.gongwen.profile import Profile

FOOTERS = {"default": "rId10", "even": "rId11"}
KINDS = {"纵向": "页面", "横向": "横排页面", "内部表": "内部表页面", "调查表": "调查表页面"}
UPRIGHT = ("纵向", "调查表")
UNRULED = ("调查表",)  # neither page numbers nor a grid, which LibreOffice would centre on the page


def section(profile: Profile, kind: str) -> Element:
    """Return the sectPr of one of KINDS; footers stand in each that has any, some programs don't inherit them."""
    return x(
        "sectPr",
        *(_footer_reference(side) for side in FOOTERS if kind not in UNRULED),
        x("type", val="nextPage"),
        _size(profile, kind),
        _margins(profile, KINDS[kind]),
        _grid(profile) if kind not in UNRULED else None,
    )


def _grid(profile: Profile) -> Element:
    return x("docGrid", type=profile.data["页面"]["网格"]["类型"], linePitch=profile.number("页面", "网格"))


def _footer_reference(side: str) -> Element:
    reference = x("footerReference", type=side)
    reference.set(f"{{{R}}}id", FOOTERS[side])
    return reference


def _size(profile: Profile, kind: str) -> Element:
    width, height = profile.number("页面", "纸张", "宽"), profile.number("页面", "纸张", "高")
    if kind in UPRIGHT:
        return x("pgSz", w=width, h=height)
    return x("pgSz", w=height, h=width, orient="landscape")


def _margins(profile: Profile, group: str) -> Element:
    upright = group == "页面"
    left, right = ("订口", "翻口") if upright else ("左边", "右边")
    return x(
        "pgMar",
        top=profile.number(group, "天头"),
        right=profile.number(group, right),
        bottom=profile.number(group, "地脚"),
        left=profile.number(group, left),
        header=profile.number("页面", "页眉距"),
        footer=profile.number(group, "页脚距"),
        gutter=0,
    )


def body_width(profile: Profile, kind: str) -> int:
    return profile.number(KINDS[kind], "版心", "宽")


def footer_part(profile: Profile, side: str) -> Element:
    """Return a footer: — n — in 四号 宋体, right on odd pages and left on even ones (GB/T 9704 §7.5)."""
    style = profile.style_id("页码" if side == "default" else "页码双")
    return x("ftr", paragraph(style, _text("— "), *_field(), _text(" —")))


def _text(text: str) -> Element:
    content = x("t", text=text)
    content.set(PRESERVE, "preserve")
    return x("r", x("rPr", x("rFonts", hint="eastAsia")), content)


def _field() -> list[Element]:
    instruction = x("instrText", text=" PAGE ")
    instruction.set(PRESERVE, "preserve")
    parts = (
        x("fldChar", fldCharType="begin"),
        instruction,
        x("fldChar", fldCharType="separate"),
        x("t", text="1"),
    )
    return [x("r", part) for part in (*parts, x("fldChar", fldCharType="end"))]
