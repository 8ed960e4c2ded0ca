"""Workbooks that belong to no dossier: what is wrong is found at its cell, what is only written otherwise is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hqe_docs.data.loose.day import day_in
from hqe_docs.data.money import capital_amount
from tests.examples import a_few
from tests.faulty_books import BOOKS, Book, number
from tests.faulty_rolls import ROLLS
from tests.faulty_sheets import BOOKS_OF_TWELVE
from tests.faulty_tables import MORE_BOOKS
from tests.ledger_faults import score
from tests.program import hqe


@pytest.mark.parametrize(
    "make", a_few((*ROLLS, *BOOKS, *MORE_BOOKS, *BOOKS_OF_TWELVE), every=12), ids=lambda make: make.__name__
)
def test_every_seeded_fault_is_found_and_no_right_cell_is_blamed(make: Callable[[], Book], tmp_path: Path):
    book = make()
    results = [score(path, book.truth()) for path in book.write(tmp_path)]
    assert [(r.name, r.missed, r.wrong) for r in results if r.missed or r.wrong] == []
    assert [(r.name, r.misread) for r in results if r.misread] == []
    assert all(r.faults for r in results)


def problems(text: str, folder: Path, *options: object) -> list[dict[str, Any]]:
    """Return what check says of a CSV file that holds `text`."""
    path = folder / "名册.csv"
    path.write_text(text, encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(hqe("check", path, "--json", *options).stdout)["problems"]
    return found


FIRST, SECOND = number(date(1980, 1, 1), 1, man=True), number(date(1970, 2, 2), 2, man=False)
ROLL = f"姓名,年龄,身份证号\n彭春山,30,{FIRST}\n易秋水,53,{SECOND}\n"


def codes(found: list[dict[str, Any]]) -> list[str]:
    return [item["code"] for item in found]


def test_ages_without_a_day_are_not_checked_which_is_said_once(tmp_path: Path):
    found = problems(ROLL, tmp_path)
    assert codes(found).count("L311") == 1
    assert "L212" not in codes(found)


def test_ages_are_checked_on_the_day_that_is_said(tmp_path: Path):
    found = problems(ROLL, tmp_path, "--on", "2023-09-30")
    assert [i["where"]["cell"] for i in found if i["code"] == "L212"] == ["B2"]


def test_the_day_of_a_quarter_in_the_title_is_its_last():
    assert day_in("（2023年第三季度）") == date(2023, 9, 30)
    assert day_in("截至2023年6月25日 2023年第三季度") == date(2023, 6, 25)
    assert day_in("2024年2月补贴表") == date(2024, 2, 29)
    assert day_in("2023年度名册") is None


def test_a_column_map_says_what_a_title_means(tmp_path: Path):
    (tmp_path / "对照.yaml").write_text("甲: 姓名\n乙: 公民身份号码\n丙: 年龄\n", encoding="utf-8")
    roll = "甲,乙,丙\n彭春山,360999198001010010,43\n"
    found = problems(roll, tmp_path, "--columns", tmp_path / "对照.yaml")
    assert [i["where"]["cell"] for i in found if i["code"] == "L204"] == ["B2"]


def test_an_unknown_kind_and_an_unreadable_day_are_errors(tmp_path: Path):
    assert codes(problems(ROLL, tmp_path, "--kind", "没有的台账")) == ["L327"]
    assert codes(problems(ROLL, tmp_path, "--on", "2023年13月")) == ["L328"]


def test_a_workbook_is_said_to_be_of_no_known_kind(tmp_path: Path):
    assert "L302" in codes(problems(ROLL, tmp_path))


@pytest.mark.parametrize(
    ("text", "amount"),
    [("壹仟贰佰元整", "1200"), ("人民币壹万零伍拾元叁角", "10050.3"), ("1200元", None), ("壹佰", None)],
)
def test_amounts_in_capital_characters_are_read(text: str, amount: str | None):
    assert capital_amount(text) == (None if amount is None else Decimal(amount))
