"""From dossier and ledger to points, 宜春 2023, on villages small enough to count by hand.

The rules' own boundaries stand as worked cases in indicators/yichun-2023.yaml.
"""

from __future__ import annotations

import pytest

from hqe_docs.office.scores.numbers import figures_json, score_json
from tests.examples import a_few
from tests.villages import UNEMPLOYED, person, village

COUNTY = "外部数据: {县平均就业率: {数值: 91.2%, 来源: 统计公报}}\n"


def score_of(folder):
    result = score_json([folder])
    assert [item for item in result["problems"] if item.severity == "error"] == []
    (sheet,) = result["dossiers"]
    return sheet, {item["no"]: item for item in sheet["items"]}


def people(employed, unemployed):
    rows = [person(i) for i in range(employed)]
    return rows + [person(employed + i, **UNEMPLOYED) for i in range(unemployed)]


@pytest.mark.parametrize(
    ("kind", "level", "employed", "unemployed", "points"),
    a_few(
        [
            ("村", "市级", 95, 5, "10"),
            ("村", "市级", 94, 6, "9.89"),
            ("社区", "市级", 95, 5, "10"),
            ("村", "县级", 92, 8, "10"),
            ("乡镇", "市级", 92, 8, "10"),
            ("村", "市级", 91, 9, "0"),
            ("街道", "县级", 91, 9, "0"),
        ],
        rows=True,
    ),
)
def test_employment_rate_scores_by_target_and_below_the_county_nothing(
    tmp_path, kind, level, employed, unemployed, points
):
    folder = village(tmp_path / "甲", people(employed, unemployed), kind=kind, level=level, more=COUNTY)
    item = score_of(folder)[1][9]
    assert (item["points"], item["state"]) == (points, "computed")
    assert (item["numerator"], item["denominator"]) == (str(employed), str(employed + unemployed))
    assert len(item["rows"]) == employed


def test_without_the_county_average_the_rate_is_pending(tmp_path):
    item = score_of(village(tmp_path / "甲", people(95, 5)))[1][9]
    assert (item["points"], item["state"]) == (None, "pending")
    assert "县平均就业率" in item["reason"]


@pytest.mark.parametrize(
    ("born", "man", "counted"),
    a_few(
        [
            ("20071031", True, 1),  # 16 on the day
            ("20071101", True, 0),
            ("19631101", True, 1),  # 60 on the morrow
            ("19631031", True, 0),
            ("19681101", False, 1),
            ("19681031", False, 0),
        ],
        rows=True,
    ),
)
def test_labour_age_is_16_to_under_60_for_men_and_55_for_women(tmp_path, born, man, counted):
    folder = village(tmp_path / "甲", [person(0, born, man)])
    assert figure(folder, "劳动力人数")["numerator"] == counted


def figure(folder, name):
    return figures_json([folder], [name])["dossiers"][0]["figures"][0]


@pytest.mark.parametrize(
    ("changes", "counted"),
    a_few(
        [
            ({}, 1),
            ({"就业状态": "务农", "就业形式": ""}, 1),
            ({"就业状态": "无就业意愿"}, 0),
            ({"就业状态": "死亡"}, 0),
            ({"劳动能力": "丧失", "就业状态": "丧失劳动能力"}, 0),
            ({"是否户籍": "否"}, 0),
        ],
        rows=True,
    ),
)
def test_the_base_holds_who_can_and_will_work_and_is_registered(tmp_path, changes, counted):
    folder = village(tmp_path / "甲", [person(0, **changes)])
    assert figure(folder, "劳动力人数")["numerator"] == counted


def test_settings_change_what_counts_and_are_printed(tmp_path):
    rows = [person(0, 就业状态="务农"), person(1), person(2, 是否户籍="否")]
    farming = village(tmp_path / "甲", rows, more="口径: {务农计入就业: 否}\n")
    assert figure(farming, "劳动力人数")["numerator"] == 1
    resident = village(tmp_path / "乙", rows, more="口径: {人口口径: 常住}\n")
    assert figure(resident, "劳动力人数")["numerator"] == 3
    assert any(line.startswith("务农计入就业：否") for line in score_of(farming)[0]["settings"])


