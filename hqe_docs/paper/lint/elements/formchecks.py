"""信函, 令 and 纪要: what differs from a 文件 (GB/T 9704 10)."""

from __future__ import annotations

import re

from hqe_docs.paper.lint.elements.elements import PRESENT, Elements, plain_text
from hqe_docs.paper.lint.elements.letters import drawn_lines, red_rules
from hqe_docs.paper.lint.elements.positions import blank_lines, character, indents, top_on_page, width_of
from hqe_docs.paper.lint.typefaces import typeface
from hqe_docs.paper.resolved.document import Paper, Paragraph
from hqe_docs.paper.units import millimetres, number, twips_of
from hqe_docs.problems import Problems

_RULE = twips_of(170)


def check_letter(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find a letter whose mark is not 30 mm below the page's edge, ends in 文件, or whose rules are off."""
    marks = elements.of("mark")
    if elements.form != "letter" or not marks:
        return
    where = marks[0].place(paper.file)
    if plain_text(marks[-1]).strip().endswith("文件"):
        found.add("G240", where)
    top = top_on_page(paper, marks[0])
    if top is not None and abs(top - twips_of(30)) > 110:
        found.add("G241", where, found=millimetres(top))
    rules = list(red_rules(paper))
    black = [] if rules else [rule.colour for rule in drawn_lines(paper, paper.paragraphs)]
    if black:
        found.add("G242", where, found=f"颜色 {black[0]}", wanted="用红色")
    for rule in rules:
        if abs(rule.length - _RULE) > twips_of(2):
            found.add("G242", where, found=f"长 {millimetres(rule.length)} 毫米", wanted="长 170 毫米")
    tops = [rule.top for rule in rules if rule.top is not None]
    half = paper.sections[0].height / 2
    if not tops:
        return
    foot = paper.sections[0].height - max(tops)
    if max(tops) <= half:
        found.add("G242", where, found="没有首页下方的双线", wanted="距下页边 20 毫米")
    elif abs(foot - twips_of(20)) > twips_of(1.5):
        found.add("G242", where, found=f"下线距下页边 {millimetres(foot)} 毫米", wanted="距下页边 20 毫米")


def check_order(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find an order whose number is not two lines above the text."""
    item = elements.first("number")
    if elements.form != "order" or item is None:
        return
    below = next((each for role, each in elements.found if role in ("title", "text", "heading1")), None)
    gap = blank_lines(paper, item, below) if below is not None else None
    if gap is not None and below is not None and abs(gap - 2) > 0.5:
        found.add(
            "G211",
            below.place(paper.file),
            name="正文",
            above="令号",
            wanted=2,
            found=number(gap),
            clause="10.2",
        )


def check_present(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find lists of who was there whose label is not in 黑体, whose names are, or whose lines don't hang."""
    if elements.form != "minutes":
        return
    for item in elements.of("present"):
        where, match = item.place(paper.file), PRESENT.match(plain_text(item))
        spans = [span for span in item.spans if span.text.strip()]
        if match is None or not spans:
            continue
        label = match["label"]
        if typeface(spans[0].face.east) != "黑体":
            found.add(
                "G202", where, name=f"“{label}”", wanted="黑体", found=spans[0].face.east, clause="10.3"
            )
        if typeface(spans[-1].face.east) == "黑体":
            name = f"{label}人员的姓名"
            found.add("G202", where, name=name, wanted="仿宋", found=spans[-1].face.east, clause="10.3")
        _check_hanging(paper, item, label, found)


def _check_hanging(paper: Paper, item: Paragraph, label: str, found: Problems) -> None:
    one = character(paper)
    left, right, first = indents(item, one)
    text = re.sub(r"[\s\u3000]", "", plain_text(item))
    room = paper.sections[item.section].text_width - left - right - first
    wanted = left + first + width_of(f"{label}：", 32)
    if width_of(text, 32) > room and abs(left - wanted) > one / 2:
        said = f"左空 {number(left / one)} 字"
        hanging = f"与冒号后的首字对齐（左空 {number(wanted / one)} 字）"
        found.add("G206", item.place(paper.file), name=f"“{label}”的回行", wanted=hanging, found=said)
