"""Ledgers against each other: who should be in the master, who is in two places, what should stand once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hqe_docs.data.checks.rules import Subject, check_rows
from hqe_docs.data.kinds import LedgerKind, load_kinds
from hqe_docs.data.ledger import assemble, read_tables
from hqe_docs.data.persons import typed
from hqe_docs.library import Library
from hqe_docs.office.check import check_opened
from hqe_docs.office.workspace import open_dossiers
from hqe_docs.problems import Problems
from tests.program import hqe
from tests.villages import id_number, person, table, village, workbook

TOWN = "创建点: {名称: 甲镇, 类型: 乡镇, 级别: 市级, 角色: 实施单位, 年度: 2023, 基准日: 2023-10-31}\n下辖: [梅村, 洪村]\n"


def beside(folder: Path, name: str, text: str) -> Path:
    """Write the CSV ledger `name` beside the others of a village; return the folder."""
    (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def found_in(folder: Path, *codes: str):
    (loaded,) = open_dossiers([folder])
    return [
        (i.code, Path(i.where.file or "").stem, i.where.cell)
        for i in loaded.ledger_problems
        if i.code in codes
    ]


LOST = "姓名,公民身份号码,登记失业日期\n村民甲,{0},\n村民乙,{1},\n"


def test_who_is_in_a_sub_ledger_and_not_in_the_master_is_reported_at_the_number(tmp_path):
    folder = village(tmp_path / "甲", [person(0)])
    beside(folder, "失业人员台账", LOST.format(id_number(0), id_number(1)))
    assert found_in(folder, "L228", "L229") == [("L228", "失业人员台账", "B3")]


def test_without_a_master_that_is_said_once(tmp_path):
    folder = beside(village(tmp_path / "甲", []), "失业人员台账", LOST.format(id_number(0), id_number(1)))
    assert found_in(folder, "L228", "L229") == [("L229", "失业人员台账", None)]


def test_who_has_a_wrong_number_in_the_master_is_reported_there_only(tmp_path):
    folder = village(tmp_path / "甲", [person(0), person(1, 公民身份号码=id_number(1)[:-1])])
    beside(folder, "失业人员台账", LOST.format(id_number(0), id_number(1)))
    assert found_in(folder, "L205", "L228") == [("L205", "劳动力资源台账", "B3")]


def test_37_one_number_with_another_name_in_another_ledger_is_reported_at_the_name(tmp_path):
    folder = village(tmp_path / "甲", [person(0, 姓名="付晓梅"), person(1)])
    beside(folder, "失业人员台账", LOST.format(id_number(0), id_number(1)).replace("村民甲", "傅晓梅"))
    assert found_in(folder, "L224") == [("L224", "失业人员台账", "A2")]


def test_a_household_of_zero_employment_is_one_of_the_master(tmp_path):
    folder = village(tmp_path / "甲", [person(0)])
    text = (
        "户编号,户主姓名,认定日期,家庭人口数,劳动力人数\n1,村民甲,2023-06-20,3,2\n2,村民乙,2023-06-20,1,2\n"
    )
    beside(folder, "零就业家庭台账", text)
    assert found_in(folder, "L228", "L222") == [
        ("L222", "零就业家庭台账", "E3"),
        ("L228", "零就业家庭台账", "A3"),
    ]


def test_a_household_is_not_smaller_than_its_members_in_the_master(tmp_path):
    folder = village(tmp_path / "甲", [person(i) for i in range(3)])
    text = "户编号,户主姓名,认定日期,家庭人口数,劳动力人数\n1,村民甲,2023-06-20,2,1\n"
    beside(folder, "零就业家庭台账", text)
    assert found_in(folder, "L324") == [("L324", "零就业家庭台账", "D2")]


# ---------------------------------------------------------------- two villages
def town(folder: Path, mei: list, hong: list) -> Path:
    folder.mkdir()
    (folder / "dossier.yaml").write_text(TOWN, "utf-8")
    village(folder / "梅村", mei)
    village(folder / "洪村", hong)
    return folder


@pytest.mark.slow
def test_10_somebody_present_in_two_villages_is_reported_at_the_later_naming_the_first(tmp_path, monkeypatch):
    folder = town(tmp_path / "甲镇", [person(0), person(1)], [person(2, 与户主关系="户主"), person(1)])
    monkeypatch.chdir(tmp_path)
    (item,) = [i for i in check_opened(open_dossiers([Path("甲镇")])) if i.code == "L236"]
    assert (item.where.file, item.where.cell) == ("甲镇/洪村/劳动力资源台账.csv", "B3")
    assert "甲镇/梅村/劳动力资源台账.csv#劳动力资源台账!B3" in item.message
    both = check_opened(open_dossiers([folder / "梅村", folder / "洪村"]))
    assert [i.code for i in both if i.code == "L236"] == ["L236"]


def test_10_who_has_moved_from_one_village_to_the_other_is_in_one(tmp_path):
    gone = person(1, 就业状态="迁出", 就业形式="", 就业区域="")
    folder = town(tmp_path / "甲镇", [person(0), gone], [person(2, 与户主关系="户主"), person(1)])
    assert [i.code for i in check_opened(open_dossiers([folder])) if i.code == "L236"] == []


def test_two_editions_of_one_village_are_said_once_not_person_by_person(tmp_path):
    people = [person(i) for i in range(8)]
    folder = town(tmp_path / "甲镇", people, people)
    assert [i.code for i in check_opened(open_dossiers([folder])) if i.code in ("L236", "L237")] == ["L237"]


def test_10_somebody_in_two_loose_workbooks_of_one_kind_is_reported_at_the_later(tmp_path):
    for name, people in (("梅村", [person(0), person(1)]), ("洪村", [person(2), person(1)])):
        workbook(tmp_path / name, table(*people), name=f"{name}.xlsx")
    paths = [tmp_path / name / f"{name}.xlsx" for name in ("梅村", "洪村")]
    found = json.loads(hqe("check", *paths, "--kind", "劳动力资源台账", "--json").stdout)["problems"]
    assert [(i["where"]["file"], i["where"]["cell"]) for i in found if i["code"] == "L236"] == [
        ("洪村.xlsx", "B3")
    ]


# ---------------------------------------------------------------- kinds that declare it
KIND = """
name: 甲台账
fields:
  - {name: 编号, constraints: {unique: true}}
  - {name: 起, type: date, format: 年月}
  - {name: 止, type: date, format: 长期}
  - {name: 占比, type: number, format: 百分比}
