"""Random tables and texts put together: an edit stays with its person or its line, and nothing else changes."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document

from hqe_docs.paper.merging.merging import merged
from tests.test_hand_edits import book, cells, lines, word

CASES = 60
NAMES = [one + other for one in "甲乙丙丁戊" for other in "一二三四五"]
TEXTS = [
    "",
    "一、总体",
    "二、任务",
    "（一）内容",
    "附件：",
    "甲段文字",
    "乙段文字",
    "丙段文字",
    "2023年",
    "某村村民委员会",
]
Data = dict[str, list[Any]]


def table(people: list[str], data: Data) -> list[list[Any]]:
    rows = [[number, name, *data[name], ""] for number, name in enumerate(people, 1)]
    return [["序号", "姓名", "状态", "数", "备注"], *rows]


def as_word(rows: list[list[Any]]) -> bytes:
    return word("题", rows=[[str(cell) for cell in row] for row in rows])


def as_book(rows: list[list[Any]]) -> bytes:
    return book(*[[None if cell == "" else cell for cell in row] for row in rows])


def from_word(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in Document(io.BytesIO(content)).tables[0].rows]


def from_book(content: bytes) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in row] for row in cells(content)]


def a_month_later(people: list[str], data: Data, rng: random.Random) -> tuple[list[str], Data]:
    people, data = list(people), {name: list(row) for name, row in data.items()}
    for _ in range(rng.randint(0, 3)):
        chance = rng.random()
        if chance < 0.3 and len(people) > 1:
            people.remove(rng.choice(people))
        elif chance < 0.6:
            people.insert(
                rng.randint(0, len(people)), rng.choice([name for name in NAMES if name not in people])
            )
        else:
            data[rng.choice(NAMES)][rng.randint(0, 1)] = rng.choice(["退休", rng.randint(10, 19)])
    if rng.random() < 0.2:
        rng.shuffle(people)
    return people, data


@pytest.mark.parametrize(
    ("write", "read"), [(as_word, from_word), (as_book, from_book)], ids=["Word", "Excel"]
)
def test_an_edit_stays_with_its_person_or_is_not_made(write: Callable[..., bytes], read: Callable[..., Any]):
    put = 0
    for seed in range(CASES):
        rng = random.Random(seed)  # noqa: S311
        people = rng.sample(NAMES, rng.randint(2, 8))
        data: Data = {name: [rng.choice(["在岗", "失业"]), rng.randint(1, 9)] for name in NAMES}
        mine, typed = table(people, data), dict[tuple[str, int], str]()
        for number in range(rng.randint(1, 3)):
            row, column = rng.choice(mine[1:]), rng.choice([2, 3, 4])
            row[column] = typed[row[1], column] = f"手{number}"
        later, then = a_month_later(people, data, rng)
        made = merged(write(table(people, data)), write(mine), write(table(later, then)))
        if made.content is None:
            continue
        put += 1
        wanted = [[str(cell) for cell in row] for row in table(later, then)]
        for row in wanted:
            for column in range(5):
                row[column] = typed.get((row[1], column), row[column])
        assert read(made.content) == wanted, seed
        assert {name for name, _ in typed} <= {*later}, seed
    assert put > CASES // 2


def test_an_edit_stays_with_its_paragraph_or_is_not_made():
    put = 0
    for seed in range(CASES):
        rng = random.Random(seed)  # noqa: S311
        base = [rng.choice(TEXTS) for _ in range(rng.randint(3, 12))]
        new, mine = list(base), list(base)
        for _ in range(rng.randint(0, 3)):
            at = rng.randrange(len(new))
            new[at : at + rng.randint(0, 1)] = (
                rng.choice([[], ["新段"], [new[at] + "改"], [rng.choice(TEXTS)]]) or []
            )
            new = new or ["新段"]
        edited = {rng.randrange(len(mine)) for _ in range(2)}
        for at in edited:
            mine[at] += "手改"
        made = merged(word(*base), word(*mine), word(*new))
        if made.content is None:
            continue
        put += 1
        got = lines(made.content)
        assert [re.sub("手改", "", line) for line in got] == new, seed
        assert all(mine[at] in got for at in edited), seed
    assert put > CASES // 2
