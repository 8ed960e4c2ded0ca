"""What a dossier says, held against the text of a paper: numbers, money, dates, document numbers, people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from hqe_docs.paper.lint.elements.elements import NUMBER, PRINTED
from hqe_docs.paper.lint.language.prose import DATE_LINE, HAN, Line, Prose
from hqe_docs.paper.lint.language.rosters import rosters
from hqe_docs.problems import Problems

_BLANKS = re.compile(r"[\s\u3000]")
_NAME = re.compile(rf"[{HAN}·]{{2,12}}")


@dataclass(frozen=True, slots=True)
class Stated:
    """A value a dossier gives: where `pattern` finds another (group v, 万 in group u) than `values`, the text is wrong.

    Numbers are compared as numbers, all else as written without blanks; `shown` is what the message says.
    """

    code: str
    name: str
    pattern: str
    values: frozenset[str]
    shown: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that dossiers state; `signed` and `printed`: document number → date; `posts`: name → posts."""

    stated: Sequence[Stated] = ()
    signed: Mapping[str, str] = field(default_factory=dict)
    printed: Mapping[str, str] = field(default_factory=dict)
    posts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    organs: Sequence[str] = ()


def check_stated(prose: Prose, facts: Facts, found: Problems) -> None:
    """Find what the text says otherwise than the dossiers."""
    for item in facts.stated:
        values = {_normal(value) for value in item.values}
        for match, line in prose.each(re.compile(item.pattern)):
            times = 10_000 if "u" in match.re.groupindex and match["u"] else 1
            if _normal(match["v"], times) not in values:
                found.add(item.code, line.where, name=item.name, found=match[0], wanted=item.shown)
    _check_dates(prose, facts, found)
    _check_people(prose, facts, found)
    _check_named_posts(prose, facts, found)


def _normal(text: str, times: int = 1) -> Decimal | str:
    plain = _BLANKS.sub("", text).replace(",", "").rstrip("%")
    try:
        return Decimal(plain) * times
    except InvalidOperation:
        return plain


def _check_dates(prose: Prose, facts: Facts, found: Problems) -> None:
    """Hold the first date line against the paper whose number stands in the head, and 印发 against its 印发日期."""
    number = next((match["number"] for line in prose.lines[:40] if (match := NUMBER.search(line.text))), "")
    signed, printed = facts.signed.get(number), facts.printed.get(number)
    day = next((line for line in prose.lines if line.cell is None and DATE_LINE.fullmatch(line.text)), None)
    if signed and day is not None and _BLANKS.sub("", day.text) != signed:
        found.add("G341", day.where, name=f"{number}的成文日期", found=day.text.strip(), wanted=signed)
    for line in prose.lines:
        match = PRINTED.search(line.text)
        if match and printed and match["date"] != printed:
            found.add("G341", line.where, name=f"{number}的印发日期", found=match["date"], wanted=printed)


def _check_people(prose: Prose, facts: Facts, found: Problems) -> None:
    """Find people of rosters whose post differs from the dossier's, and names one character off one of its names."""
    for name, post, line in _people(prose):
        posts = facts.posts.get(name)
        if posts and post and not any(post in known or known in post for known in posts):
            found.add("G342", line.where, name=f"{name}的职务", found=post, wanted="或".join(posts))
        elif posts is None and (near := _nearly(name, facts.posts)):
            found.add("G342", line.where, name="姓名", found=name, wanted=near)


def _check_named_posts(prose: Prose, facts: Facts, found: Problems) -> None:
    """Find a post of the dossier followed by someone else's name, as in 组长由镇长×××担任."""
    owners: dict[str, list[str]] = {}
    for name, posts in facts.posts.items():
        for post in posts:
            owners.setdefault(post, []).append(name)
    for post, names in owners.items():
        for match, line in prose.each(re.compile(rf"{re.escape(post)}(?P<after>[{HAN}·]{{2,12}})")):
            if not match["after"].startswith(tuple(names)) and (other := _someone(match["after"], facts)):
                found.add("G342", line.where, name=post, found=other, wanted="或".join(names))


def _someone(text: str, facts: Facts) -> str:
    """Return the name that text begins with: one of the dossier, one character off such a one, or who 担任."""
    known = next((name for name in facts.posts if text.startswith(name)), "")
    near = text[:3] if _nearly(text[:3], facts.posts) else ""
    holder = re.match(rf"[{HAN}·]{{2,4}}?(?=担任)", text)
    return known or near or (holder[0] if holder else "")


def _people(prose: Prose) -> Iterator[tuple[str, str, Line]]:
    """Yield name, post and line of each row of a roster, and of cells with a name followed by a cell with a post."""
    for rows in rosters(prose.lines):
        for match, line in rows:
            yield _BLANKS.sub("", match["name"]), match["post"].strip(), line
    cells = [line for line in prose.lines if line.cell is not None]
    for line, after in pairwise([*cells, Line("")]):
        name, place, next_place = _BLANKS.sub("", line.text), line.cell, after.cell
        if place and next_place and _NAME.fullmatch(name):
            is_next = place[:2] == next_place[:2] and next_place[2] > place[2]
            yield name, after.text.strip() if is_next and _is_post(after.text) else "", line


def _is_post(text: str) -> bool:
    return bool(
        re.search(r"书记|镇长|主任|所长|局长|干部|委员|会计|科长|站长|主席|队长|网格员|管理员|组长", text)
    )


def _nearly(name: str, posts: Mapping[str, Sequence[str]]) -> str:
    """Return a name of three characters of which `name` has the surname and one other."""
    if len(name) != 3:
        return ""
    alike = (each for each in posts if len(each) == 3 and each[0] == name[0])
    return next((each for each in alike if sum(a == b for a, b in zip(each, name, strict=True)) == 2), "")
