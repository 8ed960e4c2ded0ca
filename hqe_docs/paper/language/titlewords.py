"""A title cut into the pieces that its lines may be broken between: words, numbers with their measure, bracketed names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rjieba import Jieba

_NEVER_FIRST = "的和与及或暨等了之、，。；：！？）》〉”’】〕·…—～%％年月日号"
_NEVER_LAST = "（《〈“‘【〔第"
_SUFFIXES = frozenset(
    (*"省市县区乡镇村组州局处科办", "委员会", "办公室", "名胜区")
)  # 洪江 + 镇, 管理 + 委员会
_NUMBER = re.compile(r"[0-9０-９.．%％]+")
_BRACKETS = re.compile(r"（[^（）]{1,12}）")


def title_words(title: str, names: Iterable[str] = ()) -> list[str]:
    """Return the pieces of a title; each of `names` (offices, places) is one piece."""
    pieces: list[str] = []
    for piece in _pieces(title, sorted(filter(None, names), key=len, reverse=True)):
        if pieces and _belongs(pieces[-1], piece):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _pieces(title: str, names: list[str]) -> Iterator[str]:
    """Yield known names and short brackets whole, and the words of all else."""
    known = "|".join([*map(re.escape, names), _BRACKETS.pattern])
    for part in re.split(f"({known})", title):
        if part in names or _BRACKETS.fullmatch(part):
            yield part
        elif part:
            yield from _segmenter().cut(part)


@cache
def _segmenter() -> Jieba:
    from rjieba import Jieba  # its dictionary takes a tenth of a second

    return Jieba()


def _belongs(before: str, piece: str) -> bool:
    """Say whether no line may begin with `piece` after `before`."""
    if piece[0] in _NEVER_FIRST or before[-1] in _NEVER_LAST or piece in _SUFFIXES:
        return True
    if before.endswith("关于"):  # what a paper is about begins with its verb
        return True
    if _BRACKETS.fullmatch(piece):  # 村（社区）
        return True
    return bool(_NUMBER.fullmatch(before[-1]) and len(piece) <= 2)  # 22项, 3个
