"""Sections and footers: page size, margins, grid, and the page number on the outer side."""

from __future__ import annotations

from typing import Any

from hqe_docs.paper.gongwen.frames import Place, text_box
from hqe_docs.paper.gongwen.ooxml import PRESERVE, Element, paragraph, x
from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.word.namespaces import R

FOOTERS = {"default": "footer1", "even": "footer2", "first": "footer3"}
TURNED = {"default": "footer4", "even": "footer5"}  # of wide pages, the number where upright pages have it
KINDS = {
    "纵向": "页面",
    "横向": "横排页面",
    "内部表": "内部表页面",
    "调查表": "调查表页面",
    "归档": "归档页面",
}
UPRIGHT = ("纵向", "调查表", "归档")
_BOX = 420  # twips across the box of a turned number
UNRULED = ("调查表", "归档")  # neither page numbers nor a grid, which LibreOffice would centre on the page


def section(profile: Profile, kind: str, *, is_letter: bool = False) -> Element:
    """Return the sectPr of one of KINDS; footers stand in each that has any, some programs don't inherit them.

    The first page of a letter has no number (§10.1).
    """
    sides = () if kind in UNRULED else ("default", "even", "first") if is_letter else ("default", "even")
    footers = FOOTERS | (TURNED if is_turned(profile, kind) else {})
    return x(
        "sectPr",
        *(_footer_reference(side, footers[side]) for side in sides),
        x("type", val="nextPage"),
        _size(profile, kind),
        margins(profile, KINDS[kind]),
        x("titlePg") if is_letter else None,
        grid(profile) if kind not in UNRULED else None,
    )


def grid(profile: Profile) -> Element:
    """Return the grid of pages with ruled lines."""
    characters = profile.number("页面", "网格", "字")
    extra: dict[str, Any] = {"charSpace": characters} if characters else {}
    kind = profile.data["页面"]["网格"]["类型"]
    return x("docGrid", type=kind, linePitch=profile.number("页面", "网格"), **extra)


def is_turned(profile: Profile, kind: str) -> bool:
    """Say whether pages of this kind have their number at the edge that is the foot when held upright (clause 8)."""
    return kind == "横向" and profile.data[KINDS[kind]]["页码"]["位置"] == "左边"


def _footer_reference(side: str, part: str) -> Element:
    reference = x("footerReference", type=side)
    reference.set(R + "id", link_id(part))
    return reference


def _size(profile: Profile, kind: str) -> Element:
    width, height = profile.number("页面", "纸张", "宽"), profile.number("页面", "纸张", "高")
    if kind in UPRIGHT:
        return x("pgSz", w=width, h=height)
    return x("pgSz", w=height, h=width, orient="landscape")


def margins(profile: Profile, group: str) -> Element:
    """Return the margins of a group of the profile: 页面, 横排页面 …."""
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


def link_id(part: str) -> str:
    """Return the identifier of the relationship to a footer."""
    return f"rId{9 + int(part.removeprefix('footer'))}"


def footer_parts(profile: Profile, document: Element) -> dict[str, Element]:
    """Return the footers that the document's sections name."""
    named = {str(item.get(R + "id")) for item in document.iter(x("footerReference").tag)}
    styles = {side: profile.style_id("页码双" if side == "even" else "页码") for side in FOOTERS}
    plain = {part: page_foot(side, styles[side]) for side, part in FOOTERS.items() if link_id(part) in named}
    return plain | {
        part: turned_footer(profile, side) for side, part in TURNED.items() if link_id(part) in named
    }


def page_foot(side: str, style: str) -> Element:
    """Return a footer: — n — in a style of 四号 宋体, right on odd pages and left on even ones (GB/T 9704 §7.5)."""
    number = () if side == "first" else (_text("— "), *_field(), _text(" —"))
    return x("ftr", paragraph(style, *number))


def turned_footer(profile: Profile, side: str) -> Element:
    """Return the footer of a wide page: its number stands 7 mm left of the type area, turned as the page is."""
    group = KINDS["横向"]
    edge = profile.number(group, "左边") - profile.number(group, "页码", "一字线距")
    top, height = profile.number(group, "天头"), profile.number(group, "版心", "高")
    place = Place(edge - _BOX // 2, top, _BOX, height, "page")
    inside = page_foot(side, profile.style_id("页码双" if side == "even" else "页码"))[0]
    box = text_box("页码", 1 if side == "default" else 2, place, (inside,), anchor="ctr", turned=True)
    return x("ftr", paragraph(profile.style_id("页码"), box))


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
