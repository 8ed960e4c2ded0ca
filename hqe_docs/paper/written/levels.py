"""Levels of a text: 一、 （一） 1. （1） (GB/T 9704 §7.3.3), as written or, for headings without numbers, counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hqe_docs.paper.language.filters import chinese_number
from hqe_docs.paper.written.block import EMPHASIS, Block, bare

DEEPEST = 4
LONGEST_HEADING = 40
LONGEST_RUN_IN = 30
_NUMBERS = (
    re.compile(r"[一二三四五六七八九十百]+、"),
    re.compile(r"[（(][一二三四五六七八九十百]+[）)]"),
    re.compile(r"\d{1,3}[.．、](?!\d)"),
    re.compile(r"[（(]\d{1,3}[）)]|[①-⑳]"),
)
_HEADINGS = ("一级标题", "二级标题", "三级标题", "四级标题")
_RUN_INS = ("一级标题段", "二级标题段", "三级标题", "四级标题")


def level_of(text: str) -> int:
    """Return the level that a text's number says, 0 when it has none."""
    plain = bare(text)
    return next((level for level, number in enumerate(_NUMBERS, 1) if number.match(plain)), 0)


def style_of(text: str) -> str:
    """Return the style of a paragraph by the number it begins with and by how it goes on."""
    level = level_of(text)
    if level > 2:
        return _HEADINGS[level - 1]
    heading, stop, rest = bare(text).partition("。")
    if not level or heading.endswith(("；", "，", "：")) or (stop and not rest):
        return "公文正文"  # one of several items, each a sentence
    if rest:
        return _RUN_INS[level - 1] if len(heading) <= LONGEST_RUN_IN else "公文正文"
    return _HEADINGS[level - 1] if len(heading) <= LONGEST_HEADING else "公文正文"


def in_its_own_face(text: str) -> str:
    """Return a numbered paragraph whose heading is not emphasised: its level has a typeface already."""
    if not level_of(text) or EMPHASIS not in text:
        return text
    heading, stop, rest = text.partition("。")
    if rest.count(EMPHASIS) % 2:  # what was emphasised goes on behind the heading
        return text.replace(EMPHASIS, "")
    return heading.replace(EMPHASIS, "") + stop + rest


@dataclass(frozen=True, slots=True)
class Levelled:
    """Blocks whose headings have become styles and numbers; how many were numbered, how deep they went."""

    pairs: list[tuple[str, Block]]
    numbered: int
    depth: int


def levelled(body: Sequence[Block], *, count: bool) -> Levelled:
    """Return each block with its style ("" for tables and pictures); `count`: headings without numbers get them."""
    outer = 1 if any(block.kind == "text" and style_of(block.text) == "一级标题" for block in body) else 0
    depths = sorted({block.depth for block in body if block.kind == "heading"})
    level = {depth: rank + outer for rank, depth in enumerate(depths, 1)}
    # who numbers one heading of a level numbers them all
    own = {block.depth for block in body if block.kind == "heading" and level_of(block.text)}
    counted = {depth for depth in depths if count and depth not in own and _several(body, depth)}
    pairs = list(_styled(body, level, counted))
    numbered = sum(block.kind == "heading" and block.depth in counted for block in body)
    return Levelled(pairs, numbered, max(level.values(), default=0))


def _several(body: Sequence[Block], depth: int) -> bool:
    return sum(block.kind == "heading" and block.depth == depth for block in body) > 1


def _styled(body: Sequence[Block], level: dict[int, int], counted: set[int]) -> Iterator[tuple[str, Block]]:
    counts = [0] * (DEEPEST + 1)
    for block in body:
        if block.kind == "text":
            if own := level_of(block.text):  # a numbered paragraph begins the levels below it anew
                counts[own + 1 :] = [0] * (DEEPEST - own)
            yield style_of(block.text), replace(block, text=in_its_own_face(block.text))
        elif block.kind == "heading":
            at = min(level_of(block.text) or level[block.depth], DEEPEST)
            counts[at:] = [counts[at] + 1, *[0] * (DEEPEST - at)]
            text = (number_of(at, counts[at]) if block.depth in counted else "") + block.text.replace(
                EMPHASIS, ""
            )
            yield _HEADINGS[at - 1], replace(block, text=text)
        else:
            yield "", block


def number_of(level: int, count: int) -> str:
    """Return the number of the `count`th heading of a level."""
    chinese = chinese_number(count)
    return (f"{chinese}、", f"（{chinese}）", f"{count}.", f"（{count}）")[level - 1]
