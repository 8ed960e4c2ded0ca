"""Layouts of loose workbooks that are read like any other, and persons who may stand in several rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.faulty_books import number
from tests.program import hqe

PEOPLE = [(f"彭{'春夏秋冬'[i % 4]}{'山水云石'[i // 4 % 4]}", date(1970 + i, 3, 2)) for i in range(24)]
IDS = [number(born, i, man=True) for i, (_, born) in enumerate(PEOPLE)]
NAMES = [name for name, _ in PEOPLE]


def faults(folder: Path, rows: Iterable[Iterable[object]], *options: object) -> list[tuple[str, str]]:
    """Return code and cell of each error and warning in a CSV file of `rows`."""
    path = folder / "名册.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    return said(path, *options)


def said(path: Path, *options: object) -> list[tuple[str, str]]:
    found = json.loads(hqe("check", path, "--json", *options).stdout)["problems"]
    return [(item["code"], item["where"].get("cell")) for item in found if item["severity"] != "info"]


CARDS = ("姓名", "公民身份号码", "组别", "证书名称", "技能等级", "证书编号", "发证日期")


@pytest.mark.parametrize(
    ("second", "wrong"),
    [
        (("第1组", "电工", "五级", "B2", "2023-05-04"), []),
        (("第1组", "焊工", "五级", "A1", "2022-05-04"), [("L209", "B4")]),
        (("第3组", "电工", "五级", "B2", "2023-05-04"), [("L209", "B4")]),  # one of the two is somebody else
    ],
    ids=["another certificate", "the same certificate", "another home"],
)
def test_a_person_may_have_several_certificates_but_each_once(tmp_path, second, wrong):
    first = (NAMES[0], IDS[0], "第1组", "焊工", "五级", "A1", "2022-05-04")
    other = (NAMES[1], IDS[1], "第2组", "焊工", "五级", "C3", "2022-05-04")
    rows = [CARDS, first, other, (NAMES[0], IDS[0], *second)]
    assert faults(tmp_path, rows, "--kind", "持证人员台账") == wrong


def test_a_person_stands_once_in_a_class_and_may_be_in_two(tmp_path):
    head = ("班次", "培训工种", "姓名", "公民身份号码")
    rows = [head, *(("第1期", "电工", NAMES[i], IDS[i]) for i in (0, 1)), ("第2期", "电工", NAMES[0], IDS[0])]
    assert faults(tmp_path, rows, "--kind", "技能培训台账") == []
    assert faults(tmp_path, [*rows, rows[1]], "--kind", "技能培训台账") == [("L209", "D5")]


def test_a_person_stands_once_in_a_table_of_no_known_kind_even_without_names(tmp_path):
    assert faults(
        tmp_path, [("服务对象编码", "身份证号", "事项"), *((i, IDS[i % 5], "领取物资") for i in range(6))]
    ) == [("L209", "B7")]


def test_a_header_of_days_is_a_header(tmp_path):
    head = ("序号", "姓名", "身份证号", *range(1, 32), "出勤天数")
    rows = [(i + 1, NAMES[i], IDS[i], *["√"] * 20, *["×"] * 11, 20) for i in range(24)]
    rows[3] = (*rows[3][:2], IDS[3][:17], *rows[3][3:])
    rows[5] = (*rows[5][:-1], 35)
    assert faults(tmp_path, [head, *rows]) == [("L205", "C5"), ("L314", "AI7")]


def test_two_halves_side_by_side_are_one_table(tmp_path):
    head = ("序号", "姓名", "身份证号", "签到")
    rows = [(i + 1, NAMES[i], IDS[i], "", i + 13, NAMES[i + 12], IDS[i + 12], "") for i in range(11)]
    again = (12, NAMES[11], IDS[11], "", 24, NAMES[0], IDS[0], "")
    assert faults(tmp_path, [(*head, *head), *rows, again]) == [("L209", "G13")]


def test_numbers_put_up_with_stars_are_right_unless_one_is_of_another_length(tmp_path):
    shown = [f"{n[:6]}********{n[14:]}" for n in IDS]
    rows = [(NAMES[i], shown[i], f"199****{i:04d}") for i in range(24)]
    rows[4] = (rows[4][0], shown[4][:-1], rows[4][2])
    assert faults(tmp_path, [("姓名", "身份证号", "联系电话"), *rows]) == [("L216", "B6")]


def test_two_heads_of_one_name_may_live_side_by_side(tmp_path):
    head = ("户主", "与户主关系", "姓名", "身份证号")
    house = [(NAMES[0], "户主", NAMES[0], IDS[0]), (NAMES[0], "长子", NAMES[1], IDS[20])]
    other = [(NAMES[0], "户主", NAMES[0], IDS[2]), (NAMES[0], "长子", NAMES[3], IDS[22])]
    assert faults(tmp_path, [head, *house, *other]) == []
    second = (NAMES[0], "户主", NAMES[3], IDS[22])
    assert faults(tmp_path, [head, *house, second]) == [("L220", "B4")]


def test_a_phone_in_one_merged_cell_is_one_phone(tmp_path):
    page = openpyxl.Workbook()
    page.active.append(("姓名", "身份证号", "联系电话"))
    for i in range(6):
        page.active.append((NAMES[i], IDS[i], "19900000001" if i == 0 else None))
    page.active.merge_cells("C2:C7")
    page.save(tmp_path / "名册.xlsx")
    assert said(tmp_path / "名册.xlsx") == []