核对:
  - {不应: {列: 止, 早于列: 起}, 说明: 止早于起}
"""


@pytest.fixture
def own(tmp_path: Path) -> LedgerKind:
    (tmp_path / "ledgers" / "kinds").mkdir(parents=True)
    (tmp_path / "ledgers" / "kinds" / "甲台账.yaml").write_text(KIND, "utf-8")
    return load_kinds(Library.over_shipped([tmp_path]), Problems())["甲台账"]


def checked_as(kind: LedgerKind, folder: Path, text: str):
    path = folder / "甲.csv"
    path.write_text("编号,起,止,占比\n" + text, "utf-8")
    found = Problems()
    ledger = assemble(read_tables(path, path.name, kind, found), kind, found)
    found.extend(check_rows(Subject(ledger, typed(ledger.frame, None), None)))
    return ledger, [(item.code, item.where.cell) for item in found]


def test_what_is_unique_stands_once(tmp_path, own):
    assert checked_as(own, tmp_path, "1,,,\n2,,,\n1,,,\n,,,9\n,,,9\n")[1] == [("L230", "A4")]


@pytest.mark.parametrize(
    ("begin", "end", "is_wrong"),
    [
        ("2023-06-02", "2023-06-01", True),
        ("2023-06-01", "2023-06-01", False),
        ("2023-06", "2023-06-01", False),
        ("2023-07", "2023-06-30", True),
        ("2023-06-01", "长期", False),
        ("2023-06-01", "", False),
        ("", "2023-06-01", False),
    ],
)
def test_an_end_is_not_before_its_beginning_as_far_as_both_are_known(tmp_path, own, begin, end, is_wrong):
    assert checked_as(own, tmp_path, f"1,{begin},{end},\n")[1] == ([("L222", "C2")] if is_wrong else [])


@pytest.mark.parametrize(
    ("typed_in", "value"), [("95", "95"), ("95%", "95"), ("0.95", "95"), ("9.5‰", "0.95")]
)
def test_27_a_percentage_is_one_number_however_it_is_typed(tmp_path, own, typed_in, value):
    ledger, found = checked_as(own, tmp_path, f"1,,,{typed_in}\n")
    assert (ledger.frame["占比"].to_list(), found) == ([value], [])


@pytest.mark.parametrize(
    ("typed_in", "code"), [("1", "L223"), ("120", "L214"), ("120%", "L214"), ("多半", "L214")]
)
def test_27_a_percentage_open_to_two_readings_or_out_of_range_is_reported(tmp_path, own, typed_in, code):
    assert checked_as(own, tmp_path, f"1,,,{typed_in}\n")[1] == [(code, "D2")]
