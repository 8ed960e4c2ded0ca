"""What the titles of a ledger's columns mean: mapped by the user, known, nearly known."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hqe_docs.data.kinds import LedgerKind, load_kinds
from hqe_docs.data.ledger import read_ledger
from hqe_docs.library import Library
from hqe_docs.problems import Problems
from tests.villages import id_number


@pytest.fixture(scope="module")
def master() -> LedgerKind:
    return load_kinds(Library.over_shipped([]), Problems())["劳动力资源台账"]


def read(folder: Path, kind: LedgerKind, rows: list[list[str]], mapped: dict[str, str]):
    path = folder / "导出.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    found = Problems()
    return read_ledger(path, path.name, kind, found, mapped), list(found)


def test_a_mapped_title_is_read_as_the_column_it_is_said_to_be(tmp_path, master):
    rows = [["AAC003", "AAC002", "学历"], ["村民甲", id_number(0), "初中"]]
    ledger, _ = read(tmp_path, master, rows, {"AAC003": "姓名", "aac002": "公民身份号码"})
    assert ledger.frame.select("姓名", "公民身份号码", "文化程度").row(0) == ("村民甲", id_number(0), "初中")


def test_a_mapped_title_goes_before_the_standard_one(tmp_path, master):
    rows = [["姓名", "劳动者", "学历", "身份证号"], ["经办人", "村民甲", "初中", id_number(0)]]
    ledger, _ = read(tmp_path, master, rows, {"劳动者": "姓名", "不在表中": "文化程度"})
    assert ledger.frame.select("姓名", "文化程度").row(0) == ("村民甲", "初中")


def test_a_title_mapped_to_no_column_of_the_kind_is_read_as_none(tmp_path, master):
    rows = [["姓名", "学历", "身份证号", "性别"], ["村民甲", "初中", id_number(0), "别的"]]
    ledger, _ = read(tmp_path, master, rows, {"性别": "不用"})
    assert ledger.frame["性别"].to_list() == [""]


def titles(folder: Path, kind: LedgerKind, rows: list[list[str]]):
    """Return the fields that a table's columns are read as, and the codes of what is found about its titles."""
    ledger, found = read(folder, kind, rows, {})
    fields = list(ledger.sources[0].columns) if ledger else []
    return fields, [(i.code, i.where.cell) for i in found if i.code in ("L102", "L104", "L119", "L309")]


def test_a_misspelt_title_is_read_as_the_nearest_whose_cells_fit_and_that_is_said(tmp_path, master):
    rows = [["姓名", "身份正号", "文化成度", "户编号"], ["村民甲", id_number(0), "初中", "1"]]
    fields, found = titles(tmp_path, master, rows)
    assert set(fields) == {"姓名", "公民身份号码", "文化程度", "户编号"}
    assert found == [("L309", "B1"), ("L309", "C1")]


def test_a_title_whose_cells_do_not_fit_is_not_guessed(tmp_path, master):
    rows = [["姓名", "身份证号", "政治面孔", "户编号"], ["村民甲", id_number(0), "慈祥", "1"]]
    assert titles(tmp_path, master, rows)[1] == [("L104", "C1")]


def test_two_titles_like_one_field_are_asked_about_and_neither_is_read(tmp_path, master):
    rows = [["姓名", "户编号", "身份正号", "身分证号"], ["村民甲", "1", id_number(0), id_number(1)]]
    fields, found = titles(tmp_path, master, rows)
    assert "公民身份号码" not in fields
    assert found == [("L119", "C1"), ("L119", "D1")]


LEVELS = """
梅村台账,,,,,
基本信息,,,就业,,失业
姓名,证件,,情况,,日期
,身份证号,户编号,状态,形式,
村民甲,{number},1,打零工,季节性,2023-01-05
"""


def test_a_header_of_three_levels_is_joined(tmp_path, master):
    rows = [line.split(",") for line in LEVELS.strip().format(number=id_number(0)).splitlines()]
    ledger, found = read(tmp_path, master, rows, {})
    assert ledger.frame.height == 1
    row = ledger.frame.row(0, named=True)
    assert (row["姓名"], row["公民身份号码"], row["户编号"]) == ("村民甲", id_number(0), "1")
    assert (row["就业状态"], row["就业形式"], row["失业日期"]) == ("灵活就业", "季节性", "2023-01-05")
    assert [i for i in found if i.code in ("L104", "L309")] == []


def test_a_header_of_four_levels_is_joined(tmp_path, master):
    lines = [
        "人员,,,",
        "基本,,就业,",
        "信息,,就业,",
        "姓名,身份证号,状态,户编号",
        f"村民甲,{id_number(0)},失业,1",
    ]
    ledger, _ = read(tmp_path, master, [line.split(",") for line in lines], {})
    assert ledger.frame.select("姓名", "就业状态", "户编号").row(0) == ("村民甲", "失业", "1")


@pytest.mark.parametrize("above", [[], [["核查表"]], [["填报单位：梅村", "", "2023-10-31"]]])
def test_a_ledger_of_two_known_columns_is_recognised(tmp_path, above):
    kind = load_kinds(Library.over_shipped([]), Problems())["数据核查台账"]
    rows = [*above, ["身份证号", "核查结果"], [id_number(0), "一致"], [id_number(1), "不一致"]]
    ledger, _ = read(tmp_path, kind, rows, {})
    assert ledger.frame["核查结果"].to_list() == ["一致", "不一致"]