@pytest.mark.parametrize(("insured", "all_", "points"), [(98, 100, "5"), (97, 100, "0"), (49, 50, "5")])
def test_insurance_is_all_or_nothing_at_98_percent(tmp_path, insured, all_, points):
    rows = [person(i) for i in range(insured)]
    rows += [person(insured + i, 养老保险="否", 医疗保险="否") for i in range(all_ - insured)]
    assert score_of(village(tmp_path / "甲", rows))[1][15]["points"] == points


@pytest.mark.parametrize(
    ("holders", "points"),
    a_few([(50, "5"), (49, "4"), (40, "4"), (39, "3"), (30, "3"), (29, "0"), (0, "0")], rows=True),
)
def test_certificates_score_in_bands_over_the_registered_population(tmp_path, holders, points):
    rows = [person(i, 技能证书="焊工" if i < holders else "") for i in range(60)]
    folder = village(tmp_path / "甲", rows, more="人口: {户籍总人口: 1000}\n")
    assert score_of(folder)[1][16]["points"] == points


@pytest.mark.parametrize(
    ("founders", "points"), a_few([(10, "5"), (9, "4"), (8, "4"), (7, "3"), (5, "3"), (4, "0")], rows=True)
)
def test_founders_score_in_bands_and_a_community_divides_by_residents(tmp_path, founders, points):
    rows = [person(i, 是否创业="是" if i < founders else "否") for i in range(12)]
    folder = village(tmp_path / "甲", rows, kind="社区", more="人口: {户籍总人口: 9, 常住总人口: 100}\n")
    assert score_of(folder)[1][17]["points"] == points


def test_a_missing_population_is_pending_and_named(tmp_path):
    item = score_of(village(tmp_path / "甲", [person(0)]))[1][16]
    assert (item["state"], item["points"]) == ("pending", None)
    assert "人口.户籍总人口" in item["reason"]


FULL = """条件:
  信息发布终端: 是
  专职人员: [{姓名: 甲, 主职: 是, 专岗: 是, 专职: 是, 专管: 是}]
  工作方案: {县区: 是, 乡镇: 是, 创建点: 是}
  领导小组: {成立: 是, 牵头领导: 是, 责任科室: 是, 责任人: 是}
  机制: [入户走访, 分类帮扶, 跟踪回访]
  推广: 省级
"""


def test_declared_facts_reach_the_rules(tmp_path):
    items = score_of(village(tmp_path / "甲", [], more=FULL))[1]
    assert {no: items[no]["points"] for no in (5, 6, 19, 20, 21, 22)} == {
        5: "3", 6: "3", 19: "1", 20: "1", 21: "3", 22: "10",
    }  # fmt: skip


@pytest.mark.parametrize("no", a_few([5, 6, 19, 20, 21, 22]))
def test_a_fact_not_declared_is_pending_not_zero(tmp_path, no):
    assert score_of(village(tmp_path / "甲", []))[1][no]["state"] == "pending"


def test_judged_points_come_from_a_person_or_stay_pending(tmp_path):
    folder = village(tmp_path / "甲", [], more="自评: {1: {得分: 2.5, 说明: 一个专窗}}\n")
    items = score_of(folder)[1]
    assert (items[1]["state"], items[1]["points"], items[1]["reason"]) == ("judged", "2.5", "一个专窗")
    assert items[2]["state"] == "pending"


def test_poverty_rate_below_the_county_overrules_the_person(tmp_path):
    rows = [person(0, 人员类别="脱贫人口"), person(1, 人员类别="脱贫人口", **UNEMPLOYED)]
    folder = village(tmp_path / "甲", rows, more=COUNTY + "自评: {10: {得分: 9}}\n")
    item = score_of(folder)[1][10]
    assert (item["state"], item["points"]) == ("computed", "0")


def test_totals_are_the_sums_of_items(tmp_path):
    sheet, items = score_of(village(tmp_path / "甲", people(95, 5), more=COUNTY + FULL))
    given = sum(float(item["points"]) for item in items.values() if item["points"] is not None)
    waiting = sum(float(item["full"]) for item in items.values() if item["points"] is None)
    assert float(sheet["total"]) == given
    assert float(sheet["possible"]) == given + waiting
    assert sheet["full"] == "110"
    assert sum(float(item["full"]) for item in items.values()) == 110
