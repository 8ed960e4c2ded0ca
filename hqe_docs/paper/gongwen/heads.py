"""版头, the head of each form: 文件 (down and up), 信函, 令, 纪要 (GB/T 9704 §7.2, clause 10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from hqe_docs.paper.gongwen.frames import Place, rule, text_box
from hqe_docs.paper.gongwen.ooxml import Element, control, paragraph, runs, x
from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.gongwen.sections import body_width
from hqe_docs.paper.gongwen.styles import character_id

# what the mark says: the office's own wording (发文.标志), or its name with the form's word
MARKS = {
    "文件": "发文.机关 ~ '文件'",
    "信函": "发文.机关",
    "令": "发文.机关 ~ '令'",
    "纪要": "发文.机关 ~ '会议纪要'",
}
LABELS = (("份号", "份号"), ("密级", "密级"), ("密级", "紧急程度"))  # style and key, in their order (§7.2.3)
JOINT = "发文.联合机关|default([], true)"
SIGNERS = "发文.签发人|default([], true)"


def head(profile: Profile, form: str) -> list[Element]:
    """Return the elements of a form's head; ValueError for a form that there is not."""
    if form not in HEADS:
        raise ValueError(f"unknown head {form}; there are {'、'.join(filter(None, HEADS))}")
    return list(HEADS[form](profile))


def is_letter(form: str) -> bool:
    return form == "信函"


def _downward(profile: Profile) -> Iterator[Element]:
    yield from _labels(profile, 3)
    yield _tag(profile, f"if {JOINT}")
    yield from _joint_mark(profile)
    yield _tag(profile, "else")
    yield from _mark(profile, "文件", "发文机关标志")
    yield _tag(profile, "endif")
    yield from _number(profile)


def _upward(profile: Profile) -> Iterator[Element]:
    yield from _labels(profile, 3)
    yield from _mark(profile, "文件", "发文机关标志")
    yield from _blanks(profile, "标志后空行")
    yield from _signers(profile)
    yield from _blanks(profile, "红线后空行")


def _minutes(profile: Profile) -> Iterator[Element]:
    yield from _labels(profile, 3)
    yield from _mark(profile, "纪要", "发文机关标志")
    yield from _number(profile)


def _order(profile: Profile) -> Iterator[Element]:
    """Yield the mark 20 mm below the type area's edge and the number; an order has no rule and no title (§10.2)."""
    yield from _labels(profile, 1)
    yield from _mark(profile, "令", "令标志")
    yield from _blanks(profile, "标志后空行")
    number = "{% if 发文.序号 %}{{ 发文.序号 }}{% else %}　　{% endif %}"
    yield paragraph(profile.style_id("令号"), *runs(f"第{number}号"))
    yield from _blanks(profile, "红线后空行")


# ---------------------------------------------------------------- above the mark
def _labels(profile: Profile, lines: int) -> Iterator[Element]:
    """Yield 份号, 密级, 紧急程度 as they are there, and empty lines so that the mark stands where it stands (§7.2.1-4)."""
    for style, key in LABELS:
        yield _tag(profile, f"if 发文.{key}|default('')")
        yield paragraph(profile.style_id(style), *runs(f"{{{{ 发文.{key} }}}}"))
        yield _tag(profile, "endif")
    given = ", ".join(f"发文.{key}|default('')" for _, key in LABELS)
    yield _tag(profile, f"for 空 in range({lines} - [{given}]|select|list|length)")
    yield paragraph(profile.style_id("空行"))
    yield _tag(profile, "endfor")


def _text(form: str) -> str:
    return f"(发文.标志|default('') or ({MARKS[form]}))"


