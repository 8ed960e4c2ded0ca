"""主体: title, addressee, paragraphs, headings and the list of annexes (GB/T 9704 7.3.1–7.3.4)."""

from __future__ import annotations

import itertools
import re

from hqe_docs.paper.lint.elements.elements import Elements, largest, plain_text
from hqe_docs.paper.lint.elements.headchecks import Wanted, check_face, first_face
from hqe_docs.paper.lint.elements.positions import blank_lines, character, first_edge, indents, width_of
from hqe_docs.paper.lint.typefaces import typeface
from hqe_docs.paper.resolved.document import Face, Paper, Paragraph
from hqe_docs.paper.units import number
from hqe_docs.problems import Problems

_HEADINGS = {"heading1": "黑体", "heading2": "楷体", "heading3": "仿宋", "heading4": "仿宋"}
_LEVELS = {"heading1": "一级标题", "heading2": "二级标题", "heading3": "三级标题", "heading4": "四级标题"}
_SPLIT = re.compile(r"\d$|[（《“]$")
_NEVER_FIRST = re.compile(r"[》”）、，：]|[年月日号%](?![度报级])")
_END_PUNCTUATION = re.compile(r"[。，、；：.,;:！!]$")
_PAGE_TEXT = 28  # size in half-points from which a paragraph counts as text of a page, not of a table's foot


