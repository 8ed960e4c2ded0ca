"""版头 (red head) and 版记 (imprint box)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hqe_docs.paper.gongwen.ooxml import WPS, Element, control, paragraph, runs, x
from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.sections import body_width

EMU = 635  # English metric units in a twip
MARK = "{{ 发文.机关 }}文件"


def red_head(profile: Profile) -> Iterator[Element]:
    """Yield 发文机关标志 in the size it allows, 发文字号 and the red rule (§7.2.4-7.2.7)."""
    yield from _mark(profile)
    blank = profile.number("版头", "标志后空行", "行数")
    ident = profile.style_id
    yield control(ident("公文正文"), "{%p if 发文.文号 %}")
    yield from (paragraph(ident("空行")) for _ in range(blank))
    yield paragraph(ident("发文字号"), *runs("{{ 发文.文号 }}"))
    yield control(ident("公文正文"), "{%p else %}")
    yield paragraph(ident("版头分隔线"))
    yield control(ident("公文正文"), "{%p endif %}")
    yield from (paragraph(ident("空行")) for _ in range(profile.number("版头", "红线后空行", "行数")))


def _mark(profile: Profile) -> Iterator[Element]:
    ident = profile.style_id
    large, middle = (profile.number("版头", "标志字数", key) for key in ("中", "小"))
    length = "(发文.机关 ~ '文件')|length"
    choices = (
        (f"{{%p if {length} <= {large} %}}", "发文机关标志"),
        (f"{{%p elif {length} <= {middle} %}}", "发文机关标志中"),
        ("{%p else %}", "发文机关标志小"),
    )
    for tag, style in choices:
        yield control(ident("公文正文"), tag)
        yield paragraph(ident(style), *runs(MARK))
    yield control(ident("公文正文"), "{%p endif %}")


# ---------------------------------------------------------------- 版记
def imprint(profile: Profile) -> list[Element]:
    """Return the runs of the 版记: a box at the foot of the type area, and as many empty lines as it has.

    GB/T 9704 §7.4. LibreOffice 7.4 neither floats w:tblpPr tables nor draws borders in w:framePr; a box it
    does draw. It won't move the rows of a full table out of a box's way: the empty lines keep its place free.
    """
    width = profile.number("版记框", "抄送每行", "字数")
    copies = f"((发文.抄送|join('，'))|length + {width}) // {width} if 发文.抄送 else 0"
    opening = f"{{% for 行 in range(({copies}) + (1 if 发文.印发机关 else 0)) %}}"
    inside = runs("{% if loop.first %}"), _box(profile), runs("{% else %}\\n{% endif %}")
    return [*runs(opening), *inside[0], inside[1], *inside[2], *runs("{% endfor %}")]


def _box(profile: Profile) -> Element:
    choice = x("mc:Choice", x("drawing", _anchor(profile)), Requires="wps")
    return x("r", x("mc:AlternateContent", choice))


def _anchor(profile: Profile) -> Element:
    width = body_width(profile, "纵向") * EMU
    height = profile.number("版记框", "框高", "行数") * profile.line * EMU
    # a table in a box is followed by a paragraph: it hangs below the type area, the last rule ends with it
    foot = (profile.number("页面", "版心", "高") + profile.styles["分节"]["行距"]) * EMU
    zero: dict[str, Any] = {"distT": 0, "distB": 0, "distL": 0, "distR": 0}
    flags: dict[str, Any] = {
        "simplePos": 0,
        "relativeHeight": 2,
        "behindDoc": 0,
        "locked": 0,
        "layoutInCell": 1,
        "allowOverlap": 0,
    }
    return x(
        "wp:anchor",
        x("wp:simplePos", x=0, y=0),
        x("wp:positionH", x("wp:align", text="left"), relativeFrom="margin"),
        x("wp:positionV", x("wp:posOffset", text=str(foot - height)), relativeFrom="margin"),
        x("wp:extent", cx=width, cy=height),
        x("wp:effectExtent", l=0, t=0, r=0, b=0),
        x("wp:wrapNone"),
        x("wp:docPr", id=1, name="版记"),
        x("wp:cNvGraphicFramePr"),
        x("a:graphic", x("a:graphicData", _shape(profile, width, height), uri=WPS)),
        **zero,
        **flags,
    )


def _shape(profile: Profile, width: int, height: int) -> Element:
    size = x("a:xfrm", x("a:off", x=0, y=0), x("a:ext", cx=width, cy=height))
    form = x("a:prstGeom", x("a:avLst"), prst="rect")
    insets: dict[str, Any] = dict.fromkeys(("lIns", "tIns", "rIns", "bIns"), 0)
    return x(
        "wps:wsp",
        x("wps:cNvSpPr", txBox=1),
        x("wps:spPr", size, form, x("a:noFill"), x("a:ln", x("a:noFill"))),
        x("wps:txbx", x("txbxContent", _imprint_table(profile), paragraph(profile.style_id("分节")))),
        x("wps:bodyPr", x("a:noAutofit"), rot=0, vert="horz", wrap="square", anchor="b", **insets),
    )


def _imprint_table(profile: Profile) -> Element:
    width = body_width(profile, "纵向")
    outer, inner = profile.number("版记框", "首末线", "粗"), profile.number("版记框", "中间线", "粗")
    lines = (("top", outer), ("bottom", outer), ("insideH", inner))
    borders = x(
        "tblBorders", *(x(side, val="single", sz=size, space=0, color="000000") for side, size in lines)
    )
    margins = x("tblCellMar", *(x(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")))
    properties = x("tblPr", x("tblW", w=width, type="dxa"), borders, x("tblLayout", type="fixed"), margins)
    return x("tbl", properties, x("tblGrid", x("gridCol", w=width)), *_imprint_rows(profile, width))


def _imprint_rows(profile: Profile, width: int) -> Iterator[Element]:
    copies, printed = profile.style_id("版记抄送"), profile.style_id("版记印发")
    yield _row(width, paragraph(copies, *runs("{%tr if 发文.抄送 %}")))
    yield _row(width, paragraph(copies, *runs("抄送：{{ 发文.抄送|join('，') }}。")))
    yield _row(width, paragraph(copies, *runs("{%tr endif %}")))
    yield _row(width, paragraph(printed, *runs("{%tr if 发文.印发机关 %}")))
    day = "{% if 发文.印发日期 %}\\t{{ 发文.印发日期|日期 }}印发{% endif %}"
    yield _row(width, paragraph(printed, *runs("{{ 发文.印发机关 }}" + day)))
    yield _row(width, paragraph(printed, *runs("{%tr endif %}")))


def _row(width: int, content: Element) -> Element:
    return x("tr", x("tc", x("tcPr", x("tcW", w=width, type="dxa")), content))
