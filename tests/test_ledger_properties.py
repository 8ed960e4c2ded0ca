"""What holds of every ledger: one corrupted cell is one problem there; the order of rows and columns means nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from hqe_docs.office.workspace import Loaded, open_dossiers
from hqe_docs.problems import Problem, column_letters
from tests.examples import examples
from tests.villages import UNEMPLOYED, id_number, person, village

SETTINGS = examples(10, suppress_health_check=[HealthCheck.too_slow])
MORE = "人口: {户籍总人口: 60, 常住总人口: 50}\n"


def _one(order: int, house: int, born: str, man: bool, **changes: str) -> dict[str, str]:
    """Return a person whose every cell that can be held against another one is filled."""
    whole = person(order, born, man, 户编号=f"{house}", **changes)
    day = f"{born[:4]}-{born[4:6]}-{born[6:]}"
    age = str(2023 - int(born[:4]) - (born[4:] > "1031"))
    more = {
        "性别": "男" if man else "女",
        "出生日期": day,
        "年龄": age,
        "月收入": "3500",
        "备注": f"r{order}",
    }
    return whole | more | {"户主姓名": f"村民{'甲丁庚'[house]}"}


def people() -> list[dict[str, str]]:
    """Return three households of three: head, spouse and child."""
    found = []
    for house in range(3):
        order, head = house * 3, {"与户主关系": "户主"}
        found += [
            _one(order, house, "19680412", True, **head),
            _one(order + 1, house, "19701230", False, 与户主关系="配偶", **(UNEMPLOYED if house else {})),
            _one(order + 2, house, "19940101", True, 与户主关系="子", 就业状态="务农", 就业形式=""),
        ]
    return found


def _other_check(number: str) -> str:
    return number[:17] + ("1" if number[17] != "1" else "2")


# what is certainly wrong in a column, whatever stood there
WRONG = {
    "公民身份号码": [_other_check, lambda _: "", lambda n: n[:17], lambda n: n[:6] + "19901301" + n[14:], lambda _: "3.60999E+17"],
    "姓名": [lambda _: "", lambda n: n + "?", lambda n: n + "、" + n, lambda n: n + "（已故）"],
    "户编号": [lambda _: ""],
    "户主姓名": [lambda _: "村民申", lambda _: "村民□"],
    "与户主关系": [lambda _: "", lambda _: "家长某", lambda _: "#REF!"],
    "文化程度": [lambda _: "大学士", lambda _: ""],
    "是否户籍": [lambda _: "也许", lambda _: ""],
    "劳动能力": [lambda _: "中等", lambda _: ""],
    "人员类别": [lambda _: "普通、富裕", lambda _: ""],
    "就业状态": [lambda _: "不明", lambda _: "#N/A", lambda _: ""],
    "就业区域": [lambda _: "远方"],
    "联系电话": [lambda _: "12345", lambda _: "1.38E+10"],
    "养老保险": [lambda _: "两份", lambda _: ""],
    "性别": [lambda sex: "女" if sex == "男" else "男", lambda _: "未知"],
    "出生日期": [lambda _: "1990-02-30", lambda _: "1955-05-05", lambda _: "90.1.1"],
    "年龄": [lambda age: str(int(age) + 3), lambda _: "三十", lambda _: "500"],
    "月收入": [lambda _: "约3000", lambda _: "很多", lambda _: "-5"],
    "失业日期": [lambda _: "2023-13-01", lambda _: "2023.6"],
}  # fmt: skip


def opened(rows: Sequence[dict[str, str]]) -> Loaded:
    """Return the village of these people, read and checked."""
    with tempfile.TemporaryDirectory() as folder:
        (loaded,) = open_dossiers([village(Path(folder) / "甲", rows, more=MORE)])
        assert loaded.figures  # counted while the files are there
        return loaded


def place(item: Problem, rows: Sequence[dict[str, str]]) -> tuple[str, str, str]:
    """Return a problem's code, the person and the column it stands at."""
    titles = {column_letters(i + 1): title for i, title in enumerate(rows[0])}
    assert item.where.row is not None
    return item.code, rows[item.where.row - 2]["备注"], titles[str(item.where.column)]


def test_the_clean_ledger_has_no_problem():
    assert list(opened(people()).ledger_problems) == []


@SETTINGS
@given(st.integers(0, 8), st.sampled_from(sorted(WRONG)), st.integers(0, 99))
def test_one_corrupted_cell_is_reported_there_and_nowhere_else(row: int, field: str, which: int):
    rows = people()
    spoil = WRONG[field][which % len(WRONG[field])]
    rows[row][field] = spoil(rows[row][field])
    found = [place(item, rows)[1:] for item in opened(rows).ledger_problems]
    assert found == [(f"r{row}", field)]


def faulty() -> list[dict[str, str]]:
    """Return the people with faults of many kinds, none of which depends on the order of rows."""
    rows = people()
    rows[1]["公民身份号码"] = _other_check(rows[1]["公民身份号码"])
    rows[2]["与户主关系"] = "父亲"
    rows[3]["是否在校"] = "是"
    rows[4]["失业原因"] = ""
    rows[5]["性别"] = "女"
    rows[6]["月收入"] = "3000-4000"
    rows[8]["姓名"] = "彭\ue000"
    return rows


FAULTY = faulty()
WHOLE = opened(FAULTY)
FIGURES = {name: (f.value, f.numerator, f.denominator) for name, f in WHOLE.figures.items()}
PLACES = sorted(place(item, FAULTY) for item in WHOLE.ledger_problems)


def test_the_faulty_ledger_has_its_faults():
    assert [code for code, _, _ in PLACES] == ["L204", "L210", "L217", "L222", "L223", "L225", "L233"]
    assert FIGURES["就业率"][1:] == (7, 9)


@SETTINGS
@given(st.permutations(range(9)), st.permutations(list(FAULTY[0])))
def test_the_order_of_rows_and_columns_changes_no_figure_and_moves_each_problem(
    order: list[int], titles: list[str]
):
    rows = [{title: FAULTY[i][title] for title in titles} for i in order]
    loaded = opened(rows)
    assert {name: (f.value, f.numerator, f.denominator) for name, f in loaded.figures.items()} == FIGURES
    assert sorted(place(item, rows) for item in loaded.ledger_problems) == PLACES


def test_numbers_of_the_people_are_right():
    assert people()[0]["公民身份号码"] == id_number(0, "19680412", True)
