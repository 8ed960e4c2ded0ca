"""Continuations that a filled form has and the blank one had not: lists under the same titles, in other tables or sheets."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from hqe_docs.paper.forms.inspection import find_places
from hqe_docs.paper.forms.model import Cell, Form, Grid
from hqe_docs.paper.forms.returned.answers import Answer, read_answers
from hqe_docs.paper.forms.returned.pairing import pair_grids
from hqe_docs.paper.forms.returned.slottext import compact
from hqe_docs.paper.forms.vocabulary import Words
from hqe_docs.problems import Problems

FEWEST = 2  # titles side by side
MOST_ROWS = 10_000  # of a continuation, by which those of several are kept apart


@dataclass(frozen=True, slots=True)
class Continuation:
    """The tables or sheets of a filled form that its blank form has not, and what they were before they were filled."""

    blank: Form
    filled: Form


def continuation(blank: Form, filled: Form) -> Continuation | None:
    """Return the grids that go on with lists of the blank form: their titles stand in that, too."""
    known = {id(pair.filled) for pair in pair_grids(blank, filled, ())}
    printed = {text for grid in blank.grids for cell in grid.cells if (text := compact(cell.text).text)}
    pairs = [
        (before, grid)
        for grid in filled.grids
        if id(grid) not in known and (before := _below_titles(grid, printed)) is not None
    ]
    if not pairs:
        return None
    return Continuation(
        replace(blank, grids=tuple(before for before, _ in pairs), lines=()),
        replace(filled, grids=tuple(after for _, after in pairs), lines=()),
    )


def _below_titles(grid: Grid, printed: Collection[str]) -> Grid | None:
    """Return a grid as if nothing but numbers stood below its first rows of titles; None when it has none."""
    said = [
        [compact(cell.text).text for cell in grid.row(row) if cell.text.strip()] for row in range(grid.rows)
    ]
    heads = [
        row for row, texts in enumerate(said) if len(texts) >= FEWEST and all(t in printed for t in texts)
    ]
    if not heads:
        return None
    last = next(row for row in heads if row + 1 not in heads)
    free = (replace(cell, lines=(), marked="") if cell.row > last else cell for cell in grid.cells)
    return replace(grid, cells=tuple(free))


def read_continued(
    more: Continuation, before: Sequence[Answer], words: Words, found: Problems
) -> list[Answer]:
    """Return the answers of the rows that go on with a list, numbered and grouped behind those before."""
    groups = {_of_list(answer): answer.group for answer in before if answer.place.index is not None}
    last = max((answer.row for answer in before), default=-1) + 1
    answers = read_answers(more.blank, list(find_places(more.blank, words)), more.filled, found)
    return list(_behind([one for one in answers if _of_list(one) in groups], groups, last))


def _of_list(answer: Answer) -> tuple[str, ...]:
    return (*answer.place.parents, answer.place.label)


def _behind(answers: Sequence[Answer], groups: dict[tuple[str, ...], int], last: int) -> Iterator[Answer]:
    for answer in answers:
        if isinstance(answer.text, Cell):  # as all rows of lists are
            row = last + answer.group * MOST_ROWS + answer.row
            yield replace(answer, group=groups[_of_list(answer)], row=row)
