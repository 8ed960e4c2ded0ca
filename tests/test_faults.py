"""Twenty different faults in one workspace, found in one run, each with its file and its line or cell."""

from __future__ import annotations

import hashlib

from hqe_docs.office.check import check_opened
from hqe_docs.office.workspace import open_dossiers
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
    return check_opened(open_dossiers([root.relative_to(root.parent)]))


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


ONE = """创建点:
  名称: 甲村
  类型: 村庄
  级别: 市级
  年度: 二三年
  基准日: 2023-02-30
  指标体系: yichun-2023
  所在: x
人口: {户籍总人口: 1000人, 常住总人口: -1}
发文:
  机关：甲村村委会
  代字: [甲]
文书:
  工作方桉: {序号: 1}
  任务书: {成文日期: 6月5日}
领导小组: {组长: {职务: 书记}}
阶段:
  - {名称: 启动, 起: 2023-07-01, 止: 2023-06-01}
任务:
  - {编号: 1, 任务: 调查, 对应指标: [8, 99], 状态: 做完}
  - {编号: 1, 任务: 建库, 完成时限: 2023-13-01, 进度: 60}
  - {编号: 3, 责任人: 某}
资金: [{层级: 市级, 标准: 五万, 已拨付: 1}]
自评: {9: {得分: 5}, 1: {得分: 7}}
口径: {劳动年龄: 随便, 乱写: 1}
条件: {推广: 全国, 信息发布终端: 可能}
外部数据: {县平均就业率: {数值: 91.2}
问题: []
"""
IN_ONE = {
    ("D110", 3), ("D105", 5), ("D107", 6), ("D104", 8), ("D105", 9), ("D112", 9), ("D101", 11), ("D105", 12),
    ("D118", 14), ("D111", 15), ("D106", 16), ("D119", 18), ("D110", 20), ("D113", 20), ("D107", 21), ("D111", 21),
    ("D122", 21), ("D106", 22), ("D105", 23), ("D114", 24), ("D115", 24), ("D110", 25), ("D116", 25), ("D105", 26),
    ("D110", 26), ("D101", 27),
}  # fmt: skip


def test_one_dossier_hides_none_of_its_twenty_six_faults_behind_another(tmp_path, monkeypatch):
    root = tmp_path / "甲村"
    root.mkdir()
    (root / "dossier.yaml").write_text(ONE, "utf-8")
    (root / "劳动力资源台账.xlsx").write_bytes(b"hello")
    found = found_in(root, monkeypatch)
    said = [(item.code, item.where.line) for item in found if item.where.file == "甲村/dossier.yaml"]
    assert {pair for pair in said if pair[0] != "D201"} == IN_ONE
    assert [line for _, line in said] == sorted(line for _, line in said)
    assert "L101" in {item.code for item in found}