def _mark(profile: Profile, form: str, style: str) -> Iterator[Element]:
    """Yield 发文机关标志 in the largest size in which it stands on one line."""
    large, middle = (profile.number("版头", "标志字数", key) for key in ("中", "小"))
    longest = profile.number("版头", "标志字数", "行")
    length = f"{_text(form)}|length"
    sizes = (
        (f"if {length} <= {large}", style),
        (f"elif {length} <= {middle}", f"{style}中"),
        ("else", f"{style}小"),
    )
    for tag, one in sizes:
        yield _tag(profile, tag)
        words = f"{_text(form)}|机关分行({longest})" if tag == "else" else _text(form)
        yield paragraph(profile.style_id(one), *runs(f"{{{{ {words} }}}}"))
    yield _tag(profile, "endif")


def _joint_mark(profile: Profile) -> Iterator[Element]:
    """Yield the organs one below the other, the host first, spread to one width, and 文件 beside them (§7.2.4)."""
    yield _tag(profile, f"set 各机关 = ([发文.机关] + {JOINT})|unique|list")
    yield paragraph(profile.style_id("标志前距"))
    sizes = list(profile.data["版头"]["联合标志"].items())
    steps = [(name, entry) for name, entry in sizes if isinstance(entry, Mapping)]
    for place, (name, entry) in enumerate(steps):
        last = place == len(steps) - 1
        length = "各机关|map('length')|max"
        yield _tag(profile, "else" if last else f"{'elif' if place else 'if'} {length} <= {entry['字数']}")
        yield _joint_table(profile, f"联合标志{name}", int(entry["字数"]))
    yield _tag(profile, "endif")


