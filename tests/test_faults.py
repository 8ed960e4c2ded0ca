"""Twenty different faults in one workspace, found in one run, each with its file and its line or cell."""

from __future__ import annotations

import hashlib

from hqe_docs.office.check import check
from tests.villages import id_number, person, village

TOWN = """创建点: {名称: 甲镇, 类型: 乡镇, 级别: 市级, 角色: 实施单位, 年度: 2023, 基准日: 2023-10-31}
下辖: [梅村, 洪村, 东村]
人口: {户籍总人口: 四千}
领导小组: {组长: {姓名: 彭喆, 职务: 镇长}, 副组张: []}
口径: {人口口镜: 户籍}
文书: {工作方按: {序号: 1}}
任务:
  - {编号: 1, 任务: 调查, 对应指标: [8, 23]}
  - {编号: 1, 任务: 建库, 起: 2023-08-01, 完成时限: 2023-07-01}
"""
MEI = """创建点:
  名称：梅村
  类型: 村
  级别: 省级
  年度: 2023
  年度: 2024
  基准日: 2023-06-31
人口: {户籍总人口: -1}
发文:
\t机关: 梅村村民委员会
外部数据: {县平均就业率: {数值: 91.2, 来源: 公报}}
条件: &a {推广: 全国}
"""
HONG = "自评: {9: {得分: 10}, 1: {得分: 4}}\n资金: [{层级: 市级, 标准: 100, 已拨付: 200}]\n"


def plant(root):
    root.mkdir()
    (root / "dossier.yaml").write_text(TOWN, "utf-8")
    (root / "梅村").mkdir()
    (root / "梅村" / "dossier.yaml").write_text(MEI, "utf-8")
    wrong = id_number(1)[:-1] + ("0" if id_number(1)[-1] != "0" else "1")
    people = [
        person(0),
        person(1, 公民身份号码=wrong),
        person(2, 公民身份号码="36099919900230001X"),
        person(3, 公民身份号码=id_number(0)),
        person(4, 公民身份号码="360999199001"),
        person(5, 文化程度="大学士"),
        person(6, 是否户籍=""),
        person(7, 失业日期="2023-13-01"),
    ]
    village(root / "洪村", people, more=HONG)
    (root / "洪村" / "劳动力台账.xlsx").write_bytes(b"")
    return root


FOUND = {
    ("甲镇/dossier.yaml", "D104", 4),
    ("甲镇/梅村/dossier.yaml", "D101", 2),
    ("甲镇/梅村/dossier.yaml", "D110", 4),
    ("甲镇/梅村/dossier.yaml", "D103", 6),
    ("甲镇/梅村/dossier.yaml", "D107", 7),
    ("甲镇/梅村/dossier.yaml", "D112", 8),
    ("甲镇/梅村/dossier.yaml", "D102", 10),
    ("甲镇/梅村/dossier.yaml", "D111", 11),
    ("甲镇/梅村/dossier.yaml", "D109", 12),
    ("甲镇/梅村/dossier.yaml", "D110", 12),
}


def found_in(root, monkeypatch):
    monkeypatch.chdir(root.parent)
    return check([root.relative_to(root.parent)])


def lines(found):
    return {(item.where.file, item.code, item.where.line) for item in found}


def test_twenty_faults_come_in_one_run_and_the_sources_stay_untouched(tmp_path, monkeypatch):
    root = plant(tmp_path / "甲镇")
    before = {path: hashlib.sha256(path.read_bytes()).digest() for path in root.rglob("*.*")}
    found = found_in(root, monkeypatch)
    town, hong = "甲镇/dossier.yaml", "甲镇/洪村/dossier.yaml"
    expected = FOUND | {
        (town, "D105", 3),
        (town, "D117", 2),
        (town, "D116", 5),
        (town, "D118", 6),
        (town, "D113", 8),
        (town, "D122", 9),
        (town, "D119", 9),
        (hong, "D114", 2),
        (hong, "D115", 2),
        (hong, "D112", 3),
    }
    assert expected <= lines(found)
    assert {"L109"} <= {item.code for item in found}
    assert {path: hashlib.sha256(path.read_bytes()).digest() for path in root.rglob("*.*")} == before


def test_faults_of_ledger_rows_carry_their_cell(tmp_path, monkeypatch):
    root = plant(tmp_path / "甲镇")
    (root / "洪村" / "劳动力台账.xlsx").unlink()
    found = [item for item in found_in(root, monkeypatch) if item.code.startswith("L")]
    cells = {(item.code, item.where.file, item.where.cell) for item in found}
    ledger = "甲镇/洪村/劳动力资源台账.csv"
    assert {
        ("L204", ledger, "B3"),
        ("L206", ledger, "B4"),
        ("L209", ledger, "B5"),
        ("L205", ledger, "B6"),
        ("L202", ledger, "E7"),
        ("L201", ledger, "F8"),
        ("L203", ledger, "R9"),
    } <= cells


def test_every_problem_says_what_where_and_how_to_mend(tmp_path, monkeypatch):
    for item in found_in(plant(tmp_path / "甲镇"), monkeypatch):
        assert item.message
        assert item.hint
        assert item.where.file
        assert "{" not in item.message
