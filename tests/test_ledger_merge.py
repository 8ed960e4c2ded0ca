"""hqe ledger merge: villages in one ledger, each with its counts, nobody counted twice in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledgerworks import KINDS, MASTER, codes, sheet, told, write_csv
from tests.villages import id_number, person, village, workbook

VILLAGE = "村（社区）"


def test_dossiers_give_their_names_and_files_theirs(tmp_path: Path):
    village(tmp_path / "甲村", [person(0), person(1)])
    head = {"与户主关系": "户主"}
    loose = write_csv(tmp_path / "乙村劳动力资源台账（2023年）.csv", [person(2) | head])
    inside = write_csv(tmp_path / "丙村" / "劳动力资源台账.csv", [person(3) | head])
    said = write_csv(tmp_path / "丁.csv", [person(4) | head | {"村": "戊村"}, person(5) | {"村": ""}])
    code, answer = told("merge", tmp_path / "甲村", loose, inside, said, "-o", tmp_path / "合.xlsx")
    lines = sheet(tmp_path / "合.xlsx", MASTER.name)
    assert [line[VILLAGE] for line in lines] == ["甲村", "甲村", "乙村", "丙村", "戊村", "丁"]
    assert [line["公民身份号码"] for line in lines] == [id_number(i) for i in range(6)]
    assert [line["序号"] for line in lines] == list("123456")
    assert (code, codes(answer)) == (0, [])


def test_an_outer_dossier_stands_for_the_villages_below(tmp_path: Path):
    town = outer(tmp_path / "镇", "甲村", "乙村")
    for i, name in enumerate(("甲村", "乙村")):
        village(town / name, [person(i)])
    told("merge", town, "-o", tmp_path / "合.xlsx")
    assert [line[VILLAGE] for line in sheet(tmp_path / "合.xlsx", MASTER.name)] == ["甲村", "乙村"]


def test_the_roll_up_counts_each_village_and_its_total_is_the_sum(tmp_path: Path):
    people = [person(0), person(1, 就业状态="失业"), person(2, 就业状态="死亡", 户编号="2")]
    village(tmp_path / "甲村", people)
    village(tmp_path / "乙村", [person(3), person(4, 就业状态="没写清", 户编号="9")])
    told("merge", tmp_path / "甲村", tmp_path / "乙村", "-o", tmp_path / "合.xlsx")
    first, second, total = sheet(tmp_path / "合.xlsx", "汇总")
    assert [first[name] for name in ("行数", "在册", "户数", "灵活就业", "失业", "死亡")] == list("321111")
    assert [second[name] for name in ("行数", "在册", "户数", "灵活就业", "其他或未填")] == list("22211")
    assert total[VILLAGE] == "合计"
    for name in list(first)[1:]:
        assert int(total[name]) == int(first[name]) + int(second[name])


def test_a_person_in_two_villages_is_reported_and_both_places_are_named(tmp_path: Path):
    village(tmp_path / "甲村", [person(0), person(1)])
    village(tmp_path / "乙村", [person(1, 姓名="村民改名", 与户主关系="户主")])
    code, answer = told("merge", tmp_path / "甲村", tmp_path / "乙村", "-o", tmp_path / "合.xlsx")
    assert (code, codes(answer)) == (1, ["L236"])
    (item,) = [item for item in answer["problems"] if item["code"] == "L236"]
    assert item["where"]["file"].endswith("乙村/劳动力资源台账.csv")
    assert "甲村" in item["message"]
    places = sheet(tmp_path / "合.xlsx", "重复人员")
    assert [(line["组"], line[VILLAGE], line["行"], line["说明"]) for line in places] == [
        ("1", "甲村", "3", ""),
        ("1", "乙村", "2", "姓名与第一处不同"),
    ]


def test_somebody_who_moved_from_one_village_to_another_is_in_one_only(tmp_path: Path):
    village(tmp_path / "甲村", [person(0), person(1, 就业状态="迁出")])
    village(tmp_path / "乙村", [person(1, 与户主关系="户主")])
    _, answer = told("merge", tmp_path / "甲村", tmp_path / "乙村", "-o", tmp_path / "合.xlsx")
    assert codes(answer) == []
    assert answer["repeated"] == 0


def test_another_village_named_in_a_dossiers_rows_is_reported_once(tmp_path: Path):
    people = [person(i) | {VILLAGE: "乙村" if i else "甲村"} for i in range(3)]
    village(tmp_path / "甲村", people)
    _, answer = told("merge", tmp_path / "甲村", "-o", tmp_path / "合.xlsx")
    assert codes(answer) == ["L531"]
    assert {line[VILLAGE] for line in sheet(tmp_path / "合.xlsx", MASTER.name)} == {"甲村"}


def test_a_ledger_that_can_not_be_read_stops_the_merging(tmp_path: Path):
    village(tmp_path / "甲村", [person(0)])
    (tmp_path / "乙村.xlsx").write_bytes(b"PK\x03\x04rubbish")
    out = tmp_path / "合.xlsx"
    code, answer = told("merge", tmp_path / "甲村", tmp_path / "乙村.xlsx", "-o", out)
    assert (code, codes(answer), answer["path"]) == (1, ["L101", "L532"], None)
    assert not out.exists()


def outer(folder: Path, *names: str) -> Path:
    """Write the dossier of a township with these villages below it."""
    folder.mkdir(exist_ok=True)
    point = "创建点: {名称: 镇, 类型: 乡镇, 级别: 市级, 角色: 实施单位, 年度: 2023}\n"
    (folder / "dossier.yaml").write_text(f"{point}下辖: [{', '.join(names)}]\n", "utf-8")
    return folder


def test_a_village_below_whose_ledger_can_not_be_read_stops_the_merging_too(tmp_path: Path):
    town = outer(tmp_path / "镇", "甲村", "乙村")
    village(town / "甲村", [person(0)])
    village(town / "乙村", [])
    (town / "乙村" / "劳动力资源台账.xlsx").write_bytes(b"PK\x03\x04rubbish")
    code, answer = told("merge", town, "-o", tmp_path / "合.xlsx")
    assert (code, codes(answer), answer["path"]) == (1, ["L101", "L532"], None)


def test_a_village_below_without_such_a_ledger_is_named(tmp_path: Path):
    town = outer(tmp_path / "镇", "甲村", "乙村")
    village(town / "甲村", [person(0)])
    village(town / "乙村", [])
    code, answer = told("merge", town, "-o", tmp_path / "合.xlsx")
    assert (code, codes(answer)) == (0, ["L533"])


def test_a_ledger_inside_a_dossier_is_not_overwritten(tmp_path: Path):
    folder = workbook(tmp_path / "甲村", [list(person(0)), list(person(0).values())])
    out = folder / "劳动力资源台账.xlsx"
    before = out.read_bytes()
    code, answer = told("merge", folder, "-o", out)
    assert (code, codes(answer)) == (1, ["L521"])
    assert out.read_bytes() == before


@pytest.mark.parametrize("name", ["持证人员台账", "零就业家庭台账", "资金台账"])
def test_ledgers_of_other_kinds_are_merged_too(tmp_path: Path, name: str):
    kind = KINDS[name]
    row = {item.name: item.example for item in kind.fields if item.name != VILLAGE}
    files = [write_csv(tmp_path / village / f"{name}.csv", [row]) for village in ("甲村", "乙村")]
    told("merge", *files, "--kind", name, "-o", tmp_path / "合.xlsx")
    assert [line[VILLAGE] for line in sheet(tmp_path / "合.xlsx", name)] == ["甲村", "乙村"]
    assert [line["行数"] for line in sheet(tmp_path / "合.xlsx", "汇总")] == ["1", "1", "2"]