def check_title(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find a title in another face, not centred, at another height, badly broken, or with a full stop."""
    lines = elements.of("title")
    if not lines or not elements.is_official:
        return
    first = lines[0]
    check_face(paper, first, Wanted("标题", 44, "小标宋", "7.3.1"), found)
    for item in lines:
        left, right, indent = indents(item, character(paper))
        if item.shape.align != "center" or abs(left + indent - right) > character(paper):
            found.add("G206", item.place(paper.file), name="标题", wanted="居中", found="没有居中")
    above = elements.of("number")  # without one the rule stands alone, in a paragraph of its own
    is_letter = elements.form == "letter"
    known = elements.form in ("issued", "minutes") or (is_letter and above and "〔" in above[-1].text)
    gap = blank_lines(paper, above[-1], first) if above and known else None
    if gap is not None and abs(gap - 2) > 0.5:
        found.add(
            "G211",
            first.place(paper.file),
            name="标题",
            above="发文字号" if is_letter else "红线",
            wanted=2,
            found=number(gap),
            clause="10.1" if is_letter else "7.3.1",
        )
    check_title_lines(paper, lines, found)


def check_title_lines(paper: Paper, lines: list[Paragraph], found: Problems) -> None:
    """Find titles broken inside a word or number, with an orphan, as a block, or ending in punctuation."""
    texts = [part.strip() for item in lines for part in item.text.split("\n") if part.strip()]
    where = lines[0].place(paper.file)
    if _END_PUNCTUATION.search(texts[-1]):
        found.add("G216", where, why=f"末尾不用标点“{texts[-1][-1]}”")
    if len(texts) < 2:
        return
    size = largest(lines[0])
    widths = [width_of(text, size) / size / 10 for text in texts]
    if min(widths) <= 2:
        found.add("G216", where, why="有一行只剩一两个字")
    for above, below in itertools.pairwise(texts):
        if _SPLIT.search(above) or _NEVER_FIRST.match(below):
            found.add("G216", where, why=f"“{above[-3:]}”与“{below[:3]}”之间不应断行")
    if len(texts) > 2 and not _is_shapely(widths):
        found.add("G217", where, found="、".join(number(width) for width in widths))


def _is_shapely(widths: list[float]) -> bool:
    """Say whether lines make a trapezoid or a diamond: growing, shrinking, or growing and then shrinking."""
    peak = widths.index(max(widths))
    rises = all(a <= b for a, b in itertools.pairwise(widths[: peak + 1]))
    falls = all(a >= b for a, b in zip(widths[peak:], widths[peak + 1 :], strict=False))
    return rises and falls and max(widths) - min(widths) > 0.5


def check_addressee(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find 主送机关 indented, ending in a half-width colon, or not a line below the title."""
    item = elements.first("addressee")
    if item is None or not elements.is_official:
        return
    where, one = item.place(paper.file), character(paper)
    left, _, _ = indents(item, one)
    edge = first_edge(paper, item)
    if abs(edge) > one / 2 or abs(left) > one / 2:
        found.add(
            "G206", where, name="主送机关", wanted="顶格（回行也顶格）", found=f"左空 {number(edge / one)} 字"
        )
    if not plain_text(item).rstrip().endswith("："):
        found.add("G218", where)
    title = elements.of("title", "subtitle")
    gap = blank_lines(paper, title[-1], item) if title else None
    if gap is not None and abs(gap - 1) > 0.5:
        found.add("G211", where, name="主送机关", above="标题", wanted=1, found=number(gap), clause="7.3.2")


def check_indents(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find paragraphs of text whose first line is not two characters in, or whose other lines are not at the edge."""
    wrong = [
        item for item in elements.of("text", *_HEADINGS) if _is_text(item) and not _is_indented(paper, item)
    ]
    if wrong:
        one = character(paper)
        left, _, _ = indents(wrong[0], one)
        said = f"首行空 {number(first_edge(paper, wrong[0]) / one)} 字、回行空 {number(left / one)} 字"
        more = f"，共 {len(wrong)} 段" if len(wrong) > 1 else ""
        found.add("G219", wrong[0].place(paper.file), found=said, more=more)


def _is_text(item: Paragraph) -> bool:
    text = item.text
    return len(text) > 20 and "。" in text and "\t" not in text and largest(item) >= _PAGE_TEXT


def _is_indented(paper: Paper, item: Paragraph) -> bool:
    if item.shape.align in ("center", "right"):
        return True  # no paragraph of text
    one = character(paper)
    left, _, _ = indents(item, one)
    return abs(first_edge(paper, item) - 2 * one) <= 0.25 * one and abs(left) <= 0.25 * one


def check_heading_faces(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find headings not in the typeface of their level: 黑体, 楷体, 仿宋, 仿宋, told once a level."""
    for role, family in _HEADINGS.items():
        wrong = [item for item in elements.of(role) if _heading_family(item) not in (family, "")]
        if wrong:
            more = f"，共 {len(wrong)} 处" if len(wrong) > 1 else ""
            said = _heading_face(wrong[0]).east
            found.add(
                "G220", wrong[0].place(paper.file), name=_LEVELS[role], wanted=family, found=said, more=more
            )


def _heading_face(item: Paragraph) -> Face:
    """Return the face of the heading's words, not of its number: digits may be set in another font."""
    spans = [span for span in item.spans if re.search(r"[\u4e00-\u9fff]", span.text)]
    return spans[0].face if spans else first_face(item)


def _heading_family(item: Paragraph) -> str:
    """Return the typeface of a heading; empty where the paragraph is no page text."""
    return typeface(_heading_face(item).east) or "别的字体" if largest(item) >= _PAGE_TEXT else ""


def check_note(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find 附件说明 not two characters in, not a line below the text, not hanging, numbered or ended wrongly."""
    items = elements.of("note")
    if not items:
        return
    one, first = character(paper), items[0]
    where = first.place(paper.file)
    edge = first_edge(paper, first)
    if abs(edge - 2 * one) > 0.4 * one:
        found.add("G206", where, name="附件说明", wanted="左空二字", found=f"左空 {number(edge / one)} 字")
    before = _before(elements, first)
    gap = blank_lines(paper, before, first) if before is not None else None
    if gap is not None and abs(gap - 1) > 0.5:
        found.add("G211", where, name="附件说明", above="正文", wanted=1, found=number(gap), clause="7.3.4")
    _check_note_texts(paper, items, found)
    for item in items:
        _check_hanging(paper, item, found)


def _before(elements: Elements, item: Paragraph) -> Paragraph | None:
    place = next(place for place, (_, each) in enumerate(elements.found) if each is item)
    return elements.found[place - 1][1] if place else None


def _check_note_texts(paper: Paper, items: list[Paragraph], found: Problems) -> None:
    texts = [
        re.sub(r"^[\s\u3000]*附[\s\u3000]*件[\s\u3000]*[：:][\s\u3000]*", "", plain_text(item))
        for item in items
    ]
    numbered = [bool(re.match(r"[\s\u3000]*\d{1,2}[.．、]", text)) for text in texts]
    if len(items) == 1 and numbered[0]:
        found.add("G221", items[0].place(paper.file), why="只有一个附件，不编顺序号")
    for item, text in zip(items, texts, strict=True):
        mark = _END_PUNCTUATION.search(text.rstrip())
        if mark:
            found.add("G221", item.place(paper.file), why=f"附件名称后不加标点“{mark[0]}”")
        if re.match(r"[\s\u3000]*\d{1,2}[．、]", text):
            found.add("G221", item.place(paper.file), why="顺序号写作“1.”")


def _check_hanging(paper: Paper, item: Paragraph, found: Problems) -> None:
    """Tell that the lines of a long name don't begin below its first character."""
    one = character(paper)
    text = plain_text(item)
    label = re.match(
        r"[\s\u3000]*(?:附[\s\u3000]*件[\s\u3000]*[：:])?[\s\u3000]*(?:\d{1,2}[.．、])?[\s\u3000]*", text
    )
    name_at = first_edge(paper, item) + width_of(label[0].strip() if label else "", 32)
    left, right, _ = indents(item, one)
    free = paper.sections[item.section].text_width - right - name_at
    is_long = width_of(text[label.end() if label else 0 :], 32) > free
    if is_long and abs(left - name_at) > one:
        said = f"左空 {number(left / one)} 字"
        wanted = f"与名称首字对齐（左空 {number(name_at / one)} 字）"
        found.add("G206", item.place(paper.file), name="附件名称的回行", wanted=wanted, found=said)
