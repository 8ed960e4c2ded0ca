"""styles.xml, settings.xml and fontTable.xml from the layout profile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from hqe_docs.paper.gongwen.ooxml import Element, x
from hqe_docs.paper.gongwen.profile import CHARACTER, Profile

ALIGN = {"左": "left", "中": "center", "右": "right", "两端": "both", "分散": "distribute"}
TABLE_ID = "gwtable"
_MADE: dict[str, Element] = {}  # by profile; nobody gets these themselves
_MOST_MADE = 16


def styles_part(profile: Profile) -> Element:
    """Return styles.xml: Normal carries the body's settings, the named Chinese styles differ from it."""
    if profile.digest not in _MADE:
        if len(_MADE) >= _MOST_MADE:
            _MADE.clear()
        _MADE[profile.digest] = _sheet(profile)
    return deepcopy(_MADE[profile.digest])


def _sheet(profile: Profile) -> Element:
    return x(
        "styles",
        defaults(profile),
        _normal(profile),
        x("style", x("name", val="Default Paragraph Font"), type="character", default="1", styleId="a0"),
        _plain_table(),
        *(_style(profile, name, entry) for name, entry in profile.styles.items()),
        *(_character(profile, name, entry) for name, entry in profile.data["字符"].items()),
        _ruled_table(profile),
    )


def defaults(profile: Profile) -> Element:
    """Return what every style begins with: the body's face."""
    face = x("rPr", *_face(profile, "仿宋"), x("lang", val="en-US", eastAsia="zh-CN"))
    return x("docDefaults", x("rPrDefault", face))


def _normal(profile: Profile) -> Element:
    properties = x(
        "pPr",
        x("widowControl", val=0),
        x("autoSpaceDE", val=0),
        x("autoSpaceDN", val=0),
        x("snapToGrid", val=0),
        _spacing(profile.line, 0),
        x("jc", val="both"),
    )
    # noProof keeps Word and WPS from cutting tags with spelling marks
    face = x(
        "rPr",
        _fonts(profile, "仿宋"),
        x("noProof"),
        _off_grid(profile),
        x("spacing", val=profile.number("页面", "字距")),
        x("kern", val=0),
        x("sz", val=32),
        x("szCs", val=32),
    )
    return x(
        "style",
        x("name", val="Normal"),
        x("qFormat"),
        properties,
        face,
        type="paragraph",
        default="1",
        styleId="a",
    )


