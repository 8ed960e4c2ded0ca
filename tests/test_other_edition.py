"""Another city's edition is one YAML: an invented one, of other shapes, is scored, explained and printed."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.program import hqe
from tests.villages import UNEMPLOYED, id_number, ledger, person, village

LIBRARY = Path(__file__).parent / "editions"
EDITION = LIBRARY / "indicators" / "岭东-2024.yaml"
MORE = """条件:
  评估小组: 是
  网格员: {值: 2, 说明: 一专一兼, 佐证: [网格员名册]}
  制度: [首问负责, 限时办结, 定期回访]
  荣誉: 县级
外部数据: {全市平均就业率: {数值: 88%, 来源: 年报}}
自评: {11: {得分: 4.5, 说明: 评议小组评定}}
口径: {务农算就业: 是}
"""
POINTS = {
    1: "5",  # 2 名网格员
    2: "7.5",  # 缺一项制度
    3: "17",  # 45 ÷ 50 = 90 %, six points under 96 %
    4: "8",  # 2 ÷ 5 = 40 % of a target of 50 %
    5: "10",  # nobody is without work for a year
    6: "8",  # one case not settled
    7: "1.5",  # three events
    8: "1",  # 12 employers, two beyond ten, a part of five counts as five
    9: "6",  # 30 hours each
    10: "2.5",  # one team of 20
    11: "4.5",
    12: "2",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A village with 50 who work or want to (one of them a farmer), of whom 5 are out of work."""
    farmer = person(44, 就业状态="务农", 就业形式="")
    idle = [person(45 + i, **UNEMPLOYED) for i in range(5)]
    place = village(
        tmp_path_factory.mktemp("岭东") / "石桥村",
        [*(person(i) for i in range(44)), farmer, *idle],
        more=MORE,
    )
    dossier = place / "dossier.yaml"
    text = dossier.read_text("utf-8").replace("年度: 2023, 基准日: 2023", "年度: 2024, 基准日: 2023")
    dossier.write_text(text.replace("年度: 2024", "年度: 2024, 指标体系: 岭东-2024"), "utf-8")
    followed = ["已就业", "已创业", "跟踪中", "跟踪中", "已参训"]
    ledger(
        place,
        "登记失业一对一台账",
        [
            {
                "姓名": one["姓名"],
                "公民身份号码": one["公民身份号码"],
                "登记失业日期": "2023-06-01",
                "服务结果": how,
            }
            for one, how in zip(idle, followed, strict=True)
        ],
    )
    ledger(
        place,
        "劳动争议调解台账",
        [
            {"受理日期": "2024-03-01", "调解结果": "不成功"},
            {"受理日期": "2024-03-02", "调解结果": "成功"},
        ],
    )
    events = ["招聘会", "直播带岗", "招聘会", "政策宣传"]
    ledger(
        place,
        "招聘与政策宣传活动台账",
        [{"活动日期": f"2024-0{i}-01", "活动类型": e} for i, e in enumerate(events, 1)],
    )
    ledger(
        place,
        "用人单位走访台账",
        [{"走访日期": "2024-02-01", "走访人": "甲某", "单位名称": f"第{i % 12}厂"} for i in range(15)],
    )
    ledger(
        place,
        "技能培训台账",
        [
            {"班次": "一期", "培训工种": "焊工", "课时": hours, "公民身份号码": id_number(i)}
            for i, hours in enumerate((20, 40))
        ],
    )
    ledger(
        place,
        "劳务品牌台账",
        [{"品牌名称": "石匠" if i < 20 else "木匠", "公民身份号码": id_number(i)} for i in range(30)],
    )
    return place


def asked(*arguments):
    result = hqe(*arguments, "--library", LIBRARY, "--json")
    return json.loads(result.stdout)


def test_every_point_of_the_other_edition_is_as_counted_by_hand(folder):
    (sheet,) = asked("score", folder)["dossiers"]
    assert {item["no"]: item["points"] for item in sheet["items"]} == POINTS
    assert (sheet["total"], sheet["possible"], sheet["full"]) == ("73", "73", "100")
    assert {item["state"] for item in sheet["items"]} == {"computed", "judged"}


def test_its_settings_and_remarks_are_told(folder):
    (sheet,) = asked("score", folder)["dossiers"]
    assert [line.split("：")[0] for line in sheet["settings"]] == ["务农算就业", "制度不全", "走访不足"]
    assert sheet["settings"][0].startswith("务农算就业：是")


@pytest.mark.parametrize(
    ("no", "words"),
    [
        (3, ["低于 96%", "每 1% 扣 0.5 分", "全市平均就业率", "45 ÷ 50", "附表第 3 项", "岭就字〔2024〕8号"]),
        (6, ["超过 0", "每 1 扣 2 分"]),
        (8, ["超过 10 的部分每 5 得 1 分", "最多 5 分"]),
        (12, ["县级得 2 分"]),
    ],
)
def test_each_rule_is_explained_from_its_own_data(folder, no, words):
    said = hqe("score", folder, "--explain", no, "--library", LIBRARY).stdout
    assert [word for word in words if word not in said.replace("\n", "")] == []


def test_the_tests_beside_a_judged_point_are_shown(folder):
    (sheet,) = asked("score", folder)["dossiers"]
    (item,) = (item for item in sheet["items"] if item["no"] == 11)
    assert [(it["label"], it["holds"]) for it in item["conditions"]] == [
        ("失业人员一对一帮扶", True),
        ("长期失业不多于 5 人", True),
    ]


def test_its_own_sheet_is_printed_in_both_forms(folder, tmp_path):
    answer = asked("build", folder, "-d", "自评表", "-o", tmp_path)
    assert sorted(Path(result["path"]).name for result in answer["results"]) == [
        "石桥村-自评表.docx",
        "石桥村-自评表.xlsx",
    ]
    cells = [
        str(cell)
        for sheet in openpyxl.load_workbook(tmp_path / "石桥村-自评表.xlsx")
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    ]
    document = docx.Document(str(tmp_path / "石桥村-自评表.docx"))
    words = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for printed in ("\n".join(cells), "\n".join(words)):
        assert all(category in printed for category in ("组织保障", "就业成效", "服务质效", "社会评价"))
        assert all(title in printed for title in ("再就业率", "未化解纠纷", "劳务班组"))
        assert "工作环境" not in printed
    assert any("73" in word for word in words)


def test_a_fact_or_an_outside_figure_not_given_waits_by_its_name(folder, tmp_path):
    place = village(tmp_path / "空村", [])
    dossier = place / "dossier.yaml"
    dossier.write_text(
        dossier.read_text("utf-8").replace("年度: 2023", "年度: 2024, 指标体系: 岭东-2024"), "utf-8"
    )
    (sheet,) = asked("score", place)["dossiers"]
    reasons = {item["no"]: item["reason"] for item in sheet["items"]}
    assert "条件.评估小组" in reasons[1]
    assert "条件.荣誉" in reasons[12]
    assert (sheet["total"], sheet["possible"]) == ("0", "100")


def test_it_has_no_fault_and_says_what_it_holds():
    result = hqe("check", EDITION)
    assert result.exit_code == 0
    assert "12 项指标" in result.stdout + result.stderr
