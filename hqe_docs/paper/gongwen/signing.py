"""The signature as 发文 says it: sealed, joint, without a seal, or a stamp of the signer's name (GB/T 9704 §7.3.5)."""

from __future__ import annotations

from collections.abc import Iterator

from hqe_docs.paper.gongwen.heads import JOINT
from hqe_docs.paper.gongwen.ooxml import Element, control, paragraph, runs, x
from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.styles import character_id

MANNER = "发文.签名方式|default('')"
SIGNER = "发文.签名人|default(none)"
DAY = "{{ 发文.成文日期|日期 if 发文.成文日期 else '　　　　年　　月　　日' }}"
ALIGNED = "{% 署名对齐 %}"  # carried out when the lengths are known: paper/word/signplace
CHARACTER = 320  # twips
A_ROW = 3  # seals side by side, at most (§7.3.5.1)


def signature(profile: Profile) -> list[Element]:
    """Return organ and day in each manner, of which one is left when the template is filled."""
    return list(_signature(profile))


def _signature(profile: Profile) -> Iterator[Element]:
    yield _tag(profile, f"if {MANNER} == '签名章' and {SIGNER}")
    yield from _stamped(profile)
    yield _tag(profile, f"elif {MANNER} == '不盖章'")
    yield from _unsealed(profile)
    yield _tag(profile, f"elif {JOINT}")
    yield from _joint(profile)
    yield _tag(profile, "else")
    yield from _blanks(profile, profile.number("署名栏", "盖章空行", "行数"))
    yield _line(profile, "署名", "{{ 发文.机关|机关分行(14) }}")
    yield _line(profile, "成文日期", DAY)
    yield _tag(profile, "endif")


def _stamped(profile: Profile) -> Iterator[Element]:
    """Yield 职务 two characters left of the stamp's place, and the day a line below (§7.3.5.3)."""
    yield from _blanks(profile, 2)
    name = runs("{{ 发文.签名人.姓名|姓名 }}", character_id(profile, "签发人姓名"))
    post = runs("{{ 发文.签名人.职务 }}　　")
    yield paragraph(profile.style_id("签名章"), *post, *name, properties=(x("keepNext"),))
    yield from _blanks(profile, 1)
    yield _line(profile, "签名章日期", DAY)


def _unsealed(profile: Profile) -> Iterator[Element]:
    """Yield the organ, or organs, two characters from the right, the day two further to the right (§7.3.5.2)."""
    yield from _blanks(profile, 1)
    yield _tag(profile, f"for 名 in ([发文.机关] + {JOINT})|unique")
    yield _line(profile, "不盖章署名", "{{ 名 }}" + ALIGNED)
    yield _tag(profile, "endfor")
    yield _line(profile, "不盖章日期", DAY + ALIGNED)


def _joint(profile: Profile) -> Iterator[Element]:
    """Yield the organs in rows as far apart as seals need, three a row or two long ones, the last above the day."""
    yield from _blanks(profile, profile.number("署名栏", "盖章空行", "行数"))
    yield _tag(profile, f"set 各机关 = ([发文.机关] + {JOINT})|unique|list")
    short = profile.number("署名栏", "联合署名", "字数")
    for words, a_row in ((f"if 各机关|map('length')|max <= {short}", A_ROW), ("else", A_ROW - 1)):
        yield _tag(profile, words)
        yield from _rows_of(profile, a_row)
    yield _tag(profile, "endif")
    yield _line(profile, "成文日期", DAY)


def _rows_of(profile: Profile, a_row: int) -> Iterator[Element]:
    """Yield the organs `a_row` side by side: rows are full but the last, whose organs stand to the right."""
    whole, full = "各机关|length", f"各机关|length // {a_row} * {a_row}"
    # docxtpl knows no tag with % inside
    yield _tag(profile, f"set 空格 = [''] * (({whole} + {a_row - 1}) // {a_row} * {a_row} - {whole})")
    yield _tag(profile, f"set 排们 = (各机关[:{full}] + 空格 + 各机关[{full}:])|batch({a_row})|list")
    yield _seals(profile, a_row)


def _seals(profile: Profile, a_row: int) -> Element:
    ident, width = profile.style_id("联合署名"), profile.number("署名栏", "联合署名", f"宽{a_row}")
    height = profile.number("署名栏", "联合署名", "行高")
    made: list[Element] = []
    room = width // CHARACTER
    for loop, tall in (("{%tr for 排 in 排们[:-1] %}", height), ("{%tr for 排 in 排们[-1:] %}", 0)):
        names = (runs(f"{{{{ 排[{number}]|机关分行({room}) }}}}") for number in range(a_row))
        organs = [paragraph(ident, *name, properties=(x("keepNext"),)) for name in names]
        made.append(_row(width * a_row, [control(ident, loop)], 0, a_row))
        made.append(_row(width, organs, tall))
        made.append(_row(width * a_row, [control(ident, "{%tr endfor %}")], 0, a_row))
    margins = x("tblCellMar", *(x(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")))
    # the last column is centred on the day
    left = profile.number("署名栏", "联合署名", "日期中") - round((a_row - 0.5) * width)
    return x(
        "tbl",
        x(
            "tblPr",
            x("tblW", w=width * a_row, type="dxa"),
            x("tblInd", w=left, type="dxa"),
            x("tblLayout", type="fixed"),
            margins,
        ),
        x("tblGrid", *(x("gridCol", w=width) for _ in range(a_row))),
        *made,
    )


def _row(width: int, content: list[Element], height: int, span: int = 1) -> Element:
    wide = x("gridSpan", val=span) if span > 1 else None
    cells = (x("tc", x("tcPr", x("tcW", w=width, type="dxa"), wide), item) for item in content)
    tall = x("trHeight", val=height, hRule="exact") if height else None
    return x("tr", x("trPr", x("cantSplit"), tall), *cells)


def _line(profile: Profile, style: str, text: str) -> Element:
    properties = () if "日期" in style else (x("keepNext"),)
    return paragraph(profile.style_id(style), *runs(text), properties=properties)


def _blanks(profile: Profile, count: int) -> Iterator[Element]:
    for _ in range(count):
        yield paragraph(profile.style_id("空行"), properties=(x("keepNext"),))


def _tag(profile: Profile, words: str) -> Element:
    return control(profile.style_id("公文正文"), f"{{%p {words} %}}")
