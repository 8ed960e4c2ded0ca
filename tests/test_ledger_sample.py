"""hqe ledger sample and accuracy: rows drawn at random by groups, and the rate that came back."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.data.received.accuracy import wilson
from hqe_docs.data.received.sampling import allocate, draw
from tests.ledgerworks import codes, sheet, told, write_csv
from tests.villages import id_number, person

PAPER = "数据核查台账"


def village_of(*sizes: int) -> list[dict[str, str]]:
    """Return people in groups of these sizes."""
    groups = [f"第{n}组" for n, size in enumerate(sizes, 1) for _ in range(size)]
    return [{"组别": group} | person(i) for i, group in enumerate(groups)]


def sampled(tmp_path: Path, rows: list[dict[str, str]], *options: object) -> tuple[dict[str, object], Path]:
    source, out = write_csv(tmp_path / "台账.csv", rows), tmp_path / "核查.xlsx"
    _, answer = told("sample", source, "-o", out, *options)
    return answer, out


# ---------------------------------------------------------------- drawing
def test_shares_follow_the_size_of_the_groups_with_the_largest_remainders_first():
    assert allocate({("甲",): 50, ("乙",): 30, ("丙",): 20}, 10) == {("甲",): 5, ("乙",): 3, ("丙",): 2}
    assert allocate({("甲",): 47, ("乙",): 33, ("丙",): 20}, 10) == {("甲",): 5, ("乙",): 3, ("丙",): 2}


def test_a_small_group_gets_one_row_where_there_are_enough():
    assert allocate({("大",): 1000, ("小",): 1}, 5) == {("大",): 4, ("小",): 1}
    assert sum(allocate({("大",): 1000, ("中",): 900, ("小",): 1}, 2).values()) == 2


@given(st.dictionaries(st.tuples(st.text(max_size=2)), st.integers(1, 60), max_size=12), st.integers(1, 200))
def test_an_allocation_is_whole_and_within_the_groups(sizes: dict[tuple[str, ...], int], count: int):
    shares = allocate(sizes, count)
    assert sum(shares.values()) == min(count, sum(sizes.values()))
    assert all(0 <= shares[group] <= sizes[group] for group in sizes)
    if count >= len(sizes):
        assert all(shares.values())


def test_the_same_seed_draws_the_same_people_whatever_the_order_of_the_rows():
    keys = [str(n) for n in range(100)]
    first = draw(keys, [()] * 100, 10, 7)
    again = draw(keys[::-1], [()] * 100, 10, 7)
    assert {keys[i] for i in first.rows} == {keys[::-1][i] for i in again.rows}
    # written down once: it must be these on every machine and with every version of Python
    assert [keys[i] for i in first.rows] == DRAWN_BY_SEVEN
    assert draw(keys, [()] * 100, 10, 8).rows != first.rows


DRAWN_BY_SEVEN = ["15", "17", "23", "55", "65", "75", "78", "88", "90", "91"]


def test_the_sheet_holds_who_was_drawn_and_what_the_ledger_says(tmp_path: Path):
    answer, out = sampled(tmp_path, village_of(6, 3, 1), "-n", 5, "--by", "组别", "--seed", 1)
    assert codes(answer) == []
    lines = sheet(out, PAPER)
    assert [line["抽样层"] for line in lines] == ["第1组"] * 3 + ["第2组", "第3组"]
    assert "就业状态：灵活就业；就业形式：季节性" in lines[0]["台账记载"]
    assert {line["核查结果"] for line in lines} == {""}
    assert [line["序号"] for line in lines] == list("12345")
    assert "种子 1" in str(openpyxl.load_workbook(out)[PAPER]["A2"].value)
    assert [(it["在册"], it["抽取"]) for it in sheet(out, "抽样说明")] == [("6", "3"), ("3", "1"), ("1", "1")]


def test_the_same_ledger_and_seed_give_the_same_bytes(tmp_path: Path):
    _, out = sampled(tmp_path, village_of(20), "-n", 5, "--seed", 1)
    before = out.read_bytes()
    sampled(tmp_path, village_of(20), "-n", 5, "--seed", 1)
    assert out.read_bytes() == before


def test_the_dead_and_the_gone_are_not_drawn(tmp_path: Path):
    rows = [person(0), person(1, 就业状态="死亡"), person(2, 就业状态="迁出")]
    answer, out = sampled(tmp_path, rows, "-n", 5, "--seed", 1)
    assert [line["公民身份号码"] for line in sheet(out, PAPER)] == [id_number(0)]
    assert [item["code"] for item in answer["problems"]] == ["L551"]


def test_too_few_rows_for_all_groups_is_said(tmp_path: Path):
    answer, _ = sampled(tmp_path, village_of(3, 3, 3), "-n", 2, "--by", "组", "--seed", 1)
    assert codes(answer) == ["L552"]


def test_an_unknown_column_and_an_empty_ledger_are_problems(tmp_path: Path):
    answer, out = sampled(tmp_path, village_of(3), "-n", 2, "--by", "星座")
    assert (codes(answer), out.exists()) == (["L526"], False)
    answer, out = sampled(tmp_path, [person(0, 就业状态="死亡")], "-n", 2)
    assert (codes(answer), out.exists()) == (["L550"], False)


# ---------------------------------------------------------------- accuracy
def returned(tmp_path: Path, *results: str, name: str = "交回", batch: str = "1") -> Path:
    rows = [
        {"核查批次": batch, "组别": f"第{i % 2 + 1}组", "姓名": "村民甲", "公民身份号码": id_number(i)}
        | {"核查结果": result, "不一致栏目": "联系电话" if result == "不一致" else ""}
        for i, result in enumerate(results)
    ]
    return write_csv(tmp_path / f"{name}.csv", rows)


def test_the_rate_is_an_exact_fraction_and_blanks_are_counted_apart(tmp_path: Path):
    path = returned(tmp_path, "一致", "一致", "不一致", "", "相符", "")
    code, answer = told("accuracy", path)
    (whole,) = answer["figures"]
    assert (code, codes(answer)) == (0, [])
    assert (whole["value"], whole["numerator"], whole["denominator"]) == ("75.00%", 3, 4)
    assert (whole["unchecked"], whole["unclear"]) == (2, 0)
    assert whole["rows"] == [f"交回.csv#交回!E{row}" for row in (2, 3, 6)]


def test_a_result_that_is_neither_is_no_agreement(tmp_path: Path):
    code, answer = told("accuracy", returned(tmp_path, "一致", "大概一致"))
    assert (code, codes(answer)) == (1, ["L202"])
    assert [answer["figures"][0][key] for key in ("numerator", "denominator", "unclear")] == [1, 1, 1]


def test_nothing_checked_can_not_be_computed(tmp_path: Path):
    code, answer = told("accuracy", returned(tmp_path, "", ""))
    assert (code, codes(answer), answer["figures"][0]["value"]) == (0, ["L555"], None)
    assert answer["figures"][0]["interval"] is None


def test_every_group_has_its_rate(tmp_path: Path):
    _, answer = told("accuracy", returned(tmp_path, "一致", "不一致", "一致", ""))
    assert [(item["group"], item["value"], item["unchecked"]) for item in answer["groups"]] == [
        (["第1组"], "100.00%", 0),
        (["第2组"], "0.00%", 1),
    ]


def test_the_same_row_sent_twice_counts_once_and_contradictions_not_at_all(tmp_path: Path):
    first = returned(tmp_path, "一致", "一致", "", "一致", name="甲")
    again = returned(tmp_path, "一致", "不一致", "一致", "", name="乙")
    _, answer = told("accuracy", first, again)
    assert sorted(codes(answer)) == ["L553", "L553", "L553", "L554"]
    whole = answer["figures"][0]
    assert [whole[key] for key in ("numerator", "denominator", "unchecked", "unclear")] == [3, 3, 0, 2]


def test_another_batch_is_another_check(tmp_path: Path):
    files = [returned(tmp_path, "一致", name=name, batch=name) for name in ("上", "下")]
    _, answer = told("accuracy", *files)
    assert (codes(answer), answer["figures"][0]["denominator"]) == ([], 2)


@pytest.mark.parametrize(
    ("same", "checked", "low", "high"),  # worked by hand from Wilson (1927)
    [
        (9, 10, "0.5958", "0.9821"),
        (0, 10, "0", "0.2775"),
        (10, 10, "0.7225", "1"),
        (95, 100, "0.8882", "0.9785"),
    ],
)
def test_the_interval_is_wilsons(same: int, checked: int, low: str, high: str):
    found = wilson(same, checked)
    assert all(
        abs(bound - Fraction(known)) < Fraction(1, 10000)
        for bound, known in zip(found, (low, high), strict=True)
    )


def test_a_sample_filled_in_and_sent_back_gives_its_rate(tmp_path: Path):
    _, out = sampled(tmp_path, village_of(6, 3), "-n", 4, "--by", "组别", "--seed", 1)
    book = openpyxl.load_workbook(out)
    page = book[PAPER]
    header = next(row for row in page.iter_rows(max_row=5) if any(cell.value == "核查结果" for cell in row))
    column = next(cell.column for cell in header if cell.value == "核查结果")
    for number in range(3):
        page.cell(header[0].row + 1 + number, column).value = "一致"
    book.save(tmp_path / "交回.xlsx")
    _, answer = told("accuracy", tmp_path / "交回.xlsx")
    assert codes(answer) == []
    assert [answer["figures"][0][key] for key in ("numerator", "denominator", "unchecked")] == [3, 3, 1]
    assert answer["by"] == ["抽样层"]
