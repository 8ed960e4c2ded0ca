"""Questions that stand on a line of their own, and the lines below that answer them: boxes to tick, or a free line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hqe_docs.paper.forms.model import Cell, Grid, Text
from hqe_docs.paper.forms.places.blanks import Blank, find_blanks
from hqe_docs.paper.forms.vocabulary import Words

ASKED = "上方问题"
LONGEST = 40  # characters of a question
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、])")
_HINT = re.compile(r"[（(][^（）()_]*[)）]\s*\Z")
_LINE = re.compile(r"[\s\u3000]*_[_\s\u3000]{3,}")


def answers_to(texts: Sequence[Text], words: Words) -> dict[int, str]:
    """Return id of a text → the question above it that it answers; of a question itself → "" ."""
    said: dict[int, str] = {}
    question: Text | None = None
    for text in texts:
        name = words.label(question.text).rstrip("？?") if question is not None else ""
        if question is not None and _answers(text, question, words, is_first=id(question) not in said):
            said |= {id(question): "", id(text): name}
        elif text.text.strip():
            question = text if _asks(text, words) else None
    return said


def rows_alone(grid: Grid) -> list[Cell]:
    """Return the cells that have their row for themselves."""
    rows = (list(grid.row(number)) for number in range(grid.rows))
    return [row[0] for row in rows if _said(row) and row[0].height == 1]


def _said(row: Sequence[Cell]) -> bool:
    return bool(row) and bool(row[0].text.strip()) and not any(one.text.strip() for one in row[1:])


def _asks(text: Text, words: Words) -> bool:
    plain = _HINT.sub("", text.marked.strip())
    name = words.label(text.text)
    return (
        "\n" not in plain
        and 1 < len(name) <= LONGEST
        and (plain.endswith(("：", ":", "？", "?")) or _HEADING.match(plain) is not None)
        and not re.search(rf"_|。|{words.boxes}", plain)
        and not words.leads(name)
        and not words.keeps(name)
    )


def _answers(text: Text, question: Text, words: Words, *, is_first: bool) -> bool:
    """Say whether a text begins with a box that nothing else names, or is a free line right below a question."""
    if _LINE.fullmatch(text.marked):
        return is_first and _HINT.sub("", question.text.strip()).endswith(("：", ":", "？", "?"))
    first = next(iter(find_blanks(text.marked, words)), None)
    return first is not None and first.kind == "tick" and not first.label and _begins(text, first)


def _begins(text: Text, blank: Blank) -> bool:
    """Say whether nothing but the option stands before the first box."""
    return text.marked[: blank.start].strip() in ("", blank.slots[0].name)
