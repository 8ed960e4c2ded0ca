"""The example's service ledgers: they speak of the master ledger's people, and of what the dossiers tell."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from hqe_docs.office.check import check_opened
from hqe_docs.office.workspace import Loaded
from tests.example_books import FOLDER, VILLAGES, dossier, table
from tests.program import hqe

KINDS = {
    *("数据核查台账", "动态更新台账", "持证人员台账", "创业与市场主体台账", "技能培训台账", "劳务品牌台账"),
    *("人力资源机构协作台账", "招聘与政策宣传活动台账", "劳动争议调解台账", "党建+就业推送台账"),
    *("工作人员培训台账", "创业担保贷款台账", "劳动力资源台账"),
}
SHARED = ("姓名", "组别", "性别", "联系电话", "人员类别", "单位名称", "工种", "就业区域", "就业地址")
EXAMPLE = ["P206", "P203", "P206", "P206", "P203", "P203"]
DAY = "2023-10-31"  # 基准日 of both


def test_each_village_has_the_ledgers_that_the_indicators_read() -> None:
    for village in VILLAGES:
        assert {path.stem for path in (FOLDER / village).glob("*.xlsx")} == KINDS


def test_the_check_of_the_example_finds_only_late_answers_and_mid_term_reports_signed_before_their_figures(
    example: Loaded,
) -> None:
    found = list(check_opened([example]))
    assert {item.severity for item in found} == {"warning"}
    late = [item.where.path for item in found if item.code == "P203"]
    early = [item.where.path for item in found if item.code == "P206"]
    assert (late, early) == (["问题[3]", "问题[2]", "问题[3]"], ["文书.中期评估报告.成文日期"] * 3)
    assert len(found) == 6


@pytest.mark.slow
def test_the_command_finds_the_same_and_ends_well() -> None:
    run = hqe("check", FOLDER, "--json")
    assert (run.exit_code, [it["code"] for it in json.loads(run.stdout)["problems"]]) == (0, EXAMPLE)


@pytest.mark.slow
@pytest.mark.parametrize("village", VILLAGES)
def test_whoever_stands_in_a_service_ledger_is_in_the_master_ledger_with_the_same_words(village: str) -> None:
    master = {row["公民身份号码"]: row for row in table(village)}
    for kind in KINDS:
        for row in table(village, kind):
            if "公民身份号码" in row:
                known = master[row["公民身份号码"]]
                assert [name for name in SHARED if name in row and row[name] != known[name]] == []


@pytest.mark.parametrize("village", VILLAGES)
def test_two_batches_of_updates_tell_all_deaths_moves_and_losses_of_work_of_the_year(village: str) -> None:
    updates, people = table(village, "动态更新台账"), table(village)
    assert {row["更新日期"] for row in updates} == {"2023-06-28", "2023-09-26"}
    assert {row["变动类型"] for row in updates} == {"新增", "迁出", "死亡", "状态变化", "信息更正"}
    said = Counter(row["变动后"] for row in updates if row["变动栏目"] == "就业状态")
    states = Counter(row["就业状态"] for row in people)
    lost = sum((row["失业日期"] or "") >= "2023" for row in people)
    assert (said["死亡"], said["迁出"], said["失业"]) == (states["死亡"], states["迁出"], lost)


@pytest.mark.parametrize("village", VILLAGES)
def test_what_a_check_found_wrong_and_was_put_right_stands_right_in_the_master_ledger(village: str) -> None:
    master = {row["公民身份号码"]: row for row in table(village)}
    told = {
        (row["公民身份号码"], f"{row['变动栏目']}：{row['变动前']}") for row in table(village, "动态更新台账")
    }
    for row in table(village, "数据核查台账"):
        if row["核查结果"] == "不一致":
            column, was_corrected = row["不一致栏目"], row["是否已更正"] == "是"
            now = f"{column}：{master[row['公民身份号码']][column]}"
            assert now == (row["核查实情"] if was_corrected else row["台账记载"])
            assert ((row["公民身份号码"], row["台账记载"]) in told) == was_corrected


@pytest.mark.parametrize("village", VILLAGES)
def test_nobody_began_the_work_that_a_check_corrected_after_that_check(village: str) -> None:
    began = {row["公民身份号码"]: row["就业日期"] or "" for row in table(village)}
    wrong = [row for row in table(village, "数据核查台账") if row["核查结果"] == "不一致"]
    assert all(began[row["公民身份号码"]] < row["核查日期"] for row in wrong)


@pytest.mark.parametrize("village", VILLAGES)
def test_each_certificate_of_the_master_ledger_has_its_row_and_those_of_a_class_its_number(
    village: str,
) -> None:
    master = {number for row in table(village) for number in (row["证书编号"] or "").split("；")}
    held = {row["证书编号"]: row for row in table(village, "持证人员台账")}
    assert set(held) == master - {""}
    assert all(row["发证日期"] <= DAY for row in held.values())
    for row in table(village, "技能培训台账"):
        if row["证书编号"]:
            assert held[row["证书编号"]]["公民身份号码"] == row["公民身份号码"]
            assert row["是否合格"] == "是"


@pytest.mark.parametrize(
    ("village", "classes", "willing", "matching", "members", "new"),
    [
        ("梅州村", (35, 37), (72, 81), (63, 72), 61, (19, 57)),
        ("洪江村", (25, 27), (52, 71), (45, 52), 30, (12, 25)),
    ],
)
def test_classes_brand_and_new_firms_are_what_the_readme_of_the_example_says(
    village: str,
    classes: tuple[int, int],
    willing: tuple[int, int],
    matching: tuple[int, int],
    members: int,
    new: tuple[int, int],
) -> None:
    text = (FOLDER / "README.md").read_text("utf-8")
    trained = table(village, "技能培训台账")
    wished = [row["公民身份号码"] for row in table(village) if row["培训意愿"] == "有"]
    sat = {row["公民身份号码"] for row in trained}
    firms = [row for row in table(village, "创业与市场主体台账") if row["注册日期"].startswith("2023")]
    assert tuple(Counter(row["班次"] for row in trained).values()) == classes
    assert (len(sat & set(wished)), len(wished)) == willing
    assert (sum(row["培训工种"] == row["意向工种"] for row in trained), len(trained)) == matching
    assert len({row["公民身份号码"] for row in table(village, "劳务品牌台账")}) == members
    assert (len(firms), sum(row["带动就业人数"] for row in firms)) == new
    said = [
        *(f"{part} / {whole}" for part, whole in (willing, matching)),
        f"{members} 人",
        f"{new[1]} / {new[0]}",
    ]
    assert [words for words in said if words not in text] == []


def test_one_villages_firms_bring_three_jobs_each_in_sum_though_some_bring_fewer() -> None:
    jobs = [
        row["带动就业人数"]
        for row in table("梅州村", "创业与市场主体台账")
        if row["注册日期"].startswith("2023")
    ]
    assert sum(jobs) == 3 * len(jobs)
    assert sum(each < 3 for each in jobs) == 5


@pytest.mark.parametrize("village", VILLAGES)
def test_loans_are_to_founders_and_the_firms_say_so(village: str) -> None:
    paid = {row["公民身份号码"] for row in table(village, "创业担保贷款台账") if row["放款日期"]}
    firms = {row["公民身份号码"]: row for row in table(village, "创业与市场主体台账")}
    assert {number for number, row in firms.items() if row["是否享受创业担保贷款"] == "是"} == paid
    for row in table(village, "创业担保贷款台账"):
        firm = firms[row["公民身份号码"]]
        assert (row["市场主体名称"], row["统一社会信用代码"]) == (
            firm["市场主体名称"],
            firm["统一社会信用代码"],
        )
        assert firm["注册日期"] < row["申请日期"]


@pytest.mark.parametrize("village", VILLAGES)
def test_no_two_firms_bear_one_name_or_one_code(village: str) -> None:
    firms = table(village, "创业与市场主体台账")
    for column in ("市场主体名称", "统一社会信用代码"):
        assert max(Counter(row[column] for row in firms).values()) == 1


def test_a_message_went_out_each_week_in_one_village_and_not_in_the_other() -> None:
    assert [len(table(village, "党建+就业推送台账")) for village in VILLAGES] == [18, 14]


@pytest.mark.parametrize("village", VILLAGES)
def test_the_full_time_officer_of_the_dossier_was_trained(village: str) -> None:
    (officer,) = dossier(village)["条件"]["专职人员"]
    kinds = [row["培训类型"] for row in table(village, "工作人员培训台账") if row["姓名"] == officer["姓名"]]
    told = {"梅州村": ["提升培训", "提升培训", "外出学习"], "洪江村": ["基础培训"]}
    assert kinds == told[village]
