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
