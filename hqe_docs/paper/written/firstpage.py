"""Room for the seal where a short paper would just not fit on one page: the text must stand on the first (§7.3.3)."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from hqe_docs.paper.gongwen.profile import Profile
from hqe_docs.paper.language.titles import width
from hqe_docs.paper.written.block import BREAK, Block
from hqe_docs.paper.written.draft import Draft
from hqe_docs.paper.written.titling import broken

LINE = 28  # characters
SMALL_MARK = 14  # characters: above that the smallest mark, whose lines are lower
HEADED = ("通知", "报告", "请示")


def profile_that_fits(profile: Profile, draft: Draft, form: str) -> Profile:
    """Return the profile with one empty line fewer above the signature, where just that keeps a paper on its page.

    Else LibreOffice takes the whole last paragraph along to page 2, and page 1 may be left without any text.
    """
    blank = profile.number("署名栏", "盖章空行", "行数")
    over = _lines(draft, form, profile) + blank - profile.number("页面", "行距", "行数")
    if not 0 < over <= 1 or blank < 1:
        return profile
    room = {**profile.data["署名栏"]["盖章空行"], "行数": blank - 1}
    return replace(profile, data={**profile.data, "署名栏": {**profile.data["署名栏"], "盖章空行": room}})


def _lines(draft: Draft, form: str, profile: Profile) -> float:
    """Return the lines that a paper's main text takes with its head and signature, 0 where they can't be told."""
    body = draft.main.body
    if (
        form not in HEADED
        or not draft.given["机关"]
        or any(block.kind in ("table", "picture") for block in body)
    ):
        return 0
    title = len(broken(draft.main, draft)) + 1 + bool(draft.main.subtitle)
    note = len(draft.main.note) + 1 if draft.main.note else 0
    ends = len(draft.signature) + bool(draft.date) + bool(draft.remark)
    text = ceil(width(draft.addressees) / LINE) + sum(map(_height, body))
    return _head(draft, profile) + title + text + note + ends


def _head(draft: Draft, profile: Profile) -> float:
    """Return the lines down to the title: mark at 35 mm, number, red rule, and what lies empty between them."""
    mark = draft.given["标志"] or f"{draft.given['机关']}文件"
    style = "发文机关标志小" if width(mark) > SMALL_MARK else "发文机关标志"
    down = profile.number("版头", "标志前距") + profile.number("样式", style, "行距") * len(mark.split("\n"))
    number = profile.number("版头", "标志后空行", "行数") + 1 if draft.given["文号"] else 1
    return down / profile.line + number + profile.number("版头", "红线后空行", "行数")


def _height(block: Block) -> int:
    indent = 2
    return sum(ceil((width(line) + indent) / LINE) for line in block.text.split(BREAK))