def _fonts(profile: Profile, name: str) -> Element:
    font = profile.font(name)
    return x("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font)


def _off_grid(profile: Profile) -> Element | None:
    """Return what keeps characters off a grid of characters, on which LibreOffice 7.4 gives each two cells."""
    return x("snapToGrid", val=0) if profile.number("页面", "网格", "字") else None


def _face(profile: Profile, name: str) -> Iterator[Element]:
    yield _fonts(profile, name)
    if (off := _off_grid(profile)) is not None:
        yield off


def _spacing(line: int, before: int) -> Element:
    if line == 0:
        return x("spacing", before=before, after=0, line=240, lineRule="auto")
    return x("spacing", before=before, after=0, line=line, lineRule="exact")


def _style(profile: Profile, name: str, entry: Mapping[str, Any]) -> Element:
    return x(
        "style",
        x("name", val=name),
        x("basedOn", val="a"),
        x("qFormat"),
        _paragraph_properties(profile, entry),
        _run_properties(profile, entry),
        type="paragraph",
        customStyle="1",
        styleId=profile.style_id(name),
    )


def _paragraph_properties(profile: Profile, entry: Mapping[str, Any]) -> Element:
    """Return pPr in schema order (ISO 29500-1 §17.3.1.26)."""
    stops = [(position, "left") for position in entry.get("制表位", ())]
    stops += [(entry["制表右"], "right")] if "制表右" in entry else []
    return x(
        "pPr",
        x("keepNext") if entry.get("与下段同页") else None,
        x("keepLines") if entry.get("段中不分页") else None,
        x("pageBreakBefore") if entry.get("另起页") else None,
        _rule(profile, entry.get("下框线")),
        x("tabs", *(x("tab", val=kind, pos=position) for position, kind in stops)) if stops else None,
        _spacing(profile.line_of(entry), profile.space_before(entry)),
        _indent(entry),
        x("jc", val=ALIGN[entry["对齐"]]),
        x("outlineLvl", val=entry["大纲级"]) if "大纲级" in entry else None,
    )


def _rule(profile: Profile, rule: Mapping[str, Any] | None) -> Element | None:
    if rule is None:
        return None
    colour = profile.colour(rule["颜色"])
    return x("pBdr", x("bottom", val="single", sz=rule["粗"], space=rule["距"], color=colour))


def _indent(entry: Mapping[str, Any]) -> Element | None:
    """Return w:ind in characters and twips: Word obeys the first, LibreOffice 7.4 only the second."""
    indent: dict[str, Any] = {}
    for key, name in (("左", "left"), ("右", "right"), ("悬挂", "hanging"), ("首行", "firstLine")):
        if f"{key}字" in entry:
            indent[f"{name}Chars"] = int(entry[f"{key}字"] * 100)
            indent[name] = int(entry[f"{key}字"] * CHARACTER)
        elif key in entry:
            indent[name] = entry[key]
    return x("ind", **indent) if indent else None


def _run_properties(profile: Profile, entry: Mapping[str, Any]) -> Element:
    return x(
        "rPr",
        *_face(profile, entry["字体"]),
        x("color", val=profile.colour(entry["颜色"])) if "颜色" in entry else None,
        x("spacing", val=entry["字距"]) if "字距" in entry else None,
        x("sz", val=entry["字号"]),
        x("szCs", val=entry["字号"]),
    )


def character_id(profile: Profile, name: str) -> str:
    """Return the identifier of a named character style."""
    return f"gwc{list(profile.data['字符']).index(name) + 1}"


def _character(profile: Profile, name: str, entry: Mapping[str, Any]) -> Element:
    return x(
        "style",
        x("name", val=name),
        x("qFormat"),
        x("rPr", *_face(profile, entry["字体"])),
        type="character",
        customStyle="1",
        styleId=character_id(profile, name),
    )


def _plain_table() -> Element:
    margins = x(
        "tblCellMar",
        *(
            x(side, w=0 if side in ("top", "bottom") else 108, type="dxa")
            for side in ("top", "left", "bottom", "right")
        ),
    )
    return x(
        "style", x("name", val="Normal Table"), x("tblPr", margins), type="table", default="1", styleId="a1"
    )


def _ruled_table(profile: Profile) -> Element:
    size = profile.number("表格", "线", "粗")
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = x("tblBorders", *(x(side, val="single", sz=size, space=0, color="000000") for side in sides))
    return x(
        "style",
        x("name", val="公文表格"),
        x("basedOn", val="a1"),
        x("tblPr", borders, cell_margins(profile)),
        type="table",
        customStyle="1",
        styleId=TABLE_ID,
    )


def cell_margins(profile: Profile) -> Element:
    side = profile.number("表格", "单元格边距")
    rim = profile.number("表格", "单元格边距", "上下")
    pairs = (("top", rim), ("left", side), ("bottom", rim), ("right", side))
    return x("tblCellMar", *(x(name, w=width, type="dxa") for name, width in pairs))


def settings_part() -> Element:
    """Return settings.xml: odd and even footers, and no punctuation squeezing (28 characters a line hold)."""
    modern = x(
        "compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15
    )
    return x(
        "settings",
        x("zoom", percent=100),
        x("hideSpellingErrors"),
        x("hideGrammaticalErrors"),
        x("evenAndOddHeaders"),
        x("characterSpacingControl", val="doNotCompress"),
        x("compat", x("spaceForUL"), x("ulTrailSpace"), x("doNotExpandShiftReturn"), modern),
        x("themeFontLang", val="en-US", eastAsia="zh-CN"),
    )


def fonts_part(profile: Profile) -> Element:
    """Return fontTable.xml: the official faces with the name to fall back to; none is embedded."""
    return x(
        "fonts",
        *(
            x(
                "font",
                x("altName", val=font["替代"]),
                x("charset", val="86"),
                x("family", val=font["类别"]),
                x("pitch", val="variable"),
                name=font["名称"],
            )
            for font in profile.fonts.values()
        ),
    )
