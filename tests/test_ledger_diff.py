"""hqe ledger diff: what changed between two states of a ledger, as the 动态更新台账 of a batch."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from hqe_docs.data.ledger import Ledger
from hqe_docs.data.received.changes import Change, Comparison, changes
from tests.examples import examples
from tests.ledgerworks import Rows, codes, sheet, taken_in, told, write_csv
from tests.program import hqe
from tests.villages import UNEMPLOYED, id_number, person

UPDATES = "动态更新台账"


def compared(old: Rows, new: Rows) -> Comparison:
    return changes(taken_in(old).ledger, taken_in(new).ledger)


def told_changes(old: Rows, new: Rows) -> list[tuple[str, str, str, str]]:
    return [(it.type, it.column, it.before, it.after) for it in compared(old, new).changes]


def written(tmp_path: Path, old: Rows, new: Rows, *options: object) -> tuple[dict[str, object], Path]:
    paths = [write_csv(tmp_path / f"{name}.csv", rows) for name, rows in (("旧", old), ("新", new))]
    out = tmp_path / "更新.xlsx"
    _, answer = told("diff", *paths, "--date", "2023-10-31", "-o", out, *options)
    return answer, out


def test_json_shows_names_and_numbers_only_when_asked_to(tmp_path):
    rows = [person(0)], [person(0, 联系电话="19900001111"), person(1)]
    shown, whole = (written(tmp_path, *rows, *more)[0]["changes"] for more in ((), ("--show-personal",)))
    assert {(item["name"], item["key"]) for item in whole} == {
        (person(n)["姓名"], id_number(n)) for n in (0, 1)
    }
    said = str(shown)
    assert not any(
        word in said for word in (person(0)["姓名"], person(1)["姓名"], id_number(0), "19900001111")
    )


# ---------------------------------------------------------------- types
def test_who_came_and_who_is_gone():
    found = compared([person(0), person(1)], [person(2), person(0)]).changes
    assert [(item.type, item.key, item.note) for item in found] == [
        ("新增", id_number(2), ""),
        ("迁出", id_number(1), "新台账中没有此人，请核实去向"),
    ]


def test_a_status_that_changed_is_a_change_of_state_and_a_phone_a_correction():
    new = person(0, 就业状态="务农", 联系电话="19900001111")
    assert told_changes([person(0)], [new]) == [
        ("信息更正", "联系电话", "19900000000", "19900001111"),
        ("状态变化", "就业状态", "灵活就业", "务农"),
    ]


def test_death_is_told_where_the_new_ledger_says_so_and_never_guessed():
    assert told_changes([person(0)], [person(0, 就业状态="死亡")]) == [
        ("死亡", "就业状态", "灵活就业", "死亡")
    ]
    assert told_changes([person(0), person(1)], [person(0)]) == [("迁出", "", "", "")]


def test_somebody_dead_who_is_no_longer_listed_is_a_correction():
    (item,) = compared([person(0), person(1, 就业状态="死亡")], [person(0)]).changes
    assert (item.type, item.column, item.before) == ("信息更正", "全行", "死亡")
    assert item.note == "原台账已登记死亡，新台账不再列出"


def test_the_order_of_columns_and_the_way_values_are_written_are_no_change():
    old = person(0, 毕业日期="2021年6月30日", 文化程度="大学专科")
    new = dict(reversed(person(0, 毕业日期="2021-06-30", 文化程度="大专").items()))
    assert told_changes([old], [new]) == []


def test_numbers_ages_and_dates_of_the_update_itself_are_no_change():
    old = person(0, 序号="1", 年龄="32", 数据更新日期="2023-06-01")
    assert told_changes([old], [person(0, 序号="7", 年龄="33", 数据更新日期="2023-10-01")]) == []


def test_a_column_that_only_one_ledger_has_is_not_compared_and_said(tmp_path: Path):
    old = person(0)
    del old["医疗保险"]
    found = compared([old], [person(0, 医疗保险="否")])
    assert (found.changes, found.only_new) == ((), ("医疗保险",))
    answer, _ = written(tmp_path, [old], [person(0, 医疗保险="否")])
    assert [item["code"] for item in answer["problems"]] == ["L543"]


def test_a_number_that_was_probably_corrected_is_a_candidate_not_a_guess(tmp_path: Path):
    old, new = person(3), person(3, "19900110", 姓名="村民丁")
    found = compared([person(0), old], [person(0), new])
    assert [item.type for item in found.changes] == ["新增", "迁出"]
    assert found.candidates == ((1, 1),)
    answer, out = written(tmp_path, [person(0), old], [person(0), new])
    assert codes(answer) == ["L542"]
    assert new["公民身份号码"] not in str(answer)
    assert all("可能是号码更正" in line["备注"] for line in sheet(out, UPDATES))
    assert [line["台账"] for line in sheet(out, "待核")] == ["旧", "新"]


def test_other_names_households_or_birth_dates_are_no_candidates():
    for other in (
        person(3, "19900110", 姓名="某人"),
        person(3, "19900110", 户编号="8"),
        person(3, "19850612"),
    ):
        assert compared([person(0), person(3)], [person(0), other]).candidates == ()


def test_rows_without_a_number_or_with_one_that_stands_twice_are_not_compared_but_listed(tmp_path: Path):
    new = [person(0), person(1, 公民身份号码=""), person(0, 联系电话="19900001111")]
    answer, out = written(tmp_path, [person(0)], new)
    assert [item for item in codes(answer) if item == "L541"] == ["L541", "L541"]
    assert len(sheet(out, "待核")) == 2
    assert answer["changes"] == []


# ---------------------------------------------------------------- the workbook
def test_the_workbook_passes_its_own_check(tmp_path: Path):
    old = [person(0), person(1, **UNEMPLOYED), person(2), person(3)]
    new = [person(0, 就业状态="死亡"), person(1), person(2, 就业意愿="无", 联系电话="1990"), person(4)]
    answer, out = written(tmp_path, old, new, "--batch", "2023年第2批")
    assert answer["counts"]["迁出"] == 1
    lines = sheet(out, UPDATES)
    assert {(line["更新批次"], line["更新日期"]) for line in lines} == {("2023年第2批", "2023-10-31")}
    assert ("失业原因", "合同到期", "（空）") in {
        (it["变动栏目"], it["变动前"], it["变动后"]) for it in lines
    }
    assert ("就业意愿", "（空）", "“无”") in {(it["变动栏目"], it["变动前"], it["变动后"]) for it in lines}
    checked = hqe("check", out, "--kind", UPDATES)
    assert checked.exit_code == 0
    assert "警告" not in checked.stdout


def test_a_faulty_number_of_the_ledger_makes_no_faulty_update(tmp_path: Path):
    wrong = id_number(1)[:-1] + ("1" if id_number(1)[-1] != "1" else "2")
    _, out = written(tmp_path, [person(0), person(1, 公民身份号码=wrong)], [person(0)])
    (line,) = sheet(out, UPDATES)
    assert (line["公民身份号码"], line["姓名"]) == ("", "村民乙")
    assert "台账中的公民身份号码有误，请核实" in line["备注"]
    assert hqe("check", out, "--kind", UPDATES).exit_code == 0


def test_the_new_people_stand_with_all_their_columns(tmp_path: Path):
    _, out = written(tmp_path, [person(0)], [person(0), person(1)])
    assert [(line["公民身份号码"], line["文化程度"]) for line in sheet(out, "新增人员")] == [
        (id_number(1), "初中")
    ]


def test_without_a_batch_the_date_names_it(tmp_path: Path):
    _, out = written(tmp_path, [person(0)], [person(0), person(1)])
    assert {line["更新批次"] for line in sheet(out, UPDATES)} == {"2023年10月更新"}


def test_a_ledger_without_a_primary_key_can_not_be_compared(tmp_path: Path):
    answer, out = written(tmp_path, [person(0)], [person(0)], "--kind", "持证人员台账")
    assert codes(answer) == ["L540"]
    assert not out.exists()


def test_an_unreadable_date_is_a_problem(tmp_path: Path):
    path = write_csv(tmp_path / "甲.csv", [person(0)])
    code, answer = told("diff", path, path, "--date", "明天", "-o", tmp_path / "出.xlsx")
    assert (code, codes(answer)) == (2, ["L544"])


# ---------------------------------------------------------------- invariants
CELLS = {
    "就业状态": ["灵活就业", "失业", "死亡", "务农", "迁出"],
    "联系电话": ["19900000000", "19900001111", ""],
    "备注": ["", "甲", "乙"],
    "与户主关系": ["户主", "子"],
}
ledgers = st.lists(st.integers(0, 12), unique=True, max_size=8).flatmap(
    lambda numbers: st.tuples(
        *(
            st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in CELLS.items()}).map(
                lambda cells, n=number: person(n) | cells
            )
            for number in numbers
        )
    )
)


def applied(old: Ledger, new: Ledger, found: Comparison) -> dict[str, dict[str, str]]:
    """Return key → compared cells of `old` after the changes, read from nothing but them (and the new rows)."""
    state = {row["公民身份号码"]: {n: row[n] for n in found.columns} for row in old.frame.to_dicts()}

    def apply(change: Change) -> None:
        if change.new is None:
            del state[change.key]
        elif change.old is None:
            row = new.frame.to_dicts()[change.new]
            state[change.key] = {name: row[name] for name in found.columns}
        else:
            assert state[change.key][change.column] == change.before
            state[change.key][change.column] = change.after

    for change in found.changes:
        apply(change)
    return state


@given(ledgers, ledgers)
@examples(12)
def test_the_changes_applied_to_the_old_ledger_give_the_new_one(old: tuple, new: tuple):
    blank = [dict.fromkeys(person(0), "")]
    before, after = (taken_in(list(rows) or blank).ledger for rows in (old, new))
    found = changes(before, after)
    whole = {
        row["公民身份号码"]: {name: row[name] for name in found.columns}
        for row in after.frame.to_dicts()
        if row["公民身份号码"]
    }
    if old and new:
        assert applied(before, after, found) == whole


@given(ledgers)
@examples(8)
def test_a_ledger_compared_with_itself_in_any_order_has_no_changes(rows: tuple):
    if rows:
        assert compared(list(rows), list(reversed(rows))).changes == ()
