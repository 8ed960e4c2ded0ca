"""What a clerk meets beside the rules: nothing to divide by, ledgers that can't be read, copies of an edition, own folders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.program import hqe
from tests.villages import UNEMPLOYED, ledger, person, village

SHIPPED = Path(__file__).resolve().parents[1] / "indicators" / "yichun-2023.yaml"
COUNTY = "外部数据: {县平均就业率: {数值: 85%, 来源: 统计公报}}\n人口: {户籍总人口: 100}\n"
OUTER = "创建点: {{名称: {name}, 类型: 乡镇, 级别: 县级, 年度: 2023, 基准日: 2023-10-31, 角色: {role}}}\n下辖: [{below}]\n"


def make(folder: Path, more: str = COUNTY) -> Path:
    rows = [person(i) for i in range(18)] + [person(18 + i, **UNEMPLOYED) for i in range(2)]
    return village(folder, rows, more=more)


def township(folder: Path, role: str, *names: str) -> Path:
    folder.mkdir()
    text = OUTER.format(name=folder.name, role=role, below=", ".join(names))
    (folder / "dossier.yaml").write_text(text + COUNTY, "utf-8")
    for name in names:
        make(folder / name)
    return folder


def answer(command: str, *arguments: object, code: int = 0) -> Any:
    outcome = hqe(command, *arguments, "--json")
    assert outcome.exit_code == code, outcome.output
    return json.loads(outcome.stdout)


def items(command: str, folder: Path, code: int = 0) -> dict[int, Any]:
    (dossier,) = answer(command, folder, code=code)["dossiers"]
    return {item["no"]: item for item in dossier["items"]}


# ---------------------------------------------------------------- nothing to divide by
def test_no_dispute_says_what_can_not_be_divided_and_which_setting_decides(tmp_path):
    folder = make(tmp_path / "甲村")
    ledger(folder, "劳动争议调解台账", [{"受理日期": "2023-10-01", "调解结果": "调解中"}])
    reason = "待核：调解成功率的分母为零，无从计算（口径“无争议”为“待核”）"
    assert items("score", folder)[14]["reason"] == reason


def test_conditions_that_concern_nobody_ask_for_nothing(tmp_path):
    steps = items("gaps", make(tmp_path / "甲村"))[10]["steps"]
    # nobody in the village is poor, so there is no household to look after and no rate to compare
    assert [step["text"] for step in steps] == ["由人评分：酌情评分项，尚无自评得分"]


def test_what_several_conditions_lack_is_said_once(tmp_path):
    empty = village(tmp_path / "空村", [])
    said = "补齐后核对条件：缺《劳动力资源台账》；缺《技能培训台账》"
    assert said in [step["text"] for step in items("gaps", empty)[13]["steps"]]


# ---------------------------------------------------------------- where figures come from
def test_a_figure_names_all_ledgers_it_is_counted_from(tmp_path):
    folder = make(tmp_path / "甲村")
    ledger(folder, "创业与市场主体台账", [{"姓名": "村民甲", "公民身份号码": person(0)["公民身份号码"]}])
    ledger(
        folder,
        "技能培训台账",
        [{"姓名": "村民甲", "公民身份号码": person(0)["公民身份号码"], "班次": "1", "培训工种": "焊工"}],
    )
    (dossier,) = answer("figures", folder)["dossiers"]
    sources = {figure["name"]: figure["source"] for figure in dossier["figures"]}
    assert sources["创业率"] == "劳动力资源台账、创业与市场主体台账、人口.户籍总人口"
    assert sources["持证占比"] == "劳动力资源台账、人口.户籍总人口"
    assert sources["培训率"] == "劳动力资源台账、技能培训台账"


def test_a_ledger_that_adds_people_and_can_not_be_read_makes_the_share_wait(tmp_path):
    folder = make(tmp_path / "甲村")
    assert items("score", folder)[17]["points"] == "0"
    (folder / "创业与市场主体台账.csv").write_bytes(b'"')
    item = items("score", folder, code=1)[17]
    assert (item["points"], item["reason"]) == (None, "待核：《创业与市场主体台账》读不出")


# ---------------------------------------------------------------- suppositions
@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("就业率=1/0",), "分母为 0 时，分子也只能是 0"),
        (("就业率=95%", "就业率=90%"), "前面已假设为“95%”"),
    ],
)
def test_a_supposition_that_means_nothing_or_two_things_is_refused(tmp_path, said, words):
    options = [part for each in said for part in ("--what-if", each)]
    told = answer("score", make(tmp_path / "甲村"), *options, code=2)
    assert [item["code"] for item in told["problems"]] == ["R122"]
    assert words in told["problems"][0]["message"]


def test_a_full_width_percent_sign_is_one(tmp_path):
    (dossier,) = answer("score", make(tmp_path / "甲村"), "--what-if", "就业率＝95％")["dossiers"]
    assert dossier["suppositions"][0]["after"] == "95.00%"


def test_a_supposed_figure_that_no_indicator_looks_at_is_said_to_change_nothing(tmp_path):
    text = hqe("score", make(tmp_path / "甲村"), "--what-if", "就业人数=20").output
    assert "就业人数：18 → 20（没有指标按这项数据计分，由它得出的比率要另外假设）" in text
    assert "各项得分不变" in text


def test_a_supposition_shows_the_conditions_it_meets(tmp_path):
    text = hqe("score", make(tmp_path / "甲村"), "--what-if", "培训期数=2").output
    assert "第 13 项对照（符合）: 至少两期：培训期数 2，达到 2" in text


# ---------------------------------------------------------------- townships, copies of an edition
@pytest.mark.slow
def test_a_township_that_is_itself_a_point_has_a_picture_beside_those_of_its_villages(tmp_path):
    town = township(tmp_path / "甲镇", "创建点", "东村", "西村")
    told = answer("score", town, "--picture", tmp_path / "得分.svg")
    assert [Path(path).name for path in told["written"]] == [
        "得分-甲镇.svg",
        "得分-东村.svg",
        "得分-西村.svg",
    ]


@pytest.mark.slow
def test_copies_of_an_edition_that_score_otherwise_are_not_ranked_together(tmp_path):
    town = township(tmp_path / "甲镇", "实施单位", "东村", "西村")
    own = town / "西村" / "indicators"
    own.mkdir()
    text = SHIPPED.read_text("utf-8").replace("内容: 服务大厅", "内容: 大厅")
    text = text.replace("    内容: 工作特色及亮点\n    满分: 10", "    内容: 工作特色及亮点\n    满分: 20")
    (own / SHIPPED.name).write_text(text.replace("满分: 110", "满分: 120", 1), "utf-8")
    told = answer("score", town, "-o", tmp_path / "汇总.xlsx", code=0)
    assert [(group["full"]["total"], len(group["lines"])) for group in told["groups"]] == [
        ("110", 1),
        ("120", 1),
    ]


def test_a_village_opened_by_itself_has_the_indicator_sets_of_its_township(tmp_path):
    town = township(tmp_path / "甲镇", "实施单位", "东村")
    (town / "indicators").mkdir()
    (town / "indicators" / "本镇.yaml").write_text(SHIPPED.read_text("utf-8"), "utf-8")
    dossier = town / "东村" / "dossier.yaml"
    text = dossier.read_text("utf-8").replace("年度: 2023", "年度: 2023, 指标体系: 本镇")
    dossier.write_text(text, "utf-8")
    assert items("score", town / "东村") == items("score", town)


def test_an_indicator_set_is_checked_wherever_its_draft_lies(tmp_path):
    draft = tmp_path / "草稿.yaml"
    draft.write_text(SHIPPED.read_text("utf-8").replace("满分: 110", "满分: 100", 1), "utf-8")
    assert [item["code"] for item in answer("check", draft, code=1)["problems"]] == ["I103"]


# ---------------------------------------------------------------- side by side, wrong names, words
def test_two_days_of_one_ledger_are_said_to_be_that(tmp_path):
    text = hqe("score", make(tmp_path / "甲村"), "--compare", "2023-06-30", "2023-10-31").output
    assert "两列用的是同一套台账，只有年龄、期限随日期变" in text


def test_two_editions_side_by_side_are_said_not_to_compare(tmp_path):
    town = township(tmp_path / "甲镇", "实施单位", "东村", "西村")
    assert "指标体系不同" not in hqe("score", "--compare", town / "东村", town / "西村").output
    (town / "西村" / "indicators").mkdir()
    own = SHIPPED.read_text("utf-8").replace("内容: 就业信息发布终端", "内容: 终端")
    (town / "西村" / "indicators" / SHIPPED.name).write_text(own, "utf-8")
    assert "指标体系不同，总分不能直接比较" in hqe("score", "--compare", town / "东村", town / "西村").output


@pytest.mark.parametrize("arguments", [("score", "--explain", "23"), ("figures", "就业绿")])
def test_an_indicator_or_figure_that_is_not_there_is_wrong_usage(tmp_path, arguments):
    command, *rest = arguments
    assert answer(command, make(tmp_path / "甲村"), *rest, code=2)["problems"][0]["code"] in ("R105", "R109")


def test_a_bound_that_begins_with_a_name_follows_its_verb(tmp_path):
    folder = make(tmp_path / "甲村", more=COUNTY.replace("85%", "91.2%"))
    assert "就业率达到县平均就业率 91.20%" in items("gaps", folder)[9]["steps"][0]["text"]


# ---------------------------------------------------------------- a person's points
def test_points_finer_than_what_is_printed_are_refused_since_sums_would_not_add_up(tmp_path):
    folder = make(tmp_path / "甲村", more=COUNTY + "自评: {1: {得分: 2.345, 说明: 好}}\n")
    (problem,) = answer("score", folder, code=1)["problems"]
    assert (problem["code"], "最多两位小数" in problem["message"]) == ("D105", True)
    told = answer("score", make(tmp_path / "乙村"), "--what-if", "自评.1=2.345", code=2)
    assert "最多两位小数" in told["problems"][0]["message"]


def test_points_without_a_reason_count_and_the_reason_is_asked_for(tmp_path):
    folder = make(tmp_path / "甲村", more=COUNTY + "自评: {1: {得分: 2.5}}\n")
    told = answer("score", folder)
    assert [(it["code"], it["severity"], it["where"]["line"]) for it in told["problems"]] == [
        ("D130", "warning", 4)
    ]
    assert told["dossiers"][0]["total"] == "16.97"  # 2.5, 10 × 90 ÷ 95 = 9.47 for work, 5 for insurance
