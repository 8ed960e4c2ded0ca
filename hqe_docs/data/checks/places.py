"""Checks of places: villages against those the dossier names, groups against those that return often."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from hqe_docs.data.persons import GROUP, VILLAGE
from hqe_docs.problems import Problem, problem
from hqe_docs.values import nearest, squeeze

if TYPE_CHECKING:
    from hqe_docs.data.checks.rules import Subject

OFTEN, ALIKE = 5, 0.6
_OFFICES = ("村民委员会", "民委员会", "居民委员会", "居委会", "委会", "村委会", "委")
# 上屋 beside 下屋, 第1组 beside 第2组: one character apart and both right
_TELLS_APART = re.compile(r"[\d一二三四五六七八九十百上下东西南北中前后左右内外大小老新里]")
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")


def villages(it: Subject) -> Iterator[Problem]:
    """A village is one of those that the dossier is made for, by its full name."""
    import polars as pl

    if not it.places or not it.ledger.has(VILLAGE):
        return
    unknown = [
        name for name in it.persons[VILLAGE].unique().to_list() if name and not _is_one_of(name, it.places)
    ]
    for i in it.rows(pl.col(VILLAGE).is_in(unknown), VILLAGE):
        found = it.value(i, VILLAGE)
        plain = squeeze(found)
        guess = nearest(plain, it.places) or next((name for name in it.places if plain in name), None)
        words = f"您是不是想写“{guess}”？" if guess else f"本档案的村（社区）：{'、'.join(it.places)}"
        yield problem("L235", it.ledger.at(i, VILLAGE), hint=words, name=VILLAGE, found=found)


def _is_one_of(name: str, places: tuple[str, ...]) -> bool:
    """Say whether `name` is a known village, perhaps with what lies around it before or its office after it."""
    plain = squeeze(name)
    return any(form.endswith(places) for form in (plain, *map(plain.removesuffix, _OFFICES)))


def groups(it: Subject) -> Iterator[Problem]:
    """A group that stands once, written almost like one that stands often, is misspelt."""
    import polars as pl

    if not it.ledger.has(GROUP):
        return
    uses = Counter(name for name in it.persons[GROUP].to_list() if name)
    often = [name for name, count in uses.items() if count >= OFTEN]
    like = {name: known for name, n in uses.items() if n == 1 and (known := _like(name, often))}
    for i in it.rows(pl.col(GROUP).is_in(list(like)), GROUP):
        found = it.value(i, GROUP)
        hint = f"您是不是想写“{like[found]}”？"
        yield problem("L235", it.ledger.at(i, GROUP), hint=hint, name=GROUP, found=found)


def _like(name: str, often: list[str]) -> str | None:
    return next((known for known in often if _is_same(name, known) or _is_misspelt(name, known)), None)


def _is_same(name: str, known: str) -> bool:
    """Say whether two names of groups differ only in how the number is written: 3组, 第三组, 第3组."""
    forms = [re.sub(r"第|村民|小组|组", "", squeeze(text)).translate(_DIGITS) for text in (name, known)]
    return forms[0] == forms[1] != ""


def _is_misspelt(name: str, known: str) -> bool:
    if len(name) != len(known) or len(name) < 3 or SequenceMatcher(None, name, known).ratio() < ALIKE:
        return False
    apart = [(a, b) for a, b in zip(name, known, strict=True) if a != b]
    return len(apart) == 1 and not any(_TELLS_APART.search(char) for char in apart[0])
