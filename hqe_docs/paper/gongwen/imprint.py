"""版记: copies, printing organ and day in a box whose last rule is the foot of the type area (GB/T 9704 §7.4)."""

from __future__ import annotations

from collections.abc import Iterator

from hqe_docs.paper.gongwen.frames import Place, text_box
from hqe_docs.paper.gongwen.ooxml import Element, control, paragraph, runs, x
from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.sections import body_width

MOVED = "发文.主送移版记|default(false) and 发文.主送"  # §7.3.2: too many addressees for the first page


def imprint(profile: Profile, *, is_letter: bool = False) -> list[Element]:
    """Return the runs of the 版记: a box at the foot of the type area, and as many empty lines as it has.

    A letter's has no rules and no printing organ (§10.1). LibreOffice 7.4 neither floats w:tblpPr tables nor draws
    borders in w:framePr; a box it does draw. It won't move the rows of a full table out of a box's way: the empty
    lines keep its place free.
    """
    width = profile.number("版记框", "抄送每行", "字数")
    lines = [
        f"((({names})|join('，'))|length + {width}) // {width} if {given} else 0" for given, names in _LISTS
    ]
    counts = " + ".join(f"({count})" for count in lines)
    printed = "" if is_letter else " + (1 if 发文.印发机关 else 0)"
    opening = f"{{% for 行 in range({counts}{printed}) %}}"
    inside = runs("{% if loop.first %}"), _box(profile, is_letter=is_letter), runs("{% else %}\\n{% endif %}")
    return [*runs(opening), *inside[0], inside[1], *inside[2], *runs("{% endfor %}")]


_LISTS = ((MOVED, "发文.主送"), ("发文.抄送", "发文.抄送"))


def _box(profile: Profile, *, is_letter: bool) -> Element:
    height = profile.number("版记框", "框高", "行数") * profile.line
    # a table in a box is followed by a paragraph: it hangs below the type area, the last rule ends with it
    foot = profile.number("版记框", "末线") + profile.styles["分节"]["行距"]
    place = Place(0, foot - height, body_width(profile, "纵向"), height)
    content = (_table(profile, is_letter=is_letter), paragraph(profile.style_id("分节")))
    return text_box("版记", 1, place, content, anchor="b")


def _table(profile: Profile, *, is_letter: bool) -> Element:
    width = body_width(profile, "纵向")
    margins = x("tblCellMar", *(x(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")))
    borders = None if is_letter else _borders(profile)
    properties = x("tblPr", x("tblW", w=width, type="dxa"), borders, x("tblLayout", type="fixed"), margins)
    rows = [*_copies(profile, width), *(() if is_letter else _printing(profile, width))]
    return x("tbl", properties, x("tblGrid", x("gridCol", w=width)), *rows)


def _borders(profile: Profile) -> Element:
    outer, inner = profile.number("版记框", "首末线", "粗"), profile.number("版记框", "中间线", "粗")
    lines = (("top", outer), ("bottom", outer), ("insideH", inner))
    return x("tblBorders", *(x(side, val="single", sz=size, space=0, color="000000") for side, size in lines))


def _copies(profile: Profile, width: int) -> Iterator[Element]:
    """Yield the row of 主送, where it was moved here, and 抄送: no rule between them (§7.4.2)."""
    ident = profile.style_id("版记抄送")
    yield _row(width, paragraph(ident, *runs(f"{{%tr if 发文.抄送 or ({MOVED}) %}}")))
    yield _row(
        width,
        control(ident, f"{{%p if {MOVED} %}}"),
        paragraph(ident, *runs("主送：{{ 发文.主送|join('，') }}。")),
        control(ident, "{%p endif %}"),
        control(ident, "{%p if 发文.抄送 %}"),
        paragraph(ident, *runs("抄送：{{ 发文.抄送|join('，') }}。")),
        control(ident, "{%p endif %}"),
    )
    yield _row(width, paragraph(ident, *runs("{%tr endif %}")))


def _printing(profile: Profile, width: int) -> Iterator[Element]:
    ident = profile.style_id("版记印发")
    yield _row(width, paragraph(ident, *runs("{%tr if 发文.印发机关 %}")))
    day = "{% if 发文.印发日期 %}\\t{{ 发文.印发日期|日期 }}印发{% endif %}"
    yield _row(width, paragraph(ident, *runs("{{ 发文.印发机关 }}" + day)))
    yield _row(width, paragraph(ident, *runs("{%tr endif %}")))


def _row(width: int, *content: Element) -> Element:
    return x("tr", x("tc", x("tcPr", x("tcW", w=width, type="dxa")), *content))