def _joint_table(profile: Profile, style: str, characters: int) -> Element:
    ident, size = profile.style_id(style), int(profile.styles[style]["字号"]) * 10
    names, word = characters * size, 3 * size
    cells = (
        _cell(names, paragraph(ident, *runs(f"{{{{ 名|机关分行({characters}) }}}}"))),
        _cell(word, paragraph(profile.style_id(f"{style}文件"), *runs("{% vm %}文件")), is_centred=True),
    )
    margins = x("tblCellMar", *(x(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")))
    layout = x("tblLayout", type="fixed")
    return x(
        "tbl",
        x("tblPr", x("tblW", w=names + word, type="dxa"), x("jc", val="center"), layout, margins),
        x("tblGrid", x("gridCol", w=names), x("gridCol", w=word)),
        _control_row(profile, (names, word), "{%tr for 名 in 各机关 %}"),
        x("tr", x("trPr", x("cantSplit")), *cells),
        _control_row(profile, (names, word), "{%tr endfor %}"),
    )


def _cell(width: int, content: Element, *, is_centred: bool = False) -> Element:
    middle = x("vAlign", val="center") if is_centred else None
    return x("tc", x("tcPr", x("tcW", w=width, type="dxa"), middle), content)


def _control_row(profile: Profile, widths: tuple[int, int], tag: str) -> Element:
    whole = x("tcPr", x("tcW", w=sum(widths), type="dxa"), x("gridSpan", val=2))
    return x("tr", x("tc", whole, control(profile.style_id("公文正文"), tag)))


# ---------------------------------------------------------------- number, signers, rule
def _number(profile: Profile) -> Iterator[Element]:
    yield _tag(profile, "if 发文.文号")
    yield from _blanks(profile, "标志后空行")
    yield paragraph(profile.style_id("发文字号"), *runs("{{ 发文.文号 }}"))
    yield _tag(profile, "else")
    yield paragraph(profile.style_id("版头分隔线"))
    yield _tag(profile, "endif")
    yield from _blanks(profile, "红线后空行")


def _signers(profile: Profile) -> Iterator[Element]:
    """Yield 签发人, two a line, the number on the last one's line; room to write where it isn't known (§7.2.5-6)."""
    number = "{% if 发文.文号 %}{{ 发文.文号 }}{% endif %}"
    name = character_id(profile, "签发人姓名")
    yield _tag(profile, f"if {SIGNERS}|length > 1")
    yield _tag(profile, f"for 组 in {SIGNERS}|batch(2)")
    yield _tag(profile, "if loop.last")
    yield paragraph(profile.style_id("上行文号"), *runs(number), *_pair(name))
    yield _tag(profile, "else")
    yield paragraph(profile.style_id("签发人"), *_pair(name))
    yield _tag(profile, "endif")
    yield _tag(profile, "endfor")
    yield _tag(profile, "else")
    only = f"{{{{ ({SIGNERS}|first|姓名) if {SIGNERS} else '　　　' }}}}"
    yield paragraph(profile.style_id("上行文号"), *runs(f"{number}\\t\\t签发人：\\t"), *runs(only, name))
    yield _tag(profile, "endif")


def _pair(name: str) -> list[Element]:
    """Return the runs of one or two signers; the label stands before the first."""
    second = [*runs("{% if 组[1] is defined %}\\t"), *runs("{{ 组[1]|姓名 }}", name), *runs("{% endif %}")]
    label = "\\t{% if loop.first %}签发人：{% endif %}\\t"
    return [*runs(label), *runs("{{ 组[0]|姓名 }}", name), *second]


# ---------------------------------------------------------------- 信函
def _letter(profile: Profile) -> Iterator[Element]:
    """Yield mark, double rules and number; what stands above the text is of page 1 alone (§10.1)."""
    length = f"{_text('信函')}|length"
    fits = profile.number("版头", "函标志", "字数")
    for tag, size in ((f"if {length} <= {fits}", ""), ("else", "小")):
        yield _tag(profile, tag)
        first = "{{ 签[0] if 签 else '' }}"
        number = "{% if 发文.文号 %}\\t{{ 发文.文号 }}{% endif %}"
        labels = ", ".join(f"发文.{key}|default('')" for _, key in LABELS)
        yield _tag(profile, f"set 签 = [{labels}]|select|list")
        style = profile.style_id(f"函首行{size}")
        black = character_id(profile, "黑体字")
        label = [
            *runs("{% if 发文.份号|default('') %}" + first + "{% else %}"),
            *runs(first, black),
            *runs("{% endif %}"),
        ]
        yield paragraph(style, *_letter_frame(profile, size), *label, *runs(number))
    yield _tag(profile, "endif")
    yield _tag(profile, "for 项 in 签[1:]")
    yield paragraph(profile.style_id("密级"), *runs("{{ 项 }}"))
    yield _tag(profile, "endfor")
    yield from _blanks(profile, "红线后空行")


def _letter_frame(profile: Profile, size: str) -> Iterator[Element]:
    mark = f"函标志{size}"
    entry = profile.styles[mark]
    rules = profile.data["版头"]["函双线"]
    width, thick, thin, gap = (int(rules[key]) for key in ("长", "粗", "细", "隔"))
    left = (body_width(profile, "纵向") - width) // 2
    top = profile.number("版头", "函标志") - profile.space_above(entry)
    content = (paragraph(profile.style_id(mark), *runs(f"{{{{ {_text('信函')} }}}}")),)
    yield text_box("发文机关标志", 2, Place(left, top, width, int(entry["行距"]) + 200), content)
    upper = profile.number("版头", "函标志") + int(entry["字号"]) * 10 + int(rules["标志下"])
    lower = profile.number("页面", "纸张", "高") - int(rules["纸下边"])
    lines = ((upper, thick), (upper + gap, thin), (lower - gap, thin), (lower, thick))
    for number, (place, weight) in enumerate(lines, 3):
        yield rule(profile, number, Place(left, place, width, 0), weight)


def _blanks(profile: Profile, name: str) -> Iterator[Element]:
    for _ in range(profile.number("版头", name, "行数")):
        yield paragraph(profile.style_id("空行"))


def _tag(profile: Profile, words: str) -> Element:
    return control(profile.style_id("公文正文"), f"{{%p {words} %}}")


HEADS: Mapping[str, Callable[[Profile], Iterator[Element]]] = {
    "": _downward,
    "下行": _downward,
    "上行": _upward,
    "信函": _letter,
    "令": _order,
    "纪要": _minutes,
}
