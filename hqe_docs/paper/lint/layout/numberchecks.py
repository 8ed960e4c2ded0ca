"""Checks of page numbers: form, face, side, distance, order (GB/T 9704 §7.5; letters §10.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from hqe_docs.paper.lint.elements.elements import elements_of
from hqe_docs.paper.lint.layout.gathering import Gathered
from hqe_docs.paper.lint.layout.pagechecks import Fault
from hqe_docs.paper.lint.running import running_text
from hqe_docs.paper.lint.typefaces import typeface
from hqe_docs.paper.resolved.document import Face, Paper, Paragraph, Section
from hqe_docs.paper.units import millimetres, number, size_name, twips_of
from hqe_docs.problems import Location, Problems

SIZE = 28  # 四号
_DASH = "—"
_FORM = re.compile(rf"[\s　]*{_DASH}[ \u2002\u2005\u2009\xa0]?\0[ \u2002\u2005\u2009\xa0]?{_DASH}[\s　]*")
_PAGE = re.compile(r"\s*=?\s*PAGE\b", re.I)
_BELOW, _SLACK = twips_of(7), twips_of(0.8)
_AREA_FOOT = twips_of(35)  # the type area's lower edge above the page's, in either reading
_NATURAL = 1.3  # of its size: the height of a line
_DASH_UP = 0.546  # of its size: the dash above the foot of a line at single spacing, measured
_DASH_OVER, _DESCENT = (
    0.36,
    0.2,
)  # of its size: the dash above the baseline; of an exact line: what lies below that
_INDENT = range(260, 341)  # one character of 四号 or 三号
_SIDES = {"default": ("right", "单页码应居右空一字"), "even": ("left", "双页码应居左空一字")}


class PageNumber(NamedTuple):
    """A page number in a footer: its paragraph, its text with \\0 for the number, the number's face."""

    paragraph: Paragraph
    text: str
    face: Face


def page_number(paragraphs: list[Paragraph]) -> PageNumber | None:
    """Return the page number that stands in a footer."""
    for item in paragraphs:
        fields = [span for span in item.spans if _PAGE.match(span.field)]
        if fields:
            text = "".join(
                "\0" if span is fields[0] else "" if span in fields else span.text for span in item.spans
            )
            return PageNumber(item, text, fields[0].face)
    return None


def check_numbers(paper: Paper, found: Problems) -> None:
    """PN-FORM, PN-SIDE, PN-7MM: each section's numbers, those of one kind of fault told once."""
    if running_text(paper) is None:
        return
    gathered = Gathered()
    if not any(page_number(paragraphs) for section in paper.sections for paragraphs in _edges(section)):
        found.add("G130", Location(paper.file))
        return
    for section in paper.sections:
        where = Location(paper.file, section=section.index)
        for code, facts in _faults(paper, section):
            gathered.add(code, where, **facts)
    gathered.tell(found)


def _edges(section: Section) -> list[list[Paragraph]]:
    return [*section.footers.values(), *section.headers.values()]


def _faults(paper: Paper, section: Section) -> Iterator[Fault]:
    wanted = ["default", *(["even"] if paper.settings.even_and_odd else [])]
    numbers = {kind: page_number(section.footers.get(kind, [])) for kind in wanted}
    for kind, one in numbers.items():
        if one is None:
            yield "G131", {"found": "双页" if kind == "even" else "单页" if len(wanted) > 1 else "各页"}
            continue
        yield from _form_faults(one)
        yield from _side_faults(one, kind, paper.settings.even_and_odd)
    first = numbers["default"]
    if first is not None and not section.landscape and first.paragraph.box is None:
        yield from _distance_faults(section, first)


def _form_faults(one: PageNumber) -> Iterator[Fault]:
    if not _FORM.fullmatch(one.text):
        yield "G132", {"found": one.text.replace("\0", "1").strip()}
    face = one.face
    if face.size != SIZE:
        yield "G133", {"found": size_name(face.size)}
    if face.latin and typeface(face.latin) != "宋体":
        yield "G134", {"found": face.latin}


def _side_faults(one: PageNumber, kind: str, both: bool) -> Iterator[Fault]:
    (side, wanted), at = _SIDES[kind], _side_of(one.paragraph)
    if at in ("outside", ""):
        return
    if not both:
        said = f"没有设奇偶页不同，都{_AT.get(at, '居左')}"
        yield "G135", {"wanted": "单页码应居右空一字、双页码居左空一字", "found": said}
    elif at != side:
        yield "G135", {"wanted": wanted, "found": _AT.get(at, "居左")}
    elif not _is_placed(one.paragraph) and not _has_indent(one, side):
        shape = one.paragraph.shape
        indent = shape.right if side == "right" else shape.left
        yield "G136", {"wanted": wanted, "found": f"空 {number(indent / SIZE / 10)} 字"}


