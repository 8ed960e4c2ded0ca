"""The places in lines outside of tables: 登记机构：____, 申请日期：  年  月  日, 工会名称      ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hqe_docs.paper.forms.model import Place, Slot, Text
from hqe_docs.paper.forms.places.blanks import Blank, find_blanks
from hqe_docs.paper.forms.places.finding import (
    CONTROL,
    Named,
    answering,
    by_level,
    controlled,
    inside,
    unsigned,
)
from hqe_docs.paper.forms.places.questions import answers_to
from hqe_docs.paper.forms.vocabulary import Words

HOW = "段落内"
LONGEST_LABEL, LONGEST = 14, 40  # characters: of a label; of a line that ends in a colon
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d+[.．、])")
_BARE = re.compile(r"\s*(?:[\u4e00-\u9fff]{2,10}[ \u3000\xa0]+)+")  # words with room behind each
_WORD = re.compile(r"([\u4e00-\u9fff]{2,10})([ \u3000\xa0]+)")
_TITLES = ("表", "书", "单", "册", "卡")
ROOM = 4  # spaces behind a single word


def line_places(lines: Sequence[Text], words: Words) -> Iterator[Place]:
    """Yield the places of the lines in their order; signatures, and dates beside them, are for others."""
    asked = answers_to(lines, words)
    for line in lines:
        question = asked.get(id(line))
        if question is not None:
            yield from answering(line, question, words)
            continue
        found = by_level(_blanks(line, words), words)
        blanks = [blank for blank in found if _is_asked(blank, line, words)]
        if any(control.kind != "box" for control in line.controls):
            named = Named(blanks[0].label, CONTROL) if len(blanks) == 1 else None
            yield from controlled(line, named, CONTROL)
        else:
            yield from inside(line, list(unsigned(blanks, words)), None, HOW)


def _blanks(line: Text, words: Words) -> list[Blank]:
    found = find_blanks(line.marked, words)
    if words.is_note(line.marked.replace("_", "")):
        return [one for one in found if line.marked[: one.slots[0].start].rstrip().endswith(("：", ":"))]
    if found or _BARE.fullmatch(line.marked) is None:
        return found
    said = list(_WORD.finditer(line.marked))
    labels = [words.label(match[1]) for match in said]
    if labels[-1].endswith(_TITLES) or (len(said) == 1 and len(said[0][2]) < ROOM):
        return []
    return [
        Blank("inline", (Slot(*match.span(2)),), match.start(2), match.end(2), label)
        for match, label in zip(said, labels, strict=True)
    ]


def _is_asked(blank: Blank, line: Text, words: Words) -> bool:
    if not blank.label or len(blank.label) > LONGEST_LABEL or words.leads(blank.label):
        return False
    if blank.kind == "date" and words.is_signed(line.text):
        return False
    if blank.after_colon and not line.marked[blank.slots[-1].end :].strip():
        sentence = re.split(r"[。；;]|\s{3,}", line.text.strip())[-1]
        return not _HEADING.match(sentence) and len(sentence) <= LONGEST
    return True
