"""Annexes named in the text against those listed below it and those that follow (GB/T 9704 7.3.4, 7.3.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hqe_docs.paper.lint.language.prose import ANNEX_LINE, BLANK, Line, Prose
from hqe_docs.problems import Problems

_NOTE = re.compile(rf"{BLANK}*附{BLANK}*件{BLANK}*[：:]{BLANK}*(?P<rest>\S.*)")
_ITEM = re.compile(rf"{BLANK}*(?P<n>\d{{1,2}})[.．、]{BLANK}*(?P<name>\S.*)")
_MENTION = re.compile(
    r"附件(?<![号》〕）的文函知案件法书]附件)(?P<n>\d{1,2})?(?:(?:和|、|至|—)附?件?(?P<m>\d{1,2}))?"
)
_LIST = re.compile(rf"{BLANK}*附{BLANK}*件{BLANK}*[：:]{BLANK}*")
_LABELLED = re.compile(rf"{BLANK}*附件(\d{{1,2}})[：:. \t\u3000].*")
_SEE = re.compile(r"(?:见|按照|按|参照|对照|填写|填报|列入)$")


@dataclass(frozen=True, slots=True)
class Annexes:
    """The items of 附件说明 (number → name, line; 0: the only one), the headings of annexes, numbers in other forms."""

    notes: dict[int, tuple[str, Line]] = field(default_factory=dict)
    heads: dict[int, Line] = field(default_factory=dict)
    others: set[int] = field(default_factory=set)


def annexes_of(prose: Prose) -> Annexes:
    """Return what is listed and what follows."""
    made, is_open = Annexes(), False
    for line in prose.lines:
        text = line.text.replace("\n", "")
        note = _NOTE.fullmatch(text) if line.cell is None else None
        item = _ITEM.fullmatch(note["rest"] if note else text) if note or is_open else None
        if note and not made.heads:
            made.notes.setdefault(
                int(item["n"]) if item else 0, (item["name"] if item else note["rest"], line)
            )
            is_open = item is not None
        elif item and is_open:
            made.notes.setdefault(int(item["n"]), (item["name"], line))
        elif _LIST.fullmatch(text):
            is_open = True
        elif ANNEX_LINE.fullmatch(text) and text.strip():
            made.heads.setdefault(int(re.sub(r"\D", "", text) or 0), line)
        elif labelled := _LABELLED.fullmatch(text):
            made.others.add(int(labelled[1]))
        elif text.strip():
            is_open = False
    return made


def check_annexes(prose: Prose, found: Problems) -> None:
    """Find annexes that the text names and no list holds, and lists and annexes that don't agree."""
    made = annexes_of(prose)
    known = {*made.notes, *made.heads, *made.others}
    for match, line in prose.each(_MENTION):
        if _is_own_line(line, made) or ANNEX_LINE.fullmatch(line.text) or _NOTE.fullmatch(line.text):
            continue
        numbers = [int(number) for number in match.groups() if number]
        for number in numbers:
            if number not in known and (known or _sees(prose, match)):
                listed = f"只有{len(known)}个附件" if known else "没有附件说明"
                found.add("G332", line.where, found=f"附件{number}", listed=listed)
        if not numbers and not known and _sees(prose, match):
            found.add("G332", line.where, found="附件", listed="没有附件说明")
    _check_lists(made, found)


def _sees(prose: Prose, match: re.Match[str]) -> bool:
    """Say whether the text sends the reader to the annex."""
    return _SEE.search(prose.whole, max(0, match.start() - 4), match.start()) is not None


def _is_own_line(line: Line, made: Annexes) -> bool:
    return any(line is own for _, own in made.notes.values())


def _check_lists(made: Annexes, found: Problems) -> None:
    if made.others:
        return  # lists of a form that can't be told from headings
    if made.heads and not made.notes:
        number, line = next(iter(made.heads.items()))
        found.add("G333", line.where, found=_label(number), why="正文下没有附件说明")
    elif made.heads:
        if set(made.heads) == {0} and set(made.notes) == {1}:
            return  # that the only one has a number is told of 附件说明
        for number, line in made.heads.items():
            if number not in made.notes:
                found.add("G333", line.where, found=_label(number), why="附件说明里没有列入")
        for number, (name, line) in made.notes.items():
            if number not in made.heads and (len(made.heads) > 1 or 0 not in made.heads):
                found.add(
                    "G333", line.where, found=f"{_label(number)}（{name}）", why="附件说明列了，后面没有"
                )


def _label(number: int) -> str:
    return f"附件{number or ''}"