_AT = {"center": "居中", "right": "居右", "left": "居左"}


def _side_of(item: Paragraph) -> str:
    """Return where a page number stands: left, center, right, outside; empty where its box doesn't say."""
    if item.box is not None:
        align = item.box.find("{*}positionH/{*}align")
        style = re.search(r"mso-position-horizontal:\s*(\w+)", item.box.get("style", ""))
        said = (align.text or "") if align is not None else style[1] if style else ""
        return {"outer": "outside"}.get(said, said)
    if item.shape.frame:
        return item.shape.frame.get("xAlign", "")
    tabs = len(item.text) - len(item.text.lstrip("\t"))
    if 0 < tabs <= len(item.shape.tabs) and item.shape.align in ("left", "both"):
        return item.shape.tabs[tabs - 1].kind
    return "left" if item.shape.align in ("both", "distribute") else item.shape.align


def _is_placed(item: Paragraph) -> bool:
    """Say whether a box, a frame or a tab stop puts the number in its place, of which the indent says nothing."""
    return item.box is not None or bool(item.shape.frame) or item.text.startswith("\t")


def _has_indent(one: PageNumber, side: str) -> bool:
    shape = one.paragraph.shape
    given = shape.right if side == "right" else shape.left
    in_characters = shape.right_chars if side == "right" else shape.left_chars
    edge = one.text[-1:] if side == "right" else one.text[:1]
    return in_characters == 100 or given in _INDENT or (not given and edge == "　")


def _distance_faults(section: Section, one: PageNumber) -> Iterator[Fault]:
    below = below_area(section, one.paragraph)
    if abs(below - _BELOW) > _SLACK:
        yield "G137", {"footer": millimetres(section.footer), "found": millimetres(below)}


def below_area(section: Section, item: Paragraph) -> float:
    """Return how far below the type area the dash of a footer's paragraph stands, in twips."""
    footer = next((edge for edge in section.footers.values() if item in edge), [item])
    after = footer[footer.index(item) + 1 :]
    under = sum(_height(other) for other in after if not other.shape.frame and other.box is None)
    if (
        under and item.shape.frame.get("vAnchor") == "text"
    ):  # it hangs at the top of the paragraph it stands at
        y = item.shape.frame.get("y", "")
        under -= _height(item) + (int(y) if y.isdecimal() else 0)
    return _AREA_FOOT - section.footer - under - item.shape.after - _dash(item)


def _dash(item: Paragraph) -> float:
    size = _size(item) * 10
    return _DESCENT * item.shape.line + _DASH_OVER * size if item.shape.rule == "exact" else _DASH_UP * size


def _height(item: Paragraph) -> float:
    shape, natural = item.shape, _size(item) * 10 * _NATURAL
    lines = {"exact": shape.line, "atLeast": max(natural, shape.line)}
    return shape.before + shape.after + lines.get(shape.rule, natural * shape.line / 240)


def _size(item: Paragraph) -> int:
    return max([span.face.size for span in item.spans] or [item.mark.size])


def check_number_order(paper: Paper, found: Problems) -> None:
    """PN-SEQ: numbers run on through attachments; what stands before the first numbered page may count apart."""
    if running_text(paper) is None:
        return
    numbered = False
    for section in paper.sections:
        if section.page_start is not None and numbered:
            where = Location(paper.file, section=section.index)
            found.add("G138", where, found=section.page_start)
        numbered = numbered or any(page_number(edge) for edge in _edges(section))


def check_first_number(paper: Paper, found: Problems) -> None:
    """LT-PN: a letter's first page has no number; the first page of any other paper has one."""
    if running_text(paper) is None or not paper.sections:
        return
    first = paper.sections[0]
    shown = not first.title_page or page_number(first.footers.get("first", [])) is not None
    has_numbers = any(page_number(edge) for edge in _edges(first))
    where, letter = Location(paper.file, section=0), elements_of(paper).form == "letter"
    if letter and shown and has_numbers:
        found.add("G139", where, wanted="信函格式首页不显示页码", found="首页有页码")
    elif not letter and not shown and has_numbers:
        found.add("G139", where, wanted="首页应有页码（只有信函格式首页不显示）", found="首页没有页码")
