"""署名, 成文日期, 附注 and the annexes (GB/T 9704 7.3.5–7.3.7)."""

from __future__ import annotations

import re
from datetime import date
from difflib import SequenceMatcher

from hqe_docs.paper.lint.elements.bodychecks import check_title_lines
from hqe_docs.paper.lint.elements.elements import BARE_REMARK, DETACHED, Elements, plain_text
from hqe_docs.paper.lint.elements.headchecks import Wanted, check_face
from hqe_docs.paper.lint.elements.positions import blank_lines, character, edges, first_edge
from hqe_docs.paper.resolved.document import Paper, Paragraph
from hqe_docs.paper.units import number
from hqe_docs.paper.word.namespaces import W
from hqe_docs.problems import Problems

_DATE = re.compile(r"\d{4}年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日")
_NEARLY = 0.9  # of its characters: the same title with a slip
_NOT_FILLED = re.compile(r"[\s\u3000_×X]+年")


def check_signature(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find a date in another form or place, and an organ that doesn't stand over it as one of the three ways asks."""
    day = elements.first("date")
    if day is None or not elements.is_official:
        return
    text = plain_text(day).strip()
    if text[0].isdecimal() and not _DATE.fullmatch(text) and not _NOT_FILLED.match(text):
        found.add("G222", day.place(paper.file), found=text)
    organ, one = elements.first("organ"), character(paper)
    place = edges(paper, day)
    if place is None:
        return
    gap = (paper.sections[day.section].text_width - place[1]) / one
    where, said = day.place(paper.file), f"右空 {number(gap)} 字"
    if organ is None:
        if abs(gap - 4) > 0.8 and elements.form != "minutes":
            found.add("G223", where, wanted="右空四字", found=said)
        return
    over = edges(paper, organ)
    if over is not None and not _is_signed(paper, over, place, one):
        above = (paper.sections[organ.section].text_width - over[1]) / one
        found.add("G224", organ.place(paper.file), found=f"署名右空 {number(above)} 字，成文日期{said}")


def _is_signed(paper: Paper, organ: tuple[float, float], day: tuple[float, float], one: float) -> bool:
    """Say whether organ and date stand as under a seal, without one, or with a stamp of the signer's name."""
    area = paper.sections[0].text_width
    day_gap, gap = (area - day[1]) / one, (area - organ[1]) / one
    is_centred = abs(sum(organ) - sum(day)) / 2 <= 0.7 * one
    if abs(day_gap - 4) <= 0.8:
        return is_centred or abs(gap - 4) <= 0.8 or gap < 1.5
    is_shifted = abs((day[0] - organ[0]) / one - 2) <= 0.8
    return is_shifted and (abs(gap - 2) <= 0.6 or abs(day_gap - 2) <= 0.6)


def check_remark(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find 附注 without brackets or not two characters in."""
    for item in elements.of("remark"):
        edge, where = first_edge(paper, item) / character(paper), item.place(paper.file)
        if BARE_REMARK.fullmatch(plain_text(item)):
            found.add("G206", where, name="附注", wanted="加圆括号", found="没有括号")
        if abs(edge - 2) > 0.4:
            found.add("G206", where, name="附注", wanted="左空二字", found=f"左空 {number(edge)} 字")


def check_annexes_placed(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find annexes not on a page of their own, labels in another face, titles not on the third line."""
    for place, (role, item) in enumerate(elements.found):
        if role != "annex_label":
            continue
        where, text = item.place(paper.file), plain_text(item).strip()
        if not DETACHED.fullmatch(text):
            check_face(paper, item, Wanted("附件序号", 32, "黑体", "7.3.7"), found)
        if item.shape.align in ("center", "right"):
            found.add("G206", where, name="附件序号", wanted="顶格", found="没有靠左")
        elif abs(first_edge(paper, item)) > character(paper) / 2:
            found.add("G206", where, name="附件序号", wanted="顶格", found="缩进了")
        if text.endswith(("：", ":")):
            found.add("G229", where, found=text)
        if not starts_page(paper, item):
            found.add("G225", where, found=text)
        lines = _title_below(elements, place)
        if lines:
            _check_annex_title(paper, item, lines, found)


def _title_below(elements: Elements, place: int) -> list[Paragraph]:
    lines = []
    for role, item in elements.found[place + 1 :]:
        if role != "annex_title":
            break
        lines.append(item)
    return lines


def _check_annex_title(paper: Paper, label: Paragraph, lines: list[Paragraph], found: Problems) -> None:
    where = lines[0].place(paper.file)
    gap = blank_lines(paper, label, lines[0])
    if gap is not None and abs(gap - 1) > 0.5:
        found.add("G226", where, found=number(gap + 2))
    if any(item.shape.align != "center" for item in lines):
        found.add("G206", where, name="附件标题", wanted="居中", found="没有居中")
    check_title_lines(paper, lines, found)


def check_annex_titles(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find annexes whose title is not worded as in 附件说明."""
    named: dict[int, str] = {}
    for item in elements.of("note"):
        match = re.match(r"\s*(?:附\s*件\s*[：:])?\s*(?:(\d{1,2})[.．、])?\s*(.*)", plain_text(item), re.S)
        if match:
            named[int(match[1] or 0)] = _bare(match[2])
    for place, (role, item) in enumerate(elements.found):
        if role == "annex_label" and (lines := _title_below(elements, place)):
            digits = re.findall(r"\d+", plain_text(item).rpartition("附")[2])
            title = _bare("".join(plain_text(line) for line in lines))
            wanted = named.get(int(digits[0]) if digits else 0)
            if wanted and title != wanted:
                is_near = SequenceMatcher(None, title, wanted, autojunk=False).ratio() >= _NEARLY
                where = lines[0].place(paper.file)
                found.add("G228" if is_near else "G227", where, found=title, wanted=wanted)


def _bare(text: str) -> str:
    return re.sub(r"[\s\u3000]|[。，、；：]$", "", text)


def starts_page(paper: Paper, item: Paragraph) -> bool:
    """Say whether a paragraph begins a page: by itself, by a break above it, or as the first of a section."""
    if item.shape.page_break:
        return True
    place = next(place for place, each in enumerate(paper.paragraphs) if each is item)
    for before in reversed(paper.paragraphs[:place]):
        if before.section != item.section:
            return paper.sections[item.section].kind != "continuous"
        if before.box is None and _breaks_page(before):
            return True
        if not before.is_blank:
            return _breaks_page(item)
    return True


def _breaks_page(item: Paragraph) -> bool:
    return any(mark.get(W + "type") == "page" for mark in item.element.iter(W + "br"))


def check_printed(paper: Paper, elements: Elements, found: Problems) -> None:
    """Find 印发日期 before 成文日期."""
    signed, printed = elements.first("date"), elements.first("printed")
    if signed is None or printed is None:
        return
    one, other = (_day(plain_text(item)) for item in (signed, printed))
    if one and other and other < one:
        found.add("G234", printed.place(paper.file), found=_said(other), signed=_said(one))


def _day(text: str) -> date | None:
    match = re.search(r"(\d{4})年(\d{1,2})月(\d{1,2})日", text)
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
